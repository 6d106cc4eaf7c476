"""Sources that came in as pictures: one types, another checks, and until then they are no
source. The pictures are drawn here and say nothing real."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, select

from recommendations import naming, quoting, transcribing
from recommendations.arriving import Keep
from recommendations.errors import Changed, NotAllowed, NotFound, Refused
from recommendations.models import Page, RawFile, ScannedPage, Source, Transcription
from recommendations.reading.pictures import Picture, repainted
from recommendations.records import chain, tombstones
from recommendations.records.descriptions import Described
from recommendations.records.standing import standings
from recommendations.register.desk import read_desk
from recommendations.register.sources import read_source, read_sources
from recommendations.register.transcriptions import (
    read_picture,
    read_to_type,
    read_transcription,
)
from recommendations.register.waiting import count_for, read_waiting
from recommendations.reviewing import Item, review_all
from recommendations.search import find_sources
from recommendations.triage import withdraw
from recommendations.vocabulary import Fidelity, Precision, Role, SourceKind, Tier, Verdict
from tests.sample_pictures import CANARIES, telling_jpeg, telling_png

TODAY = date(2026, 11, 22)
LETTER = Described(
    SourceKind.LETTER, "To the sample office, about its report", "Sample Ministry", TODAY
)
TYPED = {1: "The ministry takes note of the report.", 2: "It will answer.\n\n[signature]"}


@pytest.fixture(scope="module")
def pictures() -> list[Picture]:
    return [*repainted(telling_jpeg("Sample page 1")), *repainted(telling_png("Sample page 2"))]


class Desk:
    """One transcription, and what people do with it."""

    def __init__(self, office, pictures: list[Picture]) -> None:
        self.office = office
        with office.writing() as session:
            self.id = transcribing.add_pictures(
                session, office["EDITH"], TODAY, LETTER, pictures
            ).key

    def seen(self) -> int:
        with self.office.reading() as session:
            return read_transcription(session, self.id).seen

    def types(self, who: str, texts=TYPED, choices=None, seen: int | None = None) -> None:
        with self.office.writing() as session:
            transcribing.type_words(
                session, self.office[who], self.id, texts, choices or {}, seen or self.seen()
            )

    def checks(self, who: str, verdict=Verdict.ACCEPTED, comment="", seen=None) -> int | None:
        with self.office.writing() as session:
            return transcribing.check(
                session, self.office[who], self.id, verdict, comment, seen or self.seen()
            ).source


@pytest.fixture
def desk(office, pictures) -> Desk:
    return Desk(office, pictures)


def waiting(office, who: str, role: Role) -> tuple[int, int]:
    """As counted for every page, and as listed in the review."""
    with office.reading() as session:
        listed = count_for(read_waiting(session, role, office[who]), office[who], role)
        return read_desk(session, office[who], role).waiting, listed


def test_one_types_another_checks_and_then_it_is_a_source(office, desk, pictures) -> None:
    assert waiting(office, "RUTH", Role.REVIEWER) == (0, 0)
    desk.types("EDITH")
    with office.reading() as session:
        assert find_sources(session, "sample office") == []
        assert len(session.exec(select(Source)).all()) == 1
    assert waiting(office, "RUTH", Role.REVIEWER) == (1, 1)
    assert waiting(office, "EMIL", Role.EDITOR) == (1, 1)
    assert waiting(office, "BORIS", Role.BOARD) == waiting(office, "EDITH", Role.EDITOR) == (0, 0)
    with pytest.raises(Refused, match="recorded it yourself"):
        desk.checks("EDITH")
    with pytest.raises(NotAllowed, match="type and check"):
        desk.checks("BORIS")
    source = desk.checks("RUTH")
    assert source
    assert waiting(office, "EMIL", Role.EDITOR) == (0, 0)
    with office.reading() as session:
        read = read_source(session, source)
        stored = session.get_one(Source, source)
        assert stored.text == f"{TYPED[1]}\n\n{TYPED[2]}"
        assert (stored.extractor, stored.raw_sha256) == ("transcription 1", pictures[0].sha256)
        pages = session.exec(select(Page).where(Page.source == source).order_by(Page.number))
        assert [stored.text[p.start : p.end] for p in pages] == [TYPED[1], TYPED[2]]
        assert read.scans
        assert (read.scans.signed.by, read.scans.signed.reviewed_by) == ("EDITH", "RUTH")
        for n, picture in enumerate(pictures, start=1):
            raw, media = read_picture(session, desk.id, n, Role.EDITOR, office["EMIL"])
            assert (raw, media) == (picture.raw, picture.media)
            assert hashlib.sha256(session.get_one(RawFile, picture.sha256).raw).hexdigest() == (
                picture.sha256
            )
        assert not list(chain.verify(session))
    with pytest.raises(Refused, match="stays as it is"):
        desk.types("EMIL", {1: "Other", 2: "words"})
    with office.writing() as session:
        quote = quoting.quote_words(session, office["EMIL"], source, "takes note of the report")
        assert quote.fidelity is Fidelity.TRANSCRIPTION
        assert not quote.testimony


def test_who_corrects_does_not_check_what_they_corrected(office, desk) -> None:
    desk.types("EMIL")
    before = desk.seen()
    desk.checks("RUTH", Verdict.SENT_BACK, "Line 1 says takes, not took.")
    assert waiting(office, "EDITH", Role.EDITOR) == (0, 0)
    with pytest.raises(Refused, match="Nothing was changed"):
        desk.types("EMIL")
    desk.types("RUTH", {**TYPED, 1: "The ministry took note of the report."})
    with pytest.raises(Changed, match="while you were reading"):
        desk.checks("EMIL", seen=before)
    with pytest.raises(Refused, match="recorded it yourself"):
        desk.checks("RUTH")
    assert waiting(office, "EMIL", Role.EDITOR) == waiting(office, "EDITH", Role.EDITOR) == (1, 1)
    assert desk.checks("EMIL")


def test_what_is_missing_is_said_beside_its_field(office, desk, pictures) -> None:
    nothing = Described(None, " ", "", None, "no address")
    with office.writing() as session, pytest.raises(Refused) as refused:
        transcribing.add_pictures(session, office["EDITH"], TODAY, nothing, [])
    fields = {"kind", "title", "publisher", "published_on", "url", "pictures"}
    assert set(refused.value.sentences) == fields
    for pages, field in (
        ([pictures[0]] * 2, "there twice"),
        ([replace(pictures[0], sha256=str(n)) for n in range(21)], "more than 20"),
    ):
        with office.writing() as session, pytest.raises(Refused, match=field):
            transcribing.add_pictures(session, office["EDITH"], TODAY, LETTER, pages)
    for witness in (replace(LETTER, private=True), replace(LETTER, publisher="A private person")):
        with office.writing() as session, pytest.raises(Refused, match="hand and its names"):
            transcribing.add_pictures(session, office["EDITH"], TODAY, witness, pictures)
    with pytest.raises(Refused, match="Nobody has typed it"):
        desk.checks("RUTH")
    with pytest.raises(Refused) as refused:
        desk.types("EDITH", {1: "\ud800", 2: ""})
    assert set(refused.value.sentences) == {"text-1", "text-2"}
    with pytest.raises(Refused, match="more than a page"):
        desk.types("EDITH", {**TYPED, 1: "x" * 200_001})
    with office.writing() as session, pytest.raises(NotAllowed):
        transcribing.add_pictures(session, office["RUTH"], TODAY, LETTER, pictures)


def test_the_same_pictures_are_one_transcription_and_a_month_is_its_last_day(
    office, desk, pictures
) -> None:
    monthly = replace(LETTER, precision=Precision.MONTH, published_on=date(2026, 9, 4))
    with office.writing() as session:
        again = transcribing.add_pictures(session, office["EMIL"], TODAY, monthly, pictures)
        assert again.key == desk.id
        turned = transcribing.add_pictures(session, office["EMIL"], TODAY, monthly, pictures[::-1])
        assert (turned.key, turned.published_on) == (desk.id + 1, date(2026, 9, 30))


def test_zawgyi_that_was_typed_is_converted_only_where_a_person_says_so(office, desk) -> None:
    typed = {1: "ျမန္မာႏိုင္ငံ ျပည္သူလူထု အဖြဲ႕အစည္း", 2: "Sample"}
    with pytest.raises(Refused, match="Zawgyi") as refused:
        desk.types("EDITH", typed)
    assert set(refused.value.sentences) == {"text-1-burmese"}
    desk.types("EDITH", typed, {1: Keep.CONVERTED})
    source = desk.checks("RUTH")
    with office.reading() as session:
        stored = session.get_one(Source, source)
        assert stored.text.startswith("မြန်မာနိုင်ငံ ပြည်သူလူထု")
        assert stored.extractor == "transcription 1, Zawgyi converted 1"
    with office.writing() as session:
        quote = quoting.quote_words(session, office["EMIL"], source or 0, "မြန်မာနိုင်ငံ ပြည်သူလူထု")
        assert quote.fidelity is Fidelity.TRANSCRIPTION


def test_pictures_of_withheld_words_are_not_shown(office, desk, pictures) -> None:
    desk.types("EDITH")
    source = desk.checks("RUTH") or 0
    with office.writing() as session:
        quote = quoting.quote_words(session, office["EDITH"], source, "It will answer.").key
        withdraw(session, office["EDITH"], quote, "Sample.")
        again = transcribing.add_pictures(session, office["EDITH"], TODAY, LETTER, pictures[1:]).key
    with office.reading() as session:
        with pytest.raises(NotFound, match="withheld"):
            read_picture(session, again, 1, Role.EDITOR, office["EDITH"])
        assert read_picture(session, desk.id, 1, Role.ADMINISTRATOR, office["AMARA"])
        assert not read_source(session, source, role=Role.EDITOR).pictures
        for role in (Role.EDITOR, Role.REVIEWER, Role.BOARD, None):
            with pytest.raises(NotFound, match="withheld"):
                read_picture(session, desk.id, 1, role, office["EMIL"])
        with pytest.raises(NotFound, match="no such page"):
            read_picture(session, desk.id, 3, Role.EDITOR, office["EMIL"])


def test_pictures_of_sealed_words_are_for_the_people_they_were_sealed_for(office, desk) -> None:
    desk.types("EDITH")
    source = desk.checks("RUTH") or 0
    with office.writing() as session:
        quote = quoting.quote_words(session, office["EDITH"], source, "It will answer.").key
        switch = naming.propose_switching_on(session, office["RUTH"], Tier.SEALED, "Sample.")
        review_all(session, office["AMARA"], [Item("tierswitch", switch.key)])
        naming.seal(session, office["EDITH"], quote, [office["EDITH"], office["BORIS"]])
    with office.reading() as session:
        for code, role in (("EDITH", Role.EDITOR), ("BORIS", Role.BOARD)):
            assert read_picture(session, desk.id, 2, role, office[code])
        for code, role in (("EMIL", Role.EDITOR), ("AMARA", Role.ADMINISTRATOR)):
            with pytest.raises(NotFound, match="withheld"):
                read_picture(session, desk.id, 2, role, office[code])


def test_what_is_no_source_yet_can_be_removed_by_who_brought_it(office, desk, pictures) -> None:
    with office.writing() as session, pytest.raises(NotAllowed):
        transcribing.remove(session, office["EMIL"], desk.id)
    with office.writing() as session:
        transcribing.remove(session, office["EDITH"], desk.id)
    with office.reading() as session:
        assert not session.exec(select(Transcription)).all()
        assert not session.exec(select(ScannedPage)).all()
        assert not list(chain.verify(session))
    again = Desk(office, pictures)
    again.types("EDITH")
    again.checks("RUTH")
    with office.writing() as session, pytest.raises(Refused, match="reviewed"):
        transcribing.remove(session, office["AMARA"], again.id)


def test_the_database_holds_nothing_that_a_camera_wrote_into_a_file(office, desk) -> None:
    desk.types("EDITH")
    desk.checks("RUTH")
    with office.reading() as session:
        for table in SQLModel.metadata.sorted_tables:
            for row in session.execute(sa.select(table)):
                told = b" ".join(v if isinstance(v, bytes) else str(v).encode() for v in row)
                assert not [word for word in CANARIES[:4] if word in told], table.name


def test_a_picture_that_was_changed_is_found_out(office, desk) -> None:
    with office.writing() as session:
        session.execute(sa.update(ScannedPage).where(ScannedPage.place == 1).values(raw=b"x"))
    with office.reading() as session:
        told = [f"{broken.where}: {broken.what}" for broken in chain.verify(session)]
    assert told == [f"transcription {desk.id}, page 1: is not the picture that came in"]


@pytest.fixture
def checked(office, desk) -> int:
    """A source that was typed by one person and checked by another."""
    desk.types("EDITH")
    return desk.checks("RUTH")


def corrects(office, desk, source: int, who: str = "EDITH") -> None:
    with office.writing() as session:
        desk.id = transcribing.correct(session, office[who], source).key


def test_a_mistake_is_corrected_from_the_same_pictures_and_takes_the_place_of_the_earlier_one(
    office, desk, pictures, checked: int
) -> None:
    with office.writing() as session:
        quote = quoting.quote_words(session, office["EMIL"], checked, "takes note of the report")
        triage_id = quote.key
    corrects(office, desk, checked)
    first = desk.id
    corrects(office, desk, checked, "EMIL")
    assert desk.id == first
    with pytest.raises(Refused, match="Nothing in it differs"):
        desk.checks("RUTH")
    with office.reading() as session:
        assert {line.source.id for line in read_sources(session)} == {1, checked}
    better = {**TYPED, 1: "The ministry takes note of the Report."}
    desk.types("EMIL", better)
    with pytest.raises(Refused, match="recorded it yourself"):
        desk.checks("EMIL")
    newer = desk.checks("EDITH")
    with office.reading() as session:
        stored = session.get_one(Source, newer)
        assert (stored.replaces, stored.text) == (checked, f"{better[1]}\n\n{better[2]}")
        assert stored.raw_sha256 == hashlib.sha256(stored.text.encode()).hexdigest()
        assert {line.source.id for line in read_sources(session)} == {1, newer}
        raw, _ = read_picture(session, desk.id, 1, Role.EDITOR, office["EMIL"])
        assert raw == pictures[0].raw
        assert not list(chain.verify(session))
    with office.writing() as session:
        withdraw(session, office["EMIL"], triage_id, "Sample.")
        again = quoting.quote_words(session, office["AMARA"], newer, "takes note of the Report")
        assert standings(session, [again])[again.key].withdrawn
        with pytest.raises(Refused, match="was corrected before"):
            transcribing.correct(session, office["AMARA"], checked)


def test_only_who_may_read_all_of_it_corrects_what_was_typed(office, desk, checked: int) -> None:
    with office.writing() as session:
        with pytest.raises(NotAllowed, match="type and check"):
            transcribing.correct(session, office["BORIS"], checked)
        with pytest.raises(Refused, match="not typed from pictures"):
            transcribing.correct(session, office["EDITH"], 1)
    corrects(office, desk, checked)
    with office.writing() as session:
        quote = quoting.quote_words(session, office["EMIL"], checked, "takes note of the report")
        withdraw(session, office["EMIL"], quote.key, "Sample.")
        with pytest.raises(NotAllowed, match="withheld from you"):
            transcribing.correct(session, office["EMIL"], checked)
        with pytest.raises(NotFound, match="withheld"):
            read_to_type(session, desk.id, Role.EDITOR, office["EMIL"])
        assert read_to_type(session, desk.id, Role.ADMINISTRATOR, office["AMARA"]).replaces
    with pytest.raises(NotAllowed, match="withheld from you"):
        desk.types("EMIL", {1: "Other", 2: "words"})


def test_erasing_reaches_a_correction_that_is_being_typed(office, desk, checked: int) -> None:
    with office.writing() as session:
        quote = quoting.quote_words(session, office["EMIL"], checked, "takes note of the report")
        number, start, end = quote.key, quote.start, quote.end
    corrects(office, desk, checked)
    with office.writing() as session:
        withdraw(session, office["AMARA"], number, "Sample.")
        made = tombstones.plan(session, session.get_one(Source, checked), start, end)
        row = session.get_one(Transcription, desk.id)
        assert made.value(row, "texts") == []
