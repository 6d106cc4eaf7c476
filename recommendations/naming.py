"""Named audiences and sealed words: switching them on and off, and naming for whom."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from recommendations.errors import NotFound, Refused
from recommendations.models import (
    AudienceProfile,
    NamedAudience,
    NamedPerson,
    Person,
    Quote,
    TierChange,
    TierSwitch,
)
from recommendations.records.named import is_on
from recommendations.records.people import person, refuse_unless_recorder
from recommendations.records.recommended import is_recommended
from recommendations.records.sealing import refuse_sealed, refuse_unless_named, seals
from recommendations.records.standing import standings
from recommendations.records.writing import OPENERS, get, record, record_with, refuse_unless_opener
from recommendations.vocabulary import Tier

SWITCHED = (Tier.NAMED_AUDIENCES, Tier.SEALED)
OFF = {
    Tier.NAMED_AUDIENCES: "Named audiences are not switched on.",
    Tier.SEALED: "Sealing is not switched on.",
}


def propose_switching_on(session: Session, by: int, tier: Tier, why: str) -> TierSwitch:
    """A second person confirms it."""
    refuse_unless_opener(person(session, by))
    _refuse_other_tiers(tier)
    if is_on(session, tier):
        raise Refused("It is switched on already.")
    if not why.strip():
        raise Refused(why="Say what it is needed for, for those who confirm it.")
    return record(session, TierSwitch(tier=tier, opens=True, why=why.strip()), by)


def switch_off(session: Session, by: int, tier: Tier, why: str = "") -> TierSwitch:
    """One person's word, at once: words for named audiences leave to nobody, and sealed
    words are read by nobody, until two people switch it on again."""
    person(session, by)
    _refuse_other_tiers(tier)
    return record(session, TierSwitch(tier=tier, opens=False, why=why.strip()), by)


def _refuse_other_tiers(tier: Tier) -> None:
    if tier not in SWITCHED:
        raise NotFound("There is no such switch.")


def name_audiences(
    session: Session, by: int, quote: int, audiences: Sequence[str], why: str = ""
) -> TierChange:
    """It may leave to these audiences and to no other. From open words, or from a wider
    list, that restricts and works at once; otherwise it waits for a second person."""
    refuse_unless_recorder(session, by)
    row = get(session, Quote, quote, "quote")
    refuse_sealed(session, row, by)
    if not is_on(session, Tier.NAMED_AUDIENCES):
        raise Refused(OFF[Tier.NAMED_AUDIENCES])
    named = frozenset(audiences)
    known = set(session.exec(select(AudienceProfile.code)))
    if not named or named - known:
        raise Refused(audiences="Choose the audiences that it may leave to.")
    now = standings(session, [row])[row.key]
    narrower = now.named is not None and named <= now.named
    opens = now.tier is not Tier.OPEN and not (now.tier is Tier.NAMED_AUDIENCES and narrower)
    change = TierChange(quote=quote, tier=Tier.NAMED_AUDIENCES, opens=opens, why=why.strip())
    return record_with(
        session,
        change,
        by,
        lambda id: [NamedAudience(tierchange=id, audience=code) for code in sorted(named)],
    )


def seal(session: Session, by: int, quote: int, people: Sequence[int], why: str = "") -> TierChange:
    """At once, by anyone with an account, for two people. One of them at least may confirm
    what opens, or they could never unseal it."""
    person(session, by)
    row = get(session, Quote, quote, "quote")
    refuse_sealed(session, row, by)
    if not is_on(session, Tier.SEALED):
        raise Refused(OFF[Tier.SEALED])
    if is_recommended(session, row):
        raise Refused("What was recommended cannot be sealed: everything else rests on it.")
    named = session.exec(select(Person).where(col(Person.id).in_(people), col(Person.active))).all()
    if len(set(people)) != 2 or len(named) != 2:
        raise Refused(people="Choose two people, no more and no fewer.")
    if not any(one.role in OPENERS for one in named):
        raise Refused(
            people="One of the two has to be a reviewer, a board member or an administrator, or "
            "they could never unseal it."
        )
    change = TierChange(quote=quote, tier=Tier.SEALED, opens=False, why=why.strip())
    return record_with(
        session,
        change,
        by,
        lambda id: [NamedPerson(tierchange=id, person=one.key) for one in named],
    )


def propose_unsealing(session: Session, by: int, quote: int, why: str = "") -> TierChange:
    """By one of the two; the other confirms it. It is then inside, not open."""
    person(session, by)
    row = get(session, Quote, quote, "quote")
    refuse_unless_named(session, row, by)
    if not any(seal.quote == quote for seal in seals(session, row)):
        raise Refused("It is not sealed.")
    if not is_on(session, Tier.SEALED):
        raise NotFound(f"There is no quote {quote}.")
    change = TierChange(quote=quote, tier=Tier.INTERNAL, opens=True, why=why.strip())
    return record(session, change, by)
