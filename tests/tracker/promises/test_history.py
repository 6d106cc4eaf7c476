"""The history verifies, shows every tampering, and the database refuses changes to
what is append-only or reviewed. Everything recorded here is a sample."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from recommendations import models, quotation
from recommendations.models import (
    Change,
    Measure,
    Person,
    Position,
    PositionMeasure,
    Quote,
    Review,
    Search,
    SearchCall,
    Source,
)
from recommendations.records import chain, heads
from recommendations.records.writing import drop, link, record, record_with, revise
from recommendations.vocabulary import (
    CallOrigin,
    Channel,
    ConsentState,
    Decided,
    DiscrepancyKind,
    EngagedBy,
    Fidelity,
    Flag,
    Length,
    MeasureKind,
    PositionValue,
    Role,
    Rung,
    SearchFor,
    SourceKind,
    Stance,
    Status,
    Tier,
    VariantKind,
    Verdict,
    Withheld,
    WorkKind,
)
from tests.on_databases import BOTH
from tracker.database import Database
from tracker.keeping import erasing
from tracker.migrations.append_only import COMPLETE, FROZEN, PARTS, UNTIL_REVIEWED

RAW = b"Sample text: the council shall publish its plan."
DAY = date(2026, 11, 22)


@pytest.fixture(params=BOTH)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Rests on the database alone, hence on both every time."""
    return request.param


@pytest.fixture
def database(database: Database, tmp_path: Path) -> Database:
    """With one record of every kind in it; what is reviewed as a whole was reviewed, and the
    words of its one quote were erased."""
    with database.writing() as session:
        author, second = (
            record(session, Person(code=code, role=Role.ADMINISTRATOR), None).key
            for code in ("ANNA", "BERTA")
        )
        record_one_of_each(session, author)
        for kind in UNTIL_REVIEWED:
            review = Review(of_kind=kind, of_id=1, verdict=Verdict.ACCEPTED)
            record(session, review, second)
        record(session, Review(of_kind="erasure", of_id=1, verdict=Verdict.ACCEPTED), second)
        erasing.destroy(session, tmp_path, session.get(models.Erasure, 1), second)
    return database


def record_one_of_each(session: Session, by: int) -> None:
    """Each has the id 1, so that they can point at each other."""
    text = RAW.decode()
    session.add(models.RawFile(sha256=sha256(RAW).hexdigest(), raw=RAW))
    session.flush()

    def put(row) -> None:
        assert record(session, row, by).key == 1

    put(
        Source(
            kind=SourceKind.NEWS,
            title="Sample",
            raw_sha256=sha256(RAW).hexdigest(),
            text=text,
            extractor="sample",
        )
    )
    put_pictures(session, put)
    put(models.Section(source=1, start=0, end=9, title="Sample", level=1))
    put(models.Note(source=1, number=1, start=0, end=9, text="Sample"))
    put(models.Discrepancy(source=1, kind=DiscrepancyKind.EMPTY_TITLE, place="1", what="sample"))
    put(models.Resolution(discrepancy=1, what="sample"))
    put(models.PublishedDecision(source=1, decided_by="board", decided_on=DAY, why="sample"))
    anchor = quotation.anchor(text, 13, 31)
    put(Quote(source=1, **vars(anchor), fidelity=Fidelity.VERBATIM_ORIGINAL))
    put(models.Revocation(decision=1, why="sample"))
    put(models.TierSwitch(tier=Tier.SEALED))
    record_with_parts(session, by)
    put(models.FlagChange(quote=1, flag=Flag.CHILD, level=0))
    put(models.Consent(quote=1, state=ConsentState.GIVEN, audiences=["sample"]))
    put(models.Speaker(quote=1, code="SAMPLE", rung=Rung.CAPTAIN))
    put(models.QuoteDetail(quote=1, official="Sample council"))
    put(models.SameWords(quote=1, source=1, start=13, end=31))
    put(models.OwnWords(said_in=1, source=1, start=13, end=31))
    put(models.Withdrawal(quote=1))
    put(models.Embargo(quote=1, until=DAY))
    put(models.Erasure(source=1, quote=1, start=13, end=31, why="sample"))
    put(models.Recommendation(source=1, quote=1, title="Sample", place=1))
    put(Measure(recommendation=1, start=13, end=31, label="Sample", kind=MeasureKind.ONE_OFF))
    put(models.Ground(quote=1, recommendation=1))
    put(models.Dismissal(quote=1, recommendation=1))
    put(models.Addressee(code="sample", name="Sample council", short="SC"))
    put(models.Call(measure=1, addressee=1, origin=CallOrigin.NAMED_IN_SOURCE))
    put(models.Assessment(call=1, status=Status.FIRST_STEP, reason="sample", true_on=DAY))
    put(models.Evidence(assessment=1, quote=1, stance=Stance.SUPPORTS))
    position = Position(addressee=1, value=PositionValue.AGREED, quote=1, said_on=DAY)
    search = Search(on=DAY, places="sample", looked_for=SearchFor.STEP)
    session.add_all([position, search])
    session.flush()
    link(session, [PositionMeasure(position=1, measure=1), SearchCall(search=1, call=1)])
    put(position)
    put(search)
    put(models.Conversation(addressee=1, source=1, on=DAY, office="sample", spoken="internal"))
    put_meeting(put)
    put_work(put)
    put_pack(put)
    put_edition(put)


