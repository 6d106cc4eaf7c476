"""Hostile texts in every field of a pack, through the real press: each ends in time with a
good page or a clean refusal, and the web process answers meanwhile."""

import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass, replace
from random import Random

import pypdfium2
import pytest

from exports import publishing
from exports.full_pack import FullPack
from exports.pack import LeaveBehind, letters
from exports.printing import PrintFailed
from exports.publishing import Issuer, Moment, draft, full_draft, print_full_pack, print_two_pages
from recommendations.errors import Refused
from tracker.service import Service
from tracker.settings import Settings

IN_FULL = [pytest.mark.deep, pytest.mark.on_sqlite]
pytestmark = pytest.mark.pdf
Packs = tuple[LeaveBehind, FullPack]
SECONDS, MEBIBYTES = 20, 1024
KEPT = {"language", "paper", "ref", "stance"}
"""Words of ours that no person types."""
LETTERS = {
    "of the latin script": "Sample words café ß — “…” ﬁ",
    "of Burmese": "မြန်မာနိုင်ငံ ပြည်သူ",
    "in Zawgyi": "ေမာင္ေမာင္ ျမန္မာႏိုင္ငံ",
    "from right to left": "\u202eelpmas\u202c \u2067שלום\u2069 مرحبا",
    "of no width": "a\u200bb\u200cc\u200dd\u2060e\ufeff",
    "of pictures": "😀\U0001f469\u200d\U0001f467",
    "outside the first plane": "𝄞𒀀🜁𠮷",
    "for nobody": "\ue000\U0010ffff\ufffe",
    "of control": "\x01\x07\x1b[31m\x7f",
    "NUL": "a\0b",
    "half a letter": "a\ud83db",
    "piled up": "a" + "\u0301" * 300,
    "between lines": "a\u2028b\u2029c\u0085d",
    "of Chinese": "样本文字",
}
MARKUP = {
    "a wide cell": "<table><td colspan=100000 rowspan=100000>x</table>",
    "ten thousand columns": f"<table><tr>{'<td>x' * 10_000}</table>",
    "deep nesting": "<div>" * 4000 + "x",
    "deep lists": "<ul><li>" * 1500 + "x",
    "many columns": '<p style="columns: 100000">x</p>',
    "a huge number": '<p style="width: 1e38px; margin: -1e38px; font-size: 1e30px">x</p>',
    "a tiny page": "<style>@page { size: 1px 1px; margin: 9in }</style><p>x y z",
    "no end of pages": '<p style="page-break-after: always">x</p>' * 2000,
    "a high box": '<div style="height: 10000000px">x</div>',
    "deep calculation": f'<p style="width: {"calc(" * 3000}1px{")" * 3000}">x</p>',
    "a circle of variables": "<style>p{--a:var(--b);--b:var(--a);width:var(--a)}</style><p>x",
    "a growing variable": "<style>p{--a:xx;"
    + "".join(f"--{chr(98 + n)}:var(--{chr(97 + n)})var(--{chr(97 + n)});" for n in range(22))
    + "color:var(--w)}</style><p>x",
    "a long selector": f"<style>{'p ' * 20_000}{{color:red}}</style><p>x",
    "a drawing in itself": '<svg width="9" height="9"><g id="a"><use href="#a"/></g></svg>',
    "a growing drawing": "<svg width=9 height=9><g id=a0><path d='M0 0'/></g>"
    + "".join(f"<g id=a{n + 1}>{f'<use href=#a{n} />' * 10}</g>" for n in range(9))
    + "</svg>",
    "a laughing entity": '<!DOCTYPE a [<!ENTITY b "xx"><!ENTITY c "&b;&b;">]><p>&c;',
    "counters": "<style>p::before{counter-increment:a 2147483647;content:counter(a,lower-roman)}"
    "</style><p>x<p>y<p>z",
    "a flex box in a flex box": '<div style="display:flex">' * 60 + "x",
    "a grid": '<div style="display:grid;grid-template:repeat(9999,1px)/repeat(9999,1px)">x</div>',
    "a closing tag": "</p></section></body></html>",
    "a comment": "<!-- <![CDATA[ ]]> --> ]]> -->",
    "a script": "<script>while(1);</script>",
}


def texts(count: int) -> Iterator[tuple[str, str]]:
    """What it is, and the text. The same every time; the longest run into the time limit."""
    random = Random(20241031)
    yield from MARKUP.items()
    yield from LETTERS.items()
    for called, piece in (*LETTERS.items(), ("no space", "x"), ("figures", "9"), ("dots", "…")):
        for times in (40, 1000, 30_000):
            yield f"{times} times letters {called}", piece.replace(" ", "") * times
    while count:
        picked = random.sample(
            [*LETTERS.values(), *list(MARKUP.values())[-3:], "=1+1", "{{7*7}}"], 3
        )
        yield f"a mixture {count}", "".join(picked) * random.choice([1, 1, 5, 60])
        count -= 1


