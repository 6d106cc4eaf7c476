"""The page of a speaker's consent. Everything said here is an invented sample."""

import re
from datetime import date

import pytest
from sqlmodel import select

from exports.profiles import shipped
from recommendations import consenting, quoting, reviewing, triage
from recommendations.models import Consent, Quote, Speaker
from recommendations.profiling import ship_profiles
from recommendations.records.consents import Said
from recommendations.records.descriptions import Described
from recommendations.register.waiting import read_waiting
from recommendations.reviewing import Item
from recommendations.vocabulary import ConsentState, Rung, SourceKind

WORDS = "the sample captain said that the sample gate stood open"
FIELDS = {
    "state": "given",
    "attribution": "a former captain",
    "purposes": "sample briefings",
    "language": "Burmese",
    "speaker": "new",
    "rung": "a former captain",
    "region": "Chin State",
}


def hear(session, by: int, today: date, words: str = WORDS) -> int:
    described = Described(SourceKind.MEETING_NOTE, "", "", date(2025, 9, 3))
    text = f"Sample, invented for tests. It was said that {words}. No more."
    source = quoting.add_source(session, by, today, described, text=text)
    quote = quoting.quote_words(session, by, source.key, words).key
    triage.answer(session, by, quote, {}, may_leave=True)
    return quote


def accept_all(session, by: int) -> None:
    items = [item for waiting in read_waiting(session) if waiting.opens for item in waiting.items]
    reviewing.review_all(session, by, [Item.parse(item) for item in items])


@pytest.fixture
def quote(service, people) -> int:
    with service.database.writing() as session:
        ship_profiles(session, shipped())
        made = hear(session, people["EDITH"], service.today())
        accept_all(session, people["RUTH"])
    return made


@pytest.fixture
def record(signed_in, form_on, quote):
    """record("EDITH", state="given") sends the form of the page, changed."""

    def send(code: str, **changed):
        browsing, path = signed_in(code), f"/quotes/{quote}/consent"
        return browsing.post(path, form_on(browsing.get(path), "consent", **changed))

    return send


def rows(service, kind):
    with service.database.reading() as session:
        return list(session.exec(select(kind).order_by(kind.id)))


def test_staff_record_consent_and_speaker_with_one_form_and_it_waits(
    record, signed_in, service, quote
) -> None:
    answer = record("EDITH", **FIELDS)
    assert answer.headers["location"] == f"/quotes/{quote}/consent?saved=waits"
    page = signed_in("BORIS").get(answer.headers["location"]).text
    (speaker,) = rows(service, Speaker)
    assert "It waits for a second person" in page
    assert f"Speaker {speaker.code}: a former captain, Chin State" in page
    assert "Neither consent nor a decision" in page
    assert page.count("unreviewed") == 3


def test_a_reviewer_sees_what_waits_in_plain_words_and_agrees(
    record, signed_in, form_on, service, quote
) -> None:
    record("EDITH", **FIELDS)
    ruth = signed_in("RUTH")
    listed = ruth.get("/review")
    for words in (
        "Consent given and who spoke",
        "For every audience that takes testimony",
        "At the most exact “a former captain”; no place is named",
        "What for: sample briefings",
        "In force so far: nothing on record",
    ):
        assert words in listed.text
    name = re.search(r'href="/review/(consent-\d+)"', listed.text).group(1)
    one = ruth.get(f"/review/{name}")
    assert ruth.post(f"/review/{name}", form_on(one, "review")).status_code == 303
    page = ruth.get(f"/quotes/{quote}/consent").text
    assert "agreed by RUTH" in page
    assert "Nothing on record keeps it inside" in page
    assert "As <b>a person with direct knowledge, second half of 2025</b>" in page
    assert "Only one speaker is on record as “a former captain”; it takes five." in page


def test_an_editor_cannot_agree_to_it_and_its_author_cannot_either(
    record, signed_in, form_on, service
) -> None:
    record("AMARA", **FIELDS)
    (row,) = rows(service, Consent)
    for code, why in (("AMARA", "You recorded it"), ("EMIL", "a reviewer, board member")):
        browsing = signed_in(code)
        assert why in browsing.get(f"/review/consent-{row.id}").text
        refused = browsing.post(f"/review/consent-{row.id}", {"item": f"consent-{row.id}"})
        assert refused.status_code == 422


@pytest.mark.parametrize("state", ["unknown", "withdrawn"])
def test_a_board_member_keeps_words_inside_at_once(
    record, signed_in, service, people, quote, state
) -> None:
    record("EDITH", **FIELDS)
    with service.database.writing() as session:
        accept_all(session, people["RUTH"])
    answer = record("BORIS", state=state)
    assert answer.headers["location"].endswith("?saved=at+once")
    page = signed_in("BORIS").get(answer.headers["location"]).text
    assert "It holds from now on" in page
    assert "Nothing on record keeps it inside" not in page


def test_withdrawing_consent_offers_to_withdraw_the_words_with_one_click(
    record, signed_in, form_on, service, quote
) -> None:
    record("BORIS", state="withdrawn")
    board, path = signed_in("BORIS"), f"/quotes/{quote}/consent"
    page = board.get(path)
    assert "Consent that was withdrawn is never given again" in page.text
    assert 'id="consent"' not in page.text
    answer = board.post(f"/quotes/{quote}/withdraw", form_on(page, "withdraw"))
    assert answer.headers["location"] == f"/quotes/{quote}"
    assert (service.settings.home / "withdrawals.jsonl").read_text().count("\n") == 1
    after = board.get(path).text
    assert 'id="withdraw"' not in after
    assert WORDS not in after


