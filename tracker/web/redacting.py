"""Withholding words of a quote, and translating it: proposed here, approved under Review."""

from dataclasses import dataclass
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from recommendations import redacting
from recommendations.errors import NotFound, Refused
from recommendations.meanings import meaning
from recommendations.register.quote_record import QuoteRecord, read_quote
from recommendations.register.variants import VariantView, read_variants
from recommendations.vocabulary import Flag, Withheld
from tracker.accounts.sending import save_once
from tracker.accounts.sessions import Visitor
from tracker.service import Service
from tracker.web.form import Form, once
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]
FEWEST, MOST = 4, 30
"""Fields for words to be withheld: some are always free."""


@dataclass(frozen=True)
class Row:
    """What to withhold, as typed."""

    words: str
    withheld: str


@dataclass(frozen=True)
class RedactPage:
    """`preview` is what would be printed, empty before anything was typed."""

    record: QuoteRecord
    variants: tuple[VariantView, ...]
    raised: tuple[Flag, ...]
    rows: tuple[Row, ...]
    cleared: frozenset[str]
    preview: str
    language: str
    text: str
    tokens: tuple[tuple[str, str], ...]
    once: str
    errors: dict[str, str]


class Redacting(Controller):
    path = "/quotes/{quote:int}"

    @get("/redact", policy=Policy.RECORDS, sync_to_thread=True)
    def ask(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        quote: FromPath[int],
    ) -> Answer:
        return _shown(request, service, visitor, quote, Form([]))

    @post("/redact", policy=Policy.RECORDS, sync_to_thread=True)
    def redact(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        quote: FromPath[int],
    ) -> Answer:
        """Nothing is saved by showing what it would read like."""
        words = [(row.words, Withheld(row.withheld)) for row in _typed(form)]
        cleared = [flag for flag in Flag if flag in form.all("cleared")]
        try:
            if form.text("do") == "preview":
                with service.database.reading() as session:
                    made = redacting.redacted(session, visitor.id, quote, words)
                return _shown(request, service, visitor, quote, form, preview=made.text)
            with service.database.writing() as session:
                save_once(
                    session,
                    visitor.id,
                    form.text("once"),
                    lambda: _redact(redacting.redact(session, visitor.id, quote, words, cleared)),
                )
        except NotFound:
            raise
        except Refused as refused:
            return _shown(request, service, visitor, quote, form, refused)
        return Redirect(f"/quotes/{quote}", status_code=303)

    @post("/translate", policy=Policy.RECORDS, sync_to_thread=True)
    def translate(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        quote: FromPath[int],
    ) -> Answer:
        language, text = form.text("language"), form.text("text")
        try:
            with service.database.writing() as session:
                save_once(
                    session,
                    visitor.id,
                    form.text("once"),
                    lambda: _redact(
                        redacting.translate(session, visitor.id, quote, language, text)
                    ),
                )
        except NotFound:
            raise
        except Refused as refused:
            return _shown(request, service, visitor, quote, form, refused)
        return Redirect(f"/quotes/{quote}", status_code=303)


def _redact(made: Any) -> str:
    return f"/quotes/{made.quote}"


def _typed(form: Form) -> list[Row]:
    """In their order; a token that is none of ours is taken for a detail."""
    count = min(MOST, sum(1 for name, _ in form.pairs if name.startswith("words")))
    return [
        Row(
            form.text(f"words{n}"),
            form.among(f"withheld{n}", Withheld, Withheld.DETAIL).value,
        )
        for n in range(1, count + 1)
    ]


def _shown(
    request: Request[Any, Any, Any],
    service: Service,
    visitor: Visitor,
    quote: int,
    form: Form,
    refused: Refused | None = None,
    preview: str = "",
) -> Answer:
    with service.database.reading() as session:
        record = read_quote(session, quote, visitor.role, visitor.id)
        raised = redacting.raised_flags(session, quote)
        variants = read_variants(session, record.quote)
    typed = [row for row in _typed(form) if refused or row.words.strip()]
    free = max(FEWEST - len(typed), 0 if refused else 2)
    context = RedactPage(
        record=record,
        variants=variants,
        raised=raised,
        rows=(*typed, *[Row("", Withheld.PLACE.value)] * free),
        cleared=frozenset(form.all("cleared")),
        preview=preview,
        language=form.text("language"),
        text=form.text("text"),
        tokens=tuple((w.value, f"{w.token} – {meaning(w)}") for w in Withheld),
        once=once(),
        errors=refused.sentences if refused else {},
    )
    return page(request, "redact.html", context, 422 if refused else 200)
