"""That a file is ours: a signature of the organisation, kept beside it, which anyone can
check without the service."""

import json
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)


@dataclass(frozen=True)
class Seal:
    """The organisation's key. `raw` is the 32 secret bytes of an Ed25519 key."""

    raw: bytes

    @property
    def public(self) -> str:
        """64 hexadecimal figures, to be published."""
        return self._key.public_key().public_bytes_raw().hex()

    def sign(self, file: bytes) -> str:
        """Over the 32 bytes of the file's SHA-256; 128 hexadecimal figures."""
        return self._key.sign(sha256(file).digest()).hex()

    @property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.raw)


def new_seal() -> Seal:
    return Seal(Ed25519PrivateKey.generate().private_bytes_raw())


def is_signed(file: bytes, signature: str, public: str) -> bool:
    """False as well for what is no signature or no key."""
    with suppress(InvalidSignature, ValueError):
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(signature), sha256(file).digest())
        return True
    return False


def proof(organisation: str, edition: str, sha256: str, signature: str, public: str) -> bytes:
    """The signature as a file, for exports/check_copy.py and whoever checks by other means."""
    told: dict[str, Any] = {
        "organisation": organisation,
        "edition": edition,
        "sha256": sha256,
        "signature": signature,
        "public_key": public,
        "how": "Ed25519 over the 32 bytes of the SHA-256 of the file",
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"
