"""Everything the register is read from, fetched once for each reading."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, col, select

from recommendations import rules
from recommendations.models import (
    Addressee,
    Assessment,
    Call,
    Closure,
    Evidence,
    Ground,
    Measure,
    Person,
    Position,
    PositionMeasure,
    Quote,
    Recommendation,
    Recorded,
    Review,
    Search,
    SearchCall,
    Source,
)
from recommendations.records.chain import kind_of
from recommendations.records.meetings import held_on
from recommendations.records.near import numbers
from recommendations.register.quotes import quote_views
from recommendations.register.views import (
    AssessmentView,
    ClosureView,
    EvidenceView,
    PositionView,
    QuoteView,
    SearchView,
    Signed,
)
from recommendations.register.windows import Window, among, called, measured, spoken_on
from recommendations.vocabulary import Role, SearchFor, Verdict

Supersedable = TypeVar("Supersedable", Assessment, Position)


@dataclass(frozen=True)
class Loaded:
    """By call id, each in the order of recording; `quotes` by their own. `only` are the
    recommendations that were read, None where all of them were."""

    quotes: dict[int, QuoteView]
    signatures: "Signatures"
    findings: dict[int, list[tuple[rules.AssessmentFact, AssessmentView]]]
    positions: dict[int, list[tuple[rules.PositionFact, PositionView]]]
    searches: dict[int, list[SearchView]]
    only: Window | None = None
    closures: Mapping[int, list[tuple[rules.ClosureFact, ClosureView]]] = field(
        default_factory=dict
    )


class Said(NamedTuple):
    """A second person's word."""

    verdict: Verdict
    comment: str
    recorded_by: int | None
    recorded_at: datetime


_REVIEWS = (
    sa.select(
        col(Review.of_id),
        col(Review.verdict),
        col(Review.comment),
        col(Review.recorded_by),
        col(Review.recorded_at),
    )
    .where(col(Review.of_kind) == sa.bindparam("kind"))
    .order_by(col(Review.id))
)
_THEIR_REVIEWS = _REVIEWS.where(col(Review.of_id).in_(numbers("ids")))


class Signatures:
    """Who recorded and who reviewed, for any record. `few`: for a handful of records, each
    asked for by itself; else all that was reviewed of a kind is read once, when the first of
    that kind is asked for, unless these were `read` before."""

    def __init__(self, session: Session, few: bool = False) -> None:
        self._session, self._few = session, few
        self.codes = {p.id: p.code for p in session.exec(select(Person))}
        self._reviews: dict[str, dict[int, list[Said]]] = defaultdict(dict)
        self._whole = set[str]()

    def know(self, rows: Sequence[Recorded], only: Window | None) -> None:
        """Those of these records alone, where not all recommendations are read."""
        if only is not None:
            self.read(rows)

    def read(self, rows: Iterable[Recorded]) -> None:
        """Those of these records, where there are many others of their kind."""
        wanted: dict[str, set[int]] = defaultdict(set)
        for row in rows:
            wanted[kind_of(row)].add(row.key)
        for kind, ids in wanted.items():
            self._reviews[kind] |= {id: [] for id in ids}
            self._add(kind, _THEIR_REVIEWS, {"ids": ids})

    def _add(self, kind: str, asked: Any, which: Mapping[str, Any]) -> None:
        known = self._reviews[kind]
        for id, *said in self._session.execute(asked, {"kind": kind, **which}):
            known.setdefault(id, []).append(Said(*said))

    def _said(self, row: Recorded) -> Sequence[Said]:
        kind = kind_of(row)
        if row.key not in self._reviews[kind] and kind not in self._whole:
            if self._few:
                self.read([row])
            else:
                self._whole.add(kind)
                self._reviews[kind] = {}
                self._add(kind, _REVIEWS, {})
        return self._reviews[kind].get(row.key, ())

    def accepted(self, row: Recorded) -> Said | None:
        said = self._said(row)
        return next((r for r in said if r.verdict is Verdict.ACCEPTED), None)

    def of(self, row: Recorded) -> Signed:
        said = self._said(row)
        accepted = self.accepted(row)
        sent_back = [
            r.comment
            for r in said
            if r.verdict is Verdict.SENT_BACK and r.recorded_at > row.recorded_at
        ]
        return Signed(
            by=self.codes.get(row.recorded_by, ""),
            at=row.recorded_at,
            reviewed_by=self.codes.get(accepted.recorded_by, "") if accepted else "",
            reviewed_at=accepted.recorded_at if accepted else None,
            sent_back="" if accepted or not sent_back else sent_back[-1],
        )


