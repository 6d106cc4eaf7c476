"""Composing the sheet of a meeting: what is to be decided, what changed since the last meeting
with its reason, what is not known and what was handed over. Only what was selected is told."""

from collections.abc import Iterator, Sequence
from datetime import date

from exports.asking import asked
from exports.citations import Citations
from exports.pack import (
    Asked,
    ChangedCall,
    ChangedStand,
    MeetingSheet,
    PrintedEvidence,
    ToDecide,
)
from exports.selection import Selected, SelectedCall, Selection
from exports.wording import Wording, text
from recommendations import rules
from recommendations.register.minutes import HandedOver, SinceMeeting
from recommendations.register.views import AssessmentView
from recommendations.vocabulary import Status, Supersession

HANDED = text("Edition {number} for {audience}: {office} ({addressee}), {date}.")
LETTER = text("A letter: {office} ({addressee}), {date}.")


def compose_sheet(
    selection: Selection,
    citations: Citations,
    day: date,
    most: int | None = None,
    quotes: bool = True,
) -> MeetingSheet:
    """With `most` entries to decide or that changed, decisions before changes; with all of
    them where no number is named. Without `quotes` the sources of evidence are named alone."""
    meeting, wording = selection.meeting, citations.wording
    assert meeting is not None
    decide = _proposed(selection, meeting)
    changed = _changed(selection)
    shown = len(decide) + len(changed) if most is None else most
    of_decide, of_changed = decide[:shown], changed[: max(0, shown - len(decide))]
    more = len(decide) + len(changed) - len(of_decide) - len(of_changed)
    stands = list(_stands(selection, meeting, citations))
    return MeetingSheet(
        meeting=_for(meeting, wording),
        since=_since(meeting, wording),
        to_decide=tuple(_to_decide(*one, citations, day) for one in of_decide),
        asked=tuple(_asked(selection, citations, day)),
        findings=tuple(_finding(*one, citations, day) for one in of_changed),
        positions=tuple(stands if most is None else stands[: max(0, shown - len(decide))]),
        decided=tuple(
            wording.say("Minute {minute}: {words}", minute=one.minute, words=one.words)
            for one in meeting.decided
        ),
        unknown=tuple(_unknown(selection, wording)),
        handed=tuple(_handed(one, wording) for one in meeting.handed),
        quotes=quotes,
        more=_more(more, wording),
    )


def entries(selection: Selection) -> int:
    """How many there are to decide or that changed."""
    assert selection.meeting is not None
    return len(_proposed(selection, selection.meeting)) + len(_changed(selection))


def sheet_opening(sheet: MeetingSheet, selection: Selection, wording: Wording) -> str:
    """In one sentence: how much changed, and how much is to be decided."""
    assert selection.meeting is not None
    number = len(_changed(selection)) + len(list(_told_stands(selection, selection.meeting)))
    changes = wording.say("no change on record")
    if number:
        changes = wording.count("{number} change", "{number} changes", number)
    number = len(_proposed(selection, selection.meeting)) + len(sheet.asked)
    decisions = wording.say("nothing to decide")
    if number:
        decisions = wording.count("{number} decision to take", "{number} decisions to take", number)
    told = text("{since}: {changes}, {decisions}.")
    return wording.say(told, since=sheet.since, changes=changes, decisions=decisions)


def _for(meeting: SinceMeeting, wording: Wording) -> str:
    if meeting.to_come is None:
        return wording.say("No meeting is planned.")
    return wording.say("For the meeting of {date}", date=meeting.to_come)


def _since(meeting: SinceMeeting, wording: Wording) -> str:
    if meeting.since is None:
        return wording.say("Before the first meeting on record")
    return wording.say("Since the meeting of {date}", date=meeting.since)


Call = tuple[Selected, SelectedCall]


def _calls(selected: Sequence[Selected]) -> Iterator[Call]:
    return ((one, call) for one in selected for call in one.calls)


def _about(one: Selected, call: SelectedCall, wording: Wording) -> str:
    whom = wording.translated(one.addressee.short)
    return wording.say("{title}, {addressee}", title=call.measure.label, addressee=whom)


def _proposed(
    selection: Selection, meeting: SinceMeeting
) -> list[tuple[Selected, SelectedCall, bool, str]]:
    calls = {call.call.id: (one, call) for one, call in _calls(selection.selected)}
    return [
        (*calls[asked.call], asked.closes, asked.reason)
        for asked in meeting.proposed
        if asked.call in calls
    ]


def _to_decide(
    one: Selected, call: SelectedCall, closes: bool, reason: str, citations: Citations, day: date
) -> ToDecide:
    finding = call.call.assessment
    return ToDecide(
        about=_about(one, call, citations.wording),
        closes=closes,
        status=call.call.status,
        reading=_reading(call, citations.wording, day),
        true_on=finding.true_on if finding else None,
        reason=reason,
        evidence=_evidence(finding, citations),
    )


