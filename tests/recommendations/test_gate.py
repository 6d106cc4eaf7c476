"""What keeps words inside, reason by reason, and what would be needed. Invented."""

from dataclasses import replace
from datetime import date

import pytest

from recommendations.gate import (
    Audience,
    Standing,
    allowed,
    kept_inside,
    may_leave,
    may_read,
    stays_inside,
)
from recommendations.vocabulary import ConsentState, Flag, Role, Spoken, Tier

TODAY = date(2026, 11, 22)
YESTERDAY, TOMORROW = date(2026, 11, 21), date(2026, 11, 23)

MINISTRY = Audience("ministry", testimony=True)
ANSWERED = dict.fromkeys(Flag, 0)
OPENED = Standing(testimony=True, tier=Tier.OPEN, published_by_us=True, flags=ANSWERED)
"""Testimony that everything was done for."""
STATEMENT = Standing(testimony=False, tier=Tier.OPEN)
"""What an office published itself."""


def why(standing: Standing, audience: Audience = MINISTRY, chosen: bool = True) -> list[str]:
    return [reason.why for reason in stays_inside(standing, audience, TODAY, chosen)]


def test_testimony_leaves_once_it_was_opened_answered_published_and_chosen() -> None:
    assert may_leave(OPENED, MINISTRY, TODAY, chosen=True)


def test_fresh_from_import_testimony_stays_inside_for_every_reason_there_is() -> None:
    reasons = stays_inside(Standing(testimony=True), Audience("ministry"), TODAY)
    assert [reason.why for reason in reasons] == [
        "It is kept for people inside (S2).",
        "This audience receives no testimony.",
        "Neither consent nor a decision that we have already published it is on record.",
        f"Not answered, or not reviewed yet: {', '.join(Flag)}.",
        "Nobody chose it for this audience.",
    ]
    assert all(reason.needed for reason in reasons)


def test_what_an_office_published_needs_neither_flags_nor_consent_nor_choice() -> None:
    assert may_leave(STATEMENT, Audience("ministry"), TODAY)


def test_what_nobody_opened_stays_inside_even_if_an_office_said_it() -> None:
    assert why(replace(STATEMENT, tier=Tier.INTERNAL)) == ["It is kept for people inside (S2)."]


def test_what_an_import_alone_says_is_published_stays_inside_and_says_why() -> None:
    (reason,) = stays_inside(Standing(testimony=False, unconfirmed=True), MINISTRY, TODAY)
    assert reason.why.endswith("no second person has said that it is published.")
    assert "“already published” decision" in reason.needed


@pytest.mark.parametrize("standing", [OPENED, STATEMENT])
def test_withdrawn_words_never_leave(standing: Standing) -> None:
    assert why(replace(standing, withdrawn=True)) == ["It was withdrawn."]
    translates = replace(standing, original_withdrawn=True)
    assert why(translates) == ["The words that it translates were withdrawn."]


@pytest.mark.parametrize("standing", [OPENED, STATEMENT])
def test_what_was_said_to_us_as_well_does_not_leave_by_another_source(standing: Standing) -> None:
    assert why(replace(standing, said_to_us=True)) == [
        "Its words were said to us as well, and nobody has let them leave there."
    ]


@pytest.mark.parametrize("standing", [OPENED, STATEMENT])
def test_a_quote_that_left_the_source_does_not_leave(standing: Standing) -> None:
    assert why(replace(standing, found=False)) == [
        "Its words are no longer found in the stored source."
    ]


@pytest.mark.parametrize(
    ("until", "held"), [(YESTERDAY, False), (TODAY, True), (TOMORROW, True), (None, False)]
)
def test_an_embargo_holds_through_its_last_day(until: date | None, held: bool) -> None:
    assert (why(replace(OPENED, embargoed_until=until)) == ["It is under embargo."]) is held


