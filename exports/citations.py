"""How a quote is cited: derived from its source each time, never stored.

Chicago notes style, as the report itself uses. Our own report is cited by section:
never by note, panel title or panel date, which would tie a speaker to a room. Testimony
that was never published is cited by its half-year alone.
"""

from dataclasses import dataclass, field

from exports.pack import PrintedCitation, PrintedQuote
from recommendations.quotation import without_note_numbers
from recommendations.register.views import QuoteView
from recommendations.rules import spoken_source_date
from recommendations.vocabulary import Fidelity, SourceKind

FIDELITY = {
    Fidelity.VERBATIM_ORIGINAL: "",
    Fidelity.OFFICIAL_TRANSLATION: "official translation",
    Fidelity.OUR_TRANSLATION: "our translation",
    Fidelity.INTERPRETED_AND_EDITED: "interpreted from Burmese and edited, as published",
    Fidelity.TRANSCRIPTION: "transcription, checked by a second person",
}
NOT_NUMBERED = "draft, not numbered"
SOME_WITHHELD = "words in brackets withheld by us"


AS_PUBLISHED = ", as published"


def citation(quote: QuoteView) -> str:
    if quote.told_as is not None:
        period = f", {quote.told_as.period}" if quote.told_as.period else ""
        return f"Testimony given to us{period}; not published."
    source = quote.source
    dated = spoken_source_date(source.published_on, source.precision)
    if source.kind.is_ours:
        named = bool(quote.section) and not quote.says_withheld(section_name(quote))
        section = f", section “{section_name(quote)}”" if named else ""
        return f"{source.publisher}, {source.title} ({dated}){section}."
    title = source.title.rstrip(",. ")
    if source.kind is SourceKind.LETTER:
        return f"{source.publisher}, letter, “{title},” {dated}."
    address = f", {source.url}" if source.url else ""
    return f"{source.publisher}, “{title},” {dated}{address}."


def translated(quote: QuoteView, language: str) -> str:
    """Our approved translation; empty where there is none, or where it says what an
    approved redaction withholds."""
    text = dict(quote.translations).get(language, "")
    return "" if quote.says_withheld(text) else text


def section_name(quote: QuoteView) -> str:
    """The innermost section; a heading set in capitals is not shouted."""
    name = quote.section[-1]
    return name.capitalize() if name.isupper() else name


@dataclass
class Citations:
    """Numbers citations in the order in which quotes first stand in a pack; the same
    source, cited in the same way, has one number. `language` is what the pack is in."""

    language: str = ""
    numbers: dict[str, int] = field(default_factory=dict)
    named_audiences: bool = False
    """Something was printed that only named audiences may receive."""

    def printed(self, quote: QuoteView, attribution: str = "") -> PrintedQuote:
        """New testimony is attributed by the ladder, whatever else is asked for."""
        translation = translated(quote, self.language)
        fidelity = FIDELITY[Fidelity.OUR_TRANSLATION if translation else quote.fidelity]
        if quote.told_as is not None:
            words = quote.told_as.words
            attribution = f"{words[0].upper()}{words[1:]}"
            fidelity = fidelity.removesuffix(AS_PUBLISHED)
        number = self.numbers.setdefault(citation(quote), len(self.numbers) + 1)
        self.named_audiences |= quote.standing.named is not None
        told = [fidelity, SOME_WITHHELD if quote.withheld else ""]
        return PrintedQuote(
            ref=quote.ref,
            words=translation or without_note_numbers(quote.printed, quote.notes),
            citation=number,
            attribution="" if quote.says_withheld(attribution) else attribution,
            fidelity=", ".join(part for part in told if part),
            translated=bool(translation),
        )

    def copy(self, audience: str, number: str = NOT_NUMBERED) -> str:
        """For whom alone this copy is: what is for named audiences goes out in numbered
        copies. Empty where nothing of what was printed is."""
        return f"For {audience} only. Numbered copy: {number}." if self.named_audiences else ""

    def listed(self) -> tuple[PrintedCitation, ...]:
        return tuple(PrintedCitation(number, text) for text, number in self.numbers.items())
