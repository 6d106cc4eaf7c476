"""`tracker`: exit 0 done, 1 refused with the reason on standard error, 2 wrong usage."""

import sys

import typer

from recommendations.errors import Refused
from tracker import logs
from tracker.commands import (
    accounts,
    addressees,
    annotations,
    asking,
    batching,
    changing,
    citing,
    consent,
    deliveries,
    due,
    editions,
    erasing,
    exporting,
    holders,
    keeping,
    measures,
    offices,
    profiles,
    quotes,
    reading,
    registers,
    resolving,
    searching,
    serving,
    sources,
    stored,
    suggesting,
    texts,
    tiers,
    vocabulary,
)
from tracker.database import Unavailable

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.command("serve")(serving.serve)
app.command("demo")(serving.demo)
app.command("import")(changing.import_)
app.command("quotes")(reading.quotes)
app.command("consent")(consent.consent)
app.command("pack")(exporting.pack)
app.command("packs")(batching.packs)
app.command("export")(exporting.export)
app.command("suggest")(suggesting.suggest)
app.command("cite")(citing.cite)
app.command("search")(searching.search)
app.command("check")(reading.check)
app.command("head")(reading.head)
app.command("holders")(holders.holders)
app.command("due")(due.due)
app.command("erase")(erasing.erase)
app.command("backup")(keeping.backup)
app.command("backups")(keeping.backups)
app.command("verify")(keeping.verify)
app.command("restore")(keeping.restore)
app.command("lock")(keeping.lock)
app.command("unlock")(keeping.unlock)
app.command("vocabulary")(vocabulary.vocabulary)

register = typer.Typer(invoke_without_command=True)
register.callback()(reading.register)
register.command("import")(registers.import_register)
app.add_typer(register, name="register")

measure = typer.Typer(no_args_is_help=True, help="Into what a recommendation is split.")
measure.command("supersede")(measures.supersede)
measure.callback()(lambda: None)
app.add_typer(measure, name="measure")

quote = typer.Typer(no_args_is_help=True, help="One quote, and how far its words go.")
quote.command("show")(quotes.show)
quote.command("withdraw")(quotes.withdraw)
quote.command("keep-inside")(quotes.keep_inside)
quote.command("may-leave")(quotes.may_leave)
quote.command("embargo")(quotes.embargo)
quote.command("tier")(quotes.tier)
app.add_typer(quote, name="quote")

odd = typer.Typer(invoke_without_command=True)
odd.callback()(reading.discrepancies)
odd.command("resolve")(resolving.resolve)
app.add_typer(odd, name="discrepancies")

ask = typer.Typer(no_args_is_help=True, help="What we ask of whom in a pack.")
ask.command("list")(asking.list_asks)
ask.command("add")(asking.add)
ask.command("change")(asking.change)
ask.command("remove")(asking.remove)
app.add_typer(ask, name="ask")

addressee = typer.Typer(no_args_is_help=True, help="Whom recommendations address.")
addressee.command("list")(addressees.list_)
addressee.command("end")(addressees.end)
addressee.command("speaks")(addressees.speaks)
app.add_typer(addressee, name="addressee")

office = typer.Typer(no_args_is_help=True, help="Offices of addressees, to which packs go.")
office.command("list")(offices.list_)
office.command("add")(offices.add)
office.command("change")(offices.change)
office.command("end")(offices.end)
app.add_typer(office, name="office")

edition = typer.Typer(no_args_is_help=True, help="What was issued.")
edition.command("list")(editions.list_)
edition.command("withdraw")(editions.withdraw)
app.add_typer(edition, name="edition")

tier = typer.Typer(no_args_is_help=True, help="Named audiences and sealed words.")
tier.command("off")(tiers.off)
tier.callback()(lambda: None)
app.add_typer(tier, name="tier")

delivery = typer.Typer(no_args_is_help=True, help="What was handed to whom.")
delivery.command("list")(deliveries.list_)
delivery.command("add")(deliveries.add)
app.add_typer(delivery, name="delivery")

profile = typer.Typer(no_args_is_help=True, help="For whom a pack is made, and what may be in.")
profile.command("show")(profiles.show)
profile.command("set")(profiles.set_)
app.add_typer(profile, name="profile")

account = typer.Typer(no_args_is_help=True, help="Accounts.")
account.command("add")(accounts.add)
account.command("reset")(accounts.reset)
account.command("close")(accounts.close)
account.command("reopen")(accounts.reopen)
app.add_typer(account, name="account")

source = typer.Typer(no_args_is_help=True, help="Sources.")
source.command("add")(sources.add)
source.command("add-image")(sources.add_image)
source.command("list")(stored.list_)
source.command("show")(stored.show)
source.command("embargo")(stored.embargo)
source.command("published")(stored.published)
source.command("take-back")(stored.take_back)
source.command("stricter")(stored.stricter)
source.command("correct")(stored.correct)
source.command("retype")(stored.retype)
app.add_typer(source, name="source")

annotated = typer.Typer(no_args_is_help=True, help="Quotes as W3C Web Annotations.")
annotated.command("export")(annotations.export)
annotated.command("import")(annotations.import_)
app.add_typer(annotated, name="annotations")

fixed = typer.Typer(no_args_is_help=True, help="Fixed texts of packs in other languages.")
fixed.command("list")(texts.list_)
fixed.command("right")(texts.right)
fixed.command("correct")(texts.correct)
app.add_typer(fixed, name="texts")

keys = typer.Typer(no_args_is_help=True, help="Keys.")
keys.command("rotate")(keeping.rotate)
keys.callback()(lambda: None)
app.add_typer(keys, name="keys")


@app.callback()
def tracker() -> None:
    """The recommendation tracker."""


def main() -> None:
    logs.configure()
    try:
        app()
    except (Refused, Unavailable) as refused:
        for sentence in refused.sentences.values():
            print(sentence, file=sys.stderr)
        sys.exit(1)
