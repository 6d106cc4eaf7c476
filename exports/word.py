"""A draft as a Word file, which goes round for comments before anything is issued: what the PDF
of the same draft says, word for word, with DRAFT on every page.

It is written here, part by part: such a file is XML in a ZIP, and so nothing is in it that is
not put in it, no author, no time and no name of a program.
"""

import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

from exports.full_pack import FullPack
from exports.pack import LeaveBehind
from exports.paragraphs import Cell, Paragraph, Row, Run, Table, paragraphs_of
from exports.rendering import ON_PAPER, full_pack_body, leave_behind_body
from exports.word_parts import PARTS
from exports.wording import wording_of
from recommendations.errors import Refused

PAPER = {"A4": (11906, 16838), "Letter": (12240, 15840)}
"""In twentieths of a point, as all measures of such a file."""
MARGIN = 1134
_NOT_XML = {n: None for n in (*range(0x20), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)) if n != 10}
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment that a ZIP knows, for every part: a file says nothing of when it was made."""


def word_file(pack: LeaveBehind | FullPack) -> bytes:
    """Byte for byte the same for the same pack."""
    brief = pack.brief if isinstance(pack, FullPack) else pack
    if not brief.draft:
        raise Refused("Only a draft is made as a Word file: an edition is its PDF and no other.")
    body = full_pack_body(pack) if isinstance(pack, FullPack) else leave_behind_body(pack)
    blocks = paragraphs_of(body.translate(ON_PAPER))
    known = {one.anchor: n for n, one in enumerate(_paragraphs(blocks)) if one.anchor}
    content = "".join(_block(block, known) for block in blocks)
    told = {"content": content, **_told(brief)}
    return _packed({name: part.format(**told) for name, part in PARTS.items()})


def _paragraphs(blocks: list[Paragraph | Table]) -> list[Paragraph]:
    found = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(block)
        else:
            found += [one for row in block.rows for cell in row.cells for one in cell.content]
    return found


def _told(brief: LeaveBehind) -> dict[str, object]:
    """What the parts that are the same in every file leave open."""
    wording = wording_of(brief)
    mark = wording.say("DRAFT")
    sample = wording.say("SAMPLE – invented content") if brief.sample else ""
    running = (brief.organisation, brief.office, brief.edition, wording.day(brief.as_of))
    width, height = PAPER[brief.paper]
    return {
        "head": _xml(" · ".join(filter(None, (mark, brief.edition, sample)))),
        "watermark": quoteattr(mark.translate(_NOT_XML)),
        "foot": _xml(" · ".join(running)),
        "title": _xml(brief.title),
        "organisation": _xml(brief.organisation),
        "language": _xml(brief.language),
        "width": width,
        "height": height,
        "margin": MARGIN,
        "right": width - 2 * MARGIN,
    }


def _block(block: Paragraph | Table, known: dict[str, int]) -> str:
    return _table(block, known) if isinstance(block, Table) else _paragraph(block, known)


def _paragraph(told: Paragraph, known: dict[str, int]) -> str:
    runs = "".join(_run(run, known) for run in told.runs)
    if told.anchor:
        n = known[told.anchor]
        begins = f'<w:bookmarkStart w:id="{n}" w:name="{_xml(told.anchor)}"/>'
        runs = f'{begins}{runs}<w:bookmarkEnd w:id="{n}"/>'
    return f'<w:p><w:pPr><w:pStyle w:val="{told.style}"/></w:pPr>{runs}</w:p>'


def _run(run: Run, known: dict[str, int]) -> str:
    how = "<w:b/><w:bCs/>" * run.bold + '<w:vertAlign w:val="superscript"/>' * run.raised
    if run.language:
        language = _xml(run.language)
        how += f'<w:lang w:val="{language}" w:bidi="{language}"/>'
    words = "<w:br/>".join(
        f'<w:t xml:space="preserve">{_xml(line)}</w:t>' if line else ""
        for line in run.words.split("\n")
    )
    made = f"<w:r><w:rPr>{how}</w:rPr>{words}</w:r>"
    if run.leads_to in known:
        return f'<w:hyperlink w:anchor="{_xml(run.leads_to)}">{made}</w:hyperlink>'
    return made


def _table(table: Table, known: dict[str, int]) -> str:
    lines = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="C4CAD1"/>'
        for edge in ("top", "bottom", "insideH")
    )
    rows, going_down = [], dict[int, int]()
    columns = max((len(row.cells) for row in table.rows), default=0)
    for row in table.rows:
        rows.append(_row(row, columns, going_down, known))
    grid = "<w:gridCol/>" * columns
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{lines}</w:tblBorders>'
        '<w:tblCellMar><w:right w:w="120" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl><w:p/>"
    )


def _row(row: Row, columns: int, going_down: dict[int, int], known: dict[str, int]) -> str:
    """`going_down`: by its column, how many rows more a cell of an earlier one takes."""
    told, cells = "<w:cantSplit/>" + "<w:tblHeader/>" * row.repeats, []
    waiting = iter(row.cells)
    for column in range(columns):
        if going_down.get(column):
            going_down[column] -= 1
            cells.append("<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>")
        elif cell := next(waiting, None):
            going_down[column] = cell.rows - 1
            cells.append(_cell(cell, known))
    return f"<w:tr><w:trPr>{told}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(cell: Cell, known: dict[str, int]) -> str:
    merged = '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
    content = "".join(_paragraph(one, known) for one in cell.content) or "<w:p/>"
    return f"<w:tc><w:tcPr>{merged}</w:tcPr>{content}</w:tc>"


def _packed(parts: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name, part in parts.items():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # As on every system; by itself it would say on which one it was made.
            entry.create_system = 0
            packed.writestr(entry, part.encode())
    return file.getvalue()


def _xml(words: str) -> str:
    return escape(words.translate(_NOT_XML), {'"': "&quot;"})
