"""Another report of ours, through the pages. The reports are invented."""

from datetime import date

from sqlmodel import func, select

from recommendations.gate import Audience
from recommendations.models import PublishedDecision, Recommendation, Source
from recommendations.register.audiences import read_leaving
from tracker.accounts.models import CodeGiven
from tracker.service import Service

SAMPLE = """# Sample report

Sample Organisation

March 2025

# Findings

A sample defector said,

> “We need a lamp on the road.”

# Recommendations

## To the Sample Council

- **Light the Road:** Put up lamps. Keep them lit.
"""


def stored(service: Service) -> int:
    with service.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Source)) or 0


def bring(browsing, text: str = SAMPLE, name: str = "sample.md"):
    return browsing.post("/reports", files={"file": (name, text.encode())})


def test_a_report_is_looked_at_first_and_comes_in_whole_with_a_code(
    signed_in, service: Service, form_on, said_in
) -> None:
    edith, before = signed_in("EDITH"), stored(service)
    assert "/reports" in edith.get("/sources").text
    where = bring(edith).headers["location"]
    looked = edith.get(where)
    said = said_in(looked.text)
    assert "“Sample report”, Sample Organisation, March 2025" in said
    assert "1 recommendation, each word for word" in said
    assert "Light the Road to Sample Council" in said
    assert stored(service) == before
    assert where.rpartition("/")[2] in edith.get("/reports").text
    assert "sample.md" not in edith.get("/registers").text
    assert signed_in("EMIL").get(where, follow=False).headers["location"] == "/reports?gone=1"
    with service.database.writing() as session:
        given = session.exec(select(CodeGiven)).all()
        for one in given:
            session.delete(one)
    sent = form_on(looked, "import", published_by="the sample board") | {"do": "import"}
    refused = edith.post(where, sent)
    assert (refused.status_code, "a code from your phone" in refused.text) == (422, True)
    assert 'value="the sample board"' in refused.text
    assert stored(service) == before
    with service.database.writing() as session:
        for one in given:
            session.merge(CodeGiven(token_hash=one.token_hash, at=one.at))
    done = edith.post(where, sent)
    assert done.headers["location"] == f"/sources/{before + 1}"
    assert edith.post(where, sent).headers["location"] == "/reports?gone=1"
    with service.database.reading() as session:
        quotes = set(
            session.exec(select(Recommendation.quote).where(Recommendation.source == before + 1))
        )
        assert quotes
        assert not quotes & read_leaving(session, Audience("nug"), date(2026, 11, 22))
        assert session.exec(select(PublishedDecision.decided_by)).one() == "the sample board"
    again = bring(edith).headers["location"]
    assert f"as S{before + 1}." in said_in(edith.get(again).text)


def test_a_newer_version_is_said_to_be_one(signed_in, service: Service, form_on) -> None:
    edith = signed_in("EDITH")
    where = bring(edith).headers["location"]
    sent = form_on(edith.get(where), "import", replaces="1") | {"do": "import"}
    assert edith.post(where, sent).status_code == 303
    with service.database.reading() as session:
        newest = session.exec(select(Source).order_by(Source.id.desc())).first()
        assert newest.replaces == 1
    where = bring(edith, SAMPLE.replace("Light", "Mend")).headers["location"]
    looked = edith.get(where)
    assert 'value="1"' not in looked.text
    refused = edith.post(where, form_on(looked, "import", replaces="1") | {"do": "import"})
    assert (refused.status_code, "has a newer version already" in refused.text) == (422, True)


def test_what_is_no_report_is_refused_beside_the_file_and_nothing_waits(
    signed_in, service: Service, form_on
) -> None:
    edith = signed_in("EDITH")
    for text, sentence in (
        ("", "Choose the file"),
        ("# A sample\n\nNothing is recommended.\n", "no recommendations"),
        ("\x00\x01\x02" * 100, "The file is not text"),
    ):
        refused = bring(edith, text)
        assert (refused.status_code, sentence in refused.text) == (422, True), text
    assert "Not imported yet" not in edith.get("/reports").text
    where = bring(edith).headers["location"]
    assert edith.post(where, {"do": "leave"}).headers["location"] == "/reports"
    assert edith.get(where, follow=False).headers["location"] == "/reports?gone=1"
    turned = bring(edith, SAMPLE.replace("Put up", "Put \u202eup")).headers["location"]
    refused = edith.post(turned, form_on(edith.get(turned), "import") | {"do": "import"})
    assert (refused.status_code, "a hidden sign" in refused.text) == (422, True)


def test_panels_are_not_brought_and_their_refusal_says_where_their_words_are(
    signed_in, form_on
) -> None:
    edith = signed_in("EDITH")
    page = edith.get("/reports").text
    assert "Panels do not come in" in page
    assert signed_in("BORIS").get("/reports").status_code == 403
