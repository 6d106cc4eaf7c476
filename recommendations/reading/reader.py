"""The child that reads: confined, one file after another.

`python -m recommendations.reading.reader LIMIT_MIB SECONDS`; a job is a name and the bytes
of a file, its answer one frame of JSON that says what the next frame is.
"""

import sys

from recommendations.confined.inside import answering, as_frame, confine, limit
from recommendations.errors import Unreadable
from recommendations.reading.carrying import written
from recommendations.reading.report import read_report

UNUSED = ("ctypes.", "os.listdrives", "shutil.", "tempfile.")


def main(limit_mib: int, seconds: int) -> None:
    confine("a reader", ("recommendations",), UNUSED)
    limit(limit_mib, seconds=seconds, writes=False)
    answering(work, frames=2, give_up=seconds + 10)


def work(job: list[bytes]) -> list[bytes]:
    name, raw = job[0].decode(), job[1]
    try:
        return [as_frame({"read": True}), written(read_report(raw, name))]
    except Unreadable as refused:
        return [as_frame({"unreadable": str(refused)}), b""]
    except (MemoryError, RecursionError):
        return [as_frame({"too_much": True}), b""]


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
