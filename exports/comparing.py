"""What reads otherwise than in the edition before. Of the earlier edition only statuses,
positions and counts are told: its words may have been withdrawn since."""

from collections.abc import Iterable, Iterator

from exports.full_pack import (
    ChangedFinding,
    ChangedPosition,
    FullPack,
    PrintedCell,
    PrintedMeasure,
    PrintedRecommendation,
    SinceLast,
)
from exports.pack import PrintedAsk, PrintedFinding, PrintedPosition, quotes_in
from exports.wording import Wording, text, wording_of

COME = text("Recommendations that were not in the last edition: {count}.")
GONE = text("Recommendations of the last edition that are in it no more: {count}.")
ASKED = text("What we ask of {addressee} on recommendation {number} has changed.")
QUOTED = text("Quotations that were not in the last edition: {count}.")
QUOTED_NO_MORE = text("Quotations of the last edition that are in it no more: {count}.")


def since(earlier: FullPack, now: FullPack) -> SinceLast:
    pairs = list(_in_both(earlier, now))
    return SinceLast(
        edition=earlier.brief.edition,
        as_of=earlier.brief.as_of,
        findings=tuple(changed for pair in pairs for changed in _findings(*pair)),
        positions=tuple(changed for pair in pairs for changed in _positions(*pair)),
        told=tuple(_told(earlier, now)),
    )


Pair = tuple[PrintedRecommendation, PrintedCell, PrintedCell]
"""The recommendation of today, its cell in the earlier edition and its cell now."""


def _in_both(earlier: FullPack, now: FullPack) -> Iterator[Pair]:
    before = {one.ref: one for one in earlier.recommendations}
    for one in now.recommendations:
        for cell in one.cells:
            then = before[one.ref].cell(cell.addressee) if one.ref in before else None
            if then is not None:
                yield one, then, cell


def _findings(
    one: PrintedRecommendation, before: PrintedCell, after: PrintedCell
) -> Iterator[ChangedFinding]:
    """A measure of today that had no row of its own is compared with the row of all."""
    then = {measure.ref: found for measure, found in _rows(before)}
    for measure, found in _rows(after):
        was = then.get(measure.ref) or then.get("")
        if was is None or (was.status, was.reading) == (found.status, found.reading):
            continue
        yield ChangedFinding(
            number=one.number,
            addressee=after.addressee,
            measure=found.measure,
            before=was.status,
            before_reading=was.reading,
            after=found.status,
            after_reading=found.reading,
            on=found.true_on,
            corrected=measure.corrected,
        )


def _rows(cell: PrintedCell) -> Iterable[tuple[PrintedMeasure, PrintedFinding]]:
    return zip(cell.measures, cell.ask.findings, strict=True)


def _positions(
    one: PrintedRecommendation, before: PrintedCell, after: PrintedCell
) -> Iterator[ChangedPosition]:
    if [*map(_said, before.ask.positions)] != [*map(_said, after.ask.positions)]:
        yield ChangedPosition(
            number=one.number,
            addressee=after.addressee,
            before=before.said,
            after=after.said,
            on=max((held.on for held in after.ask.positions if held.on), default=None),
        )


def _said(held: PrintedPosition) -> tuple[object, ...]:
    return held.value, held.on, held.part, held.says_done, held.withheld


def _told(earlier: FullPack, now: FullPack) -> Iterator[str]:
    wording = wording_of(now.brief)
    asked = {(one.ref, cell.addressee): cell.ask for one, cell in _cells(earlier)}
    yield from _counted(_refs(earlier), _refs(now), COME, GONE, wording)
    for one, cell in _cells(now):
        was = asked.get((one.ref, cell.addressee))
        if was is not None and _asked(was) != _asked(cell.ask):
            yield wording.say(ASKED, addressee=cell.addressee, number=one.number)
    then, today = ({quote.ref for quote in quotes_in(pack)} for pack in (earlier, now))
    yield from _counted(then, today, QUOTED, QUOTED_NO_MORE, wording)


def _counted(
    before: set[str], after: set[str], come: str, gone: str, wording: Wording
) -> Iterator[str]:
    for sentence, which in ((come, after - before), (gone, before - after)):
        if which:
            yield wording.say(sentence, count=wording.counted(len(which)))


def _asked(ask: PrintedAsk) -> list[str]:
    return [one.sentence for one in ask.asked]


def _cells(pack: FullPack) -> Iterator[tuple[PrintedRecommendation, PrintedCell]]:
    return ((one, cell) for one in pack.recommendations for cell in one.cells)


def _refs(pack: FullPack) -> set[str]:
    return {one.ref for one in pack.recommendations}
