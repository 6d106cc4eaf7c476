"""The sample home has something on every page, and all of it says that it is a sample."""

import pytest
from sqlmodel import select

from recommendations.models import Conversation, Quote, Source
from recommendations.register.deliveries import read_deliveries
from recommendations.register.editions import State, read_editions
from recommendations.register.offices import read_offices
from recommendations.register.transcriptions import read_transcriptions
from recommendations.vocabulary import Spoken
from tests.on_databases import ON_BOTH_DEEP
from tracker.demo_edition import issue_sample
from tracker.service import Service
from tracker.settings import Settings


@ON_BOTH_DEEP
def test_there_is_a_scan_to_check_a_note_of_a_meeting_and_a_text_in_burmese(sample_database):
    with sample_database.reading() as session:
        (scan,) = read_transcriptions(session)
        note = session.exec(select(Conversation)).one()
        (burmese,) = session.exec(select(Source).where(Source.language == "my")).all()
        quoted = session.exec(select(Quote.exact).where(Quote.source == burmese.id)).one()
        titles = session.exec(select(Source.title).where(Source.id != 1)).all()
    assert (scan.waits_for, len(scan.pages)) == ("typed, not checked", 2)
    assert all("sample" in page.text.casefold() for page in scan.pages)
    assert note.spoken is Spoken.NOT_FOR_ATTRIBUTION
    assert "နမူနာ" in quoted, "which is a sample"
    assert [t for t in titles if "sample" not in t.casefold() and t != "Meeting with EU"] == []


@pytest.mark.pdf
@pytest.mark.on_sqlite
def test_one_edition_was_issued_and_handed_over_once_however_often_it_is_begun(
    sample_database, tmp_path
):
    settings = Settings(home=tmp_path, sample=True, contact="sample@example.org")
    service = Service(settings, sample_database)
    for _ in range(2):
        issue_sample(service)
    service.press.close()
    with sample_database.reading() as session:
        (edition,) = read_editions(session)
        (office,) = read_offices(session)
        (delivery,) = read_deliveries(session)
    assert (edition.audience, edition.state) == ("eu", State.CURRENT)
    assert edition.written_by != edition.issued_by
    assert (delivery.edition, delivery.on) == (edition.id, service.today())
    assert "Sample" in office.name
    assert "Sample" in delivery.note
