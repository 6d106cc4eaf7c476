"""How each kind of source is cited. Everything here is an invented sample."""

from datetime import date

import pytest

from exports.bibliography import entry_of_quote, entry_of_source
from exports.bibliography_files import FORMATS
from exports.citations import citation
from recommendations.gate import Standing
from recommendations.ladder import Shown
from recommendations.register.views import OnPages, QuoteView, SourceView
from recommendations.vocabulary import PRIVATE, Fidelity, Precision, Rung, SourceKind, Spoken

NAME = "Sample Person"


def source(kind: SourceKind, **more) -> SourceView:
    told = {
        "id": 3, "title": "Sample title", "publisher": "Sample Ministry",
        "url": "https://example.org/sample", "published_on": date(2025, 3, 1),
        "precision": Precision.DAY,
    }  # fmt: skip
    return SourceView(kind=kind, **{**told, **more})


def quote(of: SourceView, **more) -> QuoteView:
    told = {
        "id": 7, "source": of, "start": 0, "end": 12, "exact": "sample words", "prefix": "",
        "suffix": "", "fidelity": Fidelity.VERBATIM_ORIGINAL, "testimony": False, "heading": "",
        "attribution": "", "official": "", "section": (), "notes": (),
        "standing": Standing(testimony=False),
    }  # fmt: skip
    return QuoteView(**{**told, **more})


@pytest.mark.parametrize(
    ("of", "printed"),
    [
        (
            source(SourceKind.OFFICIAL_ACT),
            "Sample Ministry, “Sample title,” 1 March 2025, https://example.org/sample.",
        ),
        (
            source(SourceKind.OFFICIAL_STATEMENT, title="Sample press release", url=""),
            "Sample Ministry, “Sample press release,” 1 March 2025.",
        ),
        (
            source(SourceKind.OFFICIAL_STATEMENT, url="https://www.facebook.com/sample/posts/1"),
            "Sample Ministry, “Sample title,” post on Facebook, 1 March 2025, "
            "https://www.facebook.com/sample/posts/1.",
        ),
        (
            source(SourceKind.NEWS, publisher="The Sample Post", precision=Precision.MONTH),
            "The Sample Post, “Sample title,” March 2025, https://example.org/sample.",
        ),
        (
            source(SourceKind.INDEPENDENT_REPORT, precision=Precision.YEAR, url=""),
            "Sample Ministry, “Sample title,” 2025.",
        ),
        (source(SourceKind.REPORT, url=""), "Sample Ministry, Sample title (1 March 2025)."),
        (
            source(SourceKind.LETTER, title=NAME),
            "Sample Ministry, letter to us, 1 March 2025.",
        ),
        (
            source(SourceKind.LETTER, title=NAME, publisher=PRIVATE),
            "Testimony given to us, first half of 2025.",
        ),
        (
            source(SourceKind.PANEL, title=NAME, publisher=NAME),
            "Testimony given to us, first half of 2025.",
        ),
        (
            source(SourceKind.MEETING_NOTE, title=NAME, publisher=NAME),
            "Testimony given to us, first half of 2025.",
        ),
    ],
)
def test_every_kind_of_source_is_cited_in_notes_style(of: SourceView, printed: str) -> None:
    assert citation(quote(of)) == printed
    files = [file.write([entry_of_source(of, "Sample office")]) for file in FORMATS.values()]
    assert not any(NAME.encode() in raw for raw in files)
    if printed.startswith("Testimony"):
        assert not any(b"01" in raw or b"mar" in raw for raw in files)


def test_testimony_is_cited_by_section_of_what_we_published_and_else_by_half_year() -> None:
    report = source(SourceKind.REPORT, url="", precision=Precision.MONTH)
    said = quote(report, testimony=True, section=("PART", "SAMPLE SECTION"), notes=(12,))
    assert citation(said) == "Sample Ministry, Sample title (March 2025), section “Sample section”."
    assert entry_of_quote(said, "us").notes == ("Section “Sample section”",)
    told = Shown(Rung.MILITARY, period="second half of 2023")
    inside = quote(source(SourceKind.PANEL, title=NAME), testimony=True, told_as=told)
    assert citation(inside) == "Testimony given to us, second half of 2023; not published."
    entry = entry_of_quote(inside, "Sample office")
    assert (entry.title, entry.notes) == (
        "Testimony given to Sample office",
        ("second half of 2023",),
    )
    assert "3" not in entry.id.replace("2023", "")
    assert entry.date_parts == (2025,)


def test_names_stay_whole_and_in_their_order() -> None:
    name = "Thinzar Sample Yi and Sample Oo, Sample Ministry"
    named = entry_of_source(source(SourceKind.OFFICIAL_STATEMENT, publisher=name), "us")
    csl, bibtex, ris = (file.write([named]).decode() for file in FORMATS.values())
    assert f'"literal": "{name}"' in csl
    assert f"author = {{{{{name}}}}}," in bibtex
    assert f"PB  - {name}\r\n" in ris
    assert "AU  - " not in ris


def test_what_an_office_said_is_cited_by_the_office_and_the_day() -> None:
    noted = source(SourceKind.MEETING_NOTE, title=NAME, publisher="Sample Office", url="")
    said = quote(noted, standing=Standing(testimony=False, spoken=Spoken.QUOTABLE))
    assert citation(said) == "Sample Office, in a meeting with us, 1 March 2025."
    entry = entry_of_quote(said, "Sample organisation")
    assert (entry.author, entry.title) == ("Sample Office", "In a meeting with Sample organisation")
    assert entry.date_parts == (2025, 3, 1)
    assert not any(NAME.encode() in file.write([entry]) for file in FORMATS.values())


@pytest.mark.parametrize(
    ("on", "url", "printed"),
    [
        (OnPages(3, 3, 12), "", "1 March 2025, page 3 of 12."),
        (OnPages(3, 4, 12), "https://example.org/a", "pages 3–4 of 12, https://example.org/a."),
    ],
)
def test_what_others_published_on_several_pages_is_cited_by_page(
    on: OnPages, url: str, printed: str
) -> None:
    said = quote(source(SourceKind.INDEPENDENT_REPORT, url=url), pages=on)
    assert citation(said).endswith(printed)
    (note,) = entry_of_quote(said, "us").notes
    assert note.lower() in citation(said)


@pytest.mark.parametrize("kind", [*SourceKind])
def test_testimony_letters_and_our_own_report_are_never_cited_by_page(kind: SourceKind) -> None:
    private = {"publisher": PRIVATE} if kind is SourceKind.LETTER else {}
    said = quote(source(kind, url="", **private), pages=OnPages(3, 4, 12))
    cited = kind.is_public
    assert ("pages 3–4 of 12" in citation(said)) is cited
    assert ("Pages 3–4 of 12" in entry_of_quote(said, "us").notes) is cited
