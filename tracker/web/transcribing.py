"""Sources that come in as pictures: adding them, typing their words, and checking them."""

from dataclasses import dataclass
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from recommendations import transcribing
from recommendations.arriving import CHOICE, Offer, offer
from recommendations.errors import Unreadable
from recommendations.reading.pictures import MOST_AT_ONCE, Picture, repainted
from recommendations.records.descriptions import Described
from recommendations.register.transcriptions import (
    TranscriptionView,
    read_picture,
    read_to_type,
)
from recommendations.register.waiting import Others, read_others
from recommendations.transcribing import AS_PICTURES, CHECKERS
from recommendations.vocabulary import Role, SourceKind, Verdict
from tracker.accounts.sending import save_once
from tracker.accounts.sessions import Visitor
from tracker.database import Session
from tracker.keeping import sweeping
from tracker.service import Service
from tracker.web.described import described
from tracker.web.errors import NOT_SAVED, NotSaved, status_of
from tracker.web.form import Form, as_number, once
from tracker.web.pages import page
from tracker.web.policy import Policy
from tracker.web.uploads import Uploaded, provide_uploads

Answer = Response[Any]
LARGEST = 48 * 1024 * 1024
"""Of all pictures of one source together, as they are sent."""


@dataclass(frozen=True)
class NewPicturesPage:
    kinds: tuple[SourceKind, ...]
    typed: dict[str, str]
    most: int
    once: str
    errors: dict[str, str]


@dataclass(frozen=True)
class TranscriptionPage:
    """`texts` and `choices` are by page, as typed; `offers` where a text may be Zawgyi."""

    read: TranscriptionView
    texts: dict[int, str]
    choices: dict[int, str]
    offers: dict[int, Offer]
    comment: str
    types: bool
    checks: bool
    removes: bool
    others: Others
    errors: dict[str, str]
    correcting: bool


