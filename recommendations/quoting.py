"""Adding sources that people bring, and marking quotes in them."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date

from sqlmodel import Session, col, func, select

from recommendations import quotation
from recommendations.arriving import chosen, refuse_turning, turned_over
from recommendations.burmese import Encoding, encoding_of
from recommendations.errors import Refused
from recommendations.models import Page, Quote, Section, Source
from recommendations.models.quotes import LONGEST as LONGEST_QUOTE
from recommendations.private import a_person
from recommendations.reading.converted import converted
from recommendations.reading.layout import LONGEST
from recommendations.reading.parts import ReadSource
from recommendations.records.copies import is_of_witness
from recommendations.records.descriptions import (
    Described,
    address_refused,
    date_refused,
    language_refused,
)
from recommendations.records.hidden import hidden_words
from recommendations.records.notes_of_meetings import is_noted
from recommendations.records.oddities import notice
from recommendations.records.people import refuse_unless_recorder
from recommendations.records.raw_files import hash_of, keep_bytes
from recommendations.records.scans import is_transcribed
from recommendations.records.versions import note_same_words, note_version
from recommendations.records.writing import get, record, record_all
from recommendations.vocabulary import Fidelity, SourceKind
from recommendations.zawgyi import to_unicode

PASTED = "pasted text 1"
_NO_LETTER = re.compile("[\x00\ud800-\udfff]")
ADDED_HERE = frozenset(SourceKind) - {SourceKind.REPORT, SourceKind.PANEL}
"""Kinds a person adds beside an assessment; our own reports come in by import."""
NOT_HERE = {
    SourceKind.REPORT: "A report of ours comes in under “Another report of ours”, not here.",
    SourceKind.PANEL: "Panels are never quoted directly: what was said there is quoted from the "
    "report that published it. What was not published is a note of a witness, under consent.",
}


@dataclass(frozen=True)
class File:
    """Bytes that came in, and what was read from them in a child."""

    raw: bytes
    read: ReadSource


def pasted(text: str) -> File:
    """Raises Refused for what is no text, or too much of it."""
    if not text.strip():
        raise Refused(
            text="Paste the passage with the decisive sentence and what stands around it."
        )
    if len(text) > LONGEST:
        raise Refused(text="That is over two million letters; paste the part that matters.")
    if _NO_LETTER.search(text):
        raise Refused(text="There are letters in it that no text has; copy it again from the page.")
    refuse_turning({"text": text})
    return File(text.encode(), ReadSource(text, PASTED))


def as_chosen(file: File, choice: str) -> File:
    """What may be Zawgyi is kept as a person chose; the bytes stay as they came. Raises
    Refused where somebody has to choose first."""
    kept = chosen(file.read.text, choice)
    return replace(file, read=converted(file.read, kept.text)) if kept.converted else file


def add_source(
    session: Session,
    by: int,
    today: date,
    said: Described,
    *,
    text: str = "",
    file: File | None = None,
    replaces: int | None = None,
    burmese: str = "",
) -> Source:
    """Stores what was read from a file, or pasted text as it is. The same bytes under the
    same address are the same source: one source serves several measures. What a witness
    wrote or told has neither title nor sender, so that nobody is named. `burmese` is what
    is kept where the text may be Zawgyi."""
    refuse_unless_recorder(session, by)
    refused = _refused(said, today)
    try:
        file = as_chosen(file or pasted(text), burmese)
    except Refused as no_text:
        refused |= no_text.sentences
    if refused or file is None:
        raise Refused(**refused)
    said = said.naming_nobody()
    sha256 = hash_of(file.raw)
    if replaces is not None:
        _refuse_unless_newer(session, replaces, sha256)
    if there := _same(session, sha256, said.url.strip(), replaces):
        return there
    keep_bytes(session, file.raw, "text", field="text")
    source = Source(
        **said.stored_as(),
        raw_sha256=sha256,
        text=file.read.text,
        extractor=file.read.extractor,
        language=said.language.strip() or None,
        replaces=replaces,
    )
    record(session, source, by)
    _store_parts(session, source.key, file.read, by)
    if replaces is not None:
        note_version(session, source, by)
    notice(session, source, by)
    return source


def _refused(said: Described, today: date) -> dict[str, str]:
    refused = _witness_refused(said) if said.of_witness else _names_refused(said)
    if said.kind is None:
        refused["kind"] = "Say what kind of source it is."
    elif said.kind not in ADDED_HERE:
        refused["kind"] = NOT_HERE[said.kind]
    asked = "Give the date of publication as it stands on the source."
    refused |= address_refused(said.url)
    refused |= date_refused(said.published_on, today, asked)
    return refused | language_refused(said.language)


def _names_refused(said: Described) -> dict[str, str]:
    refused = {}
    if not said.title.strip():
        refused["title"] = "Give the title, as it stands on the page or paper."
    if not said.publisher.strip():
        letter = said.kind is SourceKind.LETTER
        office = "Say which office sent it, or that a private person did."
        refused["publisher"] = office if letter else "Say who published it."
    elif said.kind is SourceKind.LETTER and (named := a_person(said.publisher)):
        refused["publisher"] = (
            f"“{named}” looks like a person. Name the office alone; a private person's letter "
            "has a kind of its own."
        )
    return refused


def _witness_refused(said: Described) -> dict[str, str]:
    refused = {}
    if said.private and said.kind is not SourceKind.LETTER:
        refused["kind"] = "Only a letter is from a private person; what others published is public."
    if said.title.strip():
        refused["title"] = (
            "Leave it empty: what a witness wrote or told us has no title, which could name them."
        )
    if said.publisher.strip():
        refused["publisher"] = "Leave it empty: a private person is not named here."
    if said.url.strip():
        refused["url"] = "Leave it empty: what a witness wrote or told us has no web address."
    return refused


def _refuse_unless_newer(session: Session, replaces: int, sha256: str) -> None:
    before = get(session, Source, replaces, "source")
    if before.kind not in ADDED_HERE:
        raise Refused("A newer version of our own report or panel comes in by import.")
    if is_noted(before) or is_transcribed(before):
        raise Refused("What was noted or typed here is corrected where it was written.")
    if before.raw_sha256 == sha256:
        raise Refused(file="This is the very file that is stored: nothing in it is newer.")
    later = session.exec(select(Source.id).where(Source.replaces == replaces)).first()
    if later is not None:
        raise Refused(f"S{replaces} has a newer version already, S{later}. Add yours to that one.")


def _same(session: Session, sha256: str, url: str, replaces: int | None) -> Source | None:
    stored = session.exec(select(Source).where(Source.raw_sha256 == sha256))
    return next((one for one in stored if (one.url, one.replaces) == (url, replaces)), None)


def is_testimony(source: Source) -> bool:
    """Whether what is quoted from it are the words of witnesses until it is shown to be
    otherwise."""
    return source.kind is SourceKind.REPORT or is_of_witness(source)


def _store_parts(session: Session, source: int, read: ReadSource, by: int) -> None:
    sections = [
        Section(
            source=source, start=s.start, end=s.end, title=s.title, level=s.level, path=list(s.path)
        )
        for s in read.sections
    ]
    pages = [Page(source=source, number=p.number, start=p.start, end=p.end) for p in read.pages]
    record_all(session, [*sections, *pages], by)


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
    source's own spelling. Where somebody may not read them, they do not stand."""
    who = refuse_unless_recorder(session, by)
    stored = get(session, Source, source, "source")
    if not words.strip():
        raise Refused(words="Copy the decisive words from the text into this field.")
    places = list(quotation.occurrences(stored.text, words))
    if not places and encoding_of(words) in {Encoding.ZAWGYI, Encoding.UNSURE}:
        # Copied from the page, where the stored text is its conversion.
        places = list(quotation.occurrences(stored.text, to_unicode(words)))
    kept = hidden_words(session, {source}, who.role, by).places(source, stored.text)
    places = [p for p in places if not any(a < p.end and p.start < b for a, b in kept)]
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
    """Marks the words that stand there. The same words quoted again are the same quote. Of
    what was typed from pictures every quote says so."""
    refuse_unless_recorder(session, by)
    stored = get(session, Source, source, "source")
    if not 0 <= start < end <= len(stored.text):
        raise Refused(words="There are no words there that can be quoted. Choose others.")
    anchor = quotation.anchor(stored.text, start, end)
    if len(anchor.exact) > LONGEST_QUOTE:
        raise Refused(words="That is longer than any quote here; mark the decisive words alone.")
    if fidelity is Fidelity.TRANSCRIPTION and not is_transcribed(stored):
        raise Refused(
            fidelity="Words typed from a scan are added as pictures, so that another person checks "
            "them. Say what these are."
        )
    if turned_over(anchor.exact):
        raise Refused(
            words="A hidden sign among them turns the direction of letters, so they would not be "
            "read as they stand. Mark the words before it or after it."
        )
    same = session.exec(
        select(Quote).where(
            Quote.source == source, Quote.start == anchor.start, Quote.end == anchor.end
        )
    ).first()
    if same is not None:
        return same
    quote = Quote(
        source=source,
        **asdict(anchor),
        fidelity=Fidelity.TRANSCRIPTION if is_transcribed(stored) else fidelity,
        testimony=is_testimony(stored),
        official=stored.publisher if is_noted(stored) else "",
    )
    record(session, quote, by)
    note_same_words(session, [quote], by)
    return quote


def quote_spans(session: Session, by: int, source: int, spans: Iterable[tuple[int, int]]) -> int:
    """Many at once, as words of such a source are mostly published; gives how many are new."""
    ours = get(session, Source, source, "source").kind.is_ours
    usual = Fidelity.INTERPRETED_AND_EDITED if ours else Fidelity.VERBATIM_ORIGINAL
    before = _count(session, source)
    for start, end in spans:
        quote_span(session, by, source, start, end, usual)
    return _count(session, source) - before


def _count(session: Session, source: int) -> int:
    return session.exec(select(func.count(col(Quote.id))).where(Quote.source == source)).one()
