"""What an admin types, and the tree it becomes."""

from __future__ import annotations

import pytest

from mailtui.errors import QueryError
from mailtui.query import parse
from mailtui.query.tree import (
    And,
    Choice,
    Compare,
    Domain,
    Instant,
    Node,
    Not,
    Op,
    Or,
    Pattern,
    Query,
    Range,
    Saved,
    Sort,
    Span,
    Term,
    Text,
    Value,
    spelled_out,
)


def where(text: str) -> Node | None:
    return parse(text).where


def term(field: str, *values: Value) -> Term:
    return Term(field, values)


BOUNCED = term("status", Choice("bounced"))
A, B, C = (term("text", Text(letter)) for letter in "abc")


def test_nothing_typed_means_everything_newest_first() -> None:
    assert parse("") == parse("  \n") == Query(None, Sort("date", descending=True))


def test_conditions_side_by_side_are_all_to_be_met() -> None:
    wanted = And((BOUNCED, term("to", Domain("gmail.com")), term("since", Span(Instant("2h"), None))))
    assert where("status:bounced to:@gmail.com since:2h") == wanted
    assert where("status:bounced AND to:@gmail.com AND since:2h") == wanted


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a OR b c", Or((A, And((B, C))))),
        ("(a OR b) c", And((Or((A, B)), C))),
        ("(a OR b)c", And((Or((A, B)), C))),
        ("a or b", And((A, term("text", Text("or")), B))),
        ("-a b", And((Not(A), B))),
        ("-(a OR b)", Not(Or((A, B)))),
        ("NOT (a b)", Not(And((A, B)))),
        ("--a", Not(Not(A))),
        ('-"a"', Not(A)),
        ("a-b", term("text", Text("a-b"))),
        ('"OR"', term("text", Text("OR"))),
        ("ORDER", term("text", Text("ORDER"))),
        ("((a))", A),
    ],
)  # fmt: skip
def test_logic(text: str, tree: Node) -> None:
    assert where(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("1tKxyz-000000001AB-2cDe", term("id", Text("1tKxyz-000000001AB-2cDe"))),
        ("1jmKso-0009d4-Uf", term("id", Text("1jmKso-0009d4-Uf"))),
        ("1tKxyz-000000001AB-2cD", term("id", Text("1tKxyz-000000001AB-2cD"))),
        ("T0ABCD-0009D4-UF", term("id", Text("T0ABCD-0009D4-UF"))),
        ("common-description-foo", term("text", Text("common-description-foo"))),
        ("before-during-as", term("text", Text("before-during-as"))),
        ("<id@host>", term("msgid", Text("id@host", exact=True))),
        ("id=E1x@mx.example", term("msgid", Text("E1x@mx.example", exact=True))),
        ("@Example.org", term("address", Domain("example.org"))),
        ("@*.example.org", term("address", Domain("example.org", subdomains=True))),
        ("*@example.org", term("address", Domain("example.org"))),
        ("192.0.2.1", term("ip", Text("192.0.2.1"))),
        ("[192.0.2.1]", term("ip", Text("192.0.2.1"))),
        ("2001:DB8:0::1", term("ip", Text("2001:db8::1"))),
        ("dead::beef", term("ip", Text("dead::beef"))),
        ("::1", term("ip", Text("::1"))),
        ("bob@", term("address", Text("bob@"))),
        ("bob@x", term("address", Text("bob@x"))),
        ("bob@x.org,eve@y.org", term("address", Text("bob@x.org"), Text("eve@y.org"))),
        ("bob@x.org,", term("address", Text("bob@x.org"))),
        ("F=<bob@x.org>", term("text", Text("F=<bob@x.org>"))),
        ("10:30", term("text", Text("10:30"))),
        ("5.1.1", term("text", Text("5.1.1"))),
        ("/over ?quota/", term("text", Pattern("over ?quota"))),
        ("/var/log", term("text", Text("/var/log"))),
        ('"connection timed out"', term("text", Text("connection timed out"))),
        ('"bob@x"', term("text", Text("bob@x"))),
    ],
)  # fmt: skip
def test_a_word_without_a_field_is_recognised_by_its_shape(text: str, tree: Node) -> None:
    assert where(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("to:bob", term("to", Text("bob"))),
        ("TO:bob", term("to", Text("bob"))),
        ("rcpt:bob", term("to", Text("bob"))),
        ("to:=bob@example.org", term("to", Text("bob@example.org", exact=True))),
        ("to:<bob@example.org>", term("to", Text("bob@example.org", exact=True))),
        ('to:"b*b"', term("to", Text("b*b"))),
        ('to:"@x.org"', term("to", Text("@x.org"))),
        ("from:<>", term("from", Text("", exact=True))),
        ('from:=""', term("from", Text("", exact=True))),
        ("to:@*.example.org.", term("to", Domain("example.org", subdomains=True))),
        ("to:@[192.0.2.1]", term("to", Domain("[192.0.2.1]"))),
        ("from:news@shop.example,info@shop.example",
         term("from", Text("news@shop.example"), Text("info@shop.example"))),
        ("domain:gmail.com", term("domain", Domain("gmail.com"))),
        ("domain:gmail", term("domain", Text("gmail"))),
        ("domain:=localhost", term("domain", Domain("localhost"))),
        ("sender_domain:*.x.org", term("sender-domain", Domain("x.org", subdomains=True))),
        ("relay:mx1", term("relay", Text("mx1"))),
        ("host:@google.com", term("host", Domain("google.com"))),
        ("host:*.google.com", term("host", Domain("google.com", subdomains=True))),
        ('reply:"mailbox full"', term("reply", Text("mailbox full"))),
        (r'reply:"say \"no\" \\ twice\n"', term("reply", Text('say "no" \\ twice\n'))),
        ("reply:/over ?quota/", term("reply", Pattern("over ?quota"))),
        (r"reply:/a\/b, (c)/,x", term("reply", Pattern("a/b, (c)"), Text("x"))),
        ("msgid:<a@b>", term("msgid", Text("a@b", exact=True))),
        ("ip:192.0.2.", term("ip", Text("192.0.2."))),
        ("ip:192.0.2.0/24", term("ip", Text("192.0.2."))),
        ("ip:10.1.2.3/8", term("ip", Text("10."))),
        ("ip:2001:DB8::1", term("ip", Text("2001:db8::1"))),
        ("ip:2001:db8:", term("ip", Text("2001:db8:"))),
    ],
)  # fmt: skip
def test_addresses_hosts_and_texts(text: str, tree: Node) -> None:
    assert where(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("status:Bounced,deferred", term("status", Choice("bounced"), Choice("deferred"))),
        ("phase:end-of-data", term("phase", Choice("end_of_data"))),
        ("is:unrecognized", term("is", Choice("unrecognised"))),
        ("code:550", term("code", Compare(Op.EQ, 550))),
        ("code:5xx", term("code", Range(500, 599))),
        ("code:4..", term("code", Range(400, 499))),
        ("code:4", term("code", Range(400, 499))),
        ("code:45x", term("code", Range(450, 459))),
        ("code:421..451", term("code", Range(421, 451))),
        ("code:>=500", term("code", Compare(Op.GE, 500))),
        ("esc:5.1.1,5.1,4.x", term("esc", Text("5.1.1"), Text("5.1"), Text("4"))),
        ("tries:3", term("tries", Compare(Op.EQ, 3))),
        ("tries:>3", term("tries", Compare(Op.GT, 3))),
        ("tries:..3", term("tries", Compare(Op.LE, 3))),
        ("size:10M", term("size", Compare(Op.GE, 10 * 1024**2))),
        ("size:<=1.5KiB", term("size", Compare(Op.LE, 1536))),
        ("size:=0", term("size", Compare(Op.EQ, 0))),
        ("delay:>30s", term("delay", Compare(Op.GT, 30))),
        ("delay:30s..5m", term("delay", Range(30, 300))),
        ("age:3d..", term("age", Compare(Op.GE, 3 * 86400))),
        ("age:2w", term("age", Compare(Op.GE, 14 * 86400))),
    ],
)  # fmt: skip
def test_words_codes_and_numbers(text: str, tree: Node) -> None:
    assert where(text) == tree


