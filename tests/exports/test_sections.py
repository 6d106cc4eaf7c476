"""Sections laid out apart and joined, against the same pages laid out as one document."""

import io
import re

import pikepdf
import pypdfium2
import pytest

from exports.engine import STYLE, VARIANT, EngineRefused, engine, nothing_but_silence
from exports.pdf import render_sections

pytestmark = pytest.mark.usefixtures("engine_with_our_fonts")

HEAD = (
    '<html lang="en"><head><title>Sample</title><meta name="author" content="People’s Goal"></head>'
    '<body data-mark="DRAFT" data-sample="SAMPLE" data-of=" of " data-foot="A sample foot">'
)
WORDS = "Invented words of a sample section, enough of them to fill a line and more. " * 6
FIGURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>Finding</title>'
    '<rect width="9" height="9"/></svg>'
)
TABLE = (
    "<table><thead><tr><th>Measure<th>Finding</thead><tbody>"
    + "<tr><td>Sample measure<td>nothing found" * 60
    + "</tbody></table>"
)
CONTENTS = "".join(
    f'<li><a href="#{name}">{name}</a>, page <span data-page-of="{name}"></span></li>'
    for name in ("matrix", "second", "source-2")
)
BODIES = {
    "cover": f"<h1>A sample pack</h1><p>{WORDS}",
    "contents": f"<h2>Contents</h2><ul>{CONTENTS}</ul>",
    "matrix": f'<h2 id="matrix">Matrix</h2>{TABLE}',
    "first": f'<h2>First</h2><h3>Finding</h3><p>{FIGURE} {WORDS} <a href="#source-2">2</a>',
    "second": f'<h2 id="second">Second</h2><p>{WORDS * 9}<a href="#source-1">1</a>',
    "sources": '<h2>Sources</h2><ol><li id="source-1">One<li id="source-2">Two</ol>',
}


def sections(**changed: str) -> list[tuple[str, str]]:
    return [(name, f"{HEAD}{body}</body></html>") for name, body in (BODIES | changed).items()]


def joined(**changed: str) -> bytes:
    return render_sections(sections(**changed), title="Sample", language="en").pdf


@pytest.fixture
def nothing_kept():
    """Gives what makes the engine forget, which it has done once."""
    engine()._kept.clear()
    return engine()._kept.clear


def whole() -> bytes:
    """By the engine alone. On which pages the sections begin was read off it by hand."""
    bodies = "".join(
        re.sub("^<h([12])", r'<h\1 style="break-before: page"', body) for body in BODIES.values()
    )
    for name, page in (("matrix", 3), ("second", 6), ("source-2", 7)):
        bodies = bodies.replace(f'<span data-page-of="{name}"></span>', f"<span>{page}</span>")
    with nothing_but_silence():
        document = engine().lay_out(f"{HEAD}{bodies}</body></html>")
        return document.write_pdf(pdf_variant=VARIANT)


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def pages_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [sheet.get_textpage().get_text_range() for sheet in document]


def outline_of(pdf: bytes) -> list[tuple[int, str, int]]:
    """Depth, words and page of each entry."""
    document = pypdfium2.PdfDocument(pdf)
    return [
        (entry.level, entry.get_title(), entry.get_dest().get_index())
        for entry in document.get_toc()
    ]


def tags_of(pdf: pikepdf.Pdf) -> list[tuple[int, str, str, int]]:
    """Depth, tag, words instead and page of each element in the order they are read, and the
    runs of text in it."""
    found = []

    def walk(element, depth: int) -> None:
        kids = element.get("/K", [])
        kids = [kids] if not isinstance(kids, pikepdf.Array) else list(kids)
        runs = tuple(kid for kid in kids if isinstance(kid, int))
        told = str(element.get("/Alt", "")), pages.get(element.get("/Pg", element).objgen)
        found.append((depth, str(element.get("/S")), *told, runs))
        for kid in kids:
            if isinstance(kid, pikepdf.Dictionary):
                walk(kid, depth + 1)

    pages = {sheet.obj.objgen: number for number, sheet in enumerate(pdf.pages)}
    walk(pdf.Root.StructTreeRoot, 0)
    return found


def links_of(pdf: pikepdf.Pdf) -> list[tuple[int, str, int]]:
    """From page, to what, and on which page that lies."""
    pages = {sheet.obj.objgen: number for number, sheet in enumerate(pdf.pages)}
    places = list(pdf.Root.Names.Dests.Names)
    where = {str(places[n]): pages[places[n + 1][0].objgen] for n in range(0, len(places), 2)}
    return [
        (number, str(link.Dest), where[str(link.Dest)])
        for number, sheet in enumerate(pdf.pages)
        for link in sheet.get("/Annots", [])
    ]


def test_sections_joined_are_what_one_document_would_be():
    apart, together = joined(), whole()
    assert pages_of(apart) == pages_of(together)
    assert outline_of(apart) == outline_of(together)
    assert tags_of(opened(apart)) == tags_of(opened(together))
    assert links_of(opened(apart)) == links_of(opened(together))


def test_pages_are_counted_through_all_sections():
    texts = pages_of(joined())
    for number, text in enumerate(texts, 1):
        assert text.count(f"{number} of {len(texts)}") == 1


