"""The quotes of a source that may leave, as annotations; and annotations found again in a
source."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from recommendations import annotations, gate
from recommendations.annotations import Outcome, Tried
from recommendations.errors import Refused
from recommendations.models import Quote, Source
from recommendations.quotation import Anchor
from recommendations.records.named import sealed
from recommendations.records.writing import get
from recommendations.register.places import Place, Places
from recommendations.register.quotes import quote_views
from recommendations.register.views import QuoteView
from recommendations.vocabulary import Role, SourceKind


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


def write_annotations(
    session: Session, source: int, role: Role | None, today: date
) -> dict[str, Any]:
    """Of every quote that may leave to anybody and that a reader in this role may read: what
    may leave to some audiences alone, or without some of its words, is not in it, and no
    testimony. Raises Refused where nothing is left."""
    row = get(session, Source, source, "source")
    rows = session.exec(select(Quote).where(Quote.source == source).order_by(col(Quote.start)))
    views = quote_views(session, rows, role).values()
    leaving = [_anchor(view) for view in views if view.exact and _may_leave(view, today)]
    if not leaving:
        raise Refused("None of its quotes may leave, so there is nothing to take out.")
    return annotations.collection(row.text, f"Quotes of {_called(row)}", leaving)


def _called(row: Source) -> str:
    """What was written or told to us has a title of our own making, which stays inside."""
    ours = {SourceKind.LETTER, SourceKind.MEETING_NOTE, SourceKind.PANEL}
    return f"a {row.kind.value}" if row.kind in ours else row.title


def _may_leave(view: QuoteView, today: date) -> bool:
    """Of testimony a person chooses each quote for each audience; here is none."""
    return not view.withheld and gate.may_leave(view.standing, gate.Audience(""), today)


def _anchor(view: QuoteView) -> Anchor:
    """Around words of our own sources may stand testimony."""
    if view.source.kind.is_ours:
        return Anchor(view.start, view.end, view.exact, "", "")
    return Anchor(view.start, view.end, view.exact, view.prefix, view.suffix)


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
