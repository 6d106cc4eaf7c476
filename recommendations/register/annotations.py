"""The quotes of a source as annotations, for whoever may read them, and annotations found
again in a source."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from recommendations import annotations
from recommendations.annotations import Outcome, Tried
from recommendations.errors import Refused
from recommendations.models import Quote, Source
from recommendations.quotation import Anchor
from recommendations.records.named import sealed
from recommendations.records.notes_of_meetings import conversation_of
from recommendations.records.writing import get
from recommendations.register.places import Place, Places
from recommendations.register.quotes import quote_views
from recommendations.vocabulary import Role, Spoken


@dataclass(frozen=True)
class Line:
    """One annotation: where it was found, and the quote of these very words if there is
    one already."""

    number: int
    words: str
    outcome: Outcome
    among: int
    place: Place | None
    already: int | None


@dataclass(frozen=True)
class Plan:
    """`other_text`: how many were made for a text that is not this one."""

    lines: tuple[Line, ...]
    other_text: int

    @property
    def lost(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.place is None)

    @property
    def spans(self) -> list[tuple[int, int]]:
        """What is to be quoted and is not yet, each once."""
        new = [line.place for line in self.lines if line.place and line.already is None]
        return list(dict.fromkeys((place.start, place.end) for place in new))


def write_annotations(session: Session, source: int, role: Role | None) -> dict[str, Any]:
    """Of every quote that a reader in this role may read. Raises Refused for what an office
    said to us alone."""
    row = get(session, Source, source, "source")
    spoke = conversation_of(session, source)
    if spoke is not None and spoke.spoken is not Spoken.QUOTABLE:
        raise Refused(f"It was said to us as {spoke.spoken.value}; no file of it is made.")
    rows = session.exec(select(Quote).where(Quote.source == source).order_by(col(Quote.start)))
    views = quote_views(session, rows, role).values()
    label = f"Quotes of {row.title}"
    readable = [
        Anchor(view.start, view.end, view.exact, view.prefix, view.suffix)
        for view in views
        if view.exact
    ]
    return annotations.collection(row.text, label, readable)


def read_annotations(session: Session, source: int, raw: bytes | str, role: Role | None) -> Plan:
    """Nothing is written. Words that may not be read are not there."""
    row = get(session, Source, source, "source")
    told = annotations.read(raw)
    places = Places(session, row, role)
    quotes = select(Quote.start, Quote.end, Quote.id).where(Quote.source == source, ~sealed(Quote))
    there = {(start, end): id for start, end, id in session.exec(quotes)}
    readable = places.blanked()
    found = [annotations.find_again(readable, one) for one in told]
    of = annotations.urn(row.text)
    return Plan(
        lines=tuple(_line(places, there, tried) for tried in found),
        other_text=sum(
            1 for one in told if one.source.startswith("urn:sha256:") and one.source != of
        ),
    )


def _line(places: Places, there: dict[tuple[int, int], int | None], tried: Tried) -> Line:
    at = tried.place
    return Line(
        number=tried.annotation.number,
        words=tried.annotation.exact,
        outcome=tried.outcome,
        among=tried.among,
        place=places.place(at.start, at.end) if at else None,
        already=there.get((at.start, at.end)) if at else None,
    )
