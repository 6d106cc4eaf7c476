"""Sources as they are read, and what is odd in them."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from recommendations import triage
from recommendations.gate import Audience
from recommendations.models import Note, Quote, Recommendation
from recommendations.register.audiences import read_leaving
from recommendations.register.sources import read_source
from recommendations.register.text import LONGEST, Marks, paragraphs, parts


def section_of(service, quote: Quote) -> str:
    with service.database.reading() as session:
        read = read_source(session, quote.source)
    number = next(s.number for s in read.sections if s.start <= quote.start < s.end)
    return f"/sources/{quote.source}/sections/{number}"


def a_testimony(service) -> Quote:
    with service.database.reading() as session:
        return session.exec(
            select(Quote).where(Quote.testimony, Quote.heading != "").order_by(Quote.id)
        ).first()


def test_a_quote_is_marked_in_its_place_and_leads_there_and_back(signed_in, service) -> None:
    quote = a_testimony(service)
    reader, path = signed_in("BORIS"), section_of(service, quote)
    section = reader.get(path).text
    assert f'<mark id="q{quote.id}">{quote.exact[:30]}' in section
    assert f'href="/quotes/{quote.id}"' in section
    assert f'href="{path}#q{quote.id}"' in reader.get(f"/quotes/{quote.id}").text


def test_a_note_number_leads_to_the_note(signed_in, service) -> None:
    with service.database.reading() as session:
        quote = next(q for q in session.exec(select(Quote)) if q.notes)
    section = signed_in("BORIS").get(section_of(service, quote)).text
    number = quote.notes[0]
    assert f'<a href="#n{number}">' in section
    assert f'<li id="n{number}" value="{number}">' in section


@pytest.mark.deep
def test_the_whole_source_can_be_read_from_beginning_to_end(service) -> None:
    with service.database.reading() as session:
        first = read_source(session, 1)
        read = ""
        for section in first.sections:
            page = read_source(session, 1, section.number)
            for part in range(1, page.parts + 1):
                page = read_source(session, 1, section.number, part=part)
                read += "".join(p.text for para in page.paragraphs for p in para.pieces)
        notes = session.exec(select(Note)).all()
    assert all(re.sub(r"\W", "", note.text[:40]) in re.sub(r"\W", "", read) for note in notes)


def test_a_long_text_is_cut_between_paragraphs_and_nothing_is_lost() -> None:
    text = "\n\n".join(f"Sample paragraph {n}. " + "word " * 200 for n in range(40))
    spans = parts(text, 0, len(text))
    assert "".join(text[a:b] for a, b in spans) == text
    assert all(b - a <= LONGEST for a, b in spans)
    assert all(text[a:].startswith("Sample paragraph") for a, _ in spans)
    assert len(parts("x" * (2 * LONGEST + 1), 0, 2 * LONGEST + 1)) == 3


def test_lines_that_a_page_broke_are_set_as_one_and_a_list_keeps_its_own() -> None:
    prose = (
        "The sample council took note of the situation of those who\n"
        "have left the sample forces, and asked the sample office to\n"
        "examine shelter."
    )
    address = "Sample press release\n12 November 2026"
    items = "\n".join(f"- The sample council decides about a matter, number {n}" for n in "123")
    news = "\n".join(f"The sample council decides about a sample matter, {n}." for n in "123")
    told = "\n\n".join((prose, address, items, news))
    assert [one.flows for one in paragraphs(told, 0, len(told), Marks())] == [
        True, False, False, False,
    ]  # fmt: skip


def test_withdrawn_words_are_gone_from_the_source_with_their_pull_quote(
    signed_in, service, people
) -> None:
    quote = a_testimony(service)
    path = section_of(service, quote)
    assert len(quote.heading) > 10
    before = signed_in("BORIS").get(path).text
    assert quote.exact[:40] in before
    assert quote.heading in before
    with service.database.writing() as session:
        triage.withdraw(session, people["EDITH"], quote.id, "Sample reason.")
    after = signed_in("BORIS").get(path).text
    assert quote.exact[:40] not in after
    assert quote.heading not in after
    assert "[words withheld]" in after
    assert quote.exact[:40] in signed_in("AMARA").get(path).text


def test_a_section_or_part_that_is_not_there_is_said_to_be_not_here(signed_in) -> None:
    reader = signed_in("BORIS")
    for path in ("/sources/99", "/sources/1/sections/999", "/sources/1/sections/2?part=2"):
        assert reader.get(path).status_code == 404


def test_every_source_is_in_the_list_with_its_quotes(signed_in, sample_record) -> None:
    page = signed_in("BORIS").get("/sources").text
    assert "Sample bill on care" in page
    assert '<td data-label="Quotes">72</td>' in page


def test_a_source_without_sections_is_read_at_once(signed_in, sample_record) -> None:
    page = signed_in("BORIS").get("/sources/2").text
    assert "Section 5. Section 4 lapses after two years." in page
    assert f'id="q{sample_record["bill"]}"' in page


def test_a_discrepancy_is_resolved_in_words_and_not_without_them(signed_in) -> None:
    editor = signed_in("EDITH")
    refused = editor.post("/sources/1/discrepancies/3", {"what": "  "})
    assert refused.status_code == 422
    assert "Say what you found out" in refused.text
    saved = editor.post("/sources/1/discrepancies/3", {"what": "The 30th, by the recording."})
    assert saved.headers["location"] == "/sources/1/discrepancies#d3"
    page = editor.get("/sources/1/discrepancies").text
    assert "The 30th, by the recording." in page
    assert "33 of 34 not resolved" in page
    assert editor.post("/sources/1/discrepancies/999", {"what": "x"}).status_code == 404


def test_reviewers_read_what_is_odd_and_do_not_resolve_it(signed_in) -> None:
    reviewer = signed_in("RUTH")
    assert "Resolve" not in reviewer.get("/sources/1/discrepancies").text
    assert reviewer.post("/sources/1/discrepancies/3", {"what": "x"}).status_code == 403


def test_one_person_keeps_a_whole_source_inside_at_once(signed_in, service) -> None:
    reader, path = signed_in("BORIS"), "/sources/1/embargo"
    anyone = Audience("sample")
    with service.database.reading() as session:
        recommended = set(session.exec(select(Recommendation.quote)))
        assert recommended <= read_leaving(session, anyone, service.today())
    yesterday = (service.today() - timedelta(days=1)).isoformat()
    for until, sentence in (("", "Give the last day"), (yesterday, "That day is over")):
        refused = reader.post(path, {"until": until})
        assert refused.status_code == 422
        assert sentence in refused.text
    tomorrow = service.today() + timedelta(days=1)
    assert reader.post(path, {"until": tomorrow.isoformat()}).status_code == 303
    assert "Under embargo" in reader.get("/sources/1").text
    with service.database.reading() as session:
        assert read_leaving(session, anyone, tomorrow) == set()
        assert recommended <= read_leaving(session, anyone, tomorrow + timedelta(days=1))
    assert reader.get("/sources/999/embargo").status_code == 404
    assert reader.post("/sources/999/embargo", {"until": tomorrow.isoformat()}).status_code == 404
