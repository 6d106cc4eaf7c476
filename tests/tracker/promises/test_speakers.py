"""What a pack tells of who spoke: nothing that fewer than five share, and nothing that
ties new testimony to a room. Everything said here is an invented sample."""

import io
import re
from contextlib import suppress
from datetime import date

import pikepdf
import pypdfium2
import pytest
from sqlmodel import Session, select

from exports.bibliography import entry_of_quote, entry_of_source
from exports.citations import citation
from exports.profiles import shipped
from exports.publishing import (
    Issuer,
    Moment,
    audience_bibliography,
    draft,
    full_draft,
    print_two_pages,
    register_data,
)
from exports.rendering import full_pack_body, leave_behind_html
from recommendations import choosing, consenting, quoting, reviewing, triage
from recommendations.errors import Refused
from recommendations.models import Quote, Recommendation, Source, Speaker
from recommendations.profiling import ship_profiles
from recommendations.records.consents import Said
from recommendations.records.raw_files import keep_bytes
from recommendations.records.writing import record
from recommendations.register.annotations import write_annotations
from recommendations.register.quote_record import read_readable
from recommendations.register.sources import read_cited
from recommendations.register.waiting import read_waiting
from recommendations.vocabulary import PRIVATE, ConsentState, Region, Role, Rung, SourceKind

HOME, PLACE = "eu", 3
WORDS = "the sample hazelwhistle stood open"
ROOM = ("Sample meeting in the marlin hall", "Sample quillback office", "3 September", "2025-09-03")
"""What would tie the words to where they were spoken."""
RANKS = [rung.value for rung in Rung if rung is not Rung.DIRECT_KNOWLEDGE]


def in_other_words(n: int) -> str:
    """Whoever says the same as another is held to what the other agreed to."""
    return "it was " + " ".join(f"sample{chr(97 + n)}{letter}" for letter in "abcdefgh")


def taken_down(session: Session, by: int, text: str) -> Source:
    """With a title and an office, as they could be typed before both were refused."""
    sha256 = keep_bytes(session, text.encode(), "text")
    named = {"title": ROOM[0], "publisher": ROOM[1], "published_on": date(2025, 9, 3)}
    kind = SourceKind.MEETING_NOTE
    source = Source(kind=kind, **named, raw_sha256=sha256, text=text, extractor="sample")
    return record(session, source, by)


@pytest.fixture
def heard(service, people):
    """heard(rung, ...): that many speakers of new testimony, every one agreed to by a
    second person, each to be described by the exact rank and the region; the words of
    the first are chosen for the European Union."""

    def hear(*rungs: Rung) -> None:
        by, today = people["EDITH"], service.today()
        with service.database.writing() as session:
            ship_profiles(session, shipped())
            told = session.exec(select(Recommendation).where(Recommendation.place == PLACE)).one()
            for n, rung in enumerate(rungs):
                said = in_other_words(n) if n else WORDS
                source = taken_down(session, by, f"Sample {n}. {said}.")
                quote = quoting.quote_words(session, by, source.key, said).key
                triage.answer(session, by, quote, {}, may_leave=True)
                consenting.speak(session, by, quote, "new", rung, Region.CHIN)
                agreed = Said(
                    ConsentState.GIVEN, (), rung, True, "sample", "Sample",
                    consenting.in_a_year(today),
                )  # fmt: skip
                consenting.say(session, by, today, quote, agreed)
                if not n:
                    choosing.choose(session, by, HOME, told.key, quote)
            items = [item for waiting in read_waiting(session) for item in waiting.items]
            reviewing.review_all(
                session, people["RUTH"], [reviewing.Item.parse(item) for item in items]
            )

    return hear


def pack(service):
    today = service.today()
    with service.database.reading() as session:
        moment = Moment(today, service.closing(today), today)
        return draft(session, HOME, moment, Issuer("Sample organisation", "", sample=True))


def codes(service) -> list[str]:
    with service.database.reading() as session:
        return list(session.exec(select(Speaker.code)))


