"""What is printed: words that stand in their source, and a file that says nothing of who
made it. Every pack of the sample home, read back from its bytes."""

import getpass
import io
import re
import socket
from collections.abc import Callable

import pikepdf
import pypdfium2
import pytest
from sqlmodel import Session, select

from exports.full_pack import FullPack
from exports.pack import LeaveBehind, quotes_in
from exports.printing import Printed
from exports.publishing import Issuer, Moment, draft, full_draft, print_pack
from exports.rendering import ON_PAPER
from recommendations.models import Person, Quote, Source
from recommendations.quotation import fold, without_note_numbers
from tracker.service import Service
from tracker.settings import Settings

Pack = LeaveBehind | FullPack
IN_FULL = [pytest.mark.deep, pytest.mark.on_sqlite]
pytestmark = pytest.mark.pdf
AUDIENCES = ("nug", "nucc", "us", "eu", "asean")
ISSUER = Issuer("Sample organisation", "sample office", sample=True)
ONE_OR_ALL = pytest.mark.parametrize(
    "codes", [("eu",), pytest.param(AUDIENCES, marks=IN_FULL)], ids=["one", "all"]
)
TOOLS = re.compile(
    rb"(?i)weasyprint|pydyf|pikepdf|qpdf|cairo|pango|harfbuzz|fonttools|python|ghostscript|acrobat"
)
ABOUT = {"title", "creator", "language", "part", "conformance", "schemas"}
"""Names of the metadata that may stand there: title, organisation, language, conformance."""
MOMENT = re.compile(rb"D:\d{8}|\d{4}-\d\d-\d\dT\d\d:\d\d|[+-]\d\d:?\d\d'|Asia/|Yangon")


@pytest.fixture
def printed(sample_database, tmp_path, monkeypatch) -> Callable[..., dict]:
    """Each pack with its file, made where clocks show another time."""
    monkeypatch.setenv("TZ", "Asia/Yangon")
    settings = Settings(home=tmp_path, database_url=sample_database.url)
    service = Service(settings, sample_database)
    today = service.today()
    moment = Moment(today, service.closing(today), today)

    def print_all(codes: tuple[str, ...]) -> dict[str, tuple[Pack, Printed]]:
        with service.database.reading() as session:
            packs: dict[str, Pack] = {c: draft(session, c, moment, ISSUER) for c in codes}
            packs |= {f"{c} in full": full_draft(session, c, moment, ISSUER) for c in codes}
        return {name: (pack, print_pack(service.press, pack)) for name, pack in packs.items()}

    yield print_all
    service.press.close()


def text_of(pdf: bytes) -> str:
    """Line ends forgiven: a hyphen at the end of a line comes out as a mark of its own."""
    sheets = [s.get_textpage().get_text_range() for s in pypdfium2.PdfDocument(pdf)]
    joined = " ".join(sheets).replace("\ufffe", "-").replace("-\r\n", "-")
    return fold(" ".join(joined.split()))


def stored_words(session: Session) -> dict[str, str]:
    """By reference, what a quote says in the stored text of its source today."""
    texts = {source.id: source.text for source in session.exec(select(Source))}
    return {
        f"Q{quote.key}": without_note_numbers(
            texts[quote.source][quote.start : quote.end], quote.notes
        )
        for quote in session.exec(select(Quote))
    }


@ONE_OR_ALL
def test_every_printed_quote_stands_in_its_source(
    printed, sample_database, figure, codes: tuple[str, ...]
) -> None:
    with sample_database.reading() as session:
        stored = stored_words(session)
    quotes, missing, other = 0, [], []
    for code, (pack, made) in printed(codes).items():
        out = text_of(made.pdf)
        shown = list(quotes_in(pack))
        assert made.pages == 2 if isinstance(pack, LeaveBehind) else 8 <= made.pages <= 20
        quotes += len(shown)
        printed_words = [(q.ref, fold(q.words.translate(ON_PAPER))) for q in shown]
        missing += [f"{code} {ref}" for ref, words in printed_words if words not in out]
        other += [f"{code} {q.ref}" for q in shown if stored[q.ref] != q.words]
    figure(
        "verbatim",
        f"{2 * len(codes)} packs, {quotes} printed quotes read back: {len(missing)} not word for "
        f"word, {len(other)} that are not what their source says",
    )
    assert (missing, other) == ([], [])
    assert quotes > 2 * len(codes)


