"""Named audiences and sealed words as they are read: the switches, and who is named."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from recommendations.models import NamedPerson, Quote, TierChange, TierSwitch
from recommendations.records.named import is_on, seals_now, switched_again
from recommendations.register.loading import Signatures
from recommendations.register.views import Signed
from recommendations.vocabulary import Tier


@dataclass(frozen=True)
class Switching:
    """One word on a switch."""

    on: bool
    why: str
    signed: Signed

    @property
    def waits(self) -> bool:
        return self.on and self.signed.reviewed_at is None


@dataclass(frozen=True)
class Switch:
    tier: Tier
    on: bool
    waits: bool
    said: tuple[Switching, ...]
    """Newest first."""


def read_switches(session: Session) -> tuple[Switch, ...]:
    signatures = Signatures(session)
    return tuple(_switch(session, tier, signatures) for tier in (Tier.NAMED_AUDIENCES, Tier.SEALED))


def _switch(session: Session, tier: Tier, signatures: Signatures) -> Switch:
    rows = session.exec(
        select(TierSwitch).where(TierSwitch.tier == tier).order_by(col(TierSwitch.id).desc())
    ).all()
    waiting = session.exec(
        select(TierSwitch.id).where(
            TierSwitch.tier == tier, col(TierSwitch.opens), ~switched_again(TierSwitch)
        )
    ).first()
    said = tuple(Switching(row.opens, row.why, signatures.of(row)) for row in rows)
    on = is_on(session, tier)
    return Switch(tier, on, waiting is not None and not on, said)


def sealed_for(session: Session, person: int) -> tuple[int, ...]:
    """The quotes that were sealed for this person, for them alone to be told."""
    if not is_on(session, Tier.SEALED):
        return ()
    rows = session.exec(
        select(Quote.id)
        .join(TierChange, col(TierChange.quote) == Quote.id)
        .join(NamedPerson, col(NamedPerson.tierchange) == TierChange.id)
        .where(
            NamedPerson.person == person,
            seals_now(TierChange),
        )
        .order_by(col(Quote.id))
    )
    return tuple(id for id in rows if id is not None)
