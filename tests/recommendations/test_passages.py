"""Words of a text that nobody has quoted yet are found, as far as a reader may see them."""

import random
import re
from datetime import date

import pytest
from sqlmodel import select

from recommendations import naming, quoting, triage
from recommendations.models import Person, Source
from recommendations.records import passages
from recommendations.records.descriptions import Described
from recommendations.records.wording import Kind
from recommendations.records.writing import review
from recommendations.search import Hit, Narrowed, find, find_quotes
from recommendations.syllables import tokens
from recommendations.vocabulary import Role, SourceKind, Tier, Verdict
from tests.on_databases import ON_BOTH

pytestmark = ON_BOTH

TODAY = date(2026, 11, 22)
NEWS = Described(SourceKind.NEWS, "Sample page", "Sample News", date(2026, 3, 1))
FILLING = "\n\n".join(f"Sample paragraph {n} of many words that say nothing." for n in range(60))
TEXT = f"{FILLING}\n\nThe xylophone stood. A zymurgist came.\n\n{FILLING}\n\nThe xylophone stood."


def add(office, text: str = TEXT, replaces: int | None = None) -> int:
    with office.writing() as session:
        by = office["EDITH"]
        return quoting.add_source(session, by, TODAY, NEWS, text=text, replaces=replaces).key


def mark(office, source: int, words: str) -> int:
    with office.writing() as session:
        start = session.get_one(Source, source).text.index(words)
        return quoting.quote_words(session, office["EDITH"], source, words, start=start).key


def place_of(source: int, word: str, start: int) -> str:
    return f"/sources/{source}?at={start}-{start + len(word)}#f1"


def hits(office, words: str, role: Role | None = Role.EDITOR, **narrowed) -> tuple[Hit, ...]:
    with office.reading() as session:
        found = find(session, words, role, Narrowed(**narrowed))
        assert found.count == len(found.hits)
        return found.hits


def test_what_nobody_has_quoted_is_found_and_leads_to_its_place(office) -> None:
    source = add(office)
    (hit,) = hits(office, "zymurgist")
    assert (hit.kind, hit.source.id) == (Kind.PASSAGE, source)
    assert hit.where == place_of(source, "zymurgist", TEXT.index("zymurgist"))
    assert [part.text for part in hit.parts if part.marked] == ["zymurgist"]
    assert hits(office, "zymurgist", None) == ()
    (quote,) = [mark(office, source, "A zymurgist came.")]
    assert [(one.kind, one.id) for one in hits(office, "zymurgist")] == [(Kind.QUOTE, quote)]


def test_passages_are_narrowed_by_kind_of_source_and_day(office) -> None:
    add(office)
    wanted = {"what": Kind.PASSAGE, "kind": SourceKind.NEWS, "since": date(2026, 3, 1)}
    assert len(hits(office, "zymurgist", **wanted)) == 1
    for other in ({"kind": SourceKind.PANEL}, {"since": TODAY}, {"what": Kind.QUOTE}):
        assert hits(office, "zymurgist", **{**wanted, **other}) == ()
    for never in ({"tier": Tier.OPEN}, {"addressee": "eu"}, {"measure": 1}, {"ours": False}):
        assert hits(office, "zymurgist", **wanted, **never) == ()


def test_withdrawn_words_are_found_in_no_passage_wherever_they_stand(office) -> None:
    source = add(office)
    assert len(hits(office, "xylophone")) == 2
    quote = mark(office, source, "The xylophone stood.")
    with office.writing() as session:
        triage.withdraw(session, office["EDITH"], quote, "Sample.")
    assert hits(office, "xylophone") == ()
    assert {hit.kind for hit in hits(office, "xylophone", Role.ADMINISTRATOR)} == {Kind.QUOTE}
    (beside,) = hits(office, "zymurgist")
    shown = "".join(part.text for part in beside.parts)
    assert "xylophone" not in shown
    assert "[words withheld]" in shown


