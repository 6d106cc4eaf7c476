"""Transcriptions as they are read: pictures of pages beside what was typed from them."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from recommendations.errors import NotFound
from recommendations.models import RawFile, ScannedPage, Transcription
from recommendations.records.hidden import hidden_words
from recommendations.records.scans import scanned_pages, sources_showing, transcription_of
from recommendations.records.writing import get, last_links
from recommendations.register.loading import Signatures
from recommendations.register.views import Signed
from recommendations.register.waits import Waiting
from recommendations.vocabulary import Precision, Role, SourceKind


@dataclass(frozen=True)
class ScanView:
    """One page. `sha256` is of the picture as it is stored."""

    place: int
    sha256: str
    width: int
    height: int
    text: str


@dataclass(frozen=True)
class TranscriptionView:
    """`source` is set once it was checked; then the words stand there. `seen` is its last
    link in the history, which a form carries."""

    id: int
    kind: SourceKind
    title: str
    publisher: str
    url: str
    published_on: date | None
    precision: Precision
    pages: tuple[ScanView, ...]
    signed: Signed
    author: int
    seen: int
    source: int | None
    converted: bool
    replaces: int | None = None

    @property
    def typed(self) -> bool:
        return any(page.text for page in self.pages)

    @property
    def waits_for(self) -> str:
        """In words, for a list."""
        if self.signed.sent_back:
            return "sent back"
        return "typed, not checked" if self.typed else "not typed yet"


def read_to_type(
    session: Session, transcription: int, role: Role | None, person: int
) -> TranscriptionView:
    """By somebody from whom no word is withheld of the source that it corrects."""
    row = get(session, Transcription, transcription, "transcription")
    corrected = {row.replaces} if row.replaces and row.source is None else set()
    if hidden_words(session, corrected, role, person).quotes:
        raise NotFound("Words of this source are withheld, and with them its correction.")
    return read_transcription(session, transcription)


def read_transcription(session: Session, transcription: int) -> TranscriptionView:
    row = get(session, Transcription, transcription, "transcription")
    seen = last_links(session)["transcription", row.key]
    return _view(session, row, Signatures(session), seen)


def read_transcriptions(session: Session) -> tuple[TranscriptionView, ...]:
    """Those that are no source yet, oldest first."""
    rows = session.exec(
        select(Transcription)
        .where(col(Transcription.source).is_(None))
        .order_by(col(Transcription.id))
    ).all()
    links, signatures = (last_links(session) if rows else {}), Signatures(session)
    return tuple(_view(session, r, signatures, links["transcription", r.key]) for r in rows)


def read_scans_of(session: Session, source: int) -> TranscriptionView | None:
    """Of a source that came in as pictures."""
    row = transcription_of(session, source)
    return read_transcription(session, row.key) if row else None


def transcriptions_waiting(session: Session) -> list[Waiting]:
    return [
        Waiting(
            items=(f"transcription-{one.id}",),
            about=f"Transcription of “{one.title}”",
            where=f"/transcriptions/{one.id}",
            signed=one.signed,
            author=one.author,
            opens=False,
            lines=(f"{len(one.pages)} {'page' if len(one.pages) == 1 else 'pages'} to compare",),
            edit=f"/transcriptions/{one.id}",
            compared=True,
        )
        for one in read_transcriptions(session)
        if one.typed
    ]


def read_picture(
    session: Session, transcription: int, place: int, role: Role | None, person: int
) -> tuple[bytes, str]:
    """The bytes and what they are. A picture shows every word of its source, so who may
    not read one of them does not see it."""
    get(session, Transcription, transcription, "transcription")
    page = session.get(ScannedPage, (transcription, place))
    if page is None:
        raise NotFound("There is no such page.")
    shown = sources_showing(session, page.sha256)
    if shown and hidden_words(session, shown, role, person).quotes:
        raise NotFound("Words of this source are withheld, and with them its pictures.")
    file = session.get(RawFile, page.sha256)
    raw = page.raw or (file.raw if file else b"")
    if not raw:
        raise NotFound("This picture was erased, because words on it were destroyed.")
    return raw, page.media


def _view(
    session: Session, row: Transcription, signatures: Signatures, seen: int
) -> TranscriptionView:
    texts = dict(enumerate(row.texts, start=1))
    return TranscriptionView(
        id=row.key,
        kind=row.kind,
        title=row.title,
        publisher=row.publisher,
        url=row.url,
        published_on=row.published_on,
        precision=row.precision,
        pages=tuple(
            ScanView(page.place, page.sha256, page.width, page.height, texts.get(page.place, ""))
            for page in scanned_pages(session, row.key)
        ),
        signed=signatures.of(row),
        author=row.recorded_by or 0,
        seen=seen,
        source=row.source,
        converted=row.converted,
        replaces=row.replaces,
    )
