"""The attribution ladder. Every speaker here is invented."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.ladder import (
    ENOUGH,
    TOP,
    Shown,
    Voice,
    coarsest,
    half_year,
    sharing,
    shown,
    upwards,
)
from recommendations.vocabulary import Precision, Region, Rung

RUNGS = st.sampled_from(Rung)
REGIONS = st.sampled_from([None, *list(Region)[:3]])
CODES = st.integers(0, 30).map(lambda n: f"SAMPLE{n}")
# Few ranks, so that five often share one.
OFTEN = st.sampled_from([Rung.CAPTAIN, Rung.CAPTAIN, Rung.MAJOR, Rung.SERGEANT, *Rung])
VOICES = st.lists(
    st.builds(Voice, code=CODES, rung=OFTEN, region=REGIONS),
    max_size=30,
    unique_by=lambda v: v.code,
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Voice, Rung, bool, list[Voice]]:
    voices = draw(VOICES.filter(bool))
    return draw(st.sampled_from(voices)), draw(RUNGS | OFTEN), draw(st.booleans()), voices


def captains(number: int, region: Region | None = None) -> list[Voice]:
    return [Voice(f"SAMPLE{n}", Rung.CAPTAIN, region) for n in range(number)]


@given(cases())
def test_what_is_shown_is_true_agreed_and_shared_by_five(case) -> None:
    voice, agreed, region_agreed, voices = case
    said = shown(voice, agreed, region_agreed, sharing(voices))
    assert said.rung in upwards(voice.rung)
    assert said.rung in upwards(agreed)
    assert said.rung is TOP or sharing(voices)[said.rung, None] >= ENOUGH
    if said.region:
        assert region_agreed
        assert said.region is voice.region
        assert sharing(voices)[said.rung, said.region] >= ENOUGH


@given(cases())
def test_it_is_the_finest_rung_that_may_be_shown(case) -> None:
    voice, agreed, _, voices = case
    said = shown(voice, agreed, False, sharing(voices)).rung
    finer = upwards(voice.rung)[: upwards(voice.rung).index(said)]
    assert not [r for r in finer if r in upwards(agreed) and sharing(voices)[r, None] >= ENOUGH]


@given(cases(), VOICES, st.randoms())
def test_more_speakers_never_make_it_coarser_and_their_order_does_not_matter(
    case, more: list[Voice], random
) -> None:
    voice, agreed, region_agreed, voices = case
    known = {v.code for v in voices}
    larger = [*voices, *(v for v in more if v.code not in known)]
    shuffled = random.sample(larger, len(larger))
    before, after = (shown(voice, agreed, region_agreed, sharing(vs)) for vs in (voices, larger))
    assert before.rung in upwards(after.rung)
    assert shown(voice, agreed, region_agreed, sharing(shuffled)) == after


@given(cases(), RUNGS)
def test_agreeing_to_less_never_shows_more(case, other: Rung) -> None:
    voice, agreed, _, voices = case
    less = coarsest([agreed, other])
    before, after = (shown(voice, rung, False, sharing(voices)).rung for rung in (agreed, less))
    assert after in upwards(before)


@given(st.lists(RUNGS))
def test_of_several_agreements_the_coarsest_holds_for_all(rungs: list[Rung]) -> None:
    found = coarsest(rungs)
    assert all(found in upwards(rung) for rung in rungs)
    assert coarsest(reversed(rungs)) is found


@given(RUNGS)
def test_every_rung_leads_to_the_top(rung: Rung) -> None:
    assert upwards(rung)[0] is rung
    assert upwards(rung)[-1] is TOP


@pytest.mark.parametrize(
    ("captains_known", "rung"), [(4, TOP), (5, Rung.CAPTAIN), (6, Rung.CAPTAIN)]
)
def test_four_captains_are_not_enough_and_five_are(captains_known: int, rung: Rung) -> None:
    voices = captains(captains_known)
    assert shown(voices[0], Rung.CAPTAIN, False, sharing(voices)).rung is rung


def test_too_few_captains_among_enough_officers_are_officers() -> None:
    voices = [*captains(3), Voice("SAMPLE8", Rung.MAJOR), Voice("SAMPLE9", Rung.COLONEL)]
    assert shown(voices[0], Rung.CAPTAIN, False, sharing(voices)).rung is Rung.OFFICER
    assert shown(voices[0], Rung.MILITARY, False, sharing(voices)).rung is Rung.MILITARY


def test_one_person_who_spoke_often_is_still_one() -> None:
    voices = [Voice("SAMPLE1", Rung.CAPTAIN)] * 9
    assert shown(voices[0], Rung.CAPTAIN, False, sharing(voices)) == Shown(TOP)


def test_a_region_is_named_only_with_a_rung_that_five_of_its_speakers_share() -> None:
    here = captains(4, Region.CHIN)
    sergeants = [Voice(f"SAMPLE2{n}", Rung.SERGEANT, Region.CHIN) for n in range(5)]
    elsewhere = [Voice(f"SAMPLE3{n}", Rung.CAPTAIN, Region.MON) for n in range(5)]
    voices = [*here, *sergeants, *elsewhere]
    said = shown(here[0], Rung.CAPTAIN, True, sharing(voices))
    assert said == Shown(Rung.CAPTAIN)
    fifth = Voice("SAMPLE40", Rung.CAPTAIN, Region.CHIN)
    assert shown(here[0], Rung.CAPTAIN, True, sharing([*voices, fifth])).region is Region.CHIN
    assert shown(here[0], Rung.CAPTAIN, False, sharing([*voices, fifth])).region is None


def test_a_speaker_nobody_gave_a_code_is_at_the_top() -> None:
    assert shown(None, Rung.CAPTAIN, True, sharing(captains(9))) == Shown(TOP)


def test_dates_are_told_to_the_half_year() -> None:
    assert half_year(date(2025, 6, 30)) == "first half of 2025"
    assert half_year(date(2025, 7, 1)) == "second half of 2025"
    assert half_year(date(2025, 12, 31), Precision.YEAR) == "2025"
    assert half_year(None) == ""
    said = Shown(Rung.OFFICER, Region.KACHIN, half_year(date(2025, 9, 1)))
    assert said.words == "a former officer, Kachin State, second half of 2025"
