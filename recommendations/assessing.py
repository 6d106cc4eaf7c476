"""Recording what we find. It saves at once, marked unreviewed, and is its author's to
edit until a second person reviews."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session

from recommendations import rules
from recommendations.errors import Changed, Refused
from recommendations.models import Assessment, Call, Evidence, Quote, Search
from recommendations.private import pointers, sentence_about
from recommendations.records.findings import (
    counting_assessment,
    earlier_statuses,
    evidence_facts,
    evidence_of,
    search_facts,
)
from recommendations.records.people import COMPARE, code_of, refuse_unless_recorder
from recommendations.records.searches import record_search
from recommendations.records.writing import drop, get, own_draft, record_all, revise
from recommendations.vocabulary import SearchFor, Stance, Status, Supersession


@dataclass(frozen=True)
class Finding:
    """What a person enters for one or more calls. `evidence` pairs quote ids with
    stances; `searched` is where they looked, and when (without a date: today), for
    findings that rest on a search. `bases` holds, by call, the assessment that counted
    when the form was opened."""

    status: Status
    reason: str
    true_on: date
    until: date | None = None
    evidence: Sequence[tuple[int, Stance]] = ()
    searched: str = ""
    search_terms: str = ""
    searched_on: date | None = None
    outside_powers_quote: int | None = None
    supersession: Supersession | None = None
    bases: dict[int, int | None] = field(default_factory=dict)


def assess(
    session: Session, by: int, today: date, calls: Sequence[int], finding: Finding
) -> list[Assessment]:
    """One assessment for each call. Raises Changed when someone else's finding came to
    count since the form was opened."""
    refuse_unless_recorder(session, by)
    calls = list(dict.fromkeys(calls))
    for call in calls:
        get(session, Call, call, "call")
    _refuse_incomplete(session, today, calls, finding)
    _refuse_changed_base(session, calls, finding)
    _record_search(session, by, today, calls, finding)
    made = [Assessment(call=call, **_entered(session, call, finding)) for call in calls]
    record_all(session, made, by)
    for assessment in made:
        _attach(session, by, assessment, finding)
    return made


def revise_assessment(
    session: Session, by: int, today: date, assessment: int, finding: Finding
) -> Assessment:
    """Only the author edits a draft; evidence is taken anew. Raises Changed like assess."""
    refuse_unless_recorder(session, by)
    draft = own_draft(session, Assessment, assessment, by, "assessment")
    _refuse_incomplete(session, today, [draft.call], finding, draft.key)
    _refuse_changed_base(session, [draft.call], finding)
    for part in evidence_of(session, draft):
        drop(session, part, by)
    _record_search(session, by, today, [draft.call], finding)
    for name, value in _entered(session, draft.call, finding).items():
        setattr(draft, name, value)
    revise(session, draft, by)
    _attach(session, by, draft, finding)
    return draft


def drop_assessment(session: Session, by: int, assessment: int) -> None:
    """That someone looked stays on record; a search is removed by itself."""
    draft = own_draft(session, Assessment, assessment, by, "assessment")
    for part in evidence_of(session, draft):
        drop(session, part, by)
    drop(session, draft, by)


def _entered(session: Session, call: int, finding: Finding) -> dict[str, Any]:
    counts = counting_assessment(session, call)
    return {
        "status": finding.status,
        "until": finding.until,
        "reason": finding.reason.strip(),
        "true_on": finding.true_on,
        "outside_powers_quote": finding.outside_powers_quote,
        "base": counts,
        "supersession": (finding.supersession or Supersession.NEWS) if counts else None,
    }


def _attach(session: Session, by: int, assessment: Assessment, finding: Finding) -> None:
    rows = [
        Evidence(assessment=assessment.key, quote=quote, stance=stance)
        for quote, stance in finding.evidence
    ]
    record_all(session, rows, by)


def _record_search(
    session: Session, by: int, today: date, calls: Sequence[int], finding: Finding
) -> None:
    if finding.searched.strip():
        search = Search(
            on=finding.searched_on or today,
            places=finding.searched.strip(),
            terms=finding.search_terms.strip(),
            looked_for=SearchFor.STEP,
        )
        record_search(session, by, calls, search)


def _refuse_changed_base(session: Session, calls: Sequence[int], finding: Finding) -> None:
    """After what is incomplete: who is shown two versions has nothing else to mend."""
    for call in calls:
        counts = counting_assessment(session, call)
        if call in finding.bases and finding.bases[call] != counts:
            newer = get(session, Assessment, counts or 0, "assessment")
            code = code_of(session, newer.recorded_by)
            raise Changed(
                f"While you were writing, “{newer.status.value}” by {code} was reviewed and "
                f"counts now. {COMPARE}"
            )


def _refuse_incomplete(
    session: Session, today: date, calls: Sequence[int], finding: Finding, than: int = 0
) -> None:
    refused = _refused_fields(today, finding)
    if not calls:
        refused["calls"] = "Choose at least one measure."
    if finding.outside_powers_quote is not None:
        get(session, Quote, finding.outside_powers_quote, "quote")
    chosen = [quote for quote, _ in finding.evidence]
    if len(chosen) != len(set(chosen)):
        refused["evidence"] = "A quote stands either for or against; one was chosen twice."
    evidence = evidence_facts(session, finding.evidence)
    looked: tuple[rules.SearchFact, ...] = ()
    if finding.searched.strip():
        searched = rules.SearchFact(finding.searched_on or today)
        looked = rules.looked_since([searched], finding.true_on)
    for call in calls:
        searches = [*looked, *search_facts(session, call, finding.true_on)]
        earlier = earlier_statuses(session, call, finding.true_on, than)
        if sentence := rules.missing(finding.status, evidence, searches, earlier):
            refused.setdefault("searched" if "search" in sentence else "evidence", sentence)
    if refused:
        raise Refused(**refused)


def _refused_fields(today: date, finding: Finding) -> dict[str, str]:
    refused = {}
    if not finding.reason.strip():
        refused["reason"] = "Say in a sentence why; the reason is printed beside the finding."
    for name, words in (("reason", finding.reason), ("searched", finding.searched)):
        for what, looks_so in pointers(words):
            refused.setdefault(name, sentence_about(what, looks_so))
    if sentence := rules.in_time(finding.true_on, today):
        refused["true_on"] = sentence
    if finding.until is not None and finding.until < finding.true_on:
        refused["until"] = "It cannot end before it began."
    if finding.until is not None and finding.status is not Status.IN_EFFECT:
        refused["until"] = "Only what is in effect has an end date."
    if finding.searched.strip():
        looked_on = finding.searched_on or today
        if sentence := rules.in_time(looked_on, today):
            refused["searched_on"] = sentence
        elif looked_on < finding.true_on:
            refused["searched_on"] = (
                "You looked before the day since when this is to hold, so you cannot have seen "
                "it. Look again, or give an earlier day."
            )
    return refused