def test_a_board_member_cannot_record_that_consent_was_given(record, service) -> None:
    refused = record("BORIS", state="given", attribution="a former captain")
    assert refused.status_code == 403
    assert "Editors and administrators record" in refused.text
    assert rows(service, Consent) == []


def test_a_refused_form_comes_back_as_it_was_typed_with_its_sentences(record, service) -> None:
    refused = record(
        "EDITH", state="limited", purposes="", review_on="soon", speaker="new", rung="",
        language="Sample language", with_region="on",
    )  # fmt: skip
    assert refused.status_code == 422
    page = refused.text
    for name in ("audiences", "purposes", "review_on", "rung"):
        assert f'id="{name}-said"' in page
    assert 'value="Sample language"' in page
    assert 'name="with_region" value="on" checked' in page
    assert 'value="limited" checked' in page
    assert '<option value="new" selected>' in page
    assert rows(service, Consent) == rows(service, Speaker) == []


def test_what_the_page_may_not_take_from_a_form_is_refused(record, service) -> None:
    assert record("EDITH", state=None).status_code == 422
    typed = record("EDITH", speaker="U SAMPLE", rung="a former captain")
    assert "There is no speaker by that code" in typed.text
    more_than_true = record("EDITH", **{**FIELDS, "rung": "a former sergeant"})
    assert "on record as a former sergeant" in more_than_true.text
    assert rows(service, Speaker) == []


def test_sending_the_form_twice_records_it_once(signed_in, form_on, service, quote) -> None:
    editor, path = signed_in("EDITH"), f"/quotes/{quote}/consent"
    fields = form_on(editor.get(path), "consent", **FIELDS)
    assert [editor.post(path, fields).status_code for _ in range(2)] == [303, 303]
    assert len(rows(service, Consent)) == len(rows(service, Speaker)) == 1


def test_one_who_spoke_before_is_chosen_by_their_code(
    record, signed_in, form_on, service, people, quote
) -> None:
    record("EDITH", **FIELDS)
    (first,) = rows(service, Speaker)
    with service.database.writing() as session:
        other = hear(session, people["EDITH"], service.today(), "a second sample was given")
    editor, path = signed_in("EDITH"), f"/quotes/{other}/consent"
    page = editor.get(path)
    assert f"{first.code}: a former captain (1 here)" in page.text
    editor.post(path, form_on(page, "consent", speaker=first.code))
    assert {row.code for row in rows(service, Speaker)} == {first.code}


def test_the_page_says_what_five_speakers_share(record, signed_in, service, people, quote) -> None:
    record("EDITH", **FIELDS, with_region="on")
    by, today = people["EDITH"], service.today()
    with service.database.writing() as session:
        for n, rung in enumerate([Rung.CAPTAIN, Rung.MAJOR, Rung.MAJOR, Rung.COLONEL]):
            other = hear(session, by, today, f"sample words number {n} were said")
            consenting.speak(session, by, other, "new", rung)
        accept_all(session, people["RUTH"])
    page = signed_in("BORIS").get(f"/quotes/{quote}/consent").text
    assert "As <b>a former officer, second half of 2025</b>" in page
    assert "Only two speakers are on record as “a former captain”; it takes five." in page
    assert "Only one speaker is on record as “a former officer” from Chin State" in page


def test_words_of_our_report_leave_as_published_and_take_no_code(
    signed_in, service, people
) -> None:
    with service.database.writing() as session:
        quote = session.exec(select(Quote).where(Quote.testimony)).first()
        by, today = people["EDITH"], service.today()
        triage.decide_published(session, by, today, quote.source, "Sample", today, "Sample.")
        accept_all(session, people["RUTH"])
    page = signed_in("EDITH").get(f"/quotes/{quote.id}/consent").text
    assert "As published: we have published its source" in page
    assert 'name="speaker"' not in page


def test_words_of_an_office_have_no_such_page(signed_in, sample_record) -> None:
    editor, path = signed_in("EDITH"), f"/quotes/{sample_record['bill']}"
    assert editor.get(f"{path}/consent").status_code == 404
    assert "/consent" not in editor.get(path).text


def test_the_quote_says_what_was_recorded_and_leads_to_it(record, signed_in, quote) -> None:
    record("EDITH", state="unreachable")
    page = signed_in("BORIS").get(f"/quotes/{quote}").text
    assert f'href="/quotes/{quote}/consent"' in page
    assert "consent unreachable" in page


def test_no_field_takes_a_name(signed_in, quote) -> None:
    page = signed_in("EDITH").get(f"/quotes/{quote}/consent").text
    form = page[page.index('id="consent"') : page.index("</form>", page.index('id="consent"'))]
    typed = set(re.findall(r'<input type="(?:text|date)" id="(\w+)"', form))
    assert typed == {"purposes", "language", "review_on"}
    assert "<textarea" not in form


def test_withdrawn_words_show_no_speaker(record, signed_in, service, people, quote) -> None:
    record("EDITH", **FIELDS)
    (speaker,) = rows(service, Speaker)
    with service.database.writing() as session:
        consenting.say(
            session, people["BORIS"], service.today(), quote, Said(ConsentState.WITHDRAWN)
        )
        triage.withdraw(session, people["BORIS"], quote, "Sample.")
    page = signed_in("BORIS").get(f"/quotes/{quote}/consent").text
    assert speaker.code not in page
    assert speaker.code in signed_in("AMARA").get(f"/quotes/{quote}/consent").text