def load(session: Session, role: Role | None, only: Window | None = None) -> Loaded:
    """Of `only` these recommendations, where all of them would take too long."""
    signatures = Signatures(session)
    quotes = _quotes(session, role, only)
    searches = _searches(session, signatures, only)
    return Loaded(
        quotes=quotes,
        signatures=signatures,
        findings=_findings(session, quotes, searches, signatures, only),
        positions=_positions(session, quotes, signatures, only),
        searches=searches,
        only=only,
        closures=_closures(session, signatures),
    )


def _quoted(only: Window | None = None) -> sa.Select[Quote]:
    findings = called(Assessment.call, only)
    evidence = sa.select(col(Evidence.quote))
    if findings:
        evidence = evidence.join(Assessment, col(Assessment.id) == Evidence.assessment)
    return sa.select(Quote).where(
        col(Quote.id).in_(
            sa.union(
                evidence.where(*findings),
                sa.select(col(Position.quote)).where(*spoken_on(only)),
                sa.select(col(Assessment.outside_powers_quote)).where(*findings),
                sa.select(col(Recommendation.quote)).where(*among(Recommendation.id, only)),
                sa.select(col(Ground.quote)).where(*among(Ground.recommendation, only)),
            )
        )
    )


_QUOTED = _quoted()


def _quotes(session: Session, role: Role | None, only: Window | None) -> dict[int, QuoteView]:
    return quote_views(session, session.scalars(_QUOTED if only is None else _quoted(only)), role)


def _searches(
    session: Session, signatures: Signatures, only: Window | None
) -> dict[int, list[SearchView]]:
    found: dict[int, list[SearchView]] = defaultdict(list)
    rows = session.exec(
        select(Search, SearchCall.call)
        .join(SearchCall, col(SearchCall.search) == Search.id)
        .where(*called(SearchCall.call, only))
        .order_by(col(Search.id))
    ).all()
    signatures.know([search for search, _ in rows], only)
    for search, call in rows:
        found[call].append(
            SearchView(
                id=search.key,
                on=search.on,
                places=search.places,
                terms=search.terms,
                looked_for=search.looked_for,
                signed=signatures.of(search),
            )
        )
    return found


def _findings(
    session: Session,
    quotes: dict[int, QuoteView],
    searches: dict[int, list[SearchView]],
    signatures: Signatures,
    only: Window | None,
) -> dict[int, list[tuple[rules.AssessmentFact, AssessmentView]]]:
    evidence: dict[int, list[EvidenceView]] = defaultdict(list)
    within = called(Assessment.call, only)
    theirs = [col(Evidence.assessment).in_(select(Assessment.id).where(*within))] if within else []
    for part in session.exec(select(Evidence).where(*theirs).order_by(col(Evidence.id))):
        if part.quote not in quotes:
            continue  # Sealed: what nobody may read supports nothing.
        evidence[part.assessment].append(EvidenceView(quotes[part.quote], part.stance))
    rows = session.exec(select(Assessment).where(*within).order_by(col(Assessment.id))).all()
    signatures.know(rows, only)
    replaced = _replaced(list(rows), signatures)
    published = _published_on(session, only)
    found: dict[int, list[tuple[rules.AssessmentFact, AssessmentView]]] = defaultdict(list)
    for row in rows:
        looked = [
            search
            for search in searches.get(row.call, [])
            if search.looked_for is SearchFor.STEP and search.on >= row.true_on
        ]
        fact = rules.AssessmentFact(
            id=row.key,
            status=row.status,
            true_on=row.true_on,
            until=row.until,
            reviewed_at=signatures.of(row).reviewed_at,
            replaced_at=replaced.get(row.key),
            evidence=tuple(_fact(e) for e in evidence[row.key]),
            searches=tuple(rules.SearchFact(search.on) for search in looked),
        )
        view = AssessmentView(
            id=row.key,
            call=row.call,
            status=row.status,
            reading=row.status.value,
            reason=row.reason,
            true_on=row.true_on,
            until=row.until,
            base=row.base,
            supersession=row.supersession,
            evidence=tuple(evidence[row.key]),
            searches=tuple(looked),
            signed=signatures.of(row),
            baseline=row.true_on == published.get(row.call),
            outside_powers=quotes.get(row.outside_powers_quote or 0),
        )
        found[row.call].append((fact, view))
    return found


