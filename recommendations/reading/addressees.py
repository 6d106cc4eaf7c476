"""Recognising whom a heading addresses."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_LEADS = re.compile(
    r"^(?:\d+(?:\.\d+)*\.?\s+|[IVXLC]+\.\s+)?(?:(?:policy|key|our|specific|further|general)\s+)*"
    r"(?:recommendations?\s+)?(?:addressed\s+)?(?:for|to)\s+(?:the\s+)?",
    re.I,
)
_CALLS = re.compile(
    r"\b(?:recommends?|calls?\s+(?:up)?on|urges?|asks?|requests?)\s+(?:that\s+)?(?:the\s+)?"
    r"(?P<names>.{2,160}?)(?:\s+(?:to|should|must))?\s*:\s*$",
    re.I | re.S,
)
_ITSELF = re.compile(
    r"(?P<who>[^.;:\n]{2,90}?)\s+(?:should|must|shall|needs? to|ought to|(?:is|are) urged to)\b"
)
_TOPIC = re.compile(r"\b(?:\w+ing|following)\b", re.I)


@dataclass(frozen=True)
class KnownAddressee:
    code: str
    name: str
    short: str
    spellings: tuple[str, ...]


@lru_cache(maxsize=1)
def known_addressees() -> tuple[KnownAddressee, ...]:
    data = (files("recommendations") / "library" / "addressees.toml").read_text("utf-8")
    return tuple(
        KnownAddressee(one["code"], one["name"], one["short"], tuple(one["spellings"]))
        for one in tomllib.loads(data)["addressee"]
    )


@lru_cache(maxsize=1)
def _spellings() -> tuple[dict[str, str], re.Pattern[str]]:
    names = {
        spelling: one.name
        for one in known_addressees()
        for spelling in (*one.spellings, one.name, one.short)
    } | {
        one.code: one.name for one in known_addressees() if len(one.code) > 2 or one.code in _PAIRS
    }
    longest = sorted(names, key=len, reverse=True)
    either = "|".join(re.escape(name) for name in longest)
    return names, re.compile(rf"(?<![\w.])(?:{either})(?!\w)")


# Two letters are a name only where they are written so everywhere.
_PAIRS = {"US", "EU", "UN", "UK"}


def named(said: str) -> tuple[str, ...]:
    """The known addressees named, in the order they stand, each once."""
    names, pattern = _spellings()
    return tuple(dict.fromkeys(names[match.group()] for match in pattern.finditer(said)))


def addressed(said: str, is_heading: bool) -> tuple[str, ...]:
    """Whom a heading or an introducing line addresses; () where it addresses nobody.

    A name nobody knows becomes an addressee by its own name.
    """
    words = " ".join(said.split()).strip("* ")
    lead = _LEADS.match(words)
    call = _CALLS.search(words)
    if not lead and not call:
        return named(words) if is_heading and len(words) < 90 and _only_names(words) else ()
    rest = call.group("names") if call else words[lead.end() if lead else 0 :].rstrip(": ")
    return _all_names(rest)


def names_itself(said: str) -> str:
    """ "The European Union" of "The European Union should ...", or ""."""
    match = _ITSELF.match(said)
    return match.group("who") if match and named(match.group("who")) else ""


def _only_names(words: str) -> bool:
    left = re.sub(r"\b(?:the|and|recommendations?|policy)\b|\W", "", _rest(words), flags=re.I)
    return not left


def _rest(words: str) -> str:
    return _spellings()[1].sub(" ", words)


def _all_names(said: str) -> tuple[str, ...]:
    """Known names where they stand, unknown ones between them by themselves. What
    only introduces names in brackets ("governments (U.S., EU)") is no name."""
    said = re.sub(r"[^,;()]*\(([^()]*)\)", lambda m: m[1] if named(m[1]) else m[0], said)
    names, pattern = _spellings()
    marked = pattern.sub(lambda m: f"\x00{names[m.group()]}\x00", said)
    found: list[str] = []
    for part in re.split(r"\x00", marked):
        if part in names.values():
            found.append(part)
        else:
            found += [name for piece in re.split(r",|;|\band\b|&", part) if (name := _own(piece))]
    return tuple(dict.fromkeys(found))


def _own(piece: str) -> str:
    name = re.sub(r"^(?:the|all|to|for)\s+", "", piece.strip(" .:()"), flags=re.I).strip()
    capital = any(word[0].isupper() for word in name.split())
    return name if len(name) > 2 and capital and not _TOPIC.match(name) else ""
