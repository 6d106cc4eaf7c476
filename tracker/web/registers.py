"""Registers from elsewhere: bring a file, say how it is read and what its columns are, see
what becomes of every row, and store it."""

from collections.abc import Callable
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from recommendations.arriving import CHOICE
from recommendations.errors import NotFound, Refused
from recommendations.reading.columns import Column
from recommendations.reading.fates import Fate
from recommendations.registering import dry_run, refuse_undescribed
from recommendations.vocabulary import SourceKind
from tracker.accounts.sending import save_once
from tracker.accounts.sessions import Visitor
from tracker.database import Session
from tracker.keeping import incoming
from tracker.keeping.incoming import Incoming
from tracker.registers.choices import ANSWERS, Choices
from tracker.registers.storing import store
from tracker.service import Service
from tracker.web import phone
from tracker.web.errors import NOT_SAVED
from tracker.web.form import Form
from tracker.web.policy import Policy
from tracker.web.register_steps import (
    header_of,
    read_as,
    read_table,
    show_bringing,
    show_columns,
    show_reading,
    show_rows,
)
from tracker.web.uploads import LARGEST_UPLOAD, Uploaded, provide_upload

Answer = Response[Any]
Asks = Request[Any, Any, Any]


class Registers(Controller):
    path = "/registers"

    @get("/", policy=Policy.RECORDS, sync_to_thread=True)
    def ask(
        self,
        request: Asks,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        gone: FromQuery[str] = "",
    ) -> Answer:
        return show_bringing(request, service, visitor, gone=bool(gone))

    @post(
        "/",
        policy=Policy.RECORDS,
        sync_to_thread=True,
        request_max_body_size=LARGEST_UPLOAD,
        dependencies={"upload": Provide(provide_upload)},
    )
    def bring(
        self,
        request: Asks,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        upload: NamedDependency[Uploaded],
    ) -> Answer:
        try:
            home = service.settings.home
            sha256 = incoming.bring(home, visitor.id, upload.name, upload.raw)
        except Refused as refused:
            return show_bringing(request, service, visitor, refused)
        return Redirect(f"/registers/{sha256}", status_code=303)

    @get("/{file:str}", policy=Policy.RECORDS, sync_to_thread=True)
    def how(
        self,
        request: Asks,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        file: FromPath[str],
    ) -> Answer:
        return _with(service, visitor, file, lambda there: show_reading(request, there))

    @post("/{file:str}", policy=Policy.RECORDS, sync_to_thread=True)
    def read(
        self,
        request: Asks,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        file: FromPath[str],
    ) -> Answer:
        def chosen(there: Incoming) -> Answer:
            choices = Choices(**there.said).changed(
                encoding=form.text("encoding"),
                delimiter=form.text("delimiter"),
                table=form.number("table") or 0,
                header=form.number("header"),
            )
            if form.text("read_as") != read_as(choices):
                choices = choices.changed(header=None, columns={}, include=(), leave=())
            _keep(service, visitor, there, choices)
            if form.text("do") != "go on":
                return Redirect(f"/registers/{file}", status_code=303)
            return _read_well(request, service, visitor, file)

        return _with(service, visitor, file, chosen)

    @get("/{file:str}/columns", policy=Policy.RECORDS, sync_to_thread=True)
    def columns(
        self,
        request: Asks,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        file: FromPath[str],
    ) -> Answer:
        return _with(service, visitor, file, lambda there: show_columns(request, there, service))

    @post("/{file:str}/columns", policy=Policy.RECORDS, sync_to_thread=True)
    def describe(
        self,
        request: Asks,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        file: FromPath[str],
    ) -> Answer:
        def described(there: Incoming) -> Answer:
            try:
                choices = _described(service, visitor, there, form)
            except Refused as refused:
                return show_columns(request, there, service, form, refused)
            _keep(service, visitor, there, choices)
            return Redirect(f"/registers/{file}/rows", status_code=303)

        return _with(service, visitor, file, described)

    @get("/{file:str}/rows", policy=Policy.RECORDS, sync_to_thread=True)
    def rows(
        self,
        request: Asks,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        file: FromPath[str],
        show: FromQuery[str] = "",
        part: FromQuery[int] = 1,
    ) -> Answer:
        def shown(there: Incoming) -> Answer:
            if not there.said.get("columns"):
                return Redirect(f"/registers/{file}/columns", status_code=303)
            return show_rows(request, service, there, show, part)

        return _with(service, visitor, file, shown)

    @post("/{file:str}/rows", policy=Policy.RECORDS, sync_to_thread=True)
    def decide(
        self,
        request: Asks,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        file: FromPath[str],
    ) -> Answer:
        """Keeps what was decided on this part; or stores the register, with a fresh code."""

        def decided(there: Incoming) -> Answer:
            show, part = form.text("show"), form.number("part") or 1
            if not there.said.get("columns"):
                return Redirect(f"/registers/{file}/columns", status_code=303)
            kept = _keep(service, visitor, there, _decided(service, there, form))
            if form.text("do") != "store":
                to = form.number("to") or part
                return Redirect(f"/registers/{file}/rows?show={show}&part={to}", status_code=303)
            try:
                phone.confirm(request, service, visitor, form)
                led_to = _stored(service, visitor, kept, form.text("once"))
            except NOT_SAVED as refused:
                return show_rows(request, service, kept, show, part, refused)
            incoming.drop(service.settings.home, visitor.id, file)
            return Redirect(led_to, status_code=303)

        return _with(service, visitor, file, decided)

    @post("/{file:str}/remove", policy=Policy.RECORDS, sync_to_thread=True)
    def remove(
        self,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        file: FromPath[str],
    ) -> Answer:
        with_name = incoming.NAME.fullmatch(file)
        if with_name:
            incoming.drop(service.settings.home, visitor.id, file)
        return Redirect("/registers", status_code=303)