def put_meeting(put) -> None:
    put(models.BoardMeeting(on=DAY, agenda="sample"))
    put(models.Decision(meeting=1, minute="1", what=Decided.NOTED, words="sample"))
    put(models.ClosureProposal(call=1, reason="sample"))
    put(models.Closure(call=1, meeting=1, reason="sample", minute="sample"))


def put_work(put) -> None:
    put(models.Comment(assessment=1, words="sample"))
    told = {"addressee": 1, "on": DAY}
    put(models.Engagement(**told, how=EngagedBy.LETTER, office="sample", asked="sample"))
    put(models.DecisionPoint(**told, what="sample", source=1))
    kind = next(iter(WorkKind))
    put(models.Assignment(item="sample", kind=kind))
    put(models.Snooze(item="sample", kind=kind, until=DAY, why="sample", facts="sample"))


def put_pack(put) -> None:
    put(models.AudienceProfile(code="sample", version=1))
    put(models.BriefingPack(profile="sample"))
    put(models.Ask(pack=1, recommendation=1, addressee=1))
    put(models.Choice(pack=1, recommendation=1, quote=1))
    put(models.Proposal(pack=1, as_of=DAY, hash="0" * 64))


def put_edition(put) -> None:
    hashes = {"hash": "0" * 64, "history_head": "0" * 64}
    put(models.Edition(pack=1, proposal=1, number=1, as_of=DAY, **hashes))
    put(models.EditionQuote(edition=1, quote=1))
    file = {"length": Length.FULL_PACK, "language": "en", "sha256": sha256(RAW).hexdigest()}
    put(models.EditionFile(edition=1, **file, size=1))
    put(models.EditionWithdrawal(edition=1, why="sample"))
    put(models.Office(addressee=1, name="sample"))
    put(models.Delivery(addressee=1, edition=1, on=DAY, channel=Channel.POST, office="sample"))
    put(models.SheetCopy(edition=1, person=1))
    put(models.CheckedText(language="my", text_hash="0" * 64))
    put(models.TextCorrection(language="my", original="sample", translation="sample"))


def put_pictures(session: Session, put) -> None:
    row = models.Transcription(kind=SourceKind.LETTER, title="Sample", texts=["Sample words."])
    session.add(row)
    session.flush()
    seen = {"raw": RAW, "media": "image/png", "width": 6, "height": 9}
    page = models.ScannedPage(transcription=1, place=1, sha256=sha256(RAW).hexdigest(), **seen)
    link(session, [page])
    put(row)
    put(models.Page(source=1, number=1, start=0, end=9))


