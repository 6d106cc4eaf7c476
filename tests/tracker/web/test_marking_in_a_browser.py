"""From a source to a quote that is linked, in a real browser: by the pointer, and without
its script."""

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from recommendations.models import Evidence, Quote, Source
from recommendations.quoting import add_source, quote_span
from recommendations.records.descriptions import Described
from recommendations.triage import withdraw
from recommendations.vocabulary import SourceKind

# Letters beyond the first plane, marks beside their letter, a note number and a line break.
TEXT = (
    "Sample 🙂 words, invented.¹ The first sample sentence is withdrawn. ကောင်းပါသည်။ The sample\n"
    "council 🙂 opened its doors.² It said no more.\n\n"
    "A second paragraph, a sample, as long as it is."
)
SELECT = """([first, from, last, to]) => {
  const texts = [];
  const walk = document.createTreeWalker(document.querySelector(".text"), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) texts.push(walk.currentNode);
  const start = texts.find((t) => t.data.includes(first));
  const end = texts.find((t) => t.data.includes(last));
  const range = document.createRange();
  range.setStart(start, start.data.indexOf(first) + from);
  range.setEnd(end, end.data.indexOf(last) + to);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""
CLICKS = "addEventListener('click', (event) => event.isTrusted && clicked(), true)"


@pytest.fixture
def database_kind() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


@pytest.fixture
def source(served) -> int:
    with served.service.database.writing() as session:
        edith = served.people["EDITH"]
        described = Described(
            SourceKind.NEWS, "Sample news", "Sample press", served.service.today()
        )
        source = add_source(session, edith, served.service.today(), described, text=TEXT).key
        kept = "The first sample sentence is withdrawn."
        at = TEXT.index(kept)
        withdraw(session, edith, quote_span(session, edith, source, at, at + len(kept)).key, "-")
    return source


def quotes(served, source: int) -> list[Quote]:
    with served.service.database.reading() as session:
        return list(session.exec(select(Quote).where(Quote.source == source).order_by(Quote.id)))


def test_selected_words_become_evidence_for_the_right_measure_in_few_clicks(
    opening, served, source: int
) -> None:
    """Behind words that may not be read, over a line, a note and a letter beyond the
    first plane: the place is counted as the stored text counts it."""
    page = opening("EDITH")
    clicks: list[int] = []
    page.expose_function("clicked", lambda: clicks.append(1))
    page.add_init_script(CLICKS)
    page.goto(f"/sources/{source}")
    page.evaluate(SELECT, ["The sample", 0, "doors.", 6])
    page.get_by_role("link", name="Quote these words").click()
    words = "The sample\ncouncil 🙂 opened its doors."
    expect(page.locator(".chosen")).to_have_text(words)
    measure = page.locator("optgroup[label*='EU'] option").first
    page.get_by_label("For which measure").click()
    page.get_by_label("For which measure").select_option(measure.get_attribute("value"))
    page.get_by_role("button", name="Use as evidence").click()
    expect(page.get_by_role("heading", name="what is true now?")).to_be_visible()
    expect(page.locator(".pick.picked")).to_contain_text("opened its doors.")
    page.get_by_label("first step").check()
    page.get_by_label("Since when?").fill("2026-11-02")
    page.get_by_label("Why do you say so?").fill("Sample: doors were opened.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".story")).to_contain_text("Sample: doors were opened.")
    print(f"selected words to saved finding: {len(clicks)} clicks, 1 choice, 2 fields")
    assert 0 < len(clicks) <= 6
    _, quote = quotes(served, source)
    assert (quote.start, quote.exact) == (TEXT.index(words), words)
    with served.service.database.reading() as session:
        assert session.exec(select(Evidence.quote).where(Evidence.quote == quote.id)).all()
        stored = session.get_one(Source, source).text
    assert stored[quote.start : quote.end] == quote.exact


def test_words_over_two_paragraphs_and_over_another_quote_are_marked_rightly(
    opening, served, source: int
) -> None:
    page = opening("EDITH")
    for first, start, last, end in (
        ("It said", 3, "as long", 7),
        ("A second", 2, "paragraph", 9),
    ):
        page.goto(f"/sources/{source}")
        page.evaluate(SELECT, [first, start, last, end])
        page.get_by_role("link", name="Quote these words").focus()
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Only mark them").click()
        expect(page.locator("mark:target, :target + mark, :target")).to_be_attached()
    said = [quote.exact for quote in quotes(served, source)][1:]
    assert said == ["said no more.\n\nA second paragraph, a sample, as long", "second paragraph"]
    assert page.locator("mark").all_inner_texts() == [
        "[words withheld]", "said no more.", "A ", "second paragraph", ", a sample, as long",
    ]  # fmt: skip
    expect(page.locator("mark.over")).to_have_text("second paragraph")
    page.locator("a.ref").last.click()
    page.get_by_role("link", name="In its place in the source").click()
    assert page.evaluate("document.querySelector(':target') !== null")


def test_without_its_script_words_are_pasted_and_the_place_is_chosen(
    opening, served, source: int
) -> None:
    page = opening("EDITH", java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.goto(f"/sources/{source}")
    page.get_by_role("link", name="paste them into a form").click()
    page.get_by_label("The words to quote").fill("sample")
    page.get_by_role("button", name="Find them").click()
    page.get_by_label("council 🙂").first.check()
    page.get_by_role("button", name="Quote this place").click()
    expect(page.locator("mark").last).to_have_text("sample")
    assert quotes(served, source)[-1].start == TEXT.index("sample\n")
    page.get_by_label("Find in this source").fill("NO MORE")
    page.get_by_role("button", name="Find").last.click()
    page.locator(".places a").click()
    expect(page.locator(".found")).to_have_text("no more")
