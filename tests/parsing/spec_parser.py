"""A second reader of `<= => -> >> *> == **` lines, built in another way: the manual's order of fields,
one long pattern per marker, no thought of speed or of hostile text.

It exists to disagree with the parser. Nothing of the parser is used here.
"""

# ruff: noqa: E501 - log lines are long

from __future__ import annotations

import re
from typing import Any

ID = r"[0-9A-Za-z]{6}-(?:[0-9A-Za-z]{6}-[0-9A-Za-z]{2}|[0-9A-Za-z]{11}-[0-9A-Za-z]{4})"
PREFIX = re.compile(
    r"^(?:.{3} [ \d]\d \d\d:\d\d:\d\d \S+ exim\[\d+\]: |\d{4}-\d\d-\d\dT\S+ \S+ exim\[\d+\]: )?"
    r"(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?: [+-]\d{4})?(?: \[\d+\])? )?"
    rf"(?P<queue_id>{ID}) (?P<marker><=|\(=|=>|->|>>|\*>|==|\*\*) (?P<rest>.*)$",
    re.DOTALL,
)
HOST = r"(?P<host>[^ ()\[\]]+)?(?: ?\((?P<helo>.*?)\))?(?: DS)? ?\[(?P<ip>[^\]]+)\](?::(?P<port>-?\w+))?\*?"
QUOTED = r'"(?:[^"\\]|\\.)*"'
ARRIVAL = re.compile(
    r"^(?P<sender><>|" + QUOTED + r"@\S+|[^ ]+)"
    rf"(?: R=(?P<parent_queue_id>{ID}))?(?: DS)?(?: H={HOST})?"
    r"(?: I=\[(?P<interface_ip>[^\]]+)\](?::(?P<interface_port>\w+))?)?"
    r"(?: TFO\*?)?(?: U=(?P<user>\S+))?(?: Ci=\S+)?(?: P=(?P<protocol>\S+))?(?: L\S*)?(?: SPF(?:=\S+)?)?(?: X=(?P<tls>\S+))?"
    r"(?: CV=\S+)?(?: DN=" + QUOTED + r")?(?: SNI=\S+)?(?: A=(?P<auth>\S+))?(?: PRDR)?(?: PRX=\S+)?(?: K)?"
    r"(?: S=(?P<size>\S+))?(?: M8S=\d)?(?: Q=\S+)?(?: DKIM=(?P<dkim>\S+))?(?: ARC)?(?: DMARC(?:=\S+)?)?(?: RT=\S+)?(?: Q=\S+)?"
    r"(?: id\*?=(?P<message_id>" + QUOTED + r"@\S+|\S+))?(?: T=(?P<subject>" + QUOTED + r"))?"
    r"(?: from <.*?>)?(?: for (?P<recipients>.*))?$",
    re.DOTALL,
)
ADDRESS = (
    r"^(?P<address>.+?)(?: \((?P<parents>[^()]*)\))?(?: <(?P<original_address>[^<>]*(?:\"[^\"]*\"[^<>]*)?)>)?"
    r"(?= [FQPRTSHIC]=| DT=| QT=| ST=|$|: | : |:$| : ?$| defer \(| routing defer \()"
)
TARGET = (
    r"(?: F=<(?P<sender>.*?)>)?(?: Q=\S+)?(?: P=<(?P<return_path>.*?)>)?(?: R=(?P<router>[^ :]+))?(?: T=(?P<transport>[^ :]+))?"
    r"(?: S=(?P<size>\w+))?"
)
REMOTE = (
    rf"(?: H={HOST})?(?: PRX=\S+)?(?: I=\[(?P<interface_ip>[^\]]+)\](?::(?P<interface_port>\w+))?)?\*?(?: TFO\*?)?(?: PS=\S+)?"
    r"(?: X=(?P<tls>\S+?)(?=[: ]? |$|: ))?(?: CV=(?:yes|no|dane))?(?: DN="
    + QUOTED
    + r")?(?: SNI=\S+)?(?: A=(?P<auth>\S+))?"
    r"(?: L\*?)?(?: PRDR)?(?: K)?(?: DKIM=(?P<dkim>\S+))?"
)
DELIVERY = re.compile(
    ADDRESS + TARGET + REMOTE + r"(?: ST=\S+(?: \(.*?\))?)?(?: C=(?P<confirmation>" + QUOTED + r"))?"
    r"(?: QT=(?P<queue_time>\S+))?(?: DT=(?P<delivery_time>\S+))?$",
    re.DOTALL,
)
FAILURE = re.compile(
    ADDRESS + TARGET + REMOTE + r"(?: : |: | :$|:$|$)(?P<message>.*?)(?: DT=(?P<delivery_time>[\d.]+s))?$",
    re.DOTALL,
)
DEFERRAL = re.compile(
    ADDRESS + TARGET + r"(?P<routing> routing)? defer \((?P<errno>[^)]+)\)"
    r"(?:: (?P<system>[^:]*?)(?= H=))?" + REMOTE + r"(?: DT=(?P<early>[\d.]+s))?(?:: (?P<message>.*?))?"
    r"(?: DT=(?P<delivery_time>[\d.]+s))?$",
    re.DOTALL,
)
SMTP = re.compile(
    r"^(?:.*? : |.*?: )?(?:SMTP|LMTP|PRDR) error(?: from remote (?:mail server|mailer))? after (?:pipelined )?"
    r"(?P<command>(?:MAIL FROM|RCPT TO):<.*?>[^:]*|[^:]*): (?:host (?P<host>\S+) \[(?P<ip>\S+)\]: )?(?P<reply>\d.*)$",
    re.DOTALL,
)
OTHER_SMTP = re.compile(
    r"(?:(?:SMTP|LMTP) timeout(?: while connected to (?P<host>\S+) \[(?P<ip>\S+)\])? after|in response to) (?:pipelined )?"
    r"(?P<command>[A-Z]+|end of data|initial connection|sending data block)"
)
PHASES = {
    "initial connection": "banner",
    "EHLO": "helo",
    "HELO": "helo",
    "LHLO": "helo",
    "STARTTLS": "starttls",
    "AUTH": "auth",
    "MAIL": "mail",
    "RCPT": "rcpt",
    "DATA": "data",
    "end of data": "end_of_data",
    "sending data block": "end_of_data",
    "BDAT": "end_of_data",
}
NUMBERS = ("size", "port", "interface_port", "errno")


