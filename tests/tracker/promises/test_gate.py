"""The gate on random registers and audiences: its two forms, the predicate over what is on
record and the SQL, let the same quotes leave; and what is selected, composed and printed
holds none that a plain reading of the record keeps inside. Everything here is invented."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import pypdfium2
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, SQLModel

from exports.composition import House, compose
from exports.printing import Press
from exports.profiles import Profile
from exports.publishing import print_two_pages
from exports.selection import Chosen, Selection, select
from recommendations import gate
from recommendations.gate import Audience
from recommendations.models import (
    Addressee,
    BriefingPack,
    Call,
    Choice,
    ClearedFlag,
    Consent,
    Conversation,
    Embargo,
    FlagChange,
    Measure,
    NamedAudience,
    OwnWords,
    Person,
    PublishedDecision,
    Quote,
    QuoteDetail,
    RawFile,
    Recommendation,
    Recorded,
    Review,
    Revocation,
    SameWords,
    Source,
    TierChange,
    TierSwitch,
    Variant,
    Withdrawal,
    WithheldSpan,
)
from recommendations.quotation import Span, withholding
from recommendations.records.standing import standings
from recommendations.register.audiences import read_choices, read_leaving
from recommendations.register.register import read_register
from recommendations.vocabulary import (
    CallOrigin,
    ConsentState,
    Fidelity,
    Flag,
    MeasureKind,
    Order,
    Role,
    SourceKind,
    Spoken,
    Tier,
    VariantKind,
    Verdict,
    Withheld,
)
from tests.on_databases import BOTH
from tracker.database import Database

Row = TypeVar("Row", bound=Recorded)
TODAY = date(2026, 11, 22)
TEXT = "“Aမြန်မာ 𝄞 é” ofﬁce—"
"""Letters that databases could count differently."""
CODES = ("eu", "EU", "e_", "asean", "the office")

CLOSING = datetime(2100, 1, 1, tzinfo=UTC)
PRINTABLE = (
    "amber birch cedar delta ember fjord grove heron islet jasper kelp larch maple north otter "
    "pearl quartz river slate thorn umber violet willow yarrow"
)
"""As many words as TEXT has letters and more: what is printed is known by its words."""
WORDS = PRINTABLE.split()


def as_letters(at: int) -> int:
    return at


def as_words(at: int) -> int:
    """Where the word of that number begins; the end of the text after the last."""
    return len(" ".join(WORDS[:at])) + (0 < at < len(WORDS))


DEEP = pytest.mark.deep
KINDS = st.sampled_from([SourceKind.REPORT, SourceKind.NEWS, SourceKind.LETTER])
SPOKEN = st.sampled_from([*[Spoken.QUOTABLE] * 4, *Spoken])
DAYS = st.integers(-2, 2).map(lambda days: TODAY + timedelta(days=days))
OFTEN = st.sampled_from([True, True, True, False])
SELDOM = st.sampled_from([False, False, False, True])
VERDICTS = st.sampled_from([None, Verdict.ACCEPTED, Verdict.ACCEPTED, Verdict.SENT_BACK])


@dataclass(frozen=True)
class Invented:
    """A register as plain values; quotes, sources and recommendations count from 0."""

    spans: list[tuple[int, int, int, bool, bool]]
    """Source, start, end, testimony, whether its words are still found."""
    opened: list[bool]
    """By quote: everything that opens it was done once, before what follows."""
    agreed: list[bool]
    """By quote: the speaker had agreed, and a second person had seen it."""
    published: list[bool]
    """By source: the decision was confirmed."""
    tiers: list[tuple[int, Tier, bool, Verdict | None, list[str]]]
    flags: list[tuple[int, tuple[Flag, int], bool, bool, Verdict | None]]
    consents: list[tuple[int, ConsentState, list[str], date | None, bool, Verdict | None]]
    """Quote, state, audiences, review date, whether it opens, what a second person said."""
    embargoes: list[tuple[bool, int, date]]
    withdrawals: list[int]
    decisions: list[tuple[int, Verdict | None]]
    choices: list[tuple[int, int, str, bool]]
    """Quote, recommendation, audience, chosen."""
    named_on: bool
    switches: list[tuple[Tier, bool, Verdict | None]]
    redactions: list[tuple[int, list[Flag], Verdict | None]]
    """Quote, the flags that it clears."""
    answered_later: list[tuple[int, tuple[Flag, int]]]
    """Raised once the redactions were there."""
    revoked: list[int]
    """Decisions, by their number."""
    spoken: list[tuple[int, Spoken]]
    """By source: the word under which an office said it."""
    versions: bool = False
    """The second source is a newer version of the first."""
    kinds: list[SourceKind] = field(default_factory=lambda: [SourceKind.REPORT] * 2)
    """By source."""
    own: list[tuple[int, int, int, int, bool]] = field(default_factory=list)
    """Where it was said to us, source, start and end of where it stands, by a witness."""
    again: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Quote, source, start and end of where its words stand in another source."""
    pairs: list[tuple[int, int | None, Verdict | None]] = field(default_factory=list)
    """Quote, and which it translates as far as was known then."""


