"""The pages of a PDF as they are seen, for the child that paints pictures anew: a scanner's PDF,
and one whose Burmese letters cannot be taken from it."""

from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium

from recommendations.reading.pictures import LONGEST, MOST_AT_ONCE, Unfit


def sheets(raw: bytes) -> Iterator[Any]:
    """Pictures as Pillow has them, as large as they are kept. Raises Unfit."""
    try:
        document = pdfium.PdfDocument(raw)
    except pdfium.PdfiumError as error:
        raise Unfit("locked" if "password" in str(error).lower() else "broken") from None
    if len(document) > MOST_AT_ONCE:
        raise Unfit("pages")
    for page in document:
        scale = LONGEST / max(page.get_size())
        yield page.render(scale=scale, may_draw_forms=False, draw_annots=False).to_pil()


def prepare() -> None:
    """What is loaded on first use, while there are still files to load it from."""
    sample = pdfium.PdfDocument.new()
    sample.new_page(10, 10).render().to_pil()
