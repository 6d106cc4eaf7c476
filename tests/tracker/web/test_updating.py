"""From the overview to a saved finding: typed once, saved once, never lost."""

import re
from datetime import date
from html import unescape

import pytest
import sqlalchemy as sa
from sqlmodel import col, func, select

from recommendations.models import Assessment, Evidence, Quote, Search, Source
from recommendations.records import chain
from recommendations.reviewing import Item, review_all
from recommendations.vocabulary import SourceKind, Stance, Status, Supersession
from tracker.accounts.models import SignIn

HERE = "/recommendations/3/eu/update"
PASSAGE = "This is an invented sample. The sample council opened its doors. It said no more."
NEW = {
    "new-title": "Sample conclusions",
    "new-publisher": "Sample Council",
    "new-kind": "official statement",
    "new-date": "2026-11-02",
    "new-text": PASSAGE,
    "new-words": "The sample council opened its doors.",
}
FOUND = {"status": "first step", "true_on": "2026-11-02", "reason": "Sample: doors were opened."}


def saved(service) -> list[Assessment]:
    with service.database.reading() as session:
        return list(session.exec(select(Assessment).order_by(col(Assessment.id))))


def counted(service) -> tuple[int, ...]:
    with service.database.reading() as session:
        return tuple(
            session.exec(select(func.count()).select_from(kind)).one()
            for kind in (Assessment, Evidence, Source, Quote, Search)
        )


def calls_of(service, place=3, code="eu") -> list[int]:
    """In the order of the measures."""
    with service.database.reading() as session:
        return list(
            session.scalars(
                sa.text(
                    "SELECT call.id FROM call JOIN measure ON measure.id = call.measure "
                    "JOIN recommendation ON recommendation.id = measure.recommendation "
                    "JOIN addressee ON addressee.id = call.addressee "
                    "WHERE recommendation.place = :place AND addressee.code = :code "
                    "ORDER BY measure.place"
                ).bindparams(place=place, code=code)
            )
        )


def accept(service, people, by, *items) -> None:
    with service.database.writing() as session:
        review_all(session, people[by], [Item.parse(item) for item in items])


def record(service, edith, form_on, **more) -> int:
    """Edith records a first step with a new source, as a browser sends it."""
    fields = form_on(edith.get(HERE), "update", **{**FOUND, **NEW, **more})
    answer = edith.post(HERE, fields)
    assert answer.status_code == 303, answer.text
    return saved(service)[-1].key


def test_one_page_saves_source_quote_and_findings_in_three_screens(
    service, signed_in, form_on
) -> None:
    edith, calls = signed_in("EDITH"), calls_of(service)
    overview = edith.get("/")
    assert 'href="/recommendations/3/eu"' in overview.text
    assert f'href="{HERE}"' in edith.get("/recommendations/3/eu").text
    fields = form_on(edith.get(HERE), "update", **FOUND, **NEW, calls=calls[:2])
    answer = edith.post(HERE, fields)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/recommendations/3/eu#assessment-")
    story = edith.get("/recommendations/3/eu").text
    assert "Sample: doors were opened." in story
    assert "unreviewed" in story
    with service.database.reading() as session:
        source = session.exec(select(Source).order_by(col(Source.id).desc())).first()
        quote = session.exec(select(Quote).where(Quote.source == source.id)).one()
        assert (source.kind, source.text) == (SourceKind.OFFICIAL_STATEMENT, PASSAGE)
        assert quote.exact == NEW["new-words"]
        assert [(e.quote, e.stance) for e in session.exec(select(Evidence))] == [
            (quote.id, Stance.SUPPORTS)
        ] * 2
        assert list(chain.verify(session)) == []
    assert [a.call for a in saved(service)] == calls[:2]