def test_the_same_sections_make_the_same_bytes_whether_they_were_kept_or_not(nothing_kept):
    cold = joined()
    warm = joined()
    joined(first="<h2>First</h2><p>Other sample words", cover="<h1>မြန်မာ Nguyễn</h1>")
    mixed = joined()
    nothing_kept()
    assert cold == warm == mixed == joined()


def test_a_changed_section_alone_is_laid_out_again(nothing_kept):
    joined()
    before = dict(engine()._kept)
    assert "Other sample words" in pages_of(joined(first="<h2>First</h2><p>Other sample words"))[4]
    after = engine()._kept
    assert len(set(after) - set(before)) == 1
    assert all(after[key] is section for key, section in before.items())


def test_what_runs_along_the_margins_lays_no_section_out_again(nothing_kept):
    """The edition and its day stand there."""
    joined()
    before = dict(engine()._kept)
    head = HEAD.replace("A sample foot", "Edition 2 မြန်မာ").replace("DRAFT", "")
    told = [(name, html.replace(HEAD, head)) for name, html in sections()]
    for text in pages_of(render_sections(told, title="Sample", language="en").pdf):
        assert "Edition 2 မြန်မာ" in text
        assert "A sample foot" not in text
        assert "DRAFT" not in text
    assert dict(engine()._kept) == before


def test_a_section_that_was_warned_of_is_not_kept(nothing_kept):
    for _ in range(2):
        with pytest.raises(EngineRefused, match=r"^second: .*U\+5B57"):
            joined(second="<h2 id=second>字</h2>")
    joined()


def test_a_margin_that_was_warned_of_is_not_kept(nothing_kept):
    page = '<html lang=en><title>Sample</title><body data-foot="字"><p>x</p></body></html>'
    for _ in range(2):
        with pytest.raises(EngineRefused, match=r"U\+5B57"):
            render_sections([("", page)], title="Sample", language="en")


def test_those_asked_for_last_are_kept_and_no_more_than_may_be(nothing_kept, monkeypatch):
    monkeypatch.setattr(engine(), "kept_sheets", 5)
    joined()
    kept = [len(section.sheets) for section in engine()._kept.values()]
    assert kept == [2, 1, 1, 1], "all but the two on top; the table has two"


def test_a_number_that_makes_a_section_longer_is_told_rightly():
    """The contents take two pages, which cannot be known before they are laid out."""
    gap = "<p style='height: 200mm'>A sample gap</p>"
    texts = pages_of(joined(contents=f"<h2>Contents</h2>{gap}<ul>{CONTENTS}</ul>{gap}"))
    told = re.findall(r"(\S+), page (\d+)", " ".join(texts))
    assert [name for name, _ in told] == ["matrix", "second", "source-2"]
    for name, page in told:
        heading = {"matrix": "Matrix", "second": "Second", "source-2": "Two"}[name]
        assert heading in texts[int(page) - 1]


@pytest.mark.parametrize("name", ["nowhere", "second&#34;&gt;&lt;img src=x&gt;"])
def test_a_page_that_is_named_and_not_there_is_refused(name):
    with pytest.raises(EngineRefused, match="there is no page of"):
        joined(cover=f'<h1>Sample</h1><span data-page-of="{name}"></span>')


def test_a_link_to_nowhere_is_refused_though_its_section_alone_may_have_it():
    joined(first="<h2>First</h2><a href='#second'>in another section</a>")
    with pytest.raises(EngineRefused, match="No anchor #nowhere"):
        joined(first="<h2>First</h2><a href='#nowhere'>in none</a>")


def test_a_sheet_that_cannot_be_painted_beforehand_comes_out_all_the_same(nothing_kept):
    """What is half transparent needs a group that belongs to one file."""
    veiled = f"<h2>First</h2><p style='opacity: 0.5'>Seen dimly</p><p>{WORDS}"
    cold = joined(first=veiled)
    assert "Seen dimly" in pages_of(cold)[4]
    assert cold == joined(first=veiled)


def test_figures_are_told_where_they_lie_on_pages_of_any_size():
    wide = "<style>@page wide { size: 400mm 100mm }</style>"
    pdf = opened(joined(first=f"{wide}<div style='page: wide'><h2>First</h2>{FIGURE}</div>"))
    (figure,) = (
        e for e in pdf.objects if isinstance(e, pikepdf.Dictionary) and e.get("/S") == "/Figure"
    )
    left, bottom, right, top = map(float, figure.A.BBox)
    _, _, width, height = map(float, figure.Pg.MediaBox)
    assert (round(width), round(height)) == (1134, 283)
    assert 0 < left < right < width
    assert height / 2 < bottom < top < height
    assert "5 of 7" in pages_of(joined(first=f"{wide}<p style='page: wide'>x"))[4]


def test_the_style_of_packs_knows_no_page_by_its_place():
    """The first page of a section would be taken for that of the document."""
    style = STYLE.read_text("utf-8")
    assert not re.search(r"@page[^{]*:(first|left|right|blank|nth)", style)
    assert not re.search(r"break-(before|after): *(left|right|recto|verso)", style)
