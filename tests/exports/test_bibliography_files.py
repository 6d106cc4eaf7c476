"""Reference managers get back what was written. Readers of others read it here; everything
in it is an invented sample."""

import json
import re
from datetime import date
from pathlib import Path

import bibtexparser
import pytest
import rispy
from bibtexparser.latexenc import latex_to_unicode
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from exports.bibliography import Entry, Form
from exports.bibliography_files import bibtex, csl_json, ris
from exports.publishing import Issuer, Moment, audience_bibliography
from recommendations.models import Quote, Source
from recommendations.triage import withdraw
from recommendations.vocabulary import Precision, SourceKind
from tracker.database import Database
from tracker.service import Service
from tracker.settings import Settings

BURMESE = "နမူနာ အမျိုးသား ညီညွတ်ရေး အစိုးရ၏ " * 12 + "ထုတ်ပြန်ချက်"
AWKWARD = "{Sample} & “others”: 100% of $5_a #1 ~ ^ \\ }{ @article{x, and, ‘y’ <b>z</b> " + BURMESE
DAYS = {Precision.DAY: "2025-03-01", Precision.MONTH: "2025-03", Precision.YEAR: "2025"}
ENTRIES = [
    Entry(
        id=f"S{number}",
        form=form,
        title=f"{form}: {AWKWARD}",
        author=f"{AWKWARD} Aung Sample Oo",
        container="The Sample & Post" if form in {Form.NEWS, Form.POST} else "",
        url="https://example.org/a_b/ÿ?x=1&y=%20#z~",
        issued=date(2025, 3, 1),
        precision=precision,
        language="my",
        notes=("Section “Sample & section”", "second"),
    )
    for number, (form, precision) in enumerate((f, p) for f in Form for p in Precision)
]
NOTE = "Section “Sample & section”. second."

CSL_TEXTS = {"id", "type", "title", "container-title", "URL", "language", "note"}
CSL_TYPES = {
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book",
    "broadcast", "chapter", "classic", "collection", "dataset", "document", "entry",
    "entry-dictionary", "entry-encyclopedia", "event", "figure", "graphic", "hearing",
    "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture",
    "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical",
    "personal_communication", "post", "post-weblog", "regulation", "report", "review",
    "review-book", "software", "song", "speech", "standard", "thesis", "treaty", "webpage",
}  # fmt: skip
"""Of the schema csl-data, version 1.0.2, which allows no other field or type."""


def test_csl_json_is_what_its_schema_asks_for_and_comes_back_equal() -> None:
    read = json.loads(csl_json(ENTRIES))
    assert len(read) == len(ENTRIES)
    for item, entry in zip(read, ENTRIES, strict=True):
        assert set(item) <= CSL_TEXTS | {"author", "issued"}
        assert all(isinstance(item[name], str) for name in CSL_TEXTS & set(item))
        assert item["type"] in CSL_TYPES
        assert (item["id"], item["title"]) == (entry.id, entry.title)
        assert item["author"] == [{"literal": entry.author}]
        assert item["issued"] == {
            "date-parts": [[int(n) for n in DAYS[entry.precision].split("-")]]
        }
        assert (item["URL"], item["language"], item["note"]) == (entry.url, "my", NOTE)
        assert item.get("container-title", "") == entry.container


def decoded(value: str) -> str:
    """Our braces are read here, because the reader knows them by no name."""
    value = value.removeprefix("{").removesuffix("}")
    value = value.replace(r"{\textbraceleft}", "\ue000").replace(r"{\textbraceright}", "\ue001")
    return latex_to_unicode(value).replace("\ue000", "{").replace("\ue001", "}")


def test_bibtex_comes_back_equal() -> None:
    read = bibtexparser.loads(bibtex(ENTRIES).decode()).entries
    assert len(read) == len(ENTRIES)
    for item, entry in zip(read, ENTRIES, strict=True):
        assert (item["ID"], item["url"], item["date"]) == (
            entry.id,
            entry.url,
            DAYS[entry.precision],
        )
        assert (item["year"], item.get("month")) == (
            "2025",
            None if entry.precision is Precision.YEAR else "March",
        )
        assert decoded(item["title"]) == entry.title
        assert decoded(item["author"]) == entry.author
        assert decoded(item["note"]) == NOTE
        held = item.get("journal", item.get("howpublished", ""))
        assert decoded(held) == entry.container