def test_words_that_stand_twice_in_a_new_source_are_chosen_by_their_place(
    service, signed_in, form_on
) -> None:
    edith, twice = signed_in("EDITH"), f"{PASSAGE}\n\nAgain: {PASSAGE}"
    calls = calls_of(service)[:1]
    typed = {**FOUND, **NEW, "calls": calls, "new-text": twice, "new-words": "It said no more."}
    refused = edith.post(HERE, form_on(edith.get(HERE), "update", **typed))
    assert refused.status_code == 422
    assert "stand in the source 2 times" in refused.text
    second = twice.rindex("It said")
    assert f'name="new-place" value="{second}"' in refused.text
    fields = form_on(refused, "update", **{"new-place": second})
    assert edith.post(HERE, fields).status_code == 303
    with service.database.reading() as session:
        assert session.exec(select(Quote.start).order_by(col(Quote.id).desc())).first() == second


def test_our_words_that_point_at_a_person_are_refused_beside_their_field(
    service, signed_in, form_on
) -> None:
    edith = signed_in("EDITH")
    pointing = {
        "reason": "Sample: ask sample.person@gmail.com.",
        "searched": "Sample: rang +95 9 123 456 789",
        "calls": calls_of(service)[0],
    }
    answer = edith.post(HERE, form_on(edith.get(HERE), "update", **{**FOUND, **NEW, **pointing}))
    assert answer.status_code == 422
    for field, what in (("reason", "private e-mail address"), ("searched", "telephone number")):
        assert re.search(rf'id="{field}-said">[^<]*looks like a {what}', answer.text)
    assert saved(service) == []


def test_sending_twice_saves_once(service, signed_in, form_on) -> None:
    edith = signed_in("EDITH")
    fields = form_on(edith.get(HERE), "update", **FOUND, **NEW, calls=calls_of(service)[0])
    first, second = edith.post(HERE, fields), edith.post(HERE, fields)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]
    assert len(saved(service)) == 1


def test_everything_that_is_wrong_is_said_beside_its_field_and_nothing_is_saved(
    service, signed_in, form_on
) -> None:
    edith, before = signed_in("EDITH"), counted(service)
    wrong = {
        "status": "in effect",
        "true_on": "2026-11-02",
        "until": "the summer",
        "reason": " ",
        "new-title": "Sample <title> & more",
        "new-date": "2999-01-01",
        "new-url": "sample address",
        "new-text": PASSAGE,
        "new-words": "words that nobody said",
        "new-use": "contradicts",
    }
    fields = form_on(edith.get(HERE), "update", **wrong)
    answer = edith.post(HERE, fields)
    assert answer.status_code == 422
    fields_said = ("calls", "until", "reason", "new-date", "new-url", "new-publisher", "new-kind")
    for name in fields_said:
        assert f'id="{name}-said"' in answer.text, name
    assert answer.text.count('aria-invalid="true"') == len(fields_said)
    again = form_on(answer, "update")
    for name, value in wrong.items():
        assert again[name] == [value], name
    assert again["once"] == fields["once"]
    assert counted(service) == before
    mended = {**again, "new-date": "2026-11-02", "new-url": "", "new-publisher": "Sample Council"}
    mended |= {"new-kind": "news", "until": "", "reason": "Sample.", "calls": calls_of(service)[0]}
    answer = edith.post(HERE, mended)
    assert answer.status_code == 422
    assert "These words do not stand in the source" in answer.text
    answer = edith.post(HERE, {**mended, "new-words": NEW["new-words"]})
    assert "needs an official act" in answer.text
    assert counted(service) == before


def test_a_status_that_needs_a_search_says_so_and_opens_that_part(
    service, signed_in, form_on
) -> None:
    edith, call, today = signed_in("EDITH"), calls_of(service)[0], service.today()
    nothing = {"status": "nothing found", "true_on": today, "reason": "Sample.", "calls": call}
    answer = edith.post(HERE, form_on(edith.get(HERE), "update", **nothing))
    assert answer.status_code == 422
    assert 'id="searched-said"' in answer.text
    assert "<details open><summary>Where you looked" in answer.text
    fields = form_on(answer, "update", searched="the sample site", terms="sample aid")
    assert edith.post(HERE, fields).status_code == 303
    with service.database.reading() as session:
        search = session.exec(select(Search)).one()
        assert (search.on, search.places, search.terms) == (today, "the sample site", "sample aid")


