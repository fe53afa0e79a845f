"""What is read for a copy, from a database made of a log."""

import json

import pytest
from tests.events import examples

from mailtui.errors import NotFoundError
from mailtui.query import parse
from mailtui.services.desk import open_desk
from mailtui.services.imports import import_logs
from mailtui.services.yanking import Yanking, offers

LOG = """\
2026-11-20 09:00:01 1xU1aA-000000001AB-2cD1 <= alice@ours.example H=pc [192.0.2.1] P=esmtpa \
S=900 id=1@pc T="one"
2026-11-20 09:00:02 1xU1aA-000000001AB-2cD1 ** bob@corp.example R=r T=t H=mx.corp.example [192.0.2.27] \
I=[198.51.100.5]: SMTP error from remote mail server after RCPT TO:<bob@corp.example>: 550 5.1.1 User unknown
2026-11-20 09:00:02 1xU1aA-000000001AB-2cD1 => carol@corp.example R=r T=t H=mx.corp.example [192.0.2.27] \
I=[198.51.100.5] C="250 ok"
2026-11-20 09:00:03 1xU1aA-000000001AB-2cD1 Completed
2026-11-20 09:10:01 1xU1bB-000000001AB-2cD2 <= alice@ours.example H=pc [192.0.2.1] P=esmtpa \
S=900 id=2@pc T="two"
2026-11-20 09:10:02 1xU1bB-000000001AB-2cD2 ** dave@corp.example R=r T=t H=mx.corp.example [192.0.2.27] \
I=[198.51.100.6]: SMTP error from remote mail server after RCPT TO:<dave@corp.example>: 550 5.1.1 User unknown
2026-11-20 09:10:03 1xU1bB-000000001AB-2cD2 Completed
2026-11-20 09:20:00 H=bot [203.0.113.9] I=[198.51.100.9]:25 F=<x@spam.example> \
rejected RCPT <info@ours.example>: relay not permitted
"""


BLOCKED = """\
2026-11-20 10:{0:02}:01 1xU2{1}-000000001AB-2cD1 <= alice@ours.example H=pc [192.0.2.1] P=esmtpa \
S=900 id={0}@pc
2026-11-20 10:{0:02}:02 1xU2{1}-000000001AB-2cD1 ** p{0}@big.example R=r T=t H=mx.big.example [192.0.2.28] \
I=[198.51.100.5]: SMTP error from remote mail server after MAIL FROM:<alice@ours.example>: \
550 5.7.1 part of your network is on our block list (S3140)
2026-11-20 10:{0:02}:03 1xU2{1}-000000001AB-2cD1 Completed
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("yank")
    blocked = (BLOCKED.format(number, f"{number:02}") for number in range(40))
    (folder / "mainlog").write_text(LOG + "".join(blocked))
    import_logs(folder / "mail.db", [str(folder / "mainlog")], server="mx1", zone="UTC")
    return open_desk(folder / "mail.db")


def of(desk, query, limit=50):
    keys = desk.search.keys(parse(query), limit)
    return Yanking(desk).of_rows(keys, query)


def text(matter, name):
    return next(offer.text for offer in offers(matter) if offer.entry.id == name)


def test_one_row_has_all_lines_of_its_message_and_its_own_diagnosis(desk):
    matter = of(desk, "to:bob")
    assert text(matter, "lines") == "\n".join(LOG.splitlines()[:4])
    assert [key.number for key in matter.explained] == [matter.rows[0].key.number]
    assert matter.egress == ("198.51.100.5",)
    assert matter.command == "mailtui trace 1xU1aA-000000001AB-2cD1"
    assert text(matter, "message-id") == "<1@pc>"
    assert text(matter, "fix")


def test_what_the_copied_query_finds_is_what_was_copied(desk):
    keys = desk.search.keys(parse("to:@corp.example"), 50)
    matter = Yanking(desk).of_rows(keys)
    assert set(desk.search.keys(parse(matter.query), 50)) == set(keys)
    assert matter.command == f"mailtui search {matter.query}"
    assert set(matter.egress) == {"198.51.100.5", "198.51.100.6"}


def test_mail_that_we_refused_is_found_again_by_its_query(desk):
    keys = desk.search.keys(parse("kind:rejection"), 50)
    matter = Yanking(desk).of_rows(keys)
    assert desk.search.keys(parse(matter.query), 50) == keys
    assert matter.egress == ()
    assert text(matter, "lines") == LOG.splitlines()[-1]


def test_an_incident_is_all_its_recipients(desk):
    numbers = [one.id for one in desk.incidents.list()]
    matter = Yanking(desk).of_incidents(numbers[:1])
    assert matter.command == f"mailtui incident {numbers[0]}"
    assert matter.total == len(desk.search.keys(parse(f"inc:{numbers[0]}"), 50)) == 40
    assert matter.egress == ("198.51.100.5",)
    assert "Messages:         40, to 40 recipients" in text(matter, "ticket")


def test_mail_of_a_service_has_the_message_id_that_its_trace_shows(tmp_path):
    sent, other = examples.SES_BOUNCE, examples.SES_DELIVERY
    (tmp_path / "ses.jsonl").write_text("".join(json.dumps(one) + "\n" for one in (sent, other)))
    import_logs(tmp_path / "mail.db", [str(tmp_path / "ses.jsonl")], server="ses")
    desk = open_desk(tmp_path / "mail.db")
    keys = desk.search.keys(parse("server:ses"), 50)
    shown = {key: desk.tracing.trace(key.owner).message.message_id for key in keys}
    assert any(shown.values())
    for key, name in shown.items():
        assert text(Yanking(desk).of_rows([key]), "message-id") == (f"<{name}>" if name else "")
        assert desk.search.rows([key], detailed=True)[0].message_id == name


def test_rows_that_are_gone_are_left_out(desk):
    keys = desk.search.keys(parse("to:bob"), 1)
    gone = keys[0]._replace(owner=99_999)
    matter = Yanking(desk).of_rows([gone])
    assert matter.rows == ()
    assert all(offer.why_not for offer in offers(matter) if offer.entry.id != "query")


def test_an_unknown_domain_is_an_error(desk):
    with pytest.raises(NotFoundError):
        Yanking(desk).of_domains(["nowhere.example"])