def at(text: str) -> Instant:
    return Instant(text)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("date:2026-11-18..2026-11-20", Span(at("2026-11-18"), at("2026-11-20"))),
        ("date:yesterday", Span(at("yesterday"), at("yesterday"))),
        ("date:MON", Span(at("monday"), at("monday"))),
        ("date:2h", Span(at("2h"), None)),
        ("date:..3d", Span(None, at("3d"))),
        ("since:2026/11/18", Span(at("2026-11-18"), None)),
        ('since:"2026-11-18 10:30:15,25 +0100"', Span(at("2026-11-18T10:30:15.25+0100"), None)),
        ("until:10:30", Span(None, at("10:30"))),
        ("before:2026-11", Span(None, at("2026-11"), exclusive=True)),
        ("after:1W", Span(at("1w"), None, exclusive=True)),
    ],
)  # fmt: skip
def test_dates(text: str, span: Span) -> None:
    assert where(text) == Term(text.partition(":")[0], (span,))


def test_the_order_may_stand_anywhere_outside_of_groups() -> None:
    for text in ("sort:-delay status:bounced", "status:bounced sort:-delay"):
        assert parse(text) == Query(BOUNCED, Sort("delay", descending=True))
    assert parse("a OR b sort:size") == Query(Or((A, B)), Sort("size", descending=False))


def test_a_saved_search_is_narrowed_as_if_in_parentheses() -> None:
    saved = {"morning": "a OR b sort:-delay"}
    morning = Saved("morning", Or((A, B)))
    assert parse("@morning -c", saved) == Query(And((morning, Not(C))), Sort("delay"))
    assert parse("@morning sort:size", saved).sort == Sort("size", descending=False)
    assert parse("-@morning", saved) == Query(Not(morning))
    assert str(parse("-@morning c", saved)) == "-@morning c"


def test_a_saved_search_may_use_another_but_not_itself() -> None:
    nested = parse("-@x OR @y", {"x": "@y c", "y": "a"}).where
    assert nested == Or((Not(Saved("x", And((Saved("y", A), C)))), Saved("y", A)))
    assert spelled_out(nested) == Or((Not(And((A, C))), A))
    with pytest.raises(QueryError, match="leads back"):
        parse("@x", {"x": "@y", "y": "@x"})


def test_a_doubtful_regular_expression_says_nothing_on_the_terminal() -> None:
    # Python warns about `[[`; warnings are errors in tests.
    assert where("reply:/[[a]/") == term("reply", Pattern("[[a]"))


def test_a_query_is_written_as_people_write_it() -> None:
    for text in (
        "status:bounced to:@gmail.com since:2h",
        "(relay:mx1 OR relay:mx2) delay:>30s",
        "code:5xx,45x,421 size:10M tries:3",
        'reply:"mailbox full" reply:/over ?quota/ -"a b" timeout',
        "is:failed sort:-delay",
        "before:10:30 date:..3d",
    ):
        assert str(parse(text)) == text
