"""The Word draft, read back as whoever comments on it has it."""

import io
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import docx
import pytest

from exports.pack import quotes_in
from exports.rendering import full_pack_body, leave_behind_body
from exports.word import word_file
from recommendations.errors import Refused

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BURMESE = "နမူနာ စာကြောင်း"


@pytest.fixture(params=["leave-behind", "full pack", "Letter"])
def pack(request: pytest.FixtureRequest, samples):
    if request.param == "full pack":
        made = samples.pack(samples.full())
        # The testimony of a full pack is that of its recommendations, not of its brief.
        told = (made.brief.asks[0].testimony,)
        first = replace(made.recommendations[0], testimony=told)
        return replace(made, recommendations=(first, *made.recommendations[1:]))
    return samples.full("Letter" if request.param == "Letter" else "A4")


def parts_of(raw: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name).decode() for name in packed.namelist()}


def told_in(raw: bytes) -> str:
    """Every word in the order of the file, a space between paragraphs."""
    body = ElementTree.fromstring(parts_of(raw)["word/document.xml"])
    told = ("".join(piece.text or "" for piece in p.iter(f"{W}t")) for p in body.iter(f"{W}p"))
    return squeezed(" ".join(told))


def squeezed(words: str) -> str:
    return re.sub(r"\s+", "", words)


def test_it_says_what_is_printed_word_for_word_and_nothing_else(pack) -> None:
    html = full_pack_body(pack) if hasattr(pack, "brief") else leave_behind_body(pack)
    html = re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)
    printed = "".join(ElementTree.fromstring(f"<all>{html}</all>").itertext())
    assert told_in(word_file(pack)) == squeezed(printed)


def test_every_quote_is_in_it_with_a_number_that_leads_to_its_source(pack) -> None:
    raw = word_file(pack)
    told, document = told_in(raw), parts_of(raw)["word/document.xml"]
    quotes = list(quotes_in(pack))
    assert len(quotes) > 5
    assert [quote.ref for quote in quotes if squeezed(quote.words) not in told] == []
    for number in {quote.citation for quote in quotes}:
        assert f'w:hyperlink w:anchor="source-{number}"' in document
        assert document.count(f'w:name="source-{number}"') == 1
    (ids, names) = (
        re.findall(f'bookmarkStart [^>]*w:{kind}="([^"]+)"', document) for kind in ("id", "name")
    )
    assert len(set(ids)) == len(ids) == len(set(names))


def test_every_page_says_draft_and_sample(pack) -> None:
    opened = docx.Document(io.BytesIO(word_file(pack)))
    (section,) = opened.sections
    head = section.header
    assert section.different_first_page_header_footer is False
    assert head.paragraphs[0].text == "DRAFT · Draft, not issued · SAMPLE – invented content"
    marks = re.findall(r'<v:textpath [^>]*string="([^"]+)"', head._element.xml)
    assert marks == ["DRAFT"]
    assert "People’s Goal · Sample External Action Service" in section.footer.paragraphs[0].text


def test_it_tells_of_itself_its_title_language_and_organisation_alone(pack) -> None:
    raw = word_file(pack)
    parts, brief = parts_of(raw), getattr(pack, "brief", pack)
    core = ElementTree.fromstring(parts["docProps/core.xml"])
    assert {child.tag.rpartition("}")[2]: child.text for child in core} == {
        "title": brief.title,
        "language": "en",
    }
    app = ElementTree.fromstring(parts["docProps/app.xml"])
    assert [(child.tag.rpartition("}")[2], child.text) for child in app] == [
        ("Company", brief.organisation)
    ]
    assert not re.search(r"rsid|w:author|w:date", "".join(parts.values()))
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.create_system for entry in packed.infolist()} == {0}


def test_it_is_the_same_byte_for_byte_when_made_twice(pack) -> None:
    assert word_file(pack) == word_file(replace(pack))


def test_paper_and_headings_are_those_of_the_pack(samples) -> None:
    for paper, size in (("A4", (11906, 16838)), ("Letter", (12240, 15840))):
        (section,) = docx.Document(io.BytesIO(word_file(samples.full(paper)))).sections
        assert (section.page_width.twips, section.page_height.twips) == size
    opened = docx.Document(io.BytesIO(word_file(samples.pack(samples.full()))))
    headings = [p.text for p in opened.paragraphs if p.style.name == "Heading 1"]
    assert headings[:3] == ["Summary", "Contents", "Where each recommendation stands"]


def test_tables_have_as_many_cells_in_each_row_and_repeat_their_head(samples) -> None:
    document = parts_of(word_file(samples.pack(samples.full())))["word/document.xml"]
    tables = list(ElementTree.fromstring(document).iter(f"{W}tbl"))
    assert len(tables) > 4
    for table in tables:
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        assert {len(row.findall(f"{W}tc")) for row in table.iter(f"{W}tr")} == {columns}
    assert document.count("<w:tblHeader/>") == len(tables) - 1
    assert document.count('<w:vMerge w:val="restart"/>') == document.count("<w:vMerge/>") == 2


def test_burmese_stands_as_it_was_said_and_is_named_so(samples) -> None:
    pack = samples.full()
    quote = replace(pack.asks[0].recommended, words=BURMESE, language="my")
    ask = replace(pack.asks[0], recommended=quote)
    raw = word_file(replace(pack, asks=(ask,)))
    document = parts_of(raw)["word/document.xml"]
    assert BURMESE in document
    assert '<w:lang w:val="my" w:bidi="my"/>' in document
    assert "w:cs=" in parts_of(raw)["word/styles.xml"]
    burmese = parts_of(word_file(replace(pack, language="my")))
    assert '<w:lang w:val="my" w:eastAsia="my" w:bidi="my"/>' in burmese["word/styles.xml"]
    assert "DRAFT" not in re.findall(r'string="([^"]+)"', burmese["word/header1.xml"])


def test_hostile_words_stay_words(samples) -> None:
    words = "<w:p/>{content}&amp;\x00\x0b\u202e \ud800“']]>\U0001f600"
    pack = replace(samples.full(), opening=words, title=words, organisation=words)
    raw = word_file(pack)
    shown = "<w:p/>{content}&amp;\u202e “']]>\U0001f600"
    assert squeezed(shown) in told_in(raw)
    core = ElementTree.fromstring(parts_of(raw)["docProps/core.xml"])
    assert core[0].text == shown


def test_an_edition_is_never_made_as_a_word_file(samples) -> None:
    with pytest.raises(Refused, match="Only a draft"):
        word_file(replace(samples.full(), draft=False, edition="Edition 3"))
