"""Adding sources that people bring, and marking quotes in them."""

import hashlib
import re
from dataclasses import asdict
from datetime import date

from sqlmodel import Session, select

from recommendations import quotation
from recommendations.errors import Refused
from recommendations.models import Quote, RawFile, Source
from recommendations.models.quotes import LONGEST as LONGEST_QUOTE
from recommendations.records.people import refuse_unless_recorder
from recommendations.records.writing import get, record
from recommendations.rules import in_time, last_day
from recommendations.vocabulary import PRIVATE, Fidelity, Precision, SourceKind

PASTED = "pasted text 1"
LONGEST = 2_000_000
ADDRESS = re.compile(r"^https?://\S+$")
ADDED_HERE = frozenset(SourceKind) - {SourceKind.REPORT, SourceKind.PANEL}
"""Kinds a person adds beside an assessment; our own reports come in by import."""
PRIVATE_LETTER = "Letter to us"


def add_source(
    session: Session,
    by: int,
    today: date,
    *,
    kind: SourceKind,
    title: str,
    publisher: str,
    url: str,
    published_on: date | None,
    text: str,
    precision: Precision = Precision.DAY,
    private: bool = False,
) -> Source:
    """Stores pasted text as it is. The same text under the same address is the same
    source: one source serves several measures. Where only the month or year is known,
    any day in it says so, and its last day is stored. A `private` letter has neither
    title nor sender, so that nobody is named."""
    refuse_unless_recorder(session, by)
    named = _private_refused if private else _names_refused
    refused = named(kind, title, publisher)
    if private:
        title, publisher = PRIVATE_LETTER, PRIVATE
    if kind not in ADDED_HERE:
        refused["kind"] = "Our own reports and panels come in by import, not here."
    if url.strip() and not ADDRESS.match(url.strip()):
        refused["url"] = "A web address starts with https:// and has no spaces; or leave it empty."
    if published_on is None:
        refused["published_on"] = "Give the date of publication as it stands on the source."
    elif sentence := in_time(published_on, today):
        refused["published_on"] = sentence
    refused |= _text_refused(text)
    if refused:
        raise Refused(**refused)
    raw = text.encode()
    sha256 = hashlib.sha256(raw).hexdigest()
    for stored in session.exec(select(Source).where(Source.raw_sha256 == sha256)):
        if stored.url == url.strip():
            return stored
    there = session.get(RawFile, sha256)
    if there is not None and not there.raw:
        raise Refused(text="This very text was erased here, and is not taken again.")
    if there is None:
        session.add(RawFile(sha256=sha256, raw=raw))
        session.flush()
    return record(
        session,
        Source(
            kind=kind,
            title=title.strip(),
            publisher=publisher.strip(),
            url=url.strip(),
            published_on=published_on and last_day(published_on, precision),
            precision=precision,
            raw_sha256=sha256,
            text=text,
            extractor=PASTED,
        ),
        by,
    )


def _names_refused(kind: SourceKind, title: str, publisher: str) -> dict[str, str]:
    refused = {}
    if not title.strip():
        refused["title"] = "Give the title, as it stands on the page or paper."
    if not publisher.strip():
        letter = kind is SourceKind.LETTER
        office = "Say which office sent it, or that a private person did."
        refused["publisher"] = office if letter else "Say who published it."
    return refused


def _private_refused(kind: SourceKind, title: str, publisher: str) -> dict[str, str]:
    refused = {}
    if kind is not SourceKind.LETTER:
        refused["kind"] = "Only a letter is from a private person; what others published is public."
    if title.strip():
        refused["title"] = "Leave it empty: a private person's letter has no title that leaves."
    if publisher.strip():
        refused["publisher"] = "Leave it empty: a private person is not named here."
    return refused


def is_testimony(source: Source) -> bool:
    """Whether what is quoted from it are the words of witnesses until it is shown to be
    otherwise."""
    if source.kind is SourceKind.LETTER:
        return source.publisher == PRIVATE
    return source.kind in {SourceKind.REPORT, SourceKind.PANEL, SourceKind.MEETING_NOTE}


def _text_refused(text: str) -> dict[str, str]:
    if not text.strip():
        return {"text": "Paste the passage with the decisive sentence and what stands around it."}
    if len(text) > LONGEST:
        return {"text": "That is over two million letters; paste the part that matters."}
    if "\x00" in text or any(0xD800 <= ord(c) < 0xE000 for c in text):
        return {"text": "There are letters in it that no text has; copy it again from the page."}
    return {}


def quote_words(
    session: Session,
    by: int,
    source: int,
    words: str,
    fidelity: Fidelity = Fidelity.VERBATIM_ORIGINAL,
    start: int | None = None,
) -> Quote:
    """Marks words of a source. Raises Refused where they do not stand in it, or stand
    in it more than once and `start` does not say which; what is stored is the
    source's own spelling."""
    refuse_unless_recorder(session, by)
    stored = get(session, Source, source, "source")
    if not words.strip():
        raise Refused(words="Copy the decisive words from the text into this field.")
    places = list(quotation.occurrences(stored.text, words))
    if start is not None:
        places = [p for p in places if p.start == start] or places
    if not places:
        raise Refused(
            words="These words do not stand in the source. Copy them from its text: only "
            "quotation marks, dashes and white space may differ."
        )
    if len(places) > 1:
        raise Refused(
            words=f"These words stand in the source {len(places)} times; copy a few more "
            "words around them, so that it is clear which place is meant."
        )
    return quote_span(session, by, source, places[0].start, places[0].end, fidelity)


def quote_span(
    session: Session,
    by: int,
    source: int,
    start: int,
    end: int,
    fidelity: Fidelity = Fidelity.VERBATIM_ORIGINAL,
) -> Quote:
    """Marks the words that stand there. The same words quoted again are the same quote."""
    refuse_unless_recorder(session, by)
    stored = get(session, Source, source, "source")
    if not 0 <= start < end <= len(stored.text):
        raise Refused(words="There are no words there that can be quoted. Choose others.")
    anchor = quotation.anchor(stored.text, start, end)
    if len(anchor.exact) > LONGEST_QUOTE:
        raise Refused(words="That is longer than any quote here; mark the decisive words alone.")
    same = session.exec(
        select(Quote).where(
            Quote.source == source, Quote.start == anchor.start, Quote.end == anchor.end
        )
    ).first()
    return same or record(
        session,
        Quote(source=source, **asdict(anchor), fidelity=fidelity, testimony=is_testimony(stored)),
        by,
    )
