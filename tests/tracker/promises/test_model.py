"""The record against a model of it that is as plain as possible: people do whatever they
like, in any order, and after every step both say what counts on a day and what may leave
to whom. Everything here is invented."""

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import Session, col, func, select

from exports.profiles import shipped
from recommendations import (
    assessing,
    choosing,
    consenting,
    positioning,
    redacting,
    reviewing,
    searching,
    triage,
)
from recommendations.errors import Refused
from recommendations.gate import Audience
from recommendations.models import (
    Addressee,
    Call,
    FlagChange,
    Measure,
    Person,
    Quote,
    RawFile,
    Recommendation,
    Search,
    Source,
    TierChange,
)
from recommendations.profiling import ship_profiles
from recommendations.records import chain, consents
from recommendations.records.writing import record
from recommendations.register import counting, drafts
from recommendations.register.audiences import read_leaving
from recommendations.register.counting import read_counting
from recommendations.register.drafts import read_drafts
from recommendations.register.register import read_register
from recommendations.vocabulary import (
    CallOrigin,
    ConsentState,
    Fidelity,
    Flag,
    MeasureKind,
    PositionValue,
    Role,
    Rung,
    SourceKind,
    Stance,
    Status,
    Supersession,
    Verdict,
    Withheld,
)
from tracker.accounts import members
from tracker.database import Database, migrate
from tracker.keeping import backup, restore, withdrawing
from tracker.settings import Settings

TODAY = date(2026, 11, 22)
CLOSING = datetime(2100, 1, 1, tzinfo=UTC)
TEXT = "Sample testimony, and more of it. Other testimony. Sample words of others."
OTHERS = ("words", "deeds", "views", "notes", "notes", "lines")
"""What else stands in each source where the report has its recommendation: of the same length,
and in two the same."""
SAME_WORDS = {8: 9, 9: 8}

# Ids count from 1: what the office below is made of.
EDITH, EMIL, RUTH, BORIS, AMARA = range(1, 6)
ROLES = (Role.EDITOR, Role.EDITOR, Role.REVIEWER, Role.BOARD, Role.ADMINISTRATOR)
SOURCES = (
    (SourceKind.REPORT, ""),
    (SourceKind.OFFICIAL_ACT, "Sample gazette"),
    (SourceKind.OFFICIAL_STATEMENT, "Sample ministry"),
    (SourceKind.NEWS, "Sample news"),
    (SourceKind.NEWS, "Other sample news"),
    (SourceKind.LETTER, "Sample ministry"),
)
QUOTES = (
    (1, 0, 33, True),
    (1, 0, 16, True),
    (1, 12, 40, True),
    (1, 34, 50, True),
    (1, 51, 74, False),
    *((source, 51, 74, False) for source in (2, 3, 4, 5, 6)),
)
"""Source, start, end, testimony. The first three overlap."""
TESTIMONY, PUBLIC = (1, 2, 3, 4), (6, 7, 8, 9)
CALLS = (1, 2)
SOURCE, EEAS = 1, 2
AUDIENCES = (
    Audience("eu", testimony=True),
    Audience("us", testimony=True, graphic_up_to=3, operational=frozenset({Flag.FUNDING})),
    Audience("asean", reaches_authorities=True),
)
OPENERS = (RUTH, BORIS, AMARA)
TO_WITHHOLD = {1: "more", 2: "Sample", 3: "more", 4: "Other"}
"""Of each quote of testimony, a word that a redaction takes out."""
MOVEMENT = ("first step", "in effect")


def text_of(n: int) -> str:
    """Of the report, and of sources of others with words of their own before what is quoted."""
    if not n:
        return TEXT
    before = (f"{OTHERS[n]} {n} " * 10)[:50] + " "
    return before + TEXT[51:].replace("words", OTHERS[n])


def furnish(session: Session) -> None:
    ship_profiles(session, shipped())
    for code, role in zip(("EDITH", "EMIL", "RUTH", "BORIS", "AMARA"), ROLES, strict=True):
        record(session, Person(code=code, role=role), None)
    for n, (kind, publisher) in enumerate(SOURCES):
        raw = f"{text_of(n)} {n}".encode()
        sha256 = hashlib.sha256(raw).hexdigest()
        session.add(RawFile(sha256=sha256, raw=raw))
        session.flush()
        told = {"title": f"Sample {n}", "published_on": date(2024, 10, 31), "extractor": "sample"}
        row = Source(kind=kind, publisher=publisher, raw_sha256=sha256, text=raw.decode(), **told)
        record(session, row, None)
    for source, start, end, testimony in QUOTES:
        span = {
            "start": start,
            "end": end,
            "exact": text_of(source - 1)[start:end],
            "testimony": testimony,
        }
        fidelity = Fidelity.VERBATIM_ORIGINAL
        record(session, Quote(source=source, fidelity=fidelity, **span), None)
    record(session, Recommendation(source=1, quote=5, title="Sample", place=1), None)
    record(session, Addressee(code="eu", name="Sample Union", short="SU"), None)
    speaker = {"parent": 1, "speaks_for_parent": True}
    record(session, Addressee(code="eeas", name="Sample Service", short="SS", **speaker), None)
    for n, (start, end) in enumerate(((51, 60), (60, 74)), start=1):
        kind = MeasureKind.ONE_OFF
        told = {"recommendation": 1, "start": start, "end": end, "label": f"Sample {n}"}
        record(session, Measure(kind=kind, **told), None)
        named = CallOrigin.NAMED_IN_SOURCE
        record(session, Call(measure=n, addressee=1, origin=named), None)


