"""Calls that carry a secret: HTTP Basic (RFC 7617), Bearer (RFC 6750) or a header with a token."""

from __future__ import annotations

import base64
import binascii
import hmac


def same(given: str | bytes, due: str | bytes) -> bool:
    """Whether two secrets are the same, in a time that does not tell how far they are.

    An empty one is never.
    """
    return bool(due) and hmac.compare_digest(_bytes(given), _bytes(due))


def check_basic(authorization: str, user: str, password: str) -> str:
    """Why the value of an `Authorization` header is refused; empty when user and password are right."""
    scheme, _, credentials = authorization.partition(" ")
    if scheme.lower() != "basic":
        return "the call carries no user and password" if not authorization else "the call does not use Basic"
    try:
        given = base64.b64decode(credentials.strip(), validate=True)
    except (binascii.Error, ValueError):
        return "the user and password cannot be read"
    return "" if password and same(given, f"{user}:{password}") else "the user or the password is wrong"


def check_token(given: str, token: str) -> str:
    """Why a token is refused; empty when it is right. `Bearer` before it makes no difference."""
    if not given:
        return "the call carries no token"
    scheme, _, rest = given.partition(" ")
    return "" if same(rest.strip() if scheme.lower() == "bearer" else given, token) else "the token is wrong"


def _bytes(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
