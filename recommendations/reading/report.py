"""Reading a report: bytes in, its parts out."""

from pathlib import PurePath

from recommendations.reading.blocks import Document, read_blocks
from recommendations.reading.bytes import letters
from recommendations.reading.discrepancies import find_discrepancies
from recommendations.reading.fidelity import fidelity_of
from recommendations.reading.flags import propose_flags
from recommendations.reading.grounds import with_grounds
from recommendations.reading.notes import read_notes
from recommendations.reading.outline import read_outline
from recommendations.reading.panels import mark_panels
from recommendations.reading.parts import ReadNote, ReadQuote, ReadReference, ReadReport
from recommendations.reading.quotes import FoundQuote, find_quotes
from recommendations.reading.recommending import read_recommendations
from recommendations.reading.references import read_references
from recommendations.reading.titlepage import find_caveat, read_title_page
from recommendations.reading.works import read_works

EXTRACTOR = "markdown 1"


def read_report(raw: bytes, name: str = "") -> ReadReport:
    """Everything the report is made of, anchored in its text.

    A report without recommendations is read; whoever imports it may refuse it.
    Raises Unreadable with one sentence.
    """
    document = read_blocks(letters(raw))
    outline = read_outline(document)
    page = read_title_page(document, outline, PurePath(name).stem)
    torn, labels = read_notes(document, outline.notes)
    notes = mark_panels(
        ReadNote(one.number, one.start, one.end, one.text, read_works(one, page.publisher))
        for one in torn
    )
    references = read_references(document, outline.body, labels, {one.number for one in notes})
    found, unsure = find_quotes(document, outline)
    quotes = tuple(_quote(document, one, references, notes) for one in found)
    return ReadReport(
        text=document.text,
        extractor=EXTRACTOR,
        title=page.title,
        publisher=page.publisher,
        published_on=page.published_on,
        precision=page.precision,
        sections=outline.sections,
        quotes=quotes,
        references=references,
        notes=notes,
        recommendations=with_grounds(read_recommendations(document, outline), quotes),
        discrepancies=find_discrepancies(
            document, quotes=found, unsure=unsure, references=references, notes=notes, torn=torn
        ),
        caveat=find_caveat(document, outline.body),
    )


def _quote(
    document: Document,
    found: FoundQuote,
    references: tuple[ReadReference, ...],
    notes: tuple[ReadNote, ...],
) -> ReadQuote:
    first, last = found.outer
    numbers = tuple(dict.fromkeys(one.number for one in references if first <= one.start < last))
    return ReadQuote(
        words=found.words,
        heading=found.heading,
        attribution=found.attribution,
        notes=numbers,
        fidelity=fidelity_of(found, numbers, notes, document.italic),
        section=found.section,
        flags=propose_flags(found.words.said),
    )
