"""Tokens are handed out once and stored hashed. They are long and random, so a plain
hash is enough."""

import hashlib


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
