"""Opens what a browser sealed on the device while it had no connection.

Every form carries a public key of its own. The private half is derived from the session's token, which only the
browser's cookie holds: so the server can open an envelope only in a request of that very session, and nothing of it is
stored anywhere. The browser throws its half away and can't open what it sealed.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from nearer.errors import SealError

_CURVE = ec.SECP256R1()
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_INFO = b"nearer envelope"


def public_key(token: str, page: str) -> str:
    """The public key of a *page* of the session with *token*, as an uncompressed point in base64."""
    point = _private(token, page).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.b64encode(point).decode()


def open_envelope(token: str, envelope: str) -> str:
    """The words in *envelope*, which a page of the session with *token* sealed.

    Raises:
        SealError: it is none, damaged, or another session's; it does not say which.
    """
    try:
        parts: dict[str, Any] = json.loads(envelope)
        page, (sender, nonce, box) = str(parts["page"]), (base64.b64decode(parts[n]) for n in ("key", "iv", "box"))
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, sender)
        shared = _private(token, page).exchange(ec.ECDH(), theirs)
        return AESGCM(_derived(shared, 32)).decrypt(nonce, box, page.encode()).decode()
    except (InvalidTag, ValueError, KeyError, TypeError):
        raise SealError from None


def _private(token: str, page: str) -> ec.EllipticCurvePrivateKey:
    # 48 bytes, so that no number of the curve is likelier than another by more than 2^-128.
    number = int.from_bytes(_derived(token.encode(), 48, page.encode()), "big")
    return ec.derive_private_key(number % (_ORDER - 1) + 1, _CURVE)


def _derived(secret: bytes, length: int, more: bytes = b"") -> bytes:
    return HKDF(SHA256(), length, salt=None, info=_INFO + more).derive(secret)
