"""Sources of every format, read by a real child: what comes back, and what is refused in
which sentence."""

import io
import os
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from recommendations.confined.child import HOUSE
from recommendations.errors import Unreadable
from recommendations.reading.apart import encodings_apart, source_apart
from recommendations.reading.formats import Format, format_of
from recommendations.reading.parts import ReadSource

GOLD = Path(__file__).parents[2] / "gold" / "sources"
HTML, PDF, DOCX, NOTE, LETTER = (
    (GOLD / f"sample-{name}").read_bytes()
    for name in ("act.html", "report.pdf", "statement.docx", "note.md", "letter.txt")
)


def read(raw: bytes, name: str = "", encoding: str = "") -> ReadSource:
    source = source_apart(raw, name, format_of(raw, name), encoding)
    for part in (*source.sections, *source.pages):
        assert 0 <= part.start <= part.end <= len(source.text)
    return source


def headings(source: ReadSource) -> list[tuple[int, str]]:
    assert all(source.text[s.start :].startswith(s.title) for s in source.sections)
    return [(s.level, s.title) for s in source.sections]


def test_a_web_page_is_its_words_without_menus_and_hidden_ones() -> None:
    source = read(HTML, "act.html")
    assert source.text == (
        "Sample act on shelter\n\nThe sample council adopts this act on 4\u00a0March 2026. It is a "
        "sample & invented.\n\nSection 1. Shelter\n\nWhoever leaves the sample forces is given "
        "shelter for ninety days.\nIt may be renewed once.\n\nA place to sleep is given.\nNobody "
        "is asked for money.\n\nOffice\tRooms\nNorth\t12\n\nSection 1.1. Who decides\n\nThe sample "
        "office decides within five days."
    )
    assert headings(source) == [
        (1, "Sample act on shelter"), (2, "Section 1. Shelter"), (3, "Section 1.1. Who decides"),
    ]  # fmt: skip
    assert source.sections[2].path == tuple(title for _, title in headings(source))
    assert (source.title, source.language, source.published_on, source.extractor) == (
        "Sample act on shelter for those who leave", "en", date(2026, 3, 4), "html 1",
    )  # fmt: skip


def test_a_word_document_is_its_words_and_names_no_author() -> None:
    source = read(DOCX, "statement.docx")
    assert source.text == (
        "Sample statement of the sample ministry\n\nWhat was decided\n\nThe sample ministry will "
        "open two offices for those who leave. It is a sample.\n\nOffice\tOpens\nNorth\tMay\n\nBy "
        "when\n\nBoth offices open before the end of May 2026."
    )
    assert [title for _, title in headings(source)][1:] == ["What was decided", "By when"]
    assert source.title == "Sample statement of the sample ministry"
    assert "A name" not in repr(source)


def test_a_pdf_is_its_words_page_by_page() -> None:
    source = read(PDF, "report.pdf")
    first, second = (source.text[page.start : page.end] for page in source.pages)
    assert first.startswith("Sample report\n\nThe observer saw that shelter was given to those who")
    assert "\n\nA second paragraph stands apart" in first
    assert second.startswith("On the second page the observer counts two offices")
    assert [page.number for page in source.pages] == [1, 2]
    assert headings(source) == [(1, "Sample report")], "as its bookmarks say"
    assert titled_pdf("sample REPORT").title == "sample REPORT"
    assert not titled_pdf("sample_final_2.docx").title, "no page says so"


def titled_pdf(title: str) -> ReadSource:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(PDF)) as pdf:
        pdf.docinfo["/Title"] = title
        pdf.save(made)
    return read(made.getvalue())


