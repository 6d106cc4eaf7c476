"""Citations on the pages and by command. What is recorded here is an invented sample."""

import json

from exports.profiles import shipped
from recommendations import quoting
from recommendations.profiling import ship_profiles
from recommendations.records.descriptions import Described
from recommendations.vocabulary import SourceKind
from tracker.accounts import sessions
from tracker.web.visitor import COOKIE

PRIVATE = "Sample Person"


def test_a_quote_and_its_source_are_cited_from_their_pages(
    signed_in, sample_record, service
) -> None:
    edith, bill = signed_in("EDITH"), sample_record["bill"]
    page = edith.get(f"/quotes/{bill}").text
    assert "Sample publisher, “Sample bill on care,” 1 March 2025." in page
    for kind in ("csl", "bibtex", "ris"):
        assert f"/quotes/{bill}/citation/{kind}" in page
        answer = edith.get(f"/quotes/{bill}/citation/{kind}")
        assert "Sample bill on care" in answer.text
        assert "attachment" in answer.headers["content-disposition"]
    assert edith.get(f"/quotes/{bill}/citation/docx").status_code == 404
    assert edith.get("/quotes/99999/citation/csl").status_code == 404
    (item,) = json.loads(edith.get("/sources/1/citation/csl").text)
    assert (item["type"], item["author"]) == ("report", [{"literal": "People's Goal"}])
    assert item["issued"] == {"date-parts": [[2024, 10]]}


def test_a_letter_is_cited_without_its_title(signed_in, service, people) -> None:
    with service.database.writing() as session:
        described = Described(
            SourceKind.LETTER, f"Sample letter of {PRIVATE}", "Sample Ministry", service.today()
        )
        edith, text = people["EDITH"], "Sample, invented: the sample words of a letter."
        letter = quoting.add_source(session, edith, service.today(), described, text=text).key
        quote = quoting.quote_words(session, edith, letter, "the sample words").key
    edith = signed_in("EDITH")
    for kind in ("csl", "bibtex", "ris"):
        for path in (f"/quotes/{quote}", f"/sources/{letter}"):
            answer = edith.get(f"{path}/citation/{kind}")
            assert answer.status_code == 200
            assert PRIVATE not in answer.text


def test_all_that_leaves_to_an_audience_takes_a_fresh_code(signed_in, service, people) -> None:
    with service.database.writing() as session:
        ship_profiles(session, shipped())
    edith = signed_in("EDITH")
    assert "/packs/eu/citations/ris" in edith.get("/packs/eu").text
    answer = edith.get("/packs/eu/citations/csl")
    assert [item["id"] for item in json.loads(answer.text)] == ["S1"]
    assert edith.get("/packs/eu/citations/docx").status_code == 404
    with service.database.writing() as session:
        token = sessions.begin(session, people["EMIL"])
    emil = signed_in("")
    emil.cookies[COOKIE] = token
    asked = emil.get("/packs/eu/citations/csl", follow=False)
    assert (asked.status_code, asked.headers["location"].partition("?")[0]) == (
        303,
        "/account/code",
    )
