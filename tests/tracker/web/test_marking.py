"""From words in a source to a quote, and from the quote to what it is for."""

import re
from urllib.parse import urlencode

import pytest
from sqlmodel import select

from recommendations import naming, triage
from recommendations.errors import Refused
from recommendations.models import Call, Ground, Measure, Page, Quote, QuoteDetail, Source
from recommendations.quoting import add_source, quote_span, quote_words
from recommendations.records.descriptions import Described
from recommendations.records.writing import record
from recommendations.reviewing import Item, review_all
from recommendations.vocabulary import SourceKind, Tier

TEXT = (
    "Sample words, invented for tests. The sample council paid the aid. Later it asked again.\n\n"
    "The sample council paid the aid. And that was all; the minister of samples said so."
)


def a_source(service, people) -> int:
    with service.database.writing() as session:
        described = Described(
            SourceKind.OFFICIAL_STATEMENT, "Sample statement", "Sample council", service.today()
        )
        return add_source(session, people["EDITH"], service.today(), described, text=TEXT).key


def quotes_of(service, source: int) -> list[Quote]:
    with service.database.reading() as session:
        return list(session.exec(select(Quote).where(Quote.source == source)))


def span(words: str) -> dict[str, int]:
    return {"start": TEXT.index(words), "end": TEXT.index(words) + len(words)}


def test_selected_words_stand_on_the_form_in_their_place(signed_in, service, people) -> None:
    source = a_source(service, people)
    asked = span("paid the aid. L")
    page = signed_in("EDITH").get(f"/sources/{source}/quote?{urlencode(asked)}").text
    assert '<b class="chosen">paid the aid. L</b>' in page
    assert "It begins or ends in the middle of a word." in page
    whole = re.search(r'quote\?start=(\d+)&amp;end=(\d+)">Take whole words', page)
    assert TEXT[int(whole[1]) : int(whole[2])] == "paid the aid. Later"
    sentence = re.search(r'quote\?start=(\d+)&amp;end=(\d+)">Take the whole sentence', page)
    assert TEXT[int(sentence[1]) : int(sentence[2])] == (
        "The sample council paid the aid. Later it asked again."
    )


def test_words_that_stand_twice_are_chosen_by_what_stands_around_them(
    signed_in, service, people
) -> None:
    source, editor = a_source(service, people), signed_in("EDITH")
    path = f"/sources/{source}/quote"
    asked = editor.post(path, {"words": "The sample council  paid the aid."})
    assert asked.status_code == 422
    assert "They stand in it 2 times" in asked.text
    assert re.search(r"<b>The sample council paid the aid.</b> And that was all", asked.text)
    second = TEXT.rindex("The sample council")
    saved = editor.post(path, {"words": "-", "place": f"{second}-{second + 32}", "use": "mark"})
    assert saved.status_code == 303
    (quote,) = quotes_of(service, source)
    assert (quote.start, quote.exact) == (second, "The sample council paid the aid.")
    assert saved.headers["location"] == f"/sources/{source}#q{quote.id}"


def test_words_that_stand_once_lead_on_and_others_are_not_found(signed_in, service, people) -> None:
    source, editor = a_source(service, people), signed_in("EDITH")
    path = f"/sources/{source}/quote"
    once = editor.post(path, {"words": "Later it asked again."})
    start = TEXT.index("Later")
    assert once.headers["location"] == f"{path}?start={start}&end={start + 21}"
    for words, sentence in (("no such words", "do not stand"), (" ", "Copy the decisive words")):
        refused = editor.post(path, {"words": words})
        assert refused.status_code == 422
        assert sentence in refused.text
    assert quotes_of(service, source) == []


def test_a_quote_for_a_finding_leads_to_it_with_words_and_measure_picked(
    signed_in, service, people
) -> None:
    source, editor = a_source(service, people), signed_in("EDITH")
    with service.database.reading() as session:
        call, measure = session.exec(
            select(Call, Measure).join(Measure, Measure.id == Call.measure)
        ).first()
    path, fields = f"/sources/{source}/quote", span("The sample council paid the aid.")
    refused = editor.post(path, {**fields, "use": "evidence", "official": "minister of samples"})
    assert refused.status_code == 422
    assert "Choose the measure, and with whom." in refused.text
    assert 'value="minister of samples"' in refused.text
    minister = {"call": call.key, "use": "evidence", "official": "Nobody of that name"}
    assert editor.post(path, {**fields, **minister}).status_code == 422
    assert quotes_of(service, source) == []
    fields |= {"call": call.key, "official": "minister of samples"}
    saved = editor.post(path, {**fields, "use": "evidence"})
    (quote,) = quotes_of(service, source)
    with service.database.reading() as session:
        assert session.exec(select(QuoteDetail)).one().official == "minister of samples"
    finding = editor.get(saved.headers["location"]).text
    assert f'name="use.{quote.id}" value="supports" checked' in finding
    assert f'name="calls" value="{call.key}" checked' in finding
    again = editor.post(path, {**fields, "use": "position"})
    assert len(quotes_of(service, source)) == 1
    position = editor.get(again.headers["location"]).text
    assert f'name="quote" value="{quote.id}" checked' in position
    assert f'name="measures" value="{measure.key}" checked' in position


