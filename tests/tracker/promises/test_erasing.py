"""Erased words are in no byte that is left, the chain still verifies, and nothing else gets
past what the database refuses. What is recorded here about the report is a sample."""

import json
import os
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlmodel import Session, SQLModel, col, select

from recommendations import erasing, issuing, ladder, models, quoting, transcribing, triage
from recommendations.errors import NotAllowed, NotFound, Refused
from recommendations.models import Change, Erasure, Person, Quote, RawFile, Source
from recommendations.quotation import Anchor, find
from recommendations.reading.pictures import repainted
from recommendations.records import chain, heads, tombstones
from recommendations.records.blanking import ERASED, is_blank
from recommendations.records.descriptions import Described
from recommendations.records.speakers import read_speakers
from recommendations.records.writing import last_links, record, review
from recommendations.register.desk import read_desk
from recommendations.register.waiting import read_waiting
from recommendations.runs import marks_to_keep
from recommendations.search import find_quotes
from recommendations.vocabulary import (
    Flag,
    Length,
    Region,
    Role,
    Rung,
    SourceKind,
    Stance,
    Status,
    Tier,
    VariantKind,
    Verdict,
)
from tests.on_databases import ON_BOTH, ON_BOTH_DEEP
from tests.sample_pictures import drawn, encoded
from tracker.accounts.models import Sent
from tracker.keeping import erasing as keeping
from tracker.keeping import ledger, sweeping
from tracker.keeping.backup import make
from tracker.keeping.restore import restore
from tracker.keeping.unfrozen import unfrozen
from tracker.keeping.withdrawing import withdraw
from tracker.migrations.append_only import FROZEN, PARTS, UNTIL_REVIEWED
from tracker.service import Service, open_service
from tracker.settings import REPORT, Settings

WHY = "Sample: the speaker asked for it."
TODAY = date(2026, 11, 22)


@pytest.fixture
def service(databases, database_kind: str, tmp_path: Path) -> Iterator[Service]:
    """A home of its own with the report, a sample administrator and a board member. On
    PostgreSQL an empty database: a prepared one keeps a copy of its words."""
    from tracker.commands.context import begin  # noqa: PLC0415

    home = tmp_path / "home"
    url = databases.create("") if database_kind == "postgresql" else ""
    opened = open_service(Settings(home=home, database_url=url))
    begin(opened)
    with opened.database.writing() as session:
        for code, role in (("AMARA", Role.ADMINISTRATOR), ("BORIS", Role.BOARD)):
            record(session, Person(code=code, role=role), None)
    yield opened
    opened.close()


def by_code(session: Session, code: str) -> int:
    return session.exec(select(Person).where(Person.code == code)).one().key


def the_quote(session: Session) -> Quote:
    """With heading and attribution, and neighbours close by."""
    asked = select(Quote).where(Quote.testimony, Quote.heading != "", Quote.attribution != "")
    return session.exec(asked.order_by(col(Quote.id))).first()


