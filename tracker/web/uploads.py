"""A file as a form brought it."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from litestar import Request
from litestar.datastructures import UploadFile

LARGEST_UPLOAD = 24 * 2**20
"""Bytes of the whole form. A file may be smaller still, and that is said beside its field."""


@dataclass(frozen=True)
class Uploaded:
    """`name` is the last part of what the browser said; without a file both are empty."""

    name: str
    raw: bytes


async def provide_upload(request: Request[Any, Any, Any]) -> Uploaded:
    """Of the field `file`."""
    for name, value in (await request.form()).multi_items():
        if name == "file" and isinstance(value, UploadFile):
            called = PurePath(value.filename.replace("\\", "/")).name
            return Uploaded(called, await value.read())
    return Uploaded("", b"")
