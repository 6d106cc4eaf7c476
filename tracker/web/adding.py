"""Adding a source: a file or pasted text comes in and is read; then a person says what it is,
sees what was read, and stores it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from recommendations import quoting
from recommendations.arriving import CHOICE, Offer, offer
from recommendations.errors import NotFound, Refused
from recommendations.languages import NAMES, likely
from recommendations.reading.apart import encodings_apart, source_apart
from recommendations.reading.bytes import Encoding
from recommendations.reading.formats import Format, certain_encoding, format_of
from recommendations.reading.parts import ReadEncoding, ReadSource
from recommendations.register.quotes import source_views
from recommendations.register.sources import stored_before
from recommendations.register.text import Marks, Paragraph, paragraphs
from recommendations.register.views import SourceView
from recommendations.vocabulary import SourceKind
from tracker import bringing
from tracker.accounts.sending import save_once
from tracker.accounts.sessions import Visitor
from tracker.database import Session
from tracker.service import Service
from tracker.web.described import described
from tracker.web.errors import NOT_SAVED, NotSaved, status_of
from tracker.web.form import Form, once
from tracker.web.pages import page
from tracker.web.policy import Policy
from tracker.web.uploads import LARGEST_UPLOAD, Uploaded, provide_upload

Answer = Response[Any]
FIRST_LETTERS, LAST_LETTERS = 1_200, 300
KINDS = tuple(kind for kind in SourceKind if kind in quoting.ADDED_HERE)


@dataclass(frozen=True)
class AddPage:
    """`replaces` is the version that this one takes the place of."""

    replaces: SourceView | None
    text: str = ""
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class EncodingPage:
    """Nothing is chosen beforehand."""

    number: int
    name: str
    offered: tuple[ReadEncoding, ...]
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DescribePage:
    """`suggested` names the fields that hold what the file says of itself."""

    number: int
    name: str
    format: str
    read: ReadSource
    typed: dict[str, str]
    suggested: frozenset[str]
    replaces: SourceView | None
    same: tuple[SourceView, ...]
    offer: Offer | None
    once: str
    today: date
    errors: dict[str, str] = field(default_factory=dict)
    kinds: tuple[SourceKind, ...] = KINDS
    languages: tuple[tuple[str, str], ...] = tuple(NAMES.items())

    @property
    def beginning(self) -> tuple[Paragraph, ...]:
        return self._set(0, FIRST_LETTERS)

    @property
    def end(self) -> tuple[Paragraph, ...]:
        return self._set(max(FIRST_LETTERS, len(self.read.text) - LAST_LETTERS))

    def _set(self, start: int, end: int | None = None) -> tuple[Paragraph, ...]:
        text = self.read.text[:end]
        headings = Marks(headings=[(one.start, one.level) for one in self.read.sections])
        return paragraphs(text, start, len(text), headings) if start < len(text) else ()


class Adding(Controller):
    path = "/sources/new"

    @get("/", policy=Policy.RECORDS, sync_to_thread=True)
    def ask(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        replaces: FromQuery[int] = 0,
    ) -> Answer:
        with service.database.reading() as session:
            before = _replaced(session, replaces)
        return page(request, "source_new.html", AddPage(before))

    @post(
        "/",
        policy=Policy.RECORDS,
        sync_to_thread=True,
        request_max_body_size=LARGEST_UPLOAD,
        dependencies={"upload": Provide(provide_upload)},
    )
    def bring(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        upload: NamedDependency[Uploaded],
    ) -> Answer:
        """Reading takes its time; nobody's writing waits for it."""
        replaces = form.number("replaces") or 0
        try:
            came = _pasted(form) if form.has("text") else _from_file(upload)
            with service.database.writing() as session:
                _replaced(session, replaces)
                number = bringing.keep(session, visitor.id, *came, replaces=replaces or None)
        except NotFound:
            raise
        except NOT_SAVED as refused:
            with service.database.reading() as session:
                before = _replaced(session, replaces)
            again = AddPage(before, form.text("text"), _at_field(refused, form.has("text")))
            return page(request, "source_new.html", again, status_of(refused))
        return Redirect(f"/sources/new/{number}", status_code=303)

    @get("/{brought:int}", policy=Policy.RECORDS, sync_to_thread=True)
    def describe(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        brought: FromPath[int],
    ) -> Answer:
        return _shown(request, service, visitor, brought)

    @post("/{brought:int}", policy=Policy.RECORDS, sync_to_thread=True)
    def store(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        brought: FromPath[int],
    ) -> Answer:
        try:
            if form.text("do") == "forget":
                with service.database.writing() as session:
                    bringing.forget(session, bringing.brought(session, visitor.id, brought))
                return Redirect("/sources", status_code=303)
            if form.has("encoding"):
                _read_again(service, visitor, brought, form.text("encoding"))
                return Redirect(f"/sources/new/{brought}", status_code=303)
            with service.database.writing() as session:
                led_to = save_once(
                    session,
                    visitor.id,
                    form.text("once"),
                    lambda: _store(session, visitor, service.today(), brought, form),
                )
        except NotFound:
            raise
        except NOT_SAVED as refused:
            return _shown(request, service, visitor, brought, form, refused)
        return Redirect(led_to, status_code=303)


