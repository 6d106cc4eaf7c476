"""Where an edition went: listed, and recorded where somebody handed it over."""

from dataclasses import dataclass
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from exports.dispatch import is_numbered
from exports.publishing import profile_named
from recommendations import delivering
from recommendations.delivering import Handed
from recommendations.errors import NotFound
from recommendations.register.deliveries import DeliveryView, next_copy, read_deliveries
from recommendations.register.editions import EditionView, read_edition
from recommendations.register.offices import OfficeView, read_offices
from recommendations.vocabulary import Channel
from tracker.accounts.sending import save_once
from tracker.accounts.sessions import Visitor
from tracker.service import Service
from tracker.web.errors import NOT_SAVED, status_of
from tracker.web.form import Form, once
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]
CHANNELS = (
    (Channel.BY_HAND.value, "by hand", ""),
    (Channel.POST.value, "by post", ""),
    (Channel.EMAIL.value, "by e-mail from elsewhere", ""),
)
HOW = "Say how it reached them."


@dataclass(frozen=True)
class DeliveriesPage:
    """`groups` are the offices of this audience, and those of others."""

    edition: EditionView
    office: str
    addressees: tuple[str, ...]
    deliveries: tuple[DeliveryView, ...]
    groups: tuple[tuple[str, tuple[OfficeView, ...]], ...]
    channels: tuple[tuple[str, str, str], ...]
    numbered: bool
    typed: dict[str, str]
    once: str
    errors: dict[str, str]


class Deliveries(Controller):
    path = "/editions/{edition:int}/deliveries"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def read(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        edition: FromPath[int],
    ) -> Answer:
        return _shown(request, service, edition, Form([("on", service.today().isoformat())]))

    @post("/", policy=Policy.RECORDS, sync_to_thread=True)
    def record(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        edition: FromPath[int],
    ) -> Answer:
        fields = Form(form.pairs)
        on, channel = fields.day("on"), fields.word("channel", Channel, HOW)
        copy = form.number("copy")

        def save() -> str:
            numbered = is_numbered(session, edition)
            office, note = form.number("office"), form.text("note")
            handed = Handed(edition, office, on, channel, note, numbered=numbered, copy=copy)
            delivering.deliver(session, visitor.id, service.today(), handed)
            return f"/editions/{edition}/deliveries"

        try:
            with service.database.writing() as session:
                led_to = save_once(session, visitor.id, form.text("once"), save)
        except NotFound:
            raise
        except NOT_SAVED as refused:
            said = {**refused.sentences, **fields.errors}
            return _shown(request, service, edition, form, said, status_of(refused))
        return Redirect(led_to, status_code=303)


def _shown(
    request: Request[Any, Any, Any],
    service: Service,
    edition: int,
    form: Form,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Answer:
    with service.database.reading() as session:
        view = read_edition(session, edition)
        profile = profile_named(session, view.audience)
        offices = read_offices(session)
        deliveries = read_deliveries(session, editions=[edition])
        numbered = is_numbered(session, edition)
        following = str(next_copy(session, edition)) if numbered else ""
    codes = profile.outside
    theirs = tuple(one for one in offices if one.addressee in codes)
    others = tuple(one for one in offices if one.addressee not in codes)
    context = DeliveriesPage(
        edition=view,
        office=profile.office,
        addressees=tuple(codes),
        deliveries=deliveries,
        groups=((f"For {profile.name}", theirs), ("Others", others)),
        channels=CHANNELS,
        numbered=numbered,
        typed={
            **{name: form.text(name) for name in ("office", "channel", "on", "note")},
            "copy": form.text("copy") or following,
        },
        once=form.text("once") or once(),
        errors=errors or {},
    )
    return page(request, "deliveries.html", context, status)
