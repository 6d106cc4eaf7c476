"""What a form says of a source that comes in."""

from collections.abc import Callable

from recommendations.records.descriptions import Described
from recommendations.vocabulary import Precision, SourceKind
from tracker.web.form import Form

PRIVATE_LETTER = "private letter"
"""Chosen as a kind of source: a letter from somebody who holds no office."""


def described(form: Form, named: Callable[[str], str] = str) -> Described:
    """`named` gives the name of the form's field. A date that is none is among the form's
    errors."""
    chosen = form.text(named("kind"))
    private = chosen == PRIVATE_LETTER
    public = SourceKind(chosen) if chosen in set(SourceKind) else None
    return Described(
        kind=SourceKind.LETTER if private else public,
        title=form.text(named("title")),
        publisher=form.text(named("publisher")),
        published_on=form.day(named("published_on")),
        url=form.text(named("url")),
        precision=form.among(named("precision"), Precision, Precision.DAY),
        language=form.text(named("language")),
        private=private,
    )
