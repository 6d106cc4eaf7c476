"""Named audiences and sealed words: both off until two people switch them on."""

from datetime import date

import pytest
from sqlmodel import select

from exports.profiles import shipped
from recommendations import consenting, erasing, gate, grounding, naming, quoting, reviewing, triage
from recommendations.errors import NotFound, Refused
from recommendations.gate import Audience
from recommendations.models import Ground, Quote, Recommendation, Source
from recommendations.profiling import ship_profiles
from recommendations.records.speakers import read_speakers
from recommendations.records.standing import standings
from recommendations.register.audiences import read_leaving
from recommendations.register.consents import read_consent
from recommendations.register.desk import read_desk
from recommendations.register.erasures import read_erasures
from recommendations.register.quote_record import read_quote
from recommendations.register.quotes import quotes_by_id
from recommendations.register.sources import read_sections, read_source, read_sources
from recommendations.register.tiers import read_switches, sealed_for
from recommendations.register.triage import next_untriaged, progress_of, read_triage
from recommendations.register.waiting import count_for, read_waiting
from recommendations.reviewing import Item
from recommendations.search import find_quotes
from recommendations.vocabulary import Role, Rung, SourceKind, Tier, Verdict

TODAY = date(2026, 11, 22)
SEALED, NAMED = Tier.SEALED, Tier.NAMED_AUDIENCES
EU, US = Audience("eu"), Audience("us")
ROLES = {"AMARA": Role.ADMINISTRATOR, "EMIL": Role.EDITOR, "BORIS": Role.BOARD}


def accept(office, kind: str, id: int, by: str = "RUTH") -> None:
    with office.writing() as session:
        reviewing.review_item(session, office[by], Item(kind, id), Verdict.ACCEPTED)


def switch_on(office, tier: Tier, by: str = "BORIS", second: str = "RUTH") -> None:
    with office.writing() as session:
        row = naming.propose_switching_on(session, office[by], tier, "Sample reason.").key
    accept(office, "tierswitch", row, second)


def is_on(office, tier: Tier) -> bool:
    with office.reading() as session:
        return next(one.on for one in read_switches(session) if one.tier is tier)


def leaves(office, quote: int, audience: Audience) -> bool:
    with office.reading() as session:
        standing = standings(session, [session.get(Quote, quote)])[quote]
        by_predicate = gate.may_leave(standing, audience, TODAY)
        assert (quote in read_leaving(session, audience, TODAY)) is by_predicate
        return by_predicate


# The switches


def test_two_people_switch_a_tier_on_and_one_switches_it_off_at_once(office) -> None:
    for tier in (NAMED, SEALED):
        assert not is_on(office, tier)
        switch_on(office, tier)
        assert is_on(office, tier)
        with office.writing() as session:
            naming.switch_off(session, office["EMIL"], tier)
        assert not is_on(office, tier)


def test_an_editor_neither_proposes_nor_confirms_it_and_nobody_does_both(office) -> None:
    with office.writing() as session:
        with pytest.raises(Refused):
            naming.propose_switching_on(session, office["EDITH"], SEALED, "Sample.")
        row = naming.propose_switching_on(session, office["BORIS"], SEALED, "Sample.").key
    for by in ("EDITH", "BORIS"):
        with pytest.raises(Refused):
            accept(office, "tierswitch", row, by)
    assert not is_on(office, SEALED)


def test_a_proposal_from_before_it_was_switched_off_switches_nothing_on(office) -> None:
    with office.writing() as session:
        row = naming.propose_switching_on(session, office["BORIS"], SEALED, "Sample.").key
        naming.switch_off(session, office["EDITH"], SEALED)
        assert not [w for w in read_waiting(session) if w.name.startswith("tierswitch")]
    accept(office, "tierswitch", row)
    assert not is_on(office, SEALED)


def test_the_other_tiers_have_no_switch(office) -> None:
    with office.writing() as session, pytest.raises(NotFound):
        naming.switch_off(session, office["BORIS"], Tier.OPEN)


