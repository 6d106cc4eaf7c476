"""What a person said about a table of recommendations, and what follows from it alone."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from recommendations.reading.columns import Column
from recommendations.reading.fates import Fate, Row, folded
from recommendations.vocabulary import PositionValue, Precision, SourceKind

LONGEST_TITLE = 90


@dataclass(frozen=True)
class Answer:
    """What the addressee said on all that stands under one heading."""

    value: PositionValue
    says_done: bool = False


@dataclass(frozen=True)
class Described:
    """What a person said about a table. `addressee` is meant in every row that names
    nobody; `answers` are by the key of a block, and who gave them has to be said where rows
    address several; `include` and `leave` are rows."""

    header: int
    columns: Mapping[Column, int]
    kind: SourceKind
    title: str
    publisher: str = ""
    url: str = ""
    published_on: date | None = None
    precision: Precision = Precision.DAY
    addressee: str = ""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    answered_by: str = ""
    ask_to_open: bool = False
    """That a second person is asked to let its words leave, since others published them."""
    burmese: str = ""
    """What is kept where the table may be in Zawgyi; empty until somebody chose."""
    include: frozenset[int] = frozenset()
    leave: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Block:
    """The rows under one heading. `key` is the number it goes by."""

    key: str
    heading: str
    rows: tuple[int, ...]


def blocks(rows: Sequence[Row]) -> tuple[Block, ...]:
    """In the order in which their headings stand."""
    under: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.heading and row.words and row.fate is not Fate.NOISE:
            under[row.heading].append(row)
    named = [(_shared(members), heading, members) for heading, members in under.items()]
    keys = [key for key, _, _ in named]
    return tuple(
        Block(key if key and keys.count(key) == 1 else str(n), heading, _numbers(members))
        for n, (key, heading, members) in enumerate(named, start=1)
    )


def _shared(members: Sequence[Row]) -> str:
    """What all rows of a block have in common: the number of the block, or what stands
    before the first point of their own."""
    said = {row.block or row.no.rpartition(".")[0].strip() for row in members}
    return said.pop() if len(said) == 1 else ""


def _numbers(rows: Sequence[Row]) -> tuple[int, ...]:
    return tuple(row.number for row in rows)


def repeated(rows: Sequence[Row]) -> Iterator[int]:
    """The rows whose words stand in another row as well."""
    often = Counter(folded(row.words) for row in rows if row.words)
    return (row.number for row in rows if often[folded(row.words)] > 1)


def title_of(row: Row) -> str:
    """Its own title, or its number and its first words."""
    said = row.title or " ".join(f"{row.no} {row.words}".split())
    if len(said) <= LONGEST_TITLE:
        return said
    return said[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"
