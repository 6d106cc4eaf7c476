"""Every pack carries the head of the history of its moment, on the screen and on paper."""

import re
from datetime import date

import pypdfium2
import pytest

from exports.publishing import Issuer, Moment, draft, print_two_pages
from exports.rendering import leave_behind_body
from recommendations.models import Quote
from recommendations.records import chain, heads
from recommendations.records.writing import get
from recommendations.triage import keep_inside
from tracker.database import Database
from tracker.service import Service
from tracker.settings import Settings

ISSUER = Issuer("Sample organisation", "sample@example.org", sample=True)


def composed(database: Database, service: Service, code: str = "nug"):
    today = date(2026, 11, 22)
    with database.reading() as session:
        return draft(session, code, Moment(today, service.closing(today), today), ISSUER)


def read(pdf: bytes) -> list[str]:
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]
    return [re.sub(r"\s+", " ", page) for page in pages]


@pytest.mark.pdf
def test_the_head_stands_on_the_last_page_and_the_same_moment_gives_the_same_bytes(
    sample_database: Database, database_kind: str, tmp_path
) -> None:
    service = Service(Settings(home=tmp_path), sample_database)
    with sample_database.reading() as session:
        head = heads.written(chain.head(session))
    pack = composed(sample_database, service)
    assert leave_behind_body(pack).count(head) == 1
    first = print_two_pages(service.press, pack).pdf
    assert head not in read(first)[0]
    assert f"Head of our record’s history: {head}" in read(first)[1]
    assert print_two_pages(service.press, composed(sample_database, service)).pdf == first
    with sample_database.writing() as session:
        keep_inside(session, 1, get(session, Quote, 1).key, "Sample.")
    assert composed(sample_database, service).history != pack.history
    service.press.close()
