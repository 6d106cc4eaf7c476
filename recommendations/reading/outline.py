"""The outline of a report: its headings, whichever way they are set, and what is
only furniture of the page (contents, running heads, page numbers)."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from recommendations.quotation import fold
from recommendations.reading.blocks import Block, Document, Kind
from recommendations.reading.english import SMALL
from recommendations.reading.parts import ReadSection

NOTES_TITLE = re.compile(
    r"(?:\d+\.?\s+)?(?:end\s?|foot)?notes?(?: and references)?|references|sources and notes", re.I
)
RECOMMENDATIONS_TITLE = re.compile(
    r"\brecommend(?:ations?|s|ed)?\b|\bwhat we ask\b|\bcalls? (?:to|for) action\b", re.I
)
_CONTENTS_TITLE = re.compile(r"(?:table of )?contents:?", re.I)
_CONTENTS_LINE = re.compile(r".*?(?:\t|\.{3,}|\s{2,}|…)\s*\d{1,4}\s*$")
_LABEL = re.compile(r"(?:section|chapter|part|annex)\s+(?:[IVXLC]+|\d+|[A-Z])\b[.:]?\s*", re.I)
_NUMBERING = re.compile(r"(\d+(?:\.\d+)*)\.?\s+")
_STOPS = re.compile(r"[.,:;!?][\"”’)\[\]⁰¹²³⁴-⁹\d^]*$")
_LONGEST = 130
_FURTHEST_BACK = 40
_FURTHEST_ON = 12


@dataclass(frozen=True)
class Heading:
    start: int
    end: int
    title: str
    level: int
    label: str = ""


@dataclass
class Outline:
    headings: list[Heading] = field(default_factory=list)
    front: list[Block] = field(default_factory=list)
    """The title page: everything before the first section, contents left out."""
    body: list[Block] = field(default_factory=list)
    """The running text in order: no headings, no furniture, no notes at the end."""
    notes: list[Block] = field(default_factory=list)
    sections: tuple[ReadSection, ...] = ()

    def path(self, place: int) -> tuple[str, ...]:
        at = bisect_right(self.sections, place, key=lambda one: one.start) - 1
        return self.sections[at].path if at >= 0 else ()


def read_outline(document: Document) -> Outline:
    blocks = _without_contents(document)
    by_signs = any(block.kind is Kind.HEADING for block in blocks)
    first = _first_section(document, blocks, by_signs)
    outline = Outline(front=blocks[:first])
    titles = {fold(document.of(block)).strip() for block in outline.front}
    for place, block in enumerate(blocks[first:], first):
        if block.kind is Kind.FOOTNOTE:
            outline.notes.append(block)
        elif _is_in(titles, document, block):
            continue
        elif not _is_page_number(document, block):
            _place(outline, document, blocks, place, by_signs)
    outline.sections = _sections(outline.headings, len(document.text))
    return outline


def _is_in(titles: set[str], document: Document, block: Block) -> bool:
    short = block.kind is Kind.PLAIN and block.end - block.start <= 2 * _LONGEST
    return short and fold(document.of(block)).strip() in titles


def _place(
    outline: Outline, document: Document, blocks: list[Block], place: int, by_signs: bool
) -> None:
    block = blocks[place]
    found = _headings_in(document, blocks, place, by_signs)
    among_notes = bool(outline.headings and NOTES_TITLE.fullmatch(outline.headings[-1].title))
    if not found or (among_notes and not _ends_notes(found[0], outline)):
        (outline.notes if among_notes else outline.body).append(block)
        return
    for one in found:
        if not _runs(one, outline.headings):
            outline.headings.append(one)


def _ends_notes(heading: Heading, outline: Outline) -> bool:
    return heading.level <= outline.headings[-1].level or heading.title.isupper()


def _runs(heading: Heading, before: list[Heading]) -> bool:
    """A running head: the title of a section that is still open."""
    wanted, level = fold(heading.title).casefold(), heading.level + 1
    for one in reversed(before[-_FURTHEST_BACK:]):
        if one.level < level or one.title.isupper():
            if fold(one.title).casefold() == wanted:
                return True
            level = min(level, one.level)
        if level <= 1:
            break
    return False


def _without_contents(document: Document) -> list[Block]:
    kept: list[Block] = []
    inside = False
    for block in document.blocks:
        said = document.of(block)
        lines = said.split("\n")
        listed = sum(bool(_CONTENTS_LINE.match(line)) for line in lines)
        if _CONTENTS_TITLE.fullmatch(said.strip()):
            inside = True
        elif not (listed >= max(2, len(lines) / 2) or (inside and _is_entry(block, said, listed))):
            inside = False
            kept.append(block)
    return kept


def _is_entry(block: Block, said: str, listed: int) -> bool:
    return bool(listed) or (block.kind is not Kind.PLAIN and "](" not in said and len(said) < 90)


def _first_section(document: Document, blocks: list[Block], by_signs: bool) -> int:
    """Where the front matter ends: behind the contents, else at the first heading
    that has running text under it."""
    contents = [b for b in document.blocks if _CONTENTS_TITLE.fullmatch(document.of(b).strip())]
    for place, block in enumerate(blocks):
        if contents and block.start < contents[0].start:
            continue
        heads = _headings_in(document, blocks, place, by_signs)
        if heads and (contents or _text_follows(document, blocks, place, by_signs)):
            return place
    return 0


def _text_follows(document: Document, blocks: list[Block], place: int, by_signs: bool) -> bool:
    for at in range(place + 1, min(len(blocks), place + _FURTHEST_ON)):
        if not _headings_in(document, blocks, at, by_signs):
            said = document.of(blocks[at]).rstrip()
            listed = blocks[at].kind is not Kind.PLAIN
            return listed or len(said.split()) >= 25 or bool(_STOPS.search(said))
        if by_signs and blocks[at].mark > blocks[place].mark:
            return bool(RECOMMENDATIONS_TITLE.search(document.of(blocks[place])))
    return False


def _headings_in(
    document: Document, blocks: list[Block], place: int, by_signs: bool
) -> list[Heading]:
    block = blocks[place]
    if by_signs:
        if block.kind is not Kind.HEADING:
            return []
        return [Heading(block.start, block.end, _title(document.of(block)), len(block.mark))]
    if block.kind is Kind.NUMBERED:
        return _numbered_heading(document, blocks, place)
    if block.kind is not Kind.PLAIN:
        return []
    return _heading_lines(document, block)


def _heading_lines(document: Document, block: Block) -> list[Heading]:
    found: list[Heading] = []
    at, label = block.start, ""
    for line in document.of(block).split("\n"):
        start, at = at, at + len(line) + 1
        words = line.strip()
        if (match := _LABEL.fullmatch(words)) and not label:
            label = match.group()
            continue
        level = _level(words, bool(label), block.blank_before)
        if not level:
            return []
        found.append(Heading(start, start + len(line), _title(words), level, label))
        label = ""
    return found


def _level(words: str, labelled: bool, blank_before: int) -> int:
    if not is_title(words):
        return 0
    if NOTES_TITLE.fullmatch(_title(words)):
        return 1
    if not is_capitals(words):
        return 2 + _depth(words)
    return 1 if labelled or blank_before >= 3 else 2


def _depth(words: str) -> int:
    match = _NUMBERING.match(words)
    return 1 + match.group(1).count(".") if match else 1


def _numbered_heading(document: Document, blocks: list[Block], place: int) -> list[Heading]:
    """ "1. Military Reform" is a heading when it stands alone, not in a list."""
    block = blocks[place]
    near = blocks[max(0, place - 1) : place] + blocks[place + 1 : place + 2]
    if any(other.kind is Kind.NUMBERED for other in near) or not is_title(document.of(block)):
        return []
    start = document.text.rfind("\n", 0, block.start) + 1
    title = document.text[start : block.end].strip()
    return [Heading(start, block.end, title, 3)]


def is_capitals(words: str) -> bool:
    letters = [letter for letter in words if letter.isalpha()]
    return len(letters) >= 3 and words.upper() == words


def is_title(words: str) -> bool:
    """A short line without the stop of a sentence, its longer words capitalised."""
    words = words.strip()
    if not words or "\n" in words or "\t" in words or len(words) > _LONGEST or "http" in words:
        return False
    if words[0] in "\"“'‘«„([" or words.rstrip(":")[-1:] in '.,;?!”"':
        return False
    if is_capitals(words):
        return True
    bare = [re.sub(r"^\W+|\W+$", "", word) for word in _NUMBERING.sub("", words, count=1).split()]
    long_words = [word for word in bare if word and word.lower() not in SMALL]
    if not long_words or re.search(r"\d{4}|[⁰¹²³⁴-⁹]", words):
        return False
    return all(word[0].isupper() or word[0].isdigit() for word in long_words)


def _title(words: str) -> str:
    return " ".join(words.split()).rstrip(":").strip()


def _is_page_number(document: Document, block: Block) -> bool:
    return block.kind is Kind.PLAIN and bool(
        re.fullmatch(r"(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d+)?", document.of(block).strip(), re.I)
    )


def _sections(headings: list[Heading], length: int) -> tuple[ReadSection, ...]:
    made: list[ReadSection] = []
    open_: list[Heading] = []
    for place, one in enumerate(headings):
        while open_ and open_[-1].level >= one.level:
            open_.pop()
        open_.append(one)
        end = headings[place + 1].start if place + 1 < len(headings) else length
        path = tuple(other.title for other in open_)
        made.append(ReadSection(one.start, end, one.title, one.level, path))
    return tuple(made)
