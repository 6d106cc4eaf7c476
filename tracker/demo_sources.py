"""Sources of the sample home that are not only read: a letter that was scanned and typed and is
to be checked, our note of a meeting, and a text in Burmese. All of it is invented."""

from datetime import date
from pathlib import Path

from sqlmodel import Session, select

from recommendations import conversing, quoting, transcribing
from recommendations.models import Addressee
from recommendations.reading.pictures import as_kept
from recommendations.records.descriptions import Described
from recommendations.register.transcriptions import read_transcription
from recommendations.vocabulary import SourceKind, Spoken

SAMPLES = Path(__file__).parent / "samples"
LETTER = Described(
    SourceKind.LETTER,
    "Sample letter to the organisation on those who leave the armed forces",
    "Sample Ministry",
    date(2026, 9, 14),
)
PAGES = (1, 2)
BURMESE = Described(
    SourceKind.OFFICIAL_STATEMENT,
    "နမူနာ ကြေညာချက် (a sample in Burmese)",
    "Sample Ministry",
    date(2026, 9, 15),
    "https://sample.example/burmese",
    language="my",
)
ANNOUNCED = (
    "နမူနာဝန်ကြီးဌာနသည် တပ်မှ ထွက်ခွာလာသူများအနက် ဆန္ဒရှိသူများအတွက် သင်တန်းများ ဖွင့်လှစ်ပေးမည်ဖြစ်ကြောင်း ယနေ့ ထုတ်ပြန်ကြေညာသည်။"
)
"""That the sample ministry will open training courses for those who have left the army and wish
it. The text says before that it is a sample and that nothing of it happened."""


def add_sources(session: Session, editor: int, today: date) -> None:
    _letter(session, editor, today)
    eu = session.exec(select(Addressee.id).where(Addressee.code == "eu")).one()
    word = Spoken.NOT_FOR_ATTRIBUTION
    meeting = conversing.Meeting(eu, date(2026, 9, 28), "Sample desk", word, _text("note"))
    conversing.add_meeting_note(session, editor, today, meeting)
    source = quoting.add_source(session, editor, today, BURMESE, text=_text("burmese"))
    quoting.quote_words(session, editor, source.key, ANNOUNCED)


def _letter(session: Session, editor: int, today: date) -> None:
    pages = [as_kept((SAMPLES / f"letter-{n}.png").read_bytes()) for n in PAGES]
    row = transcribing.add_pictures(session, editor, today, LETTER, pages)
    seen = read_transcription(session, row.key).seen
    typed = {n: _text(f"letter-{n}") for n in PAGES}
    transcribing.type_words(session, editor, row.key, typed, {}, seen)


def _text(name: str) -> str:
    return (SAMPLES / f"{name}.txt").read_text("utf-8").strip()
