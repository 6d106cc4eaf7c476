"""What is learnt about a quote later than its words. Everything here is an invented sample."""

from datetime import date

import pytest
from sqlmodel import Session, col, select

from recommendations import quoting, triage
from recommendations.describing import Detail, describe
from recommendations.errors import NotAllowed, Refused
from recommendations.gate import Audience, may_leave
from recommendations.models import Person, Quote, Source, TierChange
from recommendations.records.descriptions import Described
from recommendations.records.details import happened_between
from recommendations.records.named import sealed_quotes
from recommendations.records.standing import standings
from recommendations.records.writing import record, review
from recommendations.register.audiences import read_leaving
from recommendations.register.details import read_learnt
from recommendations.register.quotes import quotes_by_id
from recommendations.register.waiting import read_waiting
from recommendations.reviewing import Item, review_all
from recommendations.vocabulary import Fidelity, Precision, Role, SourceKind, Tier, Verdict
from tracker.database import Database

TODAY = date(2026, 11, 22)
OFFICE = "the sample minister of sample affairs"
MONTH = Precision.MONTH
WORDS = "The sample ministry opened a sample office."
BURMESE = "နမူနာ ဝန်ကြီးဌာနသည် နမူနာ ရုံးတစ်ခုကို ဖွင့်ခဲ့သည်။"


@pytest.fixture
def session(report_database: Database):
    with report_database.writing() as opened:
        for code, role in (("EDITH", Role.EDITOR), ("RUTH", Role.REVIEWER)):
            record(opened, Person(code=code, role=role), None)
        yield opened


def by(session: Session, code: str = "EDITH") -> int:
    return session.exec(select(Person).where(Person.code == code)).one().key


def quoted(
    session: Session, words: str, fidelity=Fidelity.VERBATIM_ORIGINAL, more: str = ""
) -> int:
    described = Described(
        SourceKind.OFFICIAL_STATEMENT, "Sample statement", "Sample ministry", date(2025, 3, 1)
    )
    text = f"Sample, invented for tests. {OFFICE} said: {words} {more}"
    source = quoting.add_source(session, by(session), TODAY, described, text=text)
    return quoting.quote_words(session, by(session), source.key, words, fidelity).key


def view(session: Session, quote: int):
    return quotes_by_id(session, [quote])[quote]


def accept(session: Session, quote: int) -> None:
    (waiting,) = [w for w in read_waiting(session) if w.where == f"/quotes/{quote}"]
    review_all(session, by(session, "RUTH"), [Item.parse(waiting.items[0])])


def test_what_is_learnt_is_shown_at_once_and_leaves_once_it_is_reviewed(session) -> None:
    quote = quoted(session, WORDS)
    told = Detail("en", OFFICE, date(2025, 2, 10), Precision.MONTH)
    describe(session, by(session), TODAY, quote, told)
    shown = view(session, quote)
    assert (shown.language, shown.detail.official, shown.official) == ("en", OFFICE, "")
    assert (shown.detail.event_on, shown.detail.reviewed) == (date(2025, 2, 28), False)
    accept(session, quote)
    shown = view(session, quote)
    assert (shown.official, shown.agreed.event_on) == (OFFICE, date(2025, 2, 28))
    assert describe(session, by(session), TODAY, quote, told) is None

    describe(session, by(session), TODAY, quote, Detail(event_on=date(2025, 1, 5)))
    shown = view(session, quote)
    assert (shown.detail.official, shown.official) == ("", OFFICE)
    assert shown.agreed.event_on == date(2025, 2, 28)
    accept(session, quote)
    assert view(session, quote).official == ""


def test_original_and_translation_in_two_sources_are_shown_with_each_other(session) -> None:
    original, translation = quoted(session, BURMESE), quoted(
        session, WORDS, Fidelity.OFFICIAL_TRANSLATION
    )  # fmt: skip
    describe(session, by(session), TODAY, original, Detail(language="my"))
    describe(session, by(session), TODAY, translation, Detail(language="en", original=original))
    learnt = read_learnt(session, view(session, translation), Role.EDITOR)
    assert learnt.original
    assert learnt.original.exact == BURMESE
    back = read_learnt(session, view(session, original), Role.EDITOR)
    assert [one.id for one in back.translations] == [translation]
    for wrong, told in (
        (original, Detail(original=translation)),
        (translation, Detail(original=translation)),
        (translation, Detail(original=10_000)),
    ):
        with pytest.raises(Refused) as refused:
            describe(session, by(session), TODAY, wrong, told)
        assert set(refused.value.sentences) == {"original"}


def test_a_translation_stays_inside_with_its_withdrawn_original(session) -> None:
    """From the moment somebody pairs them, until two people have taken the pair apart."""
    original, translation = quoted(session, BURMESE), quoted(session, WORDS)

    def kept() -> bool:
        return view(session, translation).standing.original_withdrawn

    describe(session, by(session), TODAY, translation, Detail(original=original))
    assert not kept()
    triage.withdraw(session, by(session), original, "Sample.")
    assert kept()
    learnt = read_learnt(session, view(session, translation), Role.EDITOR)
    assert learnt.original
    assert learnt.original.exact == ""
    describe(session, by(session), TODAY, translation, Detail(language="en"))
    assert kept()
    accept(session, translation)
    assert not kept()


