"""What a newer version of a source changed, and carrying quotes over to it."""

from dataclasses import dataclass, field
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from recommendations.errors import NotFound, Refused
from recommendations.quoting import quote_span
from recommendations.register.versions import ChangesPage, read_changes
from tracker.accounts.sessions import Visitor
from tracker.service import Service
from tracker.web.form import Form
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]


@dataclass(frozen=True)
class Shown:
    read: ChangesPage
    ticked: frozenset[int] = frozenset()
    errors: dict[str, str] = field(default_factory=dict)


class Changes(Controller):
    path = "/sources/{source:int}/changes"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def show(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        source: FromPath[int],
    ) -> Answer:
        with service.database.reading() as session:
            read = read_changes(session, source, service.today(), visitor.role)
        return page(request, "source_changes.html", Shown(read))

    @post("/", policy=Policy.RECORDS, sync_to_thread=True)
    def carry_over(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        source: FromPath[int],
    ) -> Answer:
        """Each becomes a new quote, about which everything is decided anew."""
        chosen = set(form.numbers("quote"))
        try:
            with service.database.writing() as session:
                read = read_changes(session, source, service.today(), visitor.role)
                offered = {one.quote.id: one for one in read.offered}
                wanted = [one for id, one in offered.items() if id in chosen or form.has("all")]
                if not wanted or chosen - offered.keys():
                    raise Refused(quote="Tick quotes whose words stand in the newer version once.")
                for one in wanted:
                    ((start, end),) = one.places
                    quote_span(session, visitor.id, source, start, end, one.quote.fidelity)
        except NotFound:
            raise
        except Refused as refused:
            with service.database.reading() as session:
                read = read_changes(session, source, service.today(), visitor.role)
            again = Shown(read, frozenset(chosen), refused.sentences)
            return page(request, "source_changes.html", again, 422)
        return Redirect(f"/sources/{source}/changes#quotes", status_code=303)
