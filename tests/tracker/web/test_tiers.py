"""Named audiences and sealed words: switched on by two, and what one quote is kept for."""

import pytest
from sqlmodel import select

from recommendations import erasing, naming, reviewing
from recommendations.errors import NotFound, Refused
from recommendations.models import Quote, TierSwitch, Withdrawal
from recommendations.records import chain
from recommendations.records.blanking import is_blank
from recommendations.reviewing import Item
from recommendations.vocabulary import Tier, Verdict


def a_testimony(service) -> Quote:
    with service.database.reading() as session:
        return session.exec(select(Quote).where(Quote.testimony).order_by(Quote.id)).first()


@pytest.fixture
def on(service, people) -> None:
    """Both are switched on."""
    with service.database.writing() as session:
        for tier in naming.SWITCHED:
            row = naming.propose_switching_on(session, people["BORIS"], tier, "Sample.")
            item = Item("tierswitch", row.key)
            reviewing.review_item(session, people["RUTH"], item, Verdict.ACCEPTED)


def test_one_person_proposes_another_confirms_and_anyone_switches_it_off(signed_in) -> None:
    boris, ruth, emil = (signed_in(code) for code in ("BORIS", "RUTH", "EMIL"))
    assert "can propose to switch it on" in emil.get("/tiers").text
    assert emil.post("/tiers/S3/on", {"why": "Sample."}).status_code == 403
    refused = boris.post("/tiers/S3/on", {"why": " "})
    assert refused.status_code == 422
    assert "Say what it is needed for" in refused.text
    assert boris.post("/tiers/S3/on", {"why": "Sample reason."}).status_code == 303
    assert "It waits for a second person." in emil.get("/tiers").text
    assert "Sample reason." in ruth.get("/review/tierswitch-1").text
    assert ruth.post("/review/tierswitch-1", {"item": "tierswitch-1"}).status_code == 303
    assert "Switch it off" in emil.get("/tiers").text
    assert emil.post("/tiers/S3/off").status_code == 303
    assert "Switch it off" not in emil.get("/tiers").text
    assert "agreed by RUTH" in emil.get("/tiers").text
    assert emil.post("/tiers/S2/off").status_code == 404
    assert emil.post("/tiers/nothing/off").status_code == 404


def test_switching_on_takes_a_code_from_the_phone(signed_in, service, people) -> None:
    from tracker.accounts.models import CodeGiven  # noqa: PLC0415

    boris, ruth = signed_in("BORIS"), signed_in("RUTH")
    boris.post("/tiers/S1/on", {"why": "Sample reason."})
    with service.database.writing() as session:
        for given in session.exec(select(CodeGiven)):
            session.delete(given)
    for refused in (
        boris.post("/tiers/S3/on", {"why": "Another sample reason."}),
        ruth.post("/review/tierswitch-1", {"item": "tierswitch-1"}),
    ):
        assert refused.status_code == 422
        assert "code from your phone" in refused.text
    assert (
        "Another sample reason."
        in boris.post("/tiers/S3/on", {"why": "Another sample reason."}).text
    )
    with service.database.reading() as session:
        assert len(session.exec(select(TierSwitch)).all()) == 1


def test_a_quote_is_named_for_audiences_from_its_page(signed_in, service, on) -> None:
    quote = a_testimony(service)
    edith, path = signed_in("EDITH"), f"/quotes/{quote.id}/tier"
    assert "European Union" in edith.get(path).text
    refused = edith.post(f"{path}/named")
    assert refused.status_code == 422
    assert "Choose the audiences" in refused.text
    assert edith.post(f"{path}/named", {"audiences": ["eu"]}).status_code == 303
    assert "may leave to named audiences: eu" in edith.get(f"/quotes/{quote.id}").text
    waits = signed_in("RUTH").get("/review").text
    assert "May leave to named audiences" in waits
    assert "For European Union only" in waits


def test_a_sealed_quote_is_not_there_for_anybody_else(signed_in, service, people, on) -> None:
    quote = a_testimony(service)
    edith, path = signed_in("EDITH"), f"/quotes/{quote.id}"
    refused = edith.post(f"{path}/tier/sealed", {"people": [str(people["EMIL"])]})
    assert refused.status_code == 422
    assert "Choose two people" in refused.text
    two = [str(people["EMIL"]), str(people["BORIS"])]
    assert edith.post(f"{path}/tier/sealed", {"people": two}).headers["location"] == "/tiers"
    for code in ("EDITH", "RUTH", "AMARA"):
        someone = signed_in(code)
        for page in ("", "/tier", "/withdraw", "/redact"):
            assert someone.get(f"{path}{page}").status_code in {403, 404}
        assert someone.get(f"/triage/{quote.id}").status_code == 404
        assert path not in someone.get("/tiers").text
        assert someone.post(f"{path}/keep-inside").status_code == 404
    emil = signed_in("EMIL")
    assert quote.exact.split()[0] in emil.get(path).text
    assert path in emil.get("/tiers").text


