"""What a backup says of itself, and what of that has to be so."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from recommendations.errors import Refused

FORMAT = 1
FOREIGN = "This is not a backup of the tracker. Nothing was changed."
NEWER = "This backup was made by a newer version of the tracker; update it first. Nothing changed."
INCOMPLETE = "This backup is damaged or was cut off. Nothing was changed; take another one."


class Damaged(Refused):
    """Not what its manifest says, or not all of it."""

    def __init__(self) -> None:
        super().__init__(INCOMPLETE)


@dataclass(frozen=True)
class Manifest:
    """`database` is the kind it was taken of, `schema` its revision; `head` and `links` are
    those of the history. `parts` has the SHA-256 of each file by its name."""

    made_at: str
    database: str
    schema: str
    head: str
    links: int
    content: str
    parts: Mapping[str, str]
    format: int = FORMAT


KINDS = {
    "made_at": str,
    "database": str,
    "schema": str,
    "head": str,
    "links": int,
    "content": str,
    "parts": dict,
}


def written(manifest: Manifest) -> bytes:
    return json.dumps(asdict(manifest), indent=2).encode() + b"\n"


def read(raw: bytes) -> Manifest:
    try:
        told: dict[str, Any] = json.loads(raw)
        if int(told["format"]) > FORMAT:
            raise Refused(NEWER)
        if not all(isinstance(told[name], kind) for name, kind in KINDS.items()):
            raise Refused(FOREIGN)
        return Manifest(**told)
    except (ValueError, TypeError, KeyError) as error:
        raise Refused(FOREIGN) from error


def file_hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
