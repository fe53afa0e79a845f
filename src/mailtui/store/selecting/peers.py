"""Fields about machines: host, relay, ip, server."""

from __future__ import annotations

from sqlalchemy import false, or_, select

from mailtui.store.selecting import names
from mailtui.store.selecting.condition import NONE, Condition, together
from mailtui.store.selecting.context import Context, E, J, M, R, among
from mailtui.store.selecting.names import HOST, SERVER, Names
from mailtui.store.selecting.tries import few_tried, tried
from mailtui.store.selecting.values import Values


def relay(context: Context, values: Values) -> Condition:
    """Hosts that mail was handed to, or was to be."""
    return _next_hops(context, Names(context, HOST, [names.hosts(value) for value in values]))


def host(context: Context, values: Values) -> Condition:
    """Hosts at the other end, by name."""
    return _peers(context, Names(context, HOST, [names.hosts(value) for value in values]))


def ip(context: Context, values: Values) -> Condition:
    """Hosts at the other end, by IP address."""
    return _peers(context, Names(context, HOST, [names.host_ips(value) for value in values]))


def server(context: Context, values: Values) -> Condition:
    """Servers whose logs are read."""
    found = Names(context, SERVER, [names.servers(value) for value in values])
    return Condition(found.holds(M.c.server_id), found.holds(J.c.server_id))


def _next_hops(context: Context, found: Names) -> Condition:
    few = few_tried(context, E.c.host_id, R.c.host_id, found.few)
    holds = or_(found.holds(R.c.host_id), tried(found.holds(E.c.host_id)))
    return Condition(holds, false(), few, NONE)


def _peers(context: Context, found: Names) -> Condition:
    hop = _next_hops(context, found)
    clients = rejected = None
    if found.few is not None:
        if hop.few_deliveries is not None:
            clients = context.of_messages(among(M.c.host_id, found.few))
        rejected = context.few(select(J.c.id).where(among(J.c.host_id, found.few)))
    return Condition(
        or_(hop.deliveries, found.holds(M.c.host_id)),
        found.holds(J.c.host_id),
        together([hop.few_deliveries, clients]),
        rejected,
    )
