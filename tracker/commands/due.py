"""The command that says which replies are awaited, and which letters are due."""

from recommendations.register.due import read_due
from tracker.commands.context import AsPerson, Json, acting, print_json


def due(as_person: AsPerson = "", as_json: Json = False) -> None:
    """Replies that are awaited, what is due first."""
    with acting(as_person) as who:
        today = who.service.today()
        found = read_due(who.session, today)
    if as_json:
        print_json(
            [
                {
                    "delivery": one.delivery.id,
                    "what": one.delivery.what,
                    "office": one.office.name,
                    "addressee": one.addressee.code,
                    "on": one.delivery.on,
                    "reply_by": one.reply_by,
                    "letters": [letter.on for letter in one.reminders],
                    "next_on": one.next_on,
                    "due": one.is_due(today),
                }
                for one in found
            ]
        )
        return
    for one in found:
        mark = "due" if one.is_due(today) else f"from {one.next_on}" if one.next_on else "no more"
        what = f"{one.office.name}, {one.delivery.what}"
        print(f"{one.addressee.code}: {what}: letter {one.number} {mark}")
