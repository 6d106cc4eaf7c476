"""The parts of a report as they were read: frozen, with their places in the text.

Every `start` and `end` is a position in `ReadReport.text`, in code points, `end`
exclusive. Nothing here has been decided by a person: splits, flags and grounds
are proposals.
"""

from dataclasses import dataclass, field
from datetime import date

from recommendations.reading.bytes import Encoding
from recommendations.vocabulary import (
    DiscrepancyKind,
    Fidelity,
    Flag,
    MeasureKind,
    Precision,
)


@dataclass(frozen=True)
class Words:
    """A stretch of the text: `said` is exactly text[start:end]."""

    start: int
    end: int
    said: str


@dataclass(frozen=True)
class ReadSection:
    """`path` holds the titles from the outermost section to this one; the section
    runs from the start of its heading to where the next heading begins."""

    start: int
    end: int
    title: str
    level: int
    path: tuple[str, ...]


@dataclass(frozen=True)
class ReadPage:
    """`number` counts the sheets of the file from 1. An empty page starts where it ends."""

    number: int
    start: int
    end: int


@dataclass(frozen=True)
class ReadReference:
    """A note number in the running text, however it was set (¹², [12], [^12])."""

    start: int
    end: int
    number: int


@dataclass(frozen=True)
class ReadWork:
    """One work cited in a note, as far as its parts could be told apart."""

    start: int
    end: int
    author: str
    title: str
    publisher: str
    dated: str
    """The date as written, for instance "2023.06.30" or "May 10, 2024"."""
    on: date | None
    url: str
    is_panel: bool
    """One of our own panels: never named beside testimony in what leaves."""


@dataclass(frozen=True)
class ReadNote:
    """`text` is the note without its number and without page-break debris."""

    number: int
    start: int
    end: int
    text: str
    works: tuple[ReadWork, ...]


@dataclass(frozen=True)
class ProposedFlag:
    flag: Flag
    level: int
    because: str
    """The words of the quote that made it a proposal."""


@dataclass(frozen=True)
class ReadQuote:
    """The words between the outer quotation marks; note numbers that stand inside
    the words stay in `said`, those after the closing mark do not."""

    words: Words
    heading: Words | None
    attribution: Words | None
    """The sentence that introduces the quote: who says it."""
    notes: tuple[int, ...]
    fidelity: Fidelity
    section: tuple[str, ...]
    flags: tuple[ProposedFlag, ...] = ()


@dataclass(frozen=True)
class ReadMeasure:
    """A proposed split: a span of the recommendation's words with a short label."""

    words: Words
    label: str
    kind: MeasureKind


@dataclass(frozen=True)
class ProposedGround:
    """`quote` is an index into ReadReport.quotes."""

    quote: int
    because: tuple[str, ...]


@dataclass(frozen=True)
class ReadRecommendation:
    """`words` is the whole recommendation verbatim, title included; the addressees
    are named as this project names them ("National Unity Government")."""

    words: Words
    title: str
    addressees: tuple[str, ...]
    addressed_in: Words
    """The heading or sentence that names the addressees."""
    measures: tuple[ReadMeasure, ...]
    grounds: tuple[ProposedGround, ...] = ()


@dataclass(frozen=True)
class ReadDiscrepancy:
    kind: DiscrepancyKind
    where: str
    """For a person: "note 167", "notes 29 and 34"."""
    what: str
    places: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class ReadReport:
    text: str
    extractor: str
    """Name and version of what made the text out of the bytes."""
    title: str
    publisher: str
    published_on: date | None
    precision: Precision
    sections: tuple[ReadSection, ...] = ()
    quotes: tuple[ReadQuote, ...] = ()
    references: tuple[ReadReference, ...] = ()
    notes: tuple[ReadNote, ...] = ()
    recommendations: tuple[ReadRecommendation, ...] = ()
    discrepancies: tuple[ReadDiscrepancy, ...] = ()
    caveat: Words | None = field(default=None)
    """What the report itself says its recommendations do not represent."""


@dataclass(frozen=True)
class ReadSource:
    """A file of any format as its words. `title` and `published_on` are what the file
    says of itself where it says it plainly: suggestions, for a person to confirm."""

    text: str
    extractor: str
    title: str = ""
    published_on: date | None = None
    language: str = ""
    """As the file declares it; a BCP 47 tag."""
    sections: tuple[ReadSection, ...] = ()
    pages: tuple[ReadPage, ...] = ()
    notices: tuple[str, ...] = ()
    """What a person should know of how it was read."""


@dataclass(frozen=True)
class ReadEncoding:
    """One encoding the bytes may be in, and lines that would show whether they are."""

    encoding: Encoding
    lines: tuple[str, ...]


@dataclass(frozen=True)
class ReadEncodings:
    """Likelier ones first. Nothing is decided: a person reads the lines."""

    offered: tuple[ReadEncoding, ...]
