"""The press: a confined child process that prints, kept warm between jobs.

A document can stop or fell the child, never the service.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from recommendations.confined.child import HOUSE, Child, Ended, Parent
from recommendations.errors import Refused

# The engine sees our fonts and no others, so a pack is the same everywhere. Set for the
# child alone: a browser that inherited it would find no font at all.
FONTS = {"FONTCONFIG_FILE": str(HOUSE / "exports" / "fonts" / "fonts.conf")}

SECONDS = 15.0
"""One document's, all its attempts together, so that whoever asked has an answer within 20."""


class PrintFailed(Refused):
    """Nothing was printed."""


class PdfUnavailable(Refused):
    """This machine lacks a library; everything but PDF works."""


@dataclass(frozen=True)
class Printed:
    pdf: bytes
    pages: int
    child_mib: int
    """Most memory that the child has held so far."""


class Press(Parent):
    """Prints one document at a time; callers in other threads wait their turn."""

    def __init__(
        self, *, recycle_mib: int = 200, limit_mib: int = 1024, kept_sheets: int | None = None
    ) -> None:
        """So many pages are remembered, by default a few packs', and their sections are not
        laid out again; a child that held more than `recycle_mib` starts anew without any."""
        self._recycle_mib = recycle_mib
        told = [str(limit_mib)] if kept_sheets is None else [str(limit_mib), str(kept_sheets)]
        self.child = Child(("-m", "exports.printer", *told), FONTS)

    def warm(self) -> None:
        """Starts the child and does not wait for it."""
        self.child.start()

    def print_pdf(self, html: str, title: str, language: str, timeout: float = SECONDS) -> Printed:
        """A document of one section; otherwise as `print_sections`."""
        return self.print_sections([("", html)], title, language, timeout=timeout)

    def print_sections(
        self,
        sections: Sequence[tuple[str, str]],
        title: str,
        language: str,
        *,
        data: str = "",
        timeout: float = SECONDS,
    ) -> Printed:
        """One PDF of sections that are laid out apart, each beginning a page, with page
        numbers, links and headings running through. Those whose HTML was printed before are
        not laid out again, as long as the child keeps them.

        A section is its name, for the sentence that refuses it, and a whole HTML document.
        `<span data-page-of="ID"></span>` in any of them becomes the number of the page where
        that id stands. What runs along the margins is told by the `data-` attributes of the
        first one's body. What a section looks like may not depend on its place: its style
        names no first, left or right page, and pages are counted in margins alone.

        `data`, JSON, is embedded as what the pages were made from. Raises PrintFailed, or
        PdfUnavailable where the engine cannot run."""
        told = {"sections": list(sections), "title": title, "language": language, "data": data}
        job = json.dumps(told).encode()
        with self.child.turn:
            try:
                answered, pdf = self.child.ask([job], 2, timeout)
            except Ended as ended:
                raise PrintFailed(_why_it_ended(ended.too_late, timeout)) from None
            answer = json.loads(answered)
            if answer.get("peak_mib", 0) > self._recycle_mib or "missing" in answer:
                self.child.end()
        if "missing" in answer:
            raise PdfUnavailable(_what_to_install(answer["missing"]))
        if "refused" in answer:
            raise PrintFailed(f"The pack could not be printed: {answer['refused']}.")
        return Printed(pdf, answer["pages"], answer["peak_mib"])

    def close(self) -> None:
        self.child.end()


def _why_it_ended(too_late: bool, timeout: float) -> str:
    if too_late:
        return f"Printing took longer than {timeout:.3g} seconds and was stopped."
    return "Printing needed more than this machine allows, or was interrupted; nothing was printed."


def _what_to_install(missing: str) -> str:
    return (
        f"PDF cannot be made here: {missing}. Debian and Ubuntu: apt install libpango-1.0-0 "
        "libpangoft2-1.0-0 libharfbuzz-subset0. macOS: brew install pango."
    )
