"""From a source to a quote that is linked, in a real browser: by the pointer, and without
its script."""

from time import perf_counter
from typing import Literal

import pytest
from playwright.sync_api import Page, expect
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
    withdraw_a_sentence(served, source)
    return source


def withdraw_a_sentence(served, source: int) -> None:
    kept = "The first sample sentence is withdrawn."
    at = TEXT.index(kept)
    with served.service.database.writing() as session:
        edith = served.people["EDITH"]
        withdraw(session, edith, quote_span(session, edith, source, at, at + len(kept)).key, "-")


def quotes(served, source: int) -> list[Quote]:
    with served.service.database.reading() as session:
        return list(session.exec(select(Quote).where(Quote.source == source).order_by(Quote.id)))


class Walk:
    """What a person does on the way, and how long the machine lets them wait."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys, self.choices, self.seconds = page, 0, 0, 0.0
        self.clicks: list[int] = []
        page.expose_function("clicked", lambda: self.clicks.append(1))
        page.add_init_script(CLICKS)

    def types(self, label: str, words: str) -> None:
        self.keys += len(words)
        self.page.get_by_label(label).fill(words)

    def chooses(self, label: str, value: str) -> None:
        self.choices += 1
        self.page.get_by_label(label).select_option(value)

    def presses(self, name: str, role: Literal["button", "link"] = "button") -> None:
        """And waits for the page that it leads to."""
        began = perf_counter()
        with self.page.expect_navigation():
            self.page.get_by_role(role, name=name).click()
        self.seconds += perf_counter() - began

    def __str__(self) -> str:
        return (
            f"{len(self.clicks)} clicks, {self.choices} choices, {self.keys} keys; "
            f"{self.seconds:.1f} s for the machine"
        )


def add_the_file(walk: Walk) -> None:
    walk.page.goto("/sources")
    walk.presses("Add a source", "link")
    walk.page.get_by_label("The file").click()
    walk.choices += 1
    walk.page.get_by_label("The file").set_input_files(
        {"name": "news.txt", "mimeType": "text/plain", "buffer": TEXT.encode()}
    )
    walk.presses("Read it")
    walk.types("Title", "Sample news")
    walk.chooses("Kind of source", "official statement")
    walk.types("Published by", "Sample press")
    walk.types("Published on", "2026-11-02")
    walk.presses("Store it")


def record_a_first_step(walk: Walk) -> None:
    page = walk.page
    measure = page.locator("optgroup[label*='EU'] option").first.get_attribute("value")
    walk.chooses("For which measure", measure or "")
    walk.presses("Use as evidence")
    expect(page.get_by_role("heading", name="what is true now?")).to_be_visible()
    expect(page.locator(".pick.picked")).to_contain_text("opened its doors.")
    page.get_by_label("first step").check()
    walk.types("Since when?", "2026-11-02")
    walk.types("Why do you say so?", "Sample: doors were opened.")
    walk.presses("Save")
    expect(page.locator(".story")).to_contain_text("Sample: doors were opened.")


def test_the_decisive_words_of_a_file_become_evidence_and_are_found_again(opening, served) -> None:
    """Behind words that may not be read, over a line, a note and a letter beyond the
    first plane: the place is counted as the stored text counts it."""
    page = opening("EDITH")
    walk = Walk(page)
    add_the_file(walk)
    source = int(page.url.rpartition("/")[2])
    withdraw_a_sentence(served, source)
    page.reload()
    page.evaluate(SELECT, ["The sample", 0, "doors.", 6])
    walk.choices += 1
    walk.presses("Quote these words", "link")
    words = "The sample\ncouncil 🙂 opened its doors."
    expect(page.locator(".chosen")).to_have_text(words)
    record_a_first_step(walk)
    print(f"from a file to its words in a saved finding: {walk}")
    assert 0 < len(walk.clicks) <= 9
    assert 0 < walk.choices <= 4
    _, quote = quotes(served, source)
    assert (quote.start, quote.exact) == (TEXT.index(words), words)
    with served.service.database.reading() as session:
        assert session.exec(select(Evidence.quote).where(Evidence.quote == quote.id)).all()
        stored = session.get_one(Source, source).text
    assert stored[quote.start : quote.end] == quote.exact

    page.get_by_label("Search quotes and sources").fill("council doors")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=f"Q{quote.id}", exact=True).click()
    page.get_by_role("link", name="In its place in the source").click()
    expect(page.locator(":target")).to_contain_text("opened its doors.")


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
    page.wait_for_load_state()
    assert page.locator("mark").all_inner_texts() == [
        "[words withheld]", "said no more.", "A ", "second paragraph", ", a sample, as long",
    ]  # fmt: skip
    expect(page.locator("mark.over")).to_have_text("second paragraph")
    page.locator("a.ref").last.click()
    page.get_by_role("link", name="In its place in the source").click()
    expect(page.locator(":target")).to_be_attached()


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