AUDIENCES = st.builds(
    Audience,
    code=st.sampled_from(CODES),
    testimony=OFTEN,
    strictest=st.sampled_from([Tier.OPEN, Tier.OPEN, *Tier]),
    graphic_up_to=st.integers(0, 3),
    operational=st.frozensets(st.sampled_from([f for f in Flag if f.is_operational]), max_size=3),
)


def flag_levels() -> st.SearchStrategy[tuple[Flag, int]]:
    return st.sampled_from([Flag.GRAPHIC, *Flag]).flatmap(
        lambda flag: st.tuples(st.just(flag), st.integers(0, flag.highest))
    )


SPANS = st.tuples(
    st.integers(0, 1),
    st.integers(0, len(TEXT) - 1),
    st.integers(1, len(TEXT)),
    OFTEN,
    OFTEN,
).filter(lambda span: span[1] < span[2])


@st.composite
def registers(draw: st.DrawFn) -> Invented:
    spans = draw(st.lists(SPANS, min_size=1, max_size=4))
    quotes = st.integers(0, len(spans) - 1)
    each = st.lists(OFTEN, min_size=len(spans), max_size=len(spans))
    named = st.lists(st.sampled_from(CODES), min_size=2, max_size=5, unique=True)
    kinds = st.sampled_from([Tier.OPEN, Tier.NAMED_AUDIENCES, *Tier])
    tiers = st.tuples(quotes, kinds, st.booleans(), VERDICTS, named)
    cleared = st.lists(st.sampled_from(Flag), max_size=len(Flag), unique=True)
    flags = st.tuples(quotes, flag_levels(), SELDOM, st.booleans(), VERDICTS)
    audiences = st.lists(st.sampled_from(CODES), max_size=2)
    agreeing = [ConsentState.GIVEN, ConsentState.LIMITED]
    states = st.sampled_from([*agreeing, *agreeing, *ConsentState])
    consents = st.tuples(quotes, states, audiences, st.none() | DAYS, OFTEN, VERDICTS)
    return Invented(
        spans=spans,
        opened=draw(each),
        agreed=draw(each),
        published=draw(st.tuples(OFTEN, SELDOM).map(list)),
        tiers=draw(st.lists(tiers, max_size=3)),
        flags=draw(st.lists(flags, max_size=3)),
        consents=draw(st.lists(consents, max_size=4)),
        embargoes=draw(st.lists(st.tuples(st.booleans(), quotes, DAYS), max_size=1)),
        withdrawals=draw(quotes.map(lambda n: [n])) if draw(SELDOM) else [],
        decisions=draw(st.lists(st.tuples(st.integers(0, 1), VERDICTS), max_size=2)),
        choices=draw(
            st.lists(
                st.tuples(quotes, st.integers(0, 1), st.sampled_from(CODES), st.booleans()),
                max_size=4,
            )
        ),
        named_on=draw(OFTEN),
        switches=draw(
            st.lists(
                st.tuples(st.sampled_from([Tier.NAMED_AUDIENCES, Tier.SEALED]), OFTEN, VERDICTS),
                max_size=1,
            )
        ),
        redactions=draw(st.lists(st.tuples(quotes, cleared, VERDICTS), max_size=2)),
        answered_later=draw(st.lists(st.tuples(quotes, flag_levels()), max_size=1)),
        revoked=draw(st.lists(st.integers(0, 3), max_size=1)),
        spoken=draw(st.lists(st.tuples(st.integers(0, 1), SPOKEN), max_size=2)),
        versions=draw(st.booleans()),
        again=draw(
            st.lists(st.tuples(quotes, SPANS).map(lambda told: (told[0], *told[1][:3])), max_size=2)
        ),
        kinds=draw(st.lists(KINDS, min_size=2, max_size=2)),
        own=draw(
            st.lists(
                st.tuples(st.integers(0, 1), SPANS).map(
                    lambda told: (told[0], *told[1][:3], told[1][3])
                ),
                max_size=1,
            )
        ),
        pairs=draw(
            st.lists(
                st.tuples(quotes, st.none() | quotes, VERDICTS).filter(lambda p: p[0] != p[1]),
                max_size=3,
            )
        ),
    )