def everywhere(value: object, text: str) -> object:
    """The same pack with this text in each of its fields."""
    if isinstance(value, tuple):
        return tuple(everywhere(part, text) for part in value)
    if is_dataclass(value):
        told = {f.name: getattr(value, f.name) for f in fields(value) if f.name not in KEPT}
        return replace(value, **{name: everywhere(part, text) for name, part in told.items()})
    return text if type(value) is str and value else value


@dataclass
class Asking(threading.Thread):
    """Somebody who opens a page of the web process over and over."""

    address: str
    waited: list[float] = field(default_factory=list)
    failed: int = 0

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.ended = threading.Event()
        self.start()

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        while not self.ended.wait(0.05):
            began = time.monotonic()
            try:
                with urllib.request.urlopen(f"{self.address}/sign-in", timeout=30) as answer:
                    self.failed += answer.status != 200
            except OSError:
                self.failed += 1
            self.waited.append(time.monotonic() - began)


@pytest.fixture
def service(sample_database, tmp_path) -> Service:
    """The sample home, whose packs have something in every field."""
    settings = Settings(home=tmp_path, database_url=sample_database.url)
    return Service(settings, sample_database)


@pytest.fixture
def people() -> dict[str, int]:
    """Those of the sample home are enough."""
    return {}


@pytest.mark.parametrize("count", [1, pytest.param(200, marks=IN_FULL)])
def test_no_text_holds_the_press_up_or_harms_the_web_process(served, figure, count: int) -> None:
    service: Service = served.service
    pack, full = packs_of(service)
    mixtures = max(0, count - len(list(texts(0))))
    tried = list(texts(mixtures)) if count > 100 else list(LETTERS.items())[:count]
    ends, longest, largest, wrong = Counter[str](), 0.0, 0, []
    asking = Asking(served.address)
    for called, text in tried:
        for how, job in jobs(service, (pack, full), called, text):
            began = time.monotonic()
            try:
                printed = job()
                assert len(pypdfium2.PdfDocument(printed.pdf)) == printed.pages
                largest = max(largest, printed.child_mib)
                ends["printed"] += 1
            except Refused as refused:
                ends["refused"] += 1
                if not str(refused).endswith(".") or "Traceback" in str(refused):
                    wrong.append(f"{called} {how}: {refused}")
            except Exception as error:
                wrong.append(f"{called} {how}: {type(error).__name__} {error}"[:300])
            longest = max(longest, time.monotonic() - began)
    asking.ended.set()
    asking.join()
    after = print_two_pages(service.press, pack).pages
    service.press.close()
    print(*wrong, sep="\n")
    figure(
        "hostile rendering",
        f"{ends.total()} hostile texts, {ends['printed']} printed, {ends['refused']} refused: the "
        f"longest took {longest:.1f} s, the child held at most {largest} MiB, {len(wrong)} ended "
        f"otherwise; meanwhile {len(asking.waited)} pages were opened, {asking.failed} in vain, "
        f"the slowest in {max(asking.waited):.1f} s",
    )
    assert wrong == []
    assert longest < SECONDS
    assert largest <= MEBIBYTES
    assert (asking.failed, after) == (0, 2)


def jobs(service: Service, packs: Packs, called: str, text: str):
    """In every field of a pack, of either length; what is too long for the press to be asked,
    as one paragraph; and markup as if the template had let it through."""
    hostile, in_full = (everywhere(pack, text) for pack in packs)
    yield "in every field", lambda: print_two_pages(service.press, hostile)
    yield "in every field of the full pack", lambda: print_full_pack(service.press, in_full)
    if letters(hostile) > publishing.LETTERS or called in MARKUP:
        page = f"<html lang=en><title>Sample</title><body>{text}</body></html>"
        yield "as a page", lambda: service.press.print_pdf(page, "Sample", "en")


def packs_of(service: Service) -> Packs:
    today = service.today()
    moment = Moment(today, service.closing(today), today)
    issuer = Issuer("Sample organisation", "sample", sample=True)
    with service.database.reading() as session:
        full = full_draft(session, "eu", moment, issuer)
        return draft(session, "eu", moment, issuer), full_draft(
            session, "eu", moment, issuer, earlier=full
        )


@pytest.mark.deep
def test_a_refusal_names_no_words_of_a_pack(served) -> None:
    """What the engine warns of may repeat what it was given; it is cut short."""
    with pytest.raises(PrintFailed) as refused:
        print_two_pages(served.service.press, everywhere(packs_of(served.service)[0], "样" * 90))
    served.service.press.close()
    assert len(str(refused.value)) < 1000
