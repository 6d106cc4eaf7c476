"""What opens words takes two people and a code, at a terminal as on the pages. Everything said
here is a sample."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import Session, col, select

from recommendations import naming, splitting, triage
from recommendations.models import Measure, Person, PublishedDecision, Quote, Recommendation
from recommendations.records.named import is_on
from recommendations.records.writing import record
from recommendations.reviewing import Item, review_item
from recommendations.vocabulary import MeasureKind, Role, Tier, Verdict, Withheld
from tests.on_databases import POSTGRESQL_WHEN_DEEP
from tests.terminal import STORED, Terminal, proof
from tracker.accounts import confirming
from tracker.accounts.models import Account
from tracker.database import Database

ROLES = {
    "AMARA": Role.ADMINISTRATOR,
    "EDITH": Role.EDITOR,
    "BORIS": Role.BOARD,
    "RUTH": Role.REVIEWER,
}
Proof = Callable[[str], tuple[str, ...]]


@pytest.fixture(params=POSTGRESQL_WHEN_DEEP)
def database_kind(request: pytest.FixtureRequest) -> str:
    """What is recorded is tested below the commands, on both."""
    return request.param


@pytest.fixture
def members(report_database: Database) -> dict[str, int]:
    """Each with an account; nobody has a phone yet."""
    with report_database.writing() as session:
        ids = {c: record(session, Person(code=c, role=r), None).key for c, r in ROLES.items()}
        for code, id in ids.items():
            address = f"{code.lower()}@example.org"
            session.add(Account(person=id, email=address, password_hash=STORED))
    return ids


@pytest.fixture
def terminal(
    report_database: Database, members: dict[str, int], tmp_path, monkeypatch, capsys
) -> Terminal:
    return Terminal(monkeypatch, capsys).at(tmp_path / "home", report_database.url)


@pytest.fixture
def as_(report_database: Database, members: dict[str, int], tmp_path) -> Proof:
    """Who acts, with their password and a code."""
    return lambda code: ("--as", code, *proof(report_database, members[code], tmp_path))


def told(terminal: Terminal, *words: str):
    status, out, err = terminal.run(*words, "--json")
    assert status == 0, err
    return json.loads(out)


def names_for(terminal: Terminal, code: str, *words: str) -> list[str]:
    return [one["name"] for one in told(terminal, "review", "list", "--as", code, *words)]


def of_a_witness(session: Session) -> int:
    found = session.exec(select(Quote).where(Quote.testimony).order_by(col(Quote.id))).first()
    assert found
    return found.key


def switched_on(session: Session, members: dict[str, int]) -> None:
    for tier in naming.SWITCHED:
        row = naming.propose_switching_on(session, members["AMARA"], tier, "Sample.")
        review_item(session, members["BORIS"], Item("tierswitch", row.key), Verdict.ACCEPTED)


def test_what_opens_is_refused_without_a_code_of_ones_own(
    terminal: Terminal, report_database: Database, as_: Proof, tmp_path
) -> None:
    asked = ("tier", "on", "S1", "--why", "Sample.")
    _, password, file, _, code = as_("RUTH")[1:]
    for who, given, said in (
        ("BORIS", (password, file), confirming.NO_PHONE),
        ("RUTH", (), "--password-file"),
        ("RUTH", (password, file), "--code"),
        ("RUTH", (password, file, "--code", "000000"), "That code is not right"),
    ):
        status, out, err = terminal.run(*asked, "--as", who, *given)
        assert (status, out, said in err) == (1, "", True)
    (tmp_path / "wrong").write_text("a wrong guess again")
    guess = ("--password-file", str(tmp_path / "wrong"), "--code", code)
    assert "not your password" in terminal.run(*asked, "--as", "RUTH", *guess)[2]
    assert terminal.run(*asked, *as_("EDITH"))[0] == 1
    tiers = told(terminal, "tier", "list")["tiers"]
    assert [one["waits"] for one in tiers] == [False, False]


def test_a_code_is_used_up_by_what_was_done_with_it_and_not_by_what_was_refused(
    terminal: Terminal, as_: Proof
) -> None:
    given = as_("RUTH")
    asked = ("tier", "on", "S1", "--why")
    assert "code" not in terminal.run(*asked, " ", *given)[2]
    assert terminal.run(*asked, "Sample.", *given)[0] == 0
    status, _, said = terminal.run("tier", "on", "S3", "--why", "Sample.", *given)
    assert (status, "That code is not right, or was used already" in said) == (1, True)


def test_a_tier_is_switched_on_by_two_people_with_a_code_each(
    terminal: Terminal, report_database: Database, as_: Proof
) -> None:
    status, out, _ = terminal.run("tier", "on", "S1", "--why", "Sample.", *as_("RUTH"))
    assert (status, "until a second person confirms it" in out) == (0, True)
    assert "waits for a second person" in terminal.run("tier", "list", "--as", "AMARA")[1]
    assert names_for(terminal, "RUTH") == names_for(terminal, "EDITH") == []
    (name,) = names_for(terminal, "BORIS")
    own = names_for(terminal, "RUTH", "--all")
    assert own == [name]
    for who in ("RUTH", "EDITH"):
        status, _, said = terminal.run("review", "accept", name, *as_(who))
        assert (status, "second person" in said or "confirmed by" in said) == (1, True)
    status, _, said = terminal.run("review", "accept", name, "--as", "BORIS")
    assert (status, confirming.NO_PHONE in said) == (1, True)
    with report_database.reading() as session:
        assert not is_on(session, Tier.NAMED_AUDIENCES)
    assert terminal.run("review", "accept", name, *as_("BORIS"))[:2] == (0, "1 accepted.\n")
    with report_database.reading() as session:
        assert is_on(session, Tier.NAMED_AUDIENCES)
    told_of = terminal.run("tier", "list", "--as", "EDITH")[1]
    assert "agreed by BORIS" in told_of
    status, _, said = terminal.run("review", "accept", name, *as_("AMARA"))
    assert (status, "does not wait any more" in said) == (1, True)


def test_sealed_words_are_unsealed_by_the_two_and_printed_by_no_command(
    terminal: Terminal, report_database: Database, members: dict[str, int], as_: Proof
) -> None:
    with report_database.writing() as session:
        switched_on(session, members)
        quote = of_a_witness(session)
        words = session.get_one(Quote, quote).exact[20:60]
        naming.seal(session, members["EDITH"], quote, [members["EDITH"], members["BORIS"]])
    listed = told(terminal, "tier", "list", "--as", "BORIS")["sealed_for_you"]
    assert listed == [f"Q{quote}"]
    assert told(terminal, "tier", "list", "--as", "AMARA")["sealed_for_you"] == []
    asked = ("quote", "unseal", f"Q{quote}", "--why", "Sample.")
    assert terminal.run(*asked, "--as", "AMARA")[0] == 1
    assert terminal.run(*asked, "--as", "EDITH")[0] == 0
    assert names_for(terminal, "RUTH") == []
    (name,) = names_for(terminal, "BORIS")
    for who in members:
        assert words not in terminal.run("review", "list", "--all", "--as", who)[1]
    assert terminal.run("review", "accept", name, *as_("RUTH"))[0] == 1
    assert terminal.run("review", "accept", name, *as_("BORIS"))[0] == 0
    assert told(terminal, "quote", "show", f"Q{quote}", "--as", "RUTH")["tier"] == "S2"


def test_daily_work_is_accepted_without_a_code_and_only_as_it_was_read(
    terminal: Terminal, report_database: Database, members: dict[str, int]
) -> None:
    def write(label: str) -> None:
        with report_database.writing() as session:
            row = session.exec(select(Measure).order_by(col(Measure.id))).first()
            assert row
            quote = session.get_one(
                Quote, session.get_one(Recommendation, row.recommendation).quote
            )
            splitting.accept_measure(
                session, members["EDITH"], row.key, label=label, kind=MeasureKind.ONE_OFF,
                words=quote.exact[row.start - quote.start : row.end - quote.start],
                done_when="Sample: an act names it.",
            )  # fmt: skip

    write("Sample")
    (name,) = names_for(terminal, "BORIS")
    assert terminal.run("review", "send-back", name, "--comment", " ", "--as", "BORIS")[0] == 1
    write("Another sample")
    status, _, said = terminal.run("review", "accept", name, "--as", "BORIS")
    assert (status, "edited while you were reading" in said) == (1, True)
    status, _, said = terminal.run("review", "accept", name.partition("@")[0], "--as", "BORIS")
    assert (status, "as the list prints it" in said) == (1, True)
    (name,) = names_for(terminal, "BORIS")
    assert terminal.run("review", "accept", name, "measure-999@1", "--as", "BORIS")[0] == 1
    asked = ("review", "send-back", name, "--comment", "Sample: say it shorter.", "--as", "BORIS")
    assert terminal.run(*asked)[:2] == (0, "Sent back.\n")
    status, _, said = terminal.run("review", "accept", name, "--as", "BORIS")
    assert (status, "waits for its author" in said) == (1, True)
    assert "say it shorter" in terminal.run("review", "list", "--all", "--as", "EDITH")[1]
    write("A sample")
    (name,) = names_for(terminal, "BORIS")
    assert "A sample" in terminal.run("review", "list", "--as", "BORIS")[1]
    assert terminal.run("review", "accept", name, "--as", "EDITH")[0] == 1
    assert terminal.run("review", "accept", name, "--as", "BORIS")[0] == 0
    assert terminal.run("review", "list", "--as", "BORIS")[:2] == (0, "Nothing waits for you.\n")


def test_triage_proposes_what_may_leave_and_a_second_person_opens_it(
    terminal: Terminal, report_database: Database, members: dict[str, int], as_: Proof
) -> None:
    listed = told(terminal, "triage", "list", "--as", "RUTH")
    first = listed["quotes"][0]["ref"]
    flags = told(terminal, "triage", "flags", "--as", "RUTH")
    assert [one["highest"] for one in flags if one["flag"] == "graphic"] == [3]
    asked = ("triage", "decide", first, "may-leave")
    edith, said = ("--as", "EDITH"), ("--flag", "funding", "--graphic", "1")
    for words in (
        (*asked, *edith),
        (*asked, *said, "--no-flags", *edith),
        (*asked, "--flag", "samples", *edith),
        (*asked, "--graphic", "9", *edith),
        (*asked, *said, "--as", "RUTH"),
    ):
        status, out, err = terminal.run(*words)
        assert (status, out, bool(err)) == (1, "", True)
    assert told(terminal, "triage", "list", "--as", "RUTH")["answered"] == 0
    status, out, _ = terminal.run(*asked, *said, *edith)
    assert (status, "once a second person agrees" in out, "1 of " in out) == (0, True, True)
    here = told(terminal, "triage", "flags", first, "--as", "RUTH")
    assert (here["state"], here["flags"]) == ("waits for a second person", ["graphic 1", "funding"])
    assert first not in terminal.run("triage", "list", "--left", "--as", "RUTH")[1].split()
    (name,) = names_for(terminal, "RUTH")
    assert "Flags: graphic 1, funding" in terminal.run("review", "list", "--as", "RUTH")[1]
    assert terminal.run("review", "accept", name, *as_("EDITH"))[0] == 1
    assert terminal.run("review", "accept", name, "--as", "RUTH")[0] == 1
    assert told(terminal, "quote", "show", first, "--as", "RUTH")["tier"] == "S2"
    assert terminal.run("review", "accept", name, *as_("RUTH"))[0] == 0
    assert told(terminal, "quote", "show", first, "--as", "RUTH")["tier"] == "S0"
    again = ("triage", "decide", first, "stays-inside", "--no-flags", *edith)
    assert terminal.run(*again)[1].startswith(f"{first} stays inside.")
    assert told(terminal, "quote", "show", first, "--as", "RUTH")["tier"] == "S2"


def test_words_are_withheld_and_translated_once_a_second_person_approves(
    terminal: Terminal, report_database: Database, members: dict[str, int], as_: Proof, tmp_path
) -> None:
    with report_database.reading() as session:
        row = session.get_one(Quote, of_a_witness(session))
        ref, words = f"Q{row.id}", " ".join(row.exact.split()[:3])
    asked = ("quote", "redact", ref, "--withhold", f"place={words}")
    edith, token = ("--as", "EDITH"), Withheld.PLACE.token
    status, out, _ = terminal.run(*asked, "--preview", "--as", "RUTH")
    assert (status, out.startswith(token), words in out) == (0, True, False)
    for refused in (
        (*asked, "--as", "RUTH"),
        (*asked, "--cleared", "graphic", *edith),
        (*asked[:3], "--withhold", "place=samplewordthatstandsnowhere", *edith),
        (*asked[:3], "--withhold", words, *edith),
    ):
        assert terminal.run(*refused)[0] == 1
    assert told(terminal, "quote", "variants", ref, *edith) == []
    assert "until a second person approves it" in terminal.run(*asked, *edith)[1]
    file = tmp_path / "sample.txt"
    file.write_text("Un texte d'exemple.\n")
    translating = ("quote", "translate", ref, "fr", str(file))
    assert "redaction of it waits" in terminal.run(*translating, *edith)[2]
    (name,) = names_for(terminal, "RUTH")
    shown = terminal.run("review", "list", "--as", "RUTH")[1]
    assert f"would be printed: {token}" in shown
    assert terminal.run("review", "accept", name, "--as", "RUTH")[0] == 1
    assert terminal.run("review", "accept", name, *as_("RUTH"))[0] == 0
    assert terminal.run(*translating, *edith)[0] == 0
    assert terminal.run(*translating, "--as", "RUTH")[0] == 1
    translation, redaction = told(terminal, "quote", "variants", ref, *edith)
    assert redaction["state"] == "approved by RUTH"
    assert (translation["state"], translation["language"]) == ("unreviewed", "fr")
    listed = terminal.run("quote", "variants", ref, *edith)[1]
    assert ("Un texte d'exemple." in listed, token in listed) == (True, True)


def test_withdrawn_words_are_printed_to_administrators_alone(
    terminal: Terminal, report_database: Database, members: dict[str, int]
) -> None:
    with report_database.writing() as session:
        row = session.get_one(Quote, of_a_witness(session))
        ref, rest = f"Q{row.id}", row.exact[20:60]
        triage.answer(session, members["EDITH"], row.key, {}, may_leave=True)
        triage.withdraw(session, members["EDITH"], row.key, "Sample.")
    commands = (
        ("review", "list", "--all"),
        ("triage", "list"),
        ("triage", "flags", ref),
        ("quote", "variants", ref),
        ("quote", "redact", ref, "--preview", "--withhold", "place=the"),
    )
    seen = {
        who: [words[:2] for words in commands if rest in terminal.say(*words, "--as", who)[1]]
        for who in members
    }
    assert [who for who, where in seen.items() if where] == ["AMARA"]


def test_what_was_proposed_at_import_is_taken_over_and_confirmed_by_another(
    terminal: Terminal, report_database: Database, members: dict[str, int], as_: Proof
) -> None:
    asked = ("source", "adopt", "S1", "--as")
    status, _, said = terminal.run(*asked, "EDITH")
    assert (status, "waits for anybody" in said) == (1, True)
    decided = {"decided_by": "the sample board", "decided_on": date(2024, 10, 1), "why": "Sample."}
    with report_database.writing() as session:
        record(session, PublishedDecision(source=1, **decided), None)
    assert names_for(terminal, "BORIS") == []
    assert terminal.run(*asked, "RUTH")[0] == 1
    status, out, _ = terminal.run(*asked, "EDITH")
    assert (status, "the sample board" in out) == (0, True)
    assert terminal.run(*asked, "AMARA")[0] == 1
    (name,) = names_for(terminal, "BORIS")
    assert terminal.run("review", "accept", name, "--as", "BORIS")[0] == 1
    assert not told(terminal, "source", "show", "S1", "--as", "EDITH")["published_by_us"]
    assert terminal.run("review", "accept", name, *as_("BORIS"))[0] == 0
    assert told(terminal, "source", "show", "S1", "--as", "EDITH")["published_by_us"]
