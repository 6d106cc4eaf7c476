"""One quote: whether it may leave and why not; and finding quotes by words."""

from datetime import timedelta

from sqlmodel import select

from recommendations.models import Quote


def a_testimony(service) -> Quote:
    with service.database.reading() as session:
        return session.exec(select(Quote).where(Quote.testimony).order_by(Quote.id)).first()


def test_fresh_testimony_stays_inside_and_the_page_says_what_would_be_needed(
    signed_in, service
) -> None:
    page = signed_in("BORIS").get(f"/quotes/{a_testimony(service).id}").text
    assert "stays inside" in page
    assert "Neither consent nor a decision that we have already published it" in page
    assert "Answers to its flags in triage, and a second person who reviews them." in page
    assert "interpreted from Burmese and edited, as published" in page


def test_reviewed_words_of_others_may_leave_until_someone_keeps_them_inside(
    signed_in, sample_record
) -> None:
    board, path = signed_in("BORIS"), f"/quotes/{sample_record['bill']}"
    assert "Nothing on record keeps it inside" in board.get(path).text
    assert board.post(f"{path}/keep-inside").headers["location"] == path
    assert "Nothing on record keeps it inside" not in board.get(path).text


def test_a_quote_says_what_rests_on_it(signed_in, sample_record) -> None:
    page = signed_in("BORIS").get(f"/quotes/{sample_record['against']}").text
    assert "evidence against “first step”" in page
    assert 'href="/recommendations/1/nug"' in page


def test_withdrawing_needs_a_reason_and_then_nobody_but_administrators_reads_the_words(
    signed_in, service
) -> None:
    quote = a_testimony(service)
    editor, path = signed_in("EDITH"), f"/quotes/{quote.id}"
    assert "There is no way back" in editor.get(f"{path}/withdraw").text
    refused = editor.post(f"{path}/withdraw", {"why": " "})
    assert refused.status_code == 422
    assert "Say why" in refused.text
    assert editor.post(f"{path}/withdraw", {"why": "Sample reason."}).status_code == 303
    words = quote.exact[:40]
    assert words not in editor.get(path).text
    assert "It was withdrawn." in editor.get(path).text
    assert words not in editor.get(f"/search?q={quote.exact.split()[0]}").text
    assert words in signed_in("AMARA").get(path).text


def test_an_embargo_keeps_words_inside_until_its_day_is_over(
    signed_in, service, sample_record
) -> None:
    editor, path = signed_in("EDITH"), f"/quotes/{sample_record['bill']}"
    yesterday = (service.today() - timedelta(days=1)).isoformat()
    for until, sentence in (("", "Give the last day"), (yesterday, "That day is over")):
        refused = editor.post(f"{path}/embargo", {"until": until})
        assert refused.status_code == 422
        assert sentence in refused.text
    editor.post(f"{path}/embargo", {"until": service.today().isoformat()})
    assert "It is under embargo." in editor.get(path).text


def test_search_finds_quotes_that_hold_every_word_and_sources_by_title(
    signed_in, sample_record
) -> None:
    reader = signed_in("BORIS")
    page = reader.get("/search?q=housing+answer").text
    assert "had received no <mark>answer</mark> in eight months" in page
    assert "The ministry shall provide" not in page
    assert "Sample bill on care" in reader.get("/search?q=bill").text
    assert "Nothing here has all of these words" in reader.get("/search?q=zebra").text
    assert "Page 1 of" in reader.get("/search?q=the").text
    assert "Every word has to be there" in reader.get("/search").text


def test_a_quote_that_is_not_there_is_said_to_be_not_here(signed_in) -> None:
    assert signed_in("BORIS").get("/quotes/9999").status_code == 404
