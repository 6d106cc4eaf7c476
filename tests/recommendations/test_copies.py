"""Words that stay inside are recognised wherever they were copied: pasted as news, before or
after they were restricted, set otherwise or in part. Everything here is invented."""

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from recommendations import naming, triage
from recommendations.gate import Audience, kept_inside, may_leave
from recommendations.models import OwnWords, Person, Quote, RawFile, SameWords, Source, TierChange
from recommendations.quoting import File, add_source, quote_words
from recommendations.reading.parts import ReadSource
from recommendations.records import versions, word_runs
from recommendations.records.descriptions import Described
from recommendations.records.standing import standings
from recommendations.records.writing import record, review
from recommendations.register.audiences import read_leaving
from recommendations.vocabulary import PRIVATE, Fidelity, SourceKind, Tier, Verdict
from tests.on_databases import BOTH, ON_BOTH_DEEP


@pytest.fixture(params=BOTH)
def database_kind(request: pytest.FixtureRequest) -> str:
    """How words are found again is each database's own."""
    return request.param


TODAY = date(2026, 11, 22)
ANYBODY = Audience("eu")
SAID = "We were told to burn the well-known sample village; I didn’t do it, and I left that night."
NEWS = "Sample news. {} Then it rained."


def add(session: Session, by: int, text: str, kind: SourceKind = SourceKind.NEWS) -> Source:
    private = kind is SourceKind.LETTER
    title, publisher = ("", "") if private else ("Sample", "Sample paper")
    said = Described(kind, title, publisher, TODAY, private=private)
    return add_source(
        session, by, TODAY, said, file=File(text.encode(), ReadSource(text, "sample 1"))
    )


def opened(session: Session, by: int, source: Source, words: str) -> Quote:
    quote = quote_words(session, by, source.key, words)
    change = record(session, TierChange(quote=quote.key, tier=Tier.OPEN), by)
    reviewer = session.exec(select(Person).where(Person.code == "RUTH")).one()
    review(session, change, reviewer, Verdict.ACCEPTED)
    return quote


def leaves(session: Session, quote: Quote) -> bool:
    by_rules = may_leave(standings(session, [quote])[quote.key], ANYBODY, TODAY)
    assert (quote.key in read_leaving(session, ANYBODY, TODAY)) == by_rules
    return by_rules


def published(session: Session, office, source: Source) -> None:
    decision = triage.decide_published(
        session, office["EDITH"], TODAY, source.key, "the sample board", TODAY, "In print."
    )
    review(session, decision, session.get_one(Person, office["AMARA"]), Verdict.ACCEPTED)


def withdrawn(session: Session, by: int, quote: Quote) -> None:
    triage.withdraw(session, by, quote.key, "Sample.")


def embargoed(session: Session, by: int, quote: Quote) -> None:
    triage.embargo(session, by, TODAY, quote.key, TODAY)


def with_its_source(session: Session, by: int, quote: Quote) -> None:
    triage.embargo_source(session, by, TODAY, quote.source, TODAY)


def inside(session: Session, by: int, quote: Quote) -> None:
    triage.keep_inside(session, by, quote.key)


RESTRICTIONS = [withdrawn, embargoed, with_its_source, inside]


@ON_BOTH_DEEP
@pytest.mark.parametrize("copied_first", [False, True])
@pytest.mark.parametrize("restrict", RESTRICTIONS)
def test_what_restricts_words_restricts_them_in_every_source_they_were_copied_to(
    office, restrict: Callable[[Session, int, Quote], None], copied_first: bool
) -> None:
    with office.writing() as session:
        editor = office["EDITH"]
        first = opened(session, editor, add(session, editor, NEWS.format(SAID)), SAID)
        if not copied_first:
            restrict(session, editor, first)
        again = add(session, office["AMARA"], f"Copied. {SAID} End.")
        copy = opened(session, office["AMARA"], again, SAID)
        if copied_first:
            assert leaves(session, copy)
            restrict(session, editor, first)
        assert not leaves(session, copy)