@dataclass
class Said:
    """A finding or a position in the model; `order` is when it was accepted."""

    id: int
    by: int
    on: tuple[int, ...]
    """Calls of a finding, measures of a position."""
    whom: int
    word: str
    day: date
    quotes: list[tuple[int, str]]
    until: date | None
    base: int | None
    puts_right: bool
    seen: int
    order: int = 0


@dataclass
class Answer:
    """What someone said about a quote: that it may leave, or a level of a flag."""

    id: int
    by: int
    quote: int
    flag: str
    level: int
    opens: bool
    accepted: bool = False

    @property
    def holds(self) -> bool:
        return self.accepted or not self.opens


@dataclass
class Agreed:
    """What someone recorded of a speaker's consent."""

    id: int
    by: int
    quote: int
    state: str
    audiences: frozenset[str]
    again: date | None
    opens: bool
    accepted: bool = False

    @property
    def holds(self) -> bool:
        return self.accepted or not self.opens

    def goes_no_further_than(self, other: "Agreed") -> bool:
        if other.state not in {"given", "limited"}:
            return False
        narrower = self.state == "limited" and self.audiences <= other.audiences
        return (other.state == "given" or narrower) and self.again <= other.again


@dataclass
class Cut:
    """A redaction. `answered` is how many answers there were before it."""

    id: int
    by: int
    quote: int
    clears: bool
    answered: int
    accepted: bool = False


@dataclass
class Looked:
    id: int
    by: int
    calls: tuple[int, ...]
    on: date
    accepted: bool = False


