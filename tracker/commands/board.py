"""`tracker board`: the board's view of two days."""

from typing import Annotated, Any

import typer

from recommendations.errors import Refused
from recommendations.register.board import begins_with, read_board
from recommendations.register.board_views import Board, Line, Lines, Tally, Told
from recommendations.rules import spoken
from recommendations.vocabulary import Role
from tracker.commands.context import AsOf, AsPerson, Json, acting, day, print_json

Since = Annotated[
    str, typer.Option(metavar="DATE", help="Compared with the end of this day; else 90 days back.")
]


def board(
    as_of: AsOf = "", since: Since = "", as_person: AsPerson = "", as_json: Json = False
) -> None:
    """What we claim, what we do not know, what was handed to whom; on two days."""
    with acting(as_person) as who:
        on = day(as_of, who.service)
        first = day(since, who.service) if since else begins_with(who.session, on)
        if first >= on:
            raise Refused("The earlier day has to be before the later one.")
        role = who.person.role if who.person else Role.EDITOR
        read = read_board(who.session, first, on, who.service.closing, role)
    if as_json:
        print_json(board_data(read))
        return
    _print(read)


def _print(board: Board) -> None:
    print(f"As of the end of {spoken(board.as_of)}, beside {spoken(board.since)}")
    if board.begins and board.since < board.begins:
        print(f"The record begins on {spoken(board.begins)}.")
    for title, tallies in (("We find", board.stand.found), ("They say", board.stand.said)):
        print(f"\n{title} (then, now):")
        for one in tallies:
            print(f"{one.then:>7}{one.now:>7}  {_word(one)}")
    known = board.stand.known
    print(
        f"\nOf {known.calls} measures called for {known.unassessed} are not yet assessed; for "
        f"{known.not_sought} nobody has looked for a position."
    )
    changes = board.changes
    print(f"\nReviewed since: {changes.findings} findings, {changes.positions} positions")
    for told in changes.told:
        places = ", ".join(f"R{one.place}" for one in told.asked)
        print(f"  {told.at.date()}  {places} {told.addressee.short}: {_change(told)}")
        if told.reason:
            print(f"              {told.reason}")
    for title, lines in _exceptions(board):
        print(f"\n{title}: {lines.count}")
        for line in lines.first:
            print(f"  R{line.asked.place} {line.addressee.short}: {line.reading}. {line.label}")
    print("\nHanded over since, and what came back:")
    for handed in board.handed:
        went = "; ".join(f"{d.what}, {d.on}" for d in handed.since) or "nothing"
        print(f"  {handed.addressee.short}: {went}. {handed.contact.status.value}")


def _exceptions(board: Board) -> tuple[tuple[str, Lines], ...]:
    return (
        ("Stalled", board.stand.stalled),
        ("Contested", board.stand.contested),
        ("Without evidence", board.stand.unsupported),
        ("Closed by the board", board.stand.closed),
    )


def _word(one: Tally) -> str:
    return one.word.value if one.word else "nobody has looked"


def _change(told: Told) -> str:
    tags = [
        *(["correction"] if told.supersession == "correction" else []),
        *(["put right since"] if told.put_right else []),
    ]
    word = told.reading if told.status else f"they say: {told.value.value if told.value else ''}"
    return f"{word} ({', '.join(tags)})" if tags else word


def board_data(board: Board) -> dict[str, Any]:
    return {
        "as_of": board.as_of.isoformat(),
        "since": board.since.isoformat(),
        "record_begins": board.begins and board.begins.isoformat(),
        "findings": [{"status": _word(t), "then": t.then, "now": t.now} for t in board.stand.found],
        "positions": [{"value": _word(t), "then": t.then, "now": t.now} for t in board.stand.said],
        "matrix": [
            {
                "recommendation": f"R{one.place}",
                "addressee": whom.code,
                "found": {"then": square.found_then, "now": square.found_now},
                "said": {"then": square.said_then, "now": square.said_now},
                "closed": square.closed,
            }
            for one in board.stand.asked
            for whom in board.stand.addressees
            if (square := board.stand.squares.get((one.id, whom.id)))
        ],
        "changes": {
            "findings": board.changes.findings,
            "positions": board.changes.positions,
            "newest": [_told(one) for one in board.changes.told],
        },
        **{
            title.lower().replace(" ", "_"): {
                "count": lines.count,
                "first": [_line(line) for line in lines.first],
            }
            for title, lines in _exceptions(board)
        },
        "not_known": {
            "calls": board.stand.known.calls,
            "not_yet_assessed": board.stand.known.unassessed,
            "position_not_looked_for": board.stand.known.not_sought,
            "more_than_a_year_old": board.stand.known.old,
        },
        "handed_over": [
            {
                "addressee": one.addressee.code,
                "since": [{"what": d.what, "on": d.on.isoformat()} for d in one.since],
                "last": one.contact.last and one.contact.last.isoformat(),
                "contact": one.contact.status.value,
                "positions_since": one.said,
            }
            for one in board.handed
        ],
        "editions": [
            {"audience": one.audience, "number": one.number, "on": one.on.isoformat()}
            for one in board.issued
        ],
    }


def _told(one: Told) -> dict[str, Any]:
    return {
        "on": one.at.date().isoformat(),
        "recommendations": [f"R{asked.place}" for asked in one.asked],
        "addressee": one.addressee.code,
        "measures": list(one.labels),
        "before": one.before.value if one.before else None,
        "said_before": one.said_before or None,
        "status": one.status.value if one.status else None,
        "position": one.value.value if one.value else None,
        "reason": one.reason,
        "correction": one.supersession == "correction",
        "put_right_since": one.put_right,
        "evidence": [{"quote": e.quote.ref, "stance": e.stance.value} for e in one.evidence],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "recommendation": f"R{line.asked.place}",
        "addressee": line.addressee.code,
        "measure": line.label,
        "status": line.reading,
        "since": line.call.true_on and line.call.true_on.isoformat(),
        "evidence_against": line.call.against,
        "under_review": line.call.under_review,
    }
