"""The title page: title, publisher, date; and the report's own caveat."""

import re
from dataclasses import dataclass
from datetime import date

from recommendations.quotation import fold
from recommendations.reading.blocks import Block, Document
from recommendations.reading.dates import WrittenDate, find_dates
from recommendations.reading.outline import Outline
from recommendations.reading.parts import Words
from recommendations.reading.speech import sentences
from recommendations.vocabulary import Precision

_NOT_A_NAME = re.compile(r"(?:an? )?(?:sample )?(?:report|publication|briefing|draft)s?", re.I)
_LEAD = re.compile(
    r".*?\b(?:report|published|publication|prepared)\b(?: (?:by|of))(?: the)? ", re.I
)
_PUBLISHED = re.compile(r"^(?:published|issued)(?: (?:on|in))?\s*", re.I)
_CAVEAT = re.compile(
    r"\b(?:do(?:es)?|should|may) not (?:be taken to )?(?:strictly|necessarily|always|fully|"
    r"in every case)?\s*(?:represent|reflect|express|speak for|stand for)",
    re.I,
)


@dataclass(frozen=True)
class TitlePage:
    title: str
    publisher: str
    published_on: date | None
    precision: Precision


def read_title_page(document: Document, outline: Outline, name: str) -> TitlePage:
    blocks = [document.of(block) for block in outline.front]
    dated = next(((place, found) for place, found in enumerate(map(_dates, blocks)) if found), None)
    imprint, when = (dated[0], dated[1][-1]) if dated else (None, None)
    title = next((block for place, block in enumerate(blocks) if place != imprint), "")
    return TitlePage(
        title=" ".join(title.split()) or next((one.title for one in outline.headings), name),
        publisher=_as_in_text(_publisher(blocks, imprint, title), document.text),
        published_on=when.on if when else None,
        precision=when.precision if when else Precision.YEAR,
    )


def _dates(block: str) -> list[WrittenDate]:
    return find_dates(block) if len(block) < 200 else []


def _publisher(blocks: list[str], imprint: int | None, title: str) -> str:
    """The line of the imprint that is neither a date nor the word "report"; else
    what stands on the title page besides the title."""
    near = [] if imprint is None else [imprint, imprint - 1, *range(len(blocks))]
    for place in near or range(len(blocks)):
        if 0 <= place < len(blocks) and blocks[place] != title:
            for line in blocks[place].split("\n"):
                if name := _name(line):
                    return name
    return ""


def _name(line: str) -> str:
    for found in reversed(find_dates(line)):
        line = line[: found.start] + line[found.end :]
    line = _LEAD.sub("", _PUBLISHED.sub("", line.strip())).strip(" ,.;:()–-")
    return "" if _NOT_A_NAME.fullmatch(line) else line


def _as_in_text(name: str, text: str) -> str:
    """A name set in capitals on the title page, as the running text writes it."""
    if not name or name.upper() != name:
        return name
    pattern = re.compile(re.sub("['’]", "['’]", re.escape(name)), re.I)
    written = [fold(found) for found in pattern.findall(text) if found.upper() != found]
    return max(set(written), key=lambda one: (written.count(one), one)) if written else name.title()


def find_caveat(document: Document, blocks: list[Block]) -> Words | None:
    """The sentence that says whom the recommendations do not stand for."""
    for block in blocks:
        said = document.of(block)
        if "recommend" not in said.lower() or not _CAVEAT.search(said):
            continue
        for start, end in sentences(said):
            if _CAVEAT.search(said[start:end]):
                at = block.start
                return Words(at + start, at + end, said[start:end])
    return None
