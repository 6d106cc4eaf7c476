"""Tables that people bring: as bytes of many kinds, read in a confined child."""

import csv
import io
import zipfile

import pytest
import xlsxwriter
from docx import Document
from docx.oxml import OxmlElement

from recommendations.errors import Refused, Unreadable
from recommendations.reading.bytes import Encoding
from recommendations.reading.columns import Column, column_of, refuse_columns, suggested_columns
from recommendations.reading.fates import Fate, fates, folded, taken
from recommendations.reading.laying_out import laid_out
from recommendations.reading.table_parts import Asked, Line
from recommendations.reading.tables import MOST_COLUMNS, UNPACKED, read_table
from recommendations.reading.tables_apart import TableReader, table_apart

ROWS = [
    ["No.", "Recommendation", "Made by"],
    ["1", "Light the road to Écluse – “at once”", "Żółć"],
    ["2", 'Keep the "old" lamps,\nall of them', "Sample Council"],
]
IN_WESTERN_EUROPE = [["No.", "Recommendation", "By"], [*ROWS[1][:2], "Façade"]]


def as_csv(rows=ROWS, delimiter=",", end="\r\n") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return out.getvalue()


def cells(read) -> list[list[str]]:
    return [list(line.cells) for line in read.lines]


def workbook(*sheets: tuple[str, list[list[object]]]) -> bytes:
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for n, row in enumerate(rows):
            sheet.write_row(n, 0, row)
    book.close()
    return raw.getvalue()


def word(*tables: list[list[str]]) -> Document:
    document = Document()
    document.add_paragraph("A sample document")
    for rows in tables:
        table = document.add_table(len(rows), len(rows[0]))
        for n, row in enumerate(rows):
            for m, text in enumerate(row):
                table.cell(n, m).text = text
    return document


def as_bytes(document: Document) -> bytes:
    raw = io.BytesIO()
    document.save(raw)
    return raw.getvalue()


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (as_csv().encode(), "utf-8"),
        (b"\xef\xbb\xbf" + as_csv().encode(), "utf-8"),
        (b"\xff\xfe" + as_csv().encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + as_csv().encode("utf-16-be"), "utf-16-be"),
        (as_csv().encode("utf-16-le"), "utf-16-le"),
        (as_csv().encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_an_encoding_that_says_what_it_is_is_suggested_rightly(raw, encoding):
    read = read_table(raw, Asked())
    assert (read.encoding, cells(read), read.problems) == (encoding, ROWS, ())


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        (Encoding.WINDOWS_1252, IN_WESTERN_EUROPE),
        (Encoding.WINDOWS_1250, [["No.", "Made by"], ["1", "Żółć – “so”"]]),
        (Encoding.MAC_ROMAN, IN_WESTERN_EUROPE),
        (Encoding.ISO_8859_1, [["No.", "Made by"], ["1", "Façade, Écluse"]]),
    ],
)
def test_any_other_encoding_is_a_persons_choice_and_a_wrong_one_shows(name, rows):
    raw = as_csv(rows).encode(name)
    right = read_table(raw, Asked(encoding=name))
    assert (cells(right), right.problems) == (rows, ())
    assert read_table(raw, Asked()).encoding in set(Encoding)
    wrong = read_table(raw, Asked(encoding="utf-8"))
    assert "Line 2 is not UTF-8" in wrong.problems[0]
    assert any("\ufffd" in cell for line in wrong.lines for cell in line.cells)


def test_a_wrong_encoding_that_has_a_letter_for_every_byte_shows_its_garbage():
    raw = as_csv(IN_WESTERN_EUROPE).encode("mac-roman")
    read = read_table(raw, Asked(encoding="iso-8859-1"))
    assert cells(read) != IN_WESTERN_EUROPE
    assert "row 2, column" in read.problems[0].lower()


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_lines_end_in_any_way_and_cells_are_parted_by_any_mark(end, delimiter):
    read = read_table(as_csv(delimiter=delimiter, end=end).encode(), Asked())
    assert (read.delimiter, cells(read)) == (delimiter, ROWS)


def test_line_ends_may_be_mixed_and_stand_inside_quoted_cells():
    raw = b'a,b\r1,"x\ry"\n2,"x\r\ny"\r\n\r\n3,"x\ny"'
    read = read_table(raw, Asked(delimiter=","))
    assert cells(read) == [["a", "b"], ["1", "x\ny"], ["2", "x\ny"], ["3", "x\ny"]]
    assert [line.number for line in read.lines] == [1, 2, 3, 5]


