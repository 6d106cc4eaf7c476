"""Commands that read: quotes, discrepancies, register, check, head."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlmodel import Session, col, select

from recommendations.errors import Refused
from recommendations.gate import kept_inside
from recommendations.models import Quote, Recommendation, Source
from recommendations.quotation import Anchor, find
from recommendations.records import chain, heads
from recommendations.records.details import happened_between
from recommendations.register.quotes import quote_views
from recommendations.register.register import read_register
from recommendations.register.sources import read_discrepancies
from recommendations.register.views import CallView, QuoteView, Register
from recommendations.vocabulary import Flag, Role
from tracker.commands.context import Acting, AsOf, AsPerson, Json, acting, day, print_json
from tracker.database import broken_keys

HappenedSince = Annotated[
    str, typer.Option(metavar="DATE", help="Only what tells of this day or later.")
]
HappenedUntil = Annotated[
    str, typer.Option(metavar="DATE", help="Only what tells of this day or earlier.")
]


def quotes(
    happened_since: HappenedSince = "",
    happened_until: HappenedUntil = "",
    as_person: AsPerson = "",
    as_json: Json = False,
) -> None:
    """Every quote: where it stands, what is on record about it, whether it is found."""
    with acting(as_person) as who:
        since, until = (
            day(d, who.service) if d else None for d in (happened_since, happened_until)
        )
        found = _quotes(who, since, until)
        today = who.service.today()
        told = [_quote(view, there, today) for view, there in found]
    if as_json:
        print_json(told)
        return
    for quote in told:
        mark = "found" if quote["verified"] else "NOT FOUND"
        print(f"{quote['ref']:>5}  {quote['tier']}  {mark}  {_short(quote['exact'])}")


def _quotes(
    who: Acting, since: date | None = None, until: date | None = None
) -> list[tuple[QuoteView, bool]]:
    """Quotes proper: a recommendation's own words are listed by `tracker register`."""
    own = select(Recommendation.quote)
    asked = select(Quote).where(col(Quote.id).not_in(own))
    if since or until:
        asked = asked.where(happened_between(since, until))
    rows = who.session.exec(asked.order_by(col(Quote.source), col(Quote.start))).all()
    # What is sealed is neither printed nor counted, whoever asks.
    texts = {s.id: s.text for s in who.session.exec(select(Source))}
    role = who.person.role if who.person else None
    views = quote_views(who.session, rows, role) if role else quote_views(who.session, rows)
    there = [row for row in rows if row.key in views]
    return [(views[row.key], _found(row, texts[row.source])) for row in there]


def _found(row: Quote, text: str) -> bool:
    place = find(text, Anchor(row.start, row.end, row.exact, row.prefix, row.suffix))
    return place is not None and place.start == row.start


def _quote(view: QuoteView, found: bool, today: date) -> dict[str, Any]:
    return {
        "ref": view.ref,
        "source": view.source.ref,
        "exact": view.exact,
        "prefix": view.prefix,
        "suffix": view.suffix,
        "start": view.start,
        "end": view.end,
        "heading": view.heading,
        "attribution": view.attribution,
        "section": list(view.section),
        "notes": list(view.notes),
        "fidelity": view.fidelity.value,
        "language": view.language or None,
        "official": view.detail.official or view.official or None,
        "event_on": view.detail.event_on and view.detail.event_on.isoformat(),
        "event_precision": view.detail.precision.value if view.detail.event_on else None,
        "published_on": view.source.published_on and view.source.published_on.isoformat(),
        "published_precision": view.source.precision.value if view.source.published_on else None,
        "added_at": view.added_at and view.added_at.isoformat(timespec="seconds"),
        "details_reviewed": view.detail.reviewed,
        "stays_inside": [reason.why for reason in kept_inside(view.standing, today)],
        "tier": view.standing.tier.value,
        "named_audiences": sorted(view.standing.named) if view.standing.named is not None else None,
        "redacted": bool(view.withheld),
        "printed": view.printed,
        "flags": {
            flag.value: {
                "answered": view.standing.flags.get(flag),
                "proposed": next((level for f, level, _ in view.proposed if f is flag), None),
            }
            for flag in Flag
        },
        "consent": _consent(view),
        "speaker": view.standing.speaker or None if view.exact else None,
        "verified": found,
    }


def _consent(view: QuoteView) -> dict[str, Any] | None:
    """What is in force over these words; null for words that no witness said. `told_as`
    is how new testimony leaves, and only where the words may be read."""
    standing = view.standing
    if not standing.testimony:
        return None
    return {
        "state": standing.consent.value if standing.consent else None,
        "limited_to": sorted(standing.consent_audiences) if standing.consent_limited else None,
        "review_on": standing.consent_review_on and standing.consent_review_on.isoformat(),
        "told_as": view.told_as.words if view.told_as and view.exact else None,
    }


def _short(text: str, most: int = 70) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def discrepancies(context: typer.Context, as_person: AsPerson = "", as_json: Json = False) -> None:
    """What is odd in the sources; `resolve` says what was found out about one."""
    if context.invoked_subcommand:
        return
    with acting(as_person) as who:
        role = who.person.role if who.person else Role.EDITOR
        found = read_discrepancies(who.session, role=role)
    if as_json:
        print_json(
            [
                {
                    "id": d.id,
                    "kind": d.kind.value,
                    "where": d.where,
                    "what": d.what,
                    "resolved": d.resolved,
                }
                for d in found
            ]
        )
        return
    for d in found:
        print(f"{d.id:>5}  {d.kind.value}: {d.where}\n       {d.what}")
        if d.resolved:
            print(f"       Resolved: {d.resolved}")


