"""HELO names, addresses and replies that imitate log fields."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.parsing.reading import said, without_id

HELO = [
    "fake) [6.6.6.6]:25 I=[1.2.3.4]:25 P=esmtps",
    "foo [1.2.3.4] P=smtp",
    "a) [6.6.6.6] P=esmtp S=5 id=x@y",
    'a) [6.6.6.6] P=esmtp S=5 T="open',
    'a) [6.6.6.6] P=esmtp S=5 id="open',
    "a (b) [6.6.6.6]",
    "[10.1.2.3]",
    "x; y",
    "",
    "\x1b]0;PWNED\x07",
    "for a@b c@d",
    "a) [6.6.6.6] F=<x@y> rejected RCPT",
]


@pytest.mark.parametrize("helo", HELO)
@pytest.mark.parametrize(
    "tail", ["", ' T="hi"', ' T="a) [7.7.7.7] P=x S=1" for r@x', " id=m@h", ' id="q) [7.7.7.7] P=e"@h']
)
def test_the_peer_of_an_arrival_is_the_last_ip_before_its_fields(helo: str, tail: str) -> None:
    shown = said(f"<= a@b.example H=mx.example ({helo}) [192.0.2.7] P=esmtp S=281{tail}")
    assert (shown["ip"], shown["helo"], shown["host"]) == ("192.0.2.7", helo, "mx.example")
    assert (shown["sender"], shown["protocol"], shown["size"]) == ("a@b.example", "esmtp", 281)


@pytest.mark.parametrize("helo", [name for name in HELO if "rejected" not in name])
def test_the_peer_of_a_rejection(helo: str) -> None:
    shown = without_id(
        f"H=({helo}) [192.0.2.7]:2525 F=<x@y.example> rejected RCPT <bob@lab.example>: no) [9.9.9.9] such"
    )
    assert (shown["ip"], shown["port"], shown["helo"]) == ("192.0.2.7", 2525, helo)
    assert (shown["sender"], shown["address"], shown["reply"]) == (
        "x@y.example",
        "bob@lab.example",
        "no) [9.9.9.9] such",
    )


@given(st.text(st.characters(exclude_characters="\n\r()[]", exclude_categories=("Cs",)), max_size=30))
def test_any_helo_without_brackets(helo: str) -> None:
    shown = said(f"<= a@b H=({helo}) [192.0.2.7] P=esmtp S=1")
    assert (shown["ip"], shown["helo"]) == ("192.0.2.7", helo)


LOCAL = [
    "x=> y R=z",
    "a R=b T=c",
    "a : b",
    "a: b",
    "a>b",
    "<",
    "a> F=<b",
    'C=\\"',
    "a <b",
    "== defer (1): x",
    "two  words",
]


@pytest.mark.parametrize("local", LOCAL)
@pytest.mark.parametrize("marker", ["=>", "->", "**", "=="])
def test_an_unquoted_final_address_is_told_by_its_quoted_original(local: str, marker: str) -> None:
    bare = local.replace('\\"', '"').lower()
    end = {"**": ": no such user", "==": " defer (-44): later"}.get(marker, ' C="250 ok"')
    shown = said(f'{marker} {bare}@d.example <"{local}"@d.example> R=by_hand T=smtp{end}')
    assert (shown["address"], shown["original_address"]) == (f"{bare}@d.example", f'"{local}"@d.example')
    assert (shown["router"], shown["transport"]) == ("by_hand", "smtp")


def test_a_remote_reply_that_imitates_fields() -> None:
    shown = said(
        "** bob@d.example R=dnslookup T=smtp H=mx.d.example [192.0.2.9]: SMTP error from remote mail server "
        "after RCPT TO:<bob@d.example>: 550 <bob@d.example> R=fake T=fake H=fake [6.6.6.6]: defer (1): DT=x"
    )
    assert (shown["address"], shown["router"], shown["ip"]) == ("bob@d.example", "dnslookup", "192.0.2.9")
    assert shown["reply"].endswith("DT=x")


def test_a_confirmation_that_imitates_fields() -> None:
    shown = said(
        '=> bob@d.example R=r T=smtp H=mx [192.0.2.9] C="250 \\"ok\\" QT=9s DT=9s H=x [6.6.6.6]" QT=3s DT=1s'
    )
    assert (shown["ip"], shown["queue_time"], shown["delivery_time"]) == ("192.0.2.9", 3.0, 1.0)
    assert shown["confirmation"] == '250 "ok" QT=9s DT=9s H=x [6.6.6.6]'


def test_a_subject_that_imitates_recipients() -> None:
    shown = said(
        '<= a@b.example U=root P=local S=1 T="dinner for x@y.example" for bob@c.example "odd one"@c.example'
    )
    assert shown["recipients"] == ("bob@c.example", '"odd one"@c.example')
    assert shown["subject"] == "dinner for x@y.example"


def test_a_quoted_sender_with_a_space() -> None:
    assert (
        said('<= "odd H=x [1.2.3.4]"@b.example U=root P=local S=1')["sender"]
        == '"odd H=x [1.2.3.4]"@b.example'
    )


def test_arguments_that_hold_an_id_are_not_about_that_message() -> None:
    assert "queue_id" not in without_id("cwd=/ 3 args: /usr/sbin/exim4 -Mc 1xUXxL-00003M-3B")
