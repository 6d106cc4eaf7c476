"""Finding what is on record by its words."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from recommendations.burmese import Encoding, encoding_of
from recommendations.search import (
    WORDS_OF_KIND,
    Choices,
    Found,
    Narrowed,
    find,
    read_choices,
)
from recommendations.vocabulary import SourceKind, Stance, Tier
from recommendations.zawgyi import to_unicode
from tracker.accounts.sessions import Visitor
from tracker.service import Service
from tracker.web.pages import page
from tracker.web.policy import Policy

KINDS = {words: kind for kind, words in WORDS_OF_KIND.items()}
TIERS = {
    "open": (Tier.OPEN, "may leave, once nothing else speaks against it"),
    "named": (Tier.NAMED_AUDIENCES, "for named audiences"),
    "inside": (Tier.INTERNAL, "stays inside"),
}
STANCES = {
    Stance.SUPPORTS: "evidence for",
    Stance.CONTRADICTS: "evidence against",
    Stance.CONTEXT: "context",
}
NO_DATE = "Write the date as year-month-day, for instance 2026-11-22."
Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SearchPage:
    """`typed` is what stands in the fields, by their names."""

    words: str
    found: Found
    typed: dict[str, str]
    narrowed: bool
    choices: Choices
    kinds: Options
    source_kinds: Options
    stances: Options
    tiers: Options
    today: date
    errors: dict[str, str]
    unicode: str = ""
    """The words in Unicode, where they look like Zawgyi: nothing is stored in that."""
    unsure: bool = False

    def at(self, number: int) -> str:
        """Where another page of the same search is."""
        asked = {name: value for name, value in self.typed.items() if value}
        return "/search?" + urlencode({"q": self.words, **asked, "at": str(number)})


class Searching(Controller):
    @get("/search", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def search(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        q: FromQuery[str] = "",
        what: FromQuery[str] = "",
        addressee: FromQuery[str] = "",
        measure: FromQuery[str] = "",
        stance: FromQuery[str] = "",
        kind: FromQuery[str] = "",
        since: FromQuery[str] = "",
        until: FromQuery[str] = "",
        tier: FromQuery[str] = "",
        at: FromQuery[str] = "",
    ) -> Response[str]:
        words = q.strip()
        typed = {
            "what": what, "addressee": addressee, "measure": measure, "stance": stance,
            "kind": kind, "since": since, "until": until, "tier": tier,
        }  # fmt: skip
        narrowed, errors = _narrowed(typed)
        with service.database.reading() as session:
            found = Found()
            if words and not errors:
                found = find(session, words, visitor.role, narrowed, _number(at))
            choices = read_choices(session, visitor.role, narrowed.measure)
        encoding = encoding_of(words)
        context = SearchPage(
            words,
            found,
            typed,
            narrowed.anything or bool(errors),
            choices,
            tuple((words, f"{words}s") for words in KINDS),
            tuple((one.value, one.value) for one in SourceKind),
            tuple((one.value, words) for one, words in STANCES.items()),
            tuple((name, words) for name, (_, words) in TIERS.items()),
            service.today(),
            errors,
            to_unicode(words) if encoding in {Encoding.ZAWGYI, Encoding.UNSURE} else "",
            encoding is Encoding.UNSURE,
        )
        return page(request, "search.html", context)


def _narrowed(typed: dict[str, str]) -> tuple[Narrowed, dict[str, str]]:
    """What no list offers narrows nothing; a day that is none is said."""
    wanted, errors = Narrowed(), dict[str, str]()
    for name in ("since", "until"):
        try:
            day = date.fromisoformat(typed[name]) if typed[name] else None
        except ValueError:
            errors[name] = NO_DATE
            continue
        wanted = replace(wanted, since=day) if name == "since" else replace(wanted, until=day)
    stances = {one.value: one for one in Stance}
    kinds = {one.value: one for one in SourceKind}
    return replace(
        wanted,
        what=KINDS.get(typed["what"]),
        addressee=typed["addressee"],
        measure=_number(typed["measure"], 0),
        stance=stances.get(typed["stance"]),
        kind=kinds.get(typed["kind"]),
        tier=TIERS.get(typed["tier"], (None,))[0],
    ), errors


def _number(given: str, otherwise: int = 1) -> int:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else otherwise