WAYS = {
    "as it stood": SAID,
    "on many lines": SAID.replace(" ", "\n"),
    "in capitals": SAID.upper(),
    "with other marks": SAID.replace("’", "'").replace("; ", "… "),
    "hyphenated": SAID.replace("burn", "bu-\nrn").replace("village", "vil\u00adlage"),
    "with signs that nobody sees": SAID.replace("l", "l\u200b").replace("n", "n\u2060"),
    "with emphasis": SAID.replace("burn", "**burn**").replace("left", "_left_"),
    "with numbers of notes": SAID.replace(";", ";[12]").replace("it,", "it,¹²"),
    "with ligatures": SAID.replace("ll", "ll").replace("burn", "b\uff55rn"),
    "in part": "and so to burn the well-known sample village; I didn’t do what they said",
}


@pytest.mark.parametrize("how", WAYS)
def test_a_copy_is_recognised_however_it_was_set(office, how: str) -> None:
    with office.writing() as session:
        editor = office["EDITH"]
        add(session, editor, f"Dear all,\n\n{SAID}\n\nA friend", SourceKind.LETTER)
        page = add(session, editor, NEWS.format(WAYS[how]))
        copy = opened(session, editor, page, WAYS[how])
        free = opened(session, editor, page, "Then it rained.")
        assert (leaves(session, copy), leaves(session, free)) == (False, True)
        told = standings(session, [copy])[copy.key]
        assert any("said to us as well" in reason.why for reason in kept_inside(told, TODAY))


@pytest.mark.parametrize("copied_first", [False, True])
def test_a_short_quote_that_was_copied_whole_is_recognised(office, copied_first: bool) -> None:
    words = "I burnt the bridge"
    page, letter = NEWS.format(words + " and went home."), f"Dear all, {words}, as told."
    with office.writing() as session:
        editor = office["EDITH"]
        if copied_first:
            copy = opened(session, editor, add(session, editor, page), words + " and went home.")
        told = add(session, editor, letter, SourceKind.LETTER)
        quote_words(session, editor, told.key, words)
        if not copied_first:
            copy = opened(session, editor, add(session, editor, page), words + " and went home.")
        assert not leaves(session, copy)


def test_what_was_never_quoted_from_a_letter_is_recognised_in_a_quote_that_was_there_before(
    office,
) -> None:
    with office.writing() as session:
        editor = office["EDITH"]
        copy = opened(session, editor, add(session, editor, NEWS.format(SAID)), SAID)
        assert leaves(session, copy)
        letter = add(session, editor, f"Dear all, {SAID}", SourceKind.LETTER)
        assert not leaves(session, copy)
        tie = session.exec(select(OwnWords)).one()
        assert (tie.said_in, tie.source, tie.testimony) == (letter.key, copy.source, True)


BURMESE = "ကျွန်တော်တို့ကို ရွာကို မီးရှို့ဖို့ အမိန့်ပေးခဲ့ပေမဲ့ ကျွန်တော် မလုပ်ခဲ့ဘူး"
ZAWGYI = "ကြၽန္ေတာ္တို႔ကို ႐ြာကို မီး႐ိႈ႕ဖို႔ အမိန႔္ေပးခဲ့ေပမဲ့ ကြၽန္ေတာ္ မလုပ္ခဲ့ဘူး"


@pytest.mark.parametrize(("original", "copied"), [(BURMESE, ZAWGYI), (ZAWGYI, BURMESE)])
def test_burmese_is_recognised_in_either_encoding(office, original: str, copied: str) -> None:
    with office.writing() as session:
        editor = office["EDITH"]
        for text, kind in ((original, SourceKind.LETTER), (copied, SourceKind.NEWS)):
            said = Described(kind, "", "", TODAY, private=True)
            if kind is SourceKind.NEWS:
                said = Described(kind, "Sample", "Sample", TODAY)
            page = add_source(session, editor, TODAY, said, text=text, burmese="as it is")
        copy = opened(session, editor, page, copied)
        assert not leaves(session, copy)


