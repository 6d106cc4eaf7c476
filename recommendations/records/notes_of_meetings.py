"""Our notes of meetings with an office, told from testimony that was taken down in one; and
under which word one holds."""

from sqlmodel import Session, col, select

from recommendations.models import Conversation, Source
from recommendations.vocabulary import Spoken

NOTED = "meeting note 1"


def is_noted(source: Source) -> bool:
    """An office said it, and a conversation says under which word."""
    return source.extractor.split(",")[0] == NOTED


def conversation_of(session: Session, source: int) -> Conversation | None:
    """The strictest."""
    rows = session.exec(
        select(Conversation).where(Conversation.source == source).order_by(col(Conversation.id))
    ).all()
    return max(rows, key=lambda row: row.spoken.strictness, default=None)


def again(now: Conversation, spoken: Spoken, source: int | None = None) -> Conversation:
    """The same conversation under another word, or in another version of its note."""
    return Conversation(
        addressee=now.addressee,
        source=source or now.source,
        on=now.on,
        office=now.office,
        spoken=spoken,
    )