# Named audiences


@pytest.fixture
def open_quote(office) -> int:
    """Words of others that may leave, and the audiences that come with the product."""
    quote = office.quote()
    with office.writing() as session:
        ship_profiles(session, shipped())
        row = triage.say_may_leave(session, office["EDITH"], quote).key
    accept(office, "tierchange", row)
    return quote


def name(office, quote: int, *audiences: str) -> int:
    with office.writing() as session:
        return naming.name_audiences(session, office["EDITH"], quote, audiences).key


def test_words_for_named_audiences_leave_to_them_alone_and_at_once(office, open_quote) -> None:
    switch_on(office, NAMED)
    assert leaves(office, open_quote, US)
    name(office, open_quote, "eu")
    assert leaves(office, open_quote, EU)
    assert not leaves(office, open_quote, US)
    assert not leaves(office, open_quote, Audience("us", strictest=Tier.SEALED))


def test_a_longer_list_waits_for_a_second_person_and_a_shorter_one_does_not(
    office, open_quote
) -> None:
    switch_on(office, NAMED)
    name(office, open_quote, "eu", "us")
    name(office, open_quote, "us")
    assert not leaves(office, open_quote, EU)
    row = name(office, open_quote, "eu", "us")
    assert not leaves(office, open_quote, EU)
    with office.reading() as session:
        (waits,) = read_waiting(session)
        assert "European Union" in waits.lines[0]
    accept(office, "tierchange", row)
    assert leaves(office, open_quote, EU)


def test_inside_words_are_not_opened_by_naming_audiences_alone(office, open_quote) -> None:
    switch_on(office, NAMED)
    with office.writing() as session:
        triage.keep_inside(session, office["EDITH"], open_quote)
    row = name(office, open_quote, "eu")
    assert not leaves(office, open_quote, EU)
    accept(office, "tierchange", row)
    assert leaves(office, open_quote, EU)


def test_switched_off_they_leave_to_nobody(office, open_quote) -> None:
    with office.writing() as session, pytest.raises(Refused, match="not switched on"):
        naming.name_audiences(session, office["EDITH"], open_quote, ["eu"])
    switch_on(office, NAMED)
    name(office, open_quote, "eu")
    with office.writing() as session:
        naming.switch_off(session, office["EMIL"], NAMED)
    assert not leaves(office, open_quote, EU)
    assert not leaves(office, open_quote, US)


def test_no_excerpt_reaches_an_audience_that_was_not_named(office, open_quote) -> None:
    switch_on(office, NAMED)
    name(office, open_quote, "eu")
    with office.writing() as session:
        source = session.get(Quote, open_quote).source
        part = quoting.quote_words(session, office["EDITH"], source, "opened its doors").key
        row = triage.say_may_leave(session, office["EDITH"], part).key
    accept(office, "tierchange", row)
    assert leaves(office, part, EU)
    assert not leaves(office, part, US)


def test_an_audience_that_is_not_there_is_not_named(office, open_quote) -> None:
    switch_on(office, NAMED)
    for audiences in ([], ["nowhere"]):
        with pytest.raises(Refused, match="Choose the audiences"):
            name(office, open_quote, *audiences)


# Sealed words


SECRET = "the sample ferryman came at dusk"


@pytest.fixture
def sealed(office) -> int:
    """Words of a sample meeting of ours, sealed by Edith for Emil and Boris."""
    switch_on(office, SEALED)
    quote = office.quote(SourceKind.MEETING_NOTE, words=SECRET)
    with office.writing() as session:
        naming.seal(session, office["EDITH"], quote, [office["EMIL"], office["BORIS"]])
    return quote


def reads(office, quote: int, code: str) -> bool:
    role = ROLES.get(code, Role.EDITOR)
    with office.reading() as session:
        try:
            return bool(read_quote(session, quote, role, office[code]).quote.exact)
        except NotFound:
            return False


