"""One quote or one source as an entry of a bibliography, for staff who cite it elsewhere. It
holds no words of a quote, and of testimony no more than a pack does."""

from typing import Any

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from exports.bibliography import Entry, entry_of_quote, entry_of_source
from exports.bibliography_files import FORMATS, FileFormat
from recommendations.errors import NotFound
from recommendations.register.quote_record import read_readable
from recommendations.register.sources import read_cited
from tracker.accounts.sessions import Visitor
from tracker.service import Service
from tracker.web.policy import Policy


class Citing(Controller):
    path = "/"

    @get("/quotes/{quote:int}/citation/{kind:str}", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def quote(
        self,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        quote: FromPath[int],
        kind: FromPath[str],
    ) -> Response[Any]:
        file = _format(kind)
        with service.database.reading() as session:
            view = read_readable(session, quote, visitor.role)
        return _file(file, view.ref, entry_of_quote(view, service.settings.organisation))

    @get("/sources/{source:int}/citation/{kind:str}", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def source(
        self,
        service: NamedDependency[Service],
        source: FromPath[int],
        kind: FromPath[str],
    ) -> Response[Any]:
        file = _format(kind)
        with service.database.reading() as session:
            view = read_cited(session, source)
        return _file(file, view.ref, entry_of_source(view, service.settings.organisation))


def _format(kind: str) -> FileFormat:
    if kind not in FORMATS:
        raise NotFound(f"There is a citation as {', '.join(FORMATS)}.")
    return FORMATS[kind]


def _file(file: FileFormat, ref: str, entry: Entry) -> Response[Any]:
    headers = {"content-disposition": f'attachment; filename="{ref}.{file.suffix}"'}
    return Response(file.write([entry]), media_type=file.media_type, headers=headers)
