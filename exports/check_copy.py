#!/usr/bin/env python3
"""Checks a copy of a pack without the service that issued it.

    pip install cryptography
    python check_copy.py PACK.pdf PACK.proof.json [PUBLIC_KEY]

PUBLIC_KEY is the organisation's key as you have it from elsewhere: from its website, or from
a person there. Without it this says only that file and signature belong together, and which
key made the signature. Ends with 0 where the copy is genuine, with 1 where it is not, with 2
where something could not be read. Needs nothing but Python and the package `cryptography`.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    sys.exit("This needs the package cryptography: pip install cryptography")

GENUINE, NOT_GENUINE, UNREADABLE = 0, 1, 2
LENGTHS = {"sha256": 32, "signature": 64, "public_key": 32}
"""In bytes; written as hexadecimal figures."""


def main(arguments: list[str]) -> int:
    if len(arguments) not in {2, 3}:
        print(__doc__)
        return UNREADABLE
    try:
        file = Path(arguments[0]).read_bytes()
        proof = json.loads(Path(arguments[1]).read_text("utf-8"))
        told = {name: number(proof[name], length) for name, length in LENGTHS.items()}
        ours = number(arguments[2], LENGTHS["public_key"]) if len(arguments) == 3 else None
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"Could not be read: {error}.")
        return UNREADABLE
    return said(file, proof, told, ours)


def number(text: str, length: int) -> bytes:
    found = bytes.fromhex("".join(str(text).split()))
    if len(found) != length:
        raise ValueError(f"{text[:20]!r} has not the length of what it should be")
    return found


def said(file: bytes, proof: dict[str, Any], told: dict[str, bytes], ours: bytes | None) -> int:
    if hashlib.sha256(file).digest() != told["sha256"]:
        print("NOT GENUINE: this is another file than the one that was signed.")
        return NOT_GENUINE
    if not is_signed(told):
        print("NOT GENUINE: the signature was not made with the key that is named beside it.")
        return NOT_GENUINE
    if ours is not None and ours != told["public_key"]:
        print("NOT GENUINE: it was signed with another key than the one you gave.")
        return NOT_GENUINE
    print(f"The file is what was signed: {proof.get('organisation')}, {proof.get('edition')}.")
    if ours is None:
        print(f"Signed with the key {told['public_key'].hex()}.")
        print("Compare it with the organisation's published key; anyone can make a key.")
    else:
        print("GENUINE: signed with the key that you gave.")
    print("Whether a later edition takes its place, or it was withdrawn, only the service says.")
    return GENUINE


def is_signed(told: dict[str, bytes]) -> bool:
    try:
        key = Ed25519PublicKey.from_public_bytes(told["public_key"])
        key.verify(told["signature"], told["sha256"])
    except (InvalidSignature, ValueError):
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
