"""Notes of meetings with an office: who by office, when, what was said, and under which word.
A spoken promise is no position; it becomes one once they have published or written it."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from recommendations.arriving import arrived
from recommendations.errors import NotAllowed, Refused
from recommendations.models import Addressee, Conversation, Person, Source
from recommendations.private import a_person, pointers, sentence_about
from recommendations.records.families import families
from recommendations.records.hidden import hidden_words
from recommendations.records.notes_of_meetings import NOTED, again, conversation_of, is_noted
from recommendations.records.people import person, refuse_unless_recorder
from recommendations.records.raw_files import keep_bytes
from recommendations.records.versions import note_version
from recommendations.records.writing import get, record, record_all
from recommendations.rules import in_time
from recommendations.vocabulary import SourceKind, Spoken

LONGEST = 200_000


@dataclass(frozen=True)
class Meeting:
    addressee: int | None
    on: date | None
    office: str
    spoken: Spoken | None
    text: str
    choice: str = ""
    """What is kept where the notes may be Zawgyi."""


def add_meeting_note(session: Session, by: int, today: date, meeting: Meeting) -> Source:
    """Our own words: they are looked through for what leads to a person. The same notes of
    the same meeting are one source."""
    refuse_unless_recorder(session, by)
    refused = _missing(meeting, today)
    words = None
    try:
        words = arrived(meeting.text.strip(), meeting.choice)
    except Refused as said:
        refused |= said.sentences
    if refused or words is None:
        raise Refused(**refused)
    assert meeting.on and meeting.spoken and meeting.addressee  # noqa: PT018
    whom = get(session, Addressee, meeting.addressee, "addressee")
    raw = meeting.text.strip().encode()
    sha256 = keep_bytes(session, raw, "text", field="text")
    if there := _same(session, sha256, meeting):
        return there
    note = Source(
        kind=SourceKind.MEETING_NOTE,
        title=f"Meeting with {whom.short}",
        publisher=meeting.office.strip(),
        published_on=meeting.on,
        raw_sha256=sha256,
        text=words.text,
        extractor=words.read_by(NOTED),
    )
    record(session, note, by)
    spoke = Conversation(
        addressee=whom.key,
        source=note.key,
        on=meeting.on,
        office=meeting.office.strip(),
        spoken=meeting.spoken,
    )
    record(session, spoke, by)
    return note


def say_stricter(session: Session, by: int, source: int, spoken: Spoken | None) -> Conversation:
    """Off the record, as it turned out: one person's word, at once, by anyone with an account.
    Nothing makes it freer again; the strictest that was said of a note holds, for every
    version of it."""
    person(session, by)
    get(session, Source, source, "source")
    now = conversation_of(session, source)
    if now is None:
        raise Refused("No office said it to us, so there is no word under which it was said.")
    if spoken is None:
        raise Refused(spoken="Say under which word it holds from now on.")
    if spoken.strictness <= now.spoken.strictness:
        raise Refused(
            spoken=f"It holds as said {now.spoken.value} already, and nothing makes that freer."
        )
    versions = sorted(families(session, {source})[source])
    told = [conversation_of(session, version) for version in versions]
    rows = [again(one, spoken) for one in told if one and one.spoken.strictness < spoken.strictness]
    record_all(session, rows, by)
    return next(row for row in rows if row.source == source)


def correct_note(session: Session, by: int, source: int, text: str, choice: str = "") -> Source:
    """A typing mistake put right: a version that takes the place of the earlier one, under
    the same word. What restricts words of the earlier one holds on; its quotes are carried
    over by a person."""
    who = refuse_unless_recorder(session, by)
    before = get(session, Source, source, "source")
    _refuse_uncorrectable(session, before, who)
    if said := _text_refused(text):
        raise Refused(text=said)
    words = arrived(text.strip(), choice)
    if words.text == before.text:
        raise Refused(text="Nothing was changed.")
    note = Source(
        kind=before.kind,
        title=before.title,
        publisher=before.publisher,
        published_on=before.published_on,
        precision=before.precision,
        raw_sha256=keep_bytes(session, text.strip().encode(), "text", field="text"),
        text=words.text,
        extractor=words.read_by(NOTED),
        language=before.language,
        replaces=before.key,
    )
    record(session, note, by)
    spoke = conversation_of(session, source)
    assert spoke is not None
    record(session, again(spoke, spoke.spoken, note.key), by)
    note_version(session, note, by)
    return note


def _refuse_uncorrectable(session: Session, before: Source, who: Person) -> None:
    if not is_noted(before):
        raise Refused("Only what was noted here is corrected so; it is no note of a meeting.")
    later = session.exec(select(Source.id).where(Source.replaces == before.key)).first()
    if later is not None:
        raise Refused(f"It was corrected before: correct S{later}.")
    if hidden_words(session, {before.key}, who.role, who.key).quotes:
        raise NotAllowed("Words of it are withheld from you, so you cannot write it anew.")


def _missing(meeting: Meeting, today: date) -> dict[str, str]:
    refused = {}
    if meeting.addressee is None:
        refused["addressee"] = "Choose whose office it was."
    if meeting.spoken is None:
        refused["spoken"] = "Say under which word they spoke; where nobody asked, it is internal."
    if meeting.on is None:
        refused["on"] = "Give the day of the meeting."
    elif sentence := in_time(meeting.on, today):
        refused["on"] = sentence
    if not meeting.office.strip():
        refused["office"] = "Name the office, for instance “Myanmar desk, Foreign Ministry”."
    elif named := a_person(meeting.office):
        refused["office"] = (
            f"“{named}” looks like a person. Name the office alone: a note that is "
            "seized would say who spoke with us."
        )
    elif found := next(pointers(meeting.office), None):
        refused["office"] = sentence_about(*found)
    if said := _text_refused(meeting.text):
        refused["text"] = said
    return refused


def _text_refused(text: str) -> str:
    if not text.strip():
        return "Write down what was said."
    if len(text) > LONGEST:
        return "That is more than a note of a meeting can hold."
    if any(0xD800 <= ord(letter) < 0xE000 for letter in text):
        return "There are letters in it that no text has; type them again."
    found = next(pointers(text), None)
    return sentence_about(*found) if found else ""


def _same(session: Session, sha256: str, meeting: Meeting) -> Source | None:
    rows = session.exec(
        select(Source)
        .join(Conversation)
        .where(
            Source.raw_sha256 == sha256,
            Conversation.on == meeting.on,
            Conversation.addressee == meeting.addressee,
            Conversation.spoken == meeting.spoken,
        )
    )
    return rows.first()