def bookmarked_pdf(*marks: tuple[str, int], circle: bool = False) -> ReadSource:
    """`marks` are titles with the place of the page they lead to."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(PDF)) as pdf:
        with pdf.open_outline() as outline:
            outline.root.clear()
            outline.root.extend(pikepdf.OutlineItem(title, page) for title, page in marks)
        if circle:
            first = pdf.Root.Outlines.First
            first.First = first.Last = first
        pdf.save(made)
    return read(made.getvalue())


def test_the_contents_of_a_pdf_are_bookmarks_whose_words_stand_where_they_lead() -> None:
    second = "On the second page"
    marks = [("Sample  report", 0), ("Nothing of the kind", 0), (second, 1), ("A second", 0)]
    source = bookmarked_pdf(*marks)
    assert headings(source) == [(1, "Sample report"), (1, second)]
    assert source.text[source.sections[1].start :].startswith(second)
    assert not bookmarked_pdf((second, 0)).sections, "on another page"
    assert not bookmarked_pdf(("second page", 1)).sections, "in the middle of a line"
    assert not bookmarked_pdf(("Sample rep", 0)).sections, "half a word"
    assert not bookmarked_pdf().sections


def test_bookmarks_that_go_in_circles_are_read_once() -> None:
    assert headings(bookmarked_pdf(("Sample report", 0), circle=True)) == [(1, "Sample report")]


def test_markdown_is_read_as_its_reader_sees_it_and_other_text_as_it_is() -> None:
    source = read(NOTE, "note.md")
    assert "writes that two offices were opened" in source.text
    assert headings(source) == [(1, "Sample news"), (2, "Reactions")]
    assert source.title == "Sample news"
    bare = read(b"Sample words *without* a heading.\n", "note.md")
    assert (bare.text.strip(), bare.sections) == ("Sample words without a heading.", ())
    plain = read(NOTE, "note.txt")
    assert plain.text == NOTE.decode()
    assert not plain.sections


def test_the_bytes_say_what_a_file_is_and_not_its_name() -> None:
    told = {HTML: Format.HTML, PDF: Format.PDF, DOCX: Format.DOCX, LETTER: Format.TEXT}
    for raw, format in told.items():
        assert [format_of(raw, name) for name in ("a.pdf", "a.docx", "a.txt", "")] == [format] * 4
    assert format_of("<html>".encode("utf-16"), "") is Format.HTML
    assert format_of(b"<p>Sample", "page.html") is Format.HTML
    assert format_of(b"<p>Sample", "page.txt") is Format.TEXT


def test_an_encoding_is_offered_with_lines_and_never_taken_by_itself() -> None:
    with pytest.raises(Unreadable, match="not UTF-8"):
        read(LETTER, "letter.txt")
    offered = {one.encoding: one.lines for one in encodings_apart(LETTER).offered}
    assert "The café of the sample ministry" in offered["windows-1252"][0]
    source = read(LETTER, "letter.txt", "windows-1252")
    assert "a résumé of the talks" in source.text
    assert source.extractor == "text 1, windows-1252"
    wide = encodings_apart("Sample words".encode("utf-16-le"))
    assert [one.lines for one in wide.offered if one.encoding == "utf-16-le"] == [("Sample words",)]


def packed(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), part)
    return made.getvalue()


def locked_pdf() -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(PDF)) as pdf:
        pdf.save(made, encryption=pikepdf.Encryption(owner="sample", user="sample"))
    return made.getvalue()


def without_text(pages: int = 1) -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page()
        pdf.save(made)
    return made.getvalue()


OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
REFUSED = {
    "empty": (b"", "is empty"),
    "too large": (b"a" * (20 * 2**20 + 1), "the most that is read is 20 MiB"),
    "a locked PDF": (locked_pdf, "locked with a password"),
    "a broken PDF": (PDF[:800], "damaged and cannot be opened"),
    "a PDF without text": (without_text, "pictures of pages and no text. Add it as pictures"),
    "a PDF of too many pages": (lambda: without_text(2001), "2001 pages, and the most .* is 2000"),
    "an old Word document": (OLD_WORD, "old Word document. Open it and save it as .docx"),
    "a locked Word document": (OLD_WORD + "EncryptedPackage".encode("utf-16-le"), "password"),
    "a broken Word document": (DOCX[:9000], "damaged or is no Word document"),
    "another archive": (lambda: packed(sample=b"sample"), "not a .docx of Word"),
    "a bomb of bytes": (lambda: packed(word__document_xml=bytes(101 * 2**20)), "far more"),
    "a bomb of parts": (lambda: packed(**{f"p{n}": b"" for n in range(2001)}), "far more"),
    "a picture of a telephone": (b"\0\0\0\x18ftypheic" + bytes(50), "is a picture"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), "is a picture"),
    "a bomb of tags": (b"<html><body>" + b"<div>" * 5000 + b"sample", "too deep or too long"),
    "a page made by a program": (b"<html><script>sample()</script></html>", "holds no words"),
    "too many letters": (b"sample " * 300_000, "over two million letters"),
    "too many headings": (b"<html>" + b"<h1>sample</h1>" * 2001, "2001 headings, and the most"),
    "Rich Text": (b"{\\rtf1 sample}", "Rich Text"),
    "a page with its pictures": (
        b"From: <Saved by Sample>\r\nSnapshot-Content-Location: https://sample.example/\r\n"
        b"Subject: A sample\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        b"\tboundary=sample\r\n\r\n",
        "saved with its pictures in one file",
    ),
    "a saved mail": (
        b"Received: from sample.example\r\n by sample.example\r\nSubject: A sample\r\n\r\nSample",
        "is a saved e-mail",
    ),
    "no text": (b"sample \0\1\2", "not text"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_a_source_is_refused_in_one_sentence(name: str) -> None:
    made, sentence = REFUSED[name]
    raw = made() if callable(made) else made
    with pytest.raises(Unreadable, match=sentence) as refused:
        read(raw)
    assert "\n" not in str(refused.value)


def test_a_letter_with_lines_like_those_of_a_mail_is_a_text() -> None:
    letter = (
        b"From: the Sample ministry\nTo: the Sample council\nSubject: A sample\n\nSample words."
    )
    assert read(letter).text.startswith("From: the Sample ministry")


def test_entities_are_not_resolved_and_nothing_is_fetched() -> None:
    page = (
        b"<!DOCTYPE html [<!ENTITY a SYSTEM 'file:///etc/passwd'><!ENTITY b '&a;&a;'>]>"
        b"<html><body><p>Sample &b; words<link href='http://127.0.0.1:9/x'><img src='//x/y'></html>"
    )
    text = read(page).text
    assert "Sample" in text
    assert "root" not in text


@pytest.mark.parametrize("what", ["PDF", "web page", "Word document", "encodings", "plain text"])
def test_the_libraries_of_a_reader_are_given_no_file_and_no_socket(what: str, tmp_path) -> None:
    """Asked of C itself, past what Python would refuse."""
    code = (
        "import ctypes, resource\n"
        "c = ctypes.CDLL(None, use_errno=True)\n"
        "from recommendations.confined import inside\n"
        "from recommendations.reading.reader import reading\n"
        f"reading({what!r})\n"
        "def work(job):\n"
        "    opened = c.open(b'/etc/passwd', 0), c.socket(2, 1, 0), c.open(b'/tmp/sample', 65, 0)\n"
        "    return [str(opened).encode()]\n"
        "inside.answering(work, 1, 10, opens=False)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=(1).to_bytes(8, "big") + b"x",
        cwd=HOUSE,
        env={"PYTHONPATH": str(HOUSE), "PATH": os.environ["PATH"], "TMPDIR": str(tmp_path)},
        capture_output=True,
    )
    assert done.stdout[8:] == b"(-1, -1, -1)"
