"""Commands that add a source: from a file, or as pictures."""

from pathlib import Path
from typing import Annotated, Any

import typer

from recommendations.arriving import offer
from recommendations.errors import Refused
from recommendations.languages import language_name, likely
from recommendations.quoting import File, add_source
from recommendations.reading.apart import encodings_apart, source_apart
from recommendations.reading.formats import certain_encoding, format_of
from recommendations.reading.pictures import repainted
from recommendations.records.descriptions import Described
from recommendations.register.sources import stored_before
from recommendations.transcribing import add_pictures
from recommendations.vocabulary import SourceKind
from tracker.commands.burmese import Burmese, refuse_unchosen
from tracker.commands.context import (
    AsPerson,
    Json,
    acting,
    earlier_version,
    encoding_chosen,
    known_day,
    print_json,
    read_bytes,
)

NOBODY = "Sources are added by somebody; make the first account."


def add(
    file: Annotated[Path, typer.Argument(help="A web page, PDF, .docx, Markdown or text.")],
    kind: Annotated[SourceKind, typer.Option(help="For instance “official act” or news.")],
    title: Annotated[str, typer.Option(help="As it stands on the page or paper.")],
    publisher: Annotated[str, typer.Option(help="The body or the paper that published it.")],
    published: Annotated[str, typer.Option(metavar="DATE", help="As 2026, 2026-11 or 2026-11-22.")],
    url: Annotated[str, typer.Option(help="Where it was published.")] = "",
    language: Annotated[str, typer.Option(help="Of its text, by code: my, en.")] = "",
    encoding: Annotated[str, typer.Option(help="Of its letters, where it is not certain.")] = "",
    burmese: Burmese = None,
    replaces: Annotated[str, typer.Option(help="The source whose newer version it is: S3.")] = "",
    as_person: AsPerson = "",
    as_json: Json = False,
) -> None:
    """Add a source from a file, read as it is; nothing is fetched."""
    brought = _read(file, encoding)
    kept = refuse_unchosen(offer(brought.read.text), burmese)
    day, precision = known_day(published)
    said = Described(kind, title, publisher, day, url, precision, language)
    with acting(as_person, writes=True) as who:
        by, today = who.somebody(NOBODY), who.service.today()
        earlier = earlier_version(replaces)
        before = {one.id for one in stored_before(who.session, brought.raw)}
        source = add_source(
            who.session, by, today, said, file=brought, replaces=earlier, burmese=kept
        )
        told = {
            "source": f"S{source.key}",
            "title": source.title,
            "letters": len(source.text),
            "extractor": source.extractor,
            "already": source.key in before,
        }
    if as_json:
        print_json(told)
    else:
        print("\n".join([_line(told), *brought.read.notices]))
        if not (language or told["already"]) and (perhaps := likely(brought.read.text)) not in {
            "",
            "en",
        }:
            spoken = f"{language_name(perhaps)}; --language {perhaps} would have said so"
            print(f"No language is on record. By its letters it may be {spoken}.")


def _line(told: dict[str, Any]) -> str:
    named = f"{told['source']} “{told['title']}”"
    if told["already"]:
        return f"{named} is this very file: nothing was stored."
    return f"{named}: {told['letters']:,} letters, by {told['extractor']}."


def _read(file: Path, encoding: str) -> File:
    raw = read_bytes(file)
    format = format_of(raw, file.name)
    certain = encoding_chosen(encoding) or certain_encoding(raw, format)
    if certain is None:
        lines = [
            f"  --encoding {one.encoding}: {' / '.join(one.lines)}"
            for one in encodings_apart(raw, file.name).offered
        ]
        raise Refused("\n".join(["Say in which encoding it is; the lines would read so:", *lines]))
    return File(raw, source_apart(raw, file.name, format, certain))


def add_image(
    pictures: Annotated[list[Path], typer.Argument(help="JPEG, PNG, WebP or TIFF, in order.")],
    title: Annotated[str, typer.Option(help="Its title; of a letter, to whom and about what.")],
    publisher: Annotated[str, typer.Option(help="The office or body that wrote it.")],
    published: Annotated[str, typer.Option(metavar="DATE", help="As 2026, 2026-11 or 2026-11-22.")],
    kind: Annotated[SourceKind, typer.Option(help="What it is.")] = SourceKind.LETTER,
    url: Annotated[str, typer.Option(help="Of a post.")] = "",
    as_person: AsPerson = "",
) -> None:
    """Add a source as pictures; one person then types its words, another checks them."""
    painted = [one for path in pictures for one in repainted(read_bytes(path), path.name)]
    day, precision = known_day(published)
    said = Described(kind, title, publisher, day, url, precision)
    with acting(as_person, writes=True) as who:
        by, today = who.somebody(NOBODY), who.service.today()
        made = add_pictures(who.session, by, today, said, painted).key
    print(f"Added. Its words are typed and checked on the page: /transcriptions/{made}")
