"""What is odd in a source, for a person to resolve."""

from collections.abc import Iterator

from recommendations.reading import accounts, addresses, panels
from recommendations.reading.blocks import Document
from recommendations.reading.dates import find_dates
from recommendations.reading.notes import FoundNote
from recommendations.reading.parts import ReadDiscrepancy, ReadNote, ReadReference
from recommendations.reading.quotes import FoundQuote, Unsure
from recommendations.reading.references import REFERENCE
from recommendations.reading.works import ADDRESS, EMPTY_TITLE
from recommendations.vocabulary import DiscrepancyKind


def find_discrepancies(
    document: Document,
    *,
    quotes: list[FoundQuote],
    unsure: list[Unsure],
    references: tuple[ReadReference, ...],
    notes: tuple[ReadNote, ...],
    torn: list[FoundNote],
) -> tuple[ReadDiscrepancy, ...]:
    return (
        *_references(document, references, notes),
        *_panels(notes),
        *_notes(notes),
        *_addresses(notes, torn),
        *_accounts(notes),
        *_quotations(quotes, unsure),
        *_marks_in_notes(notes),
    )


def find_in_text(text: str) -> tuple[ReadDiscrepancy, ...]:
    """In a text that is no report of ours: its notes are not told apart."""
    found = [
        ReadDiscrepancy(
            DiscrepancyKind.IMPOSSIBLE_DATE,
            "the text",
            f"There is no such day as “{written.written}”.",
            ((written.start, written.end),),
        )
        for written in find_dates(ADDRESS.sub(lambda match: " " * len(match.group()), text))
        if written.on is None
    ]
    for match in ADDRESS.finditer(text):
        url = match.group().rstrip(".,;:)>")
        if why := addresses.why_broken(url):
            what = f"The address {url} {why}."
            place = (match.start(), match.start() + len(url))
            found.append(
                ReadDiscrepancy(DiscrepancyKind.BROKEN_ADDRESS, "the text", what, (place,))
            )
    return tuple(found)


def _references(
    document: Document, references: tuple[ReadReference, ...], notes: tuple[ReadNote, ...]
) -> Iterator[ReadDiscrepancy]:
    numbers = {note.number for note in notes}
    referred = {one.number for one in references}
    for note in notes:
        if note.number not in referred:
            yield ReadDiscrepancy(
                DiscrepancyKind.NOTE_WITHOUT_REFERENCE,
                f"note {note.number}",
                f"The text never refers to it. It begins “{_begin(note.text)}”.",
                ((note.start, note.end),),
            )
    for one in references:
        if one.number not in numbers:
            yield ReadDiscrepancy(
                DiscrepancyKind.REFERENCE_WITHOUT_NOTE,
                f"note {one.number}",
                f"The text refers to it after “{_end(document.text[: one.start][-200:])}”, "
                "and there is no such note.",
                ((one.start, one.end),),
            )


def _panels(notes: tuple[ReadNote, ...]) -> Iterator[ReadDiscrepancy]:
    cited = panels.cited_panels(notes)
    for group in panels.with_two_dates(cited):
        yield _about(DiscrepancyKind.TWO_DATES, group, "is dated", _by(group, "dated"))
    for group in panels.with_near_titles(cited):
        said = _by(group, "title")
        what = f"One panel of {group[0].work.dated} stands under titles that nearly agree: {said}."
        yield ReadDiscrepancy(DiscrepancyKind.NEAR_TITLES, _where(group), what, _places(group))


def _about(
    kind: DiscrepancyKind, group: list[panels.Cited], verb: str, said: str
) -> ReadDiscrepancy:
    title = min((one.work.title for one in group), key=len)
    return ReadDiscrepancy(kind, _where(group), f"“{title}” {verb} {said}.", _places(group))


def _by(group: list[panels.Cited], part: str) -> str:
    """ "2023.06.30 (notes 27 and 28) and 2023.07.30 (note 59)"."""
    values: dict[str, list[int]] = {}
    for one in group:
        value = "".join(one.work.dated.split()) if part == "dated" else f"“{one.work.title}”"
        values.setdefault(value, []).append(one.note)
    return _and([f"{value} ({_numbers(numbers)})" for value, numbers in values.items()])


def _notes(notes: tuple[ReadNote, ...]) -> Iterator[ReadDiscrepancy]:
    for note in notes:
        place = ((note.start, note.end),)
        words = ADDRESS.sub(" ", note.text)
        if match := EMPTY_TITLE.search(words):
            before = words[: match.start()].rstrip(" ,")
            yield ReadDiscrepancy(
                DiscrepancyKind.EMPTY_TITLE,
                f"note {note.number}",
                f"The title after “{_end(before)}” is empty.",
                place,
            )
        for written in find_dates(words):
            if written.on is None:
                yield ReadDiscrepancy(
                    DiscrepancyKind.IMPOSSIBLE_DATE,
                    f"note {note.number}",
                    f"There is no such day as “{written.written}”.",
                    place,
                )


