"""Redactions and translations as they are read, with who made and who approved them."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from recommendations import quotation
from recommendations.models import Variant
from recommendations.quotation import Span
from recommendations.records.withheld import cleared_flags, overtaken, withheld_spans
from recommendations.register.loading import Signatures
from recommendations.register.views import QuoteView, Signed
from recommendations.vocabulary import Flag, VariantKind


@dataclass(frozen=True)
class VariantView:
    """`text` of a redaction is made anew from the quote; empty where the reader may not see
    the quote's own words."""

    id: int
    kind: VariantKind
    language: str
    quote: QuoteView
    text: str
    cleared: tuple[Flag, ...]
    signed: Signed
    overtaken: bool
    """A later one was approved."""

    @property
    def counts(self) -> bool:
        return self.signed.reviewed_at is not None and not self.overtaken

    @property
    def waits(self) -> bool:
        return not (self.signed.reviewed_at or self.signed.sent_back or self.overtaken)


def variant_view(
    session: Session, row: Variant, quote: QuoteView, signatures: Signatures
) -> VariantView:
    spans = [Span(s.start, s.end, s.withheld.token) for s in withheld_spans(session, row)]
    made = quotation.withholding(quote.exact, spans, quote.start) if spans else row.text
    later = select(Variant.id).where(Variant.id == row.id, overtaken(Variant))
    return VariantView(
        id=row.key,
        kind=row.kind,
        language=row.language,
        quote=quote,
        text=made if quote.exact else "",
        cleared=tuple(flag for flag in Flag if flag in cleared_flags(session, row)),
        signed=signatures.of(row),
        overtaken=session.exec(later).first() is not None,
    )


def read_variants(session: Session, quote: QuoteView) -> tuple[VariantView, ...]:
    """Newest first."""
    signatures = Signatures(session)
    rows = session.exec(
        select(Variant).where(Variant.quote == quote.id).order_by(col(Variant.id).desc())
    )
    return tuple(variant_view(session, row, quote, signatures) for row in rows)
