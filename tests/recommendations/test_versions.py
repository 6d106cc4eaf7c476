"""A newer version of a source: what restricts words of one version holds for the same words
in every other, whenever it was said, and nothing that opens them does."""

from datetime import date

import pytest
from sqlmodel import Session, select

from recommendations import triage
from recommendations.errors import Refused
from recommendations.gate import Audience, may_leave
from recommendations.importing import import_report, read_for_import
from recommendations.models import Person, Quote, SameWords, Source, TierChange
from recommendations.quoting import File, add_source, quote_words
from recommendations.reading.parts import ReadSource
from recommendations.records.descriptions import Described
from recommendations.records.hidden import hidden_words
from recommendations.records.standing import standings
from recommendations.records.writing import record, review
from recommendations.register.audiences import read_leaving
from recommendations.register.quotes import quote_views
from recommendations.vocabulary import Role, SourceKind, Tier, Verdict
from tracker.settings import REPORT

TODAY = date(2026, 11, 22)
FIRST = "Sample act.\n\nShelter is given to all who leave the sample forces.\n\nIt ends in May."
SECOND = "Sample act, amended.\n\nNo one pays. Shelter is given to all who leave the sample forces."
WORDS = "Shelter is given to all who leave the sample forces."
ANYBODY = Audience("eu")


def add(session: Session, by: int, text: str, replaces: int | None = None) -> Source:
    described = Described(SourceKind.NEWS, "Sample", "Sample paper", TODAY)
    file = File(text.encode(), ReadSource(text, "sample 1"))
    return add_source(session, by, TODAY, described, file=file, replaces=replaces)


def opened(session: Session, by: int, quote: Quote) -> Quote:
    change = record(session, TierChange(quote=quote.key, tier=Tier.OPEN), by)
    reviewer = session.exec(select(Person).where(Person.code == "RUTH")).one()
    review(session, change, reviewer, Verdict.ACCEPTED)
    return quote


def leaves(session: Session, quote: Quote) -> bool:
    by_rules = may_leave(standings(session, [quote])[quote.key], ANYBODY, TODAY)
    assert (quote.key in read_leaving(session, ANYBODY, TODAY)) == by_rules
    return by_rules


@pytest.fixture
def versions(office) -> tuple[int, int]:
    """The same words quoted in both, and both let leave."""
    with office.writing() as session:
        editor = office["EDITH"]
        first = add(session, editor, FIRST)
        early = opened(session, editor, quote_words(session, editor, first.key, WORDS))
        second = add(session, editor, SECOND, first.key)
        late = opened(session, editor, quote_words(session, editor, second.key, WORDS))
        assert leaves(session, early)
        assert leaves(session, late)
        return early.key, late.key


@pytest.mark.parametrize("restricted", [0, 1])
@pytest.mark.parametrize("how", ["withdrawn", "embargo", "source embargo", "kept inside"])
def test_what_restricts_words_in_one_version_restricts_them_in_every_other(
    office, versions: tuple[int, int], how: str, restricted: int
) -> None:
    with office.writing() as session:
        editor, quote = office["EDITH"], versions[restricted]
        if how == "withdrawn":
            triage.withdraw(session, editor, quote, "Sample.")
        elif how == "embargo":
            triage.embargo(session, editor, TODAY, quote, TODAY)
        elif how == "source embargo":
            source = session.get_one(Quote, quote).source
            triage.embargo_source(session, editor, TODAY, source, TODAY)
        else:
            triage.keep_inside(session, editor, quote)
        assert [leaves(session, session.get_one(Quote, id)) for id in versions] == [False, False]


def test_a_part_of_withdrawn_words_does_not_come_free_in_a_newer_version(office) -> None:
    """Six of its words in a row are enough, whatever stands around them."""
    part = "is given to all who leave"
    with office.writing() as session:
        editor = office["EDITH"]
        first = add(session, editor, FIRST)
        triage.withdraw(session, editor, quote_words(session, editor, first.key, WORDS).key, "Why.")
        changed = SECOND.replace("Shelter", "Food").replace("sample forces", "army")
        second = add(session, editor, changed, first.key)
        free = opened(session, editor, quote_words(session, editor, second.key, "No one pays."))
        with pytest.raises(Refused, match="do not stand in the source"):
            quote_words(session, editor, second.key, part)
        held = opened(session, editor, quote_words(session, office["AMARA"], second.key, part))
        assert (leaves(session, free), leaves(session, held)) == (True, False)
        places = hidden_words(session, {second.key}, Role.EDITOR).places(second.key, changed)
        assert [changed[a:b] for a, b in places] == [part + " the"]
        shown = quote_views(session, [free, held], Role.EDITOR)
        assert (shown[free.key].exact, shown[held.key].exact) == ("No one pays.", "")
        assert "is given" not in shown[free.key].suffix


def test_nothing_that_opens_words_comes_along(office) -> None:
    with office.writing() as session:
        editor = office["EDITH"]
        first = add(session, editor, FIRST)
        opened(session, editor, quote_words(session, editor, first.key, WORDS))
        second = add(session, editor, SECOND, first.key)
        late = quote_words(session, editor, second.key, WORDS)
        assert standings(session, [late])[late.key].tier is Tier.INTERNAL
        assert not leaves(session, late)
        third = add(session, editor, "Third. " + WORDS, second.key)
        told = session.exec(select(SameWords.quote).where(SameWords.source == third.key)).all()
        assert len(told) == 2, "of both earlier versions"


def test_a_newer_version_of_our_own_report_comes_in_by_import_and_frees_nothing(office) -> None:
    raw = REPORT.read_bytes().replace(b"October 2024", b"November 2024")
    read = read_for_import(raw, "sample.md")
    with office.writing() as session:
        first = session.exec(select(Quote).where(Quote.testimony).order_by(Quote.id)).first()
        triage.withdraw(session, office["EDITH"], first.key, "Sample.")
        newer = import_report(session, raw, "sample.md", read=read, replaces=first.source).source
        same = select(Quote).where(Quote.source == newer, Quote.exact == first.exact)
        again = session.exec(same).one()
        assert standings(session, [again])[again.key].withdrawn
        assert quote_views(session, [again], Role.EDITOR)[again.key].exact == ""
        with pytest.raises(Refused, match="has a newer version already"):
            import_report(session, raw + b" ", "sample.md", replaces=first.source)


def test_a_version_takes_the_place_of_one_and_of_no_other(office) -> None:
    with office.writing() as session:
        editor = office["EDITH"]
        first = add(session, editor, FIRST)
        with pytest.raises(Refused, match="very file"):
            add(session, editor, FIRST, first.key)
        add(session, editor, SECOND, first.key)
        with pytest.raises(Refused, match="has a newer version already"):
            add(session, editor, "Another.", first.key)