class Written:
    """The invented register in the database, in a transaction that is rolled back. The last
    quote is what was recommended, which may leave."""

    def __init__(
        self,
        session: Session,
        invented: Invented,
        people: tuple[int, int],
        text: str = TEXT,
        place: Callable[[int], int] = as_letters,
    ) -> None:
        self.session, self.text, self.place = session, text, place
        self.author, self.second = people
        self.rows: dict[type[Recorded], list[Recorded]] = defaultdict(list)
        self.pairs: list[SQLModel] = []
        self.latest: dict[tuple[str, int, int], bool] = {}
        for n in (0, 1, 2):
            source = self.add(_source(n, text, [*invented.kinds, SourceKind.REPORT][n]))
            source.replaces = 1 if n == 1 and invented.versions else None
        self.quotes = [self.quote(*span) for span in invented.spans]
        recommended = self.quote(2, 0, 2, False, True)
        self.add(TierChange(quote=recommended.key, tier=Tier.OPEN), Verdict.ACCEPTED)
        self.add(Addressee(code="office", name="Sample office", short="Sample"))
        for n, code in enumerate(CODES):
            self.add(BriefingPack(id=n, profile=code))
        for n in (0, 1):
            quoted = {"source": 3, "quote": recommended.key}
            self.add(Recommendation(**quoted, title=f"Sample {n}", place=n))
            told = {"start": recommended.start, "end": recommended.end, "label": "sample"}
            self.add(Measure(recommendation=n + 1, kind=MeasureKind.ONE_OFF, **told))
            self.add(Call(measure=n + 1, addressee=1, origin=CallOrigin.NAMED_IN_SOURCE))
        self.open(invented)
        self.change(invented)
        self.redact_and_revoke(invented)
        for said_in, in_source, start, end, witness in invented.own:
            where = {"source": in_source + 1, "start": place(start), "end": place(end)}
            if said_in != in_source:
                self.add(OwnWords(said_in=said_in + 1, **where, testimony=witness))
        for n, in_source, start, end in invented.again:
            where = {"source": in_source + 1, "start": place(start), "end": place(end)}
            if where["source"] != self.quotes[n].source:
                self.add(SameWords(quote=n + 1, **where))
        self.quotes.append(recommended)
        for kind, rows in self.rows.items():
            if rows:
                session.execute(sa.insert(kind), [row.model_dump() for row in rows])
        session.add_all(self.pairs)
        session.flush()

    def open(self, invented: Invented) -> None:
        accepted = Verdict.ACCEPTED
        for quote, opened in zip(self.quotes, invented.opened, strict=True):
            if opened:
                self.add(TierChange(quote=quote.key, tier=Tier.OPEN), accepted)
                for flag in Flag:
                    self.add(FlagChange(quote=quote.key, flag=flag, level=0), accepted)
                for code in CODES:
                    self.choose(quote.key, 1, code, True)
        for quote, agreed in zip(self.quotes, invented.agreed, strict=True):
            if agreed:
                self.add(Consent(quote=quote.key, state=ConsentState.GIVEN), accepted)
        for source, published in enumerate(invented.published, start=1):
            if published:
                self.decide(source, accepted)

    def change(self, invented: Invented) -> None:
        for n, tier, opens, verdict, named in invented.tiers:
            change = self.add(TierChange(quote=n + 1, tier=tier, opens=opens), verdict)
            self.pairs += [NamedAudience(tierchange=change.key, audience=code) for code in named]
        if invented.named_on:
            self.add(TierSwitch(tier=Tier.NAMED_AUDIENCES, opens=True), Verdict.ACCEPTED)
        for tier, on, verdict in invented.switches:
            self.add(TierSwitch(tier=tier, opens=on), verdict)
        for n, (flag, level), proposed, opens, verdict in invented.flags:
            row = FlagChange(quote=n + 1, flag=flag, level=level, proposed=proposed, opens=opens)
            self.add(row, verdict)
        for n, state, audiences, until, opens, verdict in invented.consents:
            row = Consent(
                quote=n + 1, state=state, audiences=audiences, review_on=until, opens=opens
            )
            self.add(row, verdict)
        for whole_source, n, until in invented.embargoes:
            of = {"source": self.quotes[n].source} if whole_source else {"quote": n + 1}
            self.add(Embargo(**of, until=until))
        for n in invented.withdrawals:
            self.add(Withdrawal(quote=n + 1))
        for n, original, verdict in invented.pairs:
            told = {"original": None if original is None else original + 1}
            self.add(QuoteDetail(quote=n + 1, **told), verdict)
        for n, verdict in invented.decisions:
            self.decide(n + 1, verdict)
        for n, recommendation, code, chosen in invented.choices:
            self.choose(n + 1, recommendation + 1, code, chosen)

    def redact_and_revoke(self, invented: Invented) -> None:
        for n, cleared, verdict in invented.redactions:
            self.redact(self.quotes[n], cleared, verdict)
        for n, (flag, level) in invented.answered_later:
            self.add(FlagChange(quote=n + 1, flag=flag, level=level, opens=False))
        for source, spoken in invented.spoken:
            note = {"source": source + 1, "addressee": 1, "on": TODAY, "office": "Sample desk"}
            self.add(Conversation(**note, spoken=spoken))
        for n in invented.revoked:
            if n < len(self.rows[PublishedDecision]):
                self.add(Revocation(decision=n + 1, why="sample"))

    def add(self, row: Row, verdict: Verdict | None = None) -> Row:
        """Ids count from 1 in each table, so that rows are written in one go."""
        same = self.rows[type(row)]
        row.id, row.recorded_by = len(same) + 1, self.author
        same.append(row)
        if verdict is not None:
            review = Review(of_kind=str(type(row).__tablename__), of_id=row.key, verdict=verdict)
            self.add(review)
            review.recorded_by = self.second
        return row

    def quote(self, source: int, start: int, end: int, testimony: bool, found: bool) -> Quote:
        start, end = self.place(start), self.place(end)
        return self.add(
            Quote(
                source=source + 1,
                start=start,
                end=end,
                exact=self.text[start:end] if found else "words that left the source",
                fidelity=Fidelity.INTERPRETED_AND_EDITED,
                testimony=testimony,
            )
        )

    def decide(self, source: int, verdict: Verdict | None) -> None:
        row = PublishedDecision(
            source=source, decided_by="the sample board", decided_on=TODAY, why="sample"
        )
        self.add(row, verdict)

    def redact(self, quote: Quote, cleared: list[Flag], verdict: Verdict | None) -> None:
        """Of one letter: what is withheld makes no difference to the gate."""
        span = Span(quote.start, quote.start + 1, Withheld.PLACE.token)
        text = withholding(quote.exact, [span], quote.start)
        row = self.add(Variant(quote=quote.key, kind=VariantKind.REDACTION, text=text), verdict)
        self.pairs += [
            WithheldSpan(variant=row.key, start=span.start, end=span.end, withheld=Withheld.PLACE),
            *(ClearedFlag(variant=row.key, flag=flag) for flag in cleared),
        ]

    def choose(self, quote: int, recommendation: int, code: str, chosen: bool) -> None:
        pack = CODES.index(code) + 1
        self.add(Choice(pack=pack, recommendation=recommendation, quote=quote, chosen=chosen))
        self.latest[code, recommendation, quote] = chosen

    @property
    def redacted(self) -> set[int]:
        return {row.quote for row in self.rows[Variant] if isinstance(row, Variant)}

    @property
    def named(self) -> set[int]:
        changes = [row for row in self.rows[TierChange] if isinstance(row, TierChange)]
        newest = {row.quote: row.tier for row in changes}
        return {quote for quote, tier in newest.items() if tier is Tier.NAMED_AUDIENCES}

    def chosen(self, code: str, quote: int) -> bool:
        return any(self.latest.get((code, n, quote), False) for n in (1, 2))

    def unpublished_testimony(self) -> set[int]:
        found = standings(self.session, self.quotes)
        return {id for id, standing in found.items() if standing.new_testimony}

    def by_predicate(self, audience: Audience) -> set[int]:
        return {
            id
            for id, standing in standings(self.session, self.quotes).items()
            if not gate.stays_inside(standing, audience, TODAY, self.chosen(audience.code, id))
        }


