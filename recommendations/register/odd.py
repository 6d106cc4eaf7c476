"""What is odd in a source with the passages that show it, side by side."""

from dataclasses import dataclass, replace

from sqlmodel import Session, col, select

from recommendations.models import Discrepancy, Source
from recommendations.records.writing import get
from recommendations.register.places import Place, Places
from recommendations.register.quotes import source_view
from recommendations.register.sources import DiscrepancyView, read_discrepancies
from recommendations.register.views import SourceView
from recommendations.vocabulary import Role

LONGEST = 360
"""Letters of a passage that are shown; a note may have thousands."""


@dataclass(frozen=True)
class Passage:
    """`place` is None where the reader may not read it."""

    source: SourceView
    place: Place | None

    @property
    def where(self) -> str:
        """To the place itself, marked."""
        if self.place is None:
            return ""
        return self.place.at("f1", at=f"{self.place.start}-{self.place.end}")


@dataclass(frozen=True)
class Odd:
    told: DiscrepancyView
    passages: tuple[Passage, ...]


def read_odd(session: Session, source: int, role: Role | None) -> tuple[Odd, ...]:
    """Of the source, and those of other sources in which it has a part."""
    about = [
        row
        for row in session.exec(select(Discrepancy).order_by(col(Discrepancy.id)))
        if row.source == source or any(place[2:] == [source] for place in row.places)
    ]
    told = {
        view.id: view
        for of in {row.source for row in about}
        for view in read_discrepancies(session, of, role)
    }
    places: dict[int, Places] = {}
    return tuple(
        Odd(_without(told[row.key], shown), shown)
        for row in about
        for shown in (_passages(session, row, role, places),)
    )


def _passages(
    session: Session, row: Discrepancy, role: Role | None, places: dict[int, Places]
) -> tuple[Passage, ...]:
    shown = []
    spans = [(place[0], place[1], (*place[2:], row.source)[0]) for place in row.places]
    for start, end, of in dict.fromkeys(spans):
        if of not in places:
            places[of] = Places(session, get(session, Source, of, "source"), role)
        here = places[of]
        readable = here.readable(start, end)
        found = here.place(start, end) if readable else None
        shown.append(Passage(source_view(here.source), found))
    return tuple(shown)


def _without(told: DiscrepancyView, shown: tuple[Passage, ...]) -> DiscrepancyView:
    """What is said about words that may not be read is not said either."""
    if all(passage.place for passage in shown):
        return told
    return replace(told, what="Words that show it may not be read here.")
