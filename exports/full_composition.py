"""Composing a full pack: it begins from what the leave-behind says, made from the same
selection by the same rules, so that the two can never disagree."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from exports import composition
from exports.citations import Citations
from exports.comparing import since
from exports.composition import House
from exports.full_pack import FullPack, PrintedCell, PrintedMeasure, PrintedRecommendation
from exports.pack import PrintedAsk, PrintedPosition
from exports.profiles import Profile
from exports.selection import Selected, SelectedCall, Selection
from exports.sheet_composition import compose_sheet, sheet_opening
from exports.wording import IN_ENGLISH, Wording, text
from recommendations.register.views import QuoteView
from recommendations.vocabulary import Supersession

NO_TESTIMONY = text("No testimony is quoted in this pack.")
NOTHING_TO_WARN_OF = text(
    "This pack quotes testimony. Our review found nothing in it that calls for a warning."
)
NO_POSITION = text("no position on record")
NO_GROUND = text("No quotation that bears on it has been confirmed for this pack.")
TITLE = text("{organisation} to {office}: full briefing pack, {date}")
DRAFT_TITLE = text("{organisation} to {office}: full briefing pack, {date} (draft)")


def compose_full(
    selection: Selection,
    profile: Profile,
    house: House,
    wording: Wording = IN_ENGLISH,
    earlier: FullPack | None = None,
) -> FullPack:
    """`earlier` is the last edition's, None where this is the first. The numbers of the
    sources are those of the leave-behind as far as that goes, but for those who decide."""
    citations = Citations(wording.language, wording, selection.pairs)
    brief = composition.brief(selection, profile, house, citations, len(selection.selected))
    grouped: dict[int, list[tuple[Selected, PrintedAsk]]] = defaultdict(list)
    for one, ask in zip(selection.selected, brief.asks, strict=True):
        grouped[one.recommendation.id].append((one, ask))
    recommendations = tuple(
        _recommendation(number, told, citations)
        for number, told in enumerate(grouped.values(), start=1)
    )
    addressees = dict.fromkeys(cell.addressee for one in recommendations for cell in one.cells)
    sheet = compose_sheet(selection, citations, house.as_of) if selection.meeting else None
    brief = replace(
        brief,
        sheet=sheet,
        opening=sheet_opening(sheet, selection, wording) if sheet else brief.opening,
        content_note=_content_note(selection, wording),
        citations=citations.listed(),
        copy=citations.copy(profile.name, house.draft),
        title=wording.say(
            DRAFT_TITLE if house.draft else TITLE,
            organisation=house.organisation,
            office=brief.office,
            date=house.as_of,
        ),
    )
    pack = FullPack(brief, tuple(addressees), recommendations)
    return replace(pack, since_last=since(earlier, pack) if earlier else None)


def _content_note(selection: Selection, wording: Wording) -> str:
    """Always says something: whoever opens the pack is told what to expect."""
    told = [quote for one in selection.selected for quote in _testimony(one)]
    told += [q for one in selection.selected for q in one.grounds if q.standing.testimony]
    if not told:
        return wording.say(NO_TESTIMONY)
    return composition.content_note(told, wording) or wording.say(NOTHING_TO_WARN_OF)


def _testimony(one: Selected) -> Iterator[QuoteView]:
    """What was chosen for this audience and is no ground."""
    grounds = {quote.id for quote in one.grounds}
    return (quote for quote in one.testimony if quote.id not in grounds)


def _recommendation(
    number: int, told: list[tuple[Selected, PrintedAsk]], citations: Citations
) -> PrintedRecommendation:
    """Grounds and testimony are the recommendation's, whoever it is addressed to."""
    first = told[0][0]
    view = first.recommendation
    return PrintedRecommendation(
        number=number,
        ref=view.ref,
        title=view.title,
        recommended=citations.printed(view.quote),
        cells=tuple(_cell(one, ask, citations) for one, ask in told),
        grounds=tuple(composition.testimony(quote, citations) for quote in first.grounds),
        inside=_inside(first, citations.wording),
        testimony=tuple(composition.testimony(quote, citations) for quote in _testimony(first)),
        searches=tuple(composition.searches(tuple(one for one, _ in told), citations.wording)),
    )


def _inside(one: Selected, wording: Wording) -> str:
    """Of what bears on the recommendation and is not printed."""
    if one.grounds_inside:
        return wording.count(
            "Kept inside: {number} quotation that bears on it.",
            "Kept inside: {number} quotations that bear on it.",
            one.grounds_inside,
        )
    return "" if one.grounds else wording.say(NO_GROUND)


def _cell(one: Selected, ask: PrintedAsk, citations: Citations) -> PrintedCell:
    measures = [_measure(one, selected, citations) for selected in one.calls]
    if len(ask.findings) < len(measures):
        # The split is only proposed, so one row stands for all of it.
        measures = [PrintedMeasure(ref="", position=measures[0].position)]
    return PrintedCell(
        addressee=citations.wording.translated(one.addressee.name),
        short=citations.wording.translated(one.addressee.short),
        ask=ask,
        measures=tuple(measures),
        said=_together([measure.position for measure in measures], citations.wording),
    )


def _measure(one: Selected, selected: SelectedCall, citations: Citations) -> PrintedMeasure:
    finding = selected.call.assessment
    (position,) = composition.positions(replace(one, calls=(selected,)), citations)
    outside = finding.outside_powers if finding else None
    return PrintedMeasure(
        ref=f"M{selected.measure.id}",
        position=replace(position, quote=None),
        baseline=finding.baseline if finding else False,
        corrected=finding.supersession is Supersession.CORRECTION if finding else False,
        outside_powers=citations.printed(outside, outside.official) if outside else None,
    )


def _together(held: Sequence[PrintedPosition], wording: Wording) -> str:
    """One word where all measures share it, else counts."""
    counts = Counter(_in_a_word(position, wording) for position in held)
    if len(counts) == 1:
        return next(iter(counts))
    return wording.series(
        wording.say("{number} {status}", number=count, status=word)
        for word, count in counts.items()
    )


def _in_a_word(position: PrintedPosition, wording: Wording) -> str:
    if position.value:
        return wording.say(position.value.value)
    return wording.say(composition.UNDER_REVIEW if position.withheld else NO_POSITION)
