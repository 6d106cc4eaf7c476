"""The font files of packs, and which of them a page calls for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"


@dataclass(frozen=True)
class Face:
    """One font file. `family` is its own name per script: with one name for several
    files the engine would take its letters from the first alone."""

    family: str
    file: str
    weight: int = 400
    style: str = "normal"

    @property
    def rule(self) -> str:
        return (
            f'@font-face {{ font-family: "{self.family}"; src: url(asset:{self.file});'
            f" font-weight: {self.weight}; font-style: {self.style} }}"
        )


_EXTENDED, _VIETNAMESE = " Latin Extended", " Vietnamese"


def _upright(script: str, suffix: str) -> tuple[Face, ...]:
    serif, sans = f"Source Serif 4{suffix}", f"Source Sans 3{suffix}"
    return (
        Face(serif, f"source-serif-4-{script}-400-normal.woff2"),
        Face(serif, f"source-serif-4-{script}-600-normal.woff2", weight=600),
        Face(sans, f"source-sans-3-{script}-400-normal.woff2"),
        Face(sans, f"source-sans-3-{script}-600-normal.woff2", weight=600),
    )


def _italic(script: str, suffix: str) -> Face:
    return Face(
        f"Source Serif 4{suffix}", f"source-serif-4-{script}-400-italic.woff2", 400, "italic"
    )


LATIN = _upright("latin", "")
FACES_FOR = (
    (re.compile("<(?:em|i|cite)[ >]"), (_italic("latin", ""),)),
    (
        re.compile(
            "[\u0100-\u02ff\u1d00-\u1e9f\u1ef2-\u1eff\u2020\u20a0-\u20ab\u20ad-\u20c4"
            "\u2113\u2c60-\ua7ff]"
        ),
        (*_upright("latin-ext", _EXTENDED), _italic("latin-ext", _EXTENDED)),
    ),
    (
        re.compile("[\u0102\u0103\u0110\u0111\u0128-\u01b0\u0300-\u0329\u1ea0-\u1ef9\u20ab]"),
        (*_upright("vietnamese", _VIETNAMESE), _italic("vietnamese", _VIETNAMESE)),
    ),
    (
        re.compile("[\u1000-\u109f\u25cc\ua92e\ua9e0-\ua9fe\uaa60-\uaa7f]|lang=.?my\\b"),
        (Face("Padauk", "padauk-myanmar-400-normal.woff2"),),
    ),
)
"""What in a page calls for which faces. Unpacking one takes about 50 ms, so these wait
until they are called for. Nothing that a face could be used for may be missing here: a page
would come out otherwise after another that called for it."""


def called_for(html: str) -> Iterator[Face]:
    for sign, faces in FACES_FOR:
        if sign.search(html):
            yield from faces
