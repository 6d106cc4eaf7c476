"""`tracker triage`: what of testimony may leave, quote by quote. What stays inside does so at
once; what may leave waits for a second person."""

from enum import StrEnum
from typing import Annotated, Any

import typer

from recommendations import triage
from recommendations.errors import Refused
from recommendations.meanings import meaning
from recommendations.register.triage import (
    Progress,
    Triaged,
    TriagedQuote,
    next_untriaged,
    progress_of,
    read_progress,
    read_triage,
    read_triage_of,
)
from recommendations.register.views import shortened
from recommendations.vocabulary import Flag
from tracker.commands.context import (
    AsPerson,
    Json,
    acting,
    number_of,
    print_json,
    role_of,
)
from tracker.commands.quotes import NOBODY, Ref

TICKED = [flag for flag in Flag if flag.highest == 1]


class Answer(StrEnum):
    MAY_LEAVE = "may-leave"
    STAYS_INSIDE = "stays-inside"


def list_(
    left: Annotated[bool, typer.Option("--left", help="Only those not answered yet.")] = False,
    as_person: AsPerson = "",
    as_json: Json = False,
) -> None:
    """Every quote of testimony, where its triage stands, and its flags."""
    with acting(as_person) as who:
        quotes = read_triage(who.session, who.service.today(), role_of(who))
    progress = progress_of(quotes)
    told = [_told(one) for one in quotes if not left or one.state is Triaged.NOT_ANSWERED]
    if as_json:
        print_json({"quotes": told, "all": progress.all, "answered": progress.answered})
        return
    for one in told:
        flags = f"  [{', '.join(one['flags'])}]" if one["flags"] else ""
        print(
            f"{one['ref']:>5}  {one['state']}{flags}  {shortened(' '.join(one['exact'].split()))}"
        )
    print(_so_far(progress))


def flags(
    quote: Annotated[
        str, typer.Argument(metavar="QUOTE", help="Of this quote, as Q12; else what each means.")
    ] = "",
    as_person: AsPerson = "",
    as_json: Json = False,
) -> None:
    """The flags: what each means, or what was proposed and answered for one quote."""
    if not quote:
        _list_flags(as_json)
        return
    with acting(as_person) as who:
        number = number_of(quote, "Q")
        on = read_triage_of(who.session, number, who.service.today(), role_of(who))
    told = _told(on.one) | {
        "proposed": [
            {"flag": flag.value, "level": level, "because": because}
            for flag, level, because in on.one.quote.proposed
        ],
        "overlapping": [one.ref for one in on.overlapping],
    }
    if as_json:
        print_json(told)
        return
    print(f"{told['ref']}  {told['state']}\n{told['exact']}")
    for one in told["proposed"]:
        print(f"Proposed: {one['flag']} {one['level']}, because of “{one['because']}”")
    for flag, level in told["levels"].items():
        print(f"{flag}: {level}")
    if told["overlapping"]:
        print(f"Over some of the same words: {', '.join(told['overlapping'])}")


def decide(
    quote: Ref,
    answer: Annotated[Answer, typer.Argument(help="Whether its words may leave.")],
    flag: Annotated[
        list[str] | None, typer.Option(help="A flag that it has. Repeat it; others are a no.")
    ] = None,
    graphic: Annotated[
        int | None, typer.Option(help="How graphic its words are, from 0 (not) to 3.")
    ] = None,
    no_flags: Annotated[bool, typer.Option("--no-flags", help="It has none of them.")] = False,
    as_person: AsPerson = "",
) -> None:
    """Answer every flag of a quote, and whether it may leave; that waits for a second person."""
    number = number_of(quote, "Q")
    levels = {_flag(said): 1 for said in flag or []}
    levels |= {Flag.GRAPHIC: graphic} if graphic is not None else {}
    with acting(as_person, writes=True) as who:
        by, today = who.somebody(NOBODY), who.service.today()
        one = read_triage_of(who.session, number, today, role_of(who)).one
        if one.quote.testimony and bool(levels) is no_flags:
            raise Refused(
                "Say which flags it has with --flag and --graphic, or --no-flags where it has none."
            )
        triage.answer(who.session, by, number, levels, answer is Answer.MAY_LEAVE)
        progress = read_progress(who.session)
        following = next_untriaged(who.session, number)
    leaves = answer is Answer.MAY_LEAVE
    said = "may leave once a second person agrees: /review" if leaves else "stays inside."
    print(f"Q{number} {said}")
    print(_so_far(progress) + (f" Next: Q{following}" if following else ""))


def _so_far(progress: Progress) -> str:
    return f"{progress.answered} of {progress.all} answered."


def _flag(said: str) -> Flag:
    if said not in {one.value for one in TICKED}:
        raise Refused(f"“{said}” is no flag; there are {', '.join(TICKED)}, and --graphic.")
    return Flag(said)


def _list_flags(as_json: bool) -> None:
    told = [{"flag": f.value, "highest": f.highest, "means": meaning(f)} for f in Flag]
    if as_json:
        print_json(told)
        return
    for one in told:
        print(f"{one['flag']}, 0 to {one['highest']}: {one['means']}")


def _told(one: TriagedQuote) -> dict[str, Any]:
    return {
        "ref": one.quote.ref,
        "source": one.quote.source.ref,
        "exact": one.quote.exact,
        "state": one.state.value,
        "flags": [_level(flag, one.levels[flag]) for flag in one.flags],
        "levels": {flag.value: level for flag, level in one.levels.items()},
        "by": one.signed.by if one.signed else "",
        "sent_back": one.signed.sent_back if one.signed else "",
        "stays_inside": [reason.why for reason in one.reasons],
    }


def _level(flag: Flag, level: int) -> str:
    return f"{flag.value} {level}" if flag.highest > 1 else flag.value
