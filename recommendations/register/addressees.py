"""Addressees as the tree they stand in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from recommendations.errors import NotFound
from recommendations.models import Addressee, Call, Measure, Recommendation
from recommendations.register.quotes import quotes_by_id
from recommendations.register.views import AddresseeView, QuoteView
from recommendations.vocabulary import CallOrigin, Role


@dataclass(frozen=True)
class Branch:
    """One addressee, how deep it stands, and what is called for from it."""

    addressee: AddresseeView
    depth: int
    says_so: QuoteView | None
    """The words that it speaks for its parent."""
    named: tuple[int, ...]
    """Places of the recommendations that name it."""
    passed_onward: tuple[int, ...]


def read_addressees(session: Session, role: Role | None = Role.EDITOR) -> tuple[Branch, ...]:
    """Children behind their parents, in the order in which they were added."""
    rows = session.exec(select(Addressee).order_by(col(Addressee.place), col(Addressee.id))).all()
    says_so = quotes_by_id(session, [r.speaks_for_quote for r in rows if r.speaks_for_quote], role)
    called = _called(session)
    return tuple(
        Branch(
            addressee=addressee_view(row),
            depth=depth,
            says_so=says_so.get(row.speaks_for_quote or 0),
            named=called.get((row.key, CallOrigin.NAMED_IN_SOURCE), ()),
            passed_onward=called.get((row.key, CallOrigin.ONWARD), ()),
        )
        for row, depth in _tree(rows)
    )


def read_addressee(session: Session, code: str) -> AddresseeView:
    """Raises NotFound."""
    row = session.exec(select(Addressee).where(Addressee.code == code)).one_or_none()
    if row is None:
        raise NotFound(f"There is no addressee “{code}”.")
    return addressee_view(row)


def addressee_view(row: Addressee) -> AddresseeView:
    return AddresseeView(
        row.key,
        row.code,
        row.name,
        row.short,
        row.parent,
        row.speaks_for_parent,
        row.since,
        row.until,
        row.reply_days,
    )


def _tree(
    rows: Sequence[Addressee], parent: int | None = None, depth: int = 0
) -> Iterator[tuple[Addressee, int]]:
    for row in rows:
        if row.parent == parent:
            yield row, depth
            yield from _tree(rows, row.key, depth + 1)


def _called(session: Session) -> dict[tuple[int, CallOrigin], tuple[int, ...]]:
    found: dict[tuple[int, CallOrigin], set[int]] = {}
    rows = session.exec(
        select(Call.addressee, Call.origin, Recommendation.place)
        .join(Measure, col(Measure.id) == Call.measure)
        .join(Recommendation, col(Recommendation.id) == Measure.recommendation)
    )
    for addressee, origin, place in rows:
        found.setdefault((addressee, CallOrigin(origin)), set()).add(place)
    return {key: tuple(sorted(places)) for key, places in found.items()}