def test_sealed_words_are_read_by_the_two_and_by_nobody_else(office, sealed) -> None:
    assert [code for code in office.people if reads(office, sealed, code)] == ["EMIL", "BORIS"]
    with office.reading() as session:
        assert sealed_for(session, office["EMIL"]) == (sealed,)
        assert sealed_for(session, office["AMARA"]) == ()
    with office.writing() as session:
        naming.switch_off(session, office["AMARA"], SEALED)
    assert not any(reads(office, sealed, code) for code in office.people)


def test_sealed_words_are_in_no_list_and_no_count_not_even_for_the_two(office) -> None:
    switch_on(office, SEALED)
    with office.writing() as session:
        told = session.exec(select(Recommendation)).first().key
        grounds = select(Ground.quote)
        found = select(Quote).where(Quote.testimony, Quote.id.not_in(grounds))
        row = session.exec(found.order_by(Quote.id)).first()
        quote, words = row.key, row.exact[:60].rpartition(" ")[0]
        ground = grounding.add_ground(session, office["EDITH"], told, quote).key
        before = counts(session)
        assert quote in {one.id for one in find_quotes(session, words, Role.ADMINISTRATOR)}
        naming.seal(session, office["EDITH"], quote, [office["EMIL"], office["BORIS"]])
        after = counts(session)
        source = session.get(Quote, quote).source
        assert find_quotes(session, words, Role.ADMINISTRATOR) == []
        assert quotes_by_id(session, [quote], Role.ADMINISTRATOR) == {}
        assert not [w for w in read_waiting(session) if w.name == f"ground-{ground}"]
        assert next_untriaged(session) != quote
        text = session.get(Source, source).text
        places = read_sections(session, session.get(Source, source))
        here = next(s.number for s in places if s.start <= row.start < s.end)
        page = read_source(session, source, here, Role.ADMINISTRATOR)
        assert quote not in page.quotes
        shown = "".join(piece.text for p in page.paragraphs for piece in p.pieces)
        assert row.exact in text
        assert row.exact[:60] not in shown
        assert "[words withheld]" in shown
    assert after == tuple(n - 1 for n in before)


def counts(session) -> tuple[int, ...]:
    triaged = read_triage(session, TODAY, Role.ADMINISTRATOR)
    return (progress_of(triaged).all, sum(line.quotes for line in read_sources(session)))


def test_the_words_beside_sealed_ones_do_not_say_them(office, sealed) -> None:
    with office.writing() as session:
        source = session.get(Quote, sealed).source
        beside = quoting.quote_words(session, office["EDITH"], source, "No more").key
        view = quotes_by_id(session, [beside])[beside]
    assert (view.prefix, view.exact) == ("", "No more")


def test_what_overlaps_sealed_words_is_sealed_with_them(office, sealed) -> None:
    with office.writing() as session:
        source = session.get(Quote, sealed).source
        over = quoting.quote_words(session, office["EMIL"], source, "dusk. No more").key
    assert [code for code in office.people if reads(office, over, code)] == ["EMIL", "BORIS"]


def test_whoever_was_not_named_can_neither_open_nor_find_it(office, sealed) -> None:
    acts = (
        lambda s, by: triage.say_may_leave(s, by, sealed),
        lambda s, by: triage.keep_inside(s, by, sealed),
        lambda s, by: triage.answer(s, by, sealed, {}, True),
        lambda s, by: triage.withdraw(s, by, sealed, "Sample."),
        lambda s, by: triage.embargo(s, by, TODAY, sealed, TODAY),
        lambda s, by: naming.propose_unsealing(s, by, sealed),
        lambda s, by: naming.seal(s, by, sealed, [by, office["RUTH"]]),
    )
    for act in acts:
        with office.writing() as session, pytest.raises(NotFound):
            act(session, office["AMARA"])
    for act in (acts[0], acts[1], acts[2], acts[6]):
        with office.writing() as session, pytest.raises(Refused, match="would have to unseal"):
            act(session, office["EMIL"])