def _addresses(notes: tuple[ReadNote, ...], torn: list[FoundNote]) -> Iterator[ReadDiscrepancy]:
    by_number = {one.number: one for one in torn}
    for note in notes:
        place = ((note.start, note.end),)
        for work in note.works:
            if work.url and (why := addresses.why_broken(work.url)):
                what = f"The address {work.url} {why}."
                yield ReadDiscrepancy(
                    DiscrepancyKind.BROKEN_ADDRESS, f"note {note.number}", what, place
                )
        if by_number[note.number].rejoined:
            what = "A page break runs through an address; it was put together again."
            yield ReadDiscrepancy(
                DiscrepancyKind.BROKEN_ADDRESS, f"note {note.number}", what, place
            )
    yield from _near_addresses(notes)


def _near_addresses(notes: tuple[ReadNote, ...]) -> Iterator[ReadDiscrepancy]:
    def near(where: str, what: str, urls: list[str]) -> ReadDiscrepancy:
        places = _cited(notes, urls)
        return ReadDiscrepancy(DiscrepancyKind.NEAR_ADDRESSES, where, what, places)

    for (first, url), (second, other) in addresses.near_pairs(notes):
        what = f"{url} and {other} differ by a letter or two."
        yield near(_numbers([first, second]), what, [url, other])
    for number, odd, usual in addresses.near_hosts(notes):
        what = f"The site is written {odd} here and {usual} elsewhere."
        yield near(f"note {number}", what, [f"//{odd}/", f"//www.{odd}/"])
    for spelled in addresses.respelled(notes):
        urls = [url for _, url in spelled]
        where = _numbers([n.number for n in notes for w in n.works if w.url in urls])
        yield near(where, f"One page stands under {_and(urls)}.", urls)


def _cited(notes: tuple[ReadNote, ...], urls: list[str]) -> tuple[tuple[int, int], ...]:
    """The works cited with one of these addresses, or with one that has a part of them."""
    works = [work for note in notes for work in note.works if work.url]
    return tuple((w.start, w.end) for w in works if any(url in w.url + "/" for url in urls))


def _accounts(notes: tuple[ReadNote, ...]) -> Iterator[ReadDiscrepancy]:
    for account in accounts.in_two_ways(accounts.cited_works(notes)):
        told: dict[str, list[int]] = {}
        for cited, said in account.told:
            told.setdefault(said, []).append(int(cited.by.split()[-1]))
        said = _and([f"{value} ({_numbers(numbers)})" for value, numbers in told.items()])
        yield ReadDiscrepancy(
            DiscrepancyKind.TWO_ACCOUNTS,
            _numbers([number for numbers in told.values() for number in numbers]),
            f"One work is cited with more than one {account.part}: {said}.",
            tuple((cited.start, cited.end) for cited, _ in account.told),
        )
    for note in notes:
        for work in note.works:
            dated, day = accounts.day_of(work.dated), addresses.day_in(work.url)
            # A day apart is mostly the time zone of whoever published it.
            if dated and day and abs((dated - day).days) > 1:
                yield ReadDiscrepancy(
                    DiscrepancyKind.DATE_AND_ADDRESS,
                    f"note {note.number}",
                    f"It is dated {work.dated}, and its address says {day:%Y-%m-%d}: {work.url}",
                    ((work.start, work.end),),
                )


def _quotations(quotes: list[FoundQuote], unsure: list[Unsure]) -> Iterator[ReadDiscrepancy]:
    for quote in quotes:
        said = quote.words.said
        if quote.unclosed:
            what = f"The quotation is never closed. It was taken to end with “{_end(said)}”."
        elif quote.unmarked:
            what = "The quotation stands under a heading and has no quotation marks."
        else:
            continue
        where = f"the quotation “{_begin(said)}”{_stands(quote)}"
        yield ReadDiscrepancy(DiscrepancyKind.UNCLOSED_QUOTATION, where, what, (quote.outer,))
    for one in unsure:
        yield ReadDiscrepancy(
            DiscrepancyKind.UNCLOSED_QUOTATION,
            f"the paragraph after “{_end(one.introduced)}”",
            "The words it introduces carry neither quotation marks nor a heading. They were "
            "not read as a quotation.",
            ((one.start, one.end),),
        )


def _stands(quote: FoundQuote) -> str:
    return f" in {quote.section[-1]}" if quote.section else ""


def _marks_in_notes(notes: tuple[ReadNote, ...]) -> Iterator[ReadDiscrepancy]:
    for note in notes:
        marks = sum(note.text.count(mark) for mark in '“”"')
        if marks % 2:
            what = "One of its quotation marks has no partner."
            yield ReadDiscrepancy(
                DiscrepancyKind.UNCLOSED_QUOTATION,
                f"note {note.number}",
                what,
                ((note.start, note.end),),
            )


def _where(group: list[panels.Cited]) -> str:
    return _numbers([one.note for one in group])


def _places(group: list[panels.Cited]) -> tuple[tuple[int, int], ...]:
    return tuple((one.work.start, one.work.end) for one in group)


def _numbers(numbers: list[int]) -> str:
    once = [str(number) for number in sorted(set(numbers))]
    return f"note {once[0]}" if len(once) == 1 else f"notes {_and(once)}"


def _and(said: list[str]) -> str:
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def _begin(said: str) -> str:
    words = " ".join(REFERENCE.sub("", said).split())
    return words if len(words) <= 50 else words[:50].rsplit(" ", 1)[0] + " …"


def _end(said: str) -> str:
    words = " ".join(said.split())
    return words if len(words) <= 50 else "… " + words[-50:].split(" ", 1)[-1]
