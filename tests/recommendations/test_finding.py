"""Searching the record: the same is found as by reading all of it, in both scripts."""

import random
from contextlib import suppress
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from recommendations import assessing, describing, naming, quoting, triage
from recommendations.assessing import Finding
from recommendations.describing import Detail
from recommendations.errors import NotFound, Refused
from recommendations.models import Call, Person, Quote, Source
from recommendations.records import indexing
from recommendations.records.descriptions import Described
from recommendations.records.wording import Kind, asked, stem_of, together
from recommendations.records.writing import review
from recommendations.register.quotes import quote_views
from recommendations.search import Narrowed, find, find_quotes, read_choices
from recommendations.search.matching import matching
from recommendations.search.narrowing import tier_is
from recommendations.search.snippets import snippet
from recommendations.syllables import tokens
from recommendations.vocabulary import Precision, Role, SourceKind, Stance, Status, Tier, Verdict
from tests.on_databases import POSTGRESQL_WHEN_DEEP

TODAY = date(2026, 11, 22)
NEWS = Described(SourceKind.NEWS, "", "Sample News", date(2026, 3, 1))


def add(office, text: str, title: str = "Sample page", words: str = "", **more) -> int:
    described = replace(NEWS, title=title, **more)
    with office.writing() as session:
        source = quoting.add_source(session, office["EDITH"], TODAY, described, text=text)
        return quoting.quote_words(session, office["EDITH"], source.key, words or text).key


def found(office, words: str, role: Role = Role.EDITOR, **narrowed) -> list[tuple[Kind, int]]:
    with office.reading() as session:
        return [(hit.kind, hit.id) for hit in find(session, words, role, Narrowed(**narrowed)).hits]


def quotes(office, words: str, **narrowed) -> set[int]:
    return {id for kind, id in found(office, words, **narrowed) if kind is Kind.QUOTE}


def naive(session, words: str) -> set[int]:
    """Read word by word, without an index."""
    sources = {s.key: s for s in session.exec(select(Source))}
    there = set()
    for quote in session.exec(select(Quote)):
        source = sources[quote.source]
        texts = [quote.exact, quote.attribution, source.title, source.publisher]
        if all(any(holds(tokens(text), term) for text in texts) for term in asked(words)):
            there.add(quote.key)
    return there


def holds(said: list[str], term) -> bool:
    if len(term.words) > 1 or not term.loose:
        return any(tuple(said[at : at + len(term.words)]) == term.words for at in range(len(said)))
    (word,) = term.words
    longer = len(word) > 2 and word.isalpha()
    stem = stem_of(word)
    return any(
        w == word or (longer and w.startswith(word)) or (stem and stem_of(w) == stem) for w in said
    )


def test_the_same_is_found_as_by_reading_everything(office) -> None:
    add(office, "စစ်တပ်မှ ထွက်လာသော ပြည်သူ့ရဲများ ၂၀၂၄ တွင် အကူအညီ ရသည်")
    add(office, "The policies of defectors’ councils, and “a Café” in 2024.")
    chance = random.Random(7)
    with office.reading() as session:
        said = [t for q in session.exec(select(Quote)) if len(t := tokens(q.exact)) > 3]
        picked = [chance.choice(said) for _ in range(40)]
        starts = [chance.randrange(len(words) - 2) for words in picked]
        spans = zip(picked, starts, strict=True)
        asked_for = [" ".join(w[at : at + 1 + n % 3]) for n, (w, at) in enumerate(spans)]
        asked_for += [f'"{words}"' for words in asked_for[:10]]
        asked_for += [
            "ပြည်သူ",
            "ရဲများ",
            "စစ်",
            "2024",
            "၂၀၂၄",
            "policy",
            "cafe\u0301",
            "၊",
            '"',
            "a_b",
        ]
        asked_for += [
            "council defector",
            "sample news",
            "support the",
            "nothing such",
            "“of defectors”",
        ]
        for words in asked_for:
            wanted = naive(session, words) if asked(words) else set()
            got = {q.id for q in find_quotes(session, words, Role.EDITOR, most=1000)}
            assert got == wanted, words