def register(
    context: typer.Context, as_of: AsOf = "", as_person: AsPerson = "", as_json: Json = False
) -> None:
    """Where every recommendation stands with every addressee; `import` brings in others."""
    if context.invoked_subcommand:
        return
    with acting(as_person) as who:
        on = day(as_of, who.service)
        role = who.person.role if who.person else Role.EDITOR
        read = read_register(who.session, on, who.service.closing(on), role)
    if as_json:
        print_json(register_data(read))
        return
    for recommendation in read.recommendations:
        print(f"\n{recommendation.ref}  {recommendation.title}")
        for addressee in read.addressees:
            cell = read.cells.get((recommendation.id, addressee.id))
            if cell:
                print(f"    {addressee.short:8} {cell.words}")


def register_data(read: Register) -> dict[str, Any]:
    return {
        "as_of": read.as_of.isoformat(),
        "addressees": [{"code": a.code, "name": a.name, "short": a.short} for a in read.addressees],
        "recommendations": [
            {
                "ref": r.ref,
                "title": r.title,
                "text": r.quote.exact,
                "source": r.quote.source.title,
                "addressees": [a.code for a in read.addressees if (r.id, a.id) in read.cells],
                "measures": [
                    {
                        "id": m.id,
                        "label": m.label,
                        "words": m.words,
                        "kind": m.kind.value,
                        "done_when": m.done_when,
                        "confirmed": m.reviewed,
                    }
                    for m in r.measures
                ],
            }
            for r in read.recommendations
        ],
        "calls": [
            {
                "recommendation": r.ref,
                "addressee": a.code,
                "measure": call.measure,
                "origin": call.origin.value,
                "position": _position(call),
                "assessment": _assessment(call),
            }
            for r in read.recommendations
            for a in read.addressees
            if (r.id, a.id) in read.cells
            for call in read.cells[r.id, a.id].calls
        ],
    }


def _position(call: CallView) -> dict[str, Any]:
    """Value null: nobody has looked yet."""
    value = call.position_value
    said = call.position
    return {
        "value": value.value if value else None,
        "part": said.part if said else "",
        "says_done": said.says_done if said else False,
        "said_on": said.said_on.isoformat() if said else None,
        "quote": said.quote.exact if said else None,
    }


def _assessment(call: CallView) -> dict[str, Any]:
    found = call.assessment
    return {
        "id": found.id if found else None,
        "status": call.status.value,
        "reading": call.reading,
        "under_review": call.under_review,
        "reason": found.reason if found else "",
        "true_on": found.true_on.isoformat() if found else None,
        "until": found.until.isoformat() if found and found.until else None,
        "evidence": [
            {
                "quote": e.quote.ref,
                "stance": e.stance.value,
                "exact": e.quote.exact,
                "source": e.quote.source.title,
                "url": e.quote.source.url,
            }
            for e in (found.evidence if found else ())
        ],
    }


HeadKept = Annotated[
    list[str] | None,
    typer.Option(
        "--head",
        metavar="SEQ:HASH",
        help=f"A head kept outside; the first {heads.SUFFICIENT} characters are enough.",
    ),
]
HeadFile = Annotated[
    Path | None, typer.Option(help="A file with such heads, one on each line; # begins a remark.")
]


def check(
    head: HeadKept = None,
    head_file: HeadFile = None,
    as_person: AsPerson = "",
    as_json: Json = False,
) -> None:
    """Every quote found again, no record that points at nothing, the history unbroken."""
    kept = _kept(head or [], head_file)
    with acting(as_person) as who:
        lost = [q.ref for q, found in _quotes(who) if not found]
        lost += _lost_recommendations(who.session)
        keys = broken_keys(who.session.connection())
        history = [f"{b.where}: {b.what}" for b in chain.verify(who.session, *kept)]
        now = chain.head(who.session)
        counted = len(_quotes(who))
    well = not (lost or keys or history)
    if as_json:
        print_json(
            {
                "well": well,
                "quotes": counted,
                "quotes_not_found": lost,
                "broken_keys": keys,
                "history": history,
                "history_links": now.seq,
                "history_head": now.hash,
                "heads_kept": len(kept),
            }
        )
    else:
        print(f"Quotes: {counted - len(lost)} of {counted} found again.")
        print(f"Records that point at nothing: {len(keys)}.")
        print(f"History: {now.seq} links. Head to write down: {heads.written(now)}")
        if kept and not history:
            told = "The head" if len(kept) == 1 else f"All {len(kept)} heads"
            print(f"{told} kept outside: still in this history, and nothing before was changed.")
        for said in [*(f"Not found: {ref}" for ref in lost), *keys, *history]:
            print(said, file=sys.stderr)
    if not well:
        raise typer.Exit(1)


def _kept(told: list[str], file: Path | None) -> list[chain.Head]:
    """Raises Refused: a head that is not understood must not pass for one that holds."""
    try:
        found = [*map(heads.read, told), *(heads.read_all(file.read_text()) if file else [])]
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{file} cannot be read.") from error
    except Refused as error:
        raise Refused(f"{' '.join(error.sentences.values())} {heads.ASKED}") from error
    if file and not found:
        raise Refused(f"{file} has no head in it. {heads.ASKED}")
    return found


def head(as_person: AsPerson = "", as_json: Json = False) -> None:
    """The head of the history, to be written down outside: number and hash."""
    with acting(as_person) as who:
        now = chain.head(who.session)
    if as_json:
        print_json({"seq": now.seq, "hash": now.hash})
    else:
        print(heads.written(now))


def _lost_recommendations(session: Session) -> list[str]:
    pairs = session.exec(
        select(Recommendation, Quote, Source)
        .join(Quote, col(Quote.id) == Recommendation.quote)
        .join(Source, col(Source.id) == Quote.source)
    )
    return [f"R{r.place}" for r, quote, source in pairs if not _found(quote, source.text)]
