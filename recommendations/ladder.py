"""The attribution ladder for new testimony: nobody is described so exactly that fewer
than five speakers fit. Where they would, one rung up, to the top, which always fits."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from recommendations.vocabulary import Precision, Region, Rung

ENOUGH = 5
"""Speakers that have to share what is said of one of them."""
TOP = Rung.DIRECT_KNOWLEDGE

_BELOW = {
    TOP: (Rung.MILITARY, Rung.POLICE),
    Rung.MILITARY: (Rung.OFFICER, Rung.SOLDIER),
    Rung.OFFICER: (Rung.COLONEL, Rung.MAJOR, Rung.CAPTAIN, Rung.LIEUTENANT),
    Rung.SOLDIER: (Rung.WARRANT_OFFICER, Rung.SERGEANT, Rung.CORPORAL, Rung.PRIVATE),
    Rung.POLICE: (Rung.POLICE_OFFICER, Rung.CONSTABULARY),
    Rung.POLICE_OFFICER: (
        Rung.POLICE_COLONEL,
        Rung.POLICE_MAJOR,
        Rung.POLICE_CAPTAIN,
        Rung.POLICE_LIEUTENANT,
    ),
    Rung.CONSTABULARY: (Rung.POLICE_SERGEANT, Rung.POLICE_CORPORAL, Rung.CONSTABLE),
}
_ABOVE = {below: above for above, rungs in _BELOW.items() for below in rungs}


@dataclass(frozen=True)
class Voice:
    """A speaker, as far as one is known here."""

    code: str
    rung: Rung
    region: Region | None = None


Sharing = Counter[tuple[Rung, Region | None]]
"""How many speakers a rung is true of, and a rung together with a region."""


@dataclass(frozen=True)
class Shown:
    """All that leaves about who spoke, where and when."""

    rung: Rung
    region: Region | None = None
    period: str = ""

    @property
    def words(self) -> str:
        place = self.region.value if self.region else ""
        return ", ".join(part for part in (self.rung.value, place, self.period) if part)


def upwards(rung: Rung) -> tuple[Rung, ...]:
    """From a rung to the top, itself first."""
    rungs = [rung]
    while rungs[-1] in _ABOVE:
        rungs.append(_ABOVE[rungs[-1]])
    return tuple(rungs)


def coarsest(rungs: Iterable[Rung]) -> Rung:
    """The finest rung that lies above all of them or is one of them; the top for none."""
    found: tuple[Rung, ...] = ()
    for rung in rungs:
        found = tuple(r for r in upwards(rung) if not found or r in found)
    return found[0] if found else TOP


def sharing(voices: Iterable[Voice]) -> Sharing:
    """Each code counts once, however often it spoke."""
    counts: Sharing = Counter()
    for voice in {voice.code: voice for voice in voices}.values():
        for rung in upwards(voice.rung):
            counts[rung, None] += 1
            if voice.region:
                counts[rung, voice.region] += 1
    return counts


def shown(
    voice: Voice | None, agreed: Rung, region_agreed: bool, counts: Sharing, period: str = ""
) -> Shown:
    """Never finer than agreed, never what is not true of the speaker, never what fewer
    than five share. The region has to be shared together with the rung beside it: five
    captains and five people from one state can still be one captain from there."""
    if voice is None:
        return Shown(TOP, period=period)
    allowed = [rung for rung in upwards(voice.rung) if rung in upwards(agreed)]
    rung = next((r for r in allowed if counts[r, None] >= ENOUGH), TOP)
    named = region_agreed and voice.region and counts[rung, voice.region] >= ENOUGH
    return Shown(rung, voice.region if named else None, period)


def half_year(day: date | None, precision: Precision = Precision.DAY) -> str:
    """The nearest that a day of testimony is told; empty where it is not known."""
    if day is None:
        return ""
    if precision is Precision.YEAR:
        return f"{day.year}"
    return f"{'first' if day.month <= 6 else 'second'} half of {day.year}"