def test_what_is_recommended_and_found_is_found_by_its_words_and_says_where(office) -> None:
    quote = add(
        office, "A sample ministry opened a training office.", published_on=date(2026, 2, 3)
    )
    call = office.call()
    with office.writing() as session:
        evidence = [(quote, Stance.SUPPORTS)]
        step = Finding(Status.FIRST_STEP, "Zephyrine reason.", date(2026, 2, 3), evidence=evidence)
        (made,) = assessing.assess(session, office["EDITH"], TODAY, [call], step)
        finding = made.key
    with office.reading() as session:
        (hit,) = find(session, "zephyrine", Role.BOARD).hits
        assert (hit.kind, hit.id, hit.where) == (Kind.FINDING, finding, "/recommendations/3/eu")
        assert [part.text for part in hit.parts if part.marked] == ["Zephyrine"]
        (used,) = find(session, '"training office"', Role.BOARD, Narrowed(addressee="eu")).hits
        assert used.id == quote
        assert used.uses[0].where == "/recommendations/3/eu"
    assert quotes(office, "training", addressee="eu", stance=Stance.SUPPORTS) == {quote}
    assert quotes(office, "training", addressee="eu", stance=Stance.CONTRADICTS) == set()
    assert quotes(office, '"training office"', addressee="asean") == set()
    assert quotes(office, "training office", kind=SourceKind.NEWS, until=date(2026, 2, 3)) == {
        quote
    }
    assert quotes(office, "training office", kind=SourceKind.NEWS, since=TODAY) == set()
    assert {kind for kind, _ in found(office, "support")} >= {Kind.QUOTE, Kind.RECOMMENDATION}
    with office.writing() as session:
        assessing.drop_assessment(session, office["EDITH"], finding)
    assert found(office, "zephyrine") == []


def test_a_search_is_narrowed_by_all_at_once_and_each_of_them_can_leave_it_out(office) -> None:
    quote = add(office, "A sample ministry opened a turnstile.", published_on=date(2026, 2, 3))
    other = add(office, "Another turnstile of the sample ministry.", title="Other sample")
    call = office.call()
    with office.writing() as session:
        step = Finding(Status.FIRST_STEP, "Sample.", TODAY, evidence=[(quote, Stance.SUPPORTS)])
        assessing.assess(session, office["EDITH"], TODAY, [call], step)
        measure = session.get_one(Call, call).measure
        told = Detail(event_on=date(2025, 6, 1), precision=Precision.MONTH)
        describing.describe(session, office["EDITH"], TODAY, quote, told)
    whole = {
        "what": Kind.QUOTE, "addressee": "eu", "measure": measure, "stance": Stance.SUPPORTS,
        "kind": SourceKind.NEWS, "since": date(2025, 6, 30), "until": date(2025, 6, 1),
        "tier": Tier.INTERNAL, "ours": False,
    }  # fmt: skip
    without = {
        "what": Kind.SOURCE, "addressee": "asean", "measure": measure + 10**6,
        "stance": Stance.CONTEXT, "kind": SourceKind.PANEL, "since": date(2025, 7, 1),
        "until": date(2025, 5, 31), "tier": Tier.OPEN, "ours": True,
    }  # fmt: skip
    assert quotes(office, "turnstile") == {quote, other}
    assert quotes(office, "turnstile", **whole) == {quote}
    for name, value in without.items():
        assert quotes(office, "turnstile", **{**whole, name: value}) == set(), name
    # Of what is not known to have happened on a day, the day of publication counts.
    assert quotes(office, "turnstile", since=date(2026, 1, 1)) == {other}
    assert quotes(office, "turnstile", since=date(2025, 6, 30)) == {quote, other}


