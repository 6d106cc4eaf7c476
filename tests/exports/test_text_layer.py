"""Burmese comes out of a PDF as it went in, whoever reads it."""

import io
import re
import subprocess
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from exports.pdf import render
from recommendations.syllables import ZERO_WIDTH_SPACE

pytestmark = pytest.mark.usefixtures("engine_with_our_fonts")
GOLD = Path(__file__).parents[1] / "gold" / "burmese"


def lines_of(name: str) -> list[str]:
    lines = (GOLD / f"{name}_unicode.txt").read_text("utf-8").splitlines()
    return [line.strip() for line in lines if re.search("[\u1000-\u109f]", line)]


def printed(lines: list[str]) -> bytes:
    """In a column so narrow that hardly a word fits its line."""
    paragraphs = "".join(f"<p>{line}</p>" for line in lines[1:])
    body = f"<div style='width: 60mm'><h1>{lines[0]}</h1>{paragraphs}</div>"
    body = f'<body data-foot="" data-of=" of ">{body}</body>'
    html = f'<html lang="my"><title>{lines[0]}</title>{body}</html>'
    return render(html, title=lines[0], language="my").pdf


def by_pypdfium2(pdf: bytes) -> str:
    return "".join(sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(pdf))


def by_pdftotext(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def without_spaces(text: str) -> str:
    """A line may end within a word, and page numbers stand between pages."""
    return re.sub(r"\s|\d+ of \d+", "", text)


@pytest.mark.parametrize(
    "read", [by_pypdfium2, pytest.param(by_pdftotext, marks=pytest.mark.pdftotext)]
)
@pytest.mark.parametrize("name", ["mmgov", pytest.param("udhr", marks=pytest.mark.deep)])
def test_all_burmese_is_read_back_word_for_word(read, name):
    lines = lines_of(name)
    assert len(lines) > 60
    read_back = without_spaces(read(printed(lines)))
    assert read_back == without_spaces("".join(lines))


def test_burmese_breaks_between_syllables_and_nobody_can_tell_from_the_file():
    word = "အပြည်ပြည်ဆိုင်ရာလူ့အခွင့်အရေးကြေညာစာတမ်း" * 9
    pdf = printed(["ကြေညာစာတမ်း", word])
    sheet = pypdfium2.PdfDocument(pdf)[0]
    shapes = [shape.get_bounds() for shape in sheet.get_objects()]
    lines = {(round(bottom), round(right)) for _, bottom, right, _ in shapes if bottom > 100}
    assert len(lines) > 9
    assert max(right for _, right in lines) <= 57 + 60 / 25.4 * 72
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert ZERO_WIDTH_SPACE not in str(opened.docinfo.Title)
        with opened.open_outline() as outline:
            assert [entry.title for entry in outline.root] == ["ကြေညာစာတမ်း"]


def test_every_run_of_burmese_says_its_words_and_no_other_run_does():
    pdf = printed(["မြန်မာ", "Sample words", "မြန်မာ 2026"])
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        runs = [
            operands[1]
            for operands, operator in pikepdf.parse_content_stream(opened.pages[0])
            if str(operator) == "BDC"
        ]
    assert [str(run.get("/ActualText", "")) for run in runs][:3] == ["မြန်မာ", "", "မြန်မာ 2026"]
    assert [int(run.MCID) for run in runs] == [*range(len(runs))]


def test_every_shape_stands_for_a_letter():
    """As PDF/A asks; of several that share one, the engine names the first alone."""
    with pikepdf.open(io.BytesIO(printed(lines_of("mmgov")))) as opened:
        maps = [thing.ToUnicode.read_bytes() for thing in opened.objects if "/ToUnicode" in thing]
    named = [pair for told in maps for pair in re.findall(rb"<(\w{4})> <(\w*)>", told)]
    assert len(named) > 100
    assert [shape for shape, letters in named if not letters] == []
