"""From the register to a printed draft, and to data files, for one audience."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from time import monotonic

from sqlmodel import Session

from exports.bibliography import Entry, bibliography
from exports.composition import House, compose, forms
from exports.datasets import Dataset, dataset
from exports.full_composition import compose_full
from exports.full_pack import FullPack
from exports.pack import LeaveBehind, letters
from exports.printing import SECONDS, Press, Printed
from exports.profiles import Profile, from_content
from exports.rendering import full_pack_sections, leave_behind_html
from exports.selection import Chosen, Selection, select
from exports.setting import set_closer
from exports.texts import read_texts
from exports.word import word_file
from exports.wording import ENGLISH, Wording, languages, wording_in
from recommendations.errors import NotFound, Refused
from recommendations.gate import may_leave
from recommendations.languages import language_name
from recommendations.records import chain, heads
from recommendations.register import windows
from recommendations.register.audiences import (
    is_for_nobody,
    read_choices,
    read_leaving,
    read_profiles,
)
from recommendations.register.details import read_originals, read_pairs
from recommendations.register.loading import Loaded, load
from recommendations.register.plans import read_asks
from recommendations.register.register import register_of
from recommendations.register.sheets import read_since_meeting
from recommendations.register.views import Register
from recommendations.vocabulary import Role

PAGES = 2
ONE_PAGE = 1
"""Of the sheet of a meeting."""
LETTERS = 60_000
"""Several times what two pages hold; the press is not asked to set more than that."""
FULL_LETTERS = 200_000
"""The same of the full pack, for about forty pages."""


TOO_LONG = (
    "Even with one ask this does not fit on two pages: choose a shorter quote, or shorten the "
    "reasons of its findings."
)


class TooLong(Refused):
    """However closely it is set, it runs over two pages."""


@dataclass(frozen=True)
class Moment:
    """`day` is what the pack is as of; `today` is what the gate always goes by."""

    day: date
    closing: datetime
    today: date


@dataclass(frozen=True)
class Issuer:
    organisation: str
    contact: str
    sample: bool


@dataclass(frozen=True)
class Reading:
    """The register as packs are made from it, with the numbers of its quotes."""

    register: Register
    quotes: frozenset[int]
    loaded: Loaded


def profile_named(session: Session, code: str) -> Profile:
    return profiles_named(session, [code])[0]


def profiles_named(session: Session, codes: Sequence[str]) -> list[Profile]:
    """Raises NotFound where there is none by one of these codes, and Refused where it is for
    nobody."""
    profiles = read_profiles(session)
    for code in codes:
        if code.casefold() in profiles:
            continue
        if is_for_nobody(session, code.casefold()):
            raise Refused(
                "No pack is made for the state of Myanmar: its current authorities are never an "
                "audience, whatever it said in a past review."
            )
        raise NotFound(
            f"There is no audience “{code}”. There are: {', '.join(profiles) or 'none yet'}."
        )
    return [from_content(profiles[code.casefold()]) for code in codes]


def draft(
    session: Session, code: str, moment: Moment, issuer: Issuer, language: str = ""
) -> LeaveBehind:
    """In one of the languages of the profile, by default its main one."""
    return draft_for(session, profile_named(session, code), moment, issuer, language)


def draft_for(
    session: Session, profile: Profile, moment: Moment, issuer: Issuer, language: str = ""
) -> LeaveBehind:
    """Of a profile that may not be on record."""
    wording = wording_for(session, profile, language)
    house = _house(session, moment, issuer)
    return compose(selected(session, profile, moment), profile, house, wording)


def draft_forms(
    session: Session, code: str, moment: Moment, issuer: Issuer, language: str = ""
) -> tuple[LeaveBehind, ...]:
    """To print: the draft, and what takes its place where it runs over two pages."""
    profile = profile_named(session, code)
    wording = wording_for(session, profile, language)
    house = _house(session, moment, issuer)
    return forms(selected(session, profile, moment), profile, house, wording)


def drafts_of(
    session: Session, profile: Profile, moment: Moment, issuer: Issuer, reading: Reading
) -> Iterator[tuple[str, tuple[LeaveBehind, ...], FullPack]]:
    """In each of its languages: that language, the forms of the leave-behind, and the full
    pack. What is in them is selected once."""
    selection, house = selected(session, profile, moment, reading), _house(session, moment, issuer)
    for language in profile.languages:
        wording = _wording(session, language)
        two_pages = forms(selection, profile, house, wording)
        yield language, two_pages, compose_full(selection, profile, house, wording)


def wording_for(session: Session, profile: Profile, language: str = "") -> Wording:
    if language and language not in profile.languages:
        named = " and ".join(map(language_name, profile.languages))
        raise NotFound(f"Packs for {profile.office} are made in {named}.")
    return _wording(session, language or profile.language)


def wording_for_letter(session: Session, language: str) -> Wording:
    """English where a text of that language was not found right by somebody who reads it: a
    letter cannot wait, and what nobody checked is not sent."""
    if language not in languages():
        return wording_in(ENGLISH)
    wording = _wording(session, language)
    return wording_in(ENGLISH) if wording.unchecked else wording


def _wording(session: Session, language: str) -> Wording:
    if language == ENGLISH:
        return wording_in(language)
    texts = read_texts(session, language)
    return wording_in(
        language,
        {told.original: told.translation for told in texts if told.corrected},
        sum(told.checked is None for told in texts),
    )


def full_draft(
    session: Session,
    code: str,
    moment: Moment,
    issuer: Issuer,
    language: str = "",
    earlier: FullPack | None = None,
) -> FullPack:
    """`earlier` is the last edition, which it is compared with."""
    profile = profile_named(session, code)
    wording = wording_for(session, profile, language)
    house = _house(session, moment, issuer)
    return compose_full(selected(session, profile, moment), profile, house, wording, earlier)


def _house(session: Session, moment: Moment, issuer: Issuer) -> House:
    history = heads.written(chain.head(session))
    return House(issuer.organisation, issuer.contact, moment.day, issuer.sample, history)


def register_data(session: Session, code: str, moment: Moment, issuer: Issuer) -> Dataset:
    """All that may leave to this audience, recommendations beyond the packs' length too."""
    profile = profile_named(session, code)
    selection = selected(session, profile, moment)
    known = read_originals(session)
    leaving = read_leaving(session, profile.audience, moment.today, known)
    originals = {
        id: view
        for id, view in known.items()
        if id in leaving and may_leave(view.standing, profile.audience, moment.today)
    }
    return dataset(selection, profile, issuer.organisation, moment.day, issuer.sample, originals)