def test_what_was_said_of_its_speaker_is_neither_listed_nor_counted(office) -> None:
    switch_on(office, SEALED)
    quote = office.quote(SourceKind.MEETING_NOTE, words=SECRET)
    with office.writing() as session:
        consenting.speak(session, office["EDITH"], quote, "new", Rung.CAPTAIN, None)
        assert read_desk(session, office["BORIS"], Role.BOARD).waiting == 1
        assert len(read_speakers(session, waiting=True).voices) == 1
        naming.seal(session, office["EDITH"], quote, [office["EMIL"], office["BORIS"]])
        assert read_desk(session, office["BORIS"], Role.BOARD).waiting == 0
        assert read_waiting(session, Role.BOARD, office["BORIS"]) == ()
        assert read_speakers(session, waiting=True).voices == {}
        with pytest.raises(NotFound):
            read_consent(session, quote, Role.ADMINISTRATOR)
        with pytest.raises(NotFound):
            consenting.speak(session, office["AMARA"], quote, "new", Rung.CAPTAIN, None)


def test_both_people_unseal_it_together_and_nobody_else_can(office, sealed) -> None:
    with office.writing() as session:
        row = naming.propose_unsealing(session, office["EMIL"], sealed, "Sample.").key
    for by in ("AMARA", "RUTH"):
        with pytest.raises(NotFound):
            accept(office, "tierchange", row, by)
        with office.reading() as session:
            assert read_waiting(session, Role.ADMINISTRATOR, office[by]) == ()
            assert read_desk(session, office[by], Role.ADMINISTRATOR).waiting == 0
    with office.reading() as session:
        (waits,) = read_waiting(session, Role.BOARD, office["BORIS"])
        assert waits.quote.exact == SECRET
        assert count_for((waits,), office["BORIS"], Role.BOARD) == 1
        assert read_desk(session, office["BORIS"], Role.BOARD).waiting == 1
    assert not reads(office, sealed, "RUTH")
    accept(office, "tierchange", row, "BORIS")
    assert reads(office, sealed, "RUTH")
    assert not leaves(office, sealed, EU)


def test_what_waited_before_it_was_sealed_opens_nothing(office) -> None:
    switch_on(office, SEALED)
    quote = office.quote(words=SECRET)
    with office.writing() as session:
        row = triage.say_may_leave(session, office["EDITH"], quote).key
        naming.seal(session, office["EDITH"], quote, [office["EMIL"], office["BORIS"]])
    with pytest.raises(NotFound):
        accept(office, "tierchange", row)
    assert not reads(office, quote, "RUTH")


def test_it_is_sealed_for_two_people_of_whom_one_can_confirm(office) -> None:
    quote = office.quote(words=SECRET)
    people = [office["EMIL"], office["BORIS"]]
    with office.writing() as session, pytest.raises(Refused, match="not switched on"):
        naming.seal(session, office["EDITH"], quote, people)
    switch_on(office, SEALED)
    for wrong in ([office["BORIS"]], [*people, office["RUTH"]], [office["EMIL"], office["EDITH"]]):
        with office.writing() as session, pytest.raises(Refused) as refused:
            naming.seal(session, office["EDITH"], quote, wrong)
        assert list(refused.value.sentences) == ["people"]


def test_what_was_recommended_is_not_sealed(office) -> None:
    switch_on(office, SEALED)
    with office.writing() as session:
        quote = session.exec(select(Recommendation.quote)).first()
        with pytest.raises(Refused, match="cannot be sealed"):
            naming.seal(session, office["EDITH"], quote, [office["EMIL"], office["BORIS"]])


def test_a_request_about_a_whole_source_waits_for_everybody_whatever_is_sealed(
    office, sealed
) -> None:
    other = office.quote(words="another sample was told here")
    with office.writing() as session:
        source = session.get_one(Quote, other).source
        asked = erasing.ask_for_source(session, office["AMARA"], source, "Sample reason.").key
    with office.reading() as session:
        for who in ("RUTH", "BORIS"):
            assert [one.id for one in read_erasures(session, office[who])] == [asked]
            assert read_desk(session, office[who], Role.BOARD).erasures == 1