def read(line: str) -> dict[str, Any] | None:
    """The fields of a marked line by name; None when it is none, or this reader does not understand it."""
    prefix = PREFIX.match(line)
    if prefix is None:
        return None
    pattern = {"<=": ARRIVAL, "(=": ARRIVAL, "==": DEFERRAL, "**": FAILURE}.get(prefix["marker"], DELIVERY)
    if re.match(r"(blackhole|discarded) \(", prefix["rest"]):
        return {"queue_id": prefix["queue_id"], "address": prefix["rest"].split(" ")[0]}
    if prefix["rest"].startswith("mua_wrapper is set"):
        return {"queue_id": prefix["queue_id"], "reply": prefix["rest"]}
    found = pattern.match(prefix["rest"])
    if found is None:
        return None
    fields = {name: value for name, value in found.groupdict().items() if value is not None}
    fields["queue_id"] = prefix["queue_id"]
    _refine(fields, prefix["marker"])
    return fields


def _refine(fields: dict[str, Any], marker: str) -> None:
    for name in NUMBERS:
        if name in fields and not re.fullmatch(r"-?\d+", fields[name]):
            del fields[name]
        elif name in fields:
            fields[name] = int(fields[name])
    if fields.get("port") == -1:
        del fields["port"]
    if fields.get("sender") == "<>":
        fields["sender"] = ""
    if "early" in fields:
        fields["delivery_time"] = fields.pop("early")
    for name in ("delivery_time", "queue_time"):
        if name in fields:
            fields[name] = _seconds(fields[name])
            if fields[name] is None:
                del fields[name]
    if "parents" in fields:
        fields["parent_addresses"] = tuple(fields.pop("parents").split(", "))
    if "subject" in fields:
        fields["subject"] = _unescape(fields["subject"][1:-1])
    if "confirmation" in fields:
        fields["confirmation"] = _reply(re.sub(r"\\(.)", r"\1", fields["confirmation"][1:-1]))
    if "recipients" in fields:
        fields["recipients"] = tuple(re.findall(r'(?:"[^"]*"|[^ "])+', fields["recipients"]))
    if marker in ("==", "**"):
        _message(fields, marker)


