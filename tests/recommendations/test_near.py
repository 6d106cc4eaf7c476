"""Quotes that share words are found by their places, however long they are."""

import random

import pytest

from recommendations.errors import Refused
from recommendations.models import Quote, RawFile, Source
from recommendations.models.quotes import LONGEST, SHORT
from recommendations.quotation import CONTEXT
from recommendations.quoting import quote_words
from recommendations.records.near import near
from recommendations.vocabulary import Fidelity, SourceKind
from tests.on_databases import ON_BOTH

pytestmark = ON_BOTH

LETTERS = 5 * SHORT


def spans(chance: random.Random) -> list[tuple[int, int]]:
    """Short ones, some beside one another, and some longer than anybody may mark."""
    starts = [chance.randrange(LETTERS - 200) for _ in range(60)]
    short = [(at, at + chance.randint(1, 150)) for at in starts]
    beside = [(end, end + chance.randint(1, 2 * CONTEXT)) for _, end in short[:20]]
    long = [(0, LETTERS), (100, 100 + SHORT), (100, 101 + SHORT), (SHORT, 4 * SHORT)]
    return [*short, *beside, *long]


def test_what_shares_words_with_a_quote_is_found_however_long_it_is(database) -> None:
    places = spans(random.Random(5))
    with database.writing() as session:
        session.add(RawFile(sha256="sample", raw=b"sample"))
        session.flush()
        for title in ("Sample", "Another sample"):
            source = Source(
                kind=SourceKind.NEWS, title=title, raw_sha256="sample", text="x", extractor="sample"
            )
            session.add(source)
            session.flush()
            for start, end in places:
                session.add(
                    Quote(
                        source=source.key, start=start, end=end, exact="x",
                        fidelity=Fidelity.VERBATIM_ORIGINAL,
                        prefix="x" * CONTEXT, suffix="x" * CONTEXT,
                    )
                )  # fmt: skip
    naive = {
        (one, other)
        for one, (a, b) in enumerate(places, start=1)
        for other, (c, d) in enumerate(places, start=1)
        if c < b + CONTEXT and a < d + CONTEXT
    }
    ids = range(1, len(places) + 1)
    with database.reading() as session:
        found = near(session, ids)
        assert {(one, other.id) for one, few in found.items() for other in few} == naive
        alone = near(session, [3])
        assert {(3, other.id) for other in alone[3]} == {pair for pair in naive if pair[0] == 3}
        assert set(alone) == {3}


def test_nobody_marks_more_than_a_few_pages_as_one_quote(office) -> None:
    with office.writing() as session:
        session.add(RawFile(sha256="sample", raw=b"sample"))
        session.flush()
        text = "sample words " * LONGEST
        source = Source(
            kind=SourceKind.NEWS, title="Sample", raw_sha256="sample", text=text, extractor="x"
        )
        session.add(source)
        session.flush()
        with pytest.raises(Refused, match="longer than any quote"):
            quote_words(session, office["EDITH"], source.key, text.strip())