def test_a_workbook_gives_its_sheets_and_rows_as_they_are_numbered_there():
    rows = [[], ["", "No.", "Text"], ["", 104.1, "Words"], [], ["", 7, "a\nb"], ["", True, 0.5]]
    raw = workbook(("Notes", [["x"]]), ("Register", rows))
    read = read_table(raw, Asked(table=1))
    assert (read.kind, read.tables) == ("workbook", ("Notes", "Register"))
    assert [line.number for line in read.lines] == [2, 3, 5, 6]
    assert cells(read)[1:] == [["", "104.1", "Words"], ["", "7", "a\nb"], ["", "yes", "0.5"]]


def test_a_word_document_has_its_tables_to_choose_from():
    document = word([["x"]], [["No.", "Text", "By"], ["One heading", "", ""], ["1", "Words", "A"]])
    table = document.tables[1]
    table.cell(1, 0).merge(table.cell(1, 2))
    read = read_table(as_bytes(document), Asked(table=1))
    assert read.tables == ("Table 1: x", "Table 2: No. | Text | By")
    assert cells(read) == [["No.", "Text", "By"], ["One heading"], ["1", "Words", "A"]]


def test_a_word_table_with_tracked_changes_is_refused_with_its_row():
    document = word([["No.", "Text"], ["1", "Words"]])
    paragraph = document.tables[0].cell(1, 1).paragraphs[0]._p
    added = OxmlElement("w:ins")
    paragraph.append(added)
    with pytest.raises(Unreadable, match="Table 1, row 2 has tracked changes"):
        read_table(as_bytes(document), Asked())


def zipped(**parts: bytes) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as out:
        for name, told in parts.items():
            out.writestr(name.replace("__", "/").replace("_xml", ".xml"), told)
    return raw.getvalue()


