"""Registers from elsewhere: a table becomes a source and its recommendations."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from exports.profiles import shipped
from exports.publishing import profile_named
from recommendations import quotation
from recommendations.arriving import CONVERTED, Keep
from recommendations.errors import NotAllowed, NotFound, Refused
from recommendations.gate import Audience
from recommendations.models import (
    Addressee,
    AudienceProfile,
    Call,
    Measure,
    Person,
    Quote,
    RawFile,
    Recommendation,
    Source,
    TierChange,
)
from recommendations.profiling import ship_profiles
from recommendations.reading.columns import Column
from recommendations.reading.described import Answer, Described
from recommendations.reading.table_parts import Asked
from recommendations.reading.tables import read_table
from recommendations.records import chain, indexing
from recommendations.records.bulk import record_many
from recommendations.records.writing import record, review, review_many
from recommendations.register.audiences import read_leaving, read_profiles
from recommendations.register.waiting import read_waiting
from recommendations.registering import dry_run, import_register
from recommendations.rules import is_never_an_audience
from recommendations.triage import decide_published
from recommendations.vocabulary import PositionValue, Role, SourceKind, Verdict
from recommendations.zawgyi import to_unicode
from tests.malformed import rows

TODAY = date(2026, 11, 22)
GOLD = Path(__file__).parents[1] / "gold" / "burmese"
ANYBODY = Audience("eu")
RAW = b"""No,Answer,Recommendation,By,To
1,We agree,Put up sample lamps along the road,Sample A,European Union
2,We agree,Mend the sample bridge,Sample B,EU; Sample Council
Total,,2 rows,,
3,We do not,Close the sample gate,Sample A,Sample Council
4,We do not,put up  sample lamps along the road.,Sample B,Sample Council
"""
COLUMNS = {
    Column.NUMBER: 1, Column.HEADING: 2, Column.TEXT: 3, Column.BY: 4, Column.ADDRESSEE: 5,
}  # fmt: skip
TABLE = read_table(RAW, Asked())
SAID = Described(
    header=1,
    columns=COLUMNS,
    kind=SourceKind.OFFICIAL_STATEMENT,
    title="A sample register",
    publisher="Sample Office",
    published_on=date(2025, 3, 1),
)


def test_a_register_is_stored_whole_and_each_of_its_words_is_found_again(office) -> None:
    heard = []
    with office.writing() as session:
        stored = import_register(session, office["EDITH"], TODAY, RAW, TABLE, SAID, heard.append)
    assert (stored.recommendations, stored.not_taken, sum(heard)) == (3, 2, 3)
    with office.reading() as session:
        source = session.get_one(Source, stored.source)
        told = session.exec(
            select(Recommendation, Quote)
            .join(Quote, col(Quote.id) == Recommendation.quote)
            .where(Recommendation.source == source.id)
            .order_by(col(Recommendation.place))
        ).all()
        assert [one.title for one, _ in told] == [
            "1 Put up sample lamps along the road",
            "2 Mend the sample bridge",
            "3 Close the sample gate",
        ]
        assert [one.place for one, _ in told] == [stored.first + n for n in range(3)]
        for _, quote in told:
            anchor = quotation.Anchor(
                quote.start, quote.end, quote.exact, quote.prefix, quote.suffix
            )
            found = quotation.find(source.text, anchor)
            assert (found.start, found.forgiven) == (quote.start, ())
        _, second = told[1]
        assert (second.attribution, second.heading) == ("Sample B", "We agree")
        measures = session.exec(
            select(Measure).where(col(Measure.recommendation).in_([r.key for r, _ in told]))
        ).all()
        assert {(m.recorded_by, m.done_when) for m in measures} == {(None, "")}
        addressed = session.exec(
            select(Addressee.name)
            .join(Call, col(Call.addressee) == Addressee.id)
            .where(Call.measure == measures[1].id)
        )
        assert set(addressed) == {"European Union", "Sample Council"}
        assert list(chain.verify(session)) == []
        found = session.execute(text("select count(*) from searchword")).scalar()
        indexing.remake(session)
        assert session.execute(text("select count(*) from searchword")).scalar() == found
        session.rollback()


def test_an_answer_is_one_bodys_words_on_what_is_called_for_from_it(office) -> None:
    said = replace(SAID, answers={"1": Answer(PositionValue.AGREED)}, answered_by="Sample Council")
    with office.writing() as session:
        stored = import_register(session, office["EDITH"], TODAY, RAW, TABLE, said)
        (answered,) = stored.answered
        asked = session.exec(select(Call.addressee).where(Call.measure == answered.measures[0]))
        assert answered.addressee in set(asked)
        assert len(answered.measures) == 1
        assert session.get_one(Quote, answered.quote).exact == "We agree"


def test_our_own_report_takes_an_administrator_and_two_people_who_say_it_is_published(
    office,
) -> None:
    ours = replace(SAID, kind=SourceKind.REPORT)
    with pytest.raises(NotAllowed, match="administrator brings"), office.writing() as session:
        import_register(session, office["EDITH"], TODAY, RAW, TABLE, ours)
    with office.writing() as session:
        stored = import_register(session, office["AMARA"], TODAY, RAW, TABLE, ours)
    with office.writing() as session:
        asked = select(Recommendation.quote).where(Recommendation.source == stored.source)
        quotes = set(session.exec(asked))
        assert not quotes & read_leaving(session, ANYBODY, TODAY)
        decided = decide_published(
            session, office["EDITH"], TODAY, stored.source, "the sample board", TODAY, "Sample."
        )
        assert not quotes & read_leaving(session, ANYBODY, TODAY)
        review(session, decided, session.get_one(Person, office["RUTH"]), Verdict.ACCEPTED)
        assert quotes <= read_leaving(session, ANYBODY, TODAY)


def test_a_second_person_is_asked_to_open_what_others_published(office) -> None:
    asking = replace(SAID, ask_to_open=True)
    for kind in (SourceKind.LETTER, SourceKind.REPORT):
        other = replace(asking, kind=kind)
        with pytest.raises(Refused, match="Only what others"), office.writing() as session:
            import_register(session, office["AMARA"], TODAY, RAW, TABLE, other)
    with office.writing() as session:
        stored = import_register(session, office["EDITH"], TODAY, RAW, TABLE, asking)
    with office.reading() as session:
        waits = [w for w in read_waiting(session, Role.REVIEWER) if w.opens]
        mine = [w for w in waits if w.quote.source.id == stored.source]
        assert [w.about for w in mine] == ["May leave"] * 3
        quotes = {w.quote.id for w in mine}
        assert not quotes & read_leaving(session, ANYBODY, TODAY)
    with office.writing() as session:
        ruth = session.get_one(Person, office["RUTH"])
        tiers = select(TierChange).where(col(TierChange.quote).in_(quotes))
        review_many(session, session.exec(tiers).all(), ruth, Verdict.ACCEPTED)
    with office.reading() as session:
        assert quotes <= read_leaving(session, ANYBODY, TODAY)


def test_the_same_rows_again_are_duplicates_and_a_person_may_take_them(office) -> None:
    with office.writing() as session:
        import_register(session, office["EDITH"], TODAY, RAW, TABLE, SAID)
    with office.reading() as session:
        before = rows(session)
        fates = dry_run(session, TABLE, SAID)
        assert rows(session) == before
    assert [row.fate.value for row in fates] == [
        "duplicate", "duplicate", "noise", "duplicate", "duplicate",
    ]  # fmt: skip
    with pytest.raises(Refused, match="No row would be stored"), office.writing() as session:
        import_register(session, office["EDITH"], TODAY, RAW, TABLE, SAID)
    with office.reading() as session:
        assert rows(session) == before
    again = replace(SAID, include=frozenset({3}))
    with office.writing() as session:
        assert import_register(session, office["EDITH"], TODAY, RAW, TABLE, again).not_taken == 4


WRONG = [
    ({"columns": {Column.NUMBER: 1}}, "in which column the recommendation itself stands"),
    ({"title": " "}, "Give the title"),
    ({"publisher": ""}, "Say who published it"),
    ({"published_on": None}, "Give the date of publication"),
    ({"published_on": date(2099, 1, 1)}, "in the future"),
    ({"kind": SourceKind.MEETING_NOTE}, "A register is a report"),
    ({"columns": {Column.TEXT: 3}}, "Say whom it addresses"),
    ({"addressee": "the junta", "columns": {Column.TEXT: 3}}, "Row 2: Myanmar's current"),
    ({"answers": {"Z": Answer(PositionValue.AGREED)}}, "Nothing that is taken stands under"),
    ({"answers": {"1": Answer(PositionValue.AGREED_IN_PART)}}, "has to name the part"),
    ({"answers": {"1": Answer(PositionValue.AGREED)}}, "address 2 bodies: say which of them"),
    (
        {"answers": {"1": Answer(PositionValue.AGREED)}, "answered_by": "Canada"},
        "Nothing under “1” addresses Canada",
    ),
    ({"include": frozenset({4})}, "Row 4 names nobody"),
]


def test_what_is_wrong_is_said_with_its_row_and_nothing_is_stored(office) -> None:
    with office.reading() as session:
        before = rows(session)
    for change, sentence in WRONG:
        said = replace(SAID, **change)
        with pytest.raises(Refused, match=sentence), office.writing() as session:
            import_register(session, office["EDITH"], TODAY, RAW, TABLE, said)
    with office.reading() as session:
        assert rows(session) == before


@pytest.mark.parametrize(
    "name",
    [
        "Myanmar",
        "Burma",
        "Myanmar/Burma",
        "the Republic of the Union of Myanmar",
        "Government of the Republic of the Union of Myanmar",
        "Myanmar, as reviewed in 2011",
        "Myanmar (state under review)",
    ],
)
def test_the_state_of_myanmar_is_never_an_audience_by_any_of_its_names(name) -> None:
    assert is_never_an_audience(name)


@pytest.mark.parametrize(
    "name",
    ["National Unity Government", "National Unity Government of Myanmar", "Myanmar Now", "Canada"],
)
def test_others_in_myanmar_are_not_taken_for_its_state(name) -> None:
    assert not is_never_an_audience(name)


def test_an_addressee_that_is_the_state_has_no_audience_and_no_pack(office) -> None:
    """Even where somebody stored a profile for it."""
    said = replace(SAID, columns={Column.TEXT: 3}, addressee="Myanmar, as reviewed in 2011")
    with office.writing() as session:
        ship_profiles(session, shipped())
        offered = set(read_profiles(session))
        import_register(session, office["EDITH"], TODAY, RAW, TABLE, said)
        code = session.exec(
            select(Addressee.code).where(col(Addressee.name).like("Myanmar,%"))
        ).one()
        for profile, changed in {
            "state": {"addressees": [code], "name": "Sample", "office": "Sample"},
            "named": {"addressees": [], "name": "Government of Myanmar", "office": "Sample"},
        }.items():
            content = shipped()["eu"] | {"code": profile} | changed
            record(session, AudienceProfile(code=profile, version=1, content=content), None)
        assert set(read_profiles(session)) == offered
        for profile in ("state", "named"):
            with pytest.raises(Refused, match="never an audience"):
                profile_named(session, profile)
        with pytest.raises(NotFound):
            profile_named(session, code)


def test_a_register_that_may_be_zawgyi_is_stored_as_a_person_chose(office) -> None:
    was = (GOLD / "mmgov_zawgyi.txt").read_text().splitlines()[9]
    becomes = to_unicode(was)
    raw = f"Recommendation,To\n{was},Sample Council\nLight the road,Sample Council\n".encode()
    table = read_table(raw, Asked())
    said = replace(SAID, columns={Column.TEXT: 1, Column.ADDRESSEE: 2})
    with pytest.raises(Refused, match="Zawgyi") as refused, office.writing() as session:
        import_register(session, office["EDITH"], TODAY, raw, table, said)
    assert set(refused.value.sentences) == {"text-burmese"}
    for choice, words in ((Keep.CONVERTED, becomes), (Keep.AS_IT_IS, was)):
        with office.writing() as session:
            told = replace(said, burmese=choice)
            stored = import_register(session, office["EDITH"], TODAY, raw, table, told)
            source = session.get_one(Source, stored.source)
            assert words in source.text
            assert source.extractor.endswith(CONVERTED) is (choice is Keep.CONVERTED)
            assert raw == session.get_one(RawFile, source.raw_sha256).raw
            session.rollback()


@pytest.mark.parametrize("column", [Column.TEXT, Column.TITLE, Column.BY])
def test_a_hidden_sign_that_turns_letters_is_refused_with_its_row(office, column: Column) -> None:
    cells = {Column.TEXT: "Light the road", Column.TITLE: "Lamps", Column.BY: "Sample A"}
    cells[column] += "\u202eabc"
    raw = f"T,R,B,A\n{','.join(cells.values())},Sample Council\nMend it,,,Sample Council\n".encode()
    columns = {Column.TEXT: 1, Column.TITLE: 2, Column.BY: 3, Column.ADDRESSEE: 4}
    said = replace(SAID, columns=columns)
    table = read_table(raw, Asked())
    with office.reading() as session:
        before = rows(session)
    with pytest.raises(Refused, match=r"Row 2: .*hidden sign"), office.writing() as session:
        import_register(session, office["EDITH"], TODAY, raw, table, said)
    with office.reading() as session:
        assert rows(session) == before
    with office.writing() as session:
        without = replace(said, leave=frozenset({2}))
        assert import_register(session, office["EDITH"], TODAY, raw, table, without)


def test_what_many_records_say_is_looked_through_as_what_one_says(office) -> None:
    with office.writing() as session:
        told = {"source": 1, "quote": 1, "title": "Light\u202e the road", "place": 99}
        with pytest.raises(Refused, match="hidden sign"):
            record_many(session, Recommendation, [told], office["EDITH"])
