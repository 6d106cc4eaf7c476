"""Sources that come in as pictures: one person types the words, another checks them. Until
then they are nobody's to quote, because they are no source yet."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sqlmodel import Session, col, select

from recommendations.arriving import CONVERTED, arrived
from recommendations.errors import Changed, NotAllowed, Refused
from recommendations.models import Page, Person, RawFile, ScannedPage, Source, Transcription
from recommendations.private import a_person
from recommendations.reading.pictures import MOST_AT_ONCE, Picture
from recommendations.records.descriptions import Described, address_refused, date_refused
from recommendations.records.hidden import hidden_words
from recommendations.records.people import person, refuse_unless_recorder
from recommendations.records.raw_files import is_erased, keep_bytes, not_again
from recommendations.records.scans import TRANSCRIBED, scanned_pages, transcription_of
from recommendations.records.versions import note_version
from recommendations.records.writing import (
    drop,
    get,
    last_links,
    record,
    record_all,
    refuse_reviewed,
    refuse_unless_second,
    review,
    revise,
    unlink,
)
from recommendations.vocabulary import PRIVATE, Role, SourceKind, Verdict

BETWEEN = "\n\n"
LONGEST = 200_000
AS_PICTURES = (
    SourceKind.LETTER,
    SourceKind.OFFICIAL_STATEMENT,
    SourceKind.OFFICIAL_ACT,
    SourceKind.NEWS,
    SourceKind.INDEPENDENT_REPORT,
)
CHECKERS = frozenset({Role.EDITOR, Role.REVIEWER, Role.ADMINISTRATOR})


def add_pictures(
    session: Session, by: int, today: date, described: Described, pictures: Sequence[Picture]
) -> Transcription:
    """The same pictures in the same order are the same transcription."""
    refuse_unless_recorder(session, by)
    refused = _missing(described, today)
    refused |= _unfit(session, pictures)
    if refused:
        raise Refused(**refused)
    if there := _same(session, pictures):
        return there
    row = Transcription(**described.stored_as())
    session.add(row)
    session.flush()
    session.add_all(_pages(row.key, pictures))
    session.flush()
    return record(session, row, by)


def _missing(described: Described, today: date) -> dict[str, str]:
    refused = {}
    if described.kind not in AS_PICTURES:
        refused["kind"] = "Say what it is."
    if not described.title.strip():
        refused["title"] = "Give its title or subject; of a letter, whom it is to and about what."
    if described.private or described.publisher.strip().casefold() == PRIVATE:
        refused["kind"] = (
            "A private person's letter is not kept as a picture: its hand and its names lead to "
            "them. Paste its words beside a finding instead."
        )
    if not described.publisher.strip():
        refused["publisher"] = "Say who wrote or published it, by office."
    elif described.kind is SourceKind.LETTER and (named := a_person(described.publisher)):
        refused["publisher"] = f"“{named}” looks like a person. Name the office alone."
    refused |= address_refused(described.url)
    return refused | date_refused(described.published_on, today, "Give the date that stands on it.")


def _unfit(session: Session, pictures: Sequence[Picture]) -> dict[str, str]:
    if not pictures:
        return {"pictures": "Choose the pictures of its pages, in their order."}
    if len(pictures) > MOST_AT_ONCE:
        return {"pictures": f"That is more than {MOST_AT_ONCE} pages; bring it in parts."}
    if len({picture.sha256 for picture in pictures}) < len(pictures):
        return {"pictures": "One picture is there twice; choose each page once."}
    for picture in pictures:
        if is_erased(session, picture.sha256):
            return {"pictures": not_again("picture")}
    return {}


def _same(session: Session, pictures: Sequence[Picture]) -> Transcription | None:
    wanted = [picture.sha256 for picture in pictures]
    first = select(ScannedPage).where(ScannedPage.sha256 == wanted[0], ScannedPage.place == 1)
    for page in session.exec(first):
        if [one.sha256 for one in scanned_pages(session, page.transcription)] == wanted:
            return session.get_one(Transcription, page.transcription)
    return None


def _pages(transcription: int, pictures: Sequence[Picture]) -> Iterator[ScannedPage]:
    for place, picture in enumerate(pictures, start=1):
        yield ScannedPage(
            transcription=transcription,
            place=place,
            sha256=picture.sha256,
            raw=picture.raw,
            media=picture.media,
            width=picture.width,
            height=picture.height,
        )


def type_words(
    session: Session,
    by: int,
    transcription: int,
    texts: Mapping[int, str],
    choices: Mapping[int, str],
    seen: int,
) -> Transcription:
    """By page. Whoever types is its author from then on, so that whoever corrects another's
    words does not check them as well. `seen` is the last link when it was shown."""
    row = _open(session, by, transcription, seen)
    places = [page.place for page in scanned_pages(session, row.key)]
    typed: list[str] = []
    refused: dict[str, str] = {}
    for place in places:
        text, name = texts.get(place, "").strip(), f"text-{place}"
        typed.append(text)
        try:
            refused |= _text_refused(name, text)
            words = arrived(text, choices.get(place, ""), name)
            typed[-1] = words.text
            row.converted = row.converted or words.converted
        except Refused as said:
            refused |= said.sentences
    if refused:
        raise Refused(**refused)
    if typed == row.texts:
        raise Refused("Nothing was changed.")
    row.texts, row.recorded_by = typed, by
    revise(session, row, by)
    return row


def _text_refused(name: str, text: str) -> dict[str, str]:
    if not text:
        return {name: "Type what stands on this page; where nothing does, write [no words]."}
    if len(text) > LONGEST:
        return {name: "That is more than a page can hold."}
    if any(0xD800 <= ord(letter) < 0xE000 for letter in text):
        return {name: "There are letters in it that no text has; type them again."}
    return {}


def correct(session: Session, by: int, source: int) -> Transcription:
    """A mistake in what was typed: the same pictures with the words as they are, to be put
    right by one person and checked by another. Nothing changes before that."""
    who = person(session, by)
    if who.role not in CHECKERS:
        raise NotAllowed("Editors, reviewers and administrators type and check.")
    before = get(session, Source, source, "source")
    told = transcription_of(session, source)
    if told is None:
        raise Refused("It was not typed from pictures, so there is nothing to hold it against.")
    _refuse_withheld(session, source, who)
    _refuse_corrected(session, source)
    waiting = select(Transcription).where(
        Transcription.replaces == source, col(Transcription.source).is_(None)
    )
    if there := session.exec(waiting).first():
        return there
    row = Transcription(
        kind=before.kind,
        title=before.title,
        publisher=before.publisher,
        url=before.url,
        published_on=before.published_on,
        precision=before.precision,
        texts=_texts_of(session, before),
        converted=before.extractor.endswith(CONVERTED),
        replaces=source,
    )
    session.add(row)
    session.flush()
    session.add_all(_same_pages(session, told.key, row.key))
    session.flush()
    return record(session, row, by)


def _refuse_withheld(session: Session, source: int, who: Person) -> None:
    if hidden_words(session, {source}, who.role, who.key).quotes:
        raise NotAllowed("Words of it are withheld from you, so you cannot write it anew.")


def _refuse_corrected(session: Session, source: int) -> None:
    later = session.exec(select(Source.id).where(Source.replaces == source)).first()
    if later is not None:
        raise Refused(f"It was corrected before: correct S{later}.")


def _texts_of(session: Session, source: Source) -> list[str]:
    pages = select(Page).where(Page.source == source.id).order_by(col(Page.number))
    return [source.text[page.start : page.end] for page in session.exec(pages)]


def _same_pages(session: Session, before: int, after: int) -> Iterator[ScannedPage]:
    """The pictures are files of the source already, and stay where they are."""
    for page in scanned_pages(session, before):
        yield ScannedPage(
            transcription=after,
            place=page.place,
            sha256=page.sha256,
            raw=b"",
            media=page.media,
            width=page.width,
            height=page.height,
        )


def check(
    session: Session, by: int, transcription: int, verdict: Verdict, comment: str, seen: int
) -> Transcription:
    """The second person's word, with the pictures before them. Accepting makes a source of
    it, whose words can be quoted from then on and stay inside as any other's."""
    row = _open(session, by, transcription, seen)
    who = person(session, by)
    if not row.texts:
        raise Refused("Nobody has typed it yet.")
    refuse_unless_second(who, row)
    if verdict is Verdict.ACCEPTED:
        _become_source(session, row, who)
    review(session, row, who, verdict, comment)
    return row


