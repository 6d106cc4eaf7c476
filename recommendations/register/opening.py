"""Variants and switches that wait for a second person."""

from sqlmodel import Session, col, select

from recommendations.models import (
    AudienceProfile,
    FlagChange,
    TierChange,
    TierSwitch,
    Variant,
)
from recommendations.records.named import named_audiences, switched_again
from recommendations.records.review_sql import reviewed
from recommendations.records.withheld import not_done
from recommendations.register.loading import Signatures
from recommendations.register.quotes import quotes_by_id
from recommendations.register.variants import variant_view
from recommendations.register.waits import Waiting, waits
from recommendations.vocabulary import Role, Tier


def variants_waiting(session: Session, signatures: Signatures, role: Role | None) -> list[Waiting]:
    """Redactions and translations, each beside the words it was made from."""
    rows = session.exec(select(Variant).where(not_done(Variant)).order_by(col(Variant.id))).all()
    quotes = quotes_by_id(session, (row.quote for row in rows), role)
    return [
        waits(
            signatures,
            [row],
            f"{row.kind.value.capitalize()} of {quotes[row.quote].ref}",
            f"/quotes/{row.quote}",
            opens=True,
            variant=variant_view(session, row, quotes[row.quote], signatures),
            edit=f"/quotes/{row.quote}/redact",
        )
        for row in rows
        if row.quote in quotes
    ]


def switches_waiting(session: Session, signatures: Signatures) -> list[Waiting]:
    rows = session.exec(
        select(TierSwitch)
        .where(col(TierSwitch.opens), ~reviewed(TierSwitch), ~switched_again(TierSwitch))
        .order_by(col(TierSwitch.id))
    )
    return [
        waits(
            signatures,
            [row],
            f"Switch on: {row.tier.words} ({row.tier.value})",
            "/tiers",
            opens=True,
            lines=(row.why,),
        )
        for row in rows
    ]


def named_lines(session: Session, rows: list[TierChange | FlagChange]) -> tuple[str, ...]:
    """For whom words may leave, by the names of the audiences."""
    tiers = [row for row in rows if isinstance(row, TierChange)]
    if not tiers or tiers[-1].tier is not Tier.NAMED_AUDIENCES:
        return ()
    codes = named_audiences(session, tiers[-1])
    profiles = session.exec(select(AudienceProfile).order_by(col(AudienceProfile.version)))
    names = {row.code: str(row.content.get("name", row.code)) for row in profiles}
    return (f"For {', '.join(names.get(code, code) for code in sorted(codes))} only",)
