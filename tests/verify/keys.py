"""DKIM keys of any size, the same in every run. The numbers are no real keys: nobody signs with them."""

from __future__ import annotations

import base64

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from dkim.asn1 import INTEGER, SEQUENCE

OID_RSA = bytes.fromhex("300d06092a864886f70d0101010500")
ED25519 = base64.b64encode(bytes(range(32))).decode()


def rsa_bare(bits: int, seed: int = 1) -> str:
    """RSAPublicKey with a modulus of so many bits, as base64."""
    modulus = (1 << bits - 1) + 2 * seed + 1
    return base64.b64encode(_bare(modulus)).decode()


def rsa_key(bits: int, seed: int = 1) -> str:
    """The same as SubjectPublicKeyInfo, the usual form."""
    modulus = (1 << bits - 1) + 2 * seed + 1
    whole = _der(SEQUENCE, OID_RSA + _der(0x03, b"\0" + _bare(modulus)))
    return base64.b64encode(whole).decode()


def ec_key() -> str:
    """A key of a kind that DKIM does not have."""
    return _spki(ec.derive_private_key(7, ec.SECP256R1()).public_key())


def ed25519_wrapped() -> str:
    """An Ed25519 key in the form that only RSA keys have."""
    return _spki(ed25519.Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key())


def _bare(modulus: int) -> bytes:
    return _der(SEQUENCE, _der(INTEGER, _number(modulus)) + _der(INTEGER, _number(65537)))


def _number(value: int) -> bytes:
    return value.to_bytes(value.bit_length() // 8 + 1, "big")


def _der(tag: int, data: bytes) -> bytes:
    if len(data) < 128:
        return bytes([tag, len(data)]) + data
    size = len(data).to_bytes((len(data).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(size)]) + size + data


def _spki(key: ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey) -> str:
    data = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(data).decode()
