"""Versions of a source as they are read: which there are, what differs, and what became of
the quotes of the earlier one. What a reader may not see is left out of both texts."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from recommendations import quotation
from recommendations.errors import NotFound
from recommendations.gate import Standing
from recommendations.models import Quote, Source
from recommendations.records.hidden import WITHHELD, hidden_words
from recommendations.records.writing import get
from recommendations.register.differences import Compared, compare
from recommendations.register.quotes import quote_views, source_view
from recommendations.register.views import QuoteView, SourceView
from recommendations.vocabulary import ConsentState, Role


@dataclass(frozen=True)
class Versions:
    """Next to one source: the version before it and the one after."""

    before: SourceView | None = None
    after: SourceView | None = None


@dataclass(frozen=True)
class EarlierQuote:
    """`places` are where its words stand in the newer text. `carried` is the quote there,
    once it was made."""

    quote: QuoteView
    places: tuple[tuple[int, int], ...]
    carried: int | None

    @property
    def offered(self) -> bool:
        return len(self.places) == 1 and self.carried is None


@dataclass(frozen=True)
class ChangesPage:
    """`kept_back` counts quotes of the earlier version that are not offered, because they
    stay inside for good or until a day; sealed ones are not there."""

    source: SourceView
    before: SourceView
    compared: Compared
    quotes: tuple[EarlierQuote, ...]
    kept_back: int

    @property
    def offered(self) -> tuple[EarlierQuote, ...]:
        return tuple(one for one in self.quotes if one.offered)


def read_versions(session: Session, source: int) -> Versions:
    row = get(session, Source, source, "source")
    before = session.get(Source, row.replaces) if row.replaces else None
    after = session.exec(
        select(Source).where(Source.replaces == source).order_by(col(Source.id))
    ).first()
    return Versions(*(source_view(one) if one else None for one in (before, after)))


def read_changes(session: Session, source: int, today: date, role: Role | None) -> ChangesPage:
    """Raises NotFound for a source that takes the place of none."""
    row = get(session, Source, source, "source")
    before = session.get(Source, row.replaces) if row.replaces else None
    if before is None:
        raise NotFound("It takes the place of no earlier version.")
    old, new = (_readable(session, one, role) for one in (before, row))
    rows = session.exec(
        select(Quote).where(Quote.source == before.key).order_by(col(Quote.start))
    ).all()
    views = quote_views(session, rows, role)
    free = [view for view in views.values() if not _is_kept_back(view.standing, today)]
    carried = {(q.start, q.end): q.key for q in _quotes_of(session, source)}
    return ChangesPage(
        source=source_view(row),
        before=source_view(before),
        compared=compare(old, new),
        quotes=tuple(_earlier(view, row.text, carried) for view in free),
        kept_back=len(views) - len(free),
    )


def _readable(session: Session, source: Source, role: Role | None) -> str:
    text = source.text
    places = hidden_words(session, {source.key}, role).places(source.key, text)
    for start, end in reversed(_joined(places)):
        text = text[:start] + WITHHELD + text[end:]
    return text


def _joined(places: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in places:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _is_kept_back(standing: Standing, today: date) -> bool:
    embargoed = standing.embargoed_until is not None and standing.embargoed_until >= today
    return standing.withdrawn or embargoed or standing.consent is ConsentState.WITHDRAWN


def _quotes_of(session: Session, source: int) -> list[Quote]:
    return list(session.exec(select(Quote).where(Quote.source == source)))


def _earlier(view: QuoteView, text: str, carried: dict[tuple[int, int], int]) -> EarlierQuote:
    found = quotation.occurrences(text, view.exact)
    places = tuple((place.start, place.end) for place in found)
    made = next((carried[place] for place in places if place in carried), None)
    return EarlierQuote(view, places, made)
