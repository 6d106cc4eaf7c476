"""The text of a register: its rows as paragraphs, each cell in a line of its own, so that
every recommendation and every heading stands at a known place."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from recommendations.reading.fates import Fate, Row

EXTRACTOR = "table 1"
ROWS_OF_A_SECTION = 50

Place = tuple[int, int]


@dataclass(frozen=True)
class LaidSection:
    title: str
    start: int
    end: int


@dataclass(frozen=True)
class Laid:
    """`words` and `headings` by the number of the row; the heading is that of the rows
    before where it has not changed."""

    text: str
    words: dict[int, Place]
    headings: dict[int, Place]
    sections: tuple[LaidSection, ...]


@dataclass
class _Page:
    parts: list[str] = field(default_factory=list)
    length: int = 0

    def put(self, text: str) -> Place:
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return start, self.length

    def paragraph(self) -> int:
        if self.length:
            self.put("\n\n")
        return self.length


def laid_out(rows: Sequence[Row]) -> Laid:
    """All rows that have anything, taken or not: the stored text is the whole register."""
    page = _Page()
    words: dict[int, Place] = {}
    headings: dict[int, Place] = {}
    begins: list[tuple[str, int]] = []
    before, at = "", (0, 0)
    numbered = not any(map(_heading, rows))
    for count, row in enumerate(rows):
        if numbered and count % ROWS_OF_A_SECTION == 0:
            last = rows[min(count + ROWS_OF_A_SECTION, len(rows)) - 1].number
            begins.append((f"Rows {row.number} to {last}", page.paragraph()))
        heading = _heading(row)
        if heading and heading != before:
            before = heading
            start = page.paragraph()
            at = page.put(heading)
            begins.append((section_title(heading), start))
        if heading:
            headings[row.number] = at
        if place := _row(page, row):
            words[row.number] = place
    ends = [start for _, start in begins[1:]] + [page.length]
    sections = (LaidSection(t, a, b) for (t, a), b in zip(begins, ends, strict=True))
    return Laid("".join(page.parts), words, headings, tuple(sections))


def section_title(heading: str) -> str:
    """A section is called by its heading, without the colon that leads to what follows."""
    said = " ".join(heading.split())
    return said.rstrip(" :") or said


def _heading(row: Row) -> str:
    """Under noise, such as the headings of the columns once more, nothing stands."""
    return "" if row.fate is Fate.NOISE else row.heading


def _row(page: _Page, row: Row) -> Place | None:
    before = [row.no, row.by, row.addressee, row.date, row.title]
    lines = [
        *((text, False) for text in before),
        (row.words, True),
        *((text, False) for text in (row.note, *row.others)),
        (row.heading if row.fate is Fate.NOISE else "", False),
    ]
    found = None
    first = True
    for text, is_words in lines:
        if not text:
            continue
        if first:
            page.paragraph()
        else:
            page.put("\n")
        first = False
        place = page.put(text)
        found = place if is_words else found
    return found