def _message(fields: dict[str, Any], marker: str) -> None:
    system, message = fields.pop("system", None), fields.pop("message", None) or ""
    if not message and " " in fields["address"] and "original_address" not in fields:
        fields["address"], _, message = fields["address"].partition(" ")
    routing = fields.pop("routing", None)
    message = ": ".join(part for part in (system, message) if part)
    smtp = SMTP.match(message)
    other = OTHER_SMTP.search(message)
    if smtp is not None:
        fields["reply"] = _reply(smtp["reply"])
        fields["smtp_code"] = int(smtp["reply"][:3])
        enhanced = re.match(r"\d{3}[ -]#?([245]\.\d+\.\d+)\b", smtp["reply"])
        if enhanced:
            fields["enhanced_code"] = enhanced[1]
        word = next((word for word in PHASES if smtp["command"].startswith(word)), None)
        fields["phase"] = "end_of_data" if message.startswith("PRDR") else PHASES.get(word or "")
        for name in ("host", "ip"):
            if smtp[name]:
                fields.setdefault(name, smtp[name])
    elif other is not None:
        fields["phase"] = PHASES.get(other["command"])
        malformed = re.search(r"Malformed SMTP reply.*? in response to [^:]*(?::<.*?>)?[^:]*: (.*)", message)
        fields["reply"] = malformed[1] if malformed else message
        old = re.search(r"(?:Remote host|reply from) (\S+) \[(\S+)\]", message)
        for name, value in zip(("host", "ip"), old.groups() if old else other.groups()[:2], strict=True):
            if value:
                fields.setdefault(name, value)
    elif message:
        fields["reply"] = message
    if marker == "==" and re.search(r"(?i)retry time not (yet )?reached", message):
        fields["attempted"] = False
    del routing


def _unescape(text: str) -> str:
    """A `T=` value, byte by byte."""
    source = text.encode("utf-8", "surrogateescape")
    result, at = bytearray(), 0
    while at < len(source):
        if source[at : at + 1] != b"\\":
            result.append(source[at])
            at += 1
        elif re.match(rb"\\[0-3][0-7][0-7]", source[at : at + 4]):
            result.append(int(source[at + 1 : at + 4], 8))
            at += 4
        else:
            letter = source[at + 1 : at + 2]
            result += {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"b": b"\b", b"v": b"\v", b"f": b"\f"}.get(
                letter, letter
            )
            at += 2
    return result.decode("utf-8", "surrogateescape")


def _reply(text: str) -> str:
    """A reply: lines put apart, octal as text."""
    text = re.sub(r"\\n(?=\d{3}[ -])", "\n", text)
    if "\\" not in text:
        return text
    raw = re.sub(
        rb"\\([0-3][0-7]{2})",
        lambda octal: bytes([int(octal[1], 8)]),
        text.encode("utf-8", "surrogateescape"),
    )
    return raw.decode("utf-8", "surrogateescape")


def _seconds(text: str) -> float | None:
    parts = re.findall(r"([\d.]+)([wdhms])", text)
    if "".join(number + unit for number, unit in parts) != text:
        return None
    return sum(
        float(number) * {"w": 604800, "d": 86400, "h": 3600, "m": 60, "s": 1}[unit] for number, unit in parts
    )