def test_all_words_in_a_row_come_first(office) -> None:
    apart = add(office, "Thornbill met quartzite; quartzite thornbill, thornbill thornbill.")
    row = add(office, "It was thornbill quartzite, among many other words of a sample.")
    told = [id for kind, id in found(office, "thornbill quartzite")]
    assert told == [row, apart]


def test_restricted_words_are_neither_found_nor_counted(office) -> None:
    text = "Before it. The xylocarp stood there. After the zymurgy came rain."
    quote = add(office, text, words="The xylocarp stood there.")
    other = add(office, text, words="After the zymurgy came rain.")
    around = add(office, text, words=text)
    assert quotes(office, "xylocarp") == {quote, around}
    with office.writing() as session:
        triage.withdraw(session, office["EDITH"], quote, "Sample.")
    for role in (Role.EDITOR, Role.REVIEWER, Role.BOARD):
        assert found(office, "xylocarp", role) == []
        assert found(office, "zymurgy", role) == [(Kind.QUOTE, other)]
    assert set(found(office, "xylocarp", Role.ADMINISTRATOR)) == {
        (Kind.QUOTE, quote), (Kind.QUOTE, around)
    }  # fmt: skip
    with office.writing() as session:
        switch = naming.propose_switching_on(session, office["BORIS"], Tier.SEALED, "Sample.")
        review(session, switch, session.get_one(Person, office["RUTH"]), Verdict.ACCEPTED)
        naming.seal(session, office["EDITH"], other, [office["EDITH"], office["BORIS"]])
    assert found(office, "zymurgy", Role.ADMINISTRATOR) == []
    with office.reading() as session:
        assert find(session, "zymurgy", Role.ADMINISTRATOR).count == 0
        assert find(session, "zymurgy", None).count == 0


@pytest.mark.parametrize("tier", [Tier.OPEN, Tier.NAMED_AUDIENCES, Tier.INTERNAL])
def test_a_tier_is_what_the_gate_draws_together(office, tier: Tier) -> None:
    chance = random.Random(11)
    with office.writing() as session:
        ids = list(session.scalars(sa.select(col(Quote.id)).limit(30)))
        for quote in chance.sample(ids, 14):
            triage.answer(session, office["EDITH"], quote, {}, may_leave=chance.random() < 0.5)
        wanted = {
            view.id for view in quote_views(session, session.exec(select(Quote))).values()
            if view.standing.tier is tier
        }  # fmt: skip
        assert set(session.scalars(sa.select(col(Quote.id)).where(tier_is(Quote, tier)))) == wanted


def in_order(session, words: str, role: Role, ours: bool | None, tier: Tier | None) -> list[int]:
    """Quotes read one by one; only how well they fit is the database's word."""
    terms, whole = asked(words), together(asked(words))

    def fit(of) -> dict[int, float]:
        sql = FITS_ON_SQLITE if indexing.is_sqlite(session) else FITS
        told = session.execute(sa.text(sql), {"asked": indexing.expression(session, of)})
        return {id: fits for (kind, id), fits in ((indexing.named(k), f) for k, f in told)
                if kind is Kind.QUOTE}  # fmt: skip

    every, first = fit(terms), fit([whole]) if whole else {}
    ranks = {**every, **first}
    views = quote_views(session, session.exec(select(Quote)), role)
    there = [
        id for id in ranks
        if id in views and views[id].exact
        and (tier is None or views[id].standing.tier is tier)
        and (ours is None or ours == (views[id].source.kind.is_ours
                                      or (ours and views[id].testimony)))
    ]  # fmt: skip
    return sorted(there, key=lambda id: (id not in first, ranks[id], -id))


FITS = """SELECT key, -ts_rank(words, CAST(:asked AS tsquery)) FROM searchword
    WHERE words @@ CAST(:asked AS tsquery)"""
FITS_ON_SQLITE = "SELECT rowid, bm25(searchword) FROM searchword WHERE searchword MATCH :asked"


