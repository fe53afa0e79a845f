"""Segments over the database, and queries: the same as the pure evaluation says."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.people.world import NOON, give, read

from mailtui.errors import NotFoundError, QueryError, UsageError
from mailtui.model.preflight import Reason
from mailtui.query.contacts import parse
from mailtui.query.placeholders import variables
from mailtui.services.contacts.people import People
from mailtui.services.contacts.preflight import Audience
from mailtui.services.desk import open_desk


@pytest.fixture
def people(database: Path) -> People:
    return open_desk(database).people


def _of(people: People, query: str) -> list[str]:
    asked = parse(query)
    found = [one.recipient for one in people.walk(asked)]
    assert people.count_of(asked) == len(found)
    assert len(people.ids_of(asked, 2)) == min(2, len(found))
    return found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 9),
        ("bob", 1),
        ("müller", 1),
        ("status:subscribed", 5),
        ("status:pending,bounced", 2),
        ("domain:example.org", 2),
        ("domain:example", 3),
        ("tag:VIP status:subscribed", 3),
        ("list:News tag:vip", 4),
        ('segment:"New Yorkers"', 1),
        ("segment:vip status:complained", 1),
        ("segment:vip list:News segment:1", 1),
        ("nobody", 0),
        ("100%", 0),
    ],
)
def test_queries(people: People, query: str, found: int) -> None:
    assert len(_of(people, query)) == found


def test_a_segment_that_cannot_be_evaluated_is_an_error_and_has_nobody(people: People) -> None:
    broken = next(one for one in people.segments() if one.name == "broken")
    assert "there is no operator 'looks like'" in broken.error
    assert broken.id not in people.segment_counts(people.segments())
    with pytest.raises(UsageError, match="looks like"):
        list(people.walk(parse("segment:broken")))


def test_segments_are_counted_in_one_walk_each(people: People) -> None:
    counts = people.segment_counts(people.segments())
    assert {one.name: counts.get(one.id) for one in people.segments()} == {
        "New Yorkers": 1,
        "broken": None,
        "vip": 4,
    }


def test_of_two_lists_both_count(database: Path, tmp_path: Path) -> None:
    read(database, give(tmp_path, "b.csv", "email\nbob@example.org\n"), list="Berlin")
    people = open_desk(database).people
    assert _of(people, "list:Berlin list:News") == ["bob@example.org"]
    assert _of(people, "list:Berlin segment:vip") == ["bob@example.org"]


def test_what_is_not_known_is_told(people: People) -> None:
    with pytest.raises(QueryError, match="contacts have no stauts:"):
        parse("stauts:pending")
    with pytest.raises(QueryError, match="there is no status sleeping"):
        parse("status:sleeping")
    with pytest.raises(NotFoundError, match="there is no list Olds"):
        people.count_of(parse("list:Olds"))


def test_a_preflight_without_dns(people: People) -> None:
    found = Audience(people, parse("list:News"), NOON, "list:News").look(lambda *_: None, None)
    assert found.total == sum(part.number for part in found.parts) == 9
    assert found.number(Reason.REACHABLE) == 4
    assert found.number(Reason.NOT_CHECKED) == 0
    assert not found.asked_dns


def test_suppressions_that_are_over_or_of_domains(database: Path) -> None:
    from mailtui.store.engine import changer

    engine = changer(database)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE suppression SET until = 5")
        connection.exec_driver_sql(
            "INSERT INTO suppression (id, target, reason, state, cause, proposed, proposed_by, lift_reason) "
            "VALUES (2, 'example.net', 0, 1, 'x', 0, 'x', ''), "
            "(3, 'hugo@slow.example', 0, 0, 'x', 0, 'x', '')"
        )
    engine.dispose()
    people = open_desk(database).people
    looked = Audience(people, parse("list:News"), NOON, "list:News")
    looked.look(lambda *_: None, None)
    assert [one.address for one in looked.of(Reason.SUPPRESSED)] == [
        "ann+news@example.net",
        "ann@example.net",
    ]


def test_variables_of_templates() -> None:
    used = variables(
        ["name", "city"], "Hi {{ name }} *|FNAME|*", "{{#if vip}}x{{/if}} ${a.b} {{{raw}}}", None
    )
    assert used.used == ("name", "FNAME", "vip", "a.b", "raw") or set(used.used) == {
        *("name", "FNAME", "vip", "a.b", "raw")
    }
    assert used.unused == ("city",)
    assert "name" not in used.undeclared
    assert not used.broken


def test_what_looks_like_a_placeholder_and_is_none_is_told() -> None:
    text = (
        "{{x} {% if y %} %name% {{city}} {z}} %%last%% <%= w %> {{ü}} {{open\n*|FNAME| ${a b} {first} [[n]]"
    )
    fine = (
        "<STYLE>@media x{a{color:red}}</style><a href='https://x.example/?q=%C3%A4&b=%dafoo%20c'>{ 5% }</a>"
        "{{#if vip}}{{else}}{{/if}}{{! said }}{{> part}}*|IF:VIP|**|END:IF|*<script>if(a){b({c:1})}}</script>"
    )
    assert variables(["city"], text, fine).broken == (
        *("{{x}", "{% if y %}", "%name%", "{z}}", "%%last%%", "<%= w %>", "{{ü}}", "{{open", "*|FNAME|"),
        *("${a b}", "{first}", "[[n]]"),
    )
    assert variables((), None, fine).broken == ()
    assert (
        len(variables((), "<style " * 100_000 + "{a}", *(f"{{x{number}}}" for number in range(99))).broken)
        == 20
    )
