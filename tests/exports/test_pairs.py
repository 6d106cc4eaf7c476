"""Words that stand on record in two languages are printed in both. All of it is an invented
sample."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from exports.citations import Citations
from exports.pack import PrintedQuote
from exports.publishing import Issuer, Moment, draft
from exports.rendering import leave_behind_body
from exports.wording import wording_in
from recommendations import quoting
from recommendations.describing import Detail, describe
from recommendations.gate import Standing
from recommendations.models import Person
from recommendations.quotation import Span
from recommendations.register.views import DetailView, QuoteView, SourceView
from recommendations.register.waiting import read_waiting
from recommendations.reviewing import Item, review_all
from recommendations.triage import withdraw
from recommendations.vocabulary import Fidelity, Precision, Role, SourceKind
from tracker.database import Database
from tracker.service import Service
from tracker.settings import Settings

ISSUER = Issuer("Sample organisation", "", sample=True)
BURMESE = "နမူနာ ဝန်ကြီးဌာနသည် နမူနာ ရုံးတစ်ခုကို ဖွင့်ခဲ့သည်။"
ENGLISH = "The sample ministry opened a sample office."


def quote(id: int, words: str, language: str, **more) -> QuoteView:
    source = SourceView(
        id, SourceKind.OFFICIAL_STATEMENT, f"Sample {id}", "Sample ministry", "",
        date(2025, 3, 1), Precision.DAY, language=language,
    )  # fmt: skip
    told = {
        "start": 0, "end": len(words), "exact": words, "prefix": "", "suffix": "",
        "fidelity": Fidelity.VERBATIM_ORIGINAL, "testimony": False, "heading": "",
        "attribution": "", "official": "", "section": (), "notes": (),
        "standing": Standing(testimony=False),
    }  # fmt: skip
    return QuoteView(id=id, source=source, **{**told, **more})


ORIGINAL = quote(1, BURMESE, "my")
TRANSLATION = quote(
    2, ENGLISH, "en", fidelity=Fidelity.OFFICIAL_TRANSLATION, agreed=DetailView(original=1)
)
OURS = replace(ORIGINAL, translations=(("en", ENGLISH),))
PAIRS = {1: TRANSLATION, 2: ORIGINAL}


def told(printed: PrintedQuote) -> tuple[tuple[str, str, int, str], ...]:
    both = (printed, printed.beneath) if printed.beneath else (printed,)
    return tuple((one.ref, one.language, one.citation, one.fidelity) for one in both)


@pytest.mark.parametrize("used", [ORIGINAL, TRANSLATION], ids=["original", "translation"])
def test_the_language_of_the_pack_stands_first_and_the_other_beneath(used: QuoteView) -> None:
    burmese = Citations("my", wording_in("my"), PAIRS).printed(used)
    assert told(burmese) == (("Q1", "my", 1, ""), ("Q2", "en", 2, "တရားဝင်ဘာသာပြန်"))
    assert (burmese.words, burmese.beneath.words) == (BURMESE, ENGLISH)
    english = Citations("en", wording_in("en"), PAIRS).printed(used)
    assert told(english) == (
        ("Q2", "en", 1, "official translation"),
        ("Q1", "my", 2, "the original"),
    )


def test_beneath_a_translation_of_ours_stands_the_original_under_the_same_number() -> None:
    english = Citations("en", wording_in("en")).printed(OURS)
    assert told(english) == (("Q1", "en", 1, "our translation"), ("Q1", "my", 1, "the original"))
    assert english.translated
    assert not english.beneath.translated
    burmese = Citations("my", wording_in("my")).printed(OURS)
    assert told(burmese) == (("Q1", "my", 1, ""),)


def test_what_was_published_goes_before_a_translation_of_ours() -> None:
    printed = Citations("en", wording_in("en"), PAIRS).printed(OURS)
    assert told(printed)[0] == ("Q2", "en", 1, "official translation")


@pytest.mark.parametrize(
    "alone",
    [
        {"standing": Standing(testimony=True)},
        {"withheld": (Span(0, 5, "[place withheld]"),)},
        {"source": replace(TRANSLATION.source, language="")},
        {"source": replace(TRANSLATION.source, language="my")},
    ],
    ids=["testimony", "withheld", "language not known", "same language"],
)
def test_some_words_are_never_printed_beside_others(alone: dict) -> None:
    used = replace(TRANSLATION, **alone)
    for language in ("en", "my"):
        printed = Citations(language, wording_in(language), {2: ORIGINAL}).printed(used)
        assert (printed.ref, printed.beneath) == ("Q2", None)


def test_testimony_that_we_translated_is_printed_in_one_language_alone() -> None:
    said = replace(OURS, standing=Standing(testimony=True))
    assert Citations("en", wording_in("en")).printed(said).beneath is None


@pytest.fixture
def paired(sample_database: Database, tmp_path) -> Iterator[tuple[Service, int, int]]:
    """The evidence of a finding is said to translate Burmese words, and agreed to."""
    service = Service(Settings(home=tmp_path, database_url=sample_database.url), sample_database)
    with service.database.reading() as session:
        pack = draft(session, "nug", moment(service), ISSUER)
    evidence = next(e for ask in pack.asks for f in ask.findings for e in f.evidence)
    translation = int(evidence.quote.ref[1:])
    with service.database.writing() as session:
        editor = session.exec(select(Person.id).where(Person.role == Role.EDITOR)).first() or 0
        described = quoting.Described(
            SourceKind.OFFICIAL_STATEMENT, "Sample original", "Sample ministry",
            published_on=date(2025, 9, 1), language="my",
        )  # fmt: skip
        text = f"နမူနာ။ {BURMESE}"
        source = quoting.add_source(session, editor, service.today(), described, text=text)
        original = quoting.quote_words(session, editor, source.key, BURMESE).key
        told = Detail(language="en", original=original)
        describe(session, editor, service.today(), translation, told)
    yield service, translation, original
    service.close()


def moment(service: Service) -> Moment:
    day = service.today()
    return Moment(day, service.closing(day), day)


def in_burmese(service: Service) -> str:
    with service.database.reading() as session:
        pack = draft(session, "nug", moment(service), ISSUER, "my")
    return leave_behind_body(pack)


def agree(service: Service, quote: int) -> None:
    with service.database.writing() as session:
        second = session.exec(select(Person.id).where(Person.role == Role.REVIEWER)).first() or 0
        (waiting,) = [w for w in read_waiting(session) if w.where == f"/quotes/{quote}"]
        review_all(session, second, [Item.parse(waiting.items[0])])


def test_the_original_of_published_words_leaves_once_the_pair_is_agreed_and_no_longer_than_it_may(
    paired,
) -> None:
    service, translation, original = paired
    assert BURMESE not in in_burmese(service)
    agree(service, translation)
    body = in_burmese(service)
    assert BURMESE in body
    assert body.index(BURMESE) < body.index("beneath")
    with service.database.writing() as session:
        editor = session.exec(select(Person.id).where(Person.role == Role.EDITOR)).first() or 0
        withdraw(session, editor, original, "Sample.")
    assert BURMESE not in in_burmese(service)
