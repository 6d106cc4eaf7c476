"""Whether quoted words stand as their author published them.

A panel was interpreted and edited before it was published; so is everything whose
origin is not shown. Words count as verbatim only when the note behind them cites a
published work and no panel, or when the sentence that introduces them names a work
by its title in italics.
"""

from recommendations.reading.parts import ReadNote
from recommendations.reading.quotes import FoundQuote
from recommendations.vocabulary import Fidelity


def fidelity_of(
    quote: FoundQuote,
    numbers: tuple[int, ...],
    notes: tuple[ReadNote, ...],
    italic: list[tuple[int, int]],
) -> Fidelity:
    works = [work for note in notes if note.number in numbers[-1:] for work in note.works]
    if any(work.is_panel for work in works):
        return Fidelity.INTERPRETED_AND_EDITED
    if any(work.title and (work.url or work.publisher) for work in works):
        return Fidelity.VERBATIM_ORIGINAL
    if not works and _names_a_work(quote, italic):
        return Fidelity.VERBATIM_ORIGINAL
    return Fidelity.INTERPRETED_AND_EDITED


def _names_a_work(quote: FoundQuote, italic: list[tuple[int, int]]) -> bool:
    by = quote.attribution
    if by is None:
        return False
    return any(by.start <= start and end <= by.end and end - start > 8 for start, end in italic)
