"""Profiles that staff edit: what restricts counts at once, what lets more out waits."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from exports.profiles import from_content, leaves_out, shipped
from exports.wording import languages
from recommendations import profiling, reviewing
from recommendations.errors import Changed, NotAllowed, NotFound, Refused
from recommendations.gate import Standing, may_leave
from recommendations.models import AudienceProfile
from recommendations.profiles import CLOSED, EVERYBODY, complete, held_back
from recommendations.profiling import new_profile, save_profile, take_back
from recommendations.records import chain
from recommendations.records.profiles import counting_version
from recommendations.register.audiences import read_profiles
from recommendations.register.desk import read_desk
from recommendations.register.profiles import read_versions
from recommendations.register.waiting import count_for, read_waiting
from recommendations.reviewing import Item
from recommendations.vocabulary import Flag, Role, Tier, Verdict

TODAY = date(2026, 11, 22)


def content(code="eu", **changed):
    return {**complete(shipped()[code]), **changed}


def save(office, /, code="eu", by="EDITH", based_on=1, **changed):
    with office.writing() as session:
        now = complete(counting_version(session, code).content)
        return save_profile(session, office[by], code, {**now, **changed}, based_on)


def counts(office, code="eu"):
    with office.reading() as session:
        return read_profiles(session)[code]


def waiting(office):
    with office.reading() as session:
        return [w for w in read_waiting(session) if w.name.startswith("audienceprofile-")]


def test_a_change_is_a_new_version_that_counts_at_once(office) -> None:
    saved = save(office, country="Burma/Myanmar", limits=["A sample limit."])
    assert (saved.counts, saved.waits) == (2, None)
    assert counts(office)["country"] == "Burma/Myanmar"
    assert waiting(office) == []
    with office.reading() as session:
        newest, first = read_versions(session, "eu")
        assert [one.label for one in newest.differences] == ["The country is called", "Limits"]
        assert (newest.signed.by, first.signed.by, newest.counts) == ("EDITH", "", True)
        assert list(chain.verify(session)) == []


def test_what_restricts_counts_at_once(office) -> None:
    save(office, testimony=False, graphic_up_to=0, reaches_authorities=True)
    now = from_content(counts(office)).audience
    assert (now.testimony, now.graphic_up_to, now.reaches_authorities) == (False, 0, True)
    assert waiting(office) == []


@pytest.mark.parametrize(
    ("code", "opened"),
    [
        ("eu", {"graphic_up_to": 2}),
        ("eu", {"operational": ["numbers"]}),
        ("eu", {"addressees": ["eu", "us"]}),
        ("asean", {"reaches_authorities": False}),
        ("asean", {"testimony": True}),
    ],
)
def test_what_lets_more_out_waits_for_a_second_person(office, code: str, opened: dict) -> None:
    before = counts(office, code)
    saved = save(office, code, "AMARA", about="A sample line.", **opened)
    assert (saved.counts, saved.waits) == (2, 3)
    assert counts(office, code) == {**before, "about": "A sample line."}
    (item,) = waiting(office)
    assert item.opens
    assert len(item.lines) == 1
    with office.writing() as session, pytest.raises(Refused, match="reviewer, a board member"):
        reviewing.review_item(session, office["EMIL"], Item.parse(item.items[0]), Verdict.ACCEPTED)
    with office.writing() as session, pytest.raises(Refused, match="recorded it yourself"):
        reviewing.review_item(session, office["AMARA"], Item.parse(item.items[0]), Verdict.ACCEPTED)
    with office.writing() as session:
        reviewing.review_item(session, office["RUTH"], Item.parse(item.items[0]), Verdict.ACCEPTED)
    assert counts(office, code) == {**before, "about": "A sample line.", **opened}
    assert waiting(office) == []


def test_what_restricts_in_the_same_saving_does_not_wait_with_the_rest(office) -> None:
    save(office, testimony=False, graphic_up_to=3)
    now = counts(office)
    assert (now["testimony"], now["graphic_up_to"]) == (False, 1)


def test_a_later_version_takes_the_place_of_one_that_waits(office) -> None:
    save(office, graphic_up_to=3)
    (item,) = waiting(office)
    save(office, based_on=2, country="Myanmar")
    assert waiting(office) == []
    with office.writing() as session, pytest.raises(Refused, match="another took its place"):
        reviewing.review_item(session, office["RUTH"], Item.parse(item.items[0]), Verdict.ACCEPTED)
    assert counts(office)["graphic_up_to"] == 1
    save(office, based_on=3, graphic_up_to=2)
    with office.writing() as session:
        take_back(session, office["BORIS"], "eu")
        with pytest.raises(NotFound):
            take_back(session, office["BORIS"], "eu")
    assert waiting(office) == []
    assert counts(office)["graphic_up_to"] == 1


def test_what_waits_is_counted_for_who_may_confirm_it(office) -> None:
    save(office, graphic_up_to=2)
    with office.reading() as session:
        told = read_waiting(session)
        for code, role in (("RUTH", Role.REVIEWER), ("EMIL", Role.EDITOR)):
            asked = (office[code], role)
            assert read_desk(session, *asked).waiting == count_for(told, *asked)
        assert count_for(told, office["RUTH"], Role.REVIEWER) == 1


def test_whoever_did_not_see_a_newer_version_is_told(office) -> None:
    save(office, country="Sample land")
    with pytest.raises(Changed, match="EDITH saved version 2"):
        save(office, by="EMIL", country="Another")
    assert counts(office)["country"] == "Sample land"
    with pytest.raises(Refused, match="Nothing was changed"):
        save(office, by="EMIL", based_on=2)
    with pytest.raises(NotAllowed):
        save(office, by="BORIS", based_on=2, country="Another")


def test_what_is_wrong_is_said_by_field_and_nothing_is_saved(office) -> None:
    cases = {
        "name": ("", "asean", "State Administration Council", "Myanmar", "N" * 61),
        "office": ("", "the junta"),
        "addressees": ([], ["sample"]),
        "languages": (["xx"], ["en", "en"]),
        "paper": ("A5",),
        "country": ("",),
        "about": (" ", "call +95 9 123 456 789"),
        "order": ("sample",),
        "first": ([0], ["x"]),
        "graphic_up_to": (4, -1),
        "most_asks": (0, 6),
        "operational": (["graphic"], ["sample"]),
        "limits": ([], ["sample"] * 9),
    }
    for field, values in cases.items():
        for value in values:
            with pytest.raises(Refused) as refused:
                save(office, **{field: value})
            assert list(refused.value.sentences) == [field], value
    with office.reading() as session:
        assert len(session.exec(select(AudienceProfile)).all()) == len(shipped())


def test_another_audience_is_made_without_code_and_begins_closed(office) -> None:
    wanted = content(name="United Kingdom", office="the Government", addressees=["eu"])
    with office.writing() as session:
        saved = new_profile(session, office["EDITH"], {**wanted, "code": "UK"})
    assert (saved.code, saved.counts, saved.waits) == ("uk", 1, 2)
    now = counts(office, "uk")
    assert {name: now[name] for name in CLOSED} == CLOSED
    (item,) = waiting(office)
    with office.writing() as session:
        reviewing.review_item(session, office["RUTH"], Item.parse(item.items[0]), Verdict.ACCEPTED)
    assert counts(office, "uk")["testimony"]
    with office.writing() as session, pytest.raises(Refused) as refused:
        new_profile(session, office["EDITH"], {**wanted, "name": "Another", "code": "EU"})
    assert list(refused.value.sentences) == ["code"]
    closed = {**wanted, **CLOSED, "name": "Sample land", "code": ""}
    with office.writing() as session:
        assert new_profile(session, office["EDITH"], closed).code == "sample-land"


def test_everybody_are_all_who_are_on_record_and_may_be_an_audience(office) -> None:
    with office.reading() as session:
        told = read_profiles(session)["board"]["addressees"]
    assert {"nug", "nucc", "us", "eu", "asean"} <= {*told}
    assert EVERYBODY not in told


def test_a_profile_says_what_it_leaves_out_and_why(office) -> None:
    told = {one.what: one.why for one in leaves_out(from_content(content("asean")))}
    assert "Myanmar's current authorities" in told["All testimony"]
    told = [one.what for one in leaves_out(from_content(content("eu", operational=["numbers"])))]
    assert "What is graphic at level 2 and above" in told
    assert not any("numbers" in what for what in told)
    assert "Recommendations made to others" in told
    everybody = leaves_out(from_content(content("board", testimony=False)))
    assert everybody[0].what == "All testimony"


def test_a_profile_from_before_there_were_these_fields_is_read(office) -> None:
    old = {k: v for k, v in shipped()["us"].items() if k not in {"order", "first", "decides"}}
    languages_before = {**old, "language": "my"}
    del languages_before["languages"]
    assert from_content(languages_before).languages == ("my",)
    assert from_content(old).order == "as in the report"


def test_packs_are_made_in_the_languages_that_profiles_may_name() -> None:
    assert {*profiling.LANGUAGES} == {*languages()}


PROFILES = st.fixed_dictionaries(
    {
        "testimony": st.booleans(),
        "graphic_up_to": st.integers(0, 3),
        "operational": st.lists(
            st.sampled_from([f.value for f in Flag if f.is_operational]), unique=True
        ),
        "reaches_authorities": st.booleans(),
        "addressees": st.lists(st.sampled_from(["eu", "us"]), min_size=1, unique=True),
    }
)


@given(PROFILES, PROFILES, st.dictionaries(st.sampled_from(Flag), st.integers(0, 3)))
def test_what_is_held_back_lets_out_nothing_that_did_not_leave_before(before, after, flags) -> None:
    whole = content()
    held = from_content({**whole, **held_back({**whole, **before}, {**whole, **after})})
    quote = Standing(
        testimony=True,
        tier=Tier.OPEN,
        published_by_us=True,
        flags={flag: flags.get(flag, 0) for flag in Flag},
    )
    if may_leave(quote, held.audience, TODAY, chosen=True):
        earlier = from_content({**whole, **before})
        assert may_leave(quote, earlier.audience, TODAY, chosen=True)
        assert {*held.addressees} <= {*earlier.addressees}
