"""Withholding words of a quote and translating it, from the form to the pack."""

from sqlmodel import select

from recommendations import triage
from recommendations.models import Quote
from recommendations.register.quotes import quotes_by_id


def a_testimony(service) -> Quote:
    with service.database.reading() as session:
        return session.exec(select(Quote).where(Quote.testimony).order_by(Quote.id)).first()


def printed(service, quote: int) -> str:
    with service.database.reading() as session:
        return quotes_by_id(session, [quote])[quote].printed


def first_words(quote: Quote) -> str:
    return " ".join(quote.exact.split()[:3])


def test_it_is_shown_before_it_is_proposed_and_approved_beside_the_original(
    signed_in, service
) -> None:
    quote = a_testimony(service)
    edith, path, words = signed_in("EDITH"), f"/quotes/{quote.id}/redact", first_words(quote)
    typed = {"words1": words, "withheld1": "place", "once": "a"}
    shown = edith.post(path, typed | {"do": "preview"})
    assert shown.status_code == 200
    assert "As it would be printed" in shown.text
    assert "[place withheld]" in shown.text
    assert f'value="{words}"' in shown.text
    assert "[place withheld]" not in edith.get(f"/quotes/{quote.id}").text
    assert edith.post(path, typed).headers["location"] == f"/quotes/{quote.id}"
    assert "A redaction of some of its words waits." in edith.get(f"/quotes/{quote.id}").text
    ruth = signed_in("RUTH")
    page = ruth.get("/review/variant-1").text
    assert "In the source" in page
    assert "[place withheld]" in page
    assert words in page
    assert ruth.post("/review/variant-1", {"item": "variant-1"}).status_code == 303
    assert printed(service, quote.id).startswith("[place withheld]")
    after = edith.get(f"/quotes/{quote.id}").text
    assert "As it is printed" in after
    assert "approved by RUTH" in after


def test_a_refused_form_comes_back_with_everything_typed(signed_in, service) -> None:
    quote = a_testimony(service)
    sent = {"words1": first_words(quote), "withheld1": "unit", "words2": "nowhere at all",
            "withheld2": "money"}  # fmt: skip
    answer = signed_in("EDITH").post(f"/quotes/{quote.id}/redact", sent)
    assert answer.status_code == 422
    assert 'id="words2-said"' in answer.text
    assert 'value="nowhere at all"' in answer.text
    assert '<option value="money" selected>' in answer.text
    assert printed(service, quote.id) == quote.exact


def test_sending_it_twice_proposes_it_once(signed_in, service) -> None:
    quote = a_testimony(service)
    sent = {"words1": first_words(quote), "withheld1": "place", "once": "a"}
    edith = signed_in("EDITH")
    for _ in range(2):
        assert edith.post(f"/quotes/{quote.id}/redact", sent).status_code == 303
    assert "variant-2" not in signed_in("RUTH").get("/review").text


def test_a_translation_is_typed_and_marked_as_ours(signed_in, service) -> None:
    quote = a_testimony(service)
    edith, path = signed_in("EDITH"), f"/quotes/{quote.id}/translate"
    refused = edith.post(path, {"language": "French", "text": "Texte inventé"})
    assert refused.status_code == 422
    assert "Texte inventé" in refused.text
    assert edith.post(path, {"language": "fr", "text": "Texte inventé"}).status_code == 303
    signed_in("RUTH").post("/review/variant-1", {"item": "variant-1"})
    page = edith.get(f"/quotes/{quote.id}").text
    assert "Our translation (fr)." in page
    assert "Texte inventé" in page


def test_reviewers_read_who_may_withhold_but_do_not_propose(signed_in, service) -> None:
    quote = a_testimony(service)
    assert signed_in("RUTH").get(f"/quotes/{quote.id}/redact").status_code == 403
    assert "/redact" not in signed_in("RUTH").get(f"/quotes/{quote.id}").text


def test_withdrawn_words_are_not_shown_by_withholding_some_of_them(
    signed_in, service, people
) -> None:
    with service.database.writing() as session:
        triage.withdraw(session, people["EDITH"], 1, "Sample.")
        rest = session.get_one(Quote, 1).exact[:40]
    form = {"do": "preview", "words1": "the", "withheld1": "place"}
    answer = signed_in("EDITH").post("/quotes/1/redact", form)
    assert (answer.status_code, "only administrators" in answer.text) == (422, True)
    assert rest not in answer.text
    form["words1"] = "samplewordthatstandsnowhere"
    assert "do not stand" not in signed_in("EDITH").post("/quotes/1/redact", form).text
    assert "do not stand" in signed_in("AMARA").post("/quotes/1/redact", form).text