def remove(session: Session, by: int, transcription: int) -> None:
    """By its author or an administrator, while it is no source: a wrong picture goes."""
    row = get(session, Transcription, transcription, "transcription")
    who = person(session, by)
    if row.recorded_by != by and who.role is not Role.ADMINISTRATOR:
        raise NotAllowed("Its author or an administrator removes it.")
    refuse_reviewed(session, row)
    unlink(session, scanned_pages(session, row.key))
    drop(session, row, by)


def _open(session: Session, by: int, transcription: int, seen: int) -> Transcription:
    row = get(session, Transcription, transcription, "transcription")
    if person(session, by).role not in CHECKERS:
        raise NotAllowed("Editors, reviewers and administrators type and check.")
    if row.source is not None:
        raise Refused("It has been checked and is a source; it stays as it is.")
    if row.replaces is not None:
        _refuse_withheld(session, row.replaces, person(session, by))
    if seen != last_links(session)["transcription", row.key]:
        raise Changed("Somebody typed in it while you were reading; read it as it is now.")
    return row


def _become_source(session: Session, row: Transcription, checker: Person) -> None:
    """Words and pictures move, so that erasing finds each in one place."""
    pages = scanned_pages(session, row.key)
    for page in pages:
        if session.get(RawFile, page.sha256) is None:
            session.add(RawFile(sha256=page.sha256, raw=page.raw))
        page.raw = b""
        session.add(page)
    session.flush()
    made = record(session, _source(session, row, pages), row.recorded_by)
    if row.replaces is not None:
        note_version(session, made, row.recorded_by)
    record_all(session, list(_places(made.key, row.texts)), row.recorded_by)
    row.source, row.texts = made.key, []
    revise(session, row, checker.key)


def _source(session: Session, row: Transcription, pages: Sequence[ScannedPage]) -> Source:
    """A correction has a file of its own, its words: ledgers outside name words by file and
    place, and these stand in other places than before."""
    text, sha256 = BETWEEN.join(row.texts), pages[0].sha256
    if row.replaces is not None:
        _refuse_corrected(session, row.replaces)
        if text == get(session, Source, row.replaces).text:
            raise Refused("Nothing in it differs from what was typed before; remove it instead.")
        sha256 = keep_bytes(session, text.encode(), "text")
    return Source(
        kind=row.kind,
        title=row.title,
        publisher=row.publisher,
        url=row.url,
        published_on=row.published_on,
        precision=row.precision,
        raw_sha256=sha256,
        text=text,
        extractor=f"{TRANSCRIBED}, {CONVERTED}" if row.converted else TRANSCRIBED,
        replaces=row.replaces,
    )


def _places(source: int, texts: Sequence[str]) -> Iterator[Page]:
    at = 0
    for number, text in enumerate(texts, start=1):
        yield Page(source=source, number=number, start=at, end=at + len(text))
        at += len(text) + len(BETWEEN)