def _with(
    service: Service, visitor: Visitor, file: str, act: Callable[[Incoming], Answer]
) -> Answer:
    """A file that is not there any more leads back to where one is brought."""
    try:
        there = incoming.find(service.settings.home, visitor.id, file)
    except NotFound:
        return Redirect("/registers?gone=1", status_code=303)
    return act(there)


def _keep(service: Service, visitor: Visitor, there: Incoming, choices: Choices) -> Incoming:
    said = {**vars(choices), "columns": dict(choices.columns), "answers": dict(choices.answers)}
    incoming.keep(service.settings.home, visitor.id, there.sha256, there.name, said)
    return Incoming(there.sha256, there.name, there.raw, said)


def _read_well(request: Asks, service: Service, visitor: Visitor, file: str) -> Answer:
    """On to the columns, unless something in it must not be stored."""
    there = incoming.find(service.settings.home, visitor.id, file)
    choices = Choices(**there.said)
    try:
        read = read_table(there.raw, choices.asked)
        if read.problems:
            raise Refused(read.problems[0])
        if header_of(choices, read) >= read.lines[-1].number:
            raise Refused(header="No row stands below that one.")
    except Refused as refused:
        return show_reading(request, there, refused)
    sure = choices.changed(
        encoding=read.encoding, delimiter=read.delimiter, header=header_of(choices, read)
    )
    _keep(service, visitor, there, sure)
    return Redirect(f"/registers/{file}/columns", status_code=303)


def _described(service: Service, visitor: Visitor, there: Incoming, form: Form) -> Choices:
    """Raises Refused with all that is missing."""
    choices = Choices(**there.said)
    read = read_table(there.raw, choices.asked)
    columns: dict[str, int] = {}
    fields = Form(form.pairs)
    for number in range(1, read.columns + 1):
        name = form.text(f"column.{number}")
        if name in columns:
            twice = f"Columns {columns[name]} and {number} cannot both be {Column(name).words}."
            fields.errors["columns"] = twice
        if name in set(Column):
            columns.setdefault(name, number)
    kind = fields.word("kind", SourceKind, "Say what it is.")
    published = fields.day("published_on")
    told = choices.changed(
        columns=columns,
        kind=kind.value if kind else "",
        published_on=published.isoformat() if published else "",
        ask_to_open=form.has("ask_to_open"),
        **{name: form.text(name) for name in ("title", "publisher", "url", "addressee")},
    )
    said = told.changed(answers={}).described(header_of(choices, read))
    try:
        with service.database.reading() as session:
            refuse_undescribed(session, visitor.id, service.today(), read, said)
    except Refused as refused:
        fields.errors = {**refused.sentences, **fields.errors}
        if "text" in fields.errors:
            fields.errors.setdefault("columns", fields.errors.pop("text"))
    fields.refuse()
    return told


def _decided(service: Service, there: Incoming, form: Form) -> Choices:
    choices = Choices(**there.said)
    read = read_table(there.raw, choices.asked)
    with service.database.reading() as session:
        rows = dry_run(session, read, choices.described(header_of(choices, read)))
    new = {row.number for row in rows if row.fate is Fate.NEW}
    answers = {k: v for k, v in form.starting("answer.").items() if v in ANSWERS and v}
    shown = form.numbers("shown")
    return choices.changed(
        answers=answers,
        answered_by=form.text("answered_by"),
        burmese=form.text("text" + CHOICE) or choices.burmese,
    ).decided(shown, form.numbers("take"), new)


def _stored(service: Service, visitor: Visitor, there: Incoming, number: str) -> str:
    choices = Choices(**there.said)
    read = read_table(there.raw, choices.asked)
    said = choices.described(header_of(choices, read))

    def save(session: Session) -> str:
        stored = store(session, visitor.id, service.today(), there.raw, read, said)
        return f"/sources/{stored.source}"

    with service.database.writing() as session:
        return save_once(session, visitor.id, number, lambda: save(session))
