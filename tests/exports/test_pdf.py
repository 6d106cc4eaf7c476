"""What the engine may reach, and what it must refuse."""

import io
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pikepdf
import pypdfium2
import pytest

from exports.pdf import EngineRefused, render

pytestmark = pytest.mark.usefixtures("engine_with_our_fonts")
CANARY = "words-of-the-sample-file"


def page(body: str, head: str = "") -> str:
    return f'<html lang="en"><head><title>Sample</title>{head}</head><body>{body}</body></html>'


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(sheet.get_textpage().get_text_range() for sheet in document)


@pytest.fixture(scope="module")
def listener():
    """A server on this machine that notes whoever calls."""
    calls = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            calls.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(CANARY.encode())

        def log_message(self, *_words):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", calls
    server.shutdown()
    server.server_close()


SVG = "http://www.w3.org/2000/svg"


def drawing(content: str) -> str:
    return f'<svg xmlns="{SVG}" width="9" height="9"><title>x</title>{content}</svg>'


VECTORS = {
    "image": '<img src="{url}" alt="x">',
    "image set": '<img srcset="{url} 2x" src="{url}" alt="x">',
    "background": '<p style="background: url({url})">x</p>',
    "list mark": '<ul><li style="list-style-image: url({url})">x</ul>',
    "content": "<style>p::before {{ content: url({url}) }}</style><p>x</p>",
    "border image": '<p style="border: 3px solid; border-image: url({url}) 3">x</p>',
    "style sheet": '<link rel="stylesheet" href="{url}">',
    "import": '<style>@import url("{url}");</style>',
    "font": "<style>@font-face {{ font-family: f; src: url({url}) }}</style>"
    '<p style="font-family: f">x</p>',
    "colour profile": "<style>@color-profile --p {{ src: url({url}) }}</style>"
    '<p style="color: color(--p 1 0 0)">x</p>',
    "object": '<object data="{url}">x</object>',
    "embed": '<embed src="{url}">',
    "frame": '<iframe src="{url}"></iframe>',
    "video": '<video poster="{url}" src="{url}"></video>',
    "script": '<script src="{url}"></script>',
    "attachment": '<link rel="attachment" href="{url}">',
    "attached link": '<a rel="attachment" href="{url}">x</a>',
    "drawing image": drawing('<image href="{url}" width="9" height="9"/>'),
    "drawing use": drawing('<use href="{url}#a"/>'),
    "drawing style": drawing("<style>@import url({url});</style>"),
    "base": '<base href="{url}"><img src="a.png" alt="x">',
    "refresh": '<meta http-equiv="refresh" content="0; url={url}">',
    "page": "<style>@page {{ background: url({url}) }}</style>",
}


@pytest.mark.parametrize("how", VECTORS)
def test_nothing_on_the_network_is_fetched(how, listener):
    url, calls = listener
    _print_or_refuse(VECTORS[how].format(url=url))
    assert calls == []


@pytest.mark.parametrize("how", VECTORS)
def test_no_file_of_this_machine_is_read(how, tmp_path):
    secret = tmp_path / "secret.css"
    secret.write_text(f"p::after {{ content: '{CANARY}' }} /* {CANARY} */")
    assert CANARY not in _print_or_refuse(VECTORS[how].format(url=secret.as_uri()) + "<p>x</p>")


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


def _print_or_refuse(body: str) -> str:
    """The text and the raw bytes of what came out, if anything did."""
    try:
        made = render(page(body), title="Sample", language="en")
    except EngineRefused:
        return ""
    return text_of(made.pdf) + made.pdf.decode("latin-1")


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
