"""Withholding words of a quote by fixed tokens, and translating it. Nothing is typed into
a redaction: it is the quote's own words with spans of them replaced. Both wait for a
second person; a redaction keeps the words inside for as long as it waits."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from recommendations import quotation
from recommendations.errors import Refused
from recommendations.gate import may_read
from recommendations.languages import CODE
from recommendations.models import ClearedFlag, FlagChange, Quote, Source, Variant, WithheldSpan
from recommendations.quotation import Span
from recommendations.records.people import person, refuse_unless_recorder
from recommendations.records.recommended import is_recommended
from recommendations.records.review_sql import in_force
from recommendations.records.sealing import refuse_sealed
from recommendations.records.standing import standings
from recommendations.records.withheld import OPERATIONAL, waiting_redactions
from recommendations.records.writing import get, record, record_with
from recommendations.vocabulary import Flag, VariantKind, Withheld

LETTER = "[0-9A-Za-z\u00c0-\u024f]"
TOKEN = re.compile("|".join(re.escape(withheld.token) for withheld in Withheld))
LONGEST = 20_000


@dataclass(frozen=True)
class Redacted:
    """What a quote reads like with words withheld. Spans count in the source's text."""

    text: str
    spans: tuple[tuple[int, int, Withheld], ...]


def redacted(
    session: Session, by: int, quote: int, words: Sequence[tuple[str, Withheld]]
) -> Redacted:
    """Without saving. Every place in the quote where the words stand is withheld. Raises
    Refused by the number of the words: "words1" is the first."""
    row = _readable(session, by, quote)
    if is_recommended(session, row):
        raise Refused("What was recommended is printed as it stands. Keep it inside instead.")
    refused, spans = {}, set()
    for number, (said, withheld) in enumerate(words, start=1):
        if not said.strip():
            continue
        places = _places(row.exact, said)
        if not places:
            refused[f"words{number}"] = (
                "These words do not stand in the quote. Copy whole words from it, as they are."
            )
        spans |= {(row.start + start, row.start + end, withheld) for start, end in places}
    if refused:
        raise Refused(**refused)
    return _made(row, spans, words)


def _readable(session: Session, by: int, quote: int) -> Quote:
    """Whoever may not read the words is not shown the rest of them either."""
    row = get(session, Quote, quote, "quote")
    refuse_sealed(session, row, by)
    if not may_read(standings(session, [row])[row.key], person(session, by).role):
        raise Refused("It was withdrawn: only administrators still read its words.")
    return row


def _made(
    row: Quote, spans: set[tuple[int, int, Withheld]], words: Sequence[tuple[str, Withheld]]
) -> Redacted:
    if not spans:
        raise Refused(words1="Copy the words to be withheld from the quote into this field.")
    apart = _apart(sorted(spans))
    tokens = [Span(start, end, withheld.token) for start, end, withheld in apart]
    text = quotation.withholding(row.exact, tokens, row.start)
    rest = TOKEN.sub("…", text)
    for number, (said, _) in enumerate(words, start=1):
        if said.strip() and _places(rest.casefold(), said.casefold()):
            raise Refused(
                **{
                    f"words{number}": "The same words still stand in it in other letters; withhold "
                    "those as well, in a field of their own."
                }
            )
    if not re.search(r"\w", rest):
        raise Refused("Nothing of it would be left. Keep the quote inside instead.")
    return Redacted(text, tuple(apart))


def _apart(spans: list[tuple[int, int, Withheld]]) -> list[tuple[int, int, Withheld]]:
    """Spans that run into each other as one, with the token of the first."""
    apart = [spans[0]]
    for start, end, withheld in spans[1:]:
        first, last, token = apart[-1]
        if start < last:
            apart[-1] = (first, max(end, last), token)
        else:
            apart.append((start, end, withheld))
    return apart


def _places(text: str, words: str) -> list[tuple[int, int]]:
    """Whole words, where a script sets words apart."""
    return [
        (found.start, found.end)
        for found in quotation.occurrences(text, words)
        if not _inside_a_word(text, found.start) and not _inside_a_word(text, found.end)
    ]


def _inside_a_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and bool(re.fullmatch(LETTER * 2, text[at - 1 : at + 1]))


def redact(
    session: Session,
    by: int,
    quote: int,
    words: Sequence[tuple[str, Withheld]],
    cleared: Collection[Flag] = (),
) -> Variant:
    """`cleared` are flags that the redacted words no longer have: of those that withholding
    can take away only, and of those that were raised."""
    refuse_unless_recorder(session, by)
    made = redacted(session, by, quote, words)
    raised = raised_flags(session, quote)
    if set(cleared) - set(raised):
        raise Refused(
            cleared="A redaction can only take away what was flagged about places, people, "
            "numbers, money and what is under way."
        )
    return record_with(
        session,
        Variant(quote=quote, kind=VariantKind.REDACTION, text=made.text),
        by,
        lambda id: [
            *(
                WithheldSpan(variant=id, start=start, end=end, withheld=withheld)
                for start, end, withheld in made.spans
            ),
            *(ClearedFlag(variant=id, flag=flag) for flag in set(cleared)),
        ],
    )


def raised_flags(session: Session, quote: int) -> tuple[Flag, ...]:
    """Those that were answered with yes, whatever a redaction takes away now, and that
    withholding words can take away."""
    answers = session.exec(
        select(FlagChange)
        .where(FlagChange.quote == quote, ~col(FlagChange.proposed), in_force(FlagChange))
        .order_by(col(FlagChange.id))
    )
    levels = {answer.flag: answer.level for answer in answers}
    return tuple(flag for flag in OPERATIONAL if levels.get(flag))


def translate(session: Session, by: int, quote: int, language: str, text: str) -> Variant:
    """Typed by a person, made from the words as they may be printed: where a redaction
    waits, from nothing yet."""
    refuse_unless_recorder(session, by)
    row = _readable(session, by, quote)
    refused = {}
    if not CODE.fullmatch(language.strip()):
        refused["language"] = "Give the language by its code, for instance en, fr or my."
    if not text.strip():
        refused["text"] = "Type the translation."
    elif language.strip().startswith("en") and get(session, Source, row.source).kind.is_ours:
        refused["language"] = "We published these words in English; they are printed as they stand."
    elif len(text) > LONGEST:
        refused["text"] = "That is longer than any quote here."
    if waiting_redactions(session, [quote]):
        refused[""] = "A redaction of it waits; translate the words once it is decided."
    if refused:
        raise Refused(**refused)
    made = Variant(
        quote=quote,
        kind=VariantKind.TRANSLATION,
        language=language.strip(),
        text=text.strip(),
    )
    return record(session, made, by)
