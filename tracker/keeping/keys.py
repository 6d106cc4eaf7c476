"""The key that signs forms: a new one makes every open form too old to be taken."""

import secrets
from pathlib import Path

from tracker.keeping.disk import write_whole

NAME = "secret"


def rotate(home: Path) -> None:
    """Takes effect when the tracker is started again."""
    write_whole(home / NAME, secrets.token_hex(32))
