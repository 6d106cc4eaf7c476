"""From a pack to HTML. Preview and print share one body."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from exports.full_pack import FullPack
from exports.pack import LeaveBehind, PrintedAsk, PrintedFinding, PrintedPosition, PrintedQuote
from exports.wording import Wording, filled, text, wording_of

QUOTED = text("“{words}”")
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
    return _environment.get_template("exports/leave_behind.html").render(
        **_told(pack),
        first=setting(first_page(pack), FIRST_PAGE, pack.paper),
        second=setting(second_page(pack), SECOND_PAGE, pack.paper),
    )


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
    return (
        _Section("cover", template.cover(pack)),
        _Section("summary", template.summary(pack)),
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
    return {"pack": pack, "wording": wording, "quotation_marks": marks}


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


@dataclass(frozen=True)
class Setting:
    """How closely a page is set: a class of pack.css, and the lines it then holds."""

    name: str
    a4: int
    letter: int
    per_line: int


FIRST_PAGE = (
    Setting("roomy", 46, 43, 78),
    Setting("even", 58, 55, 79),
    Setting("snug", 60, 58, 83),
    Setting("close", 0, 0, 0),
)
SECOND_PAGE = (
    Setting("roomy", 40, 37, 78),
    Setting("even", 54, 51, 84),
    Setting("close", 0, 0, 0),
)


def setting(lines: Iterator[str], choices: tuple[Setting, ...], paper: str) -> str:
    """The roomiest setting that holds the lines, as far as letters can be counted
    without laying them out; whether two pages were kept, the press says."""
    texts = list(lines)
    for choice in choices[:-1]:
        needed = sum(ceil(len(text) / choice.per_line) for text in texts)
        if needed <= (choice.letter if paper == "Letter" else choice.a4):
            return choice.name
    return choices[-1].name


def first_page(pack: LeaveBehind) -> Iterator[str]:
    """What stands on the first page, a string for each paragraph."""
    yield from ("masthead", "addressed", "strip", "margins", "margins", pack.content_note)
    yield from (pack.opening, pack.opening)
    if pack.welcome:
        yield f"{pack.welcome.said} (22 November 2026): “{pack.welcome.quote.words}”"
    for ask in pack.asks:
        yield from _lines_of(ask)


def _lines_of(ask: PrintedAsk) -> Iterator[str]:
    yield from ("title", *("margins",) * 3, _quoted(ask.recommended))
    yield from map(_position, ask.positions)
    yield from map(_finding, ask.findings)
    if ask.testimony:
        yield from (_quoted(ask.testimony), "attribution")
    yield from (ask.onward, *ask.done_when, " ".join(ask.missing))
    for one in ask.asked:
        yield " ".join((one.risk, one.safeguard)).strip()
        # Set semi-bold, which is wider.
        yield one.sentence + one.sentence[::10]
        yield _quoted(one.quote) if one.quote else ""


def second_page(pack: LeaveBehind) -> Iterator[str]:
    yield from ("heading",) * 5
    for found in (found for ask in pack.asks for found in ask.findings if found.evidence):
        sides: dict[str, list[str]] = {"supports": [], "contradicts": [], "context": []}
        for piece in found.evidence:
            sides[piece.stance].append(_quoted(piece.quote) + "attribution".ljust(40))
        # Two narrow columns beside each other: the longer one counts, twice as long.
        longer = max(sides["supports"], sides["contradicts"], key=lambda side: sum(map(len, side)))
        yield from ("measure", "for and against", *(words * 2 for words in longer))
        yield from sides["context"]
    yield from (*pack.searches, *pack.left_out, *pack.limits)
    # Set smaller than the rest.
    yield from (source.text[: ceil(len(source.text) * 0.85)] for source in pack.citations)


def _position(held: PrintedPosition) -> str:
    words = _quoted(held.quote) if held.quote else ""
    return f"() {held.institution}: {held.value} {held.part} 22 November 2026 {held.looked} {words}"


def _finding(found: PrintedFinding) -> str:
    return f"() {found.measure}: {found.reading}, 22 November 2026. {found.reason}"


def _quoted(quote: PrintedQuote) -> str:
    return f"“{quote.words}” {_quoted(quote.beneath) if quote.beneath else ''}"


_environment = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.globals["say"] = say
_environment.filters["number"] = _environment.filters["day"] = shown
