"""What the rows of a table are called that name somebody."""

from __future__ import annotations

from collections.abc import Mapping

UNDO = "acts that undo forgets"
_TABLES: Mapping[str, str] = {
    "address": "other addresses with it in them",
    "address_domain": "domains of addresses",
    "campaign": "campaigns",
    "campaign_link": "links of campaigns",
    "campaign_tally": "counts of campaigns",
    "contact": "contacts of others that mention it",
    "contact_list": "lists of contacts",
    "delivery_attempt": "attempts of delivery",
    "delivery_event": "events of delivery",
    "destination": "destinations",
    "dns_change": "changes of DNS",
    "dns_check": "checks of DNS",
    "dns_record": "records of DNS",
    "domain": "sending domains",
    "domain_claim": "claims of domains",
    "host": "hosts",
    "inbox": "inboxes of others that mention it",
    "incident": "incidents",
    "job": "jobs of the worker",
    "label": "names in logs",
    "letter": "heads of letters",
    "link": "links that were clicked",
    "mail_template": "templates of mail",
    "message": "mails that mention it",
    "message_reference": "references between letters",
    "note": "notes about others that mention it",
    "operator": "operators",
    "provider": "providers",
    "recipient": "recipients",
    "rejection": "refused mails",
    "reply": "replies of servers",
    "segment": "segments",
    "server": "servers",
    "source": "sources",
    "source_file": "names of files that were read",
    "source_mark": "marks of databases that are read",
    "suppression": "suppressions of others that mention it",
    "tag": "tags",
    "template": "shapes of replies",
    "thread": "conversations",
    "undo_entry": "titles of acts",
    "webhook_event": "errors of payloads",
    "work": "works on incidents",
    "worker_state": "states of the worker",
}


def rows_of(table: str) -> str:
    """The rows of a table, in words of who runs mail."""
    return _TABLES.get(table, f"others, in {table}")