def _source(n: int, text: str, kind: SourceKind) -> Source:
    return Source(
        kind=kind,
        title=f"Sample report {n}",
        raw_sha256="0" * 64,
        text=text,
        extractor="sample",
    )


def two_people(database: Database) -> tuple[int, int]:
    with database.writing() as session:
        rows: list[Recorded] = [Person(code=c, role=Role.ADMINISTRATOR) for c in ("ANNA", "BERTA")]
        session.add(RawFile(sha256="0" * 64, raw=b"sample"))
        session.add_all(rows)
        session.flush()
        return rows[0].key, rows[1].key


def hold_against_each_other(database: Database, examples: int) -> Counter[str]:
    people = two_people(database)
    counts: Counter[str] = Counter()

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(invented=registers(), audiences=st.lists(AUDIENCES, min_size=3, max_size=3))
    def both_say_the_same(invented: Invented, audiences: list[Audience]) -> None:
        with database.engine.connect() as connection, Session(connection) as session:
            written = Written(session, invented, people)
            for audience in audiences:
                leaving = read_leaving(session, audience, TODAY)
                assert leaving == written.by_predicate(audience)
                testimony = {q.key for q in written.quotes if q.testimony}
                counts["registers and audiences"] += 1
                counts["testimony that may leave"] += len(leaving & testimony)
                counts["by consent"] += len(leaving & written.unpublished_testimony())
                counts["kept inside"] += len(written.quotes) - len(leaving)
                counts["with a redaction"] += len(leaving & written.redacted)
                counts["to a named audience"] += len(leaving & written.named)
            session.rollback()

    both_say_the_same()
    return counts