def in_pdf(pdf: bytes) -> str:
    """Its text on one line, and every stream."""
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]
    told = [re.sub(r"\s+", " ", " ".join(pages)), pdf.decode("latin-1")]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        streams = (thing for thing in opened.objects if isinstance(thing, pikepdf.Stream))
        told += [stream.read_bytes().decode("latin-1") for stream in streams]
    return " ".join(told)


CASES = [
    ([Rung.CAPTAIN] * 4, "A person with direct knowledge", ""),
    ([Rung.CAPTAIN] * 5, "A former captain", "Chin State"),
    ([Rung.CAPTAIN] * 3 + [Rung.MAJOR] * 2, "A former officer", "Chin State"),
    ([Rung.POLICE_MAJOR, *[Rung.CONSTABLE] * 4], "A former member of the police", "Chin State"),
    ([Rung.CAPTAIN], "A person with direct knowledge", ""),
]


@pytest.mark.parametrize(("rungs", "attribution", "place"), CASES)
def test_a_pack_tells_no_rank_that_fewer_than_five_share(
    service, heard, figure, rungs: list[Rung], attribution: str, place: str
) -> None:
    heard(*rungs)
    html = leave_behind_html(pack(service))
    assert WORDS in html
    told = ", ".join(part for part in (attribution, place, "second half of 2025") if part)
    assert told in html
    wrong = [rank for rank in RANKS if rank in html and rank != attribution.casefold()]
    tied = [word for word in (*ROOM, *codes(service)) if word in html]
    figure(
        "what stays inside",
        f"{len(rungs)} speakers: {len(wrong)} ranks of fewer than five, {len(tied)} ties",
    )
    assert wrong == tied == []
    assert ("Chin State" in html) is bool(place)


@pytest.mark.pdf
def test_the_bytes_of_a_pdf_tell_no_more(service, heard, figure) -> None:
    heard(*[Rung.CAPTAIN] * 3, *[Rung.MAJOR] * 2)
    told = in_pdf(print_two_pages(service.press, pack(service)).pdf)
    service.press.close()
    assert WORDS in told
    assert "A former officer, Chin State, second half of 2025" in told
    assert "Testimony given to us, second half of 2025; not published." in told
    found = [w for w in (*ROOM, *codes(service), "a former captain", "a former major") if w in told]
    figure("what stays inside", f"1 PDF, {len(told)} letters: {len(found)} ties or exact ranks")
    assert found == []


def test_the_preview_tells_no_more_than_the_pack(service, heard, signed_in) -> None:
    heard(*[Rung.CAPTAIN] * 4)
    page = signed_in("BORIS").get(f"/packs/{HOME}").text
    assert WORDS in page
    assert "A person with direct knowledge, second half of 2025" in page
    assert [w for w in (*ROOM, *codes(service), *RANKS) if w in page] == []


def test_the_register_as_data_tells_no_more_than_the_pack(service, heard) -> None:
    heard(*[Rung.CAPTAIN] * 4)
    today = service.today()
    with service.database.reading() as session:
        moment = Moment(today, service.closing(today), today)
        told = register_data(session, HOME, moment, Issuer("Sample organisation", "", sample=True))
        quote = session.exec(select(Quote).where(Quote.exact == WORDS)).one()
    rows = [row for table in told.tables for row in table.rows if WORDS in map(str, row)]
    assert len(rows) == 1
    assert "A person with direct knowledge, second half of 2025" in rows[0]
    assert f"Q{quote.id}" not in rows[0]
    said = str(told)
    assert [w for w in (*ROOM, *codes(service), *RANKS) if w in said] == []


def test_testimony_we_published_keeps_its_attribution_and_loses_its_room(
    service, heard, people
) -> None:
    """A panel or a meeting has a day on which few were in the room, published or not."""
    heard(Rung.CAPTAIN)
    with service.database.writing() as session:
        spoken = session.exec(select(Quote.source).join(Speaker, Speaker.quote == Quote.id))
        source = spoken.one()
        row = triage.decide_published(
            session, people["EDITH"], service.today(), source, "Sample", service.today(), "Sample."
        )
        reviewing.review_all(
            session, people["RUTH"], [reviewing.Item("publisheddecision", row.key)]
        )
    html = leave_behind_html(pack(service))
    assert WORDS in html
    assert "Testimony given to us, second half of 2025." in html
    assert [word for word in ROOM if word in html] == []
    assert "direct knowledge" not in html