def test_a_quote_is_searched_and_picked_on_the_same_page(service, signed_in, form_on) -> None:
    edith, call = signed_in("EDITH"), calls_of(service)[0]
    record(service, edith, form_on, calls=call)
    with service.database.reading() as session:
        quote = session.exec(select(Evidence.quote)).one()
    typed = {"q": "council doors", "reason": "Sample: typed already.", "calls": call}
    fields = form_on(edith.get(HERE), "update", **typed, do="search")
    answer = edith.post(HERE, fields)
    assert answer.status_code == 200
    assert "Found for “council doors”" in answer.text
    assert form_on(answer, "update")["reason"] == ["Sample: typed already."]
    picked = form_on(answer, "update", **{f"use.{quote}": "contradicts", "q": "no such words"})
    answer = edith.post(HERE, {**picked, "do": "search"})
    assert "No other quote has all of these words" in answer.text
    assert form_on(answer, "update")[f"use.{quote}"] == ["contradicts"]
    assert len(saved(service)) == 1
    outside = form_on(answer, "update", **FOUND, **{f"use.{quote}": "outside"})
    answer = edith.post(HERE, outside)
    assert answer.status_code == 422
    assert "needs at least one quote" in answer.text


def test_two_new_sources_and_words_that_show_it_is_outside_their_powers(
    service, signed_in, form_on
) -> None:
    edith, call = signed_in("EDITH"), calls_of(service)[0]
    page = edith.get(HERE)
    for publisher, use in (("Sample News", "supports"), ("Sample Journal", "outside")):
        new = {**NEW, "new-publisher": publisher, "new-text": f"{PASSAGE} {publisher}."}
        page = edith.post(HERE, form_on(page, "update", **new, **{"new-use": use, "do": "add"}))
        assert page.status_code == 200
        assert form_on(page, "update")["new-title"] == [""]
    new = {**NEW, "new-kind": "news", "new-publisher": "Sample Times"}
    effect = {**FOUND, "status": "partly in effect", "calls": call}
    assert edith.post(HERE, form_on(page, "update", **new, **effect)).status_code == 303
    (finding,) = saved(service)
    with service.database.reading() as session:
        assert len(session.exec(select(Evidence)).all()) == 2
        outside = session.get_one(Quote, finding.outside_powers_quote)
        assert session.get_one(Source, outside.source).publisher == "Sample Journal"


def test_other_words_of_a_stored_source_are_quoted_without_pasting_it_again(
    service, signed_in, form_on
) -> None:
    edith, call = signed_in("EDITH"), calls_of(service)[0]
    record(service, edith, form_on, calls=call)
    sources = counted(service)[2]
    page = edith.post(HERE, form_on(edith.get(HERE), "update", q="conclusions", do="search"))
    with service.database.reading() as session:
        source = session.exec(select(func.max(Source.id))).one()
    other = {"new-source": source, "new-words": "It said no more.", "new-use": "contradicts"}
    supported = {f"use.{_latest_quote(service)}": "supports"}
    fields = form_on(page, "update", **FOUND, **other, **supported, calls=call)
    assert edith.post(HERE, fields).status_code == 303
    assert counted(service)[2] == sources
    with service.database.reading() as session:
        stances = session.exec(select(Evidence.stance).order_by(col(Evidence.id))).all()
    assert stances == [Stance.SUPPORTS, Stance.SUPPORTS, Stance.CONTRADICTS]
    assert "against" in edith.get("/recommendations/3/eu").text