def _changed(selection: Selection) -> list[tuple[Selected, SelectedCall, SelectedCall | None]]:
    """The worst news first. Before the first meeting everything would be a change, and so
    nothing is told as one."""
    if selection.meeting is None or selection.meeting.since is None:
        return []
    before = {call.call.id: call for _, call in _calls(selection.before)}
    found = [
        (one, call, before.get(call.call.id))
        for one, call in _calls(selection.selected)
        if _is_news(call, before.get(call.call.id))
    ]
    return sorted(found, key=lambda told: rules.WORST_FIRST.index(told[1].call.status))


def _is_news(now: SelectedCall, before: SelectedCall | None) -> bool:
    """Another finding counts; a spelling that was mended is no change."""
    was = before.call.assessment if before else None
    finding = now.call.assessment
    if finding is None or (was and finding.id == was.id):
        return False
    return finding.supersession is not Supersession.SPELLING or was is None


def _finding(
    one: Selected,
    call: SelectedCall,
    before: SelectedCall | None,
    citations: Citations,
    day: date,
) -> ChangedCall:
    finding, wording = call.call.assessment, citations.wording
    assert finding is not None
    was = before.call.status if before else Status.NOT_YET_ASSESSED
    return ChangedCall(
        about=_about(one, call, wording),
        before=was,
        before_reading=_reading(before, wording, day) if before else wording.say(was.value),
        status=call.call.status,
        reading=_reading(call, wording, day),
        true_on=finding.true_on,
        corrected=finding.supersession is Supersession.CORRECTION,
        reason=finding.reason,
        evidence=_evidence(finding, citations),
    )


def _reading(call: SelectedCall, wording: Wording, day: date) -> str:
    finding = call.call.assessment
    if finding is None:
        return wording.say("under review" if call.call.under_review else call.call.status.value)
    return wording.reading(finding.status, finding.until, day)


def _evidence(finding: AssessmentView | None, citations: Citations) -> tuple[PrintedEvidence, ...]:
    return tuple(
        PrintedEvidence(citations.printed(piece.quote, piece.quote.official), piece.stance)
        for piece in (finding.evidence if finding else ())
    )


def _told_stands(selection: Selection, meeting: SinceMeeting) -> Iterator[Call]:
    """Each position once, however many measures it is on."""
    if meeting.since is None:
        return
    known = {call.call.position.id for _, call in _calls(selection.before) if call.call.position}
    for one, call in _calls(selection.selected):
        said = call.call.position
        if said is not None and said.id not in known:
            known.add(said.id)
            yield one, call


def _stands(
    selection: Selection, meeting: SinceMeeting, citations: Citations
) -> Iterator[ChangedStand]:
    for one, call in _told_stands(selection, meeting):
        said = call.call.position
        assert said is not None
        yield ChangedStand(
            about=_about(one, call, citations.wording),
            value=said.value,
            part=said.part,
            on=said.said_on,
            quote=citations.printed(said.quote, said.quote.official),
        )


def _asked(selection: Selection, citations: Citations, day: date) -> Iterator[Asked]:
    for one in selection.selected:
        tests = [c.measure.done_when if c.measure.reviewed else "" for c in one.calls]
        for ask in one.asks:
            missing = rules.missing_of_ask(ask.fact, tests, day)
            yield asked(ask, missing, day, citations)


def _unknown(selection: Selection, wording: Wording) -> Iterator[str]:
    """Counts in words, never shares."""
    calls = [call for _, call in _calls(selection.selected)]
    counts = (
        (
            sum(1 for c in calls if c.call.status is Status.NOT_YET_ASSESSED and not c.withheld),
            text("Not yet assessed: {count} of {all} measures asked of somebody."),
        ),
        (
            sum(1 for c in calls if c.call.position_value is None and not c.position_withheld),
            text("Nobody has looked for a position: {count} of {all}."),
        ),
        (
            sum(1 for c in calls if c.call.under_review),
            text("Under review, because words they rest on were lost or stay inside: {count}."),
        ),
    )
    for number, sentence in counts:
        if number:
            yield wording.say(sentence, count=number, all=len(calls))


def _handed(one: HandedOver, wording: Wording) -> str:
    told = {"office": one.office, "addressee": one.addressee, "date": one.on}
    if one.number is None:
        return wording.say(LETTER, **told)
    return wording.say(HANDED, number=one.number, audience=one.audience.upper(), **told)


def _more(number: int, wording: Wording) -> str:
    if not number:
        return ""
    return wording.count(
        "{number} more entry stands in the full pack.",
        "{number} more entries stand in the full pack.",
        number,
    )
