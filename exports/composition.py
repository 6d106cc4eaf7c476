"""Composing a leave-behind from what was selected: what stands where, and in which
words. Nothing is said that no record says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from exports.asking import asked, opening, passed_onward, published, reports
from exports.citations import Citations
from exports.pack import (
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
from exports.sheet_composition import compose_sheet, entries, sheet_opening
from exports.wording import IN_ENGLISH, Wording, text
from recommendations import rules
from recommendations.register.views import ClosureView, QuoteView, SearchView, SourceView
from recommendations.vocabulary import PositionValue, SearchFor, SourceKind, Stance, Status

WELCOME = (Status.COMPLETED, Status.IN_EFFECT, Status.PARTLY_IN_EFFECT, Status.FIRST_STEP)
THEIR_OWN = frozenset({SourceKind.OFFICIAL_ACT, SourceKind.OFFICIAL_STATEMENT})
DRAFT = text("Draft, not issued")
FOR_LENGTH = text("“{title}”, for length.")
UNDER_REVIEW = text("under review")
LOOKED_FOR = {
    SearchFor.POSITION: (
        text("A position, in {places}, {date}."),
        text("A position, in {places} for “{terms}”, {date}."),
    ),
    SearchFor.STEP: (
        text("A step, in {places}, {date}."),
        text("A step, in {places} for “{terms}”, {date}."),
    ),
}


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


def compose(
    selection: Selection, profile: Profile, house: House, wording: Wording = IN_ENGLISH
) -> LeaveBehind:
    return forms(selection, profile, house, wording)[0]


def forms(
    selection: Selection, profile: Profile, house: House, wording: Wording = IN_ENGLISH
) -> tuple[LeaveBehind, ...]:
    """With as many recommendations as the profile has room for, and then one fewer each
    time, for what runs over two pages. Each says only what stands in it."""
    if selection.meeting is not None:
        several = [(entries(selection), True), *((n, False) for n in _fewer(entries(selection)))]
        return tuple(_on_one_page(selection, profile, house, wording, *so) for so in several)
    most = min(profile.most_asks, len(selection.selected))
    return tuple(
        brief(selection, profile, house, Citations(wording.language, wording, selection.pairs), n)
        for n in range(max(most, 1), 0, -1)
    )


def _fewer(number: int) -> Iterator[int]:
    """All of them, then by halves."""
    while number:
        yield number
        number //= 2
    yield 0


def _on_one_page(
    selection: Selection,
    profile: Profile,
    house: House,
    wording: Wording,
    most: int,
    quotes: bool,
) -> LeaveBehind:
    """The sheet of a meeting. What else a pack says stands in the full one."""
    citations = Citations(wording.language, wording, selection.pairs)
    told = brief(replace(selection, selected=()), profile, house, citations, 0)
    sheet = compose_sheet(selection, citations, house.as_of, most, quotes)
    return replace(
        told,
        opening=sheet_opening(sheet, selection, wording),
        limits=(),
        citations=citations.listed(),
        copy=citations.copy(profile.name, house.draft),
        sheet=sheet,
    )


def brief(
    selection: Selection, profile: Profile, house: House, citations: Citations, most_asks: int
) -> LeaveBehind:
    """What both lengths say, on as many recommendations as there is room for."""
    wording, say = citations.wording, citations.wording.say
    most = selection.selected[:most_asks]
    left_out = [one.said(wording) for one in selection.left_out]
    several = len({one.addressee.id for one in selection.selected}) > 1
    for one in selection.selected[most_asks:]:
        left_out.append(say(FOR_LENGTH, title=_titled(one, several, wording)))
    asks = tuple(
        _ask(n, one, citations, house.as_of, profile.decides, several)
        for n, one in enumerate(most, start=1)
    )
    sources = reports(most)
    welcome = None if profile.decides else _welcome(most, citations, house.as_of)
    return LeaveBehind(
        organisation=house.organisation,
        about=wording.translated(profile.about),
        office=wording.translated(profile.office),
        country=wording.translated(profile.country),
        language=wording.language,
        paper=profile.paper,
        contact=house.contact or say("[contact]"),
        edition=say(house.edition) if house.draft else house.edition,
        draft=house.draft,
        sample=house.sample,
        as_of=house.as_of,
        opening=opening(profile, most, asks, selection.kept_inside, wording),
        since=say("Since {date}", date=published(sources[0], wording)) if sources else "",
        welcome=welcome,
        content_note=content_note([q for one in most for q in one.testimony[:1]], wording),
        asks=asks,
        searches=tuple(searches(most, wording)),
        left_out=tuple(left_out),
        limits=tuple(map(wording.translated, profile.limits)),
        caveat=_caveat(sources, wording),
        reply="" if profile.decides else _reply(most, wording),
        citations=citations.listed(),
        title=_title(profile, house, wording),
        history=house.history,
        corrections=tuple(sorted(wording.corrections.items())),
        unchecked=wording.unchecked,
        copy=citations.copy(profile.name, house.draft),
    )


def _title(profile: Profile, house: House, wording: Wording) -> str:
    told = text("{organisation} to {office}, {date}")
    if house.draft:
        told = text("{organisation} to {office}, {date} (draft)")
    office = wording.translated(profile.office)
    return wording.say(told, organisation=house.organisation, office=office, date=house.as_of)


def _reply(most: tuple[Selected, ...], wording: Wording) -> str:
    """The reply window is a setting of the addressee; it starts at delivery."""
    days = max((one.addressee.reply_days for one in most), default=0)
    if not days:
        return ""
    return wording.say("We would welcome a reply within {days} days of receipt.", days=days)


def _ask(
    number: int,
    one: Selected,
    citations: Citations,
    day: date,
    decides: bool = False,
    several: bool = False,
) -> PrintedAsk:
    """`decides`: its readers are not whom it was recommended to."""
    wording, told = citations.wording, one.recommendation
    tests = [c.measure.done_when if c.measure.reviewed else "" for c in one.calls]
    missing = [rules.missing_of_ask(ask.fact, tests, day) for ask in one.asks]
    settled = one.closed or decides
    nothing = () if settled else rules.missing_of_ask(rules.AskFact(), tests, day)
    return PrintedAsk(
        number=number,
        title=_titled(one, several, wording),
        recommended=citations.printed(told.quote),
        positions=tuple(positions(one, citations)),
        findings=_findings(one, citations, day, decides),
        summary=wording.together([c.call.status for c in one.calls]),
        testimony=next((testimony(q, citations) for q in one.testimony), None),
        onward=passed_onward(one, decides, wording) if one.onward else "",
        asked=tuple(
            asked(ask, part, day, citations) for ask, part in zip(one.asks, missing, strict=True)
        ),
        done_when=tuple(dict.fromkeys(test for test in tests if test)),
        missing=tuple(dict.fromkeys(part for each in missing or [nothing] for part in each)),
        decides=decides,
    )


def _titled(one: Selected, several: bool, wording: Wording) -> str:
    title = one.recommendation.title
    if not several:
        return title
    return wording.say(
        "{title}, {addressee}", title=title, addressee=wording.translated(one.addressee.name)
    )


def testimony(quote: QuoteView, citations: Citations) -> PrintedQuote:
    """The sentence that introduced it, without the colon that led to it."""
    return citations.printed(quote, quote.attribution.rstrip(" ,:;."))


def _findings(
    one: Selected, citations: Citations, day: date, decides: bool
) -> tuple[PrintedFinding, ...]:
    """One line for each measure; one for all while nothing has been assessed and the
    split into measures is only proposed."""
    nothing = all(
        c.call.assessment is None and not c.withheld and not c.call.closure for c in one.calls
    )
    if nothing and not all(c.measure.reviewed for c in one.calls):
        status = Status.NOT_YET_ASSESSED
        return (PrintedFinding("", status, citations.wording.say(status.value)),)
    return tuple(_finding(call, citations, day, decides) for call in one.calls)


def _closed(closure: ClosureView | None, decides: bool, wording: Wording) -> str:
    """Its reason and its minute are read inside and by those who decide."""
    if closure is None:
        return ""
    if not decides:
        return wording.say("Our board closed this on {date}.", date=closure.on)
    told = text("The board closed this on {date}, minute {minute}: {reason}")
    reason = closure.reason
    return wording.say(told, date=closure.on, minute=closure.minute, reason=reason)


def _finding(
    selected: SelectedCall, citations: Citations, day: date, decides: bool
) -> PrintedFinding:
    measure, call, wording = selected.measure, selected.call, citations.wording
    label = measure.label
    if not measure.reviewed:
        label = wording.say("“{words}”", words=measure.words)
    finding, closed = call.assessment, _closed(call.closure, decides, wording)
    if finding is None:
        reading = wording.say(UNDER_REVIEW if call.under_review else call.status.value)
        return PrintedFinding(
            label, call.status, reading, under_review=call.under_review, closed=closed
        )
    return PrintedFinding(
        measure=label,
        status=call.status,
        reading=wording.reading(finding.status, finding.until, day),
        reason=finding.reason,
        true_on=finding.true_on,
        under_review=call.under_review,
        evidence=tuple(
            PrintedEvidence(citations.printed(e.quote, e.quote.official), e.stance)
            for e in finding.evidence
        ),
        closed=closed,
    )


def positions(one: Selected, citations: Citations) -> Iterable[PrintedPosition]:
    """Each position once, however many measures it is on."""
    wording, institution = citations.wording, citations.wording.translated(one.addressee.name)
    told: set[int] = set()
    for selected in one.calls:
        position = selected.call.position
        if position is None or position.id in told:
            continue
        told.add(position.id)
        yield PrintedPosition(
            institution=institution,
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
        yield PrintedPosition(institution=institution, value=None, withheld=True)
        return
    looked = [s for selected in one.calls for s in selected.call.position_searches]
    if not looked:
        yield PrintedPosition(institution=institution, value=None)
        return
    latest = max(looked, key=lambda s: s.on)
    yield PrintedPosition(
        institution=institution,
        value=PositionValue.NONE_FOUND,
        looked=wording.say("in {places} on {date}", places=latest.places, date=latest.on),
    )


def searches(most: tuple[Selected, ...], wording: Wording) -> Iterable[str]:
    """Reviewed searches, each once: where, when, for what."""
    told: dict[int, SearchView] = {}
    for one in most:
        for selected in one.calls:
            for search in (*selected.call.position_searches, *selected.call.step_searches):
                told[search.id] = search
    for search in sorted(told.values(), key=lambda s: (s.on, s.id)):
        sentence, with_terms = LOOKED_FOR[search.looked_for]
        yield wording.say(
            with_terms if search.terms else sentence,
            places=search.places,
            terms=search.terms,
            date=search.on,
        )


def _welcome(most: tuple[Selected, ...], citations: Citations, day: date) -> WelcomeStep | None:
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
        said=citations.wording.say(
            "{measure}: {reading}",
            measure=label,
            reading=citations.wording.reading(finding.status, finding.until, day),
        ),
        on=finding.true_on,
        quote=citations.printed(quote, quote.official),
    )


def content_note(told: Iterable[QuoteView], wording: Wording) -> str:
    """Warns on page one where a person let flagged testimony in."""
    flags = {flag.value for quote in told for flag, level in quote.standing.flags.items() if level}
    if not flags:
        return ""
    subjects = wording.series(map(wording.say, sorted(flags)))
    return wording.say("The testimony quoted here touches on: {subjects}.", subjects=subjects)


def _caveat(sources: tuple[SourceView, ...], wording: Wording) -> str:
    """Which report says it, where there are several."""
    told = text("The report itself says: “{caveat}”")
    if len(sources) > 1:
        told = text("The report of {date} itself says: “{caveat}”")
    return " ".join(
        wording.say(told, date=published(source, wording), caveat=source.caveat)
        for source in sources
        if source.caveat
    )
