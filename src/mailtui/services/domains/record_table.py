"""A table of DNS records, one to a row -> the domains that they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from mailtui.model.enums import CheckArea

Item = Mapping[str, object]
_KINDS = ("record_type", "type")
_VERDICTS = ("validation_status", "is_valid", "validated", "verified", "status")
_NUMBERS = ("ttl", "priority")
_OF_MAIL = ("MX", "TXT", "SPF", "DKIM", "DMARC")
_BELOW = {
    "_dmarc.": CheckArea.DMARC,
    "_mta-sts.": CheckArea.MTA_STS,
    "_smtp._tls.": CheckArea.TLS_RPT,
    "default._bimi.": CheckArea.BIMI,
}


def holds_records(names: Iterable[str]) -> bool:
    """Whether these are the columns of records rather than of domains."""
    known = set(names)
    return "value" in known and bool(known & set(_KINDS))


def by_domain(rows: Iterable[tuple[int, Item]]) -> Iterator[tuple[int, Item]]:
    """One item for each domain, with its records and what the system says of each area; the first line.

    Records that are not about mail are left out.
    """
    lines: dict[str, int] = {}
    found: dict[str, dict[str, object]] = {}
    for line, row in rows:
        name = str(row.get("name") or row.get("domain") or "").lower().removesuffix(".")
        kind = str(next((row[key] for key in _KINDS if key in row), "")).upper()
        if kind not in _OF_MAIL and "._domainkey." not in name:
            continue
        domain, area = _place(name, kind, row)
        lines.setdefault(domain, line)
        item = found.setdefault(domain, {"domain": domain, "record": [], "verified": {}})
        records, verdicts = item["record"], item["verified"]
        assert isinstance(records, list)
        assert isinstance(verdicts, dict)
        records.append({key: _value(key, value) for key, value in row.items() if key not in _VERDICTS})
        said = next((row[key] for key in _VERDICTS if key in row), None)
        if said is not None and verdicts.get(area, True) in (True, "valid"):
            verdicts[area] = said
    for domain, item in found.items():
        yield lines[domain], item


def _place(name: str, kind: str, row: Item) -> tuple[str, CheckArea]:
    """The domain that a record belongs to, and the area that it is of."""
    for prefix, area in _BELOW.items():
        if name.startswith(prefix):
            return name.removeprefix(prefix), area
    if "._domainkey." in name:
        return name.partition("._domainkey.")[2], CheckArea.DKIM
    if kind == "MX":
        return name, CheckArea.MX
    if kind == "SPF" or str(row.get("value", "")).lower().startswith("v=spf1"):
        return name, CheckArea.SPF
    return name, CheckArea.OWNERSHIP


def _value(key: str, value: object) -> object:
    """A number where one is meant; what is none is told by whoever reads it."""
    text = str(value)
    return int(text) if key in _NUMBERS and text.isdecimal() and text.isascii() else value
