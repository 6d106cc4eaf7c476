"""Work on findings: acts that expire, steps that may have stalled, findings and searches to
look at again, measures without evidence."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from recommendations import rules
from recommendations.models import (
    Evidence,
    Withdrawal,
)
from recommendations.records.findings import (
    earlier_statuses,
    evidence_facts,
    search_facts,
)
from recommendations.records.near import sharing_words
from recommendations.register.work_items import WorkItem, facts_of
from recommendations.register.work_known import Called, Known, Latest, read_known
from recommendations.rules import AssessmentFact, Counted, EvidenceFact, spoken
from recommendations.urgency import EXPIRES_SOON, LOOK_AGAIN_AFTER
from recommendations.vocabulary import SearchFor, Status, WorkKind


def work_on_findings(session: Session, day: date) -> list[WorkItem]:
    known = read_known(session, day)
    lost = _lost(session, known)
    stalled = {item.key for item in _stalled(known, day)}
    return [
        *_expiring(known, day),
        *_stalled(known, day),
        *_losing(known, lost),
        *_old(known, day, stalled),
        *_searches(known, day),
        *_without_evidence(known, day),
    ]


def _expiring(known: Known, day: date) -> Iterator[WorkItem]:
    for call, finding in known.latest.items():
        until, told = finding.until, known.calls.get(call)
        if told is None or finding.status is not Status.IN_EFFECT or until is None:
            continue
        if until > day + EXPIRES_SOON or call in known.drafted:
            continue
        said = f"“{told.label}” is in effect until {spoken(until)}"
        if until < day:
            said = f"“{told.label}” was in effect until {spoken(until)}; renewal not assessed"
        yield _of_call(
            WorkKind.EXPIRY, told, said, since=until - EXPIRES_SOON, facts=[finding.id], due=until
        )


def _stalled(known: Known, day: date) -> Iterator[WorkItem]:
    for call, finding in known.latest.items():
        told = known.calls.get(call)
        if told is None or call in known.drafted:
            continue
        counted = Counted(AssessmentFact(finding.id, finding.status, finding.true_on))
        if rules.may_have_stalled(counted, None, day):
            said = f"“{told.label}”: {finding.status.value}, nothing on record since"
            said += f" {spoken(finding.true_on)}"
            since = finding.true_on + rules.STALLED_AFTER
            yield _of_call(WorkKind.STALLED, told, said, since=since, facts=[finding.id])


def _lost(session: Session, known: Known) -> dict[int, Latest]:
    """By call: what counted until words that it rests on were withdrawn. Few, so that each is
    asked by the rule itself."""
    ids = set(session.scalars(_touched()))
    touched = {
        call: finding
        for call, finding in known.latest.items()
        if finding.id in ids and call in known.calls and call not in known.drafted
    }
    evidence = _evidence(session, {finding.id for finding in touched.values()})
    return {
        call: finding
        for call, finding in touched.items()
        if rules.missing(
            finding.status,
            evidence[finding.id],
            search_facts(session, call, finding.true_on),
            earlier_statuses(session, call, finding.true_on, finding.id),
        )
    }


def _evidence(session: Session, findings: Collection[int]) -> dict[int, list[EvidenceFact]]:
    """What is on record about all of their quotes is read at once."""
    rows = session.exec(select(Evidence).where(col(Evidence.assessment).in_(findings))).all()
    facts = evidence_facts(session, [(row.quote, row.stance) for row in rows])
    found: dict[int, list[EvidenceFact]] = {id: [] for id in findings}
    for row, fact in zip(rows, facts, strict=True):
        found[row.assessment].append(fact)
    return found


@cache
def _touched() -> sa.Select[Any]:
    """Findings with evidence that shares words with what was withdrawn."""
    gone = sharing_words(sa.select(col(Withdrawal.quote)))
    return sa.select(col(Evidence.assessment)).where(col(Evidence.quote).in_(gone))


def _losing(known: Known, lost: Mapping[int, Latest]) -> Iterator[WorkItem]:
    for call, finding in lost.items():
        told = known.calls[call]
        said = f"“{told.label}”: “{finding.status.value}” rests on words that were withdrawn"
        yield _of_call(WorkKind.LOST, told, said, since=finding.at.date(), facts=[finding.id])


def _old(known: Known, day: date, stalled: set[str]) -> Iterator[WorkItem]:
    """What is completed is not looked at again, what was not found is looked for again."""
    settled = {Status.COMPLETED, Status.NOTHING_FOUND}
    old = [
        known.calls[call]
        for call, finding in known.latest.items()
        if call in known.calls
        and finding.status not in settled
        and call not in known.drafted
        and known.last_looked(call) + LOOK_AGAIN_AFTER <= day
        and f"stalled:{call}" not in stalled
    ]
    for cell in _cells(old):
        looked = min(known.last_looked(told.id) for told in cell)
        said = f"{_counted(len(cell), 'finding')} last looked at on {spoken(looked)}"
        facts = [known.latest[told.id].id for told in cell]
        yield _of_cell(WorkKind.OLD, cell, said, looked + LOOK_AGAIN_AFTER, [*facts, looked])


def _searches(known: Known, day: date) -> Iterator[WorkItem]:
    due: dict[int, date] = {}
    for told in known.calls.values():
        looked = [on for on in _in_vain(known, told) if on + LOOK_AGAIN_AFTER <= day]
        if looked:
            due[told.id] = min(looked)
    for cell in _cells(known.calls[call] for call in due):
        on = min(due[told.id] for told in cell)
        said = f"Looked on {spoken(on)} and found nothing; look again"
        facts = [*(told.id for told in cell), on]
        yield _of_cell(WorkKind.SEARCH, cell, said, on + LOOK_AGAIN_AFTER, facts, looks=True)


def _in_vain(known: Known, told: Called) -> Iterator[date]:
    """When somebody last looked and found nothing that has been found since."""
    finding = known.latest.get(told.id)
    if finding and finding.status is Status.NOTHING_FOUND and told.id not in known.drafted:
        yield known.last_looked(told.id)
    looked = known.looked.get((told.id, SearchFor.POSITION))
    if looked and (told.measure, told.addressee) not in known.answered:
        yield looked


def _without_evidence(known: Known, day: date) -> Iterator[WorkItem]:
    bare = [
        told
        for told in known.calls.values()
        if told.id not in known.latest and told.id not in known.drafted
    ]
    for cell in _cells(bare):
        said = f"{_counted(len(cell), 'measure')} not yet assessed"
        since = min(told.at for told in cell).date()
        facts = [told.id for told in cell]
        yield _of_cell(WorkKind.WITHOUT_EVIDENCE, cell, said, min(since, day), facts)


def _cells(calls: Iterable[Called]) -> Iterable[list[Called]]:
    """Calls of one recommendation to one addressee are worked on together."""
    cells: dict[str, list[Called]] = defaultdict(list)
    for told in calls:
        cells[told.cell].append(told)
    return cells.values()


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


_NAMES = {
    WorkKind.EXPIRY: "expiry",
    WorkKind.STALLED: "stalled",
    WorkKind.LOST: "lost",
    WorkKind.OLD: "old",
    WorkKind.SEARCH: "search",
    WorkKind.WITHOUT_EVIDENCE: "unassessed",
}


def _of_call(
    kind: WorkKind,
    told: Called,
    words: str,
    *,
    since: date,
    facts: Iterable[object],
    due: date | None = None,
) -> WorkItem:
    return WorkItem(
        key=f"{_NAMES[kind]}:{told.id}",
        kind=kind,
        words=words,
        where=f"{told.story}/update",
        since=since,
        due=due,
        facts=facts_of([*facts, due]),
        addressee=told.code,
        of=told.short,
        place=told.place,
    )


def _of_cell(
    kind: WorkKind,
    cell: list[Called],
    words: str,
    since: date,
    facts: Iterable[object],
    looks: bool = False,
) -> WorkItem:
    told = cell[0]
    looking = f"/looked?recommendation={told.place}&addressee={told.code}"
    return WorkItem(
        key=f"{_NAMES[kind]}:{told.cell}",
        kind=kind,
        words=f"{words}: {told.title}",
        where=looking if looks else f"{told.story}/update",
        since=since,
        facts=facts_of(facts),
        addressee=told.code,
        of=told.short,
        place=told.place,
    )
