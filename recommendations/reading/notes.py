"""The notes, put together again where a page break tore them apart."""

import re
from dataclasses import dataclass, field

from recommendations.reading.blocks import Block, Document, Kind

_BARE = re.compile(r"(\d{1,4})(?P<dot>[.):\]]+)?\s+(?=\S)")
_OPEN_ADDRESS = re.compile(r"https?://[^\s<>]*[\w\-/=&%_]$")
_LONGEST_ADDRESS = 2_000
_FURTHEST = 10


@dataclass
class FoundNote:
    number: int
    text: str = ""
    places: list[int] = field(default_factory=list)
    """Where each letter of `text` stands in the stored text."""
    rejoined: list[int] = field(default_factory=list)
    """Where in `text` a web address was put together again."""

    @property
    def start(self) -> int:
        return self.places[0]

    @property
    def end(self) -> int:
        return self.places[-1] + 1

    def add(self, document: Document, start: int, end: int) -> None:
        for line in re.finditer(r"[^\n]+", document.text[start:end]):
            self._join(line.group().strip(), start + line.start(), line.group())

    def _join(self, words: str, at: int, line: str) -> None:
        at += len(line) - len(line.lstrip())
        if not words:
            return
        if self.text and _torn(self.text, words):
            self.rejoined.append(len(self.text))
        elif self.text:
            self.text += " "
            self.places.append(at)
        self.text += words
        self.places += range(at, at + len(words))


def _torn(before: str, after: str) -> bool:
    """The page broke inside a web address: its rest begins with a small letter."""
    is_open = _OPEN_ADDRESS.search(before[-_LONGEST_ADDRESS:])
    return bool(is_open) and bool(re.match(r"[a-z0-9\-_/%]", after))


def read_notes(document: Document, blocks: list[Block]) -> tuple[list[FoundNote], dict[str, int]]:
    """The notes in order, and the numbers given to footnotes with names."""
    notes: list[FoundNote] = []
    labels = _labels(blocks)
    for block in blocks:
        number, start = _number(document, block, notes, labels)
        if number is not None:
            notes.append(FoundNote(number))
        if notes and start < block.end:
            notes[-1].add(document, start, block.end)
    return [note for note in notes if note.text], labels


def _labels(blocks: list[Block]) -> dict[str, int]:
    names = [block.mark[2:-1] for block in blocks if block.kind is Kind.FOOTNOTE]
    taken = {int(name) for name in names if name.isdecimal()}
    labels: dict[str, int] = {}
    for name in names:
        if not name.isdecimal() and name not in labels:
            labels[name] = next(n for n in range(1, len(names) + len(taken) + 2) if n not in taken)
            taken.add(labels[name])
    return labels


def _number(
    document: Document, block: Block, notes: list[FoundNote], labels: dict[str, int]
) -> tuple[int | None, int]:
    """The number with which the block begins a note, and where its words begin."""
    before = notes[-1].number if notes else 0
    if block.kind is Kind.FOOTNOTE:
        name = block.mark[2:-1]
        return int(name) if name.isdecimal() else labels[name], block.start
    if block.kind is Kind.NUMBERED:
        number = int(re.sub(r"\D", "", block.mark))
        if _follows(number, before, plain=False):
            return number, block.start
        return None, block.start - _length_of_mark(document, block)
    match = _BARE.match(document.text, block.start, block.end)
    if match and _follows(int(match.group(1)), before, plain=not match.group("dot")):
        return int(match.group(1)), match.end()
    return None, block.start


def _length_of_mark(document: Document, block: Block) -> int:
    return block.start - document.text.rfind(block.mark, 0, block.start)


def _follows(number: int, before: int, plain: bool) -> bool:
    """A number without a dot is a note's only where just that one is expected."""
    if plain:
        return number == before + 1
    return before < number <= before + _FURTHEST or (number == 1 and before == 0)
