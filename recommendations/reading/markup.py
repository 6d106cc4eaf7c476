"""Markdown as its reader sees it: emphasis, links and escapes without their signs.

Signs are only taken away, never words; note numbers stay as the source has them.
"""

import re
from dataclasses import dataclass, field

_DEEPEST = 6
_INLINE = re.compile(
    r"""
      \\(?P<escaped>[\\`*_{}\[\]()<>\#+\-.!|~])
    | !?\[(?P<shown>[^\[\]]*)\]\((?P<target>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+"[^"]*")?\)
    | <(?P<address>(?:https?://|mailto:)[^<>]*)>
    | (?P<bare>https?://[^\s<>]+)
    | (?P<strong>\*\*|__)(?=\S)(?P<bold>.+?)(?<=\S)(?P=strong)(?!\*)
    | \*(?=[^\s*])(?P<italic>[^*]*?[^\s*])\*
    | (?<!\w)_(?=\S)(?P<italic2>[^_]+?)(?<=\S)_(?!\w)
    """,
    re.VERBOSE,
)


@dataclass
class Plain:
    """Words without markup, and the places in them that were emphasised."""

    text: str = ""
    bold: list[tuple[int, int]] = field(default_factory=list)
    italic: list[tuple[int, int]] = field(default_factory=list)

    def add(self, other: "Plain") -> tuple[int, int]:
        at = len(self.text)
        self.text += other.text
        self.bold += [(at + start, at + end) for start, end in other.bold]
        self.italic += [(at + start, at + end) for start, end in other.italic]
        return at, len(self.text)


def unmarked(line: str, depth: int = 0) -> Plain:
    plain = Plain()
    if depth > _DEEPEST:
        plain.text = line
        return plain
    done = 0
    for match in _INLINE.finditer(line):
        plain.text += line[done : match.start()]
        done = match.end()
        _take(plain, match, depth + 1)
    plain.text += line[done:]
    return plain


def _take(plain: Plain, match: re.Match[str], depth: int) -> None:
    parts = match.groupdict()
    if parts["bold"] is not None:
        plain.bold.append(plain.add(unmarked(parts["bold"], depth)))
    elif italic := parts["italic"] or parts["italic2"]:
        plain.italic.append(plain.add(unmarked(italic, depth)))
    elif parts["shown"] is not None:
        _take_link(plain, parts["shown"], parts["target"] or "", depth)
    else:
        plain.text += parts["escaped"] or parts["address"] or parts["bare"] or ""


def _take_link(plain: Plain, shown: str, target: str, depth: int) -> None:
    """A link keeps its address findable, unless its words are the address."""
    plain.add(unmarked(shown, depth))
    if target and not target.startswith("#") and target.rstrip(";,.") != shown.rstrip(";,."):
        plain.text += f" {target}" if shown else target