def test_a_quote_of_our_report_becomes_a_ground_at_once(signed_in, service, people) -> None:
    editor, path = signed_in("EDITH"), "/sources/1/quote"
    form = editor.get(f"{path}?start=6000&end=6100").text
    assert "Use as a ground" in form
    assert "Use as evidence" not in form
    fields = {"start": 6000, "end": 6100, "use": "ground"}
    assert editor.post(path, fields).status_code == 422
    saved = editor.post(path, {**fields, "recommendation": 1})
    with service.database.reading() as session:
        ground = session.exec(select(Ground).order_by(Ground.id.desc())).first()
        assert session.get_one(Quote, ground.quote).start == 6000
    assert saved.headers["location"] == f"/start/grounds#ground-{ground.id}"


def test_words_that_may_not_be_read_are_neither_shown_found_nor_quoted(
    signed_in, service, people
) -> None:
    source = a_source(service, people)
    with service.database.writing() as session:
        where = span("Later it asked again.")
        withdrawn = quote_span(session, people["EDITH"], source, where["start"], where["end"]).key
        triage.withdraw(session, people["EDITH"], withdrawn, "Sample.")
    editor, path = signed_in("EDITH"), f"/sources/{source}/quote"
    for fields in (span("the aid. Later"), {"words": "it asked again"}):
        assert editor.post(path, {**fields, "use": "mark"}).status_code == 422
    asked = editor.get(f"{path}?start={where['start'] - 5}&end={where['end']}")
    near = editor.get(f"{path}?start={where['start'] - 10}&end={where['start'] - 1}")
    found = editor.get(f"/sources/{source}?find=asked")
    listed = editor.get(f"/sources/{source}?find=sample")
    for answer in (asked, near, found, listed):
        assert "asked again" not in answer.text
    assert "does not stand in this source" in found.text
    assert "stands here" in listed.text
    with service.database.writing() as session, pytest.raises(Refused, match="do not stand"):
        quote_words(session, people["EDITH"], source, "asked again")
    assert len(quotes_of(service, source)) == 1


def test_sealed_words_are_not_there_for_whoever_quotes(signed_in, service, people) -> None:
    source = a_source(service, people)
    with service.database.writing() as session:
        where = span("Later it asked again.")
        sealed = quote_span(session, people["EDITH"], source, where["start"], where["end"]).key
        switch = naming.propose_switching_on(session, people["BORIS"], Tier.SEALED, "Sample.")
        review_all(session, people["RUTH"], [Item("tierswitch", switch.key)])
        naming.seal(session, people["EDITH"], sealed, [people["EDITH"], people["BORIS"]])
    asked = signed_in("EMIL").get(f"/sources/{source}/quote?{urlencode(where)}")
    assert "asked again" not in asked.text
    assert "no words there that can be quoted" in asked.text


def test_reviewers_read_and_do_not_quote(signed_in, service, people) -> None:
    source, reviewer = a_source(service, people), signed_in("RUTH")
    assert reviewer.get(f"/sources/{source}/quote").status_code == 403
    assert "data-quote" not in reviewer.get(f"/sources/{source}").text
    assert signed_in("EDITH").get("/sources/999/quote").status_code == 404


def test_what_is_looked_for_is_marked_and_listed_across_the_sections(signed_in, service) -> None:
    page = signed_in("BORIS").get("/sources/1/sections/17?find=in%20the%20FIELD").text
    assert re.search(r'<span class="found" id="f\d+" tabindex="-1">in the field</span>', page)
    links = re.findall(r'href="(/sources/1/sections/\d+\S*)#f(\d+)"', page)
    assert len(links) > 1
    front = signed_in("BORIS").get(links[0][0].replace("&amp;", "&")).text
    assert f'id="f{links[0][1]}"' in front
    with service.database.reading() as session:
        assert session.get_one(Source, 1).text.casefold().count("in the field") == len(links)


def test_what_rests_on_a_quote_stands_beside_its_mark(signed_in, sample_record) -> None:
    page = signed_in("BORIS").get("/sources/2").text
    beside = page[page.index('class="uses') :]
    assert re.search(r'<a href="/recommendations/1/nug">evidence for “first step”', beside)


def test_pages_are_numbered_in_the_text_and_a_quote_runs_over_them(
    signed_in, service, people
) -> None:
    source = a_source(service, people)
    middle, second = TEXT.index("paid"), TEXT.rindex("The sample")
    spans = [(0, middle), (middle, middle), (middle, second - 2), (second, len(TEXT))]
    with service.database.writing() as session:
        for number, (start, end) in enumerate(spans, start=1):
            record(session, Page(source=source, number=number, start=start, end=end), None)
        over = quote_span(session, people["EDITH"], source, middle - 8, second + 3)
    page = signed_in("BORIS").get(f"/sources/{source}").text
    assert re.findall(r'class="leaf" id="p(\d)"', page) == ["1", "3", "4"]
    assert re.findall(rf'href="(/sources/{source}#p\d)"', page) == [
        f"/sources/{source}#p{number}" for number in (1, 3, 4)
    ]
    marked = re.findall(r"<mark[^>]*>([^<]*)</mark>", page)
    assert "".join(marked) == over.exact.replace("\n\n", "")
    asked = signed_in("EDITH").get(f"/sources/{source}/quote?start={second}&end={second + 9}").text
    assert "page 4" in asked