def record_with_parts(session: Session, by: int) -> None:
    named = models.NamedPerson(tierchange=1, person=by)
    audience = models.NamedAudience(tierchange=1, audience="sample")
    tier = models.TierChange(quote=1, tier=Tier.SEALED)
    record_with(session, tier, by, lambda _: [named, audience])
    span = models.WithheldSpan(variant=1, start=13, end=31, withheld=Withheld.PLACE)
    cleared = models.ClearedFlag(variant=1, flag=Flag.FUNDING)
    variant = models.Variant(quote=1, kind=VariantKind.REDACTION, text="[place withheld]")
    record_with(session, variant, by, lambda _: [span, cleared])


def broken(session: Session, *kept: chain.Head) -> list[str]:
    return [f"{found.where} {found.what}" for found in chain.verify(session, *kept)]


def on_paper(session: Session) -> chain.Head:
    """The head as somebody wrote it down: not all of it."""
    return heads.read(heads.written(chain.head(session)))


def test_the_history_of_what_was_properly_recorded_verifies(database: Database) -> None:
    with database.writing() as session:
        draft = record(
            session,
            Measure(recommendation=1, start=13, end=20, label="Draft", kind=MeasureKind.ONE_OFF),
            1,
        )
        draft.label = "Better"
        revise(session, draft, 1)
    with database.writing() as session:
        drop(session, session.get(Measure, 2), 1)
    with database.reading() as session:
        assert broken(session, chain.head(session)) == []
        acts = session.exec(
            select(Change.act)
            .where(Change.of_kind == "measure", Change.of_id == 2)
            .order_by(col(Change.seq))
        ).all()
    assert acts == ["recorded", "edited", "dropped"]


def test_a_head_that_was_printed_once_stays_in_the_history(database: Database) -> None:
    with database.reading() as session:
        printed = on_paper(session)
    with database.writing() as session:
        record(session, models.Withdrawal(quote=1), 1)
    with database.reading() as session:
        assert broken(session, printed) == []
        assert broken(session, chain.Head(printed.seq, "f" * 64)) == [
            f"history does not hold head {printed.seq} that was kept outside"
        ]


def test_short_content_cannot_be_guessed_from_its_hash(database: Database) -> None:
    with database.writing() as session:
        for _ in range(2):
            record(session, models.Withdrawal(quote=1, why="same"), 1)
        links = session.exec(
            select(Change).where(Change.of_kind == "withdrawal").order_by(col(Change.seq).desc())
        ).all()
    assert links[0].content_hash != links[1].content_hash


@contextmanager
def an_insider(database: Database) -> Iterator[Session]:
    """Someone with the database itself: no trigger and no key stops them. What they
    did is undone."""
    with database.engine.execution_options(writes=True, migrates=True).connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        else:
            names = connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            ).scalars()
            for name in list(names):
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        with Session(connection) as session:
            yield session
        connection.rollback()


TABLES = [
    table
    for table in SQLModel.metadata.sorted_tables
    if table.name
    in {"person", "addressee", "briefingpack", *FROZEN, *UNTIL_REVIEWED, *PARTS, *COMPLETE}
]
HOWS = (
    "edit",
    "delete",
    "insert",
    "reorder",
    "cut the tail",
    "rewrite all",
    "hide the salt",
    "erase alone",
)