def test_the_two_unseal_it_together(signed_in, service, people, on) -> None:
    quote = a_testimony(service)
    two = [str(people["EMIL"]), str(people["BORIS"])]
    path = f"/quotes/{quote.id}"
    signed_in("EDITH").post(f"{path}/tier/sealed", {"people": two})
    assert signed_in("AMARA").post(f"{path}/tier/unsealed").status_code == 404
    assert signed_in("EMIL").post(f"{path}/tier/unsealed", {"why": "Sample."}).status_code == 303
    with service.database.reading() as session:
        from recommendations.models import TierChange  # noqa: PLC0415

        row = session.exec(select(TierChange).where(TierChange.tier == Tier.INTERNAL)).all()[-1]
    name = f"tierchange-{row.id}"
    assert "Unsealed" not in signed_in("RUTH").get("/review").text
    assert signed_in("RUTH").get(f"/review/{name}").status_code == 404
    assert signed_in("RUTH").post(f"/review/{name}", {"item": name}).status_code == 404
    boris = signed_in("BORIS")
    assert "people inside read these words again" in boris.get(f"/review/{name}").text
    assert boris.post(f"/review/{name}", {"item": name}).status_code == 303
    assert signed_in("RUTH").get(path).status_code == 200


def test_the_two_have_it_erased_and_nobody_else_learns_of_it(
    signed_in, service, people, on
) -> None:
    quote = a_testimony(service)
    two = [str(people["EMIL"]), str(people["BORIS"])]
    path = f"/quotes/{quote.id}/tier"
    assert signed_in("EMIL").get(f"{path}/erase").status_code == 404
    assert signed_in("EMIL").post(f"{path}/erase", {"why": "Sample."}).status_code == 404
    signed_in("EDITH").post(f"{path}/sealed", {"people": two})
    emil, boris, amara = (signed_in(code) for code in ("EMIL", "BORIS", "AMARA"))
    assert f"{path}/erase" in emil.get(path).text
    assert "the other person it was sealed for" in emil.get(f"{path}/erase").text
    assert "Say why" in emil.post(f"{path}/erase", {"why": ""}).text
    assert amara.post(f"{path}/erase", {"why": "Sample."}).status_code == 404
    assert amara.post(f"/quotes/{quote.id}/erase", {"why": "Sample."}).status_code == 404
    assert emil.post(f"{path}/erase", {"why": "Sample."}).headers["location"] == "/erasures"
    for other in (amara, signed_in("RUTH")):
        assert f"Q{quote.id}" not in other.get("/erasures").text
        assert "to erase words" not in other.get("/review").text.replace("Requests to", "")
        assert other.get("/erasures/1").status_code == 404
        for act in ("confirm", "decline"):
            fields = {"sure": "erase", "comment": "Sample."}
            assert other.post(f"/erasures/1/{act}", fields).status_code == 404
    assert "1 request to erase words waits for you" in boris.get("/review").text
    assert "Q" in boris.get("/erasures/1").text
    assert boris.post("/erasures/1/confirm", {"sure": "erase"}).status_code == 303
    with service.database.reading() as session:
        assert is_blank(session.get(Quote, quote.id).exact)
        assert [*chain.verify(session)] == []
        (gone,) = session.exec(select(Withdrawal)).all()
        assert gone.quote == quote.id
    assert f"Q{quote.id}" not in amara.get("/erasures").text


def test_at_the_machine_one_of_the_two_asks(service, people, on) -> None:
    quote = a_testimony(service)
    with service.database.writing() as session:
        two = [people["EMIL"], people["BORIS"]]
        naming.seal(session, people["EDITH"], quote.id, two)
        with pytest.raises(NotFound):
            erasing.ask_for_quote(session, people["AMARA"], quote.id, "Sample.")
        asked = erasing.ask_for_quote(session, people["BORIS"], quote.id, "Sample.")
        with pytest.raises(Refused, match="a reviewer, a board member"):
            erasing.agree(session, people["EMIL"], asked.key)
        naming.switch_off(session, people["EDITH"], Tier.SEALED)
        with pytest.raises(NotFound):
            erasing.agree(session, people["BORIS"], asked.key)
