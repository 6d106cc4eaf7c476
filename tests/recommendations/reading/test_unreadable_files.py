"""What cannot be read is refused in one sentence; whatever the bytes, no traceback."""

import codecs
import re
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommendations import library
from recommendations.errors import Unreadable
from recommendations.reading import read_report
from recommendations.reading.bytes import LARGEST

REPORT = Path(next(iter(library.__path__))) / "out-with-the-old-and-in-with-the-new-2024-10.md"
SAMPLES = sorted((Path(__file__).parents[2] / "gold" / "reports").glob("*.md"))
WHOLE = REPORT.read_bytes()
TEXTS = [path.read_bytes() for path in SAMPLES]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "The file is empty."),
        (b" \n\t\n", "The file holds nothing but blank lines."),
        (b"# Sample\n\x00\x01", "The file is not text: byte 10 is zero"),
        (b"# Sample\n\x1b[31m", "line 2 holds the control character U+001B"),
        (b"# Sample\ncaf\xe9 and more", "The file is not UTF-8 text: byte 13 in line 2"),
        ("# Sample\ncafé".encode()[:-1], "cut off in the middle of a letter, at byte 13 in line 2"),
        (codecs.BOM_UTF8 + b"ab\n\xff\n", "byte 7 in line 2"),
        (b"# Sample \xed\xa0\x80 surrogate", "The file is not UTF-8 text: byte 10 in line 1"),
        (codecs.BOM_UTF16_LE + b"a\x00b", "The file says it is UTF-16 and is not, at byte 5"),
        (b"%PDF-1.7\n\x00\x00", "The file is not text"),
        (b"a" * (LARGEST + 1), "The file is too large"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(raw, sentence):
    with pytest.raises(Unreadable, match=re.escape(sentence)) as refused:
        read_report(raw)
    assert "\n" not in str(refused.value)


def test_a_byte_order_mark_is_no_part_of_the_text():
    report = read_report(codecs.BOM_UTF8 + b"# Sample\n\nA sentence.\n")
    assert report.text.startswith("Sample")


def test_utf_16_with_its_mark_is_read():
    report = read_report("# Sample report\n\nA sentence.\n".encode("utf-16"))
    assert report.title == "Sample report"


def test_a_report_without_recommendations_is_read():
    report = read_report(b"# Sample\n\nNothing is recommended.\n", "sample.md")
    assert report.recommendations == ()


def test_a_file_without_a_title_is_named_after_itself():
    report = read_report(b"just some words of a sample.\n", "folder/sample.md")
    assert report.title == "sample"


def survives(raw: bytes) -> None:
    """Read, with every part where it says it is, or refused as unreadable."""
    try:
        report = read_report(raw, "sample.md")
    except Unreadable:
        return
    for quote in report.quotes:
        assert report.text[quote.words.start : quote.words.end] == quote.words.said != ""
    for one in report.recommendations:
        assert report.text[one.words.start : one.words.end] == one.words.said
        for measure in one.measures:
            assert one.words.start <= measure.words.start < measure.words.end <= one.words.end
    for note in report.notes:
        assert 0 <= note.start < note.end <= len(report.text)


@pytest.mark.parametrize("before", ["", "## Recommendations\n\nTo the EU:\n\n- ", "# Notes\n\n1. "])
@pytest.mark.parametrize(
    "piece",
    ["*", "**", "[", "[1]", "¹", "“a ", '"a', "(", "; and ", "A B\n\n", "# a\n", "- a\n", "> "],
)
def test_a_file_of_one_thing_over_and_over_is_read_in_good_time(piece, before):
    started = time.perf_counter()
    survives((before + piece * (20_000 // len(piece))).encode())
    assert time.perf_counter() - started < 10


PIECES = st.sampled_from(
    [
        *("“", "”", '"', "'", "‘", "’", "¹²", "[12]", "[^3]", "[^3]: ", "\n", "\n\n", "> ", "- "),
        *("# ", "## Recommendations\n", "RECOMMENDATIONS\n\n", "Notes\n\n", "1. ", "2. ", "12) "),
        *("To the European Union:\n", "said,", "explained:", "**", "*", "_", "(", ")", "[", "]"),
        *(
            "https://example.org/a-",
            "https://exa mple.org/x",
            "<",
            ">",
            ";",
            "2023.13.45",
            ".",
            ",",
        ),
        *(
            "May 99, 2023",
            "including ",
            "by doing and making",
            "People",
            "Contents\n\nOne\t1\nTwo\t2",
        ),
        *("\\", "|", "---\n", "===\n", "\t", "\u00ad", "\u2028", "မြန်မာ", "ﬁ", "é", "\u0301"),
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=60).map("".join))
def test_no_text_makes_the_reader_stumble(text):
    survives(text.encode("utf-8", "surrogatepass"))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_stumble(raw):
    survives(raw)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(TEXTS), st.data())
def test_no_damaged_sample_makes_the_reader_stumble(raw, data):
    survives(damaged(raw, data))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_the_damaged_report_does_not_make_the_reader_stumble(data):
    survives(damaged(WHOLE, data))


def damaged(raw: bytes, data: st.DataObject) -> bytes:
    """Cut, drop, double or overwrite a stretch; some of it breaks the encoding."""
    start = data.draw(st.integers(0, len(raw)))
    end = min(len(raw), start + data.draw(st.integers(0, 2000)))
    with_what = data.draw(
        st.sampled_from([b"", raw[start:end] * 2, raw[start:end][::-1], b"\n\n", b"\xff", b"\x00"])
    )
    return raw[:start] + with_what + (b"" if data.draw(st.booleans()) else raw[end:])
