"""How a quote is cited: derived from its source each time, never stored.

Chicago notes style, as the report itself uses. Our own report is cited by section:
never by note, panel title or panel date, which would tie a speaker to a room. Panels, notes
of meetings and testimony that was never published are cited by their half-year alone.
Letters are cited by the office that sent them, without a title, which may name a private
person. Names stay whole, in the order in which they were published: Burmese names have no
family name to put first.
"""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from exports.pack import PrintedCitation, PrintedQuote
from recommendations.ladder import half_year
from recommendations.quotation import without_note_numbers
from recommendations.register.views import QuoteView, SourceView
from recommendations.rules import spoken_source_date
from recommendations.vocabulary import PRIVATE, Fidelity, SourceKind, Spoken

FIDELITY = {
    Fidelity.VERBATIM_ORIGINAL: "",
    Fidelity.OFFICIAL_TRANSLATION: "official translation",
    Fidelity.OUR_TRANSLATION: "our translation",
    Fidelity.INTERPRETED_AND_EDITED: "interpreted from Burmese and edited, as published",
    Fidelity.TRANSCRIPTION: "transcription, checked by a second person",
}
AS_NOTED = "as noted by us"
NOT_NUMBERED = "draft, not numbered"
SOME_WITHHELD = "words in brackets withheld by us"


AS_PUBLISHED = ", as published"
PLATFORMS = {
    "bsky.app": "Bluesky",
    "facebook.com": "Facebook",
    "fb.com": "Facebook",
    "instagram.com": "Instagram",
    "mastodon.social": "Mastodon",
    "t.me": "Telegram",
    "threads.net": "Threads",
    "tiktok.com": "TikTok",
    "twitter.com": "X",
    "x.com": "X",
    "youtu.be": "YouTube",
    "youtube.com": "YouTube",
}


def citation(quote: QuoteView) -> str:
    if is_said_by_an_office(quote):
        spoken = spoken_source_date(quote.source.published_on, quote.source.precision)
        return f"{quote.source.publisher}, in a meeting with us, {spoken}."
    if quote.told_as is not None:
        period = f", {quote.told_as.period}" if quote.told_as.period else ""
        return f"Testimony given to us{period}; not published."
    source = quote.source
    dated = spoken_source_date(source.published_on, source.precision)
    if is_cited_as_testimony(source):
        period = half_year(source.published_on, source.precision)
        return f"Testimony given to us{f', {period}' if period else ''}."
    if source.kind is SourceKind.LETTER:
        return f"{source.publisher}, letter to us, {dated}."
    if source.kind.is_ours:
        named = bool(quote.section) and not quote.says_withheld(section_name(quote))
        section = f", section “{section_name(quote)}”" if named else ""
        return f"{source.publisher}, {source.title} ({dated}){section}."
    title = source.title.rstrip(",. ")
    told = [f"{source.publisher}, “{title},” {_posted(source)}{dated}", source.url]
    return f"{', '.join(part for part in told if part)}."


def is_said_by_an_office(quote: QuoteView) -> bool:
    """In a meeting, with its word that it may be quoted."""
    return quote.standing.spoken is Spoken.QUOTABLE and not quote.standing.testimony


def is_cited_as_testimony(source: SourceView) -> bool:
    """Spoken in a room or written by a private person, whatever was done with it since."""
    if source.kind is SourceKind.LETTER:
        return source.publisher == PRIVATE
    return source.kind in {SourceKind.PANEL, SourceKind.MEETING_NOTE}


def platform(url: str) -> str:
    """Where a post stands, by its address; empty for what is no post."""
    host = (urlsplit(url).hostname or "").removeprefix("www.").removeprefix("m.")
    return PLATFORMS.get(host, "")


def _posted(source: SourceView) -> str:
    where = platform(source.url)
    return f"post on {where}, " if where else ""


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
        if is_said_by_an_office(quote):
            fidelity = ", ".join(
                part for part in (fidelity.removesuffix(AS_PUBLISHED), AS_NOTED) if part
            )
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
