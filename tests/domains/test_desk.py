"""The list of domains: added, looked at, changed, taken off; what is kept of each."""

from __future__ import annotations

import asyncio

import pytest
from tests.domains.conftest import Lab

from mailtui.errors import InputError, NotFoundError
from mailtui.model.enums import ChangeKind, CheckArea, DomainState, FailureClass
from mailtui.model.finding import Checked, Expected
from mailtui.model.moment import DAY, HOUR, MINUTE
from mailtui.model.stopping import stoppable
from mailtui.services.domains.desk import Domains
from mailtui.services.domains.looking import Verify
from mailtui.services.domains.options import Options
from mailtui.services.domains.rechecking import recheck
from mailtui.services.domains.wishes import Wish

OK, FAILING = DomainState.OK, DomainState.FAILING
EVERYTHING = Wish(
    selectors={"s1": None, "s2": "MIGf"},
    ses_tokens=("tok1", "tok2"),
    ses_suffix="dkim.eu.amazonses.com",
    spf_terms=("include:_spf.provider.example", "other.example"),
    mx_hosts=("mx.example.org",),
    token="proof=1",
    ips=("192.0.2.1", "2001:DB8::1"),
    mail_from="bounce.example.org",
    receives=False,
    bimi=True,
)


def good(lab: Lab, name: str = "example.org") -> None:
    lab.world.add(name, "MX", f"10 mx.{name}")
    lab.world.add(f"mx.{name}", "A", "192.0.2.1")
    lab.world.add(name, "TXT", "v=spf1 mx -all")
    lab.world.add("1.2.0.192.in-addr.arpa", "PTR", f"mx.{name}")
    lab.world.add(f"_dmarc.{name}", "TXT", f"v=DMARC1; p=reject; rua=mailto:d@{name}")


def spf(lab: Lab, text: str | None) -> None:
    lab.world.records.pop(("example.org", "TXT"), None)
    if text:
        lab.world.add("example.org", "TXT", text)


def test_what_is_expected_comes_back_as_it_was_said(lab: Lab) -> None:
    lab.desk.add("Example.ORG.", EVERYTHING)
    assert lab.desk.detail("example.org").expected == Expected(
        "example.org",
        selectors={"s1": None, "s2": "MIGf"},
        ses_tokens=("tok1", "tok2"),
        ses_suffix="dkim.eu.amazonses.com",
        spf_terms=("include:_spf.provider.example", "include:other.example"),
        mx_hosts=("mx.example.org",),
        token="proof=1",
        ips=("192.0.2.1", "2001:db8::1"),
        mail_from="bounce.example.org",
        receives=False,
        bimi=True,
    )


def test_more_is_added_and_single_values_are_replaced(lab: Lab) -> None:
    lab.desk.add("example.org", EVERYTHING)
    lab.desk.add("example.org", Wish(selectors={"s2": None, "s3": None}, ips=("192.0.2.1",), receives=True))
    now = lab.desk.detail("example.org").expected
    assert now.selectors == {"s1": None, "s2": "MIGf", "s3": None}
    assert (now.ips, now.receives, now.token) == (("192.0.2.1", "2001:db8::1"), True, "proof=1")
    lab.desk.expect(Expected("example.org"))
    assert lab.desk.detail("example.org").expected == Expected("example.org")


def test_taken_off_and_put_back(lab: Lab) -> None:
    lab.desk.add("example.org", EVERYTHING)
    lab.desk.remove("example.org")
    assert lab.desk.rows() == []
    for act in (lab.desk.remove, lab.desk.detail):
        with pytest.raises(NotFoundError, match=r"example\.org is not on the list"):
            act("example.org")
    lab.desk.add("example.org", Wish())
    assert lab.desk.detail("example.org").expected == Expected("example.org")