def written_everywhere(session: Session, by: int, quote: Quote) -> str:
    """The words in every kind of place that may have them. Gives the words."""
    words = quote.exact
    half = words[: len(words) // 2]
    described = Described(SourceKind.NEWS, "Sample paper", "Sample", TODAY)
    again = quoting.add_source(
        session, by, TODAY, described, text=f"Sample paper, invented.\n\n“{words}”\n\nSample end."
    )
    quoting.quote_words(session, by, again.key, words)
    quoting.quote_words(session, by, quote.source, half)

    def put(row) -> None:
        record(session, row, by)

    put(models.Variant(quote=quote.key, kind=VariantKind.TRANSLATION, text="Sample, otherwise."))
    put(models.FlagChange(quote=quote.key, flag=Flag.CHILD, level=0, because=half))
    put(models.TierChange(quote=quote.key, tier=Tier.INTERNAL, opens=False, why="Sample remark."))
    put(models.Discrepancy(
        source=quote.source, kind="empty title", place="here", what=f"Sample: {half}",
        places=[[quote.start, quote.end]],
    ))  # fmt: skip
    call = session.exec(select(models.Call.id)).first()
    put(models.Assessment(
        call=call, status=Status.FIRST_STEP, reason=f"Sample, {half.upper()}", true_on=TODAY
    ))  # fmt: skip
    put(models.Evidence(assessment=1, quote=quote.key, stance=Stance.CONTEXT))
    put(models.Search(on=TODAY, places="sample", terms=words.replace(" ", "\n"), looked_for="step"))
    put(models.Review(
        of_kind="quote", of_id=quote.key, verdict=Verdict.SENT_BACK, comment="Sample comment."
    ))  # fmt: skip
    put(models.Engagement(
        addressee=1, on=TODAY, how="telephone", office="Sample", asked=f"Sample: {half}"
    ))  # fmt: skip
    put(models.Comment(assessment=1, words=f"Sample, as somebody said: {half.lower()}"))
    session.add(Sent(once="sample", person=by, led_to=f"/search?q={half[:300]}"))
    issued_with(session, by, quote)
    return words


def issued_with(session: Session, by: int, quote: Quote) -> None:
    """An edition, by two people, whose data and whose file have the words."""
    told = {"en": {"opening": f"Sample: “{quote.exact}”"}}
    file = issuing.File(Length.LEAVE_BEHIND, "en", b"%PDF sample " + quote.exact.encode())
    proposal = issuing.propose(session, by, "eu", TODAY, told, "0" * 64)
    issued = issuing.Issue(1, told, "1" * 64, "2" * 64, [quote.key], [file])
    issuing.issue(session, by_code(session, "BORIS"), proposal.key, issued)


def erase(service: Service, quote: int) -> bool:
    home = service.settings.home
    with service.database.reading() as session:
        amara, boris = by_code(session, "AMARA"), by_code(session, "BORIS")
    withdraw(service.database, home, amara, quote, WHY)
    with service.database.writing() as session:
        asked = erasing.ask_for_quote(session, amara, quote, WHY).key
    return keeping.confirm(service.database, home, boris, asked)


def needles(*texts: str) -> set[bytes]:
    """Each text, and each dozen words of it in a row, as they could stand in a file."""
    told = set(texts)
    for text in texts:
        words = text.split(" ")
        told |= {" ".join(words[at : at + 12]) for at in range(0, len(words) - 11, 6)}
    told |= {text.casefold() for text in told} | {text.upper() for text in told}
    told |= {text.replace(" ", "\n") for text in told}
    plain = {text.encode(code) for text in told for code in ("utf-8", "utf-16-le", "utf-16-be")}
    return plain | {json.dumps(text)[1:-1].encode() for text in told}


def files_of(service: Service, kind: str) -> dict[str, bytes]:
    """Every file of the home, and of the database where it can be read."""
    found = {p.name: p.read_bytes() for p in service.settings.home.rglob("*") if p.is_file()}
    if kind == "postgresql":
        url = make_url(service.database.url).set(drivername="postgresql")
        plain = url.render_as_string(hide_password=False)
        found["dump"] = subprocess.run(["pg_dump", plain], capture_output=True, check=True).stdout
        found |= relation_files(service)
    return found


def relation_files(service: Service) -> dict[str, bytes]:
    """All of the database's own folder, its catalogs included; empty where the machine
    does not let us read it."""
    engine = service.database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection, suppress(sa.exc.DBAPIError, OSError):
        connection.exec_driver_sql("CHECKPOINT")
        folder = connection.exec_driver_sql(
            "SELECT current_setting('data_directory') || '/base/' || oid FROM pg_database "
            "WHERE datname = current_database()"
        ).scalar_one()
        if os.access(folder, os.R_OK | os.X_OK):
            return {f"base/{p.name}": p.read_bytes() for p in Path(folder).iterdir()}
    return {}


def holding(files: dict[str, bytes], wanted: set[bytes]) -> list[str]:
    return sorted(name for name, raw in files.items() if any(n in raw for n in wanted))


def as_bytes(marks: Iterable[int]) -> set[bytes]:
    """As a database of either kind stores them, and as a dump says them."""
    told = [(mark.to_bytes(8, order, signed=True)) for mark in marks for order in ("big", "little")]
    return {*told, *(str(mark).encode() for mark in marks)}


# Destroying is the database's own work; the rest is the same on both, in ./test deep.
@ON_BOTH
def test_the_search_index_forgets_erased_words_to_the_last_byte(
    service: Service, database_kind: str
) -> None:
    """It holds each word by itself, and of words that begin alike only how they differ; that of
    runs holds marks of them, by which whoever has the words could see that they were here."""
    words = "The sample speaker said Zwyquixlotl and ပြည်ဇဃဎထီး and no more."
    with service.database.writing() as session:
        described = Described(SourceKind.NEWS, "Sample", "Sample", TODAY)
        source = quoting.add_source(
            session, by_code(session, "AMARA"), TODAY, described, text=f"{words} Sample end."
        )
        quote = quoting.quote_words(session, by_code(session, "AMARA"), source.key, words).key
        assert [one.id for one in find_quotes(session, "zwyquixlotl", Role.EDITOR)] == [quote]
    wanted = {b"quixlotl", "ဃဎထီး".encode()}
    marks = as_bytes(marks_to_keep(words))
    assert holding(files_of(service, database_kind), marks)
    assert holding(files_of(service, database_kind), wanted)
    assert erase(service, quote)
    assert holding(files_of(service, database_kind), wanted | marks) == []
    with service.database.reading() as session:
        assert find_quotes(session, "zwyquixlotl", Role.ADMINISTRATOR) == []
        assert find_quotes(session, "sample", Role.ADMINISTRATOR)


@ON_BOTH_DEEP
def test_erased_words_are_in_no_byte_that_is_left(
    service: Service, database_kind: str, tmp_path: Path, figure: Callable[[str, str], None]
) -> None:
    with service.database.writing() as session:
        quote = the_quote(session)
        words = written_everywhere(session, by_code(session, "AMARA"), quote)
        wanted = needles(words, quote.attribution)
        id, kept = quote.key, chain.head(session)
    assert holding(files_of(service, database_kind), wanted)
    assert erase(service, id)
    files = files_of(service, database_kind)
    left = holding(files, wanted)
    where = "" if any(n.startswith("base/") for n in files) else " (relation files not readable)"
    where = where if database_kind == "postgresql" else ""
    told = f"{len(files)} files{where} searched for {len(wanted)} needles of erased words"
    figure("history", f"{told}: {len(left)} found; the history verifies")
    assert left == []
    with service.database.reading() as session:
        assert list(chain.verify(session, heads.read(heads.written(kept)))) == []


@pytest.mark.deep
@pytest.mark.postgresql
@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_what_an_open_transaction_can_still_read_is_swept_at_the_next_start(
    service: Service, monkeypatch: pytest.MonkeyPatch, database_kind: str
) -> None:
    monkeypatch.setattr(sweeping, "TRIES", 2)
    engine = service.database.engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as reader:
        words = reader.exec_driver_sql("SELECT exact FROM quote WHERE id = 1").scalar_one()
        reader.exec_driver_sql("SELECT count(*) FROM note")
        assert erase(service, 1) is False
        reader.rollback()
    assert (service.settings.home / sweeping.OWED).exists()
    monkeypatch.undo()
    assert sweeping.pay(service.database, service.settings.home)
    assert holding(files_of(service, database_kind), needles(words)) == []


def test_what_is_left_are_tombstones_and_everything_else_is_found_again(service: Service) -> None:
    with service.database.writing() as session:
        quote = the_quote(session)
        id, start, end, source = quote.key, quote.start, quote.end, quote.source
        written_everywhere(session, by_code(session, "AMARA"), quote)
        before = {q.key: q.exact for q in session.exec(select(Quote))}
        length = len(session.get(Source, source).text)
    assert erase(service, id)
    with service.database.reading() as session:
        for row in session.exec(select(Quote)):
            text = session.get(Source, row.source).text
            anchor = Anchor(row.start, row.end, row.exact, row.prefix, row.suffix)
            assert find(text, anchor) is not None
        gone = session.get(Quote, id)
        changed = {q.key for q in session.exec(select(Quote)) if q.exact != before[q.key]}
        over = select(Quote.id).where(Quote.source == source, Quote.start < end, Quote.end > start)
        copied = select(Quote.id).join(Source).where(Source.title == "Sample paper")
        assert changed == {*session.exec(over), *session.exec(copied)}
        assert is_blank(gone.exact)
        assert (gone.heading, gone.attribution, gone.notes) == ("", "", [])
        assert len(session.get(Source, source).text) == length
        assert session.get(RawFile, session.get(Source, source).raw_sha256).raw == b""
        assert {v.text for v in session.exec(select(models.Variant))} == {ERASED}
        links = session.exec(
            select(Change).where(Change.of_kind == "quote", Change.of_id == id).order_by(Change.seq)
        ).all()
        assert [link.act for link in links] == ["recorded", "erased"]
        assert [link.salt is None for link in links] == [True, False]


@ON_BOTH_DEEP
def test_who_spoke_goes_with_the_words_and_nobody_is_told_more_exactly_for_it(
    service: Service, database_kind: str
) -> None:
    """SAMPL3 said two quotes, last of all that they were an officer; SAMPL4 said one."""
    with service.database.writing() as session:
        amara, boris = by_code(session, "AMARA"), session.get_one(Person, by_code(session, "BORIS"))
        quote = the_quote(session)
        id, others = quote.key, select(Quote.id).where(Quote.testimony, Quote.start > quote.end)
        kept = session.exec(others.order_by(Quote.start.desc())).first()
        for who, of, rung, region in (
            ("SAMPL3", kept, Rung.CAPTAIN, Region.CHIN),
            ("SAMPL4", id, Rung.SERGEANT, Region.CHIN),
            ("SAMPL3", id, Rung.OFFICER, None),
        ):
            said = models.Speaker(quote=of, code=who, rung=rung, region=region)
            review(session, record(session, said, amara), boris, Verdict.ACCEPTED)
        record(session, models.Speaker(quote=id, code="SAMPL5", rung=Rung.MAJOR), amara)
    assert erase(service, id)
    left = holding(files_of(service, database_kind), {b"SAMPL4", b"SAMPL5"})
    assert left == []
    with service.database.reading() as session:
        assert list(chain.verify(session)) == []
        gone = session.exec(select(models.Speaker).where(models.Speaker.quote == id)).all()
        assert {(s.code, s.rung, s.region) for s in gone} == {(ERASED, ladder.TOP, None)}
        speakers = read_speakers(session, waiting=True)
        assert speakers.of_quote == {kept: "SAMPL3"}
        assert speakers.voices == {"SAMPL3": ladder.Voice("SAMPL3", Rung.OFFICER, None)}
        assert not [
            w for w in read_waiting(session, Role.BOARD) if w.items[0].startswith("speaker")
        ]
        assert read_desk(session, boris.key, Role.BOARD).waiting == 0


def test_importing_the_report_again_brings_nothing_back(service: Service) -> None:
    from recommendations.importing import import_report  # noqa: PLC0415

    with service.database.reading() as session:
        id, words = the_quote(session).key, the_quote(session).exact
    assert erase(service, id)
    with service.database.writing() as session:
        assert not import_report(session, REPORT.read_bytes(), REPORT.name).new
        assert not any(words in source.text for source in session.exec(select(Source)))


def test_a_whole_source_is_erased_with_everything_read_from_it(
    service: Service, database_kind: str
) -> None:
    text = "Sample panel, invented. The sample speaker said that a lamp was lit on the hill twice."
    with service.database.writing() as session:
        amara, boris = by_code(session, "AMARA"), by_code(session, "BORIS")
        described = Described(
            SourceKind.LETTER, "Sample hillside letter", "Sample publisher of letters", TODAY
        )
        source = quoting.add_source(session, amara, TODAY, described, text=text).key
        quoting.quote_words(session, amara, source, "a lamp was lit on the hill twice")
        asked = erasing.ask_for_source(session, amara, source, WHY).key
    assert keeping.confirm(service.database, service.settings.home, boris, asked)
    wanted = needles(text, "Sample hillside letter", "Sample publisher of letters")
    assert holding(files_of(service, database_kind), wanted) == []
    with service.database.reading() as session:
        assert list(chain.verify(session)) == []
        assert session.get(Source, source).title == ERASED
        (quote,) = session.exec(select(Quote).where(Quote.source == source)).all()
        withdrawn = select(models.Withdrawal).where(models.Withdrawal.quote == quote.id)
        assert session.exec(withdrawn).one()
        elsewhere = replace(described, url="https://sample.example/other")
        with pytest.raises(Refused, match="not taken again"):
            quoting.add_source(session, amara, TODAY, elsewhere, text=text)
    assert [e.erased for e in ledger.read(service.settings.home / ledger.NAME)] == [False, True]


def test_pictures_go_with_the_words_that_were_typed_from_them(
    service: Service, database_kind: str
) -> None:
    words = "The sample ministry saw a lamp on the hill, and said nothing of it to anybody."
    pictures = repainted(encoded(drawn(words), "PNG"))
    described = Described(
        SourceKind.LETTER, "Sample letter on lamps", "Sample ministry of lamps", TODAY
    )
    with service.database.writing() as session:
        amara, boris = by_code(session, "AMARA"), by_code(session, "BORIS")
        record(session, Person(code="RUTH", role=Role.REVIEWER), None)
        row = transcribing.add_pictures(session, amara, TODAY, described, pictures)
        seen = last_links(session)["transcription", row.key]
        transcribing.type_words(session, amara, row.key, {1: words}, {}, seen)
        seen = last_links(session)["transcription", row.key]
        ruth = by_code(session, "RUTH")
        checked = transcribing.check(session, ruth, row.key, Verdict.ACCEPTED, "", seen)
        asked = erasing.ask_for_source(session, amara, checked.source, WHY).key
    wanted = needles(words, described.title, described.publisher) | {pictures[0].raw[60:260]}
    assert holding(files_of(service, database_kind), wanted)
    assert keeping.confirm(service.database, service.settings.home, boris, asked)
    assert holding(files_of(service, database_kind), wanted) == []
    with service.database.writing() as session:
        assert list(chain.verify(session)) == []
        with pytest.raises(Refused, match="not taken again"):
            transcribing.add_pictures(session, amara, TODAY, described, pictures)


def test_a_restored_backup_from_before_opens_with_the_words_erased(
    service: Service, databases, database_kind: str, tmp_path: Path
) -> None:
    made = make(service.settings)
    with service.database.reading() as session:
        quote = the_quote(session)
    assert erase(service, quote.key)
    line = (service.settings.home / ledger.NAME).read_text().splitlines()[-1]
    assert json.loads(line)["erased"] is True
    url = databases.create("") if database_kind == "postgresql" else ""
    there = Settings(home=tmp_path / "there", database_url=url)
    there.home.mkdir()
    (there.home / ledger.NAME).write_bytes((service.settings.home / ledger.NAME).read_bytes())
    done = restore(there, Path(made.file))
    assert (done.withdrawn, done.erased) == (1, 1)
    again = open_service(there)
    assert holding(files_of(again, database_kind), needles(quote.exact)) == []
    with again.database.reading() as session:
        assert list(chain.verify(session)) == []
        assert [row.recorded_by for row in session.exec(select(Erasure))] == [None]
    again.close()
    assert len(ledger.read(there.home / ledger.NAME)) == 2


def test_two_people_destroy_and_only_what_was_withdrawn(service: Service) -> None:
    with service.database.writing() as session:
        amara, boris = by_code(session, "AMARA"), by_code(session, "BORIS")
        edith = record(session, Person(code="EDITH", role=Role.EDITOR), None).key
        quote = the_quote(session)
        with pytest.raises(Refused, match="Withdraw it first"):
            erasing.ask_for_quote(session, amara, quote.key, WHY)
        triage.withdraw(session, amara, quote.key, WHY)
        with pytest.raises(NotAllowed, match="Administrators ask"):
            erasing.ask_for_quote(session, boris, quote.key, WHY)
        with pytest.raises(Refused, match="repeats the words"):
            erasing.ask_for_quote(session, amara, quote.key, f"Sample: {quote.exact}")
        with pytest.raises(NotFound):
            erasing.ask_for_quote(session, amara, 10**6, WHY)
        asked = erasing.ask_for_quote(session, amara, quote.key, WHY)
        with pytest.raises(Refused, match="asked for it already"):
            erasing.ask_for_quote(session, amara, quote.key, WHY)
        with pytest.raises(Refused, match="yourself"):
            erasing.agree(session, amara, asked.key)
        with pytest.raises(Refused, match="a reviewer, a board member"):
            erasing.agree(session, edith, asked.key)
        erasing.decline(session, boris, asked.key, "Sample: not needed.")
        with pytest.raises(Refused, match="decided already"):
            erasing.agree(session, boris, asked.key)
        assert not is_blank(quote.exact)


def triggers(session: Session) -> list[tuple]:
    asked = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
        "postgresql": "SELECT tgname, tgenabled, pg_get_triggerdef(oid) FROM pg_trigger "
        "WHERE NOT tgisinternal ORDER BY tgname",
    }[session.get_bind().dialect.name]
    return [tuple(row) for row in session.execute(sa.text(asked))]