def _latest_quote(service) -> int:
    with service.database.reading() as session:
        return session.exec(select(func.max(Quote.id))).one()


def test_the_preview_shows_the_entry_as_it_will_be_read_and_saves_nothing(
    service, signed_in, form_on
) -> None:
    edith, before = signed_in("EDITH"), counted(service)
    fields = form_on(edith.get(HERE), "update", **FOUND, **NEW, calls=calls_of(service)[:2])
    answer = edith.post(HERE, {**fields, "do": "preview"})
    assert answer.status_code == 200
    preview = answer.text[answer.text.index("As it will be read") :]
    assert "Sample: doors were opened." in preview
    assert "Financial aid; Training" in preview
    assert NEW["new-words"] in preview
    assert counted(service) == before
    assert edith.post(HERE, form_on(answer, "update")).status_code == 303
    refused = edith.post(HERE, form_on(edith.get(HERE), "update", do="preview"))
    assert refused.status_code == 422
    assert "As it will be read" not in refused.text


def test_what_was_already_so_is_the_baseline(service, signed_in, form_on) -> None:
    edith, call = signed_in("EDITH"), calls_of(service)[0]
    record(service, edith, form_on, calls=call, baseline="on", true_on="")
    (finding,) = saved(service)
    assert finding.true_on == date(2024, 10, 31)
    page = edith.get(f"{HERE}/{finding.id}")
    assert form_on(page, "update")["baseline"] == ["on"]


def test_a_date_known_to_the_month_counts_as_its_last_day(service, signed_in, form_on) -> None:
    edith, call = signed_in("EDITH"), calls_of(service)[0]
    month = {"new-date": "2026-02-03", "new-precision": "month"}
    record(service, edith, form_on, calls=call, **month)
    with service.database.reading() as session:
        source = session.exec(select(Source).order_by(col(Source.id).desc())).first()
    assert (source.published_on, source.precision.value) == (date(2026, 2, 28), "month")
    assert "February 2026" in edith.get("/recommendations/3/eu").text


def test_a_draft_is_edited_and_removed_by_its_author_alone(
    service, people, signed_in, form_on
) -> None:
    edith, emil, call = signed_in("EDITH"), signed_in("EMIL"), calls_of(service)[0]
    draft = record(service, edith, form_on, calls=call)
    mine = f"{HERE}/{draft}"
    page = edith.get(mine)
    fields = form_on(page, "update", reason="Sample: a better reason.", status="not begun")
    assert fields[f"use.{_latest_quote(service)}"] == ["supports"]
    assert emil.post(mine, fields).status_code == 403
    assert edith.post(mine, fields).status_code == 303
    (finding,) = saved(service)
    assert (finding.status, finding.reason) == (Status.NOT_BEGUN, "Sample: a better reason.")
    assert emil.post(f"{mine}/remove").status_code == 403
    assert edith.post(f"{mine}/remove").status_code == 303
    assert saved(service) == []
    assert edith.get(mine).status_code == 404


def test_a_draft_that_was_sent_back_shows_its_author_why(
    service, people, signed_in, form_on
) -> None:
    edith, ruth, call = signed_in("EDITH"), signed_in("RUTH"), calls_of(service)[0]
    draft = record(service, edith, form_on, calls=call)
    review = f"/review/assessment-{draft}"
    back = form_on(ruth.get(review), "review", comment="Sample: which doors?", do="send back")
    assert ruth.post(review, back).status_code == 303
    page = edith.get(f"{HERE}/{draft}")
    assert "Sample: which doors?" in page.text
    assert "Sample: which doors?" in edith.get("/review").text
    fields = form_on(page, "update", reason="Sample: the doors of the council.")
    assert edith.post(f"{HERE}/{draft}", fields).status_code == 303
    assert "Sample: which doors?" not in edith.get(f"{HERE}/{draft}").text