@pytest.mark.parametrize(
    ("name", "wish", "words"),
    [
        ("localhost", Wish(), "no top-level domain"),
        ("*.example.org", Wish(), "wildcard"),
        ("x" * 300 + ".org", Wish(), "300|304"),
        ("[red]x[/].example", Wish(), "no domain has"),
        ("example.org", Wish(ips=("192.0.2.300",)), "no IP address"),
        ("example.org", Wish(selectors={"s 1": None}), "not a DKIM selector"),
        ("example.org", Wish(selectors={"s1": "not base64!"}), "no public key"),
        ("example.org", Wish(selectors={"s1": "-----BEGIN PRIVATE KEY-----MIGf"}), "private key"),
        ("example.org", Wish(spf_terms=("in clude",)), "no term"),
        ("example.org", Wish(token="a\x1b[2J"), "control characters"),
        ("example.org", Wish(mx_hosts=("mx",)), "no top-level domain"),
    ],
)
def test_what_cannot_be_is_said_clearly_and_nothing_is_kept(
    lab: Lab, name: str, wish: Wish, words: str
) -> None:
    with pytest.raises(InputError, match=words) as caught:
        lab.desk.add(name, wish)
    assert caught.value.title.isprintable()
    assert caught.value.hint
    assert lab.desk.rows() == []


def test_a_domain_goes_wrong_and_is_mended(lab: Lab) -> None:
    """ok; SPF taken away; a second look after eleven minutes; put back."""
    good(lab)
    lab.desk.add("example.org", Wish(ips=("192.0.2.1",)))
    (first,) = lab.desk.verify()
    assert first.row.area(CheckArea.SPF).state is OK  # type: ignore[union-attr]
    begun = lab.clock.now = lab.clock.now + DAY
    spf(lab, None)
    (doubt,) = lab.desk.verify()
    assert doubt.row.area(CheckArea.SPF).state is OK  # type: ignore[union-attr]
    assert "spf-none" in [one.code for one in doubt.findings]
    assert doubt.row.next_check is not None
    assert doubt.row.next_check <= begun + 15 * MINUTE
    lab.clock.now = doubt.row.next_check
    assert lab.desk.due() == ["example.org"]
    (broken,) = lab.desk.verify(["example.org"])
    assert (broken.row.state, broken.row.since) == (FAILING, begun)
    assert broken.row.worst is not None
    assert broken.row.worst.code == "spf-none"
    assert 'IN TXT "v=spf1 ' in broken.zone
    lab.clock.now += HOUR
    spf(lab, "v=spf1 ip4:192.0.2.1 -all")
    (mended,) = lab.desk.verify()
    assert mended.row.area(CheckArea.SPF).state is OK  # type: ignore[union-attr]
    told = [(one.old, one.new) for one in mended.changes if one.area is CheckArea.SPF]
    assert told[:4] == [
        ("", "v=spf1 ip4:192.0.2.1 -all"),
        ("failing", "ok"),
        ("ok", "failing"),
        ("v=spf1 mx -all", ""),
    ]
    drifts = [one for one in mended.findings if one.code == "drift"]
    assert [(one.expected, one.found) for one in drifts] == [
        ("no record", "v=spf1 ip4:192.0.2.1 -all"),
        ("v=spf1 mx -all", "no record"),
    ]
    assert {one.kind for one in mended.changes} == set(ChangeKind)


def test_lost_answers_keep_everything_and_say_why(lab: Lab) -> None:
    good(lab)
    lab.desk.add("example.org", Wish(ips=("192.0.2.1",)))
    (before,) = lab.desk.verify()
    lab.clock.now += DAY
    lab.lost = 1.0
    (after,) = lab.desk.verify()
    assert (after.row.state, after.row.since, after.row.checked) == (
        before.row.state,
        before.row.since,
        before.row.checked,
    )
    assert "timeout" in after.row.unsure
    assert all(one.unsure for one in after.row.areas)
    assert all(one.unsure for one in after.findings)
    assert after.row.next_check is not None
    assert after.row.next_check <= lab.clock.now + 2 * HOUR


def test_the_tree_and_the_addresses_that_do_not_pass(lab: Lab) -> None:
    good(lab)
    lab.desk.add("example.org", Wish(ips=("192.0.2.1", "203.0.113.9")))
    lab.desk.verify()
    kept = lab.desk.detail("example.org")
    assert kept.spf is not None
    assert [child.term for child in kept.spf.tree.children] == ["mx", "-all"]
    assert [(one.ip, one.via) for one in kept.spf.senders] == [("192.0.2.1", ("mx",)), ("203.0.113.9", ())]
    assert [one.ip for one in kept.refused_ips] == ["203.0.113.9"]


