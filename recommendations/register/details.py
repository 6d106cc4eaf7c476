"""What was learnt about quotes later than their words, as it is read: in lines, as pairs of
original and translation, and while it waits for a second person."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlmodel import Session, col, select

from recommendations.languages import language_name
from recommendations.models import QuoteDetail
from recommendations.records.details import translating
from recommendations.records.review_sql import answered_again, reviewed
from recommendations.register.loading import Signatures
from recommendations.register.quotes import quotes_by_id
from recommendations.register.views import DetailView, QuoteView, Signed
from recommendations.register.waits import Waiting
from recommendations.rules import spoken_source_date
from recommendations.vocabulary import Role


@dataclass(frozen=True)
class Learnt:
    """`original` is what the quote translates, `translations` are those of its own words in
    other sources. `signed` is who said so last; None where nobody said anything."""

    lines: tuple[str, ...]
    original: QuoteView | None
    translations: tuple[QuoteView, ...]
    signed: Signed | None

    @property
    def translation_withdrawn(self) -> bool:
        """A withdrawn original keeps its translations inside; the other way it may have been
        withdrawn for being a bad one, so that a person decides."""
        return any(one.standing.withdrawn for one in self.translations)


def read_learnt(session: Session, quote: QuoteView, role: Role | None) -> Learnt:
    if not quote.exact:
        return Learnt((), None, (), None)
    last = session.exec(
        select(QuoteDetail)
        .where(QuoteDetail.quote == quote.id)
        .order_by(col(QuoteDetail.id).desc())
        .limit(1)
    ).first()
    wanted = [quote.detail.original] if quote.detail.original else []
    views = quotes_by_id(session, [*wanted, *translating(session, quote.id)], role)
    original = views.pop(quote.detail.original or 0, None)
    return Learnt(
        lines=detail_lines(replace(quote.detail, language=quote.language)),
        original=original,
        translations=tuple(views.values()),
        signed=Signatures(session, few=True).of(last) if last else None,
    )


def read_originals(session: Session) -> dict[int, QuoteView]:
    """Every quote that another is said to translate."""
    named = select(QuoteDetail.original).where(col(QuoteDetail.original).is_not(None))
    ids = [id for id in session.exec(named.distinct()) if id]
    return quotes_by_id(session, ids)


def read_pairs(session: Session, quotes: Collection[int]) -> dict[int, QuoteView]:
    """By the id of a quote, the original that it translates or the first translation of it, as
    a second person agreed."""
    said = select(QuoteDetail.quote, QuoteDetail.original).where(
        col(QuoteDetail.original).is_not(None)
    )
    near = [pair for pair in session.exec(said) if not set(quotes).isdisjoint(pair)]
    views = quotes_by_id(session, sorted({id for pair in near for id in pair if id}))
    found: dict[int, QuoteView] = {}
    for translation in views.values():
        original = views.get(translation.agreed.original or 0)
        if original is not None:
            found[translation.id] = original
            found.setdefault(original.id, translation)
    return {id: other for id, other in found.items() if id in quotes}


def detail_lines(told: DetailView) -> tuple[str, ...]:
    """Without the quote it translates, which a reader may not be allowed to know of."""
    said = []
    if told.language:
        said.append(f"In {language_name(told.language)} ({told.language})")
    if told.official:
        said.append(f"Said by {told.official}")
    if told.event_on:
        said.append(f"Tells what happened {event_words(told)}")
    return tuple(said)


def event_words(told: DetailView) -> str:
    when = spoken_source_date(told.event_on, told.precision)
    return f"{'on' if told.precision == 'day' else 'in'} {when}"


def details_waiting(session: Session, signatures: Signatures, role: Role | None) -> list[Waiting]:
    """What a later word took the place of waits no more."""
    rows = session.exec(
        select(QuoteDetail)
        .where(~reviewed(QuoteDetail), ~answered_again(QuoteDetail))
        .order_by(col(QuoteDetail.id))
    ).all()
    ids = [id for row in rows for id in (row.quote, row.original) if id]
    quotes = quotes_by_id(session, ids, role)
    return [
        Waiting(
            items=(f"quotedetail-{row.id}",),
            about=f"What is known about {quotes[row.quote].ref}",
            where=f"/quotes/{row.quote}",
            signed=signatures.of(row),
            author=row.recorded_by or 0,
            opens=False,
            quote=quotes[row.quote],
            lines=_lines(quotes[row.quote], quotes.get(row.original or 0)),
            edit=f"/quotes/{row.quote}/details",
        )
        for row in rows
        if row.quote in quotes
    ]


def _lines(quote: QuoteView, original: QuoteView | None) -> tuple[str, ...]:
    said = detail_lines(quote.detail)
    if original:
        said += (f"Translates {original.ref}: {original.exact}",)
        said += ("Whoever accepts it says that both sources are public",)
    return said or ("Nothing is known any more of what was recorded before",)
