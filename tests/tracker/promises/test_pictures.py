"""Pictures that tell who took them, where and with what, whole and spoiled at random: what
comes out are the dots and nothing else, or one sentence. Drawn here; nothing is real."""

from collections import Counter
from collections.abc import Callable
from random import Random

import pytest

from recommendations.errors import Unreadable
from recommendations.reading.bare import bare
from recommendations.reading.pictures import LONGEST, repainted
from tests.sample_pictures import (
    CANARIES,
    telling_jpeg,
    telling_pdf,
    telling_png,
    telling_tiff,
    telling_webp,
)

IN_FULL = [pytest.mark.deep, pytest.mark.on_sqlite]
TELLING = [
    telling() for telling in (telling_jpeg, telling_png, telling_webp, telling_tiff, telling_pdf)
]


def spoiled(random: Random) -> bytes:
    raw = random.choice(TELLING)
    at = random.randrange(8, len(raw))
    few = random.randint(1, 40)
    return random.choice(
        [
            raw[:at],
            raw[:at] + random.randbytes(few) + raw[at + few :],
            raw[:at] + random.randbytes(few) + raw[at:],
            raw[:at] + raw[at + few :],
            raw + random.choice(TELLING),
            raw[: at % 200] + bytes([random.randrange(256)]) + raw[at % 200 + 1 :],
        ]
    )


@pytest.mark.parametrize("files", [1, pytest.param(150, marks=IN_FULL)])
def test_of_a_picture_that_tells_something_only_the_dots_are_left(
    figure: Callable[[str, str], None], files: int
) -> None:
    random, counts = Random(files), Counter[str]()
    left: list[bytes] = []
    for n in range(len(TELLING) + files):
        whole = n < len(TELLING)
        raw = TELLING[n] if whole else spoiled(random)
        try:
            painted = repainted(raw, "sample")
        except Unreadable as refused:
            said = str(refused)
            counts["refused" if said.startswith("“sample” ") else said] += 1
            assert not whole, said
            continue
        counts["painted"] += 1
        for picture in painted:
            size = bare(picture.raw)
            assert max(size.width, size.height) <= LONGEST
            left += [word for word in CANARIES if word in picture.raw]
    assert all(any(word in raw for word in CANARIES) for raw in TELLING)
    figure(
        "pictures",
        f"{len(TELLING)} whole and {files} spoiled files of 5 formats: {counts['painted']} painted "
        f"anew, {counts['refused']} refused in one sentence; {len(left)} pieces of what cameras "
        "and programs write left",
    )
    assert left == []
    assert set(counts) <= {"painted", "refused"}
