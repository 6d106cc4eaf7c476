"""Reviewed changes as news for people inside whose programs fetch them: what may leave to
anybody, and no quote at all. Where more is on record, that alone is said."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from exports.selection import finding_that_leaves
from recommendations.gate import Audience
from recommendations.register.change import Change
from recommendations.register.views import AssessmentView, MeasureView, QuoteView
from recommendations.rules import spoken

ANYBODY = Audience("")
"""A private address or a mail may fall into any hands: it is told what is open."""
FOUND_INSIDE = "a finding that stays inside"
SAID_INSIDE = "they said something that stays inside"
SIGN_IN = "It rests on words that may not leave. Sign in to read it."


@dataclass(frozen=True)
class News:
    """`key` is of the record, and stays. `what` says what was so before and what is now."""

    key: str
    at: datetime
    place: int
    recommendation: str
    addressee: str
    code: str
    measures: tuple[str, ...]
    what: str
    since: date | None = None
    reason: str = ""
    said: bool = False
    """By them; else it is what we find."""

    @property
    def title(self) -> str:
        return f"{self.addressee}, recommendation {self.place}: {self.what}"

    @property
    def path(self) -> str:
        return f"/recommendations/{self.place}/{self.code}"

    @property
    def lines(self) -> tuple[str, ...]:
        """The whole of it, as it is read."""
        told = [f"{self.place}. {self.recommendation}", "; ".join(self.measures)]
        if self.since:
            told.append(f"{'Said on' if self.said else 'As of'} {spoken(self.since)}.")
        return (*told, self.reason) if self.reason else tuple(told)


Passes = Callable[[QuoteView], bool]


def quotes_of(changes: Iterable[Change]) -> frozenset[int]:
    """Those that the gate has to be asked about."""
    return frozenset(quote.id for change in changes for quote in _quotes(change))


def news(changes: Iterable[Change], passes: Passes) -> Iterator[News]:
    """In their order. A recommendation whose own words stay inside is not named."""
    for change in changes:
        if passes(change.recommendation.quote):
            yield _found(change, passes) if change.assessment else _said(change, passes)


def _quotes(change: Change) -> Iterator[QuoteView]:
    yield change.recommendation.quote
    if change.position:
        yield change.position.quote
    for finding in (change.assessment, change.earlier):
        if finding:
            yield from (one.quote for one in finding.evidence)


def _found(change: Change, passes: Passes) -> News:
    finding = finding_that_leaves(change.assessment, passes) if change.assessment else None
    if finding is None:
        key = f"assessment-{_id(change.assessment)}"
        return _news(change, key, FOUND_INSIDE, reason=SIGN_IN)
    earlier = finding_that_leaves(change.earlier, passes) if change.earlier else None
    what = finding.status.value
    if earlier and earlier.status is not finding.status:
        what = f"{earlier.status.value} → {what}"
    if finding.supersession == "correction":
        what += " (a correction)"
    elif finding.baseline:
        what += " (already so at publication)"
    return _news(
        change, f"assessment-{finding.id}", f"we find {what}", finding.true_on, finding.reason
    )


def _said(change: Change, passes: Passes) -> News:
    said = change.position
    if said is None or not passes(said.quote):
        key = f"position-{said.id if said else 0}"
        return _news(change, key, SAID_INSIDE, reason=SIGN_IN)
    what = f"they say {said.value.value}"
    part = f"The part: {said.part}." if said.part else ""
    return _news(change, f"position-{said.id}", what, said.said_on, part, said=True)


def _id(finding: AssessmentView | None) -> int:
    return finding.id if finding else 0


def _news(
    change: Change,
    key: str,
    what: str,
    since: date | None = None,
    reason: str = "",
    said: bool = False,
) -> News:
    told = change.recommendation.as_it_leaves
    named = {measure.id for measure in change.measures}
    return News(
        key=key,
        at=change.at,
        place=told.place,
        recommendation=told.title,
        addressee=change.addressee.short,
        code=change.addressee.code,
        measures=tuple(_called(m, n) for n, m in enumerate(told.measures, 1) if m.id in named),
        what=what,
        since=since,
        reason=reason,
        said=said,
    )


def _called(measure: MeasureView, number: int) -> str:
    """By the label that two people agreed to."""
    return measure.label if measure.reviewed and measure.label else f"Measure {number}"