@pytest.fixture(params=BOTH)
def database_kind(request: pytest.FixtureRequest) -> str:
    """What the databases do with the statement is in question: both, every time."""
    return request.param


@pytest.mark.parametrize("registers_of_either", [(16, 8), pytest.param((3400, 500), marks=DEEP)])
def test_the_predicate_and_its_sql_form_let_the_same_quotes_leave(
    database: Database, database_kind: str, figure, registers_of_either: tuple[int, int]
) -> None:
    counts = hold_against_each_other(database, registers_of_either[database_kind == "postgresql"])
    figure(
        "gate",
        f"{counts['registers and audiences']} registers and audiences: predicate and SQL agree; "
        f"{counts['testimony that may leave']} times testimony may leave, of them "
        f"{counts['by consent']} by consent, {counts['with a redaction']} redacted, "
        f"{counts['to a named audience']} to a named audience; {counts['kept inside']} kept inside",
    )
    assert counts["testimony that may leave"] > 0
    assert counts["kept inside"] > 0


ALL_WELL = Invented(
    spans=[(0, 2, 8, True, True)], opened=[True], agreed=[True], published=[True, False],
    tiers=[], flags=[], consents=[], embargoes=[], withdrawals=[], decisions=[], choices=[],
    named_on=True, switches=[], redactions=[], answered_later=[], revoked=[], spoken=[],
)  # fmt: skip
REASONS = {
    "words that left the source": {"spans": [(0, 2, 8, True, False)]},
    "a stricter tier": {"tiers": [(0, Tier.INTERNAL, False, None, [])]},
    "sealed": {"tiers": [(0, Tier.SEALED, False, None, [])]},
    "named audiences, and not this one": {
        "tiers": [(0, Tier.NAMED_AUDIENCES, True, Verdict.ACCEPTED, CODES[1:])]
    },
    **{
        f"a flag: {flag.value}": {"flags": [(0, (flag, flag.highest), False, False, None)]}
        for flag in Flag
        if flag is Flag.GRAPHIC or flag.is_operational
    },
    "an embargo that ends today": {"embargoes": [(False, 0, TODAY)]},
    "an embargo of its source": {"embargoes": [(True, 0, TODAY)]},
    "withdrawn": {"withdrawals": [0]},
    "a translation of what was withdrawn": {
        "spans": [(0, 2, 8, True, True), (1, 2, 8, False, True)],
        "opened": [True, True],
        "agreed": [True, True],
        "withdrawals": [1],
        "pairs": [(0, 1, None), (0, None, None)],
    },
    "a translation of what is under embargo": {
        "spans": [(0, 2, 8, True, True), (1, 2, 8, False, True)],
        "opened": [True, True],
        "agreed": [True, True],
        "embargoes": [(False, 1, TODAY)],
        "pairs": [(0, 1, None)],
    },
    "a translation of what is in a source under embargo": {
        "spans": [(0, 2, 8, True, True), (1, 2, 8, False, True)],
        "opened": [True, True],
        "agreed": [True, True],
        "embargoes": [(True, 1, TODAY)],
        "pairs": [(0, 1, None)],
    },
    "a translation of what is sealed": {
        "spans": [(0, 2, 8, True, True), (1, 2, 8, False, True)],
        "opened": [True, True],
        "agreed": [True, True],
        "tiers": [(1, Tier.SEALED, False, None, [])],
        "pairs": [(0, 1, None)],
    },
    "no word from the speaker, and not published": {"agreed": [False], "published": [False, False]},
    "the speaker took it back": {
        "consents": [(0, ConsentState.WITHDRAWN, [], None, False, None)],
        "published": [False, False],
    },
    "a redaction that waits": {"redactions": [(0, [], None)]},
    "a decision taken back": {"agreed": [False], "revoked": [0]},
    "said on a condition": {"spoken": [(0, Spoken.INTERNAL)]},
    "said to us in a letter as well": {
        "spans": [(0, 2, 8, False, True)],
        "kinds": [SourceKind.NEWS, SourceKind.LETTER],
        "own": [(1, 0, 7, 9, False)],
        "published": [False, False],
    },
    "said by a witness as well, and not chosen": {
        "spans": [(0, 2, 8, False, True)],
        "kinds": [SourceKind.NEWS, SourceKind.LETTER],
        "own": [(1, 0, 7, 9, True)],
        "choices": [(0, 0, CODES[0], False)],
    },
    "testimony in another source": {
        "spans": [(0, 2, 8, False, True), (1, 0, 6, True, True)],
        "kinds": [SourceKind.NEWS, SourceKind.REPORT],
        "opened": [True, False],
        "agreed": [True, True],
        "published": [False, False],
        "again": [(1, 0, 7, 9)],
    },
    "an embargo of a source with the same words": {
        "spans": [(0, 2, 8, True, True), (1, 0, 6, False, True)],
        "opened": [True, True],
        "agreed": [True, True],
        "again": [(1, 0, 7, 9)],
        "embargoes": [(True, 1, TODAY)],
    },
    "not chosen any more": {"choices": [(0, 0, CODES[0], False)]},
}


