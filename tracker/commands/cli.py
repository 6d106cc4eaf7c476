"""`tracker`: exit 0 done, 1 refused with the reason on standard error, 2 wrong usage."""

import sys
from collections.abc import Callable
from functools import cache

import typer

from recommendations.errors import Refused
from tracker import logs
from tracker.commands import (
    accounts,
    addressees,
    annotations,
    asking,
    batching,
    board,
    board_meetings,
    changing,
    citing,
    closures,
    comments,
    consent,
    deliveries,
    digests,
    due,
    editions,
    engagements,
    erasing,
    exporting,
    holders,
    keeping,
    mailing,
    marking,
    measures,
    meetings,
    offices,
    profiles,
    proposing,
    quotes,
    reading,
    redacting,
    registers,
    resolving,
    reviewing,
    searching,
    serving,
    sources,
    stored,
    suggesting,
    texts,
    tiers,
    triage,
    versions,
    vocabulary,
    work,
    year,
)
from tracker.database import Unavailable

COMMANDS: dict[str, Callable[..., None]] = {
    "serve": serving.serve,
    "demo": serving.demo,
    "import": changing.import_,
    "quotes": reading.quotes,
    "consent": consent.consent,
    "pack": exporting.pack,
    "packs": batching.packs,
    "export": exporting.export,
    "suggest": suggesting.suggest,
    "suggest ground": suggesting.ground,
    "suggest dismiss": suggesting.dismiss,
    "cite": citing.cite,
    "search": searching.search,
    "check": reading.check,
    "head": reading.head,
    "holders": holders.holders,
    "due": due.due,
    "work": work.work,
    "work assign": work.assign,
    "work snooze": work.snooze,
    "year": year.year,
    "year add": year.add,
    "year change": year.change,
    "year remove": year.remove,
    "calendar": year.calendar,
    "digest": digests.digest,
    "erase": erasing.erase,
    "backup": keeping.backup,
    "backups": keeping.backups,
    "verify": keeping.verify,
    "restore": keeping.restore,
    "lock": keeping.lock,
    "unlock": keeping.unlock,
    "vocabulary": vocabulary.vocabulary,
    "register": reading.register,
    "board": board.board,
    "register import": registers.import_register,
    "measure supersede": measures.supersede,
    "quote add": marking.add,
    "quote describe": marking.describe,
    "quote show": quotes.show,
    "quote withdraw": quotes.withdraw,
    "quote keep-inside": quotes.keep_inside,
    "quote may-leave": quotes.may_leave,
    "quote embargo": quotes.embargo,
    "quote redact": redacting.redact,
    "quote translate": redacting.translate,
    "quote variants": redacting.variants,
    "quote tier": quotes.tier,
    "quote unseal": quotes.unseal,
    "discrepancies": reading.discrepancies,
    "discrepancies resolve": resolving.resolve,
    "ask list": asking.list_asks,
    "ask add": asking.add,
    "ask change": asking.change,
    "ask remove": asking.remove,
    "addressee list": addressees.list_,
    "addressee end": addressees.end,
    "addressee speaks": addressees.speaks,
    "office list": offices.list_,
    "office add": offices.add,
    "office change": offices.change,
    "office end": offices.end,
    "edition list": editions.list_,
    "edition show": editions.show,
    "edition files": editions.files,
    "edition propose": proposing.propose,
    "edition review": proposing.review,
    "edition issue": proposing.issue,
    "edition send-back": proposing.send_back,
    "edition withdraw": editions.withdraw,
    "edition mail-board": mailing.to_board,
    "edition settle-board": mailing.settle_board,
    "tier list": tiers.list_,
    "tier on": tiers.on,
    "tier off": tiers.off,
    "triage list": triage.list_,
    "triage flags": triage.flags,
    "triage decide": triage.decide,
    "review list": reviewing.list_,
    "review accept": reviewing.accept,
    "review send-back": reviewing.send_back,
    "comment list": comments.list_,
    "comment add": comments.add,
    "comment take-back": comments.take_back,
    "delivery list": deliveries.list_,
    "delivery add": deliveries.add,
    "delivery mail": mailing.to_office,
    "delivery settle": mailing.settle_office,
    "engagement list": engagements.list_,
    "engagement add": engagements.add,
    "engagement change": engagements.change,
    "meeting list": board_meetings.list_,
    "meeting add": board_meetings.add,
    "meeting change": board_meetings.change,
    "meeting call-off": board_meetings.call_off,
    "meeting decide": board_meetings.decide,
    "meeting take-back": board_meetings.take_back,
    "closure list": closures.list_,
    "closure propose": closures.propose,
    "closure take-back": closures.take_back,
    "profile show": profiles.show,
    "profile set": profiles.set_,
    "account add": accounts.add,
    "account reset": accounts.reset,
    "account close": accounts.close,
    "account reopen": accounts.reopen,
    "source add": sources.add,
    "source add-image": sources.add_image,
    "source add-note": meetings.add_note,
    "source changes": versions.changes,
    "source list": stored.list_,
    "source show": stored.show,
    "source embargo": stored.embargo,
    "source published": stored.published,
    "source adopt": stored.adopt,
    "source take-back": stored.take_back,
    "source stricter": stored.stricter,
    "source correct": stored.correct,
    "source retype": stored.retype,
    "annotations export": annotations.export,
    "annotations import": annotations.import_,
    "texts list": texts.list_,
    "texts right": texts.right,
    "texts correct": texts.correct,
    "keys rotate": keeping.rotate,
}
"""By their whole names. One that others begin with is a command too."""

ABOUT = {
    "measure": "Into what a recommendation is split.",
    "quote": "One quote: marking it, what is known of it, how far its words go.",
    "ask": "What we ask of whom in a pack.",
    "addressee": "Whom recommendations address.",
    "office": "Offices of addressees, to which packs go.",
    "edition": "What is proposed and what was issued.",
    "tier": "Named audiences and sealed words.",
    "triage": "What of testimony may leave.",
    "review": "What waits for a second person.",
    "comment": "What people here say beside a finding.",
    "engagement": "How we were in touch with whom.",
    "delivery": "What was handed to whom.",
    "meeting": "Meetings of our board, and what they decided.",
    "closure": "What the board is asked to close, or to open again.",
    "profile": "For whom a pack is made, and what may be in.",
    "account": "Accounts.",
    "source": "Sources.",
    "annotations": "Quotes as W3C Web Annotations.",
    "texts": "Fixed texts of packs in other languages.",
    "keys": "Keys.",
}
"""What the commands that begin with a word are about, where it is no command itself."""

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def tracker() -> None:
    """The recommendation tracker."""


def build() -> None:
    parted = [(*whole.partition(" "), command) for whole, command in COMMANDS.items()]
    groups = {name: group(name) for name, _, word, _ in parted if word}
    for name, made in groups.items():
        app.add_typer(made, name=name)
    for name, _, word, command in parted:
        if word:
            groups[name].command(word)(command)
        elif name not in groups:
            app.command(name)(command)


def group(name: str) -> typer.Typer:
    if name in COMMANDS:
        made = typer.Typer(invoke_without_command=True)
        made.callback()(COMMANDS[name])
    else:
        made = typer.Typer(no_args_is_help=True)
        made.callback(help=ABOUT[name])(lambda: None)
    return made


build()


@cache
def parser() -> Callable[[], None]:
    """Made once: there are more than two hundred commands."""
    return typer.main.get_command(app)


def main() -> None:
    logs.configure()
    try:
        parser()()
    except (Refused, Unavailable) as refused:
        for sentence in refused.sentences.values():
            print(sentence, file=sys.stderr)
        sys.exit(1)
