"""Pages of a file, and where each stands in the text that was read from it."""

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import delete

from recommendations.models import Page, Quote, RawFile, Source
from recommendations.records import chain
from recommendations.records.writing import record, record_all
from recommendations.register.places import Places
from recommendations.register.quotes import quote_views
from recommendations.register.views import OnPages
from recommendations.vocabulary import Fidelity, Role, SourceKind
from tracker.database import Database

TEXT = "Sample page one.\n\nSample page three."


def stored(session, **more) -> Source:
    session.add(RawFile(sha256="sample", raw=b"sample"))
    session.flush()
    source = Source(
        kind=SourceKind.NEWS, title="Sample", raw_sha256="sample", text=TEXT, extractor="s", **more
    )
    return record(session, source, None)


def test_a_place_in_the_text_is_on_one_page_and_an_empty_page_takes_none(
    database: Database,
) -> None:
    with database.writing() as session:
        source = stored(session).key
        spans = [(0, 16), (18, 18), (18, len(TEXT))]
        pages = [Page(source=source, number=n, start=a, end=b) for n, (a, b) in enumerate(spans, 1)]
        record_all(session, pages, None)
    with database.reading() as session:
        places = Places(session, session.get_one(Source, source), Role.EDITOR)
        assert [places.page(at) for at in (0, 17, 18, len(TEXT) - 1)] == [1, 1, 3, 3]
        ((first, last),) = [(p.page, p.last_page) for p in places.find("one.\n\nSample")]
        assert (first, last) == (1, 3)
        quotes = (
            Quote(
                source=source, start=a, end=b, exact=TEXT[a:b], fidelity=Fidelity.VERBATIM_ORIGINAL
            )
            for a, b in [(0, 6), (7, 24), (18, len(TEXT))]
        )
    with database.writing() as session:
        made = [record(session, one, None) for one in quotes]
        views = quote_views(session, made)
        assert [views[one.key].pages for one in made] == [
            OnPages(1, 1, 3), OnPages(1, 3, 3), OnPages(3, 3, 3),
        ]  # fmt: skip
    with pytest.raises(DBAPIError, match="append-only"), database.writing() as session:
        session.exec(delete(Page))


def test_the_language_of_a_source_is_in_the_history_where_somebody_said_it(
    database: Database,
) -> None:
    with database.writing() as session:
        source = stored(session, language="my")
        assert '"language":"my"' in chain.content(session, source)
        source.language = None
        assert "language" not in chain.content(session, source)
        session.expire(source)
    with database.reading() as session:
        assert not [b for b in chain.verify(session) if b.where.startswith("source")]
