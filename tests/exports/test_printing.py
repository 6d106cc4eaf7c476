"""Real files, printed by a real child process and read back."""

import io
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, is_dataclass, replace
from datetime import date
from itertools import cycle
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from exports.pack import PrintedQuote
from exports.printing import PdfUnavailable, Press, PrintFailed
from exports.rendering import leave_behind_html
from recommendations.confined.child import HOUSE
from recommendations.quotation import fold

KINDS = [("A4", 2), ("A4", 3), ("Letter", 2), ("Letter", 3)]


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page in the order of its content, line ends forgiven."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [sheet.get_textpage().get_text_range() for sheet in document]
    # A hyphen at the end of a line comes out as a mark of its own.
    return [" ".join(text.replace("\ufffe", "-").replace("-\r\n", "-").split()) for text in texts]


def text_of(pdf: bytes) -> str:
    return " ".join(pages_of(pdf))


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def quotes_in(value: object) -> list[PrintedQuote]:
    if isinstance(value, PrintedQuote):
        return [value]
    if isinstance(value, tuple):
        return [quote for part in value for quote in quotes_in(part)]
    if is_dataclass(value):
        return [quote for field in fields(value) for quote in quotes_in(getattr(value, field.name))]
    return []


def with_every_text(value, change):
    """The same pack with each of its strings changed."""
    if is_dataclass(value) and not isinstance(value, type):
        kept = {"language", "paper", "ref", "stance"}
        return replace(
            value,
            **{
                field.name: with_every_text(getattr(value, field.name), change)
                for field in fields(value)
                if field.name not in kept
            },
        )
    if isinstance(value, tuple):
        return tuple(with_every_text(part, change) for part in value)
    return change(value) if type(value) is str and value else value


@pytest.mark.parametrize(("paper", "asks"), KINDS)
def test_two_asks_or_three_keep_to_two_pages(samples, printed, paper, asks):
    made = printed(samples.full(paper, asks))
    assert made.pages == len(opened(made.pdf).pages) == 2


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_pack_fresh_from_import_keeps_to_two_pages(samples, printed, paper):
    assert printed(samples.fresh(paper)).pages == 2


def test_more_than_two_pages_hold_is_reported(samples, press):
    pack = samples.full(asks=3)
    crowded = replace(pack, asks=pack.asks * 2)
    made = press.print_pdf(leave_behind_html(crowded), "Sample", "en")
    assert made.pages == len(opened(made.pdf).pages) > 2


@pytest.mark.parametrize(("paper", "points"), [("A4", (595, 842)), ("Letter", (612, 792))])
def test_the_paper_is_the_one_the_audience_uses(samples, printed, paper, points):
    pdf = opened(printed(samples.full(paper)).pdf)
    box = pdf.pages[0].MediaBox
    assert (round(box[2]), round(box[3])) == points


@pytest.mark.parametrize(("paper", "asks"), KINDS)
def test_every_quote_comes_out_word_for_word(samples, printed, paper, asks):
    pack = samples.full(paper, asks)
    out = fold(text_of(printed(pack).pdf))
    quotes = quotes_in(pack)
    assert len(quotes) > 10
    assert [quote.words for quote in quotes if fold(quote.words) not in out] == []


def test_the_caveat_and_the_reply_stand_on_the_first_page(samples, printed):
    for paper, asks in KINDS:
        pack = samples.full(paper, asks)
        first, second = pages_of(printed(pack).pdf)
        assert pack.caveat in first
        assert pack.reply in first
        assert pack.caveat not in second


def test_every_page_says_draft_and_sample(samples, printed):
    for text in pages_of(printed(samples.full()).pdf):
        assert "DRAFT" in text
        assert "SAMPLE – invented content" in text


def test_an_issued_edition_does_not_say_draft(samples, printed):
    pack = replace(samples.full(), draft=False, sample=False, edition="Edition 3")
    assert "DRAFT" not in text_of(printed(pack).pdf)


