"""What keeps words inside holds whatever is restored. Everything said here is a sample."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from recommendations import consenting, conversing, naming, reviewing, triage
from recommendations.conversing import Meeting
from recommendations.models import (
    Addressee,
    Conversation,
    Embargo,
    FlagChange,
    Person,
    PublishedDecision,
    Quote,
    Revocation,
    Source,
    TierChange,
)
from recommendations.records import chain
from recommendations.records.consents import Said
from recommendations.records.named import is_on
from recommendations.records.notes_of_meetings import conversation_of
from recommendations.records.sealing import sealed_for
from recommendations.records.standing import standings
from recommendations.records.writing import record
from recommendations.reviewing import Item
from recommendations.vocabulary import ConsentState, Flag, Role, Spoken, Tier, Verdict
from tracker.keeping import restrictions
from tracker.keeping.backup import make
from tracker.keeping.restore import restore
from tracker.keeping.restrictions import What
from tracker.service import Service, open_service
from tracker.settings import Settings

WHY = "Sample: someone asked for it."


@pytest.fixture
def office(home: Settings):
    """Both tiers switched on, the decision about the report in force, and a note of a meeting
    that may be quoted."""
    service = open_service(home)
    with service.database.writing() as session:
        amara = by_code(session, "AMARA")
        boris = record(session, Person(code="BORIS", role=Role.BOARD), None).key
        for tier in naming.SWITCHED:
            row = naming.propose_switching_on(session, amara, tier, WHY)
            accept(session, boris, "tierswitch", row.key)
        day = service.today()
        row = triage.decide_published(session, amara, day, 1, "Sample board", day, WHY)
        accept(session, boris, "publisheddecision", row.key)
        eu = session.exec(select(Addressee.id).where(Addressee.code == "eu")).one()
        note = Meeting(eu, day, "Sample desk", Spoken.QUOTABLE, "Sample remark of the desk.")
        conversing.add_meeting_note(session, amara, day, note)
    yield service
    service.close()


def by_code(session, code: str) -> int:
    return session.exec(select(Person.id).where(Person.code == code)).one()


def accept(session, by: int, kind: str, id: int) -> None:
    reviewing.review_item(session, by, Item(kind, id), Verdict.ACCEPTED)


def witnesses(session) -> list[Quote]:
    """Four that share no words."""
    asked = select(Quote).where(Quote.testimony).order_by(Quote.start)
    found: list[Quote] = []
    for quote in session.exec(asked):
        if not found or quote.start >= found[-1].end:
            found.append(quote)
    return found[:4]


def restrict_everything(service: Service) -> None:
    with service.database.writing() as session:
        amara, boris = by_code(session, "AMARA"), by_code(session, "BORIS")
        held, sealed, flagged, refused = witnesses(session)
        week = service.today() + timedelta(days=7)
        triage.embargo(session, amara, service.today(), held.key, week)
        naming.seal(session, amara, sealed.key, [amara, boris])
        triage.answer(session, amara, flagged.key, {Flag.GRAPHIC: 3}, may_leave=False)
        said = Said(ConsentState.WITHDRAWN)
        consenting.say(session, amara, service.today(), refused.key, said)
        naming.switch_off(session, amara, Tier.NAMED_AUDIENCES)
        triage.take_back_published(session, amara, 1, WHY)
        note = session.exec(select(Conversation.source)).one()
        conversing.say_stricter(session, boris, note, Spoken.INTERNAL)


def restored(service: Service, backup: str, there: Settings) -> Service:
    """Beside the ledger as it is now."""
    there.home.mkdir()
    there_is = there.home / restrictions.NAME
    there_is.write_bytes((service.settings.home / restrictions.NAME).read_bytes())
    restore(there, Path(backup))
    return open_service(there)


def test_what_restricts_holds_after_a_backup_from_before_is_restored(office, empty_home) -> None:
    backup = make(office.settings).file
    restrict_everything(office)
    again = restored(office, backup, empty_home())
    with again.database.reading() as session:
        held, sealed, flagged, refused = witnesses(session)
        known = standings(session, [held, sealed, flagged, refused])
        assert known[held.key].embargoed_until == again.today() + timedelta(days=7)
        assert sealed_for(session, sealed) == {1, 2}
        assert known[flagged.key].flags[Flag.GRAPHIC] == 3
        assert known[refused.key].consent is ConsentState.WITHDRAWN
        assert (is_on(session, Tier.NAMED_AUDIENCES), is_on(session, Tier.SEALED)) == (False, True)
        assert not known[held.key].published_by_us
        note = session.exec(select(Conversation.source)).first()
        assert conversation_of(session, note).spoken is Spoken.INTERNAL
        assert list(chain.verify(session)) == []
        first = chain.head(session)
    again.close()
    once_more = open_service(again.settings)
    with once_more.database.reading() as session:
        assert chain.head(session) == first
    once_more.close()


def test_the_ledger_tells_no_words_no_reason_and_no_name(office) -> None:
    restrict_everything(office)
    lines = (office.settings.home / restrictions.NAME).read_text().splitlines()
    assert {json.loads(line)["what"] for line in lines} == {what.value for what in What}
    with office.database.reading() as session:
        words = {row.exact.split()[0] for row in witnesses(session)}
    assert not [line for line in lines if any(f'"{w}' in line for w in (*words, "Sample", "AMARA"))]
    assert (office.settings.home / restrictions.NAME).stat().st_mode & 0o777 == 0o600


def test_what_two_people_opened_again_stays_open_at_the_next_start(office) -> None:
    with office.database.writing() as session:
        amara, boris = by_code(session, "AMARA"), by_code(session, "BORIS")
        quote = witnesses(session)[0].key
        triage.keep_inside(session, amara, quote, WHY)
        row = triage.say_may_leave(session, amara, quote)
        accept(session, boris, "tierchange", row.key)
    again = open_service(office.settings)
    with again.database.reading() as session:
        newest = session.exec(select(TierChange).order_by(TierChange.id.desc())).first()
        assert (newest.quote, newest.tier) == (quote, Tier.OPEN)
    again.close()


def test_nothing_is_recorded_again_in_the_place_of_something_stricter(office, empty_home) -> None:
    """Sealed in the backup, unsealed and kept inside since; a lower flag than there was."""
    with office.database.writing() as session:
        amara, boris = by_code(session, "AMARA"), by_code(session, "BORIS")
        sealed, flagged = (quote.key for quote in witnesses(session)[:2])
        naming.seal(session, amara, sealed, [amara, boris])
        triage.answer(session, amara, flagged, {Flag.GRAPHIC: 3}, may_leave=False)
    backup = make(office.settings).file
    with office.database.writing() as session:
        row = naming.propose_unsealing(session, amara, sealed, WHY)
        accept(session, boris, "tierchange", row.key)
        triage.keep_inside(session, amara, sealed, WHY)
        lower = FlagChange(quote=flagged, flag=Flag.GRAPHIC, level=1, opens=False)
        record(session, lower, amara)
    again = restored(office, backup, empty_home())
    with again.database.reading() as session:
        assert sealed_for(session, session.get_one(Quote, sealed)) == {1, 2}
        row = session.get_one(Quote, flagged)
        assert standings(session, [row])[flagged].flags[Flag.GRAPHIC] == 3
    again.close()


def test_an_embargo_that_is_over_and_a_decision_made_since_stay_as_they_are(office) -> None:
    long_ago = restrictions.Restriction(What.EMBARGO, "2024-01-01", "2024-01-01T00:00:00+00:00")
    with office.database.reading() as session:
        sha = session.exec(select(Source.raw_sha256)).first()
    told = {**vars(long_ago), "source": sha}
    before = {**told, "what": What.DECISION, "value": ""}
    kept = [restrictions.Restriction(**one) for one in (told, before)]
    restrictions.append(office.settings.home, kept)
    with (office.settings.home / restrictions.NAME).open("a") as cut_off:
        cut_off.write('{"what": "tier", "val')
    again = open_service(office.settings)
    with again.database.reading() as session:
        assert session.exec(select(Embargo)).all() == session.exec(select(Revocation)).all() == []
        assert len(session.exec(select(PublishedDecision)).all()) == 1
    again.close()
