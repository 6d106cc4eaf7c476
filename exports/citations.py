"""How a quote is cited: derived from its source each time, never stored.

Chicago notes style, as the report itself uses. Our own report is cited by section:
never by note, panel title or panel date, which would tie a speaker to a room. Panels, notes
of meetings and testimony that was never published are cited by their half-year alone.
Letters are cited by the office that sent them, without a title, which may name a private
person. Names stay whole, in the order in which they were published: Burmese names have no
family name to put first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from exports.pack import PrintedCitation, PrintedQuote
from exports.wording import IN_ENGLISH, Wording, text
from recommendations.ladder import Shown, half_year
from recommendations.private import a_person
from recommendations.quotation import without_note_numbers
from recommendations.register.views import OnPages, QuoteView, SourceView
from recommendations.vocabulary import PRIVATE, Fidelity, SourceKind, Spoken

INTERPRETED = text("interpreted from Burmese and edited, as published")
FIDELITY = {
    Fidelity.VERBATIM_ORIGINAL: "",
    Fidelity.OFFICIAL_TRANSLATION: text("official translation"),
    Fidelity.OUR_TRANSLATION: text("our translation"),
    Fidelity.INTERPRETED_AND_EDITED: INTERPRETED,
    Fidelity.TRANSCRIPTION: text("transcription, checked by a second person"),
}
NOT_PUBLISHED = {INTERPRETED: text("interpreted from Burmese and edited")}
"""What is said instead of words that nobody has published."""
AS_NOTED = text("as noted by us")
SOME_WITHHELD = text("words in brackets withheld by us")
NOT_NUMBERED = text("draft, not numbered")
BY_HAND = "\u00a0" * 3 + "________"
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


def citation(quote: QuoteView, wording: Wording = IN_ENGLISH) -> str:
    say, source = wording.say, quote.source
    whose = {"publisher": source.publisher, "title": source.title}
    whose["date"] = wording.source_date(source.published_on, source.precision)
    if is_said_by_an_office(quote):
        return say("{publisher}, in a meeting with us, {date}.", **whose)
    if quote.told_as is not None:
        if period := wording.half_year(quote.told_as.period):
            return say("Testimony given to us, {period}; not published.", period=period)
        return say("Testimony given to us; not published.")
    if is_cited_as_testimony(source):
        if period := wording.half_year(half_year(source.published_on, source.precision)):
            return say("Testimony given to us, {period}.", period=period)
        return say("Testimony given to us.")
    if source.kind is SourceKind.LETTER:
        return say("{publisher}, letter to us, {date}.", **whose)
    if source.kind.is_ours:
        if quote.section and not quote.says_withheld(section_name(quote)):
            whose["section"] = section_name(quote)
            return say("{publisher}, {title} ({date}), section “{section}”.", **whose)
        return say("{publisher}, {title} ({date}).", **whose)
    return _published_elsewhere(quote, whose, wording)


def _published_elsewhere(quote: QuoteView, whose: dict[str, str], wording: Wording) -> str:
    source = quote.source
    whose |= {"title": source.title.rstrip(",. "), "url": source.url}
    if where := platform(source.url):
        return wording.say(
            "{publisher}, “{title},” post on {platform}, {date}, {url}.", platform=where, **whose
        )
    if quote.pages:
        whose["pages"] = on_pages(quote.pages, wording)
        if source.url:
            return wording.say("{publisher}, “{title},” {date}, {pages}, {url}.", **whose)
        return wording.say("{publisher}, “{title},” {date}, {pages}.", **whose)
    if source.url:
        return wording.say("{publisher}, “{title},” {date}, {url}.", **whose)
    return wording.say("{publisher}, “{title},” {date}.", **whose)


def has_pages_cited(source: SourceView) -> bool:
    """What others published, but for a post: ours is cited by section, a letter as a whole."""
    kept = source.kind.is_ours or source.kind is SourceKind.LETTER
    return not (kept or is_cited_as_testimony(source) or platform(source.url))


def on_pages(on: OnPages, wording: Wording = IN_ENGLISH) -> str:
    """Counted in the file: what is printed on a page may be another number, and “of 12” says
    which is meant."""
    if on.first == on.last:
        return wording.say("page {page} of {all}", page=on.first, all=on.of)
    return wording.say("pages {first}–{last} of {all}", first=on.first, last=on.last, all=on.of)


def is_said_by_an_office(quote: QuoteView) -> bool:
    """In a meeting, with its word that it may be quoted."""
    return quote.standing.spoken is Spoken.QUOTABLE and not quote.standing.testimony


def is_cited_as_testimony(source: SourceView) -> bool:
    """Spoken in a room or written by a private person, whatever was done with it since. A
    sender who looks like a person could be typed as an office once."""
    if source.kind is SourceKind.LETTER:
        return source.publisher == PRIVATE or bool(a_person(source.publisher))
    return source.kind in {SourceKind.PANEL, SourceKind.MEETING_NOTE}


def platform(url: str) -> str:
    """Where a post stands, by its address; empty for what is no post."""
    host = (urlsplit(url).hostname or "").removeprefix("www.").removeprefix("m.")
    return PLATFORMS.get(host, "")


def translated(quote: QuoteView, language: str) -> str:
    """Our approved translation; empty where there is none, or where it says what an
    approved redaction withholds."""
    text = dict(quote.translations).get(language, "")
    return "" if quote.says_withheld(text) else text


def language_of(quote: QuoteView) -> str:
    """As a second person agreed; empty where nobody said it."""
    return quote.agreed.language or quote.source.language


def is_pair(quote: QuoteView, other: QuoteView) -> bool:
    """They may be printed one beneath the other: never testimony, nor words of which some are
    withheld, since the other language would say them."""
    between = {language_of(quote), language_of(other)}
    open_words = not any(one.withheld or one.standing.testimony for one in (quote, other))
    return open_words and len(between) == 2 and "" not in between


def section_name(quote: QuoteView) -> str:
    """The innermost section; a heading set in capitals is not shouted."""
    name = quote.section[-1]
    return name.capitalize() if name.isupper() else name


@dataclass
class Citations:
    """Numbers citations in the order in which quotes first stand in a pack; the same
    source, cited in the same way, has one number. `language` is that of the words: what was
    translated into it is printed so."""

    language: str = ""
    wording: Wording = IN_ENGLISH
    pairs: Mapping[int, QuoteView] = field(default_factory=dict)
    """By a quote's id, the same words in another language, which may leave as well."""
    numbers: dict[str, int] = field(default_factory=dict)
    named_audiences: bool = False
    """Something was printed that only named audiences may receive."""

    def printed(self, quote: QuoteView, attribution: str = "") -> PrintedQuote:
        """In the language of the pack where its words stand on record in it, the other
        language beneath. Published words go before a translation of ours."""
        other = self.pairs.get(quote.id)
        if other is not None and is_pair(quote, other):
            if language_of(other) == self.language:
                first = self._published(other, other.official)
                return replace(first, beneath=self._beneath(quote))
            first = self._published(quote, attribution)
            return replace(first, beneath=self._beneath(other))
        translation = translated(quote, self.language)
        first = self._published(quote, attribution, translation)
        # Testimony is printed in one language alone: how it was said may point at a person.
        if not translation or quote.standing.testimony:
            return first
        return replace(first, beneath=self._beneath(quote))

    def _published(
        self, quote: QuoteView, attribution: str = "", translation: str = ""
    ) -> PrintedQuote:
        """New testimony is attributed by the ladder, whatever else is asked for."""
        if quote.told_as is not None:
            attribution = self._by_the_ladder(quote.told_as)
        number = self.numbers.setdefault(citation(quote, self.wording), len(self.numbers) + 1)
        self.named_audiences |= quote.standing.named is not None
        return PrintedQuote(
            ref=quote.ref,
            words=translation or without_note_numbers(quote.printed, quote.notes),
            citation=number,
            attribution="" if quote.says_withheld(attribution) else attribution,
            fidelity=self._fidelity(quote, bool(translation)),
            translated=bool(translation),
            language=self.language if translation else language_of(quote),
        )

    def _beneath(self, quote: QuoteView) -> PrintedQuote:
        printed = self._published(quote)
        return replace(printed, fidelity=printed.fidelity or self.wording.say("the original"))

    def _fidelity(self, quote: QuoteView, translated: bool) -> str:
        told = FIDELITY[Fidelity.OUR_TRANSLATION if translated else quote.fidelity]
        noted = is_said_by_an_office(quote)
        if noted or quote.told_as is not None:
            told = NOT_PUBLISHED.get(told, told)
        parts = (told, AS_NOTED if noted else "", SOME_WITHHELD if quote.withheld else "")
        return self.wording.series(self.wording.say(part) for part in parts if part)

    def _by_the_ladder(self, shown: Shown) -> str:
        say = self.wording.say
        place = say(shown.region.value) if shown.region else ""
        parts = (say(shown.rung.value), place, self.wording.half_year(shown.period))
        words = self.wording.series(part for part in parts if part)
        return f"{words[0].upper()}{words[1:]}"

    def copy(self, audience: str, draft: bool = True) -> str:
        """For whom alone this copy is: what is for named audiences goes out in numbered
        copies, each with its number written in by hand, so that all are one file. Empty where
        nothing of what was printed is."""
        if not self.named_audiences:
            return ""
        return self.wording.say(
            "For {audience} only. Numbered copy: {number}.",
            audience=self.wording.translated(audience),
            number=self.wording.translated(NOT_NUMBERED) if draft else BY_HAND,
        )

    def listed(self) -> tuple[PrintedCitation, ...]:
        return tuple(PrintedCitation(number, text) for text, number in self.numbers.items())