def test_the_words_come_in_the_order_they_are_read(samples, printed):
    pack = samples.full()
    out = text_of(printed(pack).pdf)
    order = [
        "PEOPLE’S GOAL",
        pack.edition,
        pack.opening,
        pack.since,
        "Provide support to defectors",
        "We recommended",
        "Your position",
        "We find",
        "In their words",
        "Risk and safeguard",
        "We ask",
        "Done when",
        "Increase targeted sanctions",
        pack.reply,
        pack.caveat,
        "Evidence for and against",
        "Looked for and not found",
        "Left out of this brief",
        "Limits",
        "Sources",
        "Draft: not issued, cannot be verified.",
    ]
    at = 0
    for words in order:
        found = out.find(words, at)
        assert found >= 0, f"{words!r} is missing after {out[max(0, at - 60) : at]!r}"
        at = found + len(words)


def test_it_names_title_language_and_organisation_and_nothing_else(samples, printed):
    pack = samples.full()
    pdf = opened(printed(pack).pdf)
    assert {key: str(value) for key, value in pdf.docinfo.items()} == {
        "/Title": pack.title,
        "/Author": "People’s Goal",
    }
    assert str(pdf.Root.Lang) == "en"
    with pdf.open_metadata() as told:
        assert {name.split("}")[-1] for name in told} == {
            "title",
            "creator",
            "language",
            "part",
            "conformance",
            "schemas",
        }
        assert told["pdfuaid:part"] == "1"
        assert told["pdfaid:part"] + told["pdfaid:conformance"] == "3A"
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream):
            assert not re.search(rb"(?i)weasyprint|pydyf", thing.read_bytes())


def test_it_is_tagged_for_a_screen_reader(samples, printed):
    pdf = opened(printed(samples.full()).pdf)
    assert bool(pdf.Root.MarkInfo.Marked)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    tags = [str(thing.S) for thing in _structure(pdf)]
    assert tags.count("/H1") == 1
    for wanted in ("/H2", "/H3", "/H4", "/P", "/L", "/LI", "/BlockQuote", "/Link", "/Figure"):
        assert wanted in tags


def test_every_figure_and_every_link_has_words(samples, printed):
    pdf = opened(printed(samples.full()).pdf)
    figures = [thing for thing in _structure(pdf) if thing.S == "/Figure"]
    assert figures
    assert {str(figure.Alt) for figure in figures} == {"Finding", "Position"}
    links = [link for sheet in pdf.pages for link in sheet.get("/Annots", [])]
    assert links
    assert all(re.fullmatch(r"Source \d", str(link.Contents)) for link in links)


def test_figures_lie_on_their_page(samples, printed):
    pdf = opened(printed(samples.full()).pdf)
    for figure in (thing for thing in _structure(pdf) if thing.S == "/Figure"):
        left, bottom, right, top = map(float, figure.A.BBox)
        assert 0 < left < right < 596
        assert 0 < bottom < top < 843


def test_headings_make_the_outline(samples, printed):
    pack = samples.full()
    with opened(printed(pack).pdf).open_outline() as outline:
        assert [entry.title for entry in outline.root] == [pack.opening]
        below = [entry.title for entry in outline.root[0].children]
    assert below[:3] == [
        pack.since,
        "1 Provide support to defectors",
        "2 Increase targeted sanctions",
    ]
    assert below[-1] == "Sources"


def test_fonts_are_embedded_and_only_the_letters_used(samples, printed):
    pdf = opened(printed(samples.full()).pdf)
    fonts = [t for t in pdf.objects if isinstance(t, pikepdf.Dictionary) and "/FontFile2" in t]
    names = {str(font.FontName) for font in fonts}
    assert len(names) >= 4
    assert all(re.match(r"/[A-Z]{6}\+Source-S", name) for name in names)
    assert sum(len(font.FontFile2.read_bytes()) for font in fonts) < 120_000


def test_the_same_pack_gives_the_same_bytes(samples, printed):
    pack = samples.full()
    with Press() as another:
        again = another.print_pdf(leave_behind_html(pack), pack.title, pack.language)
        third = another.print_pdf(leave_behind_html(pack), pack.title, pack.language)
    assert printed(pack).pdf == again.pdf == third.pdf


@pytest.mark.deep
def test_a_letter_of_another_script_does_not_change_the_next_pack(samples, printed):
    plain = samples.full()
    with Press() as another:
        foreign = replace(plain, office="Nguyễn, Łódź, မြန်မာ")
        another.print_pdf(leave_behind_html(foreign), plain.title, "en")
        after = another.print_pdf(leave_behind_html(plain), plain.title, "en")
    assert printed(plain).pdf == after.pdf


