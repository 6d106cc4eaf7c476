"""Web addresses in notes: those that look dead, and those that nearly agree."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from recommendations.reading.parts import ReadNote

# Every pair of one site's addresses is compared: more than these would take too long.
_MOST_OF_A_SITE = 400
_ENDS_BADLY = re.compile(r"[-_=%&]$|%[0-9A-Fa-f]?$")


def why_broken(url: str) -> str:
    """What makes an address look dead, or ""."""
    host = re.sub(r"^https?://", "", url).split("/")[0]
    if " " in url:
        return "has a space in it"
    if "." not in host:
        return "has no complete site name"
    return "ends in the middle of a word" if _ENDS_BADLY.search(url) else ""


def near_pairs(notes: tuple[ReadNote, ...]) -> Iterator[tuple[tuple[int, str], tuple[int, str]]]:
    """Pairs of (note, address) that differ by a letter, a hyphen or a slash only."""
    sites: dict[str, dict[str, tuple[int, str]]] = defaultdict(dict)
    for number, url in _living(notes):
        bare = _bare(url)
        if len(sites[_host(bare)]) < _MOST_OF_A_SITE:
            sites[_host(bare)].setdefault(bare, (number, url))
    for seen in sites.values():
        for one, other in combinations(seen, 2):
            if _a_letter_apart(one, other):
                yield seen[one], seen[other]


def near_hosts(notes: tuple[ReadNote, ...]) -> Iterator[tuple[int, str, str]]:
    """(note, host, usual host) where one site is also written with another hyphen."""
    written: dict[str, Counter[str]] = defaultdict(Counter)
    first: dict[str, int] = {}
    for number, url in _living(notes):
        host = _host(_bare(url))
        written[host.replace("-", "")][host] += 1
        first.setdefault(host, number)
    for hosts in written.values():
        usual, *odd = sorted(hosts, key=lambda host: (-hosts[host], host.count("-")))
        for host in odd:
            yield first[host], host, usual


def respelled(notes: tuple[ReadNote, ...]) -> Iterator[list[tuple[int, str]]]:
    """One page under addresses that differ in a slash at the end, in http or www, or in what
    follows the page itself: (note, address), each spelling once."""
    pages: dict[str, dict[str, int]] = defaultdict(dict)
    for number, url in _living(notes):
        pages[page_of(url)].setdefault(url, number)
    for spelled in pages.values():
        if len(spelled) > 1:
            yield [(number, url) for url, number in spelled.items()]


_FOLLOWS = re.compile(r"(?:utm_\w+|cmp|fbclid|gclid|ref|share)=[^&#]*&?", re.I)


def page_of(url: str) -> str:
    """The page itself: without scheme, www, the place on it, what says who shared it, and a
    slash at the end."""
    bare = re.sub(r"^https?://(?:www\.)?", "", url).split("#")[0]
    path, _, query = bare.partition("?")
    query = _FOLLOWS.sub("", query).rstrip("&")
    return path.rstrip("/").lower() + (f"?{query}" if query else "")


_DAY_IN_PATH = re.compile(
    r"(?<!\d)(?P<y>20\d\d)[/-](?P<m>\d{1,2}|[a-z]{3})[/-](?P<d>\d{1,2})(?!\d)"
    r"|(?<!\d)(?P<mm>[01]\d)(?P<dd>[0-3]\d)(?P<yy>20\d\d)\d{6}(?!\d)",
    re.I,
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def day_in(url: str) -> date | None:
    """The day that an address of a page says of itself, as news sites write it."""
    found = _DAY_IN_PATH.search(re.split("[?#]", url, maxsplit=1)[0])
    if found is None:
        return None
    year, month, day = (found[a] or found[b] for a, b in (("y", "yy"), ("m", "mm"), ("d", "dd")))
    number = _MONTHS.index(month.lower()) + 1 if month.lower() in _MONTHS else month
    try:
        return date(int(year), int(number), int(day))
    except ValueError:
        return None


def _living(notes: tuple[ReadNote, ...]) -> Iterator[tuple[int, str]]:
    for note in notes:
        for work in note.works:
            if work.url and not why_broken(work.url):
                yield note.number, work.url


def _bare(url: str) -> str:
    """Without scheme, www, query, fragment and a slash at the end."""
    bare = re.sub(r"^https?://(?:www\.)?", "", url).split("#")[0].split("?")[0]
    return bare.rstrip("/").lower()


def _host(bare: str) -> str:
    return bare.split("/", maxsplit=1)[0]


def _a_letter_apart(one: str, other: str) -> bool:
    if one.replace("-", "") == other.replace("-", ""):
        return True
    if abs(len(one) - len(other)) > 2 or min(len(one), len(other)) < 30:
        return False
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    first, second = one[same:], other[same:]
    while first and second and first[-1] == second[-1]:
        first, second = first[:-1], second[:-1]
    return (
        max(len(first), len(second)) <= 2 and re.fullmatch(r"[a-z-]*", first + second) is not None
    )