@ON_BOTH_DEEP
def test_nothing_else_gets_past_what_the_database_refuses(service: Service) -> None:
    with service.database.writing() as session:
        quote, amara = the_quote(session), by_code(session, "AMARA")
        boris = by_code(session, "BORIS")
        before = triggers(session)
        triage.withdraw(session, amara, quote.key, WHY)
        asked = erasing.ask_for_quote(session, amara, quote.key, WHY)
        stray = Erasure(source=quote.source, start=0, end=9, why=WHY)
        for one in (asked, stray):
            with pytest.raises(NotAllowed), unfrozen(session, one, ["quote"]):
                pass
        id, waiting = quote.key, asked.key
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        breaking_off(service, waiting, "DELETE FROM quote")
    with pytest.raises(RuntimeError):
        breaking_off(service, waiting, f"UPDATE quote SET heading = 'sample' WHERE id = {id}")
    with service.database.reading() as session:
        assert triggers(session) == before
        assert session.get(Quote, id).heading != "sample"
        assert len(erasing.waiting(session)) == 1
    assert keeping.confirm(service.database, service.settings.home, boris, waiting)
    with service.database.reading() as session:
        assert triggers(session) == before
    names = ("change", "quote", "rawfile", "source", "erasure", "withdrawal", "section")
    for name in names:
        with pytest.raises(sa.exc.DBAPIError, match="append-only"):
            change_all(service, SQLModel.metadata.tables[name])
    print(f"{len(names)} tables refuse again; {len(before)} triggers as before")


