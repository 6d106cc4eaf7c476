"""The quotes of a source as annotations: a file to take out, and a form to bring others in."""

import json
from dataclasses import dataclass
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from recommendations.annotations import MEDIA_TYPE
from recommendations.errors import NotFound, Refused
from recommendations.quoting import quote_spans
from recommendations.register.annotations import Plan, read_annotations, write_annotations
from recommendations.register.selected import read_source_view
from recommendations.register.views import SourceView
from tracker.accounts.sessions import Visitor
from tracker.logs import Event, say
from tracker.service import Service
from tracker.web.confirming import code_first
from tracker.web.errors import status_of
from tracker.web.form import Form
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]
PLACE = "/sources/{source:int}/annotations"


@dataclass(frozen=True)
class AnnotationsPage:
    """`plan` is what would be quoted, once annotations were given."""

    source: SourceView
    plan: Plan | None
    typed: str
    errors: dict[str, str]


class Annotations(Controller):
    @get(PLACE + "/file", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def file(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        source: FromPath[int],
    ) -> Answer:
        """It leaves with whoever has it, so it takes a code, as other files do."""
        if asked := code_first(request, service):
            return asked
        with service.database.reading() as session:
            told = write_annotations(session, source, visitor.role, service.today())
        say(Event.ANNOTATIONS, by=visitor.id)
        name = f'attachment; filename="source-{source}-quotes.jsonld"'
        raw = json.dumps(told, ensure_ascii=False).encode()
        return Response(raw, media_type=MEDIA_TYPE, headers={"content-disposition": name})

    @get(PLACE, policy=Policy.RECORDS, sync_to_thread=True)
    def ask(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        source: FromPath[int],
    ) -> Answer:
        return _shown(request, service, source)

    @post(PLACE, policy=Policy.RECORDS, sync_to_thread=True)
    def bring(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        source: FromPath[int],
    ) -> Answer:
        """First what would be quoted is shown; only then is it done, all of it at once."""
        typed, plan = form.text("annotations"), None
        try:
            with service.database.reading() as session:
                plan = read_annotations(session, source, typed, visitor.role)
            if form.text("do") != "quote":
                return _shown(request, service, source, typed, plan)
            if plan.lost and not form.has("leave_out"):
                raise Refused(leave_out="Some were not found. Say that they are left out.")
            with service.database.writing() as session:
                again = read_annotations(session, source, typed, visitor.role)
                quote_spans(session, visitor.id, source, again.spans)
        except NotFound:
            raise
        except Refused as refused:
            return _shown(request, service, source, typed, plan, refused)
        return Redirect(f"/sources/{source}", status_code=303)


def _shown(
    request: Request[Any, Any, Any],
    service: Service,
    source: int,
    typed: str = "",
    plan: Plan | None = None,
    refused: Refused | None = None,
) -> Answer:
    with service.database.reading() as session:
        view = read_source_view(session, source)
    errors = refused.sentences if refused else {}
    status = status_of(refused) if refused else 200
    return page(request, "annotations.html", AnnotationsPage(view, plan, typed, errors), status)
