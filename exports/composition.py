"""Composing a leave-behind from what was selected: what stands where, and in which
words. Nothing is said that no record says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from exports.citations import Citations
from exports.pack import (
    Asked,
    LeaveBehind,
    PrintedAsk,
    PrintedEvidence,
    PrintedFinding,
    PrintedPosition,
    PrintedQuote,
    WelcomeStep,
)
from exports.profiles import Profile
from exports.selection import Selected, SelectedCall, Selection
from recommendations import rules
from recommendations.register.views import AskView, QuoteView, SearchView, SourceView
from recommendations.vocabulary import PositionValue, SourceKind, Stance, Status

WELCOME = (Status.COMPLETED, Status.IN_EFFECT, Status.PARTLY_IN_EFFECT, Status.FIRST_STEP)
THEIR_OWN = frozenset({SourceKind.OFFICIAL_ACT, SourceKind.OFFICIAL_STATEMENT})
DRAFT = "Draft, not issued"
LONGEST_OPENING = 180
"""In letters: it is set large, and has to be read at one glance."""


@dataclass(frozen=True)
class House:
    """Who issues it and on what day. `edition` is empty while it is only proposed."""

    organisation: str
    contact: str
    as_of: date
    sample: bool
    history: str = ""
    edition: str = DRAFT

    @property
    def draft(self) -> bool:
        return self.edition == DRAFT


def compose(selection: Selection, profile: Profile, house: House) -> LeaveBehind:
    citations = Citations(profile.language)
    most = selection.selected[: profile.most_asks]
    left_out = [*selection.left_out]
    for one in selection.selected[profile.most_asks :]:
        left_out.append(f"“{one.recommendation.title}”, for length.")
    asks = tuple(_ask(n, one, citations, house.as_of) for n, one in enumerate(most, start=1))
    source = most[0].recommendation.quote.source if most else None
    welcome = _welcome(most, citations)
    return LeaveBehind(
        organisation=house.organisation,
        about=profile.about,
        office=profile.office,
        country=profile.country,
        language=profile.language,
        paper=profile.paper,
        contact=house.contact or "[contact]",
        edition=house.edition,
        draft=house.draft,
        sample=house.sample,
        as_of=house.as_of,
        opening=_opening(profile, most, asks, selection.kept_inside),
        since=f"Since {_published(source)}" if source else "",
        welcome=welcome,
        content_note=_content_note(most),
        asks=asks,
        searches=tuple(_searches(most)),
        left_out=tuple(left_out),
        limits=profile.limits,
        caveat=_caveat(source),
        reply=_reply(most),
        citations=citations.listed(),
        title=_title(profile, house),
        history=house.history,
        copy=citations.copy(profile.name),
    )


def _title(profile: Profile, house: House) -> str:
    draft = " (draft)" if house.draft else ""
    return f"{house.organisation} to {profile.office}, {rules.spoken(house.as_of)}{draft}"


def _reply(most: tuple[Selected, ...]) -> str:
    """The reply window is a setting of the addressee; it starts at delivery."""
    days = max((one.addressee.reply_days for one in most), default=0)
    return f"We would welcome a reply within {days} days of receipt." if days else ""


def _published(source: SourceView) -> str:
    return rules.spoken_source_date(source.published_on, source.precision)


def _opening(
    profile: Profile,
    most: tuple[Selected, ...],
    asks: tuple[PrintedAsk, ...],
    kept_inside: int,
) -> str:
    """What we ask, by when; a draft says in brackets that the date is missing."""
    if not most and kept_inside:
        return f"What was recommended to {profile.office} may not leave us today."
    if not most:
        return f"No recommendation on record is addressed to {profile.office}."
    asked = [one for ask in asks for one in ask.asked]
    if len(most) == len(asked) == 1 and len(asked[0].sentence) <= LONGEST_OPENING:
        return asked[0].sentence
    titles = [f"“{one.recommendation.title}”" for one in most]
    told = titles[0] if len(titles) == 1 else f"{', '.join(titles[:-1])} and {titles[-1]}"
    count = rules.counted(len(most))
    noun = "recommendation" if len(most) == 1 else "recommendations"
    published = _published(most[0].recommendation.quote.source)
    return (
        f"We ask {profile.office} to act on {count} {noun} of {published}, {told}, "
        f"{_by_when(asked)}."
    )


def _by_when(asked: Sequence[Asked]) -> str:
    """The earliest date, which is the only one where one step is asked for."""
    days = [one.by for one in asked if one.by is not None]
    earliest = rules.spoken(min(days)) if days else "[date]"
    return f"the first step by {earliest}" if len(asked) > 1 else f"by {earliest}"


def _ask(number: int, one: Selected, citations: Citations, day: date) -> PrintedAsk:
    told = one.recommendation
    findings = _findings(one, citations)
    tests = [c.measure.done_when if c.measure.reviewed else "" for c in one.calls]
    missing = [rules.missing_of_ask(ask.fact, tests, day) for ask in one.asks]
    nothing = rules.missing_of_ask(rules.AskFact(), tests, day)
    return PrintedAsk(
        number=number,
        title=told.title,
        recommended=citations.printed(told.quote),
        positions=tuple(_positions(one, citations)),
        findings=findings,
        summary=rules.together([c.call.status for c in one.calls]),
        testimony=next((_testimony(q, citations) for q in one.testimony), None),
        onward=_passed_onward(one) if one.onward else "",
        asked=tuple(
            _asked(ask, part, day, citations) for ask, part in zip(one.asks, missing, strict=True)
        ),
        done_when=tuple(dict.fromkeys(test for test in tests if test)),
        missing=tuple(dict.fromkeys(part for each in missing or [nothing] for part in each)),
    )


def ask_sentence(ask: AskView, day: date) -> str:
    """Has in brackets what is missing; a date that is over is missing."""
    by = rules.spoken(ask.by) if ask.by and ask.by > day else "[date]"
    institution, instrument = ask.institution or "[institution]", ask.instrument or "[instrument]"
    return f"We ask {institution}, by {by}: {_ended(instrument)}"


def _asked(ask: AskView, missing: tuple[str, ...], day: date, citations: Citations) -> Asked:
    return Asked(
        institution=ask.institution,
        by=ask.by,
        instrument=ask.instrument,
        sentence=ask_sentence(ask, day),
        quote=citations.printed(ask.quote, ask.quote.official) if ask.quote else None,
        risk=_ended(ask.risk),
        safeguard=_ended(ask.safeguard),
        missing=missing,
    )


def _ended(words: str) -> str:
    """As a sentence ends."""
    return words if not words or words[-1] in ".!?…။" else f"{words}."


def _passed_onward(one: Selected) -> str:
    return (
        f"The report did not name {one.addressee.name}; we pass this recommendation onward to you."
    )


def _testimony(quote: QuoteView, citations: Citations) -> PrintedQuote:
    """The sentence that introduced it, without the colon that led to it."""
    return citations.printed(quote, quote.attribution.rstrip(" ,:;."))


def _findings(one: Selected, citations: Citations) -> tuple[PrintedFinding, ...]:
    """One line for each measure; one for all while nothing has been assessed and the
    split into measures is only proposed."""
    nothing = all(c.call.assessment is None and not c.withheld for c in one.calls)
    if nothing and not all(c.measure.reviewed for c in one.calls):
        status = Status.NOT_YET_ASSESSED
        return (PrintedFinding("", status, status.value),)
    return tuple(_finding(call, citations) for call in one.calls)


def _finding(selected: SelectedCall, citations: Citations) -> PrintedFinding:
    measure, call = selected.measure, selected.call
    label = measure.label if measure.reviewed else f"“{measure.words}”"
    finding = call.assessment
    if finding is None:
        reading = "under review" if call.under_review else call.status.value
        return PrintedFinding(label, call.status, reading, under_review=call.under_review)
    return PrintedFinding(
        measure=label,
        status=call.status,
        reading=call.reading,
        reason=finding.reason,
        true_on=finding.true_on,
        under_review=call.under_review,
        evidence=tuple(
            PrintedEvidence(citations.printed(e.quote, e.quote.official), e.stance)
            for e in finding.evidence
        ),
    )


def _positions(one: Selected, citations: Citations) -> Iterable[PrintedPosition]:
    """Each position once, however many measures it is on."""
    told: set[int] = set()
    for selected in one.calls:
        position = selected.call.position
        if position is None or position.id in told:
            continue
        told.add(position.id)
        yield PrintedPosition(
            institution=one.addressee.name,
            value=position.value,
            on=position.said_on,
            part=position.part,
            says_done=position.says_done,
            quote=citations.printed(position.quote, position.quote.official),
        )
    if told:
        return
    if any(selected.position_withheld for selected in one.calls):
        # Neither “none found” nor “nobody looked” would be true.
        yield PrintedPosition(institution=one.addressee.name, value=None, withheld=True)
        return
    searches = [s for selected in one.calls for s in selected.call.position_searches]
    if not searches:
        yield PrintedPosition(institution=one.addressee.name, value=None)
        return
    latest = max(searches, key=lambda s: s.on)
    yield PrintedPosition(
        institution=one.addressee.name,
        value=PositionValue.NONE_FOUND,
        looked=f"in {latest.places} on {rules.spoken(latest.on)}",
    )


def _searches(most: tuple[Selected, ...]) -> Iterable[str]:
    """Reviewed searches, each once: where, when, for what."""
    told: dict[int, SearchView] = {}
    for one in most:
        for selected in one.calls:
            for search in (*selected.call.position_searches, *selected.call.step_searches):
                told[search.id] = search
    for search in sorted(told.values(), key=lambda s: (s.on, s.id)):
        sought = f" for “{search.terms}”" if search.terms else ""
        yield f"A {search.looked_for.value}, in {search.places}{sought}, {rules.spoken(search.on)}."


def _welcome(most: tuple[Selected, ...], citations: Citations) -> WelcomeStep | None:
    """The furthest step since publication that stands in the addressee's own words."""
    steps = []
    for one in most:
        published = one.recommendation.quote.source.published_on or date.min
        for selected in one.calls:
            finding = selected.call.assessment
            if finding is None or finding.status not in WELCOME or finding.true_on <= published:
                continue
            theirs = [
                e.quote
                for e in finding.evidence
                if e.stance is Stance.SUPPORTS and e.quote.source.kind in THEIR_OWN
            ]
            if theirs:
                steps.append((WELCOME.index(finding.status), finding, selected, theirs[0]))
    if not steps:
        return None
    _, finding, selected, quote = min(steps, key=lambda s: (s[0], -s[1].true_on.toordinal()))
    label = selected.measure.label if selected.measure.reviewed else selected.measure.words
    return WelcomeStep(
        said=f"{label}: {selected.call.reading}",
        on=finding.true_on,
        quote=citations.printed(quote, quote.official),
    )


def _content_note(most: tuple[Selected, ...]) -> str:
    """Warns on page one where a person let flagged testimony in."""
    flags = {
        flag.value
        for one in most
        for quote in one.testimony[:1]
        for flag, level in quote.standing.flags.items()
        if level
    }
    return f"The testimony quoted here touches on: {', '.join(sorted(flags))}." if flags else ""


def _caveat(source: SourceView | None) -> str:
    if source is None or not source.caveat:
        return ""
    return f"The report itself says: “{source.caveat}”"
