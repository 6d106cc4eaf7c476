"""What could be chosen for an audience, and why each quote may leave to it or not."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from exports.profiles import Profile
from exports.publishing import Moment
from recommendations import gate
from recommendations.gate import Reason
from recommendations.register import windows
from recommendations.register.audiences import read_choices
from recommendations.register.register import read_register
from recommendations.register.views import QuoteView, RecommendationView
from recommendations.search import find_quotes
from recommendations.vocabulary import Role


@dataclass(frozen=True)
class Candidate:
    quote: QuoteView
    chosen: bool
    ground: bool
    reasons: tuple[Reason, ...]
    """Why it stays inside for this audience; empty when it may leave once chosen."""


@dataclass(frozen=True)
class Shelf:
    recommendation: RecommendationView
    candidates: tuple[Candidate, ...]


def candidates(
    session: Session, profile: Profile, moment: Moment, role: Role, words: str = ""
) -> tuple[Shelf, ...]:
    """By recommendation made to this audience: what was chosen, its grounds, and what
    was found by words."""
    only = windows.called_for_from(session, profile.addressees)
    register = read_register(session, moment.day, moment.closing, role, only)
    picked = read_choices(session, profile.code)
    found = find_quotes(session, words, role, ours=True) if words.strip() else []
    own = windows.their_words(session)
    mine = {a.id for a in register.addressees if a.code in profile.addressees}
    shelves = []
    for told in register.recommendations:
        if not any((told.id, addressee) in register.cells for addressee in mine):
            continue
        chosen = picked.get(told.id, ())
        grounds = tuple(ground.quote for ground in told.grounds)
        offered = [q for q in _once(chosen + grounds + tuple(found)) if q.id not in own]
        ids = {q.id for q in chosen}, {q.id for q in grounds}
        shelves.append(
            Shelf(
                told,
                tuple(
                    Candidate(
                        quote,
                        quote.id in ids[0],
                        quote.id in ids[1],
                        gate.stays_inside(
                            quote.standing, profile.audience, moment.today, chosen=True
                        ),
                    )
                    for quote in offered
                ),
            )
        )
    return tuple(shelves)


def _once(quotes: Iterable[QuoteView]) -> list[QuoteView]:
    return list({quote.id: quote for quote in quotes}.values())