class Tampering:
    def __init__(self, session: Session, random: Random) -> None:
        self.session, self.random = session, random

    def one_of(self, things):
        return self.random.choice(list(things))

    def edit(self) -> None:
        table = self.one_of(TABLES)
        row = self.one_of(self.session.execute(sa.select(table)).mappings().all())
        column = self.one_of(c for c in table.columns if _editable(table, c))
        self.update(table, row, {column.name: self.other(column, row[column.name])})

    def other(self, column: sa.Column, value):
        """Something else that the column takes."""
        if isinstance(column.type, sa.Enum):
            kind = column.type.enum_class
            return self.one_of(w for w in kind if w != value)
        if isinstance(value, bool):
            return not value
        if isinstance(value, int) or (value is None and isinstance(column.type, sa.Integer)):
            return (value or 0) + self.random.randint(1, 9)
        if isinstance(value, str) and "hash" not in column.name:
            return value + self.one_of(["a", "not ", " in effect", "\u200b"])
        if isinstance(value, str | bytes):
            return value[:-1] + ("g" if isinstance(value, str) else b"!")
        if isinstance(value, list | dict):
            return {"forged": True} if isinstance(value, dict) else [*value, "forged"]
        if isinstance(value, datetime):
            return value - timedelta(days=1)
        return DAY - timedelta(days=9) if isinstance(column.type, sa.Date) else "forged"

    def update(self, table, row, values) -> None:
        keys = [c == row[c.name] for c in table.primary_key]
        self.session.execute(sa.update(table).where(*keys).values(values))

    def delete(self) -> None:
        table = self.one_of(TABLES)
        row = self.one_of(self.session.execute(sa.select(table)).mappings().all())
        keys = [c == row[c.name] for c in table.primary_key]
        self.session.execute(sa.delete(table).where(*keys))

    def insert(self) -> None:
        """A record that nobody recorded, or a link among the others."""
        if self.one_of([True, False]):
            self.session.add(Review(of_kind="tierchange", of_id=1, verdict=Verdict.ACCEPTED))
            self.session.flush()
            return
        after = self.random.randint(1, self.last() - 1)
        moved = sa.update(Change).where(col(Change.seq) > after)
        self.session.execute(moved.values(seq=col(Change.seq) + 1000))
        self.session.execute(
            sa.update(Change).where(col(Change.seq) > 1000).values(seq=col(Change.seq) - 999)
        )
        before = self.session.get(Change, after)
        told = before.model_dump() | {"seq": after + 1, "hash": "f" * 64, "previous": before.hash}
        self.session.execute(sa.insert(Change), [told])

    def reorder(self) -> None:
        first = self.random.randint(1, self.last() - 1)
        second = self.random.randint(first + 1, self.last())
        for old, new in ((first, 9999), (second, first), (9999, second)):
            self.session.execute(sa.update(Change).where(col(Change.seq) == old).values(seq=new))

    def cut_the_tail(self) -> None:
        """Skilfully: with the records themselves, and the head set back."""
        at = self.random.randint(1, self.last() - 1)
        for change in self.session.exec(select(Change).where(col(Change.seq) > at)):
            table = SQLModel.metadata.tables[change.of_kind]
            self.session.execute(sa.delete(table).where(table.c.id == change.of_id))
            self.session.delete(change)
        self.session.flush()
        self.set_head(at, self.session.get(Change, at).hash)

    def rewrite_all(self) -> None:
        """Skilfully: one record changed, and every later link made to fit."""
        change = self.session.get(Change, self.random.randint(1, self.last()))
        change.content_hash = sha256(b"forged").hexdigest()
        previous = chain.GENESIS
        for each in self.session.exec(select(Change).order_by(col(Change.seq))):
            each.previous = previous
            each.hash = previous = chain._link_hash(each)
        self.session.flush()
        self.set_head(self.last(), previous)

    def hide_the_salt(self) -> None:
        """So that nothing can be held against the link, then the record is changed."""
        salted = self.session.exec(select(Change.seq).where(col(Change.salt).is_not(None)))
        at = self.one_of(salted)
        self.session.execute(sa.update(Change).where(col(Change.seq) == at).values(salt=None))

    def erase_alone(self) -> None:
        """A tombstone with a link that fits, and no second person."""
        row = self.session.get(Measure, 1)
        row.label = "[erased]"
        self.session.flush()
        chain.append(self.session, [row], chain.Act.ERASED, 1)
        earlier = sa.update(Change).where(col(Change.of_kind) == "measure")
        self.session.execute(earlier.where(col(Change.act) != "erased").values(salt=None))

    def last(self) -> int:
        return self.session.scalar(sa.select(sa.func.max(col(Change.seq))))

    def set_head(self, seq: int, hash: str) -> None:
        self.session.execute(sa.update(models.ChainHead).values(seq=seq, hash=hash))


def _editable(table: sa.Table, column: sa.Column) -> bool:
    """Not what a random value breaks before anybody looks: keys of the table itself."""
    return (column.name not in {"id", "sha256"} and table.name != "change") or column.name == "hash"


