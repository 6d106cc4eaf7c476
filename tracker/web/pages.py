"""Turning a page's context into HTML. Templates get frozen values only."""

import gzip
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from litestar import Request, Response
from litestar.enums import MediaType
from litestar.utils.scope.state import ScopeState
from markupsafe import Markup, escape

from recommendations import gate, rules, vocabulary
from recommendations.arriving import TURNING, offer
from recommendations.languages import language_name
from recommendations.register.desk import Desk, read_desk
from recommendations.register.sources import PLAIN, REFERENCE
from tracker.accounts.sessions import Visitor
from tracker.service import Service

HOUSE = Path(__file__).resolve().parents[2]
TEMPLATES = HOUSE / "templates"
ASSETS = {
    "style.css": TEMPLATES / "web" / "assets" / "style.css",
    "board.css": TEMPLATES / "web" / "assets" / "board.css",
    "script.js": TEMPLATES / "web" / "assets" / "script.js",
    "preview.css": TEMPLATES / "exports" / "preview.css",
    "phone.css": TEMPLATES / "exports" / "phone.css",
    "icon.svg": TEMPLATES / "web" / "assets" / "icon.svg",
    "padauk.woff2": HOUSE / "exports" / "fonts" / "padauk-myanmar-400-normal.woff2",
}


NUMBER = "number of the request"
"""Where the door keeps it."""


@dataclass(frozen=True)
class Shell:
    """What every page has around it. `desk` is left out where nobody is signed in and
    where something went wrong. `number` finds the request in the log."""

    visitor: Visitor | None
    desk: Desk | None
    csrf: str
    organisation: str
    sample: bool
    path: str
    today: date
    number: str
    clock: str
    """What is odd about the machine's clock, or nothing."""


def path_of(request: Request[Any, Any, Any]) -> str:
    """As it came in. `request.url` is put together from the host as well, which may be
    anything."""
    return str(request.scope["path"])


def base_of(request: Request[Any, Any, Any]) -> str:
    """Under which people reach the tracker: as it is set, else as they did just now, by a name
    that the door let in."""
    service: Service = request.app.state.service
    host = request.headers.get("host", "")
    return service.settings.address or f"{request.scope['scheme']}://{host}"


def here(request: Request[Any, Any, Any]) -> str:
    """Path and query."""
    query = request.scope["query_string"].decode("latin-1")
    return f"{path_of(request)}?{query}" if query else path_of(request)


def page(
    request: Request[Any, Any, Any], template: str, context: Any, status: int = 200
) -> Response[str]:
    """`context` is the page's own frozen value; the template knows it as `page`."""
    service: Service = request.app.state.service
    visitor = _visitor(request)
    desk, clock = None, ""
    if visitor:
        with service.database.reading() as session:
            desk = read_desk(session, visitor.id, visitor.role)
            clock = service.odd_clock(session)
    return _rendered(request, template, context, status, desk, clock)


def bare_page(
    request: Request[Any, Any, Any], template: str, context: Any, status: int
) -> Response[str]:
    """A page that asks nothing of the database: for what went wrong."""
    return _rendered(request, template, context, status, None)


def _visitor(request: Request[Any, Any, Any]) -> Visitor | None:
    who = request.scope.get("user")
    return who if isinstance(who, Visitor) else None


def _rendered(
    request: Request[Any, Any, Any],
    template: str,
    context: Any,
    status: int,
    desk: Desk | None,
    clock: str = "",
) -> Response[str]:
    service: Service = request.app.state.service
    shell = Shell(
        visitor=_visitor(request),
        desk=desk,
        csrf=str(ScopeState.from_scope(request.scope).csrf_token or ""),
        organisation=service.settings.organisation,
        sample=service.settings.is_sample,
        path=path_of(request),
        today=service.today(),
        number=request.scope["state"].get(NUMBER, ""),
        clock=clock,
    )
    html = environment().get_template(f"web/{template}").render(page=context, shell=shell)
    return Response(html, media_type=MediaType.HTML, status_code=status)


@cache
def environment() -> jinja2.Environment:
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["day"] = rules.spoken
    env.filters["moment"] = _moment
    env.filters["paragraphs"] = _paragraphs
    env.filters["with_notes"] = _with_notes
    env.globals["asset"] = asset_path
    env.globals["is_words"] = is_words
    env.globals["vocabulary"] = vocabulary
    env.globals["spoken_source_date"] = rules.spoken_source_date
    env.globals["kept_inside"] = gate.kept_inside
    env.globals["zawgyi_offer"] = offer
    env.globals["language_name"] = language_name
    return env


def _moment(at: datetime) -> str:
    return f"{rules.spoken(at)}, {at:%H:%M} UTC"


def _paragraphs(text: str) -> Markup:
    parts = [part.strip() for part in text.split("\n\n") if part.strip()]
    return Markup("").join(Markup("<p>{}</p>").format(part) for part in parts)


def is_words(name: str, value: str) -> bool:
    """What a person would know again of what they typed: no numbers of records."""
    machine = name in {"once", "do", "shows", "draft"} or "." in name
    return bool(value.strip()) and not machine and not value.isdecimal()


def _with_notes(text: str, notes: Sequence[int]) -> Markup:
    """The text with each reference to one of these notes leading to it."""

    def link(match: re.Match[str]) -> str:
        number = match.group().translate(PLAIN)
        known = int(number) in notes
        return f'<a href="#n{number}">{match.group()}</a>' if known else match.group()

    return Markup(TURNING.sub(_seen, REFERENCE.sub(link, str(escape(text)))))  # noqa: S704


def _seen(sign: re.Match[str]) -> str:
    """A sign that turns letters does not turn them here; it is shown."""
    code = f"U+{ord(sign.group()):04X}"
    return f'<span class="turning" title="A hidden sign that turns letters">[{code}]</span>'


_NAMED = re.compile(rb"asset:([\w.]+)")
"""How a stylesheet names another of them."""
_SAID_TO_US = re.compile(rb"/\*.*?\*/\s*", re.S)
"""Comments weigh as much on the line as what they explain."""


@cache
def asset(name: str) -> tuple[bytes, bytes, str]:
    """The file, the file compressed, and a short hash of it for its address."""
    raw = ASSETS[name].read_bytes()
    if name.endswith(".css"):
        raw = _NAMED.sub(lambda named: asset_path(named[1].decode()).encode(), raw)
        raw = _SAID_TO_US.sub(b"", raw)
    return raw, gzip.compress(raw, 9, mtime=0), hashlib.sha256(raw).hexdigest()[:10]


def asset_path(name: str) -> str:
    return f"/assets/{asset(name)[2]}/{name}"
