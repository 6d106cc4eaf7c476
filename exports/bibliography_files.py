"""A bibliography as files that reference managers take: CSL-JSON, BibTeX and RIS. The same
entries give the same bytes."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from exports.bibliography import Entry, Form

Entries = Iterable[Entry]
CSL_TYPES = {
    Form.REPORT: "report",
    Form.ACT: "legislation",
    Form.STATEMENT: "webpage",
    Form.POST: "post",
    Form.NEWS: "article-newspaper",
    Form.LETTER: "personal_communication",
    Form.MEETING: "personal_communication",
    Form.TESTIMONY: "personal_communication",
}
BIBTEX_TYPES = {Form.REPORT: "techreport", Form.NEWS: "article"}
RIS_TYPES = {
    Form.REPORT: "RPRT",
    Form.ACT: "STAT",
    Form.STATEMENT: "ELEC",
    Form.POST: "ELEC",
    Form.NEWS: "NEWS",
    Form.LETTER: "PCOMM",
    Form.MEETING: "PCOMM",
    Form.TESTIMONY: "PCOMM",
}
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
IN_BIBTEX = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "$": r"{\textdollar}",
    "~": r"{\textasciitilde}",
    "^": r"\^{}",
    **{sign: f"\\{sign}" for sign in "&%#_"},
}


def csl_json(entries: Entries) -> bytes:
    return (json.dumps([_csl(e) for e in entries], ensure_ascii=False, indent=2) + "\n").encode()


def _csl(entry: Entry) -> dict[str, Any]:
    told = {
        "id": entry.id,
        "type": "document" if _is_paper(entry) else CSL_TYPES[entry.form],
        "title": _line(entry.title),
        # A literal name is printed as it stands, and never turned round.
        "author": [{"literal": _line(entry.author)}] if entry.author else None,
        "container-title": _line(entry.container),
        "issued": {"date-parts": [list(entry.date_parts)]} if entry.issued else None,
        "URL": _line(entry.url),
        "language": entry.language,
        "note": _notes(entry),
    }
    return {name: value for name, value in told.items() if value}


def bibtex(entries: Entries) -> bytes:
    """Titles and authors in two pairs of braces: no capital is taken away, and no name is
    taken apart at a comma or an “and”."""
    return "\n".join(_bibtex(entry) for entry in entries).encode()


def _bibtex(entry: Entry) -> str:
    parts = entry.date_parts
    held = "journal" if entry.form is Form.NEWS else "howpublished"
    fields = {
        "author": _braced(entry.author),
        "title": _braced(entry.title),
        held: _braced(entry.container),
        "date": "-".join(f"{part:02}" for part in parts),
        "year": f"{parts[0]}" if parts else "",
        "month": MONTHS[parts[1] - 1] if len(parts) > 1 else "",
        "url": _address(entry.url),
        "language": entry.language,
        "note": _escaped(_notes(entry)),
    }
    lines = [
        # A month without braces is a name that every style knows.
        f"  {name} = {value if name == 'month' else f'{{{value}}}'},"
        for name, value in fields.items()
        if value
    ]
    return "\n".join([f"@{BIBTEX_TYPES.get(entry.form, 'misc')}{{{entry.id},", *lines, "}", ""])


def _braced(text: str) -> str:
    return f"{{{_escaped(text)}}}" if text else ""


def _escaped(text: str) -> str:
    return "".join(IN_BIBTEX.get(sign, sign) for sign in _line(text))


def _address(url: str) -> str:
    """An address is taken as it stands; braces would end the field."""
    return _line(url).replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def ris(entries: Entries) -> bytes:
    lines = [line for entry in entries for line in (*_ris(entry), "")]
    return "".join(f"{line}\r\n" for line in lines).encode()


def _ris(entry: Entry) -> Iterator[str]:
    """A name with a comma would be taken for family name and given name, so it is the
    publisher's instead."""
    yield f"TY  - {'GEN' if _is_paper(entry) else RIS_TYPES[entry.form]}"
    yield f"ID  - {entry.id}"
    parts = [f"{part:02}" for part in entry.date_parts]
    day = "/".join([*parts, "", "", ""][:4]) if len(parts) < 3 else "/".join(parts)
    told = (
        ("PB" if "," in entry.author else "AU", entry.author),
        ("TI", entry.title),
        ("T2", entry.container),
        ("PY", parts[0] if parts else ""),
        ("DA", day if parts else ""),
        ("UR", entry.url),
        ("LA", entry.language),
        ("N1", _notes(entry)),
    )
    yield from (f"{tag}  - {_line(value)}" for tag, value in told if value)
    yield "ER  - "


def _is_paper(entry: Entry) -> bool:
    return entry.form is Form.STATEMENT and not entry.url


def _notes(entry: Entry) -> str:
    return _line(". ".join(entry.notes) + "." if entry.notes else "")


def _line(text: str) -> str:
    """One line: a line end in a title would begin a field of its own."""
    plain = "".join(
        " " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign for sign in text
    )
    return re.sub(" {2,}", " ", plain).strip(" ")


@dataclass(frozen=True)
class FileFormat:
    write: Callable[[Entries], bytes]
    media_type: str
    suffix: str
    name: str


FORMATS = {
    "csl": FileFormat(csl_json, "application/vnd.citationstyles.csl+json", "json", "CSL-JSON"),
    "bibtex": FileFormat(bibtex, "application/x-bibtex", "bib", "BibTeX"),
    "ris": FileFormat(ris, "application/x-research-info-systems", "ris", "RIS"),
}