Came = tuple[str, bytes, Format | None, ReadSource | None, str]


def _pasted(form: Form) -> Came:
    file = quoting.pasted(form.text("text"))
    return "", file.raw, None, file.read, ""


def _from_file(upload: Uploaded) -> Came:
    """Raises Refused."""
    if not upload.name and not upload.raw:
        raise Refused(file="Choose a file; or paste the text below.")
    format = format_of(upload.raw, upload.name)
    encoding = certain_encoding(upload.raw, format)
    if encoding is None:
        encodings_apart(upload.raw, upload.name)  # refuses what is no text in any of them
        return upload.name, upload.raw, format, None, ""
    read = source_apart(upload.raw, upload.name, format, encoding)
    return upload.name, upload.raw, format, read, encoding


def _at_field(refused: NotSaved, was_pasted: bool) -> dict[str, str]:
    """What was said of the file stands beside it."""
    field_name = "text" if was_pasted else "file"
    return {name or field_name: sentence for name, sentence in refused.sentences.items()}


def _read_again(service: Service, visitor: Visitor, number: int, encoding: str) -> None:
    """In the encoding that a person chose."""
    if encoding not in set(Encoding):
        raise Refused(encoding="Choose the lines that read as they should.")
    with service.database.reading() as session:
        row = bringing.brought(session, visitor.id, number)
        raw, name, format = row.raw, row.name, row.as_format or Format.TEXT
    read = source_apart(raw, name, format, encoding)
    with service.database.writing() as session:
        row = bringing.brought(session, visitor.id, number)
        bringing.read_as(session, row, encoding, read)


def _store(session: Session, visitor: Visitor, today: date, number: int, form: Form) -> str:
    row = bringing.brought(session, visitor.id, number)
    said = described(form)
    try:
        stored = quoting.add_source(
            session,
            visitor.id,
            today,
            said,
            file=bringing.file_of(row),
            replaces=row.replaces,
            burmese=form.text("text" + CHOICE),
        )
    except Refused as refused:
        raise type(refused)(**{**refused.sentences, **form.errors}) from refused
    newer = row.replaces is not None
    bringing.forget(session, row)
    return f"/sources/{stored.key}" + ("/changes" if newer else "")


def _shown(
    request: Request[Any, Any, Any],
    service: Service,
    visitor: Visitor,
    number: int,
    form: Form | None = None,
    refused: NotSaved | None = None,
) -> Answer:
    status = status_of(refused) if refused else 200
    errors = dict(refused.sentences) if refused else {}
    with service.database.reading() as session:
        row = bringing.brought(session, visitor.id, number)
        replaces = _replaced(session, row.replaces or 0)
        same = stored_before(session, row.raw)
        read, raw, name = row.as_read, row.raw, row.name
        format = row.as_format.value if row.as_format else "pasted text"
    if read is None:
        offered = encodings_apart(raw, name).offered
        asked = EncodingPage(number, name, offered, errors)
        return page(request, "source_encoding.html", asked, status)
    suggestions = _suggestions(read, replaces)
    typed = dict(reversed(form.pairs)) if form else {k: v for k, (v, _) in suggestions.items()}
    suggested = frozenset(k for k, (v, own) in suggestions.items() if own and typed.get(k) == v)
    context = DescribePage(
        number=number,
        name=name,
        format=format,
        read=read,
        typed=typed,
        suggested=suggested,
        replaces=replaces,
        same=same,
        offer=offer(read.text),
        once=(form.text("once") if form else "") or once(),
        today=service.today(),
        errors=errors,
    )
    return page(request, "source_describe.html", context, status)


def _suggestions(read: ReadSource, replaces: SourceView | None) -> dict[str, tuple[str, bool]]:
    """By field: what stands in it at first, and whether the file itself says so. What is
    not known stays empty. A newer version is mostly what the earlier one was."""
    said = {
        "title": read.title,
        "published_on": read.published_on.isoformat() if read.published_on else "",
        "language": read.language or likely(read.text),
    }
    before = (
        {
            "kind": replaces.kind.value,
            "title": replaces.title,
            "publisher": replaces.publisher,
            "url": replaces.url,
            "language": replaces.language,
        }
        if replaces
        else {}
    )
    filled = {name: (value, False) for name, value in before.items() if value}
    return {**{n: (v, True) for n, v in said.items() if v}, **filled}


def _replaced(session: Session, number: int) -> SourceView | None:
    """Raises NotFound for one that is not here."""
    if not number:
        return None
    found = source_views(session).get(number)
    if found is None:
        raise NotFound(f"There is no source {number}.")
    return found