class Transcribing(Controller):
    @get("/sources/new/image", policy=Policy.RECORDS, sync_to_thread=True)
    def ask(self, request: Request[Any, Any, Any]) -> Answer:
        return _new(request, Form([]))

    @post(
        "/sources/new/image",
        policy=Policy.RECORDS,
        sync_to_thread=True,
        request_max_body_size=LARGEST,
        dependencies={"files": Provide(provide_uploads)},
    )
    def add(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        files: NamedDependency[tuple[Uploaded, ...]],
    ) -> Answer:
        """The pictures are painted anew before anything is written."""
        said = described(form)
        pictures, unfit = _pictures(files)
        try:
            with service.database.writing() as session:
                made = save_once(
                    session,
                    visitor.id,
                    form.text("once"),
                    lambda: _added(session, visitor, service, said, pictures),
                )
        except NOT_SAVED as refused:
            told = {**refused.sentences, **form.errors, **unfit}
            return _new(request, form, told, status_of(refused))
        return Redirect(made, status_code=303)

    @post("/sources/{source:int}/retype", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def correct(
        self,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        source: FromPath[int],
    ) -> Answer:
        """By those who type and check; another person checks it."""
        with service.database.writing() as session:
            made = transcribing.correct(session, visitor.id, source).key
        return Redirect(f"/transcriptions/{made}?correct=1", status_code=303)

    @get("/transcriptions/{transcription:int}", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def read(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        transcription: FromPath[int],
        correct: FromQuery[bool] = False,
    ) -> Answer:
        return _one(request, service, visitor, transcription, Form([]), correct=correct)

    @post("/transcriptions/{transcription:int}/text", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def type_words(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        transcription: FromPath[int],
    ) -> Answer:
        try:
            with service.database.writing() as session:
                transcribing.type_words(
                    session,
                    visitor.id,
                    transcription,
                    _texts(form),
                    _choices(form),
                    form.number("seen") or 0,
                )
        except NOT_SAVED as refused:
            return _one(request, service, visitor, transcription, form, refused)
        return Redirect(f"/transcriptions/{transcription}", status_code=303)

    @post("/transcriptions/{transcription:int}/check", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def check(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        transcription: FromPath[int],
    ) -> Answer:
        verdict = Verdict.SENT_BACK if form.text("do") == "send back" else Verdict.ACCEPTED
        try:
            with service.database.writing() as session:
                row = transcribing.check(
                    session,
                    visitor.id,
                    transcription,
                    verdict,
                    form.text("comment"),
                    form.number("seen") or 0,
                )
                source = row.source
        except NOT_SAVED as refused:
            return _one(request, service, visitor, transcription, form, refused)
        return Redirect(f"/sources/{source}" if source else "/review", status_code=303)

    @post(
        "/transcriptions/{transcription:int}/remove", policy=Policy.SIGNED_IN, sync_to_thread=True
    )
    def remove(
        self,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        transcription: FromPath[int],
    ) -> Answer:
        """Nothing of a picture that should not be here stays in the bytes of the database."""
        home = service.settings.home
        with service.database.writing() as session:
            transcribing.remove(session, visitor.id, transcription)
            sweeping.owe(home, {"transcription", "scannedpage"})
        sweeping.pay(service.database, home)
        return Redirect("/sources", status_code=303)

    @get(
        "/transcriptions/{transcription:int}/pages/{place:int}",
        policy=Policy.SIGNED_IN,
        sync_to_thread=True,
    )
    def picture(
        self,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        transcription: FromPath[int],
        place: FromPath[int],
    ) -> Response[bytes]:
        with service.database.reading() as session:
            raw, media = read_picture(session, transcription, place, visitor.role, visitor.id)
        return Response(raw, media_type=media, headers={"cache-control": "no-store"})


def _pictures(files: tuple[Uploaded, ...]) -> tuple[list[Picture], dict[str, str]]:
    """And what is wrong with the first that is unfit."""
    if len(files) > MOST_AT_ONCE:
        return [], {"pictures": f"At most {MOST_AT_ONCE} pictures at once; bring it in parts."}
    try:
        return [picture for file in files for picture in repainted(file.raw, file.name)], {}
    except Unreadable as unfit:
        return [], {"pictures": str(unfit)}


def _added(
    session: Session,
    visitor: Visitor,
    service: Service,
    said: Described,
    pictures: list[Picture],
) -> str:
    today = service.today()
    made = transcribing.add_pictures(session, visitor.id, today, said, pictures)
    return f"/transcriptions/{made.key}"


def _new(
    request: Request[Any, Any, Any],
    form: Form,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Answer:
    context = NewPicturesPage(
        kinds=AS_PICTURES,
        typed=dict(form.pairs),
        most=MOST_AT_ONCE,
        once=form.text("once") or once(),
        errors=errors or {},
    )
    return page(request, "picture_new.html", context, status)


def _texts(form: Form) -> dict[int, str]:
    return {
        place: text
        for name, text in form.starting("text-").items()
        if (place := as_number(name)) is not None
    }


def _choices(form: Form) -> dict[int, str]:
    return {
        place: choice
        for name, choice in form.starting("text-").items()
        if name.endswith(CHOICE) and (place := as_number(name.removesuffix(CHOICE))) is not None
    }


def _one(
    request: Request[Any, Any, Any],
    service: Service,
    visitor: Visitor,
    transcription: int,
    form: Form,
    refused: NotSaved | None = None,
    correct: bool = False,
) -> Answer:
    with service.database.reading() as session:
        read = read_to_type(session, transcription, visitor.role, visitor.id)
        others = read_others(session, visitor.id)
    typed = _texts(form)
    texts = {one.place: typed.get(one.place, one.text) for one in read.pages}
    open_ = read.source is None and visitor.role in CHECKERS
    mine = read.author == visitor.id
    context = TranscriptionPage(
        read=read,
        texts=texts,
        choices=_choices(form),
        offers={place: found for place, text in typed.items() if (found := offer(text))},
        comment=form.text("comment"),
        types=open_,
        checks=open_ and read.typed and not mine and not read.signed.sent_back,
        removes=read.source is None and (mine or visitor.role is Role.ADMINISTRATOR),
        others=others,
        errors=refused.sentences if refused else {},
        correcting=bool(typed) or correct,
    )
    return page(request, "transcription.html", context, status_of(refused) if refused else 200)
