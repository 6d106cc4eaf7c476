"""What speakers agreed to and by which codes they are known, as it is read."""

from dataclasses import dataclass
from itertools import takewhile

from sqlmodel import Session, select

from recommendations import ladder
from recommendations.errors import NotFound
from recommendations.ladder import Voice
from recommendations.models import Consent, Quote, Speaker
from recommendations.records.blanking import ERASED
from recommendations.records.consents import Said, read_consents, said_in
from recommendations.records.speakers import Speakers, read_speakers
from recommendations.records.writing import get
from recommendations.register.audiences import read_profiles
from recommendations.register.loading import Signatures
from recommendations.register.quotes import quote_views
from recommendations.register.views import QuoteView, Signed
from recommendations.rules import counted, spoken
from recommendations.vocabulary import ConsentState, Role


@dataclass(frozen=True)
class Entry:
    """Something said about consent or about the speaker. `counts` is the one in force."""

    what: str
    lines: tuple[str, ...]
    signed: Signed
    waits: bool
    counts: bool = False


@dataclass(frozen=True)
class Known:
    """A speaker who can be chosen, and how many quotes are by them."""

    voice: Voice
    quotes: int


@dataclass(frozen=True)
class ConsentRecord:
    """`voice` is the quote's own speaker, agreed to or not, else that of the words around
    it; `told` says for each rung that
    was agreed to and is not shown how many share it."""

    quote: QuoteView
    entries: tuple[Entry, ...]
    """Newest first."""
    now: Said | None
    """In force."""
    voice: Voice | None
    voice_waits: bool
    told: tuple[str, ...]
    known: tuple[Known, ...]
    offered: tuple[tuple[str, str, str], ...]
    """Audiences that take testimony: code, name, and no more."""

    @property
    def withdrawn(self) -> bool:
        return self.quote.standing.consent is ConsentState.WITHDRAWN


def read_consent(session: Session, quote: int, role: Role | None) -> ConsentRecord:
    row = get(session, Quote, quote, "quote")
    views = quote_views(session, [row], role)
    if quote not in views:
        raise NotFound(f"There is no quote {quote}.")
    view = views[quote]
    if not view.standing.testimony:
        raise NotFound("These are not the words of a witness; nobody's consent is asked for.")
    audiences = names_of_audiences(session)
    now = read_consents(session, [quote]).now.get(quote)
    waiting, agreed = read_speakers(session, waiting=True), read_speakers(session)
    readable = bool(view.exact)
    code = waiting.of_quote.get(quote, view.standing.speaker)
    voice = waiting.of(code) if readable else None
    return ConsentRecord(
        quote=view,
        entries=_entries(session, quote, audiences, now.key if now else 0, readable),
        now=said_in(now) if now else None,
        voice=voice,
        voice_waits=agreed.of_quote.get(quote, view.standing.speaker) != code
        or agreed.of(code) != voice,
        told=_told(view, agreed) if readable else (),
        known=_known(waiting) if readable else (),
        offered=_offered(session),
    )


def names_of_audiences(session: Session) -> dict[str, str]:
    return {code: content["name"] for code, content in read_profiles(session).items()}


def _offered(session: Session) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (code, content["name"], "")
        for code, content in read_profiles(session).items()
        if content["testimony"] and not content["reaches_authorities"]
    )


def _entries(
    session: Session, quote: int, audiences: dict[str, str], now: int, readable: bool
) -> tuple[Entry, ...]:
    signatures = Signatures(session, few=True)
    found = []
    for row in session.exec(select(Consent).where(Consent.quote == quote)):
        signed = signatures.of(row)
        waits = row.opens and signed.reviewed_at is None and row.key > now
        told = lines(said_in(row), audiences)
        found.append(Entry(f"Consent {row.state.value}", told, signed, waits, row.key == now))
    if readable:
        for said in session.exec(select(Speaker).where(Speaker.quote == quote)):
            signed = signatures.of(said)
            found.append(Entry(speaker_words(said), (), signed, signed.reviewed_at is None))
    return tuple(sorted(found, key=lambda entry: entry.signed.at, reverse=True))


def lines(said: Said, audiences: dict[str, str]) -> tuple[str, ...]:
    """What a reviewer has to see of it; nothing of what keeps words inside."""
    if not said.state.lets_leave:
        return ()
    named = ", ".join(audiences.get(code, code) for code in said.audiences)
    limited = said.state is ConsentState.LIMITED
    place = "the state or region may be named" if said.with_region else "no place is named"
    attribution = (said.attribution or ladder.TOP).value
    asked = f"Asked in {said.language}" if said.language else "Asked in no language on record"
    again = f"by {spoken(said.review_on)}" if said.review_on else "no day is on record"
    return (
        f"For {named or 'nobody'} only" if limited else "For every audience that takes testimony",
        f"At the most exact “{attribution}”; {place}",
        f"What for: {said.purposes}" if said.purposes else "No purpose is on record",
        f"{asked}; to be asked again: {again}",
    )


def speaker_words(said: Speaker) -> str:
    if said.code == ERASED:
        return "Who spoke was erased with the words"
    place = f", {said.region.value}" if said.region else ""
    return f"Speaker {said.code}: {said.rung.value}{place}"


def _told(view: QuoteView, speakers: Speakers) -> tuple[str, ...]:
    """Why the rung that is shown is not finer."""
    voice, standing, shown = speakers.of(view.standing.speaker), view.standing, view.told_as
    if shown is None:
        return ()
    if voice is None:
        return ("No speaker is on record for all of these words with a second person's word.",)
    agreed = [r for r in ladder.upwards(voice.rung) if r in ladder.upwards(standing.agreed)]
    finer = takewhile(lambda rung: rung is not shown.rung, agreed)
    said = [_too_few(speakers.counts[rung, None], f"“{rung.value}”") for rung in finer]
    if standing.region_agreed and voice.region and not shown.region:
        number = speakers.counts[shown.rung, voice.region]
        said.append(_too_few(number, f"“{shown.rung.value}” from {voice.region.value}"))
    return tuple(said)


def _too_few(number: int, what: str) -> str:
    speakers = "speaker is" if number == 1 else "speakers are"
    told = f"Only {counted(number)} {speakers}" if number else "No speaker is"
    return f"{told} on record as {what}; it takes {counted(ladder.ENOUGH)}."


def _known(speakers: Speakers) -> tuple[Known, ...]:
    codes = list(speakers.of_quote.values())
    return tuple(Known(voice, codes.count(code)) for code, voice in speakers.voices.items())
