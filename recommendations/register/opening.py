"""What waits, as it is shown; and of what waits, variants and switches."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from recommendations.models import (
    AudienceProfile,
    FlagChange,
    Quote,
    TierChange,
    TierSwitch,
    Variant,
)
from recommendations.records.named import named_audiences, switched_again
from recommendations.records.review_sql import reviewed
from recommendations.records.withheld import not_done
from recommendations.register.loading import Signatures
from recommendations.register.quotes import quote_views
from recommendations.register.variants import VariantView, variant_view
from recommendations.register.views import AssessmentView, PositionView, QuoteView, Signed
from recommendations.vocabulary import Role, Tier


@dataclass(frozen=True)
class Waiting:
    """One record that waits. `items` are the names a review form sends, "kind-id@link",
    where the link is the record's last in the history; what one person answered for a
    quote is reviewed as one thing and has many."""

    items: tuple[str, ...]
    about: str
    where: str
    """Path of the page where it is seen among its like."""
    signed: Signed
    author: int
    opens: bool
    """It opens words to the outside: editors cannot confirm it."""
    assessment: AssessmentView | None = None
    position: PositionView | None = None
    quote: QuoteView | None = None
    variant: VariantView | None = None
    lines: tuple[str, ...] = ()
    before: AssessmentView | PositionView | None = None
    """What counts now."""
    rivals: tuple[str, ...] = ()
    """Names of drafts that others began from the same state."""
    edit: str = ""
    """Path where its author edits it."""

    @property
    def name(self) -> str:
        return self.items[0].partition("@")[0]

    @property
    def conflict(self) -> bool:
        return bool(self.rivals)

    @property
    def sent_back(self) -> bool:
        """It waits for its author, not for a reviewer."""
        return bool(self.signed.sent_back)


def variants_waiting(session: Session, signatures: Signatures, role: Role | None) -> list[Waiting]:
    """Redactions and translations, each beside the words it was made from."""
    rows = session.exec(select(Variant).where(not_done(Variant)).order_by(col(Variant.id))).all()
    quotes = quote_views(
        session,
        session.exec(select(Quote).where(col(Quote.id).in_({row.quote for row in rows}))),
        role,
    )
    return [
        Waiting(
            items=(f"variant-{row.id}",),
            about=f"{row.kind.value.capitalize()} of {quotes[row.quote].ref}",
            where=f"/quotes/{row.quote}",
            signed=signatures.of(row),
            author=row.recorded_by or 0,
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
        Waiting(
            items=(f"tierswitch-{row.id}",),
            about=f"Switch on: {row.tier.words} ({row.tier.value})",
            where="/tiers",
            signed=signatures.of(row),
            author=row.recorded_by or 0,
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
