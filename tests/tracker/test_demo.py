"""The sample home has something on every page, and all of it says that it is a sample."""

from sqlmodel import select

from recommendations.models import Conversation, Quote, Source
from recommendations.register.transcriptions import read_transcriptions
from recommendations.vocabulary import Spoken


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
