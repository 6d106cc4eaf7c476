"""Grounds: why something was recommended, never what was done."""

import pytest
from sqlmodel import col, select

from recommendations import grounding, reviewing
from recommendations.errors import NotAllowed, Refused
from recommendations.models import Ground, Quote, Recommendation
from recommendations.reviewing import Item
from recommendations.vocabulary import Verdict


def test_set_ups_proposals_belong_to_nobody_until_someone_accepts_them(office) -> None:
    with office.reading() as session:
        proposed = session.exec(select(Ground)).all()
    assert proposed
    assert {ground.recorded_by for ground in proposed} == {None}
    item = Item("ground", proposed[0].key)
    with office.writing() as session, pytest.raises(Refused, match="accept it first"):
        reviewing.review_item(session, office["RUTH"], item, Verdict.ACCEPTED)
    with office.writing() as session, pytest.raises(NotAllowed):
        grounding.accept_ground(session, office["RUTH"], proposed[0].key)
    with office.writing() as session:
        grounding.accept_ground(session, office["EDITH"], proposed[0].key)
    with office.writing() as session, pytest.raises(Refused, match="accepted it already"):
        grounding.accept_ground(session, office["EMIL"], proposed[0].key)
    with office.writing() as session, pytest.raises(Refused, match="second person"):
        reviewing.review_item(session, office["EDITH"], item, Verdict.ACCEPTED)
    with office.writing() as session:
        reviewing.review_item(session, office["EMIL"], item, Verdict.ACCEPTED)
    with office.writing() as session, pytest.raises(Refused, match="reviewed and stays"):
        grounding.dismiss_ground(session, office["EDITH"], proposed[0].key)


def test_grounds_come_from_our_own_report(office) -> None:
    with office.reading() as session:
        told = session.exec(select(Recommendation)).first().key
        used = select(Ground.quote).where(Ground.recommendation == told)
        free = session.exec(select(Quote.id).where(Quote.testimony, col(Quote.id).not_in(used)))
        quote = free.first()
        proposed = session.exec(select(Ground).where(Ground.recommendation == told)).first()
    news = office.quote()
    with office.writing() as session, pytest.raises(Refused) as refused:
        grounding.add_ground(session, office["EDITH"], told, news)
    assert list(refused.value.sentences) == ["quote"]
    with office.writing() as session:
        added = grounding.add_ground(session, office["EDITH"], told, quote)
        assert grounding.add_ground(session, office["EDITH"], told, quote).key == added.key
        taken = grounding.add_ground(session, office["EDITH"], told, proposed.quote)
        assert (taken.key, taken.recorded_by) == (proposed.key, office["EDITH"])
        grounding.dismiss_ground(session, office["EDITH"], added.key)