LETTERS = {
    "a private person": PRIVATE,
    "an office": "Sample ministry",
    "a person typed as an office": "Daw Sample Marlin",
}
"""Senders, as they could be typed before a name was refused."""
TYPED = ("quillmarlin", "Sample Marlin")
"""What titles and senders told of who wrote."""


@pytest.fixture
def written(service, people, heard) -> dict[str, int]:
    """Ids of letters with the titles of an older home, besides a note that has one; what they
    say may leave, and was chosen."""
    heard(*[Rung.CAPTAIN] * 5)
    by, today, letters = people["EDITH"], service.today(), {}
    with service.database.writing() as session:
        told = session.exec(select(Recommendation).where(Recommendation.place == PLACE)).one()
        for n, (who, sender) in enumerate(LETTERS.items(), start=10):
            words = in_other_words(n)
            sha256 = keep_bytes(session, f"Sample. {words}.".encode(), "text")
            row = Source(
                kind=SourceKind.LETTER, title=f"What {TYPED[0]} wrote", publisher=sender,
                published_on=date(2025, 9, 3), raw_sha256=sha256, text=f"Sample. {words}.",
                extractor="sample",
            )  # fmt: skip
            letters[who] = record(session, row, by).key
            quote = quoting.quote_words(session, by, row.key, words)
            triage.answer(session, by, quote.key, {}, may_leave=True)
            if quote.testimony:
                consenting.speak(session, by, quote.key, "new", Rung.CAPTAIN, Region.CHIN)
                agreed = Said(
                    ConsentState.GIVEN, (), Rung.CAPTAIN, True, "sample", "Sample",
                    consenting.in_a_year(today),
                )  # fmt: skip
                consenting.say(session, by, today, quote.key, agreed)
            choosing.choose(session, by, HOME, told.key, quote.key)
        items = [item for waiting in read_waiting(session) for item in waiting.items]
        reviewing.review_all(
            session, people["RUTH"], [reviewing.Item.parse(item) for item in items]
        )
    return letters


def test_what_an_older_home_typed_as_title_or_sender_is_in_nothing_that_leaves(
    service, written, figure
) -> None:
    """Packs, data, citations of each source and quote, and files of annotations."""
    today = service.today()
    told: dict[str, str] = {}
    with service.database.reading() as session:
        moment = Moment(today, service.closing(today), today)
        issuer = Issuer("Sample organisation", "", sample=True)
        told["pack"] = leave_behind_html(draft(session, HOME, moment, issuer))
        told["full pack"] = full_pack_body(full_draft(session, HOME, moment, issuer))
        told["data"] = str(register_data(session, HOME, moment, issuer))
        told["bibliography"] = str(audience_bibliography(session, HOME, moment, issuer))
        sources = session.exec(select(Source).where(Source.kind != SourceKind.REPORT)).all()
        for source in sources:
            cited = entry_of_source(read_cited(session, source.key), "Sample organisation")
            told[f"S{source.id}"] = str(cited)
            for id in session.exec(select(Quote.id).where(Quote.source == source.id)):
                view = read_readable(session, id, Role.ADMINISTRATOR)
                entry = entry_of_quote(view, "Sample organisation")
                told[f"Q{id}"] = f"{entry} {citation(view)}"
            with suppress(Refused):
                file = write_annotations(session, source.key, Role.ADMINISTRATOR, today)
                told[f"annotations of S{source.id}"] = str(file)
    found = [where for where, said in told.items() if any(w in said for w in (*ROOM[:2], *TYPED))]
    figure("what stays inside", f"{len(told)} ways out: {len(found)} with an old title or sender")
    assert found == []
    assert WORDS in told["full pack"]
    assert f"annotations of S{written['an office']}" in told
    assert "Sample ministry" in told[f"S{written['an office']}"]
