"""Text as people bring it: what may be Zawgyi is shown beside its conversion and kept as a
person chooses; what turns the direction of letters is refused.

Zero-width spaces and joiners stay: Burmese needs them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from recommendations.burmese import BURMESE, Encoding, encoding_of
from recommendations.errors import Refused
from recommendations.zawgyi import to_unicode

TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Signs nobody sees, after which letters are read in another order than they stand in."""
_TURNED_OVER = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Those after which a whole passage is read otherwise; the others sway a sign or two."""
CONVERTED = "Zawgyi converted 1"
LOOKED_AT = 200_000
"""Letters."""
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
    """Of a text that is Zawgyi, or may be: `lines` of its beginning, for a person to read."""

    text: str
    lines: tuple[Line, ...]
    whole: Encoding

    @property
    def sure(self) -> bool:
        return all(line.sure for line in self.lines)

    @cached_property
    def unicode(self) -> str:
        """All of it, converted where it is or may be Zawgyi."""
        told = (_Told(line) for line in self.text.split("\n"))
        return "\n".join(one.unicode if one.wanted(self.whole) else one.line for one in told)


def one_line(words: str) -> str:
    return " ".join(words.split())


def too_long(told: object, longest: Mapping[str, int]) -> dict[str, str]:
    """By field: a sentence for each that has more letters than `longest` allows."""
    return {
        name: f"{len(words)} letters are too many; at most {most}."
        for name, most in longest.items()
        if len(words := getattr(told, name).strip()) > most
    }


def offer(text: str) -> Offer | None:
    """None where there is nothing to choose. A line too short to tell goes with the whole.
    Cost: a second for a hundred thousand letters; of more only the beginning is looked at."""
    if not BURMESE.search(text):
        return None
    told = [_Told(line) for line in text[:LOOKED_AT].split("\n")]
    whole = _of_the_whole(told)
    lines = tuple(
        Line(n, one.line, one.unicode, Encoding.ZAWGYI in {one.encoding, whole})
        for n, one in enumerate(told, start=1)
        if one.wanted(whole)
    )
    return Offer(text, lines, whole) if lines else None


def _of_the_whole(told: Sequence["_Told"]) -> Encoding:
    """What its lines say that mean something else in the other encoding."""
    zawgyi = any(one.encoding is Encoding.ZAWGYI for one in told)
    unicode = any(one.encoding is Encoding.UNICODE and one.differs for one in told)
    if zawgyi is unicode:
        return Encoding.UNSURE
    return Encoding.ZAWGYI if zawgyi else Encoding.UNICODE


class _Told:
    def __init__(self, line: str) -> None:
        self.line = line
        self.encoding = encoding_of(line)

    @cached_property
    def unicode(self) -> str:
        return self.line if self.encoding is Encoding.NOT_BURMESE else to_unicode(self.line)

    def wanted(self, whole: Encoding) -> bool:
        """Whether its conversion is offered; of a text in Unicode not what is only unsure."""
        unsure = self.encoding is Encoding.UNSURE and whole is not Encoding.UNICODE
        return (unsure or self.encoding is Encoding.ZAWGYI) and self.differs

    @property
    def differs(self) -> bool:
        """It means something else in the other encoding."""
        return self.unicode != self.line


@dataclass(frozen=True)
class Arrived:
    text: str
    converted: bool = False

    def read_by(self, extractor: str) -> str:
        """The extractor's name says that somebody chose the conversion."""
        return f"{extractor}, {CONVERTED}" if self.converted else extractor


def arrived(text: str, choice: str = "", field: str = "text") -> Arrived:
    """Of what was typed or pasted. Raises Refused where a person has to choose first, or
    where a sign turns letters."""
    refuse_turning({field: text})
    return chosen(text, choice, field)


def chosen(text: str, choice: str = "", field: str = "text") -> Arrived:
    """Raises Refused where a person has to choose first."""
    offered = offer(text)
    if offered is None or choice == Keep.AS_IT_IS:
        return Arrived(text)
    if choice == Keep.CONVERTED:
        return Arrived(offered.unicode, True)
    looks = "looks like Zawgyi" if offered.sure else "may be Zawgyi; it is not sure"
    raise Refused(**{field + CHOICE: f"This {looks}. Compare both and choose which to keep."})


def turned_over(words: str) -> bool:
    return _TURNED_OVER.search(words) is not None


def refuse_turning(texts: Mapping[str, str]) -> None:
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