def test_two_people_say_that_a_source_has_published_the_words_and_withdrawn_ones_stay(
    office,
) -> None:
    """The words of an office's letter; those of a witness need their flags answered too."""
    with office.writing() as session:
        editor = office["EDITH"]
        said = Described(SourceKind.LETTER, "Letter", "Sample ministry", TODAY)
        letter = add_source(session, editor, TODAY, said, text=f"Dear all, {SAID}")
        quote = quote_words(session, editor, letter.key, SAID)
        page = add(session, editor, NEWS.format(SAID))
        copy = opened(session, editor, page, SAID)
        assert not leaves(session, copy)
        published(session, office, page)
        assert leaves(session, copy)
        withdrawn(session, editor, quote)
        assert not leaves(session, copy)


def test_a_witness_is_asked_for_the_same_in_a_copy(office) -> None:
    with office.writing() as session:
        editor = office["EDITH"]
        add(session, editor, f"Dear all, {SAID}", SourceKind.LETTER)
        page = add(session, editor, NEWS.format(SAID))
        copy = opened(session, editor, page, SAID)
        published(session, office, page)
        told = standings(session, [copy])[copy.key]
        assert (told.testimony, told.said_to_us) == (True, False)
        why = {reason.why for reason in kept_inside(told, TODAY)}
        assert any(one.startswith("Not answered, or not reviewed yet: graphic") for one in why)


def test_words_that_others_published_twice_are_not_held_back_by_each_other(office) -> None:
    with office.writing() as session:
        editor = office["EDITH"]
        first = opened(session, editor, add(session, editor, NEWS.format(SAID)), SAID)
        second = opened(session, editor, add(session, editor, f"Second. {SAID}"), SAID)
        assert (leaves(session, first), leaves(session, second)) == (True, True)
        assert not session.exec(select(SameWords)).all()


def test_sealed_words_are_not_there_in_a_copy_either(office) -> None:
    with office.writing() as session:
        editor, amara = office["EDITH"], office["AMARA"]
        first = quote_words(session, editor, add(session, editor, NEWS.format(SAID)).key, SAID)
        copy = opened(session, editor, add(session, editor, f"Second. {SAID}"), SAID)
        switch = naming.propose_switching_on(session, office["BORIS"], Tier.SEALED, "Sample.")
        review(session, switch, session.get_one(Person, amara), Verdict.ACCEPTED)
        naming.seal(session, editor, first.key, [editor, amara], "Sample.")
        assert standings(session, [copy])[copy.key].tier is Tier.SEALED
        assert not leaves(session, copy)


def test_what_was_on_record_before_copies_were_recognised_is_tied_once(office) -> None:
    """As at the first start of a newer version: the index is empty, and no tie is there."""
    with office.writing() as session:
        raw = RawFile(sha256="sample", raw=b"sample")
        session.add(raw)
        session.flush()
        named = {"title": "Sample", "raw_sha256": "sample", "extractor": "sample"}
        letter = Source(
            kind=SourceKind.LETTER, publisher=PRIVATE, text=f"Dear all, {SAID}", **named
        )
        news = Source(kind=SourceKind.NEWS, publisher="Sample", text=SAID.upper(), **named)
        session.add_all([letter, news])
        session.flush()
        place = {"source": news.key, "start": 0, "end": len(SAID), "exact": SAID.upper()}
        quote = Quote(**place, fidelity=Fidelity.VERBATIM_ORIGINAL)
        session.add(quote)
        session.execute(sa.delete(word_runs.STATE))
        versions.tie_all(session)
        assert standings(session, [quote])[quote.key].said_to_us
        versions.tie_all(session)
        tie = session.exec(select(OwnWords)).one()
        assert (tie.said_in, tie.source, tie.recorded_by) == (letter.key, news.key, None)