def test_one_that_is_not_on_the_list_is_looked_at_and_not_kept(lab: Lab) -> None:
    good(lab)
    (found,) = lab.desk.verify(["example.org"])
    assert found.row.area(CheckArea.SPF).state is OK  # type: ignore[union-attr]
    assert lab.desk.rows() == []


def test_findings_behind_a_class_of_failures(lab: Lab) -> None:
    lab.world.add("example.org", "MX", "10 mx.example.org")
    lab.desk.add("example.org", Wish(ips=("192.0.2.1",)))
    lab.desk.verify()
    of = lab.desk.findings_for
    assert "spf-none" in [one.code for one in of("example.org", FailureClass.AUTH_FAILED)]
    assert "spf-none" in [one.code for one in of("News.Example.org", FailureClass.AUTH_FAILED)]
    assert "rdns-none" in [one.code for one in of("example.org", FailureClass.SENDER_IDENTITY)]
    assert of("example.org", FailureClass.MAILBOX_FULL) == []
    assert of("elsewhere.example", FailureClass.AUTH_FAILED) == []


def test_the_worker_looks_at_what_is_due(lab: Lab) -> None:
    """A new domain is due at once; one that was looked at is not."""
    good(lab)
    lab.desk.add("example.org", Wish(ips=("192.0.2.1",)))
    assert recheck(lab.path, lab.options, lambda: True, lab.make) == 0
    assert recheck(lab.path, lab.options, lambda: False, lab.make) == 1
    assert recheck(lab.path, lab.options, lambda: False, lab.make) == 0
    assert lab.desk.detail("example.org").row.tried is not None


def test_a_run_that_is_stopped_keeps_what_it_has(lab: Lab) -> None:
    for number in range(20):
        lab.desk.add(f"d{number}.example", Wish())
    done = []

    async def slowly(expected: Expected) -> list[Checked]:
        await asyncio.sleep(0.05)
        return [Checked(CheckArea.MX, expected.domain)]

    desk = Domains(lab.path, lab.engine, lab.clock, Options(at_once=1), lambda _: slowly)
    with stoppable(lambda: len(done) >= 3):
        found = desk.verify(None, done.append)
    assert 3 <= len(found) < 20
    assert len([row for row in lab.desk.rows() if row.tried]) == len(found)


def test_two_looks_at_once_both_count(lab: Lab) -> None:
    """The worker and a person look at the same domain: the later one goes on from what the other filed."""
    good(lab)
    lab.desk.add("example.org", Wish(ips=("192.0.2.1",)))
    lab.desk.verify()
    lab.clock.now += DAY
    spf(lab, None)
    other = Domains(lab.path, lab.engine, lab.clock, lab.options, lab.make)

    def meanwhile(options: Options) -> Verify:
        other.verify()
        lab.clock.now += 11 * MINUTE
        return lab.make(options)

    (found,) = Domains(lab.path, lab.engine, lab.clock, lab.options, meanwhile).verify()
    (check,) = [one for one in found.checks if one.area is CheckArea.SPF]
    assert (check.state, check.failures) == (FAILING, 2)


def test_the_domain_of_the_list_that_stands_for_a_sender(lab):
    lab.desk.add("example.org", Wish())
    assert lab.desk.listed("Example.ORG.") == "example.org"
    assert lab.desk.listed("news.shop.example.org") == "example.org"
    lab.desk.add("shop.example.org", Wish())
    assert lab.desk.listed("news.shop.example.org") == "shop.example.org"
    assert lab.desk.listed("other.example") is None
    assert lab.desk.listed("") is None


def test_the_edition_differs_after_every_change(lab):
    seen = [lab.desk.edition()]
    for change in (
        lambda: lab.desk.add("example.org", Wish()),
        lambda: lab.desk.verify(),
        lambda: lab.desk.verify(["example.org"]),
        lambda: lab.desk.add("example.org", Wish(bimi=True)),
        lambda: lab.desk.remove("example.org"),
        lambda: lab.desk.add("example.org", Wish()),
    ):
        lab.clock.now += MINUTE
        change()
        assert lab.desk.edition() not in seen
        seen.append(lab.desk.edition())
    lab.desk.verify(["elsewhere.example"])
    assert lab.desk.edition() == seen[-1]