def tamper(database: Database, wanted: int) -> Counter[str]:
    """Until so many were tried; one that a constraint refuses is not counted."""
    with database.reading() as session:
        kept = on_paper(session)
    tried: Counter[str] = Counter()
    for seed in range(10 * wanted):
        how = HOWS[seed % len(HOWS)]
        with an_insider(database) as session:
            try:
                getattr(Tampering(session, Random(seed)), how.replace(" ", "_"))()
            except (sa.exc.IntegrityError, sa.exc.DataError):
                continue
            session.expire_all()
            assert broken(session, kept), f"{how}, seed {seed}"
        tried[how] += 1
        if tried.total() == wanted:
            break
    return tried


@pytest.mark.parametrize("wanted", [30, pytest.param(1000, marks=pytest.mark.deep)])
def test_random_tamperings_are_found(
    database: Database, wanted: int, figure: Callable[[str, str], None]
) -> None:
    tried = tamper(database, wanted)
    by_kind = ", ".join(f"{how} {count}" for how, count in sorted(tried.items()))
    figure("history", f"{tried.total()} random tamperings, all found ({by_kind})")
    assert all(tried[how] for how in HOWS)


@pytest.mark.parametrize("act", ["update", "delete", "replace", "truncate"])
def test_the_database_refuses_changes_to_what_is_append_only_or_reviewed(
    database: Database, act: str
) -> None:
    here = database.engine.dialect.name
    if (act, here) in {("replace", "postgresql"), ("truncate", "sqlite")}:
        return
    for name in (*FROZEN, *UNTIL_REVIEWED, *PARTS):
        table = SQLModel.metadata.tables[name]
        same = {c.name: c for c in table.columns}
        columns = ", ".join(f'"{c}"' for c in same)
        statement = {
            "update": sa.update(table).values(same),
            "delete": sa.delete(table),
            "replace": sa.text(f'REPLACE INTO "{name}" ({columns}) SELECT {columns} FROM "{name}"'),
            "truncate": sa.text(f'TRUNCATE "{name}" CASCADE'),
        }[act]
        with (
            pytest.raises(sa.exc.DBAPIError, match="append-only"),
            database.writing() as session,
        ):
            session.execute(statement)


def test_nothing_is_added_to_a_reviewed_record_not_even_by_moving_it_there(
    database: Database,
) -> None:
    with database.writing() as session:
        draft = models.Assessment(call=1, status=Status.FIRST_STEP, reason="draft", true_on=DAY)
        record(session, draft, 1)
        record(session, models.Evidence(assessment=2, quote=1, stance=Stance.SUPPORTS), 1)
        record(
            session,
            Quote(
                source=1,
                **vars(quotation.anchor(RAW.decode(), 0, 6)),
                fidelity=Fidelity.VERBATIM_ORIGINAL,
            ),
            1,
        )
    statements = (
        "UPDATE evidence SET assessment = 1, quote = 2 WHERE assessment = 2",
        "INSERT INTO searchcall (search, call) VALUES (1, 1)",
        "INSERT INTO positionmeasure (position, measure) VALUES (1, 1)",
    )
    for statement in statements:
        with (
            pytest.raises(sa.exc.DBAPIError, match="append-only"),
            database.writing() as session,
        ):
            session.execute(sa.text(statement))


def test_the_head_of_the_history_only_grows(database: Database) -> None:
    for statement in ("UPDATE chainhead SET seq = 1", "DELETE FROM chainhead"):
        with (
            pytest.raises(sa.exc.DBAPIError, match="only grows"),
            database.writing() as session,
        ):
            session.execute(sa.text(statement))


def test_every_kind_of_record_is_held_against_the_history(database: Database) -> None:
    with database.reading() as session:
        told = set(session.exec(select(Change.of_kind).distinct()))
    recorded = {
        str(kind.__tablename__)
        for name in models.__all__
        if issubclass(kind := getattr(models, name), models.Recorded)
        and kind is not models.Recorded
    }
    assert told == recorded