def test_ris_comes_back_equal() -> None:
    read = rispy.loads(ris(ENTRIES).decode())
    assert len(read) == len(ENTRIES)
    days = {Precision.DAY: "2025/03/01", Precision.MONTH: "2025/03//", Precision.YEAR: "2025///"}
    for item, entry in zip(read, ENTRIES, strict=True):
        assert (item["id"], item["title"], item["publisher"]) == (
            entry.id,
            entry.title,
            entry.author,
        )
        assert (item["year"], item["date"]) == ("2025", days[entry.precision])
        assert (item["urls"], item["language"], item["notes"]) == ([entry.url], "my", [NOTE])
        assert item.get("secondary_title", "") == entry.container


ANY = {"title": st.text(min_size=1, max_size=200), "author": st.text(max_size=40)}


@settings(max_examples=40, deadline=None)
@given(**ANY)
def test_no_title_breaks_out_of_its_field(title: str, author: str) -> None:
    """Whatever stands in it, there is one entry with the fields that were written."""
    one_entry(title, author)


@pytest.mark.deep
@settings(max_examples=2000, deadline=None)
@given(**ANY)
def test_no_title_of_two_thousand_breaks_out_of_its_field(title: str, author: str) -> None:
    one_entry(title, author)


def one_entry(title: str, author: str) -> None:
    title = f"x{title}x".encode("utf-8", "replace").decode()
    author = author.encode("utf-8", "replace").decode()
    entry = Entry(id="S1", form=Form.NEWS, title=title, author=author)
    (tex,) = bibtexparser.loads(bibtex([entry]).decode()).entries
    # What the reader of BibTeX makes of letters beside each other is its own.
    assert set(tex) <= {"ID", "ENTRYTYPE", "title", "author"}
    (told,) = rispy.loads(ris([entry]).decode())
    assert set(told) <= {"id", "type_of_reference", "title", "authors", "publisher"}
    item = json.loads(csl_json([entry]))[0]
    named = item["author"][0]["literal"] if "author" in item else ""
    body = "".join([*told.get("authors", ()), told.get("publisher", "")])
    assert (told["title"], body.strip()) == (item["title"], named.strip())
    for written, said in ((item["title"], title), (named, author)):
        assert re.sub(r"\s+", "", written) == re.sub(r"\s+|[\x00-\x1f\x7f-\x9f]", "", said)


@pytest.fixture
def database_kind() -> str:
    """What is selected is tested on both databases in test_selection.py."""
    return "sqlite"


def test_what_leaves_to_an_audience_is_cited_and_nothing_else(
    sample_database: Database, tmp_path: Path
) -> None:
    service = Service(Settings(home=tmp_path, database_url=sample_database.url), sample_database)
    day = service.today()
    moment, issuer = Moment(day, service.closing(day), day), Issuer("People's Goal", "", True)

    def cited(audience: str) -> tuple[Entry, ...]:
        with service.database.reading() as session:
            return audience_bibliography(session, audience, moment, issuer)

    before = cited("eu")
    with service.database.reading() as session:
        kinds = {s.id: s.kind for s in session.exec(select(Source))}
    (report,) = (e for e in before if kinds[int(e.id[1:])] is SourceKind.REPORT)
    assert any("Section" in note for note in report.notes)
    assert len(before) == len({e.id for e in before}) > 1
    gone = next(e for e in before if kinds[int(e.id[1:])] is not SourceKind.REPORT)
    with service.database.writing() as session:
        for row in session.exec(select(Quote).where(Quote.source == int(gone.id[1:]))).all():
            withdraw(session, row.recorded_by, row.key, "Sample.")
    assert gone.id not in {e.id for e in cited("eu")}
    service.close()