def test_each_reason_alone_keeps_a_quote_inside(database: Database) -> None:
    people = two_people(database)
    audience = Audience(CODES[0], True, Tier.OPEN, 1, frozenset())
    for called, changed in {"nothing": {}, **REASONS}.items():
        with database.engine.connect() as connection, Session(connection) as session:
            written = Written(session, replace(ALL_WELL, **changed), people)
            told = written.by_predicate(audience), read_leaving(session, audience, TODAY)
            session.rollback()
        leaves = 1 in told[0], 1 in told[1]
        assert leaves == (called == "nothing",) * 2, called


def test_what_an_import_says_is_published_leaves_once_two_people_say_so(
    database: Database,
) -> None:
    people, audience = two_people(database), Audience(CODES[0])
    imported = replace(
        ALL_WELL, spans=[(0, 2, 8, False, True)], opened=[False], published=[False, False],
        tiers=[(0, Tier.OPEN, False, None, [])],
    )  # fmt: skip
    for changed, leaves in (
        ({}, False),
        ({"decisions": [(0, None)]}, False),
        ({"decisions": [(1, Verdict.ACCEPTED)]}, False),
        ({"decisions": [(0, Verdict.ACCEPTED)]}, True),
        ({"decisions": [(0, Verdict.ACCEPTED)], "revoked": [0]}, False),
    ):
        with database.engine.connect() as connection, Session(connection) as session:
            written = Written(session, replace(imported, **changed), people)
            told = written.by_predicate(audience), read_leaving(session, audience, TODAY)
            session.rollback()
        assert (1 in told[0], 1 in told[1]) == (leaves, leaves), changed