def breaking_off(service: Service, waiting: int, statement: str) -> None:
    """In the middle, when the triggers are lifted."""
    with service.database.writing() as session:
        agreed = erasing.agree(session, by_code(session, "BORIS"), waiting)
        with unfrozen(session, agreed, SQLModel.metadata.tables):
            session.execute(sa.text(statement))
            raise RuntimeError("sample: it breaks off")


def change_all(service: Service, table: sa.Table) -> None:
    with service.database.writing() as session:
        session.execute(sa.update(table).values({c.name: c for c in table.columns}))


def test_every_record_that_points_at_a_quote_is_thought_of() -> None:
    pointing = {
        str(table.__tablename__)
        for table in chain.recorded_tables()
        if "quote" in table.__table__.columns
    }
    assert pointing == {*tombstones.ABOUT_QUOTES, *tombstones.USE_QUOTES}
    assert {"erasure"} <= {*FROZEN} - {*UNTIL_REVIEWED, *PARTS}


def test_an_erasure_that_nobody_agreed_on_does_not_verify(service: Service) -> None:
    """An insider empties a file and writes nothing about it."""
    with service.database.engine.execution_options(writes=True).connect() as connection:
        name = "rawfile_update_refused"
        on = ' ON "rawfile"' if connection.dialect.name == "postgresql" else ""
        connection.exec_driver_sql(f"DROP TRIGGER {name}{on}")
        with Session(connection) as session:
            session.execute(sa.update(RawFile).values(raw=b""))
            assert [b.what for b in chain.verify(session)] == ["is not what came in"]
        connection.rollback()
