"""From a pack to HTML. Preview and print share one body."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from exports.digest import Digest
from exports.full_pack import FullPack
from exports.pack import LeaveBehind
from exports.setting import settings
from exports.wording import Wording, filled, text, wording_of

QUOTED = text("“{words}”")
PAGE_OF = text("{page} of {pages}")
"""The numbers are put in by the press."""
TEMPLATES = Path(__file__).resolve().parents[1] / "templates"


# Letters that our fonts lack and that quoting forgives anyway: each is set as its plain
# relative, so that a report taken from a PDF or a word processor can be printed.
ON_PAPER = str.maketrans(
    dict.fromkeys("\u2010\u2011", "-")
    | dict.fromkeys("\u2012\u2015", "–")
    | dict.fromkeys("\u2003\u2004\u2005\u2006\u2007\u2008\u200a\u202f\u205f\u2028\u3000", " ")
    | {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\u00ad": ""}
    | {"\u201b": "‘", "\u201f": "“"}
)


def leave_behind_html(pack: LeaveBehind) -> str:
    """The whole document to be printed; its style is known to the press."""
    return _document(pack, pack.title, leave_behind_body(pack))


def leave_behind_body(pack: LeaveBehind) -> str:
    """The body alone, for a page that brings its own head and style."""
    name = "exports/meeting_sheet.html" if pack.sheet else "exports/leave_behind.html"
    return _environment.get_template(name).render(
        **_told(pack), first=settings(pack)[0], second=settings(pack)[1]
    )


def digest_html(told: Digest) -> str:
    """The weekly mail, for programs that read mail so."""
    return _environment.get_template("mail/digest.html").render(told=told)


def full_pack_sections(pack: FullPack) -> tuple[tuple[str, str], ...]:
    """Of each its key and an HTML document of its own, as the press takes them: what did not
    change since the last edition need not be laid out again. Only cover and back name it."""
    brief = pack.brief
    return tuple(
        (one.key, _document(brief, brief.office, _article(pack, one))) for one in _sections(pack)
    )


def full_pack_body(pack: FullPack) -> str:
    """All of it, for a page that brings its own head and style."""
    return _article(pack, *_sections(pack))


@dataclass(frozen=True)
class _Section:
    """`key` is the id by which others point at it, the same in every edition."""

    key: str
    body: str


def _sections(pack: FullPack) -> tuple[_Section, ...]:
    html = _environment.get_template("exports/full_pack.html")
    template: Any = html.make_module(_told(pack.brief))
    brief = pack.brief
    return (
        _Section("cover", template.cover(pack)),
        _Section("summary", template.summary(pack)),
        *([_Section("meeting", template.meeting(pack))] if brief.sheet else []),
        _Section("contents", template.contents(pack)),
        _Section("matrix", template.matrix(pack)),
        *(
            _Section(f"recommendation-{one.number}", template.recommendation(one))
            for one in pack.recommendations
        ),
        _Section("changes", template.changes(pack)),
        _Section("method", template.method(pack)),
        _Section("back", template.back(pack)),
    )


def _article(pack: FullPack, *sections: _Section) -> str:
    body = "".join(one.body for one in sections)
    return f'<article class="full-pack" lang="{escape(pack.brief.language)}">{body}</article>'


def _document(pack: LeaveBehind, title: str, body: str) -> str:
    """What is printed of a pack, around one of its bodies."""
    template = _environment.get_template("exports/print.html")
    body = Markup(body)  # noqa: S704 (rendered with autoescape)
    return template.render(**_told(pack), title=title, body=body).translate(ON_PAPER)


def _told(pack: LeaveBehind) -> dict[str, Any]:
    """What every template of packs is told."""
    wording = wording_of(pack)
    marks = wording.pattern(QUOTED).split("{words}")
    page_of = wording.pattern(PAGE_OF).removeprefix("{page}").removesuffix("{pages}")
    return {"pack": pack, "wording": wording, "quotation_marks": marks, "page_of": page_of}


@pass_context
def say(context: Context, english: str, /, **values: object) -> Markup:
    """In templates: a fixed text in the language of the pack. Values are escaped, unless
    they are markup, which stays in its place in the sentence."""
    wording: Wording = context["wording"]
    pattern = str(escape(wording.pattern(english)))
    told = {
        name: value if isinstance(value, Markup) else escape(wording.shown(value))
        for name, value in values.items()
    }
    return Markup(filled(pattern, told))  # noqa: S704 (all of it is escaped above)


@pass_context
def shown(context: Context, value: object) -> str:
    """A number or a day, as the language of the pack writes it."""
    wording: Wording = context["wording"]
    return wording.shown(value)


_environment = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.globals["say"] = say
_environment.filters["number"] = _environment.filters["day"] = shown
