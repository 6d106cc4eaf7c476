"""What the engine may reach, and what it must refuse."""

import io

import pikepdf
import pypdfium2
import pytest

from exports.engine import EngineRefused
from exports.pdf import render, render_sections

pytestmark = pytest.mark.usefixtures("engine_with_our_fonts")


def page(body: str, head: str = "") -> str:
    return f'<html lang="en"><head><title>Sample</title>{head}</head><body>{body}</body></html>'


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(sheet.get_textpage().get_text_range() for sheet in document)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "data:text/css,p{}",
        "data:image/svg+xml,<svg/>",
        "ftp://example.invalid/a",
        "asset:fonts.conf",
        "asset:../pack.py",
        "asset:/etc/passwd",
        "asset:OFL-padauk.txt",
        "ASSET:padauk-myanmar-400-normal.woff2/../fonts.conf",
        "//example.invalid/a.png",
        "a.png",
        "jar:file:///a!/b",
    ],
)
def test_an_address_outside_the_package_ends_the_printing(url):
    with pytest.raises(EngineRefused, match="may not fetch"):
        render(page(f'<img src="{url}" alt="x">'), title="Sample", language="en")


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ('<p style="colour: red">x</p>', "colour"),
        ("<p>字</p>", r"U\+5B57"),
        ("<style>p { color: nowhere }</style><p>x</p>", "nowhere"),
    ],
)
def test_whatever_the_engine_warns_of_is_an_error(body, why):
    with pytest.raises(EngineRefused, match=why):
        render(page(body), title="Sample", language="en")


def test_a_refusal_leaves_the_engine_fit_for_the_next_pack():
    with pytest.raises(EngineRefused):
        render(page("<p>字</p>"), title="Sample", language="en")
    made = render(page("<p>Sample words</p>"), title="Sample", language="en")
    assert made.pages == 1
    assert "Sample words" in text_of(made.pdf)


@pytest.mark.parametrize(
    "words", ["Nguyễn Thị Đào", "Łódź, Škoda, Çağlar", "café — “quoted” … £5 €6", "မြန်မာ"]
)
def test_letters_of_the_region_are_printed_from_our_own_fonts(words):
    made = render(page(f"<p>{words}</p>"), title="Sample", language="en")
    assert made.pages == 1


def test_title_and_language_are_those_the_caller_named():
    made = render(page("<p>x</p>"), title="Sample & <title>", language="en-GB")
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
        assert str(pdf.docinfo.Title) == "Sample & <title>"
        with pdf.open_metadata() as told:
            assert told["dc:title"] == "Sample & <title>"


def test_data_is_embedded_where_it_is_wanted_and_always_the_same():
    def made(data: str) -> bytes:
        pair = ("sample", page("<p>x</p>", '<meta name="author" content="People’s Goal">'))
        return render_sections([pair], title="Sample", language="en", data=data).pdf

    words = '{"sample": "မြန်မာ"}'
    assert made(words) == made(words)
    with pikepdf.open(io.BytesIO(made(words))) as pdf:
        (name,) = pdf.attachments
        kept = pdf.attachments[name]
        assert (name, kept.relationship) == ("edition.json", pikepdf.Name.Data)
        held = kept.get_file()
        assert held.read_bytes().decode() == words
        assert held.mime_type == "application/json"
        assert held.creation_date == held.mod_date
        assert held.creation_date.year == 2000
        assert [spec.objgen for spec in pdf.Root.AF] == [kept.obj.objgen]
    with pikepdf.open(io.BytesIO(made(""))) as pdf:
        assert not pdf.attachments
        assert "/AF" not in pdf.Root
