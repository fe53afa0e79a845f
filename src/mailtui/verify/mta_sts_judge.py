"""What is wrong with an MTA-STS record and its policy. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mailtui.model.enums import CheckArea, Severity
from mailtui.model.finding import Finding, Record
from mailtui.verify.codes import Code
from mailtui.verify.mta_sts_fetch import LARGEST, PATH, Page
from mailtui.verify.mta_sts_policy import SHORT_AGE, Policy, proposed, read, uncovered
from mailtui.verify.tags import parse
from mailtui.verify.txt import excerpt, listed

AREA = CheckArea.MTA_STS
VERSION = "STSv1"
NONE = Code("sts-none", Severity.NOTE, AREA, "RFC 8461 section 3.1")
ID = Code("sts-id", Severity.FAIL, AREA, "RFC 8461 section 3.1")
MULTIPLE = Code("sts-multiple", Severity.FAIL, AREA, "RFC 8461 section 3.1")
FETCH = Code("sts-fetch", Severity.FAIL, AREA, "RFC 8461 section 3.3")
MX = Code("sts-mx", Severity.FAIL, AREA, "RFC 8461 section 4.1")
MODE = Code("sts-mode", Severity.WARN, AREA, "RFC 8461 section 5")
AGE = Code("sts-age", Severity.WARN, AREA, "RFC 8461 section 3.2")

_ID = re.compile(r"[A-Za-z0-9]{1,32}")
_EXTENSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,31}")
NO_POLICY = "it is no policy"


def record_problem(text: str) -> str:
    """Why senders do not take a record that begins with `v=STSv1`, in words; empty when they do."""
    tags = parse(text)
    if not text.startswith("v=STSv1"):
        return "it does not begin with exactly “v=STSv1;”"
    if "id" not in tags:
        return "id= is missing"
    if not _ID.fullmatch(tags.get("id")):
        return f"id={excerpt(tags.get('id'), 60)} is not 1 to 32 letters and digits"
    if tags.problems:
        return tags.problems[0]
    long = [name for name, value in tags.pairs if not _EXTENSION.fullmatch(name) or not value]
    return f"“{excerpt(long[0], 60)}” is no extension" if long else ""


def publish(domain: str, policy: Policy | None, hosts: Sequence[str]) -> tuple[Record, ...]:
    """The record that belongs to the policy we propose."""
    return (Record(f"_mta-sts.{domain}", "TXT", f"v={VERSION}; id={proposed(policy, hosts).id()}"),)


def serve(domain: str, policy: Policy | None, hosts: Sequence[str]) -> str:
    """What to serve, in words."""
    address = f"https://mta-sts.{domain}{PATH}"
    if not proposed(policy, hosts).mx:
        return f"Serve a policy with the names of your MX hosts at {address}."
    lines = proposed(policy, hosts).text().replace("\n", " / ")
    (record,) = publish(domain, policy, hosts)
    text = f"Serve this as text/plain at {address}: “{lines}” (each on a line of its own). "
    return f"{text}Then publish “{record.value}” as TXT record of {record.name}."


def bad_record(domain: str, text: str, problem: str, hosts: Sequence[str]) -> Finding:
    """The record is there, and senders pass over it."""
    advice = "Senders see no MTA-STS. Publish the record mended; each new policy needs a new id."
    found = f"{problem}: {excerpt(text)}"
    return ID.found(f"_mta-sts.{domain}", found, "v=STSv1; id=…", advice, publish(domain, None, hosts))


def multiple(domain: str, texts: list[str]) -> Finding:
    """Several records are as good as none."""
    advice = "Senders take none of several records. Leave the newest, and remove the others."
    keep = next((text for text in texts if not record_problem(text)), None)
    record = () if keep is None else (Record(f"_mta-sts.{domain}", "TXT", keep.strip()),)
    return MULTIPLE.found(f"_mta-sts.{domain}", listed(texts), "one record", advice, record)


def page_problem(page: Page) -> str:
    """Why senders get no policy from a page, in words; empty when they do."""
    if page.problem:
        return page.problem
    if 300 <= page.status < 400:
        return f"HTTP {page.status}: a redirect to {excerpt(page.location, 80)}, which senders do not follow"
    if page.status != 200:
        return f"HTTP {page.status}"
    if page.type != "text/plain":
        return f"Content-Type is {excerpt(page.type, 60) or 'missing'}, not text/plain"
    if len(page.body) > LARGEST:
        return f"the file is longer than {LARGEST} bytes"
    problems = read(text_of(page)).problems
    return f"{NO_POLICY}: {'; '.join(problems[:3])}" if problems else ""


def text_of(page: Page) -> str:
    """The file."""
    return page.body.decode("utf-8", "surrogateescape")


def no_policy(domain: str, problem: str, hosts: Sequence[str]) -> Finding:
    """The record promises a policy, and there is none."""
    advice = "Senders cannot get the policy. "
    policy = f"https://mta-sts.{domain}{PATH}"
    needs = "a policy over HTTPS: valid certificate, no redirect, text/plain"
    unread = problem.startswith(NO_POLICY)
    advice += serve(domain, None, hosts) if unread else f"Make {policy} answer with it directly."
    record = publish(domain, None, hosts) if unread else ()
    return FETCH.found(f"mta-sts.{domain}", problem, needs, advice, record)


def judge(domain: str, policy: Policy, hosts: Sequence[str]) -> Iterator[Finding]:
    """What is wrong with a policy that senders can read; `hosts` are the MX hosts in DNS."""
    name, record = f"mta-sts.{domain}", publish(domain, policy, hosts)
    missing = uncovered(policy, hosts) if policy.mode != "none" else []
    if missing:
        severity = Severity.FAIL if policy.mode == "enforce" else Severity.WARN
        advice = "Senders that enforce the policy deliver nothing to these hosts. "
        found = f"MX hosts that are not in the policy: {listed(missing)}"
        advice += serve(domain, policy, hosts)
        yield MX.found(name, found, listed(policy.mx), advice, record, severity)
    if policy.mode != "enforce":
        advice = f"Senders do not refuse to deliver without TLS. {serve(domain, policy, hosts)}"
        yield MODE.found(name, f"mode: {policy.mode}", "mode: enforce", advice, record)
    if policy.age < SHORT_AGE and policy.mode != "none":
        advice = "Senders forget the policy after so short a time, and an attacker only has to wait. "
        found, wanted = f"max_age: {policy.age}", "a week or more (604800)"
        yield AGE.found(name, found, wanted, advice + serve(domain, policy, hosts), record)