def test_the_tier_decides_how_far_words_go() -> None:
    named = replace(OPENED, tier=Tier.NAMED_AUDIENCES)
    assert why(named) == ["It is kept for named audiences (S1)."]
    assert why(named, replace(MINISTRY, strictest=Tier.INTERNAL))
    assert not why(replace(named, named=frozenset({MINISTRY.code})))
    assert why(replace(named, named=frozenset({"another"})))
    assert not why(replace(OPENED, tier=Tier.INTERNAL), replace(MINISTRY, strictest=Tier.INTERNAL))
    assert why(replace(OPENED, tier=Tier.SEALED), replace(MINISTRY, strictest=Tier.SEALED))


def test_inside_words_over_named_ones_leave_to_nobody_who_was_not_named() -> None:
    inside = replace(OPENED, tier=Tier.INTERNAL, named=frozenset({"another"}))
    assert why(inside, replace(MINISTRY, strictest=Tier.INTERNAL))
    assert why(replace(inside, named=frozenset({MINISTRY.code})))


@pytest.mark.parametrize("standing", [OPENED, STATEMENT])
@pytest.mark.parametrize("spoken", [None, *Spoken])
def test_what_was_said_to_us_leaves_only_where_it_may_be_quoted(
    standing: Standing, spoken: Spoken | None
) -> None:
    said = why(replace(standing, spoken=spoken))
    assert [told for told in said if "said to us" in told] == said
    assert bool(said) is (spoken in {Spoken.NOT_FOR_ATTRIBUTION, Spoken.INTERNAL})


def test_sealed_words_are_read_by_the_people_they_were_sealed_for() -> None:
    sealed = replace(OPENED, tier=Tier.SEALED, sealed_for=frozenset({3, 5}))
    assert may_read(sealed, Role.EDITOR, 3)
    assert not may_read(sealed, Role.ADMINISTRATOR, 4)
    assert not may_read(sealed, Role.ADMINISTRATOR)
    assert not may_read(replace(sealed, sealed_for=frozenset()), Role.EDITOR, 3)
    assert not may_read(replace(sealed, withdrawn=True), Role.EDITOR, 3)


def test_a_redaction_that_waits_keeps_the_words_inside() -> None:
    assert why(replace(OPENED, redaction_waits=True)) == ["A redaction of some of its words waits."]


def test_an_audience_without_testimony_gets_none_even_if_it_was_chosen() -> None:
    assert why(OPENED, Audience("assembly")) == ["This audience receives no testimony."]


def test_a_person_chooses_every_testimony_for_every_audience() -> None:
    assert why(OPENED, chosen=False) == ["Nobody chose it for this audience."]


def test_a_flag_that_nobody_answered_keeps_the_quote_inside() -> None:
    partly = {flag: 0 for flag in Flag if flag is not Flag.CHILD}
    assert why(replace(OPENED, flags=partly)) == ["Not answered, or not reviewed yet: child."]


@pytest.mark.parametrize(("level", "leaves"), [(0, True), (1, True), (2, False), (3, False)])
def test_graphic_words_leave_up_to_level_one_by_default(level: int, leaves: bool) -> None:
    standing = replace(OPENED, flags=ANSWERED | {Flag.GRAPHIC: level})
    assert may_leave(standing, MINISTRY, TODAY, True) is leaves
    assert may_leave(standing, replace(MINISTRY, graphic_up_to=3), TODAY, True)


@pytest.mark.parametrize("flag", [f for f in Flag if f.is_operational])
def test_operational_flags_keep_a_quote_inside_unless_a_profile_lets_them_in(flag: Flag) -> None:
    standing = replace(OPENED, flags=ANSWERED | {flag: 1})
    assert why(standing) == [f"It is flagged: {flag.value}."]
    assert not why(standing, replace(MINISTRY, operational=frozenset({flag})))


@pytest.mark.parametrize("flag", [f for f in Flag if f.highest == 1 and not f.is_operational])
def test_a_flag_for_care_does_not_bar_by_itself(flag: Flag) -> None:
    assert allowed(flag, MINISTRY) == 1
    assert not why(replace(OPENED, flags=ANSWERED | {flag: 1}))