HOSTILE = [
    "</p></article><script>alert(1)</script>",
    "<img src=file:///etc/passwd onerror=x>",
    '" onload="x" data-x="',
    "{{ 7 * 7 }}{% include 'x' %}",
    "W" * 400,
    "https://sample.example/" + "a" * 300,
    "\u202eright to left\u202c and \u2066isolated\u2069",
    "zero\u200bwidth\u00adsoft\ufeffmark",
    "&amp;&#60;&lt;script&gt;",
    "]]> <!-- x --> <![CDATA[",
    "\\) /JavaScript (app.alert(1)) Tj",
    "@import url(http://sample.invalid/); } * { display: none",
]


def test_hostile_words_are_only_words(samples, press):
    """Each in some field; below, each in every field."""
    kinds = cycle(HOSTILE)
    pack = with_every_text(samples.full(), lambda words: f"{words[:20]} {next(kinds)}")
    only_words(press, pack, HOSTILE)


@pytest.mark.deep
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_in_every_field_are_only_words(samples, press, hostile):
    pack = with_every_text(samples.full(), lambda words: f"{words[:20]} {hostile}")
    only_words(press, pack, [hostile])


def only_words(press: Press, pack, hostile: list[str]) -> None:
    made = press.print_pdf(leave_behind_html(pack), pack.title, pack.language)
    joined = re.sub(r"[\s\u200b\u00ad\ufeff\u202a-\u202e\u2066-\u2069]", "", text_of(made.pdf))
    for words in hostile:
        if words.isascii():
            assert re.sub(r"\s", "", words) in joined
    pdf = opened(made.pdf)
    assert {"/OpenAction", "/AA", "/AcroForm"}.isdisjoint(pdf.Root.keys())
    assert all("/A" not in link for sheet in pdf.pages for link in sheet.get("/Annots", []))


def test_a_letter_that_no_font_has_is_named(samples, press):
    pack = replace(samples.full(), office="字")
    with pytest.raises(PrintFailed, match=r"字.*U\+5B57"):
        press.print_pdf(leave_behind_html(pack), pack.title, pack.language)


HANGING = "<html lang=en><title>x</title><table><tr><td colspan=100000>x</table>" * 40


def test_a_page_that_hangs_is_stopped_in_time_and_the_next_one_prints(samples):
    pack = samples.fresh()
    with Press() as press:
        press.print_pdf(leave_behind_html(pack), pack.title, "en")
        with pytest.raises(PrintFailed, match=r"longer than 1\.5 seconds"):
            press.print_pdf(HANGING, "Sample", "en", timeout=1.5)
        assert press.print_pdf(leave_behind_html(pack), pack.title, "en").pages == 2


def sample_sections(*words: str) -> list[tuple[str, str]]:
    html = '<html lang="en"><title>x</title><meta name="author" content="Sample">'
    return [(f"part {n}", f"{html}<h2>Part {n}</h2><p>{said}") for n, said in enumerate(words, 1)]


@pytest.mark.deep
def test_one_hanging_section_stops_the_printing_and_the_next_one_prints():
    with Press() as press:
        with pytest.raises(PrintFailed, match=r"longer than 1\.5 seconds"):
            press.print_sections([*sample_sections("x"), ("y", HANGING)], "x", "en", timeout=1.5)
        assert press.print_sections(sample_sections("x", "y"), "x", "en").pages == 2


def test_a_section_that_cannot_be_printed_is_named(press):
    with pytest.raises(PrintFailed, match=r"could not be printed: part 2: .*U\+5B57"):
        press.print_sections(sample_sections("x", "字"), "x", "en")


@pytest.mark.deep
def test_two_presses_side_by_side_make_the_same_files_in_any_order():
    packs = [
        sample_sections(*(f"{a} {b}" for b in "xyz")) for a in ("မြန်မာ", "Nguyễn", "Łódź", "w")
    ]

    def all_of(order: list[int]) -> dict[int, bytes]:
        with Press() as press:
            return {n: press.print_sections(packs[n], "Sample", "en").pdf for n in order}

    with ThreadPoolExecutor(2) as presses:
        first, second = presses.map(all_of, ([0, 1, 2, 3], [3, 1, 2, 0]))
    assert first == second
    assert len(set(first.values())) == 4