def test_the_second_of_two_people_is_shown_both_versions_and_can_save_all_the_same(
    service, people, signed_in, form_on
) -> None:
    edith, emil, call = signed_in("EDITH"), signed_in("EMIL"), calls_of(service)[0]
    opened = emil.get(HERE)
    first = record(service, edith, form_on, calls=call)
    accept(service, people, "RUTH", f"assessment-{first}")
    mine = {**FOUND, **NEW, "status": "not begun", "reason": "Sample: Emil saw no doors."}
    fields = form_on(opened, "update", **mine, calls=call)
    answer = emil.post(HERE, fields)
    assert answer.status_code == 409
    assert "Two versions" in answer.text
    assert "Sample: doors were opened." in answer.text
    assert "Sample: Emil saw no doors." in answer.text
    assert "Save mine all the same" in answer.text
    assert len(saved(service)) == 1
    assert emil.post(HERE, form_on(answer, "update")).status_code == 303
    second = saved(service)[-1]
    assert (second.base, second.supersession) == (first, Supersession.NEWS)


def test_two_drafts_from_one_state_are_shown_to_both(service, signed_in, form_on) -> None:
    edith, emil, call = signed_in("EDITH"), signed_in("EMIL"), calls_of(service)[0]
    hers = record(service, edith, form_on, calls=call)
    assert "<b>EDITH</b> has a draft" in emil.get(HERE).text
    record(service, emil, form_on, calls=call)
    assert "<b>EMIL</b> has a draft" in edith.get(f"{HERE}/{hers}").text
    for person in (edith, emil):
        assert "Two drafts from the same state" in person.get("/review").text


def test_a_correction_puts_right_what_stands_there(service, people, signed_in, form_on) -> None:
    edith, call = signed_in("EDITH"), calls_of(service)[0]
    assert "What kind of change" not in edith.get(HERE).text
    first = record(service, edith, form_on, calls=call)
    accept(service, people, "RUTH", f"assessment-{first}")
    second = record(service, edith, form_on, calls=call, kind="correction", true_on="2026-10-01")
    accept(service, people, "RUTH", f"assessment-{second}")
    assert saved(service)[-1].supersession is Supersession.CORRECTION
    assert "corrected" in edith.get("/recommendations/3/eu").text
    assert edith.post(f"{HERE}/{first}/remove").status_code == 422


def test_what_was_typed_survives_a_signed_out_session(service, signed_in, form_on) -> None:
    edith, calls = signed_in("EDITH"), calls_of(service)
    use = f"use.{record(service, edith, form_on, calls=calls[0]) and _latest_quote(service)}"
    typed = {**FOUND, "reason": "Sample: <typed> & kept.\nTwo lines.", "calls": calls[1:3]}
    fields = form_on(edith.get(HERE), "update", **typed, **{use: "supports"})
    with service.database.writing() as session:
        session.exec(sa.delete(SignIn))
    asked = edith.post(HERE, fields)
    assert asked.status_code == 401
    assert len(saved(service)) == 1
    kept = {
        name: [value]
        for name, value in _hidden(asked.text)
        if name.startswith("kept.") and name != "kept.calls"
    }
    kept["kept.calls"] = [v for n, v in _hidden(asked.text) if n == "kept.calls"]
    assert kept["kept.calls"] == [str(call) for call in calls[1:3]]
    again = signed_in("EDITH")
    page = again.post(HERE, {n.removeprefix("kept."): v for n, v in kept.items()} | {"do": "show"})
    assert page.status_code == 200
    sent = form_on(page, "update")
    assert sent["reason"] == ["Sample: <typed> & kept.\nTwo lines."]
    assert sent[use] == ["supports"]
    assert again.post(HERE, sent).status_code == 303
    assert [a.call for a in saved(service)] == [calls[0], *calls[1:3]]


def _hidden(html: str) -> list[tuple[str, str]]:
    pairs = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', html)
    return [(name, unescape(value)) for name, value in pairs]


