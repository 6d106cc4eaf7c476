"""What of a source may leave: each quote with what was answered, and what it waits for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Session, col, select

from recommendations import gate
from recommendations.errors import NotFound
from recommendations.models import FlagChange, Quote, TierChange
from recommendations.records.near import QUOTES, about
from recommendations.records.triaged import needs_triage, was_answered
from recommendations.register.loading import Signatures
from recommendations.register.marked import Run, marked
from recommendations.register.quotes import quote_views
from recommendations.register.views import QuoteView, Signed
from recommendations.vocabulary import Flag, Role, Tier

ON_ONE_PAGE = 100


class Triaged(StrEnum):
    NOT_ANSWERED = "not answered"
    INSIDE = "stays inside"
    WAITS = "waits for a second person"
    SENT_BACK = "sent back"
    MAY_LEAVE = "may leave"


@dataclass(frozen=True)
class TriagedQuote:
    """`levels` are the flags a person answered, reviewed or not; where nobody has, what
    the import proposed. `reasons` keep it from every audience."""

    quote: QuoteView
    state: Triaged
    levels: dict[Flag, int]
    signed: Signed | None
    reasons: tuple[gate.Reason, ...]

    @property
    def flags(self) -> tuple[Flag, ...]:
        return tuple(flag for flag in Flag if self.levels.get(flag))

    @property
    def runs(self) -> tuple[Run, ...]:
        return marked(
            self.quote.exact,
            [
                (words, flag.value)
                for flag, _, because in self.quote.proposed
                for words in because.split(";")
            ],
        )


@dataclass(frozen=True)
class Progress:
    all: int
    answered: int
    waiting: int = 0

    @property
    def left(self) -> int:
        return self.all - self.answered


@dataclass(frozen=True)
class TriagePage:
    """One quote on its own, and how far the whole has come."""

    one: TriagedQuote
    progress: Progress
    overlapping: tuple[QuoteView, ...]
    """Quotes of the same source over some of the same words: the strictest applies."""
    next: int | None


@dataclass(frozen=True)
class TriageList:
    """`part` of `parts` of the quotes, and of all of them how many are in each state."""

    quotes: tuple[TriagedQuote, ...]
    part: int
    parts: int
    states: dict[Triaged, int]
    progress: Progress


def read_triage_list(
    session: Session, today: date, role: Role | None, part: int = 1, at: int | None = None
) -> TriageList:
    """In the order of the sources; the part in which the quote `at` is, if there is one."""
    ids = _in_order(session)
    states = [one.state for one in _answers(session, ids).values()]
    parts = max(1, -(-len(ids) // ON_ONE_PAGE))
    part = ids.index(at) // ON_ONE_PAGE + 1 if at in ids else min(max(1, part), parts)
    shown = ids[(part - 1) * ON_ONE_PAGE : part * ON_ONE_PAGE]
    by_id = {row.key: row for (row,) in about(session, _ROWS, shown)}
    return TriageList(
        _triaged(session, [by_id[id] for id in shown], today, role),
        part,
        parts,
        {state: states.count(state) for state in Triaged if state in states},
        _progress(states),
    )


def read_triage(session: Session, today: date, role: Role | None) -> tuple[TriagedQuote, ...]:
    """In the order of the sources."""
    rows = session.exec(
        select(Quote).where(needs_triage()).order_by(col(Quote.source), col(Quote.start))
    ).all()
    return _triaged(session, list(rows), today, role)


def read_progress(session: Session) -> Progress:
    """Without the words."""
    return _progress([one.state for one in _answers(session, _in_order(session)).values()])


def _in_order(session: Session) -> list[int]:
    asked = select(Quote.id).where(needs_triage())
    return [id for id in session.exec(asked.order_by(col(Quote.source), col(Quote.start))) if id]


def progress_of(triaged: tuple[TriagedQuote, ...]) -> Progress:
    return _progress([one.state for one in triaged])


def _progress(states: Sequence[Triaged]) -> Progress:
    not_answered = states.count(Triaged.NOT_ANSWERED)
    return Progress(
        all=len(states),
        answered=len(states) - not_answered,
        waiting=states.count(Triaged.WAITS),
    )


def read_triage_of(session: Session, quote: int, today: date, role: Role | None) -> TriagePage:
    row = session.get(Quote, quote) if quote < 2**31 else None
    if row is None or not quote_views(session, [row], role):
        raise NotFound(f"There is no quote {quote}.")
    over = session.exec(
        select(Quote).where(
            Quote.source == row.source,
            Quote.id != row.id,
            col(Quote.start) < row.end,
            row.start < col(Quote.end),
        )
    ).all()
    return TriagePage(
        one=_triaged(session, [row], today, role)[0],
        progress=read_progress(session),
        overlapping=tuple(quote_views(session, over, role).values()),
        next=next_untriaged(session, quote),
    )


def next_untriaged(session: Session, after: int | None = None) -> int | None:
    """The next quote that nobody has decided about, going round once."""
    waiting = session.exec(
        select(Quote)
        .where(needs_triage(), ~was_answered())
        .order_by(col(Quote.source), col(Quote.start))
    ).all()
    here = session.get(Quote, after) if after is not None else None
    others = [q for q in waiting if q.id != after]
    later = [q for q in others if here and (q.source, q.start) >= (here.source, here.start)]
    return next((q.key for q in later or others), None)


def _triaged(
    session: Session, rows: list[Quote], today: date, role: Role | None
) -> tuple[TriagedQuote, ...]:
    views = quote_views(session, rows, role)
    answers = _answers(session, [row.key for row in rows])
    found = []
    for row in rows:
        view, answer = views[row.key], answers[row.key]
        proposed = {flag: level for flag, level, _ in view.proposed}
        found.append(
            TriagedQuote(
                quote=view,
                state=answer.state,
                levels=answer.levels or proposed,
                signed=answer.signed,
                reasons=gate.kept_inside(view.standing, today),
            )
        )
    return tuple(found)


@dataclass(frozen=True)
class _Answer:
    """What people answered for a quote; `levels` is empty where nobody answered its flags."""

    state: Triaged
    levels: dict[Flag, int]
    signed: Signed | None


def _answers(session: Session, quotes: Collection[int]) -> dict[int, _Answer]:
    """By quote id."""
    levels: dict[int, dict[Flag, int]] = {}
    for quote, flag, level in about(session, _ANSWERED, quotes):
        levels.setdefault(quote, {})[flag] = level
    decided = {tier.quote: tier for (tier,) in about(session, _DECIDED, quotes)}
    signatures = Signatures(session)
    signatures.read(decided.values())
    found = {}
    for quote in quotes:
        decision = decided.get(quote)
        signed = signatures.of(decision) if decision else None
        state = _state(decision, signed, quote in levels)
        found[quote] = _Answer(state, levels.get(quote, {}), signed)
    return found


_ROWS = select(Quote).where(col(Quote.id).in_(QUOTES))
_ANSWERED = (
    select(FlagChange.quote, FlagChange.flag, FlagChange.level)
    .where(col(FlagChange.quote).in_(QUOTES), ~col(FlagChange.proposed))
    .order_by(col(FlagChange.id))
)
_DECIDED = (
    select(TierChange)
    .where(col(TierChange.quote).in_(QUOTES), col(TierChange.recorded_by).is_not(None))
    .order_by(col(TierChange.id))
)


def _state(decision: TierChange | None, signed: Signed | None, flagged: bool) -> Triaged:
    if decision is None or signed is None:
        return Triaged.INSIDE if flagged else Triaged.NOT_ANSWERED
    if decision.tier is not Tier.OPEN:
        return Triaged.INSIDE
    if signed.reviewed_at is None:
        return Triaged.SENT_BACK if signed.sent_back else Triaged.WAITS
    return Triaged.MAY_LEAVE
