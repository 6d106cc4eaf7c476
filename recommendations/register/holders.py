"""Who holds an edition that is not to be relied on any more, and who was told."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from recommendations.models import Quote
from recommendations.records.writing import get
from recommendations.register.deliveries import DeliveryView, read_deliveries
from recommendations.register.editions import (
    EditionView,
    State,
    out_of_sight,
    read_edition,
    read_editions,
)
from recommendations.register.offices import OfficeView, read_office
from recommendations.vocabulary import Role


@dataclass(frozen=True)
class Holder:
    """`office` is as it is now; `told` the notice that went there."""

    delivery: DeliveryView
    office: OfficeView
    told: DeliveryView | None


@dataclass(frozen=True)
class Recalled:
    """`words` is whether words in it were withdrawn; `later` is what takes its place, where
    something may be relied on."""

    edition: EditionView
    words: bool
    holders: tuple[Holder, ...]
    later: EditionView | None

    @property
    def untold(self) -> tuple[Holder, ...]:
        return tuple(one for one in self.holders if one.told is None)


def read_recalled(session: Session, quote: int | None = None) -> tuple[Recalled, ...]:
    """Every edition that was withdrawn or has withdrawn words in it, the newest first; or
    those that hold this quote."""
    editions = read_editions(session)
    gone = {one.id: words_gone(session, one) for one in editions}
    return tuple(
        _recalled(session, one, bool(gone[one.id]), editions, gone)
        for one in editions
        if (one.state is State.WITHDRAWN or gone[one.id])
        and (quote is None or _touches(session, quote, gone[one.id]))
    )


def read_recall(session: Session, edition: int) -> Recalled:
    """Of one edition, whether anything of it was withdrawn or not. Raises NotFound."""
    view = read_edition(session, edition)
    editions = read_editions(session, view.audience)
    gone = {one.id: words_gone(session, one) for one in editions}
    return _recalled(session, view, bool(gone[view.id]), editions, gone)


def _touches(session: Session, quote: int, ids: frozenset[int]) -> bool:
    """Whether one of these quotes shares words with it."""
    row = get(session, Quote, quote, "quote")
    near = select(Quote.id).where(
        col(Quote.id).in_(ids),
        Quote.source == row.source,
        Quote.start < row.end,
        Quote.end > row.start,
    )
    return session.exec(near).first() is not None


def words_gone(session: Session, edition: EditionView) -> frozenset[int]:
    """Its quotes that were withdrawn, or sealed, since; whoever overlaps one is among them."""
    return out_of_sight(session, edition.quotes, Role.EDITOR)


def _recalled(
    session: Session,
    view: EditionView,
    words: bool,
    editions: tuple[EditionView, ...],
    gone: dict[int, frozenset[int]],
) -> Recalled:
    good = (
        one
        for one in editions
        if (one.audience, one.state) == (view.audience, State.CURRENT) and not gone[one.id]
    )
    later = next((one for one in good if one.number > view.number), None)
    return Recalled(view, words, _holders(session, view.id), later)


def _holders(session: Session, edition: int) -> tuple[Holder, ...]:
    went = read_deliveries(session, editions=[edition])
    told = {one.notice_of: one for one in read_deliveries(session) if one.notice_of}
    return tuple(
        Holder(one, read_office(session, one.sent_to), told.get(one.id))
        for one in went
        if one.sent_to is not None
    )
