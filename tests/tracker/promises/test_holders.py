"""Editions that were handed out: every delivery is on record, and a withdrawal reaches every
holder. Offices and what became of recommendations are invented."""

import json
import re

from sqlmodel import Session, select

from exports.freezing import hash_of
from recommendations import contacting, delivering, triage
from recommendations.contacting import Told
from recommendations.delivering import Handed
from recommendations.models import Addressee, Edition, EditionQuote, Quote
from recommendations.records import chain
from recommendations.register.deliveries import read_deliveries
from recommendations.register.editions import frozen_of
from recommendations.register.holders import read_recall
from recommendations.vocabulary import Channel
from tests.mail_server import Mailbox
from tests.tracker.promises.conftest import issued_and_proposed
from tracker.service import Service

WHY = "Sample reason, windlestraw."
OFFICES = 4


def offices(session: Session, by: int) -> list[int]:
    eu = session.exec(select(Addressee.id).where(Addressee.code == "eu")).one()
    told = [Told(f"Sample office {n}", f"office{n}@example.org") for n in range(OFFICES)]
    return [contacting.add_office(session, by, eu, one).key for one in told]


def test_what_was_sent_is_on_record_and_every_holder_is_told_of_a_withdrawal(
    signed_in, service: Service, people: dict[str, int], mailbox: Mailbox, figure
) -> None:
    edition, by = issued_and_proposed(service, people)[0], people["EDITH"]
    edith, mail = signed_in("EDITH"), f"/editions/{edition}/mail"
    with service.database.writing() as session:
        made = offices(session, by)
        for office in made[1:]:
            handed = Handed(edition, office, service.today(), Channel.BY_HAND)
            delivering.deliver(session, by, service.today(), handed)
        quote = session.exec(
            select(EditionQuote.quote).where(EditionQuote.edition == edition)
        ).first()
        words = session.get_one(Quote, quote).exact
    form = {"office": str(made[0]), "do": "preview", "once": "sample"}
    seen = re.findall(r'name="seen" value="(\w+)"', edith.post(mail, form).text)
    edith.post(mail, {**form, "seen": seen, "do": "send"})
    with service.database.writing() as session:
        assert len(read_deliveries(session, editions=[edition])) == OFFICES
        triage.withdraw(session, by, quote or 0, WHY)
    holders = f"/editions/{edition}/holders"
    forms = re.findall(r'action="(/editions/\d+/holders/\d+)"', edith.get(holders).text)
    for n, path in enumerate(forms):
        edith.post(path, {"once": f"sample {n}", "do": "send"})
    notices = [raw.decode() for raw in mailbox.raw[1:]]
    told = [said for said in notices if WHY in said or words[:40] in said]
    with service.database.reading() as session:
        recall = read_recall(session, edition)
        letters = [one for one in read_deliveries(session) if one.letter]
        assert list(chain.verify(session)) == []
    figure(
        "deliveries",
        f"{OFFICES} offices hold an edition: {len(recall.holders)} on record; withdrawn, "
        f"{len(notices)} notices, {len(recall.untold)} untold, {len(told)} that say which words "
        "or why",
    )
    assert len(recall.holders) == len(notices) == len(letters) == OFFICES
    assert recall.untold == ()
    assert told == []


def test_what_was_issued_is_what_its_hash_says(
    service: Service, people: dict[str, int], figure
) -> None:
    edition = issued_and_proposed(service, people)[0]
    with service.database.reading() as session:
        told, hash = frozen_of(session, edition), session.get_one(Edition, edition).hash
    assert hash_of(told) == hash
    one_word = json.loads(json.dumps(told).replace("Myanmar", "Sample", 1))
    figure(
        "editions", "an edition read back: its data has the hash it prints; one word changed: not"
    )
    assert one_word != told
    assert hash_of(one_word) != hash