@ONE_OR_ALL
def test_a_file_says_its_title_language_and_organisation_and_nothing_else(
    printed, sample_database, figure, codes: tuple[str, ...]
) -> None:
    with sample_database.reading() as session:
        people = {code.encode() for code in session.exec(select(Person.code))}
    told = {*people, getpass.getuser().encode(), socket.gethostname().encode()} - {b"root"}
    wrong = []
    for code, (whole, made) in printed(codes).items():
        pack = whole if isinstance(whole, LeaveBehind) else whole.brief
        with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
            wrong += [f"{code}: {found!r}" for found in said_beside_the_words(pdf, told)]
            about = {name: str(value) for name, value in pdf.docinfo.items()}
            if about != {"/Title": pack.title, "/Author": ISSUER.organisation}:
                wrong.append(f"{code}: {about}")
            with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
                wrong += [f"{code}: {n}" for n in metadata if n.split("}")[-1] not in ABOUT]
            if str(pdf.Root.Lang) != pack.language:
                wrong.append(f"{code}: {pdf.Root.Lang}")
    figure(
        "PDF metadata",
        f"{2 * len(codes)} files say title, organisation, language and conformance, and "
        f"{len(wrong)} other things",
    )
    assert wrong == []


def test_embedded_data_brings_a_fixed_time_and_nothing_else(
    printed, sample_database, tmp_path, figure
) -> None:
    """What a file says beside its words with the data of its edition, held against the same
    file without."""
    pack, made = printed(("eu",))["eu"]
    settings = Settings(home=tmp_path, database_url=sample_database.url)
    service = Service(settings, sample_database)
    carrying = print_pack(service.press, pack, '{"sample": "data"}')
    service.press.close()
    with pikepdf.open(io.BytesIO(made.pdf)) as bare, pikepdf.open(io.BytesIO(carrying.pdf)) as pdf:
        assert said_beside_the_words(bare, set()) == []
        (kept,) = pdf.attachments.values()
        dates = {name: str(value) for name, value in kept.get_file().obj.Params.items()}
        more = said_beside_the_words(pdf, {getpass.getuser().encode()} - {b"root"})
        assert pdf.docinfo == bare.docinfo
        with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            wrong = [name for name in metadata if name.split("}")[-1] not in ABOUT]
    fixed = {dates["/CreationDate"][:16], dates["/ModDate"][:16]}
    figure("PDF metadata", f"an embedded file has {len(fixed)} time, whatever the clock")
    assert fixed == {"D:20000101000000"}
    assert (set(more) <= {b"/CreationDate", b"/ModDate"}, wrong) == (True, [])


def said_beside_the_words(pdf: pikepdf.Pdf, told: set[bytes]) -> list[bytes]:
    """In the metadata and in every name and string; the pages' own text is left out."""
    found = []
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream):
            raw = thing.read_bytes() if thing.get("/Type") == "/Metadata" else b""
            raw += bytes(thing.read_bytes()) if "/Length1" in thing else b""
        else:
            raw = thing.unparse(resolved=True) if isinstance(thing, pikepdf.Dictionary) else b""
        found += TOOLS.findall(raw)
        if isinstance(thing, pikepdf.Stream) and thing.get("/Type") == "/Metadata":
            found += [*MOMENT.findall(raw), *(name for name in told if name in raw)]
        for key in ("/CreationDate", "/ModDate", "/Producer", "/Creator", "/M"):
            if isinstance(thing, pikepdf.Dictionary) and key in thing:
                found.append(key.encode())
    return found
