"""Redactions in force: which words of a source are withheld, whichever quote they are read
in, and which flags the redacted words no longer have.

A redaction that waits keeps the words inside; one that was approved counts until a later
one is approved. None is ever taken away.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from recommendations import quotation
from recommendations.models import ClearedFlag, Quote, Variant, WithheldSpan
from recommendations.quotation import Span
from recommendations.records.near import QUOTES, about
from recommendations.records.review_sql import reviewed, sent_back
from recommendations.vocabulary import Flag, VariantKind

Condition = sa.ColumnElement[bool]
OPERATIONAL = [flag for flag in Flag if flag.is_operational]
"""What withholding words can take away; how graphic a story is stays what it was."""


@dataclass(frozen=True)
class Redaction:
    """In force. `start` and `end` are its quote's."""

    variant: int
    quote: int
    source: int
    start: int
    end: int
    spans: tuple[Span, ...]
    at: datetime
    cleared: frozenset[Flag]
    sound: bool
    """Its approved text is what its spans make of the quote's own words."""

    def over(self, source: int, start: int, end: int) -> bool:
        return self.source == source and self.start < end and start < self.end


def withheld_spans(session: Session, variant: Variant) -> Sequence[WithheldSpan]:
    return session.exec(
        select(WithheldSpan)
        .where(WithheldSpan.variant == variant.id)
        .order_by(col(WithheldSpan.start))
    ).all()


def cleared_flags(session: Session, variant: Variant) -> frozenset[Flag]:
    rows = session.exec(select(ClearedFlag).where(ClearedFlag.variant == variant.id))
    return frozenset(row.flag for row in rows)


def newest_redactions() -> sa.Select[Any]:
    """SQL: for each quote, the id of the redaction in force."""
    newest: sa.Select[Any] = (
        sa.select(sa.func.max(col(Variant.id)))
        .where(col(Variant.kind) == VariantKind.REDACTION, reviewed(Variant))
        .group_by(col(Variant.quote))
    )
    return newest


def overtaken(variant: Any) -> Condition:
    """SQL: a later one of its kind was approved."""
    return _followed(variant, reviewed)


def _followed(variant: Any, by: Callable[[Any], Condition]) -> Condition:
    """SQL: by a later one of its kind that is so."""
    later: Any = aliased(Variant)
    return (
        sa.select(sa.literal(1))
        .where(
            later.quote == variant.quote,
            later.kind == variant.kind,
            later.language == variant.language,
            later.id > variant.id,
            by(later),
        )
        .exists()
    )


def waits(variant: Any) -> Condition:
    """SQL: nobody has approved it, sent it back, or approved a later one of its kind."""
    return sa.and_(~reviewed(variant), ~sent_back(variant), ~overtaken(variant))


def not_done(variant: Any) -> Condition:
    """SQL: it waits, or its author has not answered what it was sent back for."""
    answered = _followed(variant, lambda _: sa.true())
    return sa.or_(waits(variant), sa.and_(sent_back(variant), ~answered, ~reviewed(variant)))


def redaction_waits(variant: Any) -> Condition:
    return sa.and_(variant.kind == VariantKind.REDACTION, waits(variant))


def clears(change: Any) -> Condition:
    """SQL: the redaction in force says that this flag, as answered before it, is gone."""
    return (
        sa.select(sa.literal(1))
        .select_from(ClearedFlag)
        .join(Variant, col(Variant.id) == col(ClearedFlag.variant))
        .where(
            col(Variant.id).in_(newest_redactions()),
            col(Variant.quote) == change.quote,
            col(Variant.recorded_at) > change.recorded_at,
            col(ClearedFlag.flag) == change.flag,
            col(ClearedFlag.flag).in_(OPERATIONAL),
        )
        .exists()
    )


def is_cleared(flag: Flag, answered_at: datetime, redaction: Redaction | None) -> bool:
    """The same as `clears`, for one answer and the redaction in force on its quote."""
    return (
        redaction is not None
        and flag in redaction.cleared
        and flag.is_operational
        and answered_at < redaction.at
    )


_REDACTIONS = (
    sa.select(Variant, Quote)
    .join(Quote, col(Quote.id) == col(Variant.quote))
    .where(col(Variant.id).in_(newest_redactions().where(col(Variant.quote).in_(QUOTES))))
)
_SPANS = sa.select(WithheldSpan).where(col(WithheldSpan.variant).in_(QUOTES))
_CLEARED = sa.select(ClearedFlag).where(col(ClearedFlag.variant).in_(QUOTES))
_WAITING = sa.select(col(Variant.quote)).where(
    col(Variant.quote).in_(QUOTES), redaction_waits(Variant)
)
_TRANSLATIONS = (
    sa.select(Variant)
    .where(
        col(Variant.quote).in_(QUOTES),
        col(Variant.kind) == VariantKind.TRANSLATION,
        reviewed(Variant),
    )
    .order_by(col(Variant.id))
)


def redactions(session: Session, quotes: Collection[int]) -> Mapping[int, Redaction]:
    """By quote id."""
    rows = list(about(session, _REDACTIONS, quotes))
    spans: dict[int, list[Span]] = defaultdict(list)
    cleared: dict[int, set[Flag]] = defaultdict(set)
    ids = [variant.key for variant, _ in rows]
    for (row,) in about(session, _SPANS, ids):
        spans[row.variant].append(Span(row.start, row.end, row.withheld.token))
    for (flag,) in about(session, _CLEARED, ids):
        cleared[flag.variant].add(flag.flag)
    return {
        quote.key: Redaction(
            variant=variant.key,
            quote=quote.key,
            source=quote.source,
            start=quote.start,
            end=quote.end,
            spans=tuple(sorted(spans[variant.key])),
            at=variant.recorded_at,
            cleared=frozenset(cleared[variant.key]),
            sound=_is_sound(variant, quote, spans[variant.key]),
        )
        for variant, quote in rows
    }


def _is_sound(variant: Variant, quote: Quote, spans: list[Span]) -> bool:
    inside = all(quote.start <= span.start < span.end <= quote.end for span in spans)
    made = quotation.withholding(quote.exact, spans, quote.start)
    return bool(spans) and inside and made == variant.text


def waiting_redactions(session: Session, quotes: Collection[int]) -> frozenset[int]:
    """Those of the quotes on which one waits."""
    return frozenset(quote for (quote,) in about(session, _WAITING, quotes))


def withheld_from(quote: Quote, in_force: Iterable[Redaction]) -> tuple[tuple[Span, ...], int]:
    """What is withheld from these words, and the newest variant that says so, else 0."""
    over = [r for r in in_force if r.over(quote.source, quote.start, quote.end)]
    spans = [s for r in over for s in r.spans if s.start < quote.end and quote.start < s.end]
    return tuple(sorted(spans)), max((r.variant for r in over), default=0)


def translations(session: Session, quotes: Collection[int]) -> Mapping[int, Mapping[str, Variant]]:
    """By quote and language: the newest that was approved."""
    found: dict[int, dict[str, Variant]] = defaultdict(dict)
    for (row,) in about(session, _TRANSLATIONS, quotes):
        found[row.quote][row.language] = row
    return found
