"""What we ask of an office on a recommendation. An ask is approved with the edition that it
stands in; until then anyone who records changes it, and each change is a new row."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from recommendations import rules
from recommendations.arriving import one_line
from recommendations.errors import NotFound, Refused
from recommendations.models import (
    Addressee,
    Ask,
    BriefingPack,
    Call,
    Measure,
    Quote,
    Recommendation,
    Source,
)
from recommendations.records.addressees import AUTHORITIES
from recommendations.records.people import COMPARE, refuse_unless_recorder, was_faster
from recommendations.records.plans import newest, plan_for
from recommendations.records.published import propose_open
from recommendations.records.sealing import refuse_sealed
from recommendations.records.writing import get, record
from recommendations.register.audiences import read_profiles

LONGEST = {"institution": 160, "instrument": 400, "risk": 300, "safeguard": 300}
"""In letters: several asks have to stand on one page."""


@dataclass(frozen=True)
class Wanted:
    """What a person enters; a draft may leave parts of it empty. `quote` are words that
    support instrument and date."""

    recommendation: int
    addressee: int
    institution: str = ""
    instrument: str = ""
    by: date | None = None
    quote: int | None = None
    risk: str = ""
    safeguard: str = ""


def ask(session: Session, by: int, today: date, audience: str, wanted: Wanted) -> Ask:
    """Words that others have published and nobody has opened yet wait for a second person
    from now on: without them the ask stays inside."""
    refuse_unless_recorder(session, by)
    _refuse_incomplete(session, by, today, audience, wanted)
    return _recorded(session, by, plan_for(session, audience, by).key, wanted)


def change(session: Session, by: int, today: date, base: int, wanted: Wanted) -> Ask:
    """`base` is the ask that was shown. Raises Changed where somebody changed it or took it
    out since; whoever has seen that may still put theirs in its place. On which
    recommendation and of whom it is asked stays."""
    refuse_unless_recorder(session, by)
    before = get(session, Ask, base, "ask")
    audience = get(session, BriefingPack, before.pack).profile
    _refuse_incomplete(session, by, today, audience, wanted)
    if (wanted.recommendation, wanted.addressee) != (before.recommendation, before.addressee):
        raise Refused("An ask stays with its recommendation and addressee; record another.")
    _refuse_changed(session, before)
    return _recorded(session, by, before.pack, wanted, supersedes=base)


def take_out(session: Session, by: int, base: int) -> Ask:
    """Raises Changed as `change` does: what is taken out is what was read."""
    refuse_unless_recorder(session, by)
    before = get(session, Ask, base, "ask")
    _refuse_changed(session, before)
    if before.removed:
        raise NotFound(f"There is no ask {base} any more; it was taken out.")
    row = Ask(
        pack=before.pack,
        recommendation=before.recommendation,
        addressee=before.addressee,
        removed=True,
        supersedes=base,
    )
    return record(session, row, by)


def _recorded(
    session: Session, by: int, pack: int, wanted: Wanted, supersedes: int | None = None
) -> Ask:
    if wanted.quote is not None:
        propose_open(session, wanted.quote, by)
    row = Ask(
        pack=pack,
        recommendation=wanted.recommendation,
        addressee=wanted.addressee,
        institution=one_line(wanted.institution),
        instrument=one_line(wanted.instrument),
        by=wanted.by,
        quote=wanted.quote,
        risk=one_line(wanted.risk),
        safeguard=one_line(wanted.safeguard),
        supersedes=supersedes,
    )
    return record(session, row, by)


def _refuse_changed(session: Session, before: Ask) -> None:
    now = newest(session, before)
    if now is before:
        return
    did = "took this ask out" if now.removed else "changed this ask"
    raise was_faster(session, now, did, COMPARE)


def _refuse_incomplete(
    session: Session, by: int, today: date, audience: str, wanted: Wanted
) -> None:
    refused = _refused_words(wanted)
    _refuse_others(session, audience, wanted)
    if wanted.by is not None and wanted.by <= today:
        refused["by"] = f"{rules.spoken(wanted.by)} is not to come; ask by a later day."
    if wanted.quote is not None and (said := _not_support(session, by, wanted.quote)):
        refused["quote"] = said
    if refused:
        raise Refused(**refused)


def _refused_words(wanted: Wanted) -> dict[str, str]:
    refused = {
        name: f"{len(words)} letters are too many to stand on a page with others; at most {most}."
        for name, most in LONGEST.items()
        if len(words := one_line(getattr(wanted, name))) > most
    }
    if not wanted.institution.strip() and not wanted.instrument.strip():
        refused["instrument"] = "Say what is asked, or at least of which institution."
    if AUTHORITIES.search(wanted.institution) or rules.is_never_an_audience(wanted.institution):
        refused["institution"] = (
            "Nothing is asked of Myanmar's current authorities: they are never an addressee or an "
            "audience."
        )
    return refused


def _refuse_others(session: Session, audience: str, wanted: Wanted) -> None:
    """Whoever the pack is not for, and whom the recommendation was not made to."""
    profile = read_profiles(session).get(audience)
    if profile is None:
        raise NotFound(f"There is no audience “{audience}”.")
    told = get(session, Recommendation, wanted.recommendation, "recommendation")
    whom = get(session, Addressee, wanted.addressee, "addressee")
    if whom.code not in profile["addressees"]:
        raise Refused(
            addressee=f"This pack is not for {whom.name}: ask them in a pack of their own, or "
            "enter them in its profile."
        )
    called = (
        select(Call.id)
        .join(Measure, col(Measure.id) == Call.measure)
        .where(Measure.recommendation == told.id, Call.addressee == whom.id)
    )
    if session.exec(called).first() is None:
        raise Refused(
            addressee=f"“{told.title}” was not made to {whom.name}: pass it onward to them first."
        )


def _not_support(session: Session, by: int, quote: int) -> str:
    row = get(session, Quote, quote, "quote")
    refuse_sealed(session, row, by)
    if row.testimony:
        return "Testimony is chosen as a quote for this audience; it supports no ask."
    if get(session, Source, row.source).kind.is_ours:
        return "These are our own words; an ask rests on words of an institution, or on news."
    return ""
