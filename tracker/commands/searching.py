"""The command that searches, and makes the index of words again."""

from datetime import datetime
from typing import Annotated, Any

import typer

from recommendations.errors import Refused
from recommendations.records import indexing, passages
from recommendations.search import WORDS_OF_KIND, Hit, Narrowed, find
from recommendations.vocabulary import Role, SourceKind, Stance, Tier
from tracker.commands.context import AsPerson, Json, acting, opened, print_json

KINDS = {words: kind for kind, words in WORDS_OF_KIND.items()}
Words = Annotated[list[str] | None, typer.Argument(help="Words; “in quotation marks” exactly.")]
What = Annotated[str, typer.Option(help=f"Only one of: {', '.join(KINDS)}.")]
To = Annotated[str, typer.Option(metavar="CODE", help="Only what concerns this addressee.")]
Of = Annotated[int, typer.Option(metavar="NUMBER", help="Only what concerns this measure.")]
UsedAs = Annotated[Stance | None, typer.Option(help="Only evidence used in this way.")]
Source = Annotated[SourceKind | None, typer.Option(help="Only from this kind of source.")]
Since = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Not before.")]
Until = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Not after.")]
InTier = Annotated[Tier | None, typer.Option(help="Only quotes of this tier.")]
Page = Annotated[int, typer.Option(min=1, help="Which page of the hits.")]
Reindex = Annotated[bool, typer.Option("--reindex", help="Make the index of words again.")]


def search(
    words: Words = None,
    what: What = "",
    addressee: To = "",
    measure: Of = 0,
    stance: UsedAs = None,
    kind: Source = None,
    since: Since = None,
    until: Until = None,
    tier: InTier = None,
    page: Page = 1,
    reindex: Reindex = False,
    as_person: AsPerson = "",
    as_json: Json = False,
) -> None:
    """Find quotes, sources, recommendations and findings by their words."""
    if reindex:
        with opened() as service, service.database.writing() as session:
            print(f"{indexing.remake(session)} records can be found.")
            passages.remake(session)
        return
    if not words:
        raise Refused("Say which words to look for.")
    if what and what not in KINDS:
        raise Refused(f"What is searched is one of: {', '.join(KINDS)}.")
    first, last = (day and day.date() for day in (since, until))
    narrowed = Narrowed(KINDS.get(what), addressee, measure, stance, kind, first, last, tier)
    with acting(as_person) as who:
        role = who.person.role if who.person else Role.EDITOR
        found = find(who.session, " ".join(words), role, narrowed, page)
    if as_json:
        hits = [_told(hit) for hit in found.hits]
        print_json({"count": found.count, "more": found.more, "page": found.page, "hits": hits})
        return
    for hit in found.hits:
        print(f"{hit.words:>14}  {hit.where}\n                {''.join(p.text for p in hit.parts)}")
    print(f"{found.count}{' and more' if found.more else ''} found, page {found.page}")


def _told(hit: Hit) -> dict[str, Any]:
    return {
        "kind": hit.words,
        "id": hit.id,
        "where": hit.where,
        "title": hit.title,
        "words": [{"text": part.text, "found": part.marked} for part in hit.parts],
        "on": hit.on and hit.on.isoformat(),
        "precision": hit.precision.value if hit.on else None,
        "source": hit.source and hit.source.ref,
        "used_for": [use.words for use in hit.uses],
        "reviewed": hit.reviewed,
    }
