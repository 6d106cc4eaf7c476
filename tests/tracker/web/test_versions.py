"""A newer version of a source: it takes the place of the earlier one, what it changed is
shown, and quotes are carried over by a person, one by one."""

import pytest
from sqlmodel import select

from recommendations import triage
from recommendations.models import Quote, Source
from recommendations.quoting import quote_words
from recommendations.register.differences import How, compare

SAID = {
    "kind": "news", "title": "Sample news", "publisher": "Sample paper",
    "published_on": "2026-01-02", "precision": "day",
}  # fmt: skip
FIRST = """Sample news of January.

Two offices were opened in the north. It is a sample.

Shelter is given for ninety days.

Nobody has to pay for it.

The officer named a route that is a secret of the sample."""
SECOND = """Sample news of January.

Three offices were opened in the north. It is a sample.

Shelter is given for ninety days.

The officer named a route that is a secret of the sample.

It was corrected in February."""


def add(reader, text: str, path: str = "/sources/new", **more) -> str:
    """Where the source was stored."""
    replaces = path.partition("replaces=")[2]
    waiting = reader.post("/sources/new", {"text": text, "replaces": replaces}).headers["location"]
    saved = reader.post(waiting, {**SAID, **more, "once": waiting})
    assert saved.status_code == 303, saved.text
    return saved.headers["location"]


@pytest.fixture
def earlier(signed_in, service, people) -> dict[str, int]:
    """The first version with quotes of it."""
    add(signed_in("EDITH"), FIRST)
    with service.database.writing() as session:
        source = session.exec(select(Source).order_by(Source.id.desc())).first().key
        words = {
            "kept": "Shelter is given for ninety days.",
            "gone": "Nobody has to pay for it.",
            "withdrawn": "The officer named a route that is a secret of the sample.",
        }
        quotes = {
            name: quote_words(session, people["EDITH"], source, said).key
            for name, said in words.items()
        }
        triage.withdraw(session, people["EDITH"], quotes["withdrawn"], "Sample.")
    return {"source": source, **quotes}


def test_a_newer_version_is_shown_beside_the_earlier_one_and_quotes_are_carried_over(
    signed_in, service, form_on, earlier: dict[str, int]
) -> None:
    edith = signed_in("EDITH")
    asked = edith.get(f"/sources/new?replaces={earlier['source']}")
    assert "Add a newer version" in asked.text
    assert form_on(asked, "text-form")["replaces"] == [str(earlier["source"])]
    led_to = add(edith, SECOND, f"/sources/new?replaces={earlier['source']}")
    newer = int(led_to.split("/")[2])
    assert led_to == f"/sources/{newer}/changes"
    changes = edith.get(led_to)
    assert '<ins><span class="out">added: </span>Three' in changes.text
    assert '<del><span class="out">taken out: </span>Two' in changes.text
    assert "It was corrected in February." in changes.text
    assert "its words are gone" in changes.text
    assert "1 quote that was withdrawn or is under embargo is not offered" in changes.text
    assert "secret" not in changes.text
    assert "secret" not in edith.get(f"/sources/{newer}").text
    assert f'name="quote" value="{earlier["kept"]}"' in changes.text
    assert f'name="quote" value="{earlier["gone"]}"' not in changes.text
    refused = edith.post(led_to, {"quote": [str(earlier["withdrawn"])]})
    assert (refused.status_code, "Tick quotes" in refused.text) == (422, True)
    assert edith.post(led_to, {"quote": [str(earlier["kept"])]}).status_code == 303
    with service.database.reading() as session:
        (made,) = session.exec(select(Quote).where(Quote.source == newer)).all()
        assert made.exact == "Shelter is given for ninety days."
    assert f'carried over, <a href="/quotes/{made.id}">' in edith.get(led_to).text
    sources = edith.get("/sources").text
    assert sources.count("Sample news</a>") == 1
    assert f'Earlier version: <a href="/sources/{earlier["source"]}">' in sources
    assert "There is a newer version" in edith.get(f"/sources/{earlier['source']}").text
    assert signed_in("BORIS").post(led_to, {"all": "yes"}).status_code == 403
    assert edith.get(f"/sources/{earlier['source']}/changes").status_code == 404


def test_an_embargo_on_the_earlier_version_is_shown_on_the_newer_one(
    signed_in, service, people, earlier: dict[str, int]
) -> None:
    edith, today = signed_in("EDITH"), service.today()
    with service.database.writing() as session:
        triage.embargo_source(session, people["EDITH"], today, earlier["source"], today)
    led_to = add(edith, SECOND, f"/sources/new?replaces={earlier['source']}")
    assert "Under embargo" in edith.get(led_to.removesuffix("/changes")).text
    changes = edith.get(led_to).text
    assert "3 quotes that were withdrawn or are under embargo are not offered" in changes
    assert 'type="checkbox"' not in changes


def test_what_differs_is_told_by_words_within_a_paragraph_and_by_paragraphs() -> None:
    found = compare("a\n\nSample words stay here.\n\nb", "a\n\nSample words went there.\n\nb\n\nc")
    told = [(one.skipped, [(p.how, p.text) for p in one.pieces]) for one in found.differences]
    assert told == [
        (1, []),
        (0, [
            (How.SAME, "Sample words "), (How.TAKEN_OUT, "stay here"),
            (How.ADDED, "went there"), (How.SAME, "."),
        ]),
        (1, []),
        (0, [(How.ADDED, "c")]),
    ]  # fmt: skip
    assert found.changed == 2
    assert not compare("a", "a").changed
    assert compare("a\n\n" * 7000, "b").too_long
