"""The fixed sentences of packs, in the language of the pack.

English is the original: it stands in the code and in the templates, as whole sentences with
named places, and is looked up in `exports/catalogues`. What a catalogue lacks is said in
English. Quotes, names and what staff wrote are never translated here.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from recommendations import rules
from recommendations.vocabulary import Precision, Status

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

CATALOGUES = Path(__file__).parent / "catalogues"
ENGLISH = "en"
DIGITS = {"my": str.maketrans("0123456789", "၀၁၂၃၄၅၆၇၈၉")}
_PLACE = re.compile(r"\{([a-z_]+)\}")


def text(english: str) -> str:
    """Marks a fixed text that is said later, so that it is found for the catalogues."""
    return english


MONTHS = (
    text("January"), text("February"), text("March"), text("April"), text("May"), text("June"),
    text("July"), text("August"), text("September"), text("October"), text("November"),
    text("December"),
)  # fmt: skip


@dataclass(frozen=True)
class Wording:
    """`corrections` are what staff put right in a catalogue, by the English text; of a text
    with a plural, by its singular."""

    language: str = ENGLISH
    catalogue: NullTranslations = field(default_factory=NullTranslations)
    corrections: Mapping[str, str] = field(default_factory=dict)
    unchecked: int = 0
    """How many texts of the language nobody has found right yet."""

    def say(self, english: str, /, **values: object) -> str:
        """Numbers and days among the values are said as the language says them."""
        return filled(self.pattern(english), {k: self.shown(v) for k, v in values.items()})

    def count(self, one: str, many: str, number: int, /, **values: object) -> str:
        """The sentence for that number, which stands in it as `{number}`."""
        pattern = self.corrections.get(one) or self.catalogue.ngettext(one, many, number)
        told = {"number": self.counted(number)} | {k: self.shown(v) for k, v in values.items()}
        return filled(pattern, told)

    def pattern(self, english: str) -> str:
        """A fixed text with its places still open."""
        return self.corrections.get(english) or self.catalogue.gettext(english)

    def translated(self, words: str) -> str:
        """What staff may have written otherwise, and then has no translation: the texts of a
        profile, names."""
        return words and self.pattern(words)

    def shown(self, value: object) -> str:
        if isinstance(value, date):
            return self.day(value)
        return self.number(value) if isinstance(value, int) else str(value)

    def number(self, number: int) -> str:
        return str(number).translate(DIGITS.get(self.language, {}))

    def counted(self, number: int) -> str:
        """In English small numbers are words."""
        return rules.counted(number) if self.language == ENGLISH else self.number(number)

    def day(self, on: date) -> str:
        month = self.say(MONTHS[on.month - 1])
        return self.say("{day} {month} {year}", day=on.day, month=month, year=on.year)

    def source_date(self, on: date | None, precision: Precision) -> str:
        """To the precision that is known."""
        if on is None:
            return self.say("no date")
        if precision is Precision.YEAR:
            return self.say("{year}", year=on.year)
        if precision is Precision.MONTH:
            return self.say("{month} {year}", month=self.say(MONTHS[on.month - 1]), year=on.year)
        return self.day(on)

    def half_year(self, period: str) -> str:
        """One of the ladder, which is all that is told of a day of testimony: “second half
        of 2025”, or a year."""
        told, _, year = period.rpartition(" ")
        if not told:
            return self.say("{year}", year=int(year)) if year else ""
        if told.startswith("first"):
            return self.say("first half of {year}", year=int(year))
        return self.say("second half of {year}", year=int(year))

    def listed(self, parts: Sequence[str]) -> str:
        """a, b and c"""
        if len(parts) < 2:
            return "".join(parts)
        return self.say("{first} and {last}", first=self.series(parts[:-1]), last=parts[-1])

    def series(self, parts: Iterable[str]) -> str:
        """a, b, c"""
        return self.say(", ").join(parts)

    def reading(self, status: Status, until: date | None, day: date) -> str:
        """As `rules.reading`, for a pack."""
        if status is not Status.IN_EFFECT or until is None:
            return self.say(status.value)
        if day > until:
            return self.say("in effect until {day}; renewal not assessed", day=until)
        return self.say("in effect until {day}", day=until)

    def together(self, statuses: Sequence[Status]) -> str:
        """As `rules.together`, for a pack."""
        if len(set(statuses)) == 1:
            return self.say(statuses[0].value)
        counts = ((rules.WORST_FIRST.index(s), s) for s in set(statuses))
        return self.series(
            self.say("{number} {status}", number=statuses.count(s), status=self.say(s.value))
            for _, s in sorted(counts)
        )


def filled(pattern: str, values: Mapping[str, str]) -> str:
    """A name without a value stays as it stands: staff may write braces."""
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), pattern)


def places(pattern: str) -> frozenset[str]:
    return frozenset(_PLACE.findall(pattern))


IN_ENGLISH = Wording()


def languages() -> tuple[str, ...]:
    """In which packs can be made."""
    return (ENGLISH, *sorted(path.name for path in CATALOGUES.iterdir() if path.is_dir()))


class Said(Protocol):
    """A pack of either length."""

    @property
    def language(self) -> str: ...
    @property
    def corrections(self) -> tuple[tuple[str, str], ...]: ...


def wording_of(pack: Said) -> Wording:
    return wording_in(pack.language, dict(pack.corrections))


def wording_in(
    language: str, corrections: Mapping[str, str] | None = None, unchecked: int = 0
) -> Wording:
    return Wording(language, _compiled(language), corrections or {}, unchecked)


@cache
def catalogue(language: str) -> "Catalog":
    """As it stands beside the code; of English, which is its own original, there is none."""
    from babel.messages.pofile import read_po  # noqa: PLC0415 (only where it is asked for)

    with (CATALOGUES / language / "LC_MESSAGES" / "pack.po").open("rb") as file:
        return read_po(file, locale=language)


@cache
def _compiled(language: str) -> NullTranslations:
    from babel.messages.mofile import write_mo  # noqa: PLC0415

    if language == ENGLISH:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, catalogue(language))
    compiled.seek(0)
    return GNUTranslations(compiled)
