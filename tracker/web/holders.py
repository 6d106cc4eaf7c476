"""Who holds an edition that was withdrawn: each with a neutral notice, which is sent from here
or recorded as given, and the edition that takes its place."""

from dataclasses import dataclass
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from exports.letters import Letter, Subject, notice
from exports.publishing import profile_named, wording_for_letter
from recommendations import delivering
from recommendations.delivering import Written
from recommendations.errors import NotFound, Refused
from recommendations.register.editions import EditionView, State, read_proposal
from recommendations.register.holders import Holder, Recalled, read_recall
from recommendations.register.sheets import CopyView, read_copies
from recommendations.vocabulary import Channel
from tracker import mail
from tracker.accounts.sending import save_once
from tracker.accounts.sessions import Visitor
from tracker.database import Session
from tracker.mail import Mail, NotSent
from tracker.posting import post_once, sender
from tracker.service import Service
from tracker.web import phone
from tracker.web.errors import NOT_SAVED, NotSaved, status_of
from tracker.web.form import Form, once
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]
STANDS = "This edition stands: it was not withdrawn, and no words in it were."


@dataclass(frozen=True)
class Told:
    """A holder with the notice drafted for them."""

    holder: Holder
    letter: Letter
    once: str


@dataclass(frozen=True)
class HoldersPage:
    recalled: Recalled
    stands: bool
    audience: str
    holders: tuple[Told, ...]
    copies: tuple[CopyView, ...]
    """Of a sheet of the board: members whom it was mailed to."""
    proposed: bool
    """An edition that would take its place waits for a second person."""
    ready: str
    code: bool
    failed: int
    errors: dict[str, str]


class Holders(Controller):
    path = "/editions/{edition:int}/holders"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def read(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        edition: FromPath[int],
    ) -> Answer:
        return _shown(request, service, edition)

    @post("/{delivery:int}", policy=Policy.RECORDS, sync_to_thread=True)
    def tell(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        edition: FromPath[int],
        delivery: FromPath[int],
    ) -> Answer:
        """Sent from here, with a code; or recorded, where somebody told them otherwise."""
        try:
            with service.database.reading() as session:
                told = _notice(session, service, edition, delivery)
            if form.text("do") == "send":
                phone.confirm(request, service, visitor, form)
                led_to = _send(service, visitor.id, form.text("once"), told)
            else:
                led_to = _record(service, visitor.id, form, told)
        except NotFound:
            raise
        except NOT_SAVED as refused:
            return _shown(request, service, edition, delivery, refused)
        return Redirect(led_to, status_code=303)


def _notice(session: Session, service: Service, edition: int, delivery: int) -> Told:
    """As it is drafted now: nobody's own words are in it."""
    recalled = read_recall(session, edition)
    if not _is_recalled(recalled):
        raise Refused(STANDS)
    holder = next((one for one in recalled.holders if one.delivery.id == delivery), None)
    if holder is None:
        raise NotFound("That is no delivery of this edition.")
    if holder.told is not None:
        raise Refused("They were told already.")
    return _drafted(session, service, recalled, holder)


def _is_recalled(recalled: Recalled) -> bool:
    return recalled.words or recalled.edition.state is State.WITHDRAWN


def _drafted(session: Session, service: Service, recalled: Recalled, holder: Holder) -> Told:
    audience = profile_named(session, recalled.edition.audience).office
    told, later = _subject(audience, recalled.edition), recalled.later
    by = _subject(audience, later) if later else None
    wording = wording_for_letter(session, holder.office.language)
    letter = notice(sender(service), told, holder.office.contact, by, wording)
    return Told(holder, letter, once())


def _subject(audience: str, edition: EditionView) -> Subject:
    return Subject(audience, edition.number, edition.as_of)


def _send(service: Service, by: int, number: str, told: Told) -> str:
    office, letter = told.holder.office, told.letter
    if not office.email:
        raise Refused(f"“{office.name}” has no e-mail on record.")
    edition = told.holder.delivery.edition or 0

    def record(session: Session) -> str:
        return _written(session, service, by, told, Channel.EMAIL, edition)

    sent = Mail(office.email, letter.subject, letter.body)
    return post_once(service, by, number, edition, office.id, sent, record)


def _record(service: Service, by: int, form: Form, told: Told) -> str:
    channel = form.word("channel", Channel, "Say how they were told.")
    form.refuse()
    edition = told.holder.delivery.edition or 0
    with service.database.writing() as session:
        return save_once(
            session,
            by,
            form.text("once"),
            lambda: _written(session, service, by, told, channel or Channel.BY_HAND, edition),
        )


def _written(
    session: Session, service: Service, by: int, told: Told, channel: Channel, edition: int
) -> str:
    today = service.today()
    words = told.letter.body
    written = Written(told.holder.delivery.id, words, today, channel, notice=True)
    delivering.write_to(session, by, today, written)
    return f"/editions/{edition}/holders"


def _shown(
    request: Request[Any, Any, Any],
    service: Service,
    edition: int,
    failed: int = 0,
    refused: NotSaved | None = None,
) -> Answer:
    with service.database.reading() as session:
        recalled = read_recall(session, edition)
        profile = profile_named(session, recalled.edition.audience)
        proposal = read_proposal(session, recalled.edition.audience)
        holders = tuple(_drafted(session, service, recalled, holder) for holder in recalled.holders)
        copies = read_copies(session, edition)
    ready = ""
    try:
        mail.refuse_unready(service.settings)
    except NotSent as said:
        ready = str(said)
    context = HoldersPage(
        recalled=recalled,
        stands=not _is_recalled(recalled),
        audience=profile.office,
        holders=holders,
        copies=copies,
        proposed=proposal is not None,
        ready=ready,
        code=phone.asks(request, service),
        failed=failed,
        errors=refused.sentences if refused else {},
    )
    return page(request, "holders.html", context, status_of(refused) if refused else 200)
