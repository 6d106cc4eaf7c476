"""Files as a form brought them."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from litestar import Request, _multipart
from litestar.datastructures import UploadFile

LARGEST_UPLOAD = 24 * 2**20
"""Bytes of the whole form. A file may be smaller still, and that is said beside its field."""


@dataclass(frozen=True)
class Uploaded:
    """`name` is the last part of what the browser said; without a file both are empty."""

    name: str
    raw: bytes


class InMemory(UploadFile):
    """Litestar writes what is larger than a megabyte into a file and removes it. A removed
    file lies on the disk until its blocks are used again, with all it says of who made it."""

    def __init__(
        self,
        content_type: str,
        filename: str,
        file_data: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(content_type, filename, file_data, headers, max_spool_size=0)


def keep_uploads_in_memory() -> None:
    """No setting of Litestar says so. How large a form may be is limited beforehand."""
    _multipart.UploadFile = InMemory  # type: ignore[assignment, attr-defined]


async def provide_upload(request: Request[Any, Any, Any]) -> Uploaded:
    """Of the field `file`."""
    for name, value in (await request.form()).multi_items():
        if name == "file" and isinstance(value, UploadFile):
            return await _as_uploaded(value)
    return Uploaded("", b"")


async def provide_uploads(request: Request[Any, Any, Any]) -> tuple[Uploaded, ...]:
    """Of all its fields, in their order; an empty field sends one without a name."""
    sent = (value for _, value in (await request.form()).multi_items())
    return tuple([await _as_uploaded(f) for f in sent if isinstance(f, UploadFile) and f.filename])


async def _as_uploaded(file: UploadFile) -> Uploaded:
    return Uploaded(PurePath(file.filename.replace("\\", "/")).name, await file.read())
