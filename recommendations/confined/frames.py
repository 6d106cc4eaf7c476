"""What goes over a pipe between the service and a child: one length, then so many bytes."""

from typing import Any, BinaryIO

MIB = 2**20
LARGEST = 256 * MIB
"""Bytes of one frame: a child that announces more is not believed."""


def write_frame(pipe: BinaryIO | Any, payload: bytes) -> None:
    """Eight bytes of length, then the payload."""
    pipe.write(len(payload).to_bytes(8, "big"))
    pipe.write(payload)
    pipe.flush()


def read_frame(pipe: BinaryIO | Any) -> bytes:
    """Raises EOFError when the other side is gone, or announces too much."""
    length = int.from_bytes(_exactly(pipe, 8), "big")
    if length > LARGEST:
        raise EOFError
    return _exactly(pipe, length)


def _exactly(pipe: BinaryIO | Any, wanted: int) -> bytes:
    payload: bytes = pipe.read(wanted)
    if len(payload) < wanted:
        raise EOFError
    return payload
