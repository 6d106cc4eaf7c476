"""Where words stand in the reader, and finding one's way to them."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from sqlmodel import Session, col, select

from recommendations import quotation
from recommendations.models import Page, Section, Source
from recommendations.quotation import CONTEXT
from recommendations.records.hidden import Hidden, hidden_words
from recommendations.register.text import fits, parts
from recommendations.vocabulary import Role

AROUND = 3 * CONTEXT
"""Letters shown before and after, so that a person knows the place again."""
MOST = 40


@dataclass(frozen=True)
class Place:
    """A span of a source as a reader sees it. `path` is the part of the reader that it
    begins in; what may not be read is left out of `before` and `after`."""

    start: int
    end: int
    before: str
    words: str
    after: str
    path: str
    section: str
    page: int | None
    last_page: int | None

    def around(self, letters: int) -> tuple[str, str]:
        """What stands before and after, cut between words where there are any. White space alone
        is nothing."""
        before, after = self.before[-letters:], self.after[:letters]
        if len(before) == letters and " " in before:
            before = before.partition(" ")[2]
        if len(after) == letters and " " in after:
            after = after.rpartition(" ")[0]
        return before.lstrip(), after.rstrip()

    def at(self, mark: str, **query: str | int) -> str:
        """The path with more asked of it, and a place on the page."""
        asked = "&".join(f"{name}={value}" for name, value in query.items())
        joined = ("&" if "?" in self.path else "?") + asked if asked else ""
        return f"{self.path}{joined}#{mark}"


class Places:
    """The places of one source, for one reader."""

    def __init__(self, session: Session, source: Source, role: Role | None) -> None:
        self.source = source
        self._session, self._role = session, role
        self.sections = session.exec(
            select(Section).where(Section.source == source.id).order_by(col(Section.start))
        ).all()
        rows = session.exec(select(Page).where(Page.source == source.id).order_by(col(Page.number)))
        self.pages = [(row.start, row.number) for row in rows if row.start < row.end]
        self._parts: dict[tuple[int, int], tuple[tuple[int, int], ...]] = {}

    @cached_property
    def hidden(self) -> Hidden:
        return hidden_words(self._session, {self.source.key}, self._role)

    @cached_property
    def kept(self) -> tuple[tuple[int, int], ...]:
        """Looked for in all of the text, so only where it is shown."""
        return self.hidden.places(self.source.key, self.source.text)

    def readable(self, start: int, end: int) -> bool:
        return not any(a < end and start < b for a, b in self.kept)

    def blanked(self) -> str:
        """The text with what may not be read as blanks, which no words are."""
        text = self.source.text
        for start, end in self.kept:
            text = text[:start] + "\0" * (end - start) + text[end:]
        return text

    def place(self, start: int, end: int) -> Place:
        text = self.source.text
        path, section = self.path(start)
        before = max(0, start - AROUND, *(b for _, b in self.kept if b <= start))
        after = min(len(text), end + AROUND, *(a for a, _ in self.kept if a >= end))
        return Place(
            start=start,
            end=end,
            before=text[before:start],
            words=text[start:end],
            after=text[end:after],
            path=path,
            section=section,
            page=self.page(start),
            last_page=self.page(end - 1),
        )

    def turned(self) -> tuple[tuple[int, str], ...]:
        """Every page that has words, and where it begins in the reader."""
        return tuple((n, f"{self.path(start)[0]}#p{n}") for start, n in self.pages)

    def page(self, start: int) -> int | None:
        after = bisect_right(self.pages, start, key=lambda page: page[0])
        return self.pages[after - 1][1] if after else None

    def path(self, start: int) -> tuple[str, str]:
        """Of the part it stands in, and the title of its section."""
        path, title = f"/sources/{self.source.id}", ""
        around = (0, len(self.source.text))
        whole = fits(self.source.text)
        if self.sections and start < self.sections[0].start and not whole:
            path, around = f"{path}/sections/0", (0, self.sections[0].start)
        for number, section in enumerate(self.sections, start=1):
            if section.start <= start < section.end:
                title = section.title
                if not whole:
                    path, around = f"{path}/sections/{number}", (section.start, section.end)
                break
        if around not in self._parts:
            self._parts[around] = parts(self.source.text, *around)
        spans = self._parts[around]
        part = next((n for n, (a, b) in enumerate(spans, start=1) if a <= start < b), 1)
        return (f"{path}?part={part}" if part > 1 else path), title

    def find(self, words: str, any_case: bool = True) -> Iterator[Place]:
        """Where the words stand, one after the other; nowhere they may not be read."""
        end = 0
        for found in quotation.occurrences(self.source.text, words, any_case):
            if found.start >= end and self.readable(found.start, found.end):
                end = found.end
                yield self.place(found.start, found.end)


def places_in(text: str, words: str) -> tuple[Place, ...]:
    """Where words stand in a text that is not stored yet."""
    found = islice(quotation.occurrences(text, words), MOST)
    return tuple(
        Place(
            start=p.start,
            end=p.end,
            before=text[max(0, p.start - AROUND) : p.start],
            words=text[p.start : p.end],
            after=text[p.end : p.end + AROUND],
            path="",
            section="",
            page=None,
            last_page=None,
        )
        for p in found
    )


@dataclass(frozen=True)
class Looked:
    """What was looked for in a source; `all` says whether these are all places."""

    words: str
    places: tuple[Place, ...]
    all: bool = True

    def spans(self) -> tuple[tuple[int, int], ...]:
        return tuple((place.start, place.end) for place in self.places)


def look_for(places: Places, words: str) -> Looked:
    words = words.strip()
    found = tuple(islice(places.find(words), MOST + 1)) if words else ()
    return Looked(words, found[:MOST], len(found) <= MOST)


def look_at(places: Places, span: tuple[int, int]) -> Looked:
    start, end = span
    there = 0 <= start < end <= len(places.source.text) and places.readable(start, end)
    return Looked("", (places.place(start, end),) if there else ())