def test_whoever_reads_an_original_is_told_that_a_translation_was_withdrawn(session) -> None:
    original, translation = quoted(session, BURMESE), quoted(session, WORDS)
    describe(session, by(session), TODAY, translation, Detail(original=original))
    triage.withdraw(session, by(session), translation, "Sample: a bad one.")
    assert read_learnt(session, view(session, original), Role.EDITOR).translation_withdrawn
    assert not view(session, original).standing.original_withdrawn


def test_nothing_is_recorded_that_the_source_does_not_bear_out(session) -> None:
    quote = quoted(session, WORDS)
    testimony = session.exec(select(Quote.id).where(Quote.testimony)).first()
    for told, field in (
        (Detail(official="another sample minister"), "official"),
        (Detail(event_on=date(2025, 3, 2)), "event_on"),
        (Detail(event_on=date(2026, 12, 1)), "event_on"),
        (Detail(language="sample language"), "language"),
        (Detail(original=testimony), "original"),
    ):
        with pytest.raises(Refused) as refused:
            describe(session, by(session), TODAY, quote, told)
        assert set(refused.value.sentences) == {field}, told
    report = session.get_one(Source, session.get_one(Quote, testimony).source)
    with pytest.raises(Refused, match="Nobody who gave testimony"):
        describe(session, by(session), TODAY, testimony, Detail(official=report.publisher))
    with pytest.raises(NotAllowed):
        describe(session, by(session, "RUTH"), TODAY, quote, Detail(language="en"))
    triage.withdraw(session, by(session), quote, "Sample.")
    with pytest.raises(Refused, match="withdrawn"):
        describe(session, by(session), TODAY, quote, Detail(language="en"))


@pytest.mark.parametrize(
    ("told", "since", "until", "is_found"),
    [
        (Detail(event_on=date(2024, 2, 5)), date(2024, 2, 5), date(2024, 2, 5), True),
        (Detail(event_on=date(2024, 2, 5)), date(2024, 2, 6), None, False),
        (Detail(event_on=date(2024, 2, 5)), None, date(2024, 2, 4), False),
        (Detail(event_on=date(2024, 2, 5), precision=MONTH), date(2024, 2, 20), None, True),
        (Detail(event_on=date(2024, 2, 5), precision=MONTH), None, date(2024, 2, 1), True),
        (Detail(event_on=date(2024, 2, 5), precision=MONTH), None, date(2024, 1, 31), False),
        (Detail(event_on=date(2024, 2, 5), precision=Precision.YEAR), None, date(2024, 1, 1), True),
    ],
)  # fmt: skip
def test_quotes_are_found_by_the_day_of_what_they_tell(
    session, told: Detail, since: date | None, until: date | None, is_found: bool
) -> None:
    quote = quoted(session, WORDS)
    describe(session, by(session), TODAY, quote, told)
    asked = select(Quote.id).where(happened_between(since, until)).order_by(col(Quote.id))
    assert list(session.exec(asked)) == ([quote] if is_found else [])


def test_sealed_words_are_paired_with_nothing_and_neither_they_nor_their_translation_are_there(
    session,
) -> None:
    original, translation = quoted(session, BURMESE), quoted(session, WORDS)
    describe(session, by(session), TODAY, translation, Detail(original=original))
    record(session, TierChange(quote=original, tier=Tier.SEALED, opens=False), by(session))
    assert quotes_by_id(session, [original, translation], Role.ADMINISTRATOR) == {}
    other = quoted(session, "Another sample says otherwise.")
    with pytest.raises(Refused, match=f"no quote Q{original}"):
        describe(session, by(session), TODAY, other, Detail(original=original))


@pytest.mark.parametrize("how", ["embargo", "source embargo", "kept inside", "sealed"])
def test_what_keeps_an_original_inside_keeps_its_translation_inside(session, how: str) -> None:
    original, translation = quoted(session, BURMESE), quoted(session, WORDS)
    for quote in (original, translation):
        change = record(session, TierChange(quote=quote, tier=Tier.OPEN), by(session))
        review(session, change, session.get_one(Person, by(session, "RUTH")), Verdict.ACCEPTED)
    describe(session, by(session), TODAY, translation, Detail(original=original))

    def leaves() -> bool:
        row, anybody = session.get_one(Quote, translation), Audience("eu")
        by_rules = may_leave(standings(session, [row])[translation], anybody, TODAY)
        assert (translation in read_leaving(session, anybody, TODAY)) == by_rules
        return by_rules

    assert leaves()
    if how == "embargo":
        triage.embargo(session, by(session), TODAY, original, TODAY)
    elif how == "source embargo":
        source = session.get_one(Quote, original).source
        triage.embargo_source(session, by(session), TODAY, source, TODAY)
    elif how == "kept inside":
        triage.keep_inside(session, by(session), original)
    else:
        sealed = TierChange(quote=original, tier=Tier.SEALED, opens=False)
        record(session, sealed, by(session))
    assert not leaves()
    counted = session.scalars(sealed_quotes()).all()
    assert (translation in counted) == (how == "sealed")
