"""Pictures of pages: those of one transcription, and the files of sources that came in so."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from recommendations.models import ScannedPage, Source, Transcription

TRANSCRIBED = "transcription 1"


def is_transcribed(source: Source) -> bool:
    """It was typed from pictures, and whoever quotes it says so."""
    return source.extractor.split(",")[0] == TRANSCRIBED


def scanned_pages(session: Session, transcription: int) -> Sequence[ScannedPage]:
    """In their order."""
    return session.exec(
        select(ScannedPage)
        .where(ScannedPage.transcription == transcription)
        .order_by(col(ScannedPage.place))
    ).all()


def files_of_sources(session: Session) -> list[tuple[int, str]]:
    """Source and hash: one file for each, and for a scan one for each page."""
    pages = session.exec(
        select(Transcription.source, ScannedPage.sha256)
        .join(ScannedPage, col(ScannedPage.transcription) == Transcription.id)
        .where(col(Transcription.source).is_not(None))
    ).all()
    files = session.exec(select(Source.id, Source.raw_sha256)).all()
    return [(id, sha256) for id, sha256 in (*files, *pages) if id is not None]


def sources_showing(session: Session, sha256: str) -> set[int]:
    """The sources that were typed from this very picture."""
    rows = session.exec(
        select(Transcription.source)
        .join(ScannedPage, col(ScannedPage.transcription) == Transcription.id)
        .where(ScannedPage.sha256 == sha256)
    )
    return {source for source in rows if source is not None}


def transcription_of(session: Session, source: int) -> Transcription | None:
    """Where the source came in as pictures."""
    return session.exec(select(Transcription).where(Transcription.source == source)).first()
