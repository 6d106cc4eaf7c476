"""The full pack as a file, read back."""

import re
from dataclasses import replace

import pytest

from exports.full_pack import FullPack
from exports.pack import quotes_in
from exports.printing import Press, Printed
from exports.rendering import full_pack_sections
from recommendations.quotation import fold
from tests.exports.test_printing import opened, pages_of

pytestmark = pytest.mark.pdf


@pytest.fixture(scope="module")
def pack(samples) -> FullPack:
    """Three recommendations with long quotations behind each, and more measures than a page
    holds."""
    made = samples.pack(samples.full(asks=3), grounds=2)
    one = made.recommendations[0]
    (cell,) = one.cells
    findings = tuple(replace(cell.ask.findings[2], measure=f"Measure {n}") for n in range(30))
    cell = replace(
        cell,
        ask=replace(cell.ask, findings=(*cell.ask.findings, *findings)),
        measures=cell.measures + cell.measures[-1:] * 30,
    )
    return replace(made, recommendations=(replace(one, cells=(cell,)), *made.recommendations[1:]))


@pytest.fixture(scope="module")
def printed(press, pack) -> Printed:
    return printing(press, pack)


def printing(press: Press, pack: FullPack) -> Printed:
    """With the time that a busy machine needs."""
    sections = full_pack_sections(pack)
    return press.print_sections(sections, pack.brief.title, pack.brief.language, timeout=60)


@pytest.fixture(scope="module")
def pages(printed) -> list[str]:
    return [fold(page) for page in pages_of(printed.pdf)]


def test_it_has_between_eight_and_twenty_pages(printed, pages) -> None:
    assert 8 <= printed.pages == len(pages) <= 20


def test_every_quote_comes_out_word_for_word_on_one_page_with_who_said_it(pack, pages) -> None:
    torn = []
    for quote in quotes_in(pack):
        on = [n for n, page in enumerate(pages) if fold(quote.words) in page]
        told = fold(quote.attribution).split("; ")[0]
        if not any(told in pages[n] for n in on):
            torn.append(quote.ref)
    assert torn == []


def test_a_table_that_goes_on_repeats_its_head(pages) -> None:
    going_on = [page for page in pages if re.search(r"Measure \d+ agreed in part", page)]
    assert len(going_on) == 2
    assert all("Measure They say We find" in page for page in going_on)


def test_the_contents_say_on_which_page_each_section_begins(pack, pages) -> None:
    (contents,) = (page for page in pages if page.startswith("Contents"))
    named = ["Summary", "Where each recommendation stands"]
    named += [f"{one.number} {one.title}" for one in pack.recommendations]
    named += ["What changed", "Method and limits", "Sources"]
    begins = [next(n for n, p in enumerate(pages, 1) if p.startswith(title)) for title in named]
    told = " ".join(f"{title} {page}" for title, page in zip(named, begins, strict=True))
    assert f"Contents {told} How to verify {len(pages)} How to read it" in contents


def test_headings_make_the_outline(pack, printed) -> None:
    with opened(printed.pdf).open_outline() as outline:
        (top,) = outline.root
        below = [entry.title for entry in top.children]
    assert top.title == "Recommendations on Myanmar/Burma and what became of them"
    assert below == [
        *("Summary", "Contents", "Where each recommendation stands"),
        *(f"{one.number} {one.title}" for one in pack.recommendations),
        *("What changed", "Method and limits", "Sources", "How to verify"),
    ]


def test_no_heading_stands_at_the_foot_of_a_page(pages) -> None:
    """After the last heading of each page comes what it is the heading of."""
    feet = [page.rsplit("People's Goal", 1)[0].rstrip() for page in pages[1:]]
    headings = ("Sample Union", "Evidence behind the recommendation", "How to verify", "For")
    assert [foot[-60:] for foot in feet if foot.endswith(headings)] == []


def test_what_is_read_aloud_comes_in_the_order_of_the_page(pages) -> None:
    first = next(n for n, page in enumerate(pages) if page.startswith("1 Provide support"))
    chapter = " ".join(pages[first:])
    order = [
        *("1 Provide support to defectors", "We recommended", "Their position"),
        *("Measure They say We find", "Evidence for and against", "We ask", "Done when"),
        *("Looked for and not found", "Evidence behind the recommendation"),
        *("2 Increase targeted sanctions",),
    ]
    places = [chapter.index(words) for words in order]
    assert places == sorted(places)


def test_a_file_says_its_title_language_and_organisation_and_nothing_else(pack, printed) -> None:
    pdf = opened(printed.pdf)
    assert {key: str(value) for key, value in pdf.docinfo.items()} == {
        "/Title": pack.brief.title,
        "/Author": "People’s Goal",
    }
    assert str(pdf.Root.Lang) == "en"


def test_each_page_names_the_organisation_the_office_and_the_edition(pages) -> None:
    for number, page in enumerate(pages[1:], start=2):
        assert "Sample External Action Service · Draft, not issued · 22 November 2026" in page
        assert f"{number} of {len(pages)}" in page
    assert "1 of" not in pages[0]


@pytest.mark.deep
@pytest.mark.parametrize("grounds", [0, 1, 9])
@pytest.mark.parametrize(("paper", "points"), [("A4", (595, 842)), ("Letter", (612, 792))])
def test_the_paper_is_the_one_the_audience_uses(samples, press, paper, points, grounds) -> None:
    made = printing(press, samples.pack(samples.full(paper), grounds))
    sizes = {(round(page.MediaBox[2]), round(page.MediaBox[3])) for page in opened(made.pdf).pages}
    assert sizes == {points}
