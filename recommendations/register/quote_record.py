"""One quote with all that is on record about it."""

from dataclasses import dataclass

from sqlmodel import Session, select

from recommendations.errors import NotFound
from recommendations.models import (
    Consent,
    Embargo,
    Quote,
    Recorded,
    Source,
    TierChange,
    Withdrawal,
)
from recommendations.records.blanking import is_blank
from recommendations.records.named import named_audiences
from recommendations.records.writing import get
from recommendations.register.loading import Signatures
from recommendations.register.places import Places
from recommendations.register.quotes import quote_views, quotes_by_id
from recommendations.register.uses import Use, read_uses
from recommendations.register.views import QuoteView, Signed
from recommendations.rules import spoken
from recommendations.vocabulary import Role, Tier


@dataclass(frozen=True)
class Event:
    """Something that was said about whether the quote may leave."""

    what: str
    why: str
    signed: Signed
    waits: bool = False
    """It opens, and no second person has agreed yet."""


@dataclass(frozen=True)
class QuoteRecord:
    quote: QuoteView
    uses: tuple[Use, ...]
    events: tuple[Event, ...]
    """Newest first."""
    where: str
    """Path of the place in the source reader."""
    waits: bool
    """Someone says that it may leave; a second person has still to agree."""
    erased: bool


_TIERS = {
    Tier.OPEN: "may leave",
    Tier.NAMED_AUDIENCES: "may leave to named audiences",
    Tier.INTERNAL: "stays inside",
    Tier.SEALED: "sealed for two people",
}


def read_quote(
    session: Session, id: int, role: Role | None = Role.EDITOR, person: int | None = None
) -> QuoteRecord:
    """The one place where sealed words are read, by the `person` they were sealed for."""
    row = get(session, Quote, id, "quote")
    source = get(session, Source, row.source, "source")
    views = quote_views(session, [row], role, person)
    if id not in views:
        raise NotFound(f"There is no quote {id}.")
    view = views[id]
    events = _events(session, row)
    return QuoteRecord(
        quote=view,
        uses=read_uses(session, [id]).get(id, ()),
        events=events,
        where=f"{Places(session, source, role).path(row.start)[0]}#q{row.id}",
        waits=any(event.waits for event in events),
        erased=is_blank(row.exact),
    )


def read_readable(session: Session, id: int, role: Role | None) -> QuoteView:
    """A quote whose words the reader may see, and that is not sealed."""
    view = quotes_by_id(session, [id], role).get(id)
    if view is None or not view.exact:
        raise NotFound(f"There is no quote {id} that you can read.")
    return view


def _events(session: Session, quote: Quote) -> tuple[Event, ...]:
    signatures = Signatures(session, few=True)
    found: list[Event] = []

    def told(row: Recorded, what: str, why: str, opens: bool = False) -> None:
        signed = signatures.of(row)
        found.append(Event(what, why, signed, opens and signed.reviewed_at is None))

    for tier in session.exec(select(TierChange).where(TierChange.quote == quote.id)):
        said = _TIERS[tier.tier]
        codes = named_audiences(session, tier)
        said += f": {', '.join(sorted(codes))}" if codes else ""
        told(tier, said, tier.why, tier.opens)
    for consent in session.exec(select(Consent).where(Consent.quote == quote.id)):
        told(consent, f"consent {consent.state.value}", "", consent.opens)
    for withdrawal in session.exec(select(Withdrawal).where(Withdrawal.quote == quote.id)):
        told(withdrawal, "withdrawn", withdrawal.why)
    for embargo in session.exec(
        select(Embargo).where((Embargo.quote == quote.id) | (Embargo.source == quote.source))
    ):
        whose = "the source" if embargo.source else "it"
        told(embargo, f"{whose} under embargo until {spoken(embargo.until)}", "")
    return tuple(sorted(found, key=lambda event: event.signed.at, reverse=True))
