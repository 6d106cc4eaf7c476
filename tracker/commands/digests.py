"""The command that sends the weekly mail, for cron."""

from tracker.commands.context import opened
from tracker.digests import send_due


def digest() -> None:
    """Send the weekly mail to whoever asked for it and was not told since last Monday morning."""
    with opened() as service:
        sent = send_due(service)
    print(f"{sent.went} sent, {sent.nothing_new} with nothing new.")
    if sent.refused:
        print(f"{sent.refused} not taken by the mail server; they go with the next call.")
    if sent.in_doubt:
        print(f"{sent.in_doubt} of which nobody knows; they are not sent again.")