def consented(state: ConsentState | None, *audiences: str, until: date | None = None) -> Standing:
    return replace(
        OPENED,
        published_by_us=False,
        consent=state,
        consent_limited=state is ConsentState.LIMITED,
        consent_audiences=frozenset(audiences),
        consent_review_on=until,
    )


@pytest.mark.parametrize(
    "state",
    [None, ConsentState.UNKNOWN, ConsentState.UNREACHABLE, ConsentState.DECEASED],
)
def test_without_consent_only_what_we_have_published_may_leave(state: ConsentState | None) -> None:
    assert why(consented(state)) == [
        "Neither consent nor a decision that we have already published it is on record."
    ]
    assert not why(replace(consented(state), published_by_us=True))


@pytest.mark.parametrize("published", [True, False])
def test_withdrawn_consent_keeps_words_inside_even_if_we_published_them(published: bool) -> None:
    standing = replace(consented(ConsentState.WITHDRAWN), published_by_us=published)
    assert why(standing) == ["Consent was withdrawn."]


@pytest.mark.parametrize("published", [True, False])
def test_limited_consent_covers_the_audiences_it_names(published: bool) -> None:
    here = replace(consented(ConsentState.LIMITED, "ministry"), published_by_us=published)
    assert not why(here)
    assert why(replace(here, consent_audiences=frozenset({"assembly"}))) == [
        "Consent is limited to other audiences."
    ]


def test_a_limit_holds_though_another_consent_over_the_same_words_is_unknown() -> None:
    standing = replace(
        consented(ConsentState.LIMITED, "assembly"),
        consent=ConsentState.UNKNOWN,
        published_by_us=True,
    )
    assert why(standing) == ["Consent is limited to other audiences."]


@pytest.mark.parametrize(
    ("until", "leaves"), [(YESTERDAY, False), (TODAY, True), (TOMORROW, True), (None, True)]
)
def test_consent_lasts_through_the_day_of_its_review(until: date | None, leaves: bool) -> None:
    standing = consented(ConsentState.GIVEN, until=until)
    assert may_leave(standing, MINISTRY, TODAY, True) is leaves
    assert may_leave(replace(standing, published_by_us=True), MINISTRY, TODAY, True)


@pytest.mark.parametrize("role", list(Role))
def test_sealed_words_are_shown_to_nobody(role: Role) -> None:
    assert not may_read(replace(OPENED, tier=Tier.SEALED), role)


def test_withdrawn_words_are_shown_to_administrators_only() -> None:
    withdrawn = replace(OPENED, withdrawn=True)
    assert [role for role in Role if may_read(withdrawn, role)] == [Role.ADMINISTRATOR]


def test_inside_words_are_shown_to_whoever_is_signed_in_and_to_nobody_else() -> None:
    inside = replace(OPENED, tier=Tier.INTERNAL)
    assert all(may_read(inside, role) for role in Role)
    assert not may_read(inside, None)


def test_what_keeps_words_from_every_audience_is_told_apart_from_what_one_audience_leaves_out():
    graphic = replace(OPENED, flags={**ANSWERED, Flag.GRAPHIC: 3, Flag.FUNDING: 1})
    assert why(graphic) == ["It is flagged: graphic, funding."]
    assert kept_inside(graphic, TODAY) == ()
    inside = replace(OPENED, tier=Tier.INTERNAL)
    assert [reason.why for reason in kept_inside(inside, TODAY)] == [
        "It is kept for people inside (S2)."
    ]


def test_consent_for_one_audience_keeps_nothing_inside_as_long_as_there_is_one() -> None:
    assert kept_inside(consented(ConsentState.LIMITED, "assembly"), TODAY) == ()
    assert kept_inside(consented(ConsentState.LIMITED), TODAY) != ()


def test_new_testimony_is_what_a_witness_said_and_nobody_published() -> None:
    said = consented(ConsentState.GIVEN)
    assert said.new_testimony
    assert not replace(said, published_by_us=True).new_testimony
    assert not replace(said, testimony=False).new_testimony