class PlainReading:
    """Which quotes a register keeps inside, read off its plain values and nothing else: of
    testimony that we published, without redactions and named audiences."""

    def __init__(self, invented: Invented, audience: Audience) -> None:
        self.all, self.audience = invented, audience
        self.numbers = range(len(invented.spans))

    def touching(self, n: int) -> list[int]:
        source, start, end, _, _ = self.all.spans[n]
        places = [(m, *self.all.spans[m][:3]) for m in self.numbers]
        places += [again for again in self.all.again if self.all.spans[again[0]][0] != again[1]]
        return [m for m, at, a, b in places if at == source and a < end and start < b]

    def around(self, n: int) -> list[int]:
        start, end = self.all.spans[n][1:3]
        return [
            m
            for m in self.touching(n)
            if self.all.spans[m][0] == self.all.spans[n][0]
            and self.all.spans[m][1] <= start
            and end <= self.all.spans[m][2]
        ]

    def inside(self, n: int) -> set[str]:
        """The reasons, in a word each."""
        near, source = self.touching(n), self.all.spans[n][0]
        originals = [original for m in near for original in self.originals(m)]
        bound = [*near, *(other for original in originals for other in self.touching(original))]
        reasons = {
            "not found": not self.all.spans[n][4],
            "said on a condition": any(
                of == source and spoken is not Spoken.QUOTABLE for of, spoken in self.all.spoken
            ),
            "withdrawn": any(m in self.all.withdrawals for m in near),
            "translates what was withdrawn": any(
                other in self.all.withdrawals
                for m in near
                for original in self.originals(m)
                for other in self.touching(original)
            ),
            "embargoed": any(
                until >= TODAY and (self.one_of_its(m, n, near) if whole else m in bound)
                for whole, m, until in self.all.embargoes
            ),
            "said to us": self.said_to_us(n),
            "restricted": any(self.tier(m) > self.limit for m in bound if self.tier(m) is not None)
            or (self.limit < 2 and all(self.tier(m) is None for m in self.around(n))),
        }
        witness = any(by_witness for _, by_witness in self.own(n))
        if witness or any(self.all.spans[m][3] for m in near):
            reasons |= self.of_testimony(n, near, source)
        return {name for name, holds in reasons.items() if holds}

    def originals(self, m: int) -> list[int]:
        """Those of the latest word on it that was agreed to, and of every later one."""
        told = [pair[1:] for pair in self.all.pairs if pair[0] == m]
        agreed = [at for at, (_, verdict) in enumerate(told) if verdict is Verdict.ACCEPTED]
        since = told[agreed[-1] if agreed else 0 :]
        return [original for original, _ in since if original is not None]

    def one_of_its(self, m: int, n: int, near: list[int]) -> bool:
        """Whether the quote is of a source in which the words stand, or of a version of one."""
        originals = [original for other in near for original in self.originals(other)]
        sources = {self.all.spans[other][0] for other in (*near, *originals)}
        sources |= {said_in for said_in, _ in self.own(n)}
        return self.all.spans[m][0] in sources or self.all.versions

    def own(self, n: int) -> list[tuple[int, bool]]:
        """Where words of the quote were said to us, and whether by a witness."""
        source, start, end, _, _ = self.all.spans[n]
        return [
            (said_in, witness)
            for said_in, at, a, b, witness in self.all.own
            if said_in != at == source and a < end and start < b
        ]

    def said_to_us(self, n: int) -> bool:
        source, _, _, testimony, _ = self.all.spans[n]
        if testimony or self.is_published(source) or self.all.kinds[source] is SourceKind.LETTER:
            return False
        others = [m for m in self.touching(n) if self.all.spans[m][0] != source]
        return bool(self.own(n)) or any(
            self.tier(m) is None
            and (self.all.spans[m][3] or self.all.kinds[self.all.spans[m][0]] is SourceKind.LETTER)
            for m in others
        )

    @property
    def limit(self) -> int:
        return self.audience.strictest.strictness

    def of_testimony(self, n: int, near: list[int], source: int) -> dict[str, bool]:
        levels = {flag: self.levels(n, near, flag) for flag in Flag}
        return {
            "no testimony": not self.audience.testimony,
            "not chosen": not self.chosen(n),
            "unflagged": any(not found for found in levels.values()),
            "flagged": any(max(found, default=0) > self.most(f) for f, found in levels.items()),
            "unreviewed": not self.is_published(source),
        }

    def tier(self, m: int) -> int | None:
        held = [Tier.OPEN] if self.all.opened[m] else []
        held += [
            tier
            for quote, tier, opens, verdict, _ in self.all.tiers
            if quote == m and (verdict is Verdict.ACCEPTED if opens else self.may_say_so(m, tier))
        ]
        return held[-1].strictness if held else None

    def may_say_so(self, m: int, tier: Tier) -> bool:
        """One person restricts alone; that a report is published, two people say."""
        return tier is not Tier.OPEN or self.is_published(self.all.spans[m][0])

    def is_published(self, source: int) -> bool:
        return self.all.published[source] or (source, Verdict.ACCEPTED) in self.all.decisions

    def level(self, m: int, flag: Flag) -> int | None:
        held = [0] if self.all.opened[m] else []
        held += [
            level
            for quote, (of, level), proposed, opens, verdict in self.all.flags
            if (quote, of, proposed) == (m, flag, False)
            and (not opens or verdict is Verdict.ACCEPTED)
        ]
        return held[-1] if held else None

    def levels(self, n: int, near: list[int], flag: Flag) -> list[int]:
        """Empty where nobody has answered for all of its words and nothing was found."""
        known = [level for m in near if (level := self.level(m, flag)) is not None]
        answered = any(self.level(m, flag) is not None for m in self.around(n))
        return known if answered or any(known) else []

    def most(self, flag: Flag) -> int:
        if flag is Flag.GRAPHIC:
            return self.audience.graphic_up_to
        return int(not flag.is_operational or flag in self.audience.operational)

    def chosen(self, n: int) -> bool:
        latest = {0: self.all.opened[n], 1: False}
        for quote, recommendation, code, chosen in self.all.choices:
            if (quote, code) == (n, self.audience.code):
                latest[recommendation] = chosen
        return any(latest.values())


