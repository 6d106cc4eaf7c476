"""Recording what is learnt about a quote later than its words: its language, the office that
said it, when that happened which it tells, and the quote that it translates."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from recommendations import quotation
from recommendations.arriving import one_line
from recommendations.errors import NotFound, Refused
from recommendations.languages import CODE
from recommendations.models import Quote, QuoteDetail, Source
from recommendations.records.details import read_details, translating
from recommendations.records.people import refuse_unless_recorder
from recommendations.records.sealing import refuse_sealed
from recommendations.records.standing import standings
from recommendations.records.writing import get, record
from recommendations.rules import first_day, in_time, last_day, spoken_source_date
from recommendations.vocabulary import Precision


@dataclass(frozen=True)
class Detail:
    """`event_on` is any day of the month or year where no more is known. `original` is the
    number of another quote."""

    language: str = ""
    official: str = ""
    event_on: date | None = None
    precision: Precision = Precision.DAY
    original: int | None = None


def describe(
    session: Session, by: int, today: date, quote: int, told: Detail
) -> QuoteDetail | None:
    """All of it as it is known now: what is left empty is not known any more. None where
    nothing would change. It counts inside at once, and leaves once it is reviewed."""
    refuse_unless_recorder(session, by)
    row = get(session, Quote, quote, "quote")
    refuse_sealed(session, row, by)
    if standings(session, [row])[quote].withdrawn:
        raise Refused("It was withdrawn; nothing more is recorded about it.")
    source = get(session, Source, row.source, "source")
    made = QuoteDetail(
        quote=quote,
        language=told.language.strip(),
        official=one_line(told.official),
        event_on=told.event_on and last_day(told.event_on, told.precision),
        precision=told.precision if told.event_on else Precision.DAY,
        original=told.original,
    )
    refused = {
        "language": _language_refused(made.language),
        "official": _official_refused(row, source, made.official),
        "event_on": _event_refused(source, made, today),
        "original": _original_refused(session, by, row, made),
    }
    refused = {field: sentence for field, sentence in refused.items() if sentence}
    if refused:
        raise Refused(**refused)
    before = read_details(session, [quote]).get(quote)
    if _said(before.latest if before else QuoteDetail(quote=quote)) == _said(made):
        return None
    return record(session, made, by)


def _said(row: QuoteDetail) -> tuple[object, ...]:
    return (row.language, row.official, row.event_on, row.precision, row.original)


def _language_refused(code: str) -> str:
    if code and (len(code) > 35 or not CODE.fullmatch(code)):
        return "Give the language by its code, for instance en, fr or my."
    return ""


def _official_refused(row: Quote, source: Source, official: str) -> str:
    """As published: no name or office is typed in that the source does not have."""
    if not official:
        return ""
    if row.testimony:
        return "Nobody who gave testimony is named, by office or otherwise."
    published = f"{source.title}\n{source.publisher}\n{source.text}"
    if next(quotation.occurrences(published, official), None) is None:
        return "These words do not stand in the source; copy the office as it is published there."
    return ""


def _event_refused(source: Source, made: QuoteDetail, today: date) -> str:
    if made.event_on is None:
        return ""
    began = first_day(made.event_on, made.precision)
    if sentence := in_time(began, today):
        return sentence
    if source.published_on and began > source.published_on:
        published = spoken_source_date(source.published_on, source.precision)
        return f"The source is of {published}; what it tells cannot have happened later."
    return ""


def _original_refused(session: Session, by: int, row: Quote, made: QuoteDetail) -> str:
    """Testimony is translated on its own page, where consent and withdrawal reach it."""
    if made.original is None:
        return ""
    if made.original == row.id:
        return "A quote is no translation of itself; give the number of the other one."
    try:
        original = get(session, Quote, made.original, "quote")
        refuse_sealed(session, original, by)
    except (NotFound, Refused):
        return f"There is no quote Q{made.original}."
    there = standings(session, [row, original])
    if any(standing.testimony for standing in there.values()):
        return "Testimony is translated under “Withhold words, or translate”, not by a pair."
    if there[original.key].withdrawn:
        return f"Q{made.original} was withdrawn."
    return _circle_refused(session, row, original)


def _circle_refused(session: Session, row: Quote, original: Quote) -> str:
    told = read_details(session, [original.key]).get(original.key)
    if told and told.latest.original is not None:
        return f"Q{original.id} is a translation itself, of Q{told.latest.original}."
    if translating(session, row.key):
        return f"Other quotes translate Q{row.id}; it is the original of those."
    return ""
