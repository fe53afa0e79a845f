"""Domains from files: as people write them, and as other systems export them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.domains.conftest import Lab

from mailtui.errors import InputError
from mailtui.model.enums import CheckArea
from mailtui.services.domains.importing import Imported
from mailtui.store.domains import reading
from mailtui.store.schema import DNS_RECORD

TOML = """\
# our domains
[[domain]]
name = "Example.org"
selectors = { s1 = "MIGf", s2 = "" }
spf = ["_spf.provider.example"]
mx = ["mx1.example.org"]
ips = ["192.0.2.25"]
mail_from = "bounce.example.org"
verified = { spf = true, dkim = false }

[[domain]]
name = "localhost"

[[domain]]
name = "example.net"
selectors = ["s1", "s2=MIGf"]
verified = true
colour = "blue"

[[domain.record]]
type = "CNAME"
name = "tok1._domainkey.example.net"
value = "tok1.dkim.amazonses.com."
ttl = 300
provider = "cloudflare"
id = "372e67"
proxied = false

[[domain.record]]
type = "A"
name = "www.example.net"
value = "192.0.2.1"
"""
MAILMAN = """\
id,name,ses_identity_arn,dkim_tokens,from_name,reply_to_address,bounce_address,mx_verified,spf_verified,\
dkim_verified,dmarc_verified,created_at,updated_at,deleted_at
1,example.org,arn:aws:ses:eu-west-1:1:identity/example.org,"{tok1,tok2,tok3}","Shop, Ltd",help@example.org,\
bounce@example.org,t,t,f,,2026-01-01 00:00:00+00,2026-01-01 00:00:00+00,
2,gone.example,,,,,,f,f,f,f,2026-01-01 00:00:00+00,2026-01-01 00:00:00+00,2026-02-01 00:00:00+00
"""
OPENMAILER = """\
id,user_id,domain_name,status,spf_record,spf_verified,dkim_selector,dkim_public_key,dkim_private_key,\
dkim_verified,verification_token
7,1,example.org,VERIFIED,v=spf1 include:_spf.openmailer.example ip4:192.0.2.0/24 ~all,true,openmailer,MIGf,\
SECRET,false,openmailer-verify=9
"""

RELAY = """\
id,user_id,provider,provider_record_id,record_type,name,value,ttl,priority,validation_status
1,u,cloudflare,r1,MX,example.org,mx1.example.org,300,10,valid
2,u,cloudflare,r2,SPF,example.org,v=spf1 include:_spf.google.com ~all,300,,valid
3,u,cloudflare,r3,DKIM,google._domainkey.example.org,v=DKIM1; k=rsa; p=MIGf,300,,pending
4,u,cloudflare,r4,DMARC,_dmarc.example.org,v=DMARC1; p=none,300,,valid
5,u,route53,r5,CNAME,t1._domainkey.example.net,t1.dkim.amazonses.com,soon,,valid
6,u,route53,r6,A,www.example.com,192.0.2.1,60,,valid
"""


def imported(lab: Lab, text: str, name: str = "domains.toml") -> Imported:
    path = lab.path.with_name(name)
    path.write_text(text, encoding="utf-8")
    return lab.desk.import_file(path)


def test_toml(lab: Lab) -> None:
    found = imported(lab, TOML)
    assert (found.added, found.changed) == (["example.org", "example.net"], [])
    (problem,) = found.problems
    assert "domains.toml:11: “localhost” has no top-level domain" in problem.title
    assert problem.hint
    assert found.notes == [
        "colour is not used",
        "nothing checks the record www.example.net A; it is not kept",
    ]
    one, two = (lab.desk.detail(name) for name in found.added)
    assert one.expected.selectors == {"s1": "MIGf", "s2": None}
    assert one.expected.spf_terms == ("include:_spf.provider.example",)
    assert (one.expected.mx_hosts, one.expected.ips) == (("mx1.example.org",), ("192.0.2.25",))
    assert one.expected.mail_from == "bounce.example.org"
    assert [(claim.area, claim.verified) for claim in one.claims] == [
        (CheckArea.SPF, True),
        (CheckArea.DKIM, False),
    ]
    assert two.expected.selectors == {"s1": None, "s2": "MIGf"}
    assert two.expected.ses_tokens == ("tok1",)
    assert [(claim.area, claim.verified) for claim in two.claims] == [(None, True)]


def test_what_a_provider_keeps_about_a_record_is_kept(lab: Lab) -> None:
    imported(lab, TOML)
    with lab.engine.connect() as connection:
        rows = connection.execute(DNS_RECORD.select().where(DNS_RECORD.c.type == "CNAME")).all()
    (row,) = rows
    assert (row.ttl, row.managed_by, row.provider_record) == (300, "cloudflare", "372e67")
    assert row.details == '{"proxied": false}'


def test_the_same_file_twice_is_the_same_list(lab: Lab) -> None:
    imported(lab, TOML)
    before = [lab.desk.detail(row.name) for row in lab.desk.rows()]
    again = imported(lab, TOML)
    assert (again.added, again.changed) == ([], ["example.org", "example.net"])
    assert [lab.desk.detail(row.name).expected for row in lab.desk.rows()] == [one.expected for one in before]
    assert [len(lab.desk.detail(row.name).claims) for row in lab.desk.rows()] == [1, 2]


def test_an_export_with_ses_tokens(lab: Lab) -> None:
    """The `domains` of a mailing system on Amazon SES: tokens as an array, flags, soft deletes."""
    found = imported(lab, MAILMAN, "domains.csv")
    assert (found.problems, found.notes) == ([], [])
    assert [row.name for row in lab.desk.rows()] == ["example.org"]
    one = lab.desk.detail("example.org")
    assert one.expected.ses_tokens == ("tok1", "tok2", "tok3")
    assert {(claim.area, claim.verified) for claim in one.claims} == {
        (CheckArea.MX, True),
        (CheckArea.SPF, True),
        (CheckArea.DKIM, False),
    }


def test_an_export_with_records_and_keys(lab: Lab) -> None:
    """The `domains` of a campaign mailer: selector and key, SPF record, token; never its private key."""
    found = imported(lab, OPENMAILER, "domains.csv")
    assert (found.problems, found.notes) == ([], [])
    one = lab.desk.detail("example.org")
    assert one.expected.selectors == {"openmailer": "MIGf"}
    assert one.expected.spf_terms == ("include:_spf.openmailer.example", "ip4:192.0.2.0/24")
    assert one.expected.token == "openmailer-verify=9"
    with lab.engine.connect() as connection:
        assert "SECRET" not in "".join(str(row) for row in connection.execute(DNS_RECORD.select()))


def test_an_export_of_records(lab: Lab) -> None:
    """The `dns_records` of a relay: one record to a row, each with its state at the DNS provider."""
    found = imported(lab, RELAY, "records.csv")
    assert found.added == ["example.org"]
    (problem,) = found.problems
    assert "records.csv:6: ttl = 'soon' of a record is no number" in problem.title
    one = lab.desk.detail("example.org")
    assert one.expected.mx_hosts == ("mx1.example.org",)
    assert one.expected.spf_terms == ("include:_spf.google.com",)
    assert one.expected.selectors == {"google": "MIGf"}
    assert {(claim.area, claim.verified) for claim in one.claims} == {
        (CheckArea.MX, True),
        (CheckArea.SPF, True),
        (CheckArea.DKIM, False),
        (CheckArea.DMARC, True),
    }
    with lab.engine.connect() as connection:
        (row,) = connection.execute(DNS_RECORD.select().where(DNS_RECORD.c.type == "MX"))
    assert (row.ttl, row.priority, row.managed_by, row.provider_record) == (300, 10, "cloudflare", "r1")


def test_disagreements_come_first(lab: Lab) -> None:
    imported(lab, '[[domain]]\nname = "z.example"\nverified = { spf = true, mx = false }\n')
    lab.world.add("z.example", "MX", "10 mx.z.example")
    lab.world.add("mx.z.example", "A", "192.0.2.1")
    for name in ("a.example", "z.example"):
        lab.desk.verify([name])
    lab.desk.import_file(lab.path.with_name("domains.toml"))
    rows = lab.desk.rows()
    assert rows[0].name == "z.example"
    assert [text.partition(" says ")[2] for text in rows[0].disagreements] == [
        "mx not verified, DNS says ok",
        "spf verified, DNS says failing",
    ]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("d.toml", "[[domain]\n", r"d\.toml:1: this is not TOML"),
        ("d.toml", "[[domain]]\nname = 'a.example'\nname = 'b.example'\n", r"d\.toml:3: this is not TOML"),
        ("d.toml", "name = 'a.example'\n", "no list of domains"),
        ("d.toml", "", "no list of domains"),
        ("d.csv", "colour\nblue\n", r"d\.csv:1: there is no column of domains"),
        ("d.csv", "", r"d\.csv:1: there is no column of domains"),
        ("d.csv", 'domain\na.example\n"b.example\n', "this is not CSV"),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole(lab: Lab, name: str, text: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        imported(lab, text, name)
    assert caught.value.hint
    assert lab.desk.rows() == []


def test_bytes_that_are_no_text(lab: Lab) -> None:
    path = lab.path.with_name("d.csv")
    path.write_bytes(b"domain\n\xff\xfe\n")
    with pytest.raises(InputError, match="not UTF-8"):
        lab.desk.import_file(path)
    with pytest.raises(InputError, match="cannot be read"):
        lab.desk.import_file(Path("/nowhere/d.csv"))


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("x.example,maybe,,", r"d\.csv:2: verified = 'maybe' is neither"),
        ("x.example,t,192.0.2.300,", r"d\.csv:2: .* is no IP address"),
        ("x.example,t,,,,,more", r"d\.csv:2: the row has more cells"),
        (",t,,", r"d\.csv:2: there is no name"),
        ("a\x1b[2Jb.example,t,,", r"d\.csv:2: .*control character"),
        ("x.example,,,yesterday", r"d\.csv:2: 'yesterday' is no time"),
    ],
)
def test_a_bad_row_is_told_and_the_rest_goes_on(lab: Lab, rows: str, words: str) -> None:
    found = imported(lab, f"domain,verified,ips,deleted_at\n{rows}\ngood.example,,,\n", "d.csv")
    assert found.added == ["good.example"]
    (problem,) = found.problems
    import re

    assert re.search(words, problem.title), problem.title
    assert problem.title.isprintable()
    assert problem.hint


def test_lines_are_those_of_the_file_also_behind_cells_of_several_lines(lab: Lab) -> None:
    found = imported(lab, 'domain,token\nx.example,"a\nb"\nlocalhost,\n', "d.csv")
    assert [problem.title.split(": ")[0].rpartition("/")[2] for problem in found.problems] == [
        "d.csv:2",
        "d.csv:4",
    ]


def test_every_row_of_the_tables_can_be_read_back(lab: Lab) -> None:
    imported(lab, TOML)
    with lab.engine.connect() as connection:
        assert len(reading.domains(connection)) == 2
