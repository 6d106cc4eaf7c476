"""Sources: the list, each one section by section, and what is odd in it."""

from dataclasses import dataclass, replace
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from recommendations import triage
from recommendations.errors import NotFound, Refused
from recommendations.register.copied import read_copied_into
from recommendations.register.odd import Odd, read_odd
from recommendations.register.sources import (
    SourceLine,
    SourcePage,
    read_source,
    read_sources,
)
from recommendations.register.transcriptions import TranscriptionView, read_transcriptions
from recommendations.resolving import look_again, resolve
from tracker.accounts.sessions import Visitor
from tracker.service import Service
from tracker.web.form import Form, as_number
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]


@dataclass(frozen=True)
class SourcesPage:
    sources: tuple[SourceLine, ...]
    transcriptions: tuple[TranscriptionView, ...] = ()


@dataclass(frozen=True)
class DiscrepanciesPage:
    """`typed` is what was refused, on the discrepancy with the number `on`."""

    read: SourcePage
    odd: tuple[Odd, ...]
    on: int = 0
    typed: str = ""
    errors: dict[str, str] | None = None


@dataclass(frozen=True)
class EmbargoPage:
    read: SourcePage
    until: str = ""
    errors: dict[str, str] | None = None


class Sources(Controller):
    path = "/sources"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def all(self, request: Request[Any, Any, Any], service: NamedDependency[Service]) -> Answer:
        with service.database.reading() as session:
            context = SourcesPage(read_sources(session), read_transcriptions(session))
        return page(request, "sources.html", context)

    @get("/{source:int}", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def one(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        source: FromPath[int],
        part: FromQuery[int] = 1,
        find: FromQuery[str] = "",
        at: FromQuery[str] = "",
    ) -> Answer:
        with service.database.reading() as session:
            read = read_source(session, source, None, visitor.role, part, find, _span(at))
            if at and (elsewhere := read.elsewhere()):
                return Redirect(elsewhere.at("f1", at=f"{elsewhere.start}-{elsewhere.end}"))
            copied = read_copied_into(session, source, visitor.role, service.today())
        return page(request, "source.html", replace(read, copied=copied))

    @get("/{source:int}/sections/{number:int}", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def section(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        source: FromPath[int],
        number: FromPath[int],
        part: FromQuery[int] = 1,
        find: FromQuery[str] = "",
        at: FromQuery[str] = "",
    ) -> Answer:
        with service.database.reading() as session:
            context = read_source(session, source, number, visitor.role, part, find, _span(at))
        return page(request, "section.html", context)

    @get("/{source:int}/discrepancies", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def odd(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        source: FromPath[int],
    ) -> Answer:
        with service.database.reading() as session:
            read = read_source(session, source, None, visitor.role)
            context = DiscrepanciesPage(read, read_odd(session, source, visitor.role))
        return page(request, "discrepancies.html", context)

    @post("/{source:int}/discrepancies", policy=Policy.RECORDS, sync_to_thread=True)
    def look_again(
        self,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        source: FromPath[int],
    ) -> Answer:
        with service.database.writing() as session:
            look_again(session, visitor.id, source)
        return Redirect(f"/sources/{source}/discrepancies", status_code=303)

    @post("/{source:int}/discrepancies/{number:int}", policy=Policy.RECORDS, sync_to_thread=True)
    def resolve(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        source: FromPath[int],
        number: FromPath[int],
    ) -> Answer:
        try:
            with service.database.writing() as session:
                resolve(session, visitor.id, number, form.text("what"))
        except NotFound:
            raise
        except Refused as refused:
            with service.database.reading() as session:
                read = read_source(session, source, None, visitor.role)
                odd = read_odd(session, source, visitor.role)
            again = DiscrepanciesPage(read, odd, number, form.text("what"), refused.sentences)
            return page(request, "discrepancies.html", again, 422)
        return Redirect(f"/sources/{source}/discrepancies#d{number}", status_code=303)

    @get("/{source:int}/embargo", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def ask_to_keep_inside(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        source: FromPath[int],
    ) -> Answer:
        return _embargo(request, service, visitor, source)

    @post("/{source:int}/embargo", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def keep_inside(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        source: FromPath[int],
    ) -> Answer:
        """At once, by anyone with an account."""
        until = form.day("until")
        try:
            form.refuse()
            with service.database.writing() as session:
                triage.embargo_source(session, visitor.id, service.today(), source, until)
        except NotFound:
            raise
        except Refused as refused:
            return _embargo(request, service, visitor, source, form.text("until"), refused)
        return Redirect(f"/sources/{source}", status_code=303)


def _span(at: str) -> tuple[int, int] | None:
    """ "120-140"."""
    start, end = map(as_number, at.partition("-")[::2])
    return None if start is None or end is None else (start, end)


def _embargo(
    request: Request[Any, Any, Any],
    service: Service,
    visitor: Visitor,
    source: int,
    until: str = "",
    refused: Refused | None = None,
) -> Answer:
    with service.database.reading() as session:
        read = read_source(session, source, None, visitor.role)
    context = EmbargoPage(read, until, refused.sentences if refused else None)
    return page(request, "embargo.html", context, 422 if refused else 200)
