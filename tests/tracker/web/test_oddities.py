"""What is odd between sources: noticed when one is added, shown side by side, resolved."""

from dataclasses import replace
from datetime import date

from sqlmodel import select

from recommendations import triage
from recommendations.models import Discrepancy, Quote, Source
from recommendations.quoting import add_source, quote_words
from recommendations.records import tombstones
from recommendations.records.descriptions import Described
from recommendations.records.oddities import MOST
from recommendations.resolving import look_again
from recommendations.vocabulary import DiscrepancyKind, SourceKind

FIRST = (
    "Sample words. The sample council released 40 sample prisoners from the old sample camp "
    "on 3 May 2026. It met on 31 April 2026."
)
SECOND = (
    "Other sample words. On 4 May 2026 the sample council released 40 sample prisoners from "
    "the old sample camp."
)


def add(service, people, text: str, title: str, **more) -> int:
    described = Described(SourceKind.NEWS, title, "Sample press", date(2026, 5, 5))
    with service.database.writing() as session:
        said = replace(described, **more)
        return add_source(session, people["EDITH"], service.today(), said, text=text).key


def odd(service, source: int) -> list[Discrepancy]:
    with service.database.reading() as session:
        return list(session.exec(select(Discrepancy).where(Discrepancy.source == source)))


def quote(service, people, source: int, words: str) -> int:
    with service.database.writing() as session:
        return quote_words(session, people["EDITH"], source, words).key


def test_one_event_in_two_sources_is_shown_side_by_side_and_resolved(
    signed_in, service, people
) -> None:
    first = add(service, people, FIRST, "Sample news of one day")
    (impossible,) = odd(service, first)
    assert impossible.kind is DiscrepancyKind.IMPOSSIBLE_DATE
    quote(service, people, first, FIRST[FIRST.index("The sample") : FIRST.index(" It met")])
    second = add(service, people, SECOND, "Sample news of another day")
    (event,) = odd(service, second)
    assert event.kind is DiscrepancyKind.TWO_ACCOUNTS
    editor = signed_in("EDITH")
    for source in (first, second):
        page = editor.get(f"/sources/{source}/discrepancies").text
        assert "One event is dated 2026-05-04 here and 2026-05-03 there." in page
        assert "On 4 May 2026 the sample council released" in page
        assert "old sample camp on 3 May 2026." in page
    where = f"/sources/{second}?at={event.places[0][0]}-{event.places[0][1]}"
    assert f'href="{where.replace("&", "&amp;")}#f1"' in page
    assert '<span class="found" id="f1"' in editor.get(where).text
    assert editor.post(f"/sources/{second}/discrepancies").status_code == 303
    assert len(odd(service, second)) == 1
    said = {"what": "The 3rd: the second counts from when it was printed."}
    assert editor.post(f"/sources/{second}/discrepancies/{event.id}", said).status_code == 303
    resolved = editor.get(f"/sources/{second}/discrepancies").text
    assert "The 3rd: the second counts" in resolved
    assert "EDITH, " in resolved


def test_one_work_stored_and_cited_with_another_day_is_noticed(service, people) -> None:
    """The report cites this article of 26 June 2024 in a note; the text here is invented."""
    url = (
        "https://www.reuters.com/world/asia-pacific/india-concerned-about-border-violence-myanmar-"
        "urges-early-democratic-transition-2024-06-26"
    )
    title = "India concerned about violence in Myanmar, urges early democratic transition"
    same = add(service, people, "Sample.", title, url=url, published_on=date(2024, 6, 26))
    other = add(service, people, "Sample!", title, url=url, published_on=date(2024, 6, 28))
    assert odd(service, same) == []
    (found,) = odd(service, other)
    assert "2024-06-28 here, 2024-06-26 (S2) and 2024-06-26 (note 4 of S1)" in found.what


def test_a_text_full_of_what_is_odd_is_told_in_portions(service, people) -> None:
    source = add(service, people, "On 31 April 2026 it met. " * 100, "Sample of no calendar")
    assert len(odd(service, source)) == MOST
    with service.database.writing() as session:
        assert look_again(session, people["EDITH"], source) == 100 - MOST


def test_what_is_told_of_erased_words_goes_with_them(service, people) -> None:
    first = add(service, people, FIRST, "Sample news of one day")
    at = FIRST.index("The sample")
    quote(service, people, first, FIRST[at : FIRST.index(" It met")])
    second = add(service, people, SECOND, "Sample news of another day")
    (event,) = odd(service, second)
    with service.database.reading() as session:
        source = session.get_one(Source, first)
        for span in ((at, at + 20), (0, len(FIRST))):
            made = tombstones.plan(session, source, *span)
            assert made.values["discrepancy", event.id]["places"] == []
        apart = tombstones.plan(session, source, 0, 12)
        assert ("discrepancy", event.id) not in apart.values


def test_words_that_were_withdrawn_are_compared_with_nothing_and_not_shown(
    signed_in, service, people
) -> None:
    first = add(service, people, FIRST, "Sample news of one day")
    kept = quote(service, people, first, FIRST[FIRST.index("The sample") : FIRST.index(" It met")])
    second = add(service, people, SECOND, "Sample news of another day")
    with service.database.writing() as session:
        triage.withdraw(session, people["EDITH"], kept, "Sample.")
    page = signed_in("EDITH").get(f"/sources/{second}/discrepancies").text
    assert "2026-05-03" not in page
    assert "3 May" not in page
    assert "Words that show it may not be read here." in page
    third = add(service, people, SECOND.replace("40", "41"), "Sample news of a third day")
    with service.database.reading() as session:
        assert session.exec(select(Quote.id).where(Quote.source == third)).all() == []
    assert odd(service, third) == []