@dataclass
class Model:
    active: set[int] = field(default_factory=lambda: {EDITH, EMIL, RUTH, BORIS, AMARA})
    findings: list[Said] = field(default_factory=list)
    positions: list[Said] = field(default_factory=list)
    searches: list[Looked] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    decisions: list[Answer] = field(default_factory=list)
    agreed: list[Agreed] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    chosen: dict[tuple[str, int], bool] = field(default_factory=dict)
    withdrawn: set[int] = field(default_factory=set)
    embargoes: dict[int, date] = field(default_factory=dict)
    """Last day by quote; 0 is the whole report."""
    clock: int = 0

    def tick(self) -> int:
        self.clock += 1
        return self.clock

    # What may leave.

    def touching(self, quote: int) -> list[int]:
        source, start, end, _ = QUOTES[quote - 1]
        return [
            n
            for n, (other, begins, ends, _) in enumerate(QUOTES, start=1)
            if (other == source and begins < end and start < ends) or n == SAME_WORDS.get(quote)
        ]

    def around(self, quote: int) -> list[int]:
        """Those that hold all of its words."""
        _, start, end, _ = QUOTES[quote - 1]
        return [
            n
            for n in self.touching(quote)
            if n != SAME_WORDS.get(quote)
            if QUOTES[n - 1][1] <= start and end <= QUOTES[n - 1][2]
        ]

    def latest(self, quote: int, flag: str) -> int | None:
        level, place = self.answered(quote, flag)
        cut = self.cut_in_force(quote)
        taken_away = cut and cut.clears and flag == "funding" and place < cut.answered
        return 0 if level is not None and taken_away else level

    def answered(self, quote: int, flag: str) -> tuple[int | None, int]:
        """The level that holds, whatever a redaction takes away, and its place."""
        holding = [
            (a.level, place)
            for place, a in enumerate(self.answers)
            if (a.quote, a.flag) == (quote, flag) and a.holds
        ]
        return holding[-1] if holding else (None, 0)

    def cut_in_force(self, quote: int) -> Cut | None:
        accepted = [c for c in self.cuts if c.quote == quote and c.accepted]
        return max(accepted, key=lambda c: c.id, default=None)

    def is_overtaken(self, cut: Cut) -> bool:
        newest = self.cut_in_force(cut.quote)
        return newest is not None and newest.id > cut.id

    def cut_waits(self, quote: int) -> bool:
        """Over any of its words."""
        around = self.touching(quote)
        waiting = [c for c in self.cuts if c.quote in around and not c.accepted]
        return any(not self.is_overtaken(c) for c in waiting)

    def consent_now(self, quote: int) -> Agreed | None:
        holding = [a for a in self.agreed if a.quote == quote and a.holds]
        return max(holding, key=lambda a: a.id, default=None)

    def consent_live(self, quote: int) -> list[Agreed]:
        """What holds and all that was said since, whether it holds or not."""
        now = self.consent_now(quote)
        return [a for a in self.agreed if a.quote == quote and (not now or a.id >= now.id)]

    def took_back(self, quote: int) -> bool:
        around = self.touching(quote)
        return any(a.state == "withdrawn" for a in self.agreed if a.quote in around)

    def consent_lets(self, quote: int, audience: Audience, today: date) -> bool:
        around, whole = self.touching(quote), self.around(quote)
        live = [a for q in around for a in self.consent_live(q)]
        if self.took_back(quote):
            return False
        if any(audience.code not in a.audiences for a in live if a.state == "limited"):
            return False
        if any(decision.accepted for decision in self.decisions):
            return True
        now = [a for q in around if (a := self.consent_now(q))]
        return (
            any(a.quote in whole for a in now)
            and all(a.state in {"given", "limited"} for a in now)
            and not any(a.again and a.again < today for a in live)
        )

    def known(self, quote: int, flag: str) -> int | None:
        """The highest level found in words that it shares; none where nobody has looked at
        all of its words and nothing was found in some."""
        levels = [n for q in self.touching(quote) if (n := self.latest(q, flag)) is not None]
        if any(self.latest(q, flag) is not None for q in self.around(quote)) or any(levels):
            return max(levels)
        return None

    def is_withdrawn(self, quote: int) -> bool:
        return any(q in self.withdrawn for q in self.touching(quote))

    def may_leave(self, quote: int, audience: Audience, today: date) -> bool:
        embargoes = [self.embargoes.get(q) for q in self.touching(quote)]
        embargoes += [self.embargoes.get(0)] if QUOTES[quote - 1][0] == SOURCE else []
        tiers = [self.latest(q, "tier") for q in self.touching(quote)]
        return (
            not self.is_withdrawn(quote)
            and not self.cut_waits(quote)
            and not any(until and today <= until for until in embargoes)
            and 2 not in tiers
            and any(self.latest(q, "tier") == 0 for q in self.around(quote))
            and (quote not in TESTIMONY or self.testimony_may_leave(quote, audience, today))
        )

    def testimony_may_leave(self, quote: int, audience: Audience, today: date) -> bool:
        graphic, funding, rest = (self.known(quote, f) for f in ("graphic", "funding", "rest"))
        return (
            audience.testimony
            and self.chosen.get((audience.code, quote), False)
            and self.consent_lets(quote, audience, today)
            and None not in (graphic, funding, rest)
            and graphic <= audience.graphic_up_to
            and (funding == 0 or Flag.FUNDING in audience.operational)
        )

    # What counts.

    def lacks(self, said: Said, call: int, earlier: list[str], searches: list[Looked]) -> bool:
        """Whether it is without what its word needs."""
        sources = [
            SOURCES[QUOTES[q - 1][0] - 1]
            for q, stance in said.quotes
            if stance == "supports" and not self.is_withdrawn(q)
        ]
        looked = any(call in s.calls and s.on >= said.day for s in searches)
        if said.word == "nothing found":
            return not looked
        if said.word == "no further step":
            return not (looked and set(MOVEMENT) & set(earlier))
        if said.word == "in effect":
            newsrooms = {name for kind, name in sources if kind is SourceKind.NEWS}
            acts = [kind for kind, _ in sources if kind is SourceKind.OFFICIAL_ACT]
            return not (acts or len(newsrooms) > 1)
        return not [kind for kind, _ in sources if kind is not SourceKind.REPORT]

    def standing(self, all_of_them: list[Said]) -> list[Said]:
        """Accepted and not put right, in the order in which they take over."""
        accepted = [s for s in all_of_them if s.order]
        put_right = {s.base for s in accepted if s.puts_right}
        left = [s for s in accepted if s.id not in put_right]
        return sorted(left, key=lambda s: (s.day, s.order))

    def counts(self, call: int, day: date) -> tuple[Said | None, bool]:
        """The finding that counts, and whether a later one had to be skipped."""
        known = [s for s in self.standing(self.findings) if call in s.on and s.day <= day]
        for place in reversed(range(len(known))):
            earlier = [s.word for s in known[:place]]
            if not self.lacks(known[place], call, earlier, self.searches):
                return known[place], place < len(known) - 1
        return None, bool(known)

    def position(self, measure: int, day: date, whom: tuple[int, ...] = (1, 2)) -> Said | None:
        known = [
            s
            for s in self.standing(self.positions)
            if measure in s.on and s.whom in whom and s.day <= day
        ]
        return known[-1] if known else None

    def rivals(self, said: Said, others: list[Said]) -> bool:
        """Someone else's, begun from the same state, was accepted first."""
        return any(
            o.order and o.base == said.base and o.by != said.by and o.whom == said.whom
            for o in others
            if set(o.on) & set(said.on)
        )