@pytest.mark.parametrize("database_kind", POSTGRESQL_WHEN_DEEP, indirect=True)
def test_in_random_registers_the_order_is_that_of_reading_one_by_one(office) -> None:
    chance = random.Random(19)
    add(office, "The police of the people support the defectors.")
    with office.writing() as session:
        switch = naming.propose_switching_on(session, office["BORIS"], Tier.SEALED, "Sample.")
        review(session, switch, session.get_one(Person, office["RUTH"]), Verdict.ACCEPTED)
        ids = list(session.scalars(sa.select(col(Quote.id))))
        for quote in chance.sample(ids, 20):
            triage.answer(session, office["EDITH"], quote, {}, may_leave=chance.random() < 0.5)
        for quote in chance.sample(ids, 6):
            triage.withdraw(session, office["EDITH"], quote, "Sample.")
        for quote in chance.sample(ids, 3):
            with suppress(Refused, NotFound):
                naming.seal(session, office["EDITH"], quote, [office["EDITH"], office["BORIS"]])
    asked_for = ["the", "people", "the police", '"the people"', "to the", "support women", "of def"]
    with office.reading() as session:
        for words, role in product(asked_for, (Role.EDITOR, Role.ADMINISTRATOR)):
            for ours, tier in product((None, True, False), (None, Tier.OPEN, Tier.INTERNAL)):
                wanted = in_order(session, words, role, ours, tier)
                narrowed = Narrowed(what=Kind.QUOTE, ours=ours, tier=tier)
                got, more = matching(session, asked(words), narrowed, role)
                assert [id for _, id in got] == wanted, (words, role, ours, tier)
                assert not more
                some, more = matching(session, asked(words), narrowed, role, most=3)
                assert len(some) == min(3, len(wanted))
                assert more == (len(wanted) > 3)


def test_the_index_can_be_made_again_from_the_records(office) -> None:
    before = found(office, "support")
    with office.writing() as session:
        session.execute(sa.text("DELETE FROM searchword"))
        session.execute(sa.text("DELETE FROM searchstate"))
    assert found(office, "support", what=Kind.QUOTE) == []
    with office.writing() as session:
        indexing.catch_up(session)
    assert found(office, "support") == before
    assert before


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("The policies failed.", "policy", ["policies"]),
        ("One, two; three.", '"two three"', ["two; three"]),
        ("ပြည်သူ့ရဲများ", "ရဲများ", ["ရဲများ"]),
        ("Cafe\u0301 and café", "café", ["Cafe\u0301", "café"]),
        ("word " * 200 + "needle here", "needle", ["needle"]),
    ],
)
def test_what_was_found_is_marked_as_it_stands(text: str, words: str, marked: list[str]) -> None:
    parts = snippet(text, asked(words))
    assert [part.text for part in parts if part.marked] == marked
    assert "".join(part.text for part in parts).removeprefix("… ").removesuffix(" …") in text


def test_of_many_measures_those_are_offered_on_which_something_is_on_record(office) -> None:
    quote = add(office, "A sample ministry opened a turnstile.")
    first, second = office.call(3), office.call(4)
    with office.writing() as session:
        measures = {call: session.get_one(Call, call).measure for call in (first, second)}
        step = Finding(Status.FIRST_STEP, "Sample.", TODAY, evidence=[(quote, Stance.SUPPORTS)])
        assessing.assess(session, office["EDITH"], TODAY, [first], step)
    with office.reading() as session:
        every = read_choices(session, Role.EDITOR)
        few = read_choices(session, Role.EDITOR, most=3)
        asked = read_choices(session, Role.EDITOR, measures[second], most=3)
    assert not every.some
    assert {*measures.values()} < {id for id, _ in every.measures}
    assert few.some
    assert [id for id, _ in few.measures] == [measures[first]]
    assert {id for id, _ in asked.measures} == {*measures.values()}
