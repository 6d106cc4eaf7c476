"""Packs: who receives what, choosing quotes for an audience, preview and print."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect
from markupsafe import Markup

from exports.bibliography_files import FORMATS
from exports.candidates import Shelf, candidates
from exports.pack import LeaveBehind
from exports.profiles import Profile, from_content
from exports.publishing import (
    audience_bibliography,
    draft,
    draft_forms,
    full_draft,
    full_pack_in_word,
    print_full_pack,
    print_two_pages,
    profile_named,
    register_data,
    two_pages_in_word,
)
from exports.rendering import full_pack_body, leave_behind_body
from exports.spreadsheets import csv_files, workbook
from recommendations.choosing import choose
from recommendations.errors import NotFound, Refused
from recommendations.register.audiences import read_choices, read_profiles
from tracker.accounts.sessions import Visitor
from tracker.logs import Event, say
from tracker.service import Service
from tracker.web.confirming import code_first
from tracker.web.dates import past_day
from tracker.web.form import Form
from tracker.web.pages import page
from tracker.web.policy import Policy

FILES = {
    "xlsx": (workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "zip": (csv_files, "application/zip"),
}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LENGTHS = ("leave-behind", "full-pack")
AsOf = Annotated[str, QueryParameter(name="as-of")]
Language = Annotated[str, QueryParameter(name="language")]


@dataclass(frozen=True)
class Offered:
    """A profile, and how many quotes people chose for it."""

    profile: Profile
    chosen: int


@dataclass(frozen=True)
class PacksPage:
    offered: tuple[Offered, ...]


@dataclass(frozen=True)
class PackPage:
    profile: Profile
    body: Markup
    as_of: date
    error: str
    language: str
    unchecked: int
    """Texts of that language that nobody has found right yet."""
    full: bool = False
    """The full pack; else the leave-behind."""


@dataclass(frozen=True)
class ChoosingPage:
    profile: Profile
    shelves: tuple[Shelf, ...]
    words: str
    errors: dict[str, str]


class Packs(Controller):
    path = "/packs"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def offered(
        self, request: Request[Any, Any, Any], service: NamedDependency[Service]
    ) -> Response[str]:
        service.press.warm()
        with service.database.reading() as session:
            offered = tuple(
                Offered(
                    from_content(content),
                    sum(len(picked) for picked in read_choices(session, code).values()),
                )
                for code, content in read_profiles(session).items()
            )
        return page(request, "packs.html", PacksPage(offered))

    @get("/{code:str}", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def preview(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        code: FromPath[str],
        as_of: AsOf = "",
        language: Language = "",
    ) -> Response[str]:
        service.press.warm()
        day, error = past_day(as_of, service.today())
        with service.database.reading() as session:
            profile = profile_named(session, code)
            pack = draft(session, code, service.moment(day), service.issuer(), language)
        body = Markup(leave_behind_body(pack))  # noqa: S704 (rendered with autoescape)
        return page(request, "pack.html", _page(profile, body, day, error, pack))

    @get("/{code:str}/full", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def full_preview(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        code: FromPath[str],
        as_of: AsOf = "",
        language: Language = "",
    ) -> Response[str]:
        service.press.warm()
        day, error = past_day(as_of, service.today())
        with service.database.reading() as session:
            profile = profile_named(session, code)
            pack = full_draft(session, code, service.moment(day), service.issuer(), language)
        body = Markup(full_pack_body(pack))  # noqa: S704 (rendered with autoescape)
        return page(request, "pack.html", _page(profile, body, day, error, pack.brief, full=True))

    @get("/{code:str}/leave-behind.pdf", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def printed(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        code: FromPath[str],
        as_of: AsOf = "",
        language: Language = "",
    ) -> Response[Any]:
        """It leaves with whoever has it, so it takes a code; the preview does not."""
        if asked := code_first(request, service):
            return asked
        day = _day(as_of, service)
        with service.database.reading() as session:
            profile = profile_named(session, code)
            forms = draft_forms(session, code, service.moment(day), service.issuer(), language)
        printed = print_two_pages(service.press, *forms)
        say(Event.EXPORTED, by=visitor.id, audience=profile.code)
        name = f"{_named(profile, forms[0].language)}-{day.isoformat()}-draft.pdf"
        return _file(printed.pdf, "application/pdf", f'inline; filename="{name}"')

    @get("/{code:str}/full-pack.pdf", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def full_printed(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        code: FromPath[str],
        as_of: AsOf = "",
        language: Language = "",
    ) -> Response[Any]:
        """It takes a code, as the two pages do."""
        if asked := code_first(request, service):
            return asked
        day = _day(as_of, service)
        with service.database.reading() as session:
            profile = profile_named(session, code)
            pack = full_draft(session, code, service.moment(day), service.issuer(), language)
        printed = print_full_pack(service.press, pack)
        say(Event.EXPORTED, by=visitor.id, audience=profile.code)
        name = f"{_named(profile, pack.brief.language)}-{day.isoformat()}-full-pack-draft.pdf"
        return _file(printed.pdf, "application/pdf", f'inline; filename="{name}"')

    @get("/{code:str}/word/{kind:str}", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def as_word(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        code: FromPath[str],
        kind: FromPath[str],
        as_of: AsOf = "",
        language: Language = "",
    ) -> Response[Any]:
        """For comments before it is issued: what the PDF says; it takes a code as that does."""
        if kind not in LENGTHS:
            raise NotFound(f"There is a Word draft of {' or '.join(LENGTHS)}.")
        if asked := code_first(request, service):
            return asked
        day = _day(as_of, service)
        with service.database.reading() as session:
            profile = profile_named(session, code)
            told = (session, code, service.moment(day), service.issuer(), language)
            whole = full_draft(*told) if kind == "full-pack" else None
            forms = () if whole else draft_forms(*told)
        raw = full_pack_in_word(whole) if whole else two_pages_in_word(service.press, *forms)
        say(Event.EXPORTED, by=visitor.id, audience=profile.code)
        spoken = whole.brief.language if whole else forms[0].language
        name = f"{_named(profile, spoken)}-{day.isoformat()}-{kind}-draft.docx"
        return _file(raw, WORD, f'attachment; filename="{name}"')

    @get("/{code:str}/register/{kind:str}", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def as_data(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        code: FromPath[str],
        kind: FromPath[str],
        as_of: AsOf = "",
    ) -> Response[Any]:
        """Excel (`xlsx`) or CSV (`zip`); it takes a code as the PDF does."""
        if kind not in FILES:
            raise NotFound("There is the register as xlsx or zip.")
        if asked := code_first(request, service):
            return asked
        day = _day(as_of, service)
        with service.database.reading() as session:
            profile = profile_named(session, code)
            data = register_data(session, code, service.moment(day), service.issuer())
        writer, media_type = FILES[kind]
        say(Event.EXPORTED, by=visitor.id, audience=profile.code)
        name = f"{profile.code}-{day.isoformat()}-draft.{kind}"
        return _file(writer(data), media_type, f'attachment; filename="{name}"')

    @get("/{code:str}/citations/{kind:str}", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def as_citations(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        code: FromPath[str],
        kind: FromPath[str],
        as_of: AsOf = "",
    ) -> Response[Any]:
        """The sources of what may leave, for a reference manager; it takes a code."""
        if kind not in FORMATS:
            raise NotFound(f"There are citations as {', '.join(FORMATS)}.")
        if asked := code_first(request, service):
            return asked
        day, file = _day(as_of, service), FORMATS[kind]
        with service.database.reading() as session:
            profile = profile_named(session, code)
            entries = audience_bibliography(session, code, service.moment(day), service.issuer())
        say(Event.EXPORTED, by=visitor.id, audience=profile.code)
        name = f"{profile.code}-{day.isoformat()}-draft.{file.suffix}"
        return _file(file.write(entries), file.media_type, f'attachment; filename="{name}"')

    @get("/{code:str}/quotes", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def choosing(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        code: FromPath[str],
        words: Annotated[str, QueryParameter(name="q")] = "",
    ) -> Response[str]:
        with service.database.reading() as session:
            profile = profile_named(session, code)
            moment = service.moment(service.today())
            shelves = candidates(session, profile, moment, visitor.role, words)
        context = ChoosingPage(profile, shelves, words, {})
        return page(request, "pack_quotes.html", context)

    @post("/{code:str}/quotes", policy=Policy.RECORDS, sync_to_thread=True)
    def chosen(
        self,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        code: FromPath[str],
    ) -> Response[Any]:
        recommendation, quote = form.number("recommendation"), form.number("quote")
        if recommendation is None or quote is None:
            raise Refused("Choose a quote.")
        with service.database.writing() as session:
            profile = profile_named(session, code)
            chosen = form.text("chosen") == "yes"
            choose(session, visitor.id, profile.code, recommendation, quote, chosen)
        return Redirect(f"/packs/{profile.code}/quotes#r{recommendation}", status_code=303)


def _page(
    profile: Profile, body: Markup, day: date, error: str, pack: LeaveBehind, full: bool = False
) -> PackPage:
    return PackPage(profile, body, day, error, pack.language, pack.unchecked, full)


def _named(profile: Profile, language: str) -> str:
    return profile.code if language == profile.language else f"{profile.code}-{language}"


def _file(raw: bytes, media_type: str, disposition: str) -> Response[bytes]:
    return Response(raw, media_type=media_type, headers={"content-disposition": disposition})


def _day(as_of: str, service: Service) -> date:
    day, error = past_day(as_of, service.today())
    if error:
        raise Refused(error)
    return day