PEOPLE = st.sampled_from([EDITH, EDITH, EMIL, EMIL, RUTH, BORIS, AMARA])
SECONDS = st.sampled_from([RUTH, RUTH, RUTH, BORIS, AMARA, EMIL, EDITH])
DAYS = st.integers(0, 3).map(lambda n: TODAY - timedelta(days=60 * n))
PLACE = st.integers(0, 30)
SOME_CALLS = st.sampled_from([(1,), (1,), (2,), (1, 2)])
EVIDENCE = st.lists(
    st.tuples(
        st.sampled_from([*PUBLIC, *PUBLIC, *range(1, len(QUOTES) + 1)]),
        st.sampled_from(["supports", "supports", "supports", "contradicts", "context"]),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda pair: pair[0],
)
SUPERSESSION = st.sampled_from([None, "news", "correction", "correction", "spelling"])
WORDS = st.sampled_from(
    ["first step", "first step", "in effect", "nothing found", "no further step"]
)
ANY_QUOTE = st.sampled_from([*TESTIMONY, *range(1, len(QUOTES) + 1)])


class Office(RuleBasedStateMachine):
    """`starts` are three records to begin with, `folder` is the home of the run. One database
    for all runs, because it remembers how its statements are compiled."""

    starts: dict[str, tuple[Path, Model]]
    folder: Path
    database: Database
    counted: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        self.settings = Settings(home=self.folder, database_url="")
        self.today = TODAY
        self.begin("closed")
        self.kept: Model | None = None
        self.restored = False
        self.counted["runs"] += 1

    @initialize(how=st.sampled_from(["closed", "published", "agreed"]))
    def begin(self, how: str) -> None:
        """Published or agreed: all testimony may leave, as far as people can open it, by the
        decision about its source or by the consent of who spoke."""
        self.database.close()
        start, model = self.starts[how]
        shutil.copyfile(start, self.folder / "tracker.db")
        self.model = deepcopy(model)

    def open_all(self, how: str) -> None:
        if how == "published":
            self.decide(EDITH)
            self.confirm_decision(RUTH)
        for quote in TESTIMONY:
            if how == "agreed":
                self.agree(EDITH, quote, "given", frozenset(), 30)
                self.confirm_consent(RUTH, 0)
            self.answer(EDITH, quote, 0, 0, True)
            self.choose(EDITH, quote, True)
        while any(not answer.holds for answer in self.model.answers):
            self.confirm(RUTH, 0)
        if how == "agreed":
            self.redact(EDITH, TESTIMONY[-1], False)
            self.confirm_redaction(RUTH, 0)

    def teardown(self) -> None:
        self.counting_agrees()
        with self.database.reading() as session:
            assert list(chain.verify(session)) == []
        self.database.close()

    def act(self, wanted: bool, change: Callable[[Session], object]) -> object:
        """Does it, and holds whether it was refused against the model."""
        self.counted["steps"] += 1
        made = None
        try:
            with self.database.writing() as session:
                made = change(session)
            done = True
        except Refused as refused:
            done, self.why = False, refused
        assert done == wanted, f"the model says {wanted}; {'' if done else self.why}"
        self.counted["done" if done else "refused"] += 1
        return made if done else None

    def leaving_agrees(self) -> None:
        """With one audience after the other."""
        audience = AUDIENCES[self.counted["asked"] % len(AUDIENCES)]
        self.counted["asked"] += 1
        with self.database.reading() as session:
            leaving = set(read_leaving(session, audience, self.today))
        every = range(1, len(QUOTES) + 1)
        assert leaving == {q for q in every if self.model.may_leave(q, audience, self.today)}
        left = leaving & {*TESTIMONY}
        self.counted["left"] += len(left)
        if not any(decision.accepted for decision in self.model.decisions):
            self.counted["consented"] += len(left)
        self.counted["cut"] += len([q for q in left if self.model.cut_in_force(q)])

    def kept_agrees(self, session: Session) -> None:
        """What was moved on by what was written since is what would be read anew."""
        weak = counting.read_weak(session)
        for day in (TODAY, TODAY - timedelta(days=60)):
            anew = counting._read(session, day, CLOSING, weak)
            assert read_counting(session, day, CLOSING) == anew
        assert read_drafts(session) == drafts._all(session)

    def counting_agrees(self, day: date | None = None) -> None:
        day = day or self.today
        with self.database.reading() as session:
            register = read_register(session, day, CLOSING)
            self.kept_agrees(session)
        for call in register.cells[1, 1].calls:
            counts, skipped = self.model.counts(call.id, day)
            reading = counts.word if counts else "not yet assessed"
            if counts and counts.until:
                over = "; renewal not assessed" if day > counts.until else ""
                reading = f"in effect until {counts.until.day} {counts.until:%B %Y}{over}"
            assert (call.reading, call.under_review) == (reading, skipped)
            assert (call.assessment.id if call.assessment else None) == (counts and counts.id)
            said = self.model.position(call.measure, day)
            assert (call.position.id if call.position else None) == (said and said.id)
            self.counted["counted"] += counts is not None

    # Recording.

    def records(self, by: int) -> bool:
        return by in self.model.active and by in {EDITH, EMIL, AMARA}

    def earlier(self, call: int, said: Said) -> list[str]:
        return [
            s.word
            for s in self.model.findings
            if call in s.on and s.day <= said.day and s.id != said.id
        ]

    @rule(by=PEOPLE, on=SOME_CALLS, word=WORDS, day=DAYS, quotes=EVIDENCE, kind=SUPERSESSION,
          searched=st.booleans(), lasts=st.none() | st.integers(0, 200))  # fmt: skip
    def assess(self, by, on, word, day, quotes, kind, searched, lasts) -> None:
        until = day + timedelta(days=lasts) if lasts is not None and word == "in effect" else None
        said = Said(0, by, on, 0, word, day, quotes, until, None, False, 0)
        search = Looked(0, by, on, self.today)
        looked = [*self.model.searches, *([search] if searched else [])]
        lacking = [self.model.lacks(said, c, self.earlier(c, said), looked) for c in on]
        made = self.act(
            self.records(by) and not any(lacking),
            lambda session: [
                row.key
                for row in assessing.assess(
                    session, by, self.today, on, finding_of(said, kind, searched)
                )
            ],
        )
        if made is None:
            return
        if searched:
            search.id = self.newest(Search)
            self.model.searches.append(search)
        for call, id in zip(on, made, strict=True):
            base = self.base_of(call)
            told = (id, by, (call,), 0, word, day, list(quotes), until, base)
            right = base is not None and kind in {"correction", "spelling"}
            self.model.findings.append(Said(*told, right, self.model.tick()))

    def base_of(self, call: int) -> int | None:
        standing = [s for s in self.model.standing(self.model.findings) if call in s.on]
        return standing[-1].id if standing else None

    def newest(self, kind: type) -> int:
        with self.database.reading() as session:
            return session.exec(select(func.max(kind.id))).one()

    @precondition(lambda self: any(not s.order for s in self.model.findings))
    @rule(by=st.sampled_from([EDITH, EMIL]), place=PLACE, word=WORDS, day=DAYS, quotes=EVIDENCE,
          kind=SUPERSESSION)  # fmt: skip
    def edit(self, by, place, word, day, quotes, kind) -> None:
        old = self.model.findings[place % len(self.model.findings)]
        (call,) = old.on
        said = Said(old.id, by, old.on, 0, word, day, quotes, None, None, False, 0)
        lacks = self.model.lacks(said, call, self.earlier(call, said), self.model.searches)
        mine = self.records(by) and old.by == by and not old.order
        change = finding_of(said, kind, False)
        made = self.act(
            mine and not lacks,
            lambda s: assessing.revise_assessment(s, by, self.today, old.id, change),
        )
        if made is not None:
            old.word, old.day, old.quotes, old.until = word, day, list(quotes), None
            old.base, old.seen = self.base_of(call), self.model.tick()
            old.puts_right = old.base is not None and kind in {"correction", "spelling"}

    @precondition(lambda self: any(not s.order for s in self.model.findings))
    @rule(by=st.sampled_from([EDITH, EMIL]), place=PLACE)
    def remove(self, by, place) -> None:
        old = self.model.findings[place % len(self.model.findings)]
        mine = old.by == by and not old.order
        self.act(mine, lambda s: assessing.drop_assessment(s, by, old.id) or True)
        if mine:
            self.model.findings.remove(old)

    @rule(by=PEOPLE, on=SOME_CALLS, day=DAYS)
    def look(self, by, on, day) -> None:
        made = self.act(
            self.records(by),
            lambda s: searching.looked(s, by, self.today, on, on=day, places="sample").key,
        )
        if made is not None:
            self.model.searches.append(Looked(made, by, on, day))

    @precondition(lambda self: self.model.searches)
    @rule(by=st.sampled_from([EDITH, EMIL]), place=PLACE)
    def take_back_a_search(self, by, place) -> None:
        old = self.model.searches[place % len(self.model.searches)]
        mine = old.by == by and not old.accepted
        self.act(mine, lambda s: searching.drop_search(s, by, old.id) or True)
        if mine:
            self.model.searches.remove(old)
            self.counting_agrees()

    @rule(by=PEOPLE, whom=st.sampled_from([1, EEAS]), on=SOME_CALLS, day=DAYS, kind=SUPERSESSION,
          quote=st.sampled_from([*PUBLIC, 10, 5]), value=st.sampled_from(["agreed", "acknowledged"]))  # fmt: skip  # noqa: E501
    def hold(self, by, whom, on, day, kind, quote, value) -> None:
        said = positioning.Said(
            PositionValue(value), quote, day, on, supersession=kind and Supersession(kind)
        )
        made = self.act(
            self.records(by) and quote != 5,
            lambda s: positioning.hold_position(s, by, self.today, whom, said).key,
        )
        if made is not None:
            counting = [self.model.position(m, CLOSING.date(), (whom,)) for m in on]
            base = max((c.id for c in counting if c), default=None)
            right = base is not None and kind in {"correction", "spelling"}
            told = (made, by, on, whom, value, day, [(quote, "supports")], None, base, right)
            self.model.positions.append(Said(*told, self.model.tick()))

    # The second person.

    @precondition(lambda self: self.model.findings)
    @rule(by=SECONDS, place=PLACE, again=st.booleans())
    def review_finding(self, by, place, again) -> None:
        waiting = [s for s in self.model.findings if not s.order or again]
        if not waiting:
            return
        said = waiting[place % len(waiting)]
        (call,) = said.on
        wanted = (
            self.may_review(by, said)
            and not self.model.rivals(said, self.model.findings)
            and not self.model.lacks(said, call, self.earlier(call, said), self.model.searches)
        )
        if self.accept(by, wanted, [("assessment", said.id)]):
            said.order = self.model.tick()
            for search in self.model.searches:
                # Searches that were recorded after the finding was last saved wait.
                if search.by == said.by and call in search.calls:
                    search.accepted = search.accepted or self.linked_before(search, said)
            self.open_public(by, said)
            self.counting_agrees(said.day)
            self.leaving_agrees()

    def linked_before(self, search: Looked, said: Said) -> bool:
        with self.database.reading() as session:
            links = reviewing.last_links(session)
        return links["search", search.id] <= links["assessment", said.id]

    @precondition(lambda self: self.model.positions)
    @rule(by=SECONDS, place=PLACE)
    def review_position(self, by, place) -> None:
        said = self.model.positions[place % len(self.model.positions)]
        wanted = self.may_review(by, said) and not self.model.rivals(said, self.model.positions)
        if self.accept(by, wanted, [("position", said.id)]):
            said.order = self.model.tick()
            self.open_public(by, said)
            self.counting_agrees(said.day)
            self.leaving_agrees()

    def may_review(self, by: int, said: Said) -> bool:
        return by in self.model.active and by != said.by and not said.order

    def accept(self, by: int, wanted: bool, named: list[tuple[str, int]]) -> object:
        items = [reviewing.Item(kind, id) for kind, id in named]
        return self.act(wanted, lambda session: reviewing.review_all(session, by, items))

    def open_public(self, by: int, said: Said) -> None:
        """Words that others have published are open with the finding that rests on them,
        unless someone decided about them before."""
        for quote, _ in said.quotes:
            decided = any(a.quote == quote and a.flag == "tier" for a in self.model.answers)
            if quote in PUBLIC and not decided:
                id = self.newest_of(quote)
                self.model.answers.append(
                    Answer(id, said.by, quote, "tier", 0, True, by in OPENERS)
                )

    def newest_of(self, quote: int) -> int:
        with self.database.reading() as session:
            asked = select(func.max(TierChange.id)).where(TierChange.quote == quote)
            return session.exec(asked).one()

    @precondition(lambda self: self.model.findings)
    @rule(by=SECONDS, place=PLACE)
    def send_back(self, by, place) -> None:
        said = self.model.findings[place % len(self.model.findings)]
        item = reviewing.Item("assessment", said.id)
        back = Verdict.SENT_BACK
        self.act(
            self.may_review(by, said),
            lambda session: reviewing.review_all(session, by, [item], back, "Sample."),
        )

    # What the office does most.
    assess_again = assess_once_more = assess
    review_again = review_once_more = review_finding

    # What may leave.

    @rule(by=PEOPLE, quote=ANY_QUOTE, graphic=st.sampled_from([0, 0, 1, 2]),
          funding=st.sampled_from([0, 0, 1]), leaves=st.sampled_from([True, True, False]))  # fmt: skip  # noqa: E501
    def answer(self, by, quote, graphic, funding, leaves) -> None:
        levels = {Flag.GRAPHIC: graphic, Flag.FUNDING: funding}
        since = self.newest(FlagChange) or 0
        if not self.act(
            self.records(by), lambda s: triage.answer(s, by, quote, levels, leaves) or True
        ):
            return
        if quote in TESTIMONY:
            asked = (("graphic", graphic, 3), ("funding", funding, 1), ("rest", 0, 1))
            known = {flag: self.model.known(quote, flag) for flag, _, _ in asked}
            for flag, level, highest in asked:
                before = known[flag] if known[flag] is not None else highest
                told = Answer(since, by, quote, flag, level, level < before)
                self.model.answers.append(told)
        self.say(by, quote, 0 if leaves else 2)
        self.leaving_agrees()

    def say(self, by: int, quote: int, tier: int) -> None:
        id = self.newest_of(quote)
        self.model.answers.append(Answer(id, by, quote, "tier", tier, tier == 0))

    @precondition(lambda self: any(not a.holds for a in self.model.answers))
    @rule(by=SECONDS, place=PLACE)
    def confirm(self, by, place) -> None:
        """All that one person answered about a quote, in one go."""
        waiting = [a for a in self.model.answers if not a.holds]
        first = waiting[place % len(waiting)]
        mine = [a for a in waiting if a.flag == first.flag == "tier" and a.id == first.id]
        mine = mine or [a for a in waiting if a.flag != "tier" and a.id == first.id]
        named = [(kind, id) for answer in mine for kind, id in self.rows_of(answer)]
        wanted = by in self.model.active and by in OPENERS and by != first.by
        if self.accept(by, wanted, named):
            for answer in mine:
                answer.accepted = True
            self.leaving_agrees()

    def rows_of(self, answer: Answer) -> Iterator[tuple[str, int]]:
        """`rest` stands for the eleven flags that nobody answers with yes here."""
        if answer.flag == "tier":
            yield "tierchange", answer.id
            return
        flags = {"graphic": [Flag.GRAPHIC], "funding": [Flag.FUNDING]}
        rest = [flag for flag in Flag if flag not in {Flag.GRAPHIC, Flag.FUNDING}]
        asked = (
            select(FlagChange.id)
            .where(
                FlagChange.quote == answer.quote,
                col(FlagChange.flag).in_(flags.get(answer.flag, rest)),
                col(FlagChange.id) > answer.id,
            )
            .order_by(col(FlagChange.id))
            .limit(len(flags.get(answer.flag, rest)))
        )
        with self.database.reading() as session:
            for id in session.exec(asked):
                yield "flagchange", id

    @rule(by=PEOPLE, quote=st.sampled_from(TESTIMONY), days=st.sampled_from([0, 2, 30, 30]),
          state=st.sampled_from(["given", "given", "limited", "limited", "unknown", "withdrawn"]),
          audiences=st.sampled_from([("eu",), ("us",), ("eu", "us")]))  # fmt: skip
    def agree(self, by, quote, state, audiences, days) -> None:
        lets_leave = state in {"given", "limited"}
        limited = frozenset(audiences if state == "limited" else ())
        again = self.today + timedelta(days=days) if lets_leave else None
        told = Agreed(0, by, quote, state, limited, again, False)
        before = self.model.consent_live(quote)
        told.opens = lets_leave and not (
            self.model.consent_now(quote) and all(told.goes_no_further_than(a) for a in before)
        )
        said = consents.Said(
            ConsentState(state), tuple(limited), Rung.DIRECT_KNOWLEDGE, False, "Sample.", "Sample",
            again,
        )  # fmt: skip
        allowed = self.records(by) if told.opens else by in self.model.active
        made = self.act(
            allowed and not self.model.took_back(quote),
            lambda s: consenting.say(s, by, self.today, quote, said).key,
        )
        if made is not None:
            told.id = made
            self.model.agreed.append(told)
            self.leaving_agrees()

    @precondition(lambda self: any(not a.holds for a in self.model.agreed))
    @rule(by=SECONDS, place=PLACE)
    def confirm_consent(self, by, place) -> None:
        waiting = [a for a in self.model.agreed if not a.holds]
        said = waiting[place % len(waiting)]
        wanted = by in self.model.active and by in OPENERS and by != said.by
        if self.accept(by, wanted, [("consent", said.id)]):
            said.accepted = True
            self.leaving_agrees()

    @rule(by=PEOPLE, quote=st.sampled_from(TESTIMONY), clears=st.booleans())
    def redact(self, by, quote, clears) -> None:
        level, _ = self.model.answered(quote, "funding")
        cleared = [Flag.FUNDING] if clears else []
        words = [(TO_WITHHOLD[quote], Withheld.PLACE)]
        reads = by == AMARA or not self.model.is_withdrawn(quote)
        made = self.act(
            self.records(by) and reads and (not clears or bool(level)),
            lambda s: redacting.redact(s, by, quote, words, cleared).key,
        )
        if made is not None:
            self.model.cuts.append(Cut(made, by, quote, clears, len(self.model.answers)))
            self.leaving_agrees()

    @precondition(lambda self: any(not c.accepted for c in self.model.cuts))
    @rule(by=SECONDS, place=PLACE)
    def confirm_redaction(self, by, place) -> None:
        waiting = [c for c in self.model.cuts if not c.accepted]
        cut = waiting[place % len(waiting)]
        wanted = by in self.model.active and by in OPENERS and by != cut.by
        if self.accept(by, wanted and not self.model.is_overtaken(cut), [("variant", cut.id)]):
            cut.accepted = True
            self.leaving_agrees()

    @rule(by=PEOPLE, quote=ANY_QUOTE)
    def keep_inside(self, by, quote) -> None:
        if self.act(by in self.model.active, lambda s: triage.keep_inside(s, by, quote, "Sample.")):
            self.say(by, quote, 2)
            self.leaving_agrees()

    @rule(by=PEOPLE)
    def decide(self, by) -> None:
        made = self.act(
            self.records(by),
            lambda s: (
                triage.decide_published(
                    s, by, self.today, SOURCE, "Sample board", TODAY, "Sample."
                ).key
            ),
        )
        if made is not None:
            self.model.decisions.append(Answer(made, by, 0, "published", 0, True))

    @precondition(lambda self: any(not d.accepted for d in self.model.decisions))
    @rule(by=SECONDS)
    def confirm_decision(self, by) -> None:
        waiting = next(d for d in self.model.decisions if not d.accepted)
        wanted = by in self.model.active and by in OPENERS and by != waiting.by
        if self.accept(by, wanted, [("publisheddecision", waiting.id)]):
            waiting.accepted = True
            self.leaving_agrees()

    @rule(by=PEOPLE, quote=st.sampled_from(TESTIMONY), chosen=st.sampled_from([True, True, False]))
    def choose(self, by, quote, chosen) -> None:
        for code in ("eu", "us"):
            done = self.act(
                self.records(by),
                lambda s, code=code: choosing.choose(s, by, code, 1, quote, chosen=chosen),
            )
            if done:
                self.model.chosen[code, quote] = chosen
        self.leaving_agrees()

    @rule(by=PEOPLE, quote=ANY_QUOTE, sure=st.sampled_from([False, False, True]))
    def withdraw(self, by, quote, sure) -> None:
        """Seldom: in the end nothing would be left."""
        if not sure:
            return
        wanted = by in self.model.active
        try:
            assert withdrawing.withdraw(self.database, self.folder, by, quote, "Sample.")
            assert wanted
        except Refused:
            assert not wanted
            return
        self.counted["steps"] += 1
        self.model.withdrawn.add(quote)
        self.counting_agrees()
        self.leaving_agrees()

    @rule(by=PEOPLE, quote=st.sampled_from([0, *range(1, len(QUOTES) + 1)]),
          days=st.integers(-1, 3))  # fmt: skip
    def embargo(self, by, quote, days) -> None:
        until = self.today + timedelta(days=days)
        change = triage.embargo if quote else triage.embargo_source
        if self.act(
            by in self.model.active and days >= 0,
            lambda s: change(s, by, self.today, quote or SOURCE, until),
        ):
            self.model.embargoes[quote] = max(until, self.model.embargoes.get(quote, until))
            self.leaving_agrees()

    # People, time and backups.

    @rule(who=st.sampled_from([EMIL, BORIS]), closed=st.booleans())
    def close_or_reopen(self, who, closed) -> None:
        change = members.close if closed else members.reopen
        self.act(True, lambda session: change(session, AMARA, who))
        (self.model.active.discard if closed else self.model.active.add)(who)

    @rule(days=st.integers(1, 3))
    def wait(self, days) -> None:
        self.counted["steps"] += 1
        self.today += timedelta(days=days)
        self.counting_agrees()
        self.leaving_agrees()

    @precondition(lambda self: not self.kept)
    @rule(now=st.sampled_from([False, False, False, True]))
    def back_up(self, now) -> None:
        """Seldom: it is the costliest of all steps."""
        if not now:
            return
        self.counted["steps"] += 1
        backup.make(self.settings, self.folder / "kept.tar")
        self.kept = deepcopy(self.model)

    @precondition(lambda self: self.kept and not self.restored)
    @rule(now=st.booleans())
    def restore(self, now) -> None:
        """What was withdrawn since stays withdrawn."""
        if not now:
            return
        self.counted["steps"] += 1
        self.counted["restored"] += 1
        self.database.close()
        restore.restore(self.settings, self.folder / "kept.tar", replace=True)
        self.restored = True
        self.kept.withdrawn |= self.model.withdrawn
        self.model = self.kept
        self.counting_agrees()
        self.leaving_agrees()


def finding_of(said: Said, kind: str | None, searched: bool) -> assessing.Finding:
    return assessing.Finding(
        Status(said.word),
        "Sample reason.",
        said.day,
        until=said.until,
        evidence=[(quote, Stance(stance)) for quote, stance in said.quotes],
        searched="sample places" if searched else "",
        supersession=kind and Supersession(kind),
    )


def opened_in(office: type[Office], path: Path, how: str) -> tuple[Path, Model]:
    first = office()
    first.open_all(how)
    first.database.close()
    shutil.copyfile(first.folder / "tracker.db", path)
    return path, first.model


@pytest.mark.parametrize(
    ("runs", "part"),
    [
        (6, "short"),
        pytest.param(1000, "first half", marks=pytest.mark.deep),
        pytest.param(1000, "second half", marks=pytest.mark.deep),
    ],
)
def test_the_record_says_what_a_plain_model_of_it_says(
    sqlite_files, figure, runs: int, part: str
) -> None:
    """Short runs are the same every time; long ones are not, and print what they did."""
    url = sqlite_files.create("tables")
    path = Path(url.removeprefix("sqlite:///"))
    database = Database(url)
    migrate(database)
    with database.writing() as session:
        furnish(session)
    database.close()
    counted: Counter[str] = Counter()
    folder = path.with_suffix(".home")
    ours = Database(f"sqlite:///{folder / 'tracker.db'}")
    told = {"folder": folder, "database": ours, "counted": counted}
    office = type("OurOffice", (Office,), {**told, "starts": {"closed": (path, Model())}})
    for how in ("published", "agreed"):
        office.starts[how] = opened_in(office, path.with_suffix(f".{how}"), how)
    counted.clear()
    run_state_machine_as_test(
        office,
        settings=settings(
            max_examples=runs,
            stateful_step_count=50,
            deadline=None,
            database=None,
            derandomize=part == "short",
            phases=[Phase.generate] if part == "short" else [Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
    shutil.rmtree(folder)
    figure(
        "model test",
        f"{counted['runs']} runs of 50 steps: {counted['done']} changes and {counted['refused']} "
        f"refusals as the model has them, {counted['restored']} restores, {counted['counted']} "
        f"findings that counted, {counted['left']} times testimony could leave, of them "
        f"{counted['consented']} by consent and {counted['cut']} redacted; 0 divergences",
    )
    assert counted["left"] > 0
    assert counted["consented"] > 0
    assert counted["cut"] > 0
    assert counted["counted"] > 0