def selected_for(session: Session, audience: Audience) -> tuple[Selection, Profile]:
    profile = Profile(
        code=audience.code, name="Sample", office="Sample office", addressees=("office",),
        languages=("en",), paper="A4", country="Sample", about="Sample.", asks_grouped_by="",
        register="", limits=("Sample limit.",), testimony=audience.testimony,
        graphic_up_to=audience.graphic_up_to, operational=audience.operational,
        reaches_authorities=False, most_asks=3, order=Order.AS_RECOMMENDED, first=(), decides=False,
    )  # fmt: skip
    register = read_register(session, TODAY, CLOSING)
    leaving = read_leaving(session, profile.audience, TODAY)
    chosen = Chosen(read_choices(session, profile.code), leaving)
    return select(register, profile, chosen, TODAY), profile


def picked_in(selection: Selection) -> set[int]:
    """The ids of the quotes that people chose and that were selected."""
    return {quote.id for one in selection.selected for quote in one.testimony}


def plain(invented: Invented) -> Invented:
    """Without what the plain reading knows nothing of."""
    tiers = [row for row in invented.tiers if row[1] is not Tier.NAMED_AUDIENCES]
    return replace(
        invented, tiers=tiers, agreed=[False] * len(invented.spans), named_on=False,
        consents=[], redactions=[], switches=[], answered_later=[], revoked=[],
    )  # fmt: skip


OPEN_AUDIENCES = AUDIENCES.map(lambda audience: replace(audience, strictest=Tier.OPEN))


@pytest.mark.parametrize(
    ("examples", "each"), [(24, 1), pytest.param(1_250, 8, marks=DEEP, id="10000")]
)
def test_nothing_is_selected_that_the_record_keeps_inside(
    sqlite_files, figure, examples: int, each: int
) -> None:
    """Writing a register costs more than selecting from it, so each is asked for several."""
    database = sqlite_files.make("tables")
    people, counts = two_people(database), Counter[str]()

    @settings(
        max_examples=examples, deadline=None, derandomize=examples < 100, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(
        invented=registers().map(plain),
        audiences=st.lists(OPEN_AUDIENCES, min_size=each, max_size=each),
    )
    def holds(invented: Invented, audiences: list[Audience]) -> None:
        counts["registers"] += 1
        with database.engine.connect() as connection, Session(connection) as session:
            Written(session, invented, people)
            picked = [picked_in(selected_for(session, audience)[0]) for audience in audiences]
            session.rollback()
        for audience, ids in zip(audiences, picked, strict=True):
            reading = PlainReading(invented, audience)
            counts["tried"] += 1
            for id in ids:
                counts["selected"] += 1
                assert reading.inside(id - 1) == set()

    holds()
    database.close()
    figure(
        "gate",
        f"{counts['tried']} random profiles over {counts['registers']} random registers, "
        f"{counts['selected']} quotes selected: 0 restricted, withdrawn, embargoed, unflagged "
        "or unreviewed",
    )
    assert counts["selected"] > 0


@pytest.mark.pdf
@pytest.mark.parametrize("files", [2, pytest.param(200, marks=DEEP)])
def test_no_word_that_stays_inside_is_in_the_bytes_of_a_file(
    sqlite_files, figure, files: int
) -> None:
    """Only registers of which something was selected are printed."""
    database = sqlite_files.make("tables")
    people, counts, press = two_people(database), Counter[str](), Press()

    @settings(
        max_examples=files * 40, deadline=None, derandomize=files < 100, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(invented=registers().map(plain), audience=OPEN_AUDIENCES)
    def holds(invented: Invented, audience: Audience) -> None:
        if counts["files"] >= files:
            return
        with database.engine.connect() as connection, Session(connection) as session:
            written = Written(session, invented, people, PRINTABLE, as_words)
            selection, profile = selected_for(session, audience)
            *quotes, recommended = [set(q.exact.split()) for q in written.quotes]
            session.rollback()
        if not picked_in(selection):
            return
        pack = compose(selection, profile, House("Sample", "", TODAY, sample=True))
        out = words_of(print_two_pages(press, pack).pdf)
        reading = PlainReading(invented, audience)
        may = recommended.union(*(quotes[n] for n in reading.numbers if not reading.inside(n)))
        counts["files"] += 1
        counts["words"] += len(out & {*WORDS})
        assert out & {*WORDS} <= may

    holds()
    press.close()
    database.close()
    figure(
        "gate",
        f"{counts['files']} of them printed, {counts['words']} words found in their bytes: 0 that "
        "stay inside",
    )
    assert counts["files"] == files


def words_of(pdf: bytes) -> set[str]:
    sheets = [s.get_textpage().get_text_range() for s in pypdfium2.PdfDocument(pdf)]
    return set(re.findall(r"[a-z]+", " ".join(sheets).lower()))
