"""The overview and what changed."""

import re
from datetime import timedelta

from sqlmodel import select

from recommendations import triage
from recommendations.choosing import choose
from recommendations.grounding import accept_ground
from recommendations.models import Ground, Measure, Quote, Recommendation
from recommendations.records.triaged import needs_triage
from recommendations.register.beginning import read_beginning
from recommendations.register.desk import read_desk
from recommendations.register.waiting import count_for, read_waiting
from recommendations.reviewing import Item, review_item
from recommendations.splitting import accept_measure
from recommendations.vocabulary import Flag, MeasureKind, Role, Verdict

ACCEPTED = Verdict.ACCEPTED


def seen(html: str) -> str:
    """What a person reads, without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def test_a_cell_counts_in_words_and_opens_its_story(signed_in, sample_record) -> None:
    page = signed_in("BORIS").get("/").text
    cell = re.search(r'<a class="cell" href="/recommendations/1/nug">(.*?)</a>', page, re.S)
    assert cell
    assert "2 first step, 1 not yet assessed unreviewed" in seen(cell.group(1))
    assert cell.group(1).count("<svg") == 3


def test_fresh_from_import_the_overview_says_what_is_not_known(signed_in) -> None:
    page = seen(signed_in("BORIS").get("/").text)
    assert "28 of 28 measures called for are not yet assessed" in page
    assert "for 28 nobody has looked for a position" in page
    assert "A guided first hour" in page


def test_any_past_day_is_answered_as_it_was_known_then(signed_in, service, sample_record) -> None:
    reader = signed_in("BORIS")
    yesterday = service.today() - timedelta(days=1)
    page = seen(reader.get(f"/?as-of={yesterday}").text)
    assert "As it stood at the end of" in page
    assert "first step," not in page
    assert "unreviewed" not in page


def test_a_day_that_has_not_come_or_is_none_is_said_to_be_wrong(signed_in, service) -> None:
    reader = signed_in("BORIS")
    tomorrow = service.today() + timedelta(days=1)
    assert "has not come yet" in reader.get(f"/?as-of={tomorrow}").text
    assert "year-month-day" in reader.get("/?as-of=yesterday").text
    assert "year-month-day" in reader.get("/changes?since=%27").text


def test_what_changed_is_told_with_its_day_and_spelling_is_not(signed_in, service, sample_record):
    reader = signed_in("BORIS")
    page = seen(reader.get("/changes").text)
    assert "Sample: the bill was introduced on 2 March" in page
    assert "agreed in part" in page
    assert "Sample: nothing either way" not in page


def test_who_drafted_sees_what_waits_for_others(signed_in, sample_record) -> None:
    page = seen(signed_in("EDITH").get("/").text)
    assert "Nothing waits for you to review" in page
    assert "nothing found" in page.partition("Yours, waiting for a second person")[2]


def test_the_number_waiting_is_the_length_of_the_list(service, people, sample_record) -> None:
    edith = people["EDITH"]
    with service.database.writing() as session:
        source = session.exec(select(Quote.source).where(Quote.testimony)).first()
        for quote in session.exec(select(Quote.id).where(Quote.testimony).limit(3)).all():
            triage.answer(session, edith, quote, {Flag.GRAPHIC: 1}, may_leave=True)
        triage.decide_published(
            session, edith, service.today(), source, "the board", service.today(), "A sample."
        )
        accept_ground(session, people["EMIL"], session.exec(select(Ground.id)).first())
        measure = session.exec(select(Measure)).first()
        accept_measure(
            session, people["EMIL"], measure.key, label="Sample",
            words="psychological support", kind=MeasureKind.CONTINUING, done_when="Sample test",
        )  # fmt: skip
    roles = {
        "AMARA": Role.ADMINISTRATOR, "EDITH": Role.EDITOR, "EMIL": Role.EDITOR,
        "RUTH": Role.REVIEWER, "BORIS": Role.BOARD,
    }  # fmt: skip
    with service.database.reading() as session:
        waiting = read_waiting(session)
        listed = {code: count_for(waiting, people[code], role) for code, role in roles.items()}
        counted = {
            code: read_desk(session, people[code], role).waiting for code, role in roles.items()
        }
    assert counted == listed
    assert all(counted[code] for code in ("RUTH", "EMIL", "EDITH"))
    assert counted["EMIL"] < counted["RUTH"]


def test_what_was_sent_back_waits_for_its_author_alone(service, people, sample_record) -> None:
    ruth, boris = people["RUTH"], people["BORIS"]
    with service.database.writing() as session:
        before = read_desk(session, boris, Role.BOARD).waiting
        item = Item.parse(next(w.name for w in read_waiting(session) if w.assessment))
        review_item(session, ruth, item, Verdict.SENT_BACK, "Say where you looked.")
        waiting = read_waiting(session)
        assert count_for(waiting, boris, Role.BOARD) == before - 1
        assert read_desk(session, boris, Role.BOARD).waiting == before - 1


def test_the_first_hour_is_over_when_its_page_says_so(service, people) -> None:
    edith = people["EDITH"]

    def over() -> bool:
        beginning = read_beginning(session, edith)
        assert read_desk(session, edith, Role.EDITOR).first_hour is not all(beginning.done)
        return all(beginning.done)

    with service.database.writing() as session:
        assert not over()
        quotes = session.exec(select(Quote.id).where(needs_triage())).all()
        for quote in quotes:
            triage.answer(session, edith, quote, {}, may_leave=False)
        for ground in session.exec(select(Ground.id)).all():
            accept_ground(session, edith, ground)
        for measure in session.exec(select(Measure)).all():
            measure.recorded_by = edith
        source = session.exec(select(Recommendation.source)).first()
        decision = triage.decide_published(
            session, edith, service.today(), source, "the board", service.today(), "A sample."
        )
        choose(session, edith, "nug", 1, quotes[0])
        assert not over()
        review_item(session, people["RUTH"], Item("publisheddecision", decision.key), ACCEPTED)
        assert over()
        choose(session, edith, "nug", 1, quotes[0], chosen=False)
        assert not over()
