"""The child that reads tables: confined, one file after another.

`python -m recommendations.reading.table_reader LIMIT_MIB SECONDS`; a job is what is asked,
as JSON, and the bytes of a file; its answer one frame that says what the next frame is.
"""

import json
import sys
from contextlib import suppress

from recommendations.confined.inside import answering, confine, limit
from recommendations.errors import Unreadable
from recommendations.reading import table_letters, tables, word_tables
from recommendations.reading.reader import UNUSED, answered
from recommendations.reading.table_parts import Asked
from recommendations.reading.tables import read_table


def main(limit_mib: int, seconds: int) -> None:
    prepare()
    confine("a reader", ("recommendations",), UNUSED)
    limit(limit_mib, seconds=seconds, writes=False)
    answering(work, frames=2, give_up=seconds + 10, opens=False)


def prepare() -> None:
    """What is loaded on first use, while there are still files to load it from."""
    table_letters.prepare()
    word_tables.prepare()
    with suppress(Unreadable):
        read_table(tables.OLD_OFFICE, Asked())


def work(job: list[bytes]) -> list[bytes]:
    return answered(lambda: _written(job))


def _written(job: list[bytes]) -> bytes:
    try:
        read = read_table(job[1], Asked(**json.loads(job[0])))
    except Unreadable as refused:
        raise Unreadable(f"{refused} Nothing was stored.") from None
    return json.dumps(vars(read), ensure_ascii=False, default=vars).encode()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