def audience_bibliography(
    session: Session, code: str, moment: Moment, issuer: Issuer
) -> tuple[Entry, ...]:
    """Every source of what may leave to this audience."""
    profile = profile_named(session, code)
    selection = selected(session, profile, moment)
    return bibliography(selection, issuer.organisation, profile.name)


def read_for(session: Session, profiles: Sequence[Profile], moment: Moment) -> Reading:
    """What is asked of anybody whom one of these packs is about. For each of them it says what
    a reading for it alone would: what is asked of others is left out of it, and counted."""
    asked = {code for profile in profiles for code in profile.addressees}
    loaded = load(session, Role.EDITOR, windows.called_for_from(session, asked))
    register = register_of(session, loaded, moment.day, moment.closing)
    return Reading(register, frozenset(loaded.quotes), loaded)


def selected(
    session: Session, profile: Profile, moment: Moment, reading: Reading | None = None
) -> Selection:
    """`reading` where the register was read for several audiences."""
    reading = reading or read_for(session, [profile], moment)
    picked = read_choices(session, profile.code)
    asks = read_asks(session, profile.code)
    asked = {*reading.quotes, *(quote.id for quotes in picked.values() for quote in quotes)}
    asked |= {ask.rests_on for ask in asks if ask.rests_on is not None}
    pairs = read_pairs(session, asked)
    asked |= {other.id for other in pairs.values()}
    leaving = read_leaving(session, profile.audience, moment.today, asked)
    chosen = Chosen(quotes=picked, leaving=leaving, asks=asks, pairs=pairs)
    selection = select(reading.register, profile, chosen, moment.today)
    if not profile.decides:
        return selection
    meeting = read_since_meeting(session, moment.day, moment.closing)
    if meeting.since is None:
        return replace(selection, meeting=meeting)
    # The same hour of that day, by the clock of the organisation.
    closing = moment.closing - (moment.day - meeting.since)
    then = register_of(session, reading.loaded, meeting.since, closing)
    before = select(then, profile, chosen, moment.today).selected
    return replace(selection, meeting=meeting, before=before)


def print_pack(press: Press, pack: LeaveBehind | FullPack, data: str = "") -> Printed:
    """`data`, JSON, is embedded as what it was made from."""
    if isinstance(pack, FullPack):
        return print_full_pack(press, pack, data)
    return fit_two_pages(press, pack, data=data)[1]


def print_two_pages(press: Press, *forms: LeaveBehind) -> Printed:
    """The first of them that fits."""
    return fitting_form(press, *forms)[1]


def fitting_form(press: Press, *forms: LeaveBehind) -> tuple[LeaveBehind, Printed]:
    """Raises TooLong where none fits; all attempts together get the time of one."""
    last_moment = monotonic() + SECONDS
    for pack in forms[:-1]:
        with suppress(TooLong):
            return fit_two_pages(press, pack, last_moment)
    return fit_two_pages(press, forms[-1], last_moment)


def fit_two_pages(
    press: Press, pack: LeaveBehind, last_moment: float | None = None, data: str = ""
) -> tuple[LeaveBehind, Printed]:
    """What runs over is set more closely. `last_moment` is of the monotonic clock; `data`,
    JSON, is embedded."""
    last_moment = last_moment or monotonic() + SECONDS
    if letters(pack) > LETTERS:
        raise TooLong(TOO_LONG)
    most = ONE_PAGE if pack.sheet else PAGES
    while True:
        left = max(0.1, last_moment - monotonic())
        page = [("", leave_behind_html(pack))]
        printed = press.print_sections(page, pack.title, pack.language, data=data, timeout=left)
        if printed.pages <= most:
            return pack, printed
        closer = set_closer(pack)
        if closer is None:
            raise TooLong(TOO_LONG)
        pack = closer


def full_pack_in_word(pack: FullPack) -> bytes:
    not_far_too_long(pack)
    return word_file(pack)


def two_pages_in_word(press: Press, *forms: LeaveBehind) -> bytes:
    """What is printed on the two pages of the same draft, as a Word file."""
    return word_file(fitting_form(press, *forms)[0])


def print_full_pack(press: Press, pack: FullPack, data: str = "") -> Printed:
    not_far_too_long(pack)
    brief = pack.brief
    return press.print_sections(full_pack_sections(pack), brief.title, brief.language, data=data)


def not_far_too_long(pack: FullPack) -> None:
    if letters(pack) > FULL_LETTERS:
        raise Refused(
            "This is far longer than a full pack may be: choose fewer quotes, or shorten the "
            "reasons of its findings."
        )