def test_a_child_that_was_killed_is_replaced(samples):
    pack = samples.fresh()
    with Press() as press:
        press.print_pdf(leave_behind_html(pack), pack.title, "en")
        press.child.process.kill()
        press.child.process.wait()
        assert press.print_pdf(leave_behind_html(pack), pack.title, "en").pages == 2


@pytest.mark.deep
def test_a_child_that_has_grown_is_replaced(samples):
    pack = samples.fresh()
    with Press(recycle_mib=1) as small, Press() as large:
        for press in (small, large):
            press.warm()
        before = small.child.process.pid, large.child.process.pid
        for press in (small, large):
            press.print_pdf(leave_behind_html(pack), pack.title, "en")
        assert small.child.process is None
        assert large.child.process.pid == before[1]


@pytest.mark.deep
@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
def test_a_page_that_wants_too_much_memory_is_refused(samples):
    greedy = "<html lang=en><title>x</title>" + "<p>sample words</p>" * 12_000
    with Press(limit_mib=280) as press:
        with pytest.raises(PrintFailed, match=r"memory|machine allows"):
            press.print_pdf(greedy, "Sample", "en", timeout=60)
        pack = samples.fresh()
        assert press.print_pdf(leave_behind_html(pack), pack.title, "en").pages == 2


def test_dashes_and_spaces_of_a_word_processor_are_printed(samples, press):
    words = "The well\u2011known “sample” of\u202f2\u00ad024 and its of\ufb01ce \u2015 re\u2010read"
    ask = replace(samples.fresh().asks[0], recommended=PrintedQuote("sample", words, 1))
    pack = replace(samples.fresh(), asks=(ask,))
    made = press.print_pdf(leave_behind_html(pack), pack.title, "en")
    assert fold(words) in fold(text_of(made.pdf))


@pytest.mark.deep
def test_several_people_may_print_at_once(samples):
    pack = samples.fresh()
    html = leave_behind_html(pack)
    with Press() as press, ThreadPoolExecutor(4) as people:
        made = list(people.map(lambda _: press.print_pdf(html, pack.title, "en").pdf, range(8)))
    assert len(set(made)) == 1


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc")
def test_the_child_is_told_no_secrets(monkeypatch):
    monkeypatch.setenv("TRACKER_SECRET", "sample-secret")
    with Press() as press:
        press.print_pdf("<html lang=en><title>x</title>x", "Sample", "en")
        environment = Path(f"/proc/{press.child.process.pid}/environ").read_bytes()
    assert b"sample-secret" not in environment


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('sample.invalid', 80)",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "open('/etc/passwd').read()",
        "open('pyproject.toml').read()",
        "import os; os.open('exports/pdf.py', os.O_WRONLY)",
        "import os; os.remove('exports/absent')",
    ],
)
def test_the_child_has_no_network_no_programs_and_no_other_files(attempt, tmp_path):
    code = f"from exports.printer import ROOMS, confine; confine('a pack', ROOMS)\n{attempt}"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=HOUSE,
        env={
            "PYTHONPATH": str(HOUSE),
            "PATH": os.environ["PATH"],
            "TMPDIR": str(tmp_path),  # as the press gives it a folder of its own
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert "PermissionError: a pack may not" in done.stderr


def test_a_missing_library_is_named_with_what_to_install(monkeypatch, tmp_path):
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango: x')")
    with Press() as press:
        press.child.environment["PYTHONPATH"] = f"{tmp_path}{os.pathsep}{HOUSE}"
        with pytest.raises(PdfUnavailable, match=r"libpango.*apt install libpango-1\.0-0.*brew"):
            press.print_pdf("x", "Sample", "en")


def test_nothing_is_left_behind_in_the_temporary_folder(samples, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with Press() as press:
        press.print_pdf(leave_behind_html(samples.fresh()), "Sample", "en")
        assert list(tmp_path.iterdir())
    assert list(tmp_path.iterdir()) == []


def _structure(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    return [
        thing
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/StructElem"
    ]


def test_dates_read_as_people_write_them(samples, printed):
    assert f"As of {date(2026, 11, 22).day} November 2026" in text_of(printed(samples.full()).pdf)