def _closures(
    session: Session, signatures: Signatures
) -> dict[int, list[tuple[rules.ClosureFact, ClosureView]]]:
    """What the board decided, whether or not anybody has confirmed it."""
    found: dict[int, list[tuple[rules.ClosureFact, ClosureView]]] = defaultdict(list)
    rows = session.exec(
        select(Closure).where(~col(Closure.removed)).order_by(col(Closure.id))
    ).all()
    on = held_on(session) if rows else {}
    for row in rows:
        signed = signatures.of(row)
        fact = rules.ClosureFact(row.key, row.closes, on[row.meeting], signed.reviewed_at)
        view = ClosureView(row.key, fact.on, row.minute, row.reason, row.meeting, signed)
        found[row.call].append((fact, view))
    return found


def _fact(evidence: EvidenceView) -> rules.EvidenceFact:
    quote = evidence.quote
    return rules.EvidenceFact(
        stance=evidence.stance,
        source_kind=quote.source.kind,
        publisher=quote.source.publisher,
        stands=quote.standing.found and not quote.standing.withdrawn,
    )


def _published_on(session: Session, only: Window | None) -> dict[int | None, date | None]:
    """By call: when its recommendation was published, the day of its baseline."""
    return dict(
        session.exec(
            select(Call.id, Source.published_on)  # type: ignore[type-var]
            .join(Measure, col(Measure.id) == Call.measure)
            .join(Recommendation, col(Recommendation.id) == Measure.recommendation)
            .join(Source, col(Source.id) == Recommendation.source)
            .where(*among(Recommendation.id, only))
        ).all()
    )


def _positions(
    session: Session,
    quotes: dict[int, QuoteView],
    signatures: Signatures,
    only: Window | None,
) -> dict[int, list[tuple[rules.PositionFact, PositionView]]]:
    within = spoken_on(only)
    theirs = [col(PositionMeasure.position).in_(select(Position.id).where(*within))]
    measures: dict[int, list[int]] = defaultdict(list)
    for position, measure in session.exec(
        select(PositionMeasure.position, PositionMeasure.measure)
        .where(*(theirs if within else []))
        .order_by(col(PositionMeasure.measure))
    ):
        measures[position].append(measure)
    rows = session.exec(select(Position).where(*within).order_by(col(Position.id))).all()
    signatures.know(rows, only)
    replaced = _replaced(list(rows), signatures)
    by_addressee: dict[tuple[int, int], list[tuple[rules.PositionFact, PositionView]]]
    by_addressee = defaultdict(list)
    for row in rows:
        if row.quote not in quotes:
            continue
        signed = signatures.of(row)
        fact = rules.PositionFact(
            row.key, row.value, row.said_on, signed.reviewed_at, replaced.get(row.key)
        )
        view = PositionView(
            id=row.key,
            addressee=row.addressee,
            value=row.value,
            part=row.part,
            says_done=row.says_done,
            quote=quotes[row.quote],
            said_on=row.said_on,
            measures=tuple(measures[row.key]),
            base=row.base,
            supersession=row.supersession,
            signed=signed,
        )
        for measure in measures[row.key]:
            by_addressee[measure, row.addressee].append((fact, view))
    return _by_call(session, by_addressee, only)


def _by_call(
    session: Session,
    by_addressee: dict[tuple[int, int], list[tuple[rules.PositionFact, PositionView]]],
    only: Window | None,
) -> dict[int, list[tuple[rules.PositionFact, PositionView]]]:
    """An addressee that speaks for its parent counts for it, with what it said while it was
    there; nothing else rolls up."""
    speakers: dict[int, list[Addressee]] = defaultdict(list)
    for addressee in session.exec(select(Addressee)):
        if addressee.parent is not None and addressee.speaks_for_parent:
            speakers[addressee.parent].append(addressee)
    found: dict[int, list[tuple[rules.PositionFact, PositionView]]] = {}
    for call, measure, asked in session.exec(
        select(Call.id, Call.measure, Call.addressee).where(*measured(Call.measure, only))
    ):
        found[call or 0] = [
            *by_addressee.get((measure, asked), []),
            *(
                pair
                for speaker in speakers[asked]
                for pair in by_addressee.get((measure, speaker.key), [])
                if was_there(speaker, pair[0].said_on)
            ),
        ]
    return found


def was_there(addressee: Addressee, day: date) -> bool:
    began = addressee.since is None or addressee.since <= day
    return began and (addressee.until is None or day <= addressee.until)


def _replaced(rows: list[Supersedable], signatures: Signatures) -> dict[int, datetime]:
    """When a reviewed correction or spelling took a record's place."""
    replaced = {}
    for row in rows:
        reviewed_at = signatures.of(row).reviewed_at
        if row.base is not None and reviewed_at and rules.replaces(row.supersession):
            replaced[row.base] = reviewed_at
    return replaced