@pytest.mark.parametrize("how", ["full", "read-only"])
def test_a_full_or_read_only_disk_loses_nothing_that_was_typed(
    service, signed_in, form_on, how
) -> None:
    edith, before = signed_in("EDITH"), counted(service)
    long = {**NEW, "new-text": PASSAGE + " Sample words." * 20_000}
    fields = form_on(edith.get(HERE), "update", **FOUND, **long, calls=calls_of(service)[0])
    undo = _spoil(service, how)
    answer = edith.post(HERE, fields)
    assert answer.status_code == 503
    assert f"The disk is {how}" in answer.text
    again = form_on(answer, "update")
    for name in ("reason", "new-text", "new-words", "calls", "status", "once"):
        assert again[name] == fields[name], name
    undo()
    assert counted(service) == before
    assert edith.post(HERE, again).status_code == 303


def _spoil(service, how):
    """A disk that takes nothing more, as far as each database lets one be made."""
    engine = service.database.engine
    sqlite = engine.dialect.name == "sqlite"
    if how == "full" and not sqlite:
        pytest.skip("a full disk is made with SQLite's page limit")

    def spoil(connection, _=None) -> None:
        if sqlite and how == "full":
            connection.execute("PRAGMA max_page_count = 1")
        elif sqlite:
            connection.execute("PRAGMA query_only = ON")
        else:
            connection.execute("SET default_transaction_read_only = on")
            connection.commit()

    sa.event.listen(engine, "connect", spoil)
    engine.dispose()

    def undo() -> None:
        sa.event.remove(engine, "connect", spoil)
        engine.dispose()

    return undo


def test_a_database_that_is_away_gives_back_what_was_typed(service, signed_in, form_on) -> None:
    edith = signed_in("EDITH")
    fields = form_on(edith.get(HERE), "update", **FOUND, calls=calls_of(service)[0])
    engine = service.database.engine
    broken = []

    def fail(connection, *_) -> None:
        # The visitor is looked up once; every later question goes unanswered.
        broken.append(1)
        if len(broken) > 1:
            raise sa.exc.OperationalError("", {}, Exception("connection refused"))

    sa.event.listen(engine, "begin", fail)
    answer = edith.post(HERE, fields)
    sa.event.remove(engine, "begin", fail)
    assert answer.status_code == 503
    assert "cannot be reached" in answer.text
    sent = form_on(answer, "again")
    assert sent["reason"] == fields["reason"]
    assert edith.post(HERE, {**sent, "do": "show"}).status_code == 200


def test_only_those_who_record_see_the_page_and_only_where_it_was_addressed(signed_in) -> None:
    for code in ("RUTH", "BORIS"):
        assert signed_in(code).get(HERE).status_code == 403
        assert signed_in(code).post(HERE).status_code == 403
    edith = signed_in("EDITH")
    for path in ("/recommendations/3/nug/update", "/recommendations/99/eu/update", f"{HERE}/99"):
        assert edith.get(path).status_code == 404
        assert edith.post(path).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        {"calls": "9" * 30, "base.x": "y", "use.²": "supports", "use.1": "sideways"},
        {"status": "first step", "true_on": "2026-02-31", "new-source": "9" * 18},
        {"status": "not yet assessed", "true_on": "2026-11-02", "reason": "\0Sample."},
        {"use.999999": "supports", "status": "first step", "true_on": "0001-01-01", "reason": "x"},
        {"new-words": "x", "new-source": "999999", "do": "add"},
        {"new-text": "x" * 100, "new-date": "x", "do": "preview", "once": "x" * 999},
    ],
)
def test_strange_forms_are_refused_in_words(service, signed_in, sent) -> None:
    answer = signed_in("EDITH").post(HERE, {"calls": calls_of(service)[0], **sent})
    assert answer.status_code in {404, 422}
    assert "Not saved" in answer.text
    assert saved(service) == []
