"""`tracker register import`, as someone at a terminal meets it."""

import json
from datetime import date
from functools import partial
from pathlib import Path
from time import perf_counter

import pytest
from sqlmodel import col, select

from recommendations import quotation
from recommendations.models import (
    Addressee,
    Person,
    Position,
    PositionMeasure,
    Quote,
    Source,
)
from recommendations.records.writing import record
from recommendations.register.audiences import read_profiles
from recommendations.vocabulary import Role
from tests.on_databases import POSTGRESQL_WHEN_DEEP
from tests.terminal import Terminal
from tracker.database import Database

UPR = Path(__file__).parents[1] / "gold/registers/upr-myanmar-2011.csv"
WHAT_IT_IS = (
    *("--map", "text=recommendation", "--map", "number=paragraph", "--map", "block=block"),
    *("--map", "heading=block_heading_verbatim", "--map", "by=recommending_state"),
    *("--addressee", "Myanmar, as reviewed in 2011", "--title", "A/HRC/17/9"),
    *("--publisher", "United Nations Human Rights Council", "--published", "2011-03-24"),
)
ANSWERS = "104=agreed,105=agreed+done,106=acknowledged,107=not accepted"


@pytest.fixture(params=POSTGRESQL_WHEN_DEEP)
def database_kind(request: pytest.FixtureRequest) -> str:
    """What the record asks of either database is tested in test_registering.py."""
    return request.param


@pytest.fixture
def run(report_database: Database, tmp_path, monkeypatch, capsys):
    with report_database.writing() as session:
        record(session, Person(code="SAM", role=Role.ADMINISTRATOR), None)
    terminal = Terminal(monkeypatch, capsys).at(tmp_path / "home", report_database.url)
    return partial(terminal.run, "register")


def test_a_whole_review_is_imported_with_what_the_state_answered(run, report_database) -> None:
    """190 recommendations, four answers: each found again exactly in the stored text, and
    the state that gave them is never an audience."""
    status, out, _ = run("import", str(UPR), "--dry-run", "--json")
    told = json.loads(out)
    assert (status, told["fates"], told["would_be_stored"]) == (0, {"new": 190}, 190)
    began = perf_counter()
    status, out, err = run("import", str(UPR), *WHAT_IT_IS, "--answers", ANSWERS)
    took = perf_counter() - began
    print(f"190 rows with four answers, imported in {took:.1f} s")
    assert took < 5
    assert (status, err) == (0, "")
    assert "190 recommendations were imported" in out
    with report_database.reading() as session:
        rows = session.exec(
            select(Position, Quote, Source.text)
            .join(Quote, col(Quote.id) == Position.quote)
            .join(Source, col(Source.id) == Quote.source)
            .order_by(col(Position.id))
        ).all()
        assert [(p.value.value, p.says_done, p.said_on) for p, _, _ in rows] == [
            ("agreed", False, date(2011, 3, 24)),
            ("agreed", True, date(2011, 3, 24)),
            ("acknowledged", False, date(2011, 3, 24)),
            ("not accepted", False, date(2011, 3, 24)),
        ]
        covered = []
        for position, quote, text in rows:
            anchor = quotation.Anchor(
                quote.start, quote.end, quote.exact, quote.prefix, quote.suffix
            )
            found = quotation.find(text, anchor)
            assert (found.start, found.end, found.forgiven) == (quote.start, quote.end, ())
            covered += session.exec(
                select(PositionMeasure.measure).where(PositionMeasure.position == position.id)
            ).all()
        assert len(covered) == len(set(covered)) == 190
        assert rows[0][1].exact.endswith("enjoy the support of Myanmar:")
        code = session.exec(
            select(Addressee.code).where(col(Addressee.name).startswith("Myanmar"))
        ).one()
        assert not any(code in content["addressees"] for content in read_profiles(session).values())


def test_the_command_says_what_is_missing_and_stores_nothing(run, tmp_path) -> None:
    sheet = tmp_path / "sample.csv"
    sheet.write_bytes("No;Recommendation;To\r1;Été sans fin;Sample Council\r".encode("mac-roman"))
    status, _, err = run("import", str(sheet))
    assert (status, "--map text=2" in err) == (1, True)
    what = ("--map", "text=Recommendation", "--map", "addressee=To", "--publisher", "Sample")
    for more, sentence in [
        (("--map", "Text=1"), "is nothing a column can be"),
        (("--published", "yesterday"), "as year-month-day"),
        (("--published", "2025-01-02", "--url", "javascript:alert(1)"), "starts with https://"),
        (("--published", "2025-01-02", "--encoding", "utf-8"), "Line 2 is not UTF-8"),
        (("--published", "2025-01-02", "--answers", "1=perhaps"), "is no answer"),
        (("--published", "2025-01-02", "--leave", "two"), "is no row"),
        (("--published", "2025-01-02", "--delimiter", "dot"), "none of comma"),
    ]:
        status, _, err = run("import", str(sheet), *what, *more)
        assert (status, sentence in err) == (1, True), err
    status, out, _ = run(
        "import", str(sheet), *what, "--published", "2025-01-02", "--encoding", "mac-roman",
        "--json",
    )  # fmt: skip
    assert (status, json.loads(out)["recommendations"]) == (0, 1)
    assert "Été sans fin" in run()[1]
