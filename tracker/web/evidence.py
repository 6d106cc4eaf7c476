"""Evidence as a form carries it: quotes that were picked and how they are used, a search
for more, and a new source with the words to quote from it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from recommendations import gate, quoting
from recommendations.arriving import CHOICE, Offer, offer
from recommendations.errors import NotFound, Refused
from recommendations.register.places import Place, places_in
from recommendations.register.quotes import quotes_by_id
from recommendations.register.selected import read_standing
from recommendations.register.suggestions import Suggestion
from recommendations.register.views import QuoteView, SourceView
from recommendations.search import find_quotes, find_sources
from recommendations.vocabulary import Fidelity, Role, SourceKind, Stance
from tracker.database import Session
from tracker.web.described import described
from tracker.web.form import Form, as_number

OUTSIDE = "outside"
"""A quote that shows that the measure is outside the addressee's usual powers."""
USES = (*(stance.value for stance in Stance), OUTSIDE)
MOST_FOUND = 12
LATEST = 4
MOST_SUGGESTED = 3
TYPED = ("new-url", "new-title", "new-publisher", "new-text", "new-words")
EMPTIED = (*TYPED, "new-date", "new-source", "new-use", "new-place")
"""What a quote leaves free for the next one."""


@dataclass(frozen=True)
class Panel:
    """`uses` says by quote id how each picked quote is used; `sources` are stored ones
    from which other words can be quoted."""

    today: date
    words: str
    picked: tuple[QuoteView, ...]
    found: tuple[QuoteView, ...]
    sources: tuple[SourceView, ...]
    uses: dict[int, str]
    kinds: tuple[SourceKind, ...]
    offer: Offer | None = None
    """Of the new source's text, where it may be Zawgyi."""
    places: tuple[Place, ...] = ()
    """To choose from, where the new words stand more than once."""
    suggested: tuple[Suggestion, ...] = ()

    def inside(self, quote: QuoteView) -> str:
        """Why it leaves to nobody, or nothing."""
        return next((reason.why for reason in gate.kept_inside(quote.standing, self.today)), "")

    @property
    def quotes(self) -> tuple[QuoteView, ...]:
        return (*self.picked, *self.found)


def read_panel(
    session: Session, form: Form, role: Role, today: date, uses: dict[int, str]
) -> Panel:
    """Without words to search for, the quotes that were added last. Our own report is
    left out: it gives grounds, never evidence."""
    words = form.text("q").strip()
    picked = quotes_by_id(session, [id for id, use in uses.items() if use], role)
    most = MOST_FOUND if words else LATEST
    found = find_quotes(session, words, role, ours=False, most=most + len(picked))
    kept = form.number("new-source")
    sources = find_sources(session, words) if words or kept else []
    return Panel(
        today=today,
        words=words,
        picked=tuple(picked.values()),
        found=tuple(quote for quote in found if quote.id not in picked)[:most],
        sources=tuple(s for s in sources if not s.kind.is_ours)[:6],
        uses=uses,
        kinds=tuple(kind for kind in SourceKind if kind in quoting.ADDED_HERE),
        offer=offer(form.text("new-text")),
        places=_places(session, form, role),
    )


def with_suggestions(panel: Panel, suggestions: Sequence[Suggestion]) -> Panel:
    """Where nothing is searched for: a few that may bear on it, and can be evidence."""
    if panel.words:
        return panel
    picked = {quote.id for quote in panel.picked}
    offered = [
        one
        for one in suggestions
        if not one.quote.source.kind.is_ours and one.quote.id not in picked
    ][:MOST_SUGGESTED]
    ids = {one.quote.id for one in offered}
    left = tuple(quote for quote in panel.found if quote.id not in ids)
    return replace(panel, suggested=tuple(offered), found=left)


def _places(session: Session, form: Form, role: Role) -> tuple[Place, ...]:
    words, source = form.text("new-words"), form.number("new-source")
    try:
        found = (
            read_standing(session, source, words, role)
            if source
            else places_in(form.text("new-text"), words)
        )
    except Refused:
        return ()
    return found if len(found) > 1 else ()


def uses_of(form: Form) -> dict[int, str]:
    """By quote id; what is left out is not in it."""
    return {
        quote: use
        for id, use in form.starting("use.").items()
        if (quote := as_number(id)) is not None and use in USES
    }


def new_use(form: Form) -> str:
    """How the new quote is used; it supports where nothing else is said."""
    said = form.text("new-use")
    return said if said in USES else Stance.SUPPORTS.value


def is_typed(form: Form) -> bool:
    """Whether there is a new quote to store."""
    return any(form.text(name).strip() for name in TYPED) or bool(form.number("new-source"))


def store_quote(session: Session, by: int, today: date, form: Form) -> int:
    """The quote typed into the form, with its source where that is new. Says what is
    wrong by the form's own fields."""
    source = form.number("new-source")
    try:
        if not source:
            source = _store_source(session, by, today, form)
        fidelity = form.among("new-fidelity", Fidelity, Fidelity.VERBATIM_ORIGINAL)
        words, place = form.text("new-words"), form.number("new-place")
        return quoting.quote_words(session, by, source, words, fidelity, place).key
    except NotFound as gone:
        raise Refused(**{"new-words": "That source is not here; add it below."}) from gone
    except Refused as refused:
        told = {_field(name): sentence for name, sentence in refused.sentences.items()}
        raise Refused(**told) from refused


def _store_source(session: Session, by: int, today: date, form: Form) -> int:
    fields = Form(form.pairs)
    said, text = described(fields, _field), form.text("new-text")
    burmese = form.text("new-text" + CHOICE)
    try:
        return quoting.add_source(session, by, today, said, text=text, burmese=burmese).key
    except Refused as refused:
        told = {_field(name): sentence for name, sentence in refused.sentences.items()}
        raise Refused(**{**told, **fields.errors}) from refused


def _field(name: str) -> str:
    named = {"published_on": "new-date", "": "new-words"}
    return named.get(name, name if name.startswith("new-") else f"new-{name}")