LOCKED = bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "The file is empty"),
        (b"\x00\x00 \n", "The file is empty"),
        (b'a,b\n1,"never closed\n2,x', "Row 2 opens a quotation mark that is never closed"),
        (b'a,b\n1,"so" and on\n', "Row 2: letters stand between a closing quotation mark"),
        (b"a,b\n" + b"x," * (MOST_COLUMNS + 5) + b"x", "Row 2 has 206 columns"),
        (b"%PDF-1.7 sample", "That is no table"),
        (LOCKED, "protected with a password"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"sample", "The workbook is damaged"),
        (b"PK\x03\x04 sample", "damaged, or was cut off"),
        (zipped(word__document_xml=b"<sample"), "The Word document is damaged"),
        (zipped(xl__workbook_xml=b"<sample"), "The workbook is damaged"),
        (zipped(sample_xml=b"x"), "neither a workbook nor a Word document"),
        (as_bytes(word()), "no table in this Word document"),
        (workbook(("Sheet", [])), "nothing in this table"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(raw, sentence):
    with pytest.raises(Unreadable, match=sentence) as refused:
        read_table(raw, Asked(delimiter=","))
    assert "\n" not in str(refused.value)


LONE_SURROGATE = "a,b\n1,\ud800\n".encode("utf-16-le", "surrogatepass")


@pytest.mark.parametrize(
    ("raw", "encoding", "where"),
    [
        (b"a,b\n1,x\x00y\n", "utf-8", "Row 2, column 2 holds U+0000"),
        (b"a,b\n\x1b[31m,x\n", "utf-8", "Row 2, column 1 holds U+001B"),
        (b"a,b\n1,wait\x85\n", "iso-8859-1", "Row 2, column 2 holds U+0085"),
        (b"a,b\n1,\xed\xa0\x80\n", "utf-8", "Line 2 is not UTF-8: byte 7"),
        (LONE_SURROGATE, "utf-16-le", "Line 2 is not UTF-16"),
        (b"a,b\n1," + b"x" * 40_000, "utf-8", "Row 2, column 2 has 40,000 letters"),
    ],
)
def test_what_no_text_holds_is_shown_with_its_place_and_not_to_be_stored(raw, encoding, where):
    assert where in read_table(raw, Asked(encoding, ",")).problems[0]


def test_a_packed_file_is_measured_before_it_is_unpacked():
    """By what it says of itself: opened, these would be damaged files."""
    for raw in (zipped(xl__workbook_xml=b"<sample"), zipped(word__document_xml=b"<sample")):
        at = raw.index(b"PK\x01\x02") + 24
        told = raw[:at] + (UNPACKED + 1).to_bytes(4, "little") + raw[at + 4 :]
        with pytest.raises(Unreadable, match="far too large once unpacked"):
            read_table(told, Asked())
    with pytest.raises(Unreadable, match="far too large once unpacked"):
        read_table(zipped(**{f"p{n}": b"" for n in range(5_001)}), Asked())


def test_a_bomb_fells_the_child_that_reads_it_and_nothing_else():
    bomb = zipped(xl__workbook_xml=b"\x00" * 320 * 2**20)
    with pytest.raises(Unreadable, match=r"far too large once unpacked\. Nothing was stored"):
        table_apart(bomb, Asked())
    with TableReader(limit_mib=200) as reader:
        far = workbook(("Sheet", [["a"]]))
        with pytest.raises(Unreadable, match="more than a table may"):
            reader.read(_with_a_cell_far_away(far), Asked())
        assert reader.read(b"a,b\n1,2\n", Asked()).total == 2


def _with_a_cell_far_away(raw: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as book, zipfile.ZipFile(out, "w") as again:
        for part in book.infolist():
            told = book.read(part)
            if part.filename.endswith("sheet1.xml"):
                far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                told = told.replace(b"</sheetData>", far)
            again.writestr(part.filename, told)
    return out.getvalue()


def test_columns_are_suggested_by_their_headings_and_said_by_number_or_heading():
    heads = ["Paragraph", "Recommendation", "Recommending State", "Response", "Date", "Addressee"]
    assert suggested_columns(heads) == {
        Column.NUMBER: 1, Column.TEXT: 2, Column.BY: 3, Column.HEADING: 4, Column.DATE: 5,
        Column.ADDRESSEE: 6,
    }  # fmt: skip
    assert column_of(heads, "recommending  state") == column_of(heads, "3") == 3
    with pytest.raises(Refused, match="No column has the heading “Answer”"):
        column_of(heads, "Answer")
    with pytest.raises(Refused, match="Columns 1 and 3 are both called “Text”"):
        column_of(["Text", "No", "text"], "Text")
    with pytest.raises(Refused) as refused:
        refuse_columns({Column.NUMBER: 2, Column.NOTE: 2, Column.BY: 9}, 6)
    assert set(refused.value.sentences) == {"text", "note", "by"}


def lines(*rows: str) -> list[Line]:
    return [Line(n, tuple(row.split("|"))) for n, row in enumerate(rows, start=1)]


def test_every_row_has_a_fate_with_its_reason():
    rows = fates(
        lines(
            "No|Recommendation|By",
            "1|Light the road.|Sample A",
            "2|  light   THE road |Sample B",
            "No|Recommendation|By",
            "|Page 3 of 12",
            "Total|2 recommendations",
            "Part two",
            "3|Mend the “bridge”|Sample A",
            "4|Close the gate|Sample|A",
            "5|104|Sample A",
            "6||Sample A",
            "7|Open the well|Sample A",
        ),
        1,
        {Column.NUMBER: 1, Column.TEXT: 2, Column.BY: 3},
        {folded('Mend the "bridge".'): "R4"},
    )
    told = {row.number: (row.fate, row.reason) for row in rows}
    assert told[2] == (Fate.NEW, "")
    assert told[3] == (Fate.DUPLICATE, "Row 2 has the same words.")
    assert told[4] == (Fate.NOISE, "The headings once more.")
    assert told[5][0] is told[6][0] is told[7][0] is told[10][0] is told[11][0] is Fate.NOISE
    assert told[8] == (Fate.DUPLICATE, "R4 on record has the same words.")
    assert told[9][0] is Fate.RAGGED
    assert "4 cells under 3 headings" in told[9][1]
    kept = taken(rows, frozenset({3, 11}), frozenset({12}))
    assert [row.number for row in kept] == [2, 3]


def test_the_text_of_a_register_has_every_word_at_a_known_place():
    rows = fates(
        lines("H|N|T", "Agreed|1|Light the road", "Agreed|2|Mend it", "Not|3|Light the road"),
        1,
        {Column.HEADING: 1, Column.NUMBER: 2, Column.TEXT: 3},
        {},
    )
    laid = laid_out(rows)
    assert laid.text.count("Agreed") == 1
    for row in rows:
        start, end = laid.words[row.number]
        assert laid.text[start:end] == row.words
        start, end = laid.headings[row.number]
        assert laid.text[start:end] == row.heading
    assert [section.title for section in laid.sections] == ["Agreed", "Not"]
    assert laid.sections[-1].end == len(laid.text)
