"""Text as people bring it: what may be Zawgyi is shown beside its conversion and kept as a
person chooses; what turns the direction of letters is refused.

Zero-width spaces and joiners stay: Burmese needs them.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from recommendations.burmese import BURMESE, Encoding, encoding_of
from recommendations.errors import Refused
from recommendations.zawgyi import to_unicode

TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Signs nobody sees, after which letters are read in another order than they stand in."""
CONVERTED = "Zawgyi converted 1"
CHOICE = "-burmese"
"""What the field of the choice is called, after that of the text."""


class Keep(StrEnum):
    AS_IT_IS = "as it is"
    CONVERTED = "converted"


@dataclass(frozen=True)
class Line:
    number: int
    as_brought: str
    unicode: str
    sure: bool


@dataclass(frozen=True)
class Offer:
    """Of a text that is Zawgyi, or may be. `unicode` is all of it with these lines converted."""

    lines: tuple[Line, ...]
    unicode: str

    @property
    def sure(self) -> bool:
        return all(line.sure for line in self.lines)


def offer(text: str) -> Offer | None:
    """None where there is nothing to choose. A line too short to tell goes with the whole."""
    if not BURMESE.search(text):
        return None
    whole = encoding_of(text)
    wanted = {Encoding.ZAWGYI} if whole is Encoding.UNICODE else {Encoding.ZAWGYI, Encoding.UNSURE}
    told = [_Told(line) for line in text.split("\n")]
    lines = tuple(
        Line(n, one.line, one.unicode, Encoding.ZAWGYI in {one.encoding, whole})
        for n, one in enumerate(told, start=1)
        if one.encoding in wanted and one.unicode != one.line
    )
    chosen = {line.number for line in lines}
    whole_text = (one.unicode if n in chosen else one.line for n, one in enumerate(told, start=1))
    return Offer(lines, "\n".join(whole_text)) if lines else None


class _Told:
    def __init__(self, line: str) -> None:
        self.line = line
        self.encoding = encoding_of(line)
        self.unicode = to_unicode(line) if BURMESE.search(line) else line


@dataclass(frozen=True)
class Arrived:
    text: str
    converted: bool = False

    def read_by(self, extractor: str) -> str:
        """The extractor's name says that somebody chose the conversion."""
        return f"{extractor}, {CONVERTED}" if self.converted else extractor


def arrived(text: str, choice: str = "", field: str = "text") -> Arrived:
    """Raises Refused where a person has to choose first, or where a sign turns letters."""
    refuse_turning({field: text})
    offered = offer(text)
    if offered is None or choice == Keep.AS_IT_IS:
        return Arrived(text)
    if choice == Keep.CONVERTED:
        return Arrived(offered.unicode, True)
    looks = "looks like Zawgyi" if offered.sure else "may be Zawgyi; it is not sure"
    raise Refused(**{field + CHOICE: f"This {looks}. Compare both and choose which to keep."})


def refuse_turning(texts: dict[str, str]) -> None:
    """Raises Refused with a sentence for each field that has such a sign."""
    found = {field: said for field, text in texts.items() if (said := turning(text))}
    if found:
        raise Refused(**found)


def turning(text: str) -> str:
    """Where the first such sign stands; empty where there is none."""
    sign = TURNING.search(text)
    if sign is None:
        return ""
    line = text.count("\n", 0, sign.start()) + 1
    before = text[: sign.start()].rsplit("\n", maxsplit=1)[-1][-20:].strip()
    where = f"after “{before}”" if before else "at its beginning"
    return (
        f"Line {line} has a hidden sign {where} (U+{ord(sign.group()):04X}), after which letters "
        "are read in another order than they stand in. Delete what stands around it and type it "
        "again."
    )