def test_sealed_words_are_in_no_passage_until_both_unseal_them(office) -> None:
    source = add(office)
    quote = mark(office, source, "The xylophone stood.")
    with office.writing() as session:
        switch = naming.propose_switching_on(session, office["BORIS"], Tier.SEALED, "Sample.")
        review(session, switch, session.get_one(Person, office["RUTH"]), Verdict.ACCEPTED)
        naming.seal(session, office["EDITH"], quote, [office["EDITH"], office["BORIS"]])
    for role in (Role.EDITOR, Role.ADMINISTRATOR):
        assert hits(office, "xylophone", role) == ()
    (beside,) = hits(office, "zymurgist")
    assert "xylophone" not in "".join(part.text for part in beside.parts)
    with office.writing() as session:
        opens = naming.propose_unsealing(session, office["EDITH"], quote, "Sample.")
    assert hits(office, "xylophone", Role.ADMINISTRATOR) == ()
    with office.writing() as session:
        review(session, opens, session.get_one(Person, office["BORIS"]), Verdict.ACCEPTED)
    found = hits(office, "xylophone")
    assert sorted(hit.kind for hit in found) == [Kind.QUOTE, Kind.PASSAGE]
    (again,) = [hit for hit in found if hit.kind is Kind.PASSAGE]
    assert again.where == place_of(source, "xylophone", TEXT.rindex("xylophone"))
    (beside,) = hits(office, "zymurgist")
    assert "The xylophone stood. A zymurgist came." in "".join(p.text for p in beside.parts)


def test_an_earlier_version_doubles_nothing_and_keeps_withdrawn_words_out_of_the_later(
    office,
) -> None:
    earlier = add(office)
    quote = mark(office, earlier, "The xylophone stood.")
    later = add(office, f"{TEXT} Later.", replaces=earlier)
    (hit,) = hits(office, "zymurgist")
    assert hit.source.id == later
    with office.writing() as session:
        triage.withdraw(session, office["EDITH"], quote, "Sample.")
    assert hits(office, "xylophone") == ()


def test_the_same_is_found_as_by_looking_through_the_texts(office) -> None:
    add(office)
    chance = random.Random(23)
    with office.reading() as session:
        text = chance.choice([s.text for s in session.exec(select(Source)) if len(s.text) > 50_000])
        starts = [chance.randrange(len(text) - 80) for _ in range(20)]
        for start in starts:
            words = " ".join(re.sub('["“”„]', " ", text[start : start + 60]).split()[1:4])
            there = find(session, f'"{words}"', Role.EDITOR, Narrowed(what=Kind.PASSAGE))
            for hit in there.hits:
                shown = "".join(part.text for part in hit.parts).removeprefix("… ")
                assert shown.removesuffix(" …") in session.get_one(Source, hit.source.id).text
                marked = [" ".join(tokens(part.text)) for part in hit.parts if part.marked]
                assert any(" ".join(tokens(words)) in said for said in marked), (words, marked)
            if words.isascii() and words.replace(" ", "").isalpha():
                assert there.hits, words


def test_what_changed_alone_is_written_again_and_the_index_is_as_if_all_were(office) -> None:
    quote = mark(office, add(office), "The xylophone stood.")
    with office.writing() as session:
        triage.withdraw(session, office["EDITH"], quote, "Sample.")
    words = ("xylophone", "zymurgist", "paragraph 7", "paragraph 41", "say nothing sample")
    before = {said: [hit.where for hit in hits(office, said)] for said in words}
    assert [bool(before[said]) for said in words] == [False, True, True, True, True]
    with office.writing() as session:
        passages.remake(session)
    assert {said: [hit.where for hit in hits(office, said)] for said in words} == before


def test_the_index_is_made_again_from_the_records(office) -> None:
    source = add(office)
    quote = mark(office, source, "The xylophone stood.")
    with office.writing() as session:
        triage.withdraw(session, office["EDITH"], quote, "Sample.")
    before = hits(office, "zymurgist")
    with office.writing() as session:
        passages.remake(session)
    assert hits(office, "zymurgist") == before
    assert hits(office, "xylophone") == ()


@pytest.mark.parametrize("letter", ["9", "a", "\u1000", "\U0001f600"])
def test_a_word_without_an_end_is_stored_and_what_stands_beside_it_is_found(
    office, letter: str
) -> None:
    """PostgreSQL takes no word of more than 2,046 bytes into an index."""
    words = f"sample harbour {letter * 5000} sample lighthouse"
    quote = office.quote(words=words)
    with office.reading() as session:
        assert quote in {one.id for one in find_quotes(session, "lighthouse", Role.EDITOR)}
