"""Whether a copy of a pack is genuine: for anyone who holds one, and nothing else is told."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency, Provide

import exports
from recommendations.errors import Refused
from recommendations.register.editions import EditionView, edition_with_file
from recommendations.register.holders import words_gone
from tracker.accounts import tries
from tracker.logs import Event, say
from tracker.service import Service
from tracker.web.errors import status_of
from tracker.web.form import Form
from tracker.web.links import host_of
from tracker.web.pages import page
from tracker.web.policy import Policy
from tracker.web.uploads import Uploaded, provide_upload

Answer = Response[Any]
LARGEST = 8 * 2**20
CHECKER = Path(next(iter(exports.__path__))) / "check_copy.py"
HASH_LENGTH = 64
NO_FILE = "Choose the PDF that you have, or type the SHA-256 of the file."


@dataclass(frozen=True)
class VerifyPage:
    """`asked` is whether something was looked for; `edition` what was found."""

    key: str
    asked: bool = False
    edition: EditionView | None = None
    words: bool = False
    """Words in it were withdrawn: whoever holds it should not rely on it either."""
    office: str = ""
    sum: str = ""
    errors: dict[str, str] | None = None


class Verifying(Controller):
    path = "/verify"

    @get("/", policy=Policy.ANYONE, sync_to_thread=True)
    def ask(self, request: Request[Any, Any, Any], service: NamedDependency[Service]) -> Answer:
        return page(request, "verify.html", VerifyPage(service.seal().public))

    @post(
        "/",
        policy=Policy.ANYONE,
        request_max_body_size=LARGEST,
        dependencies={"upload": Provide(provide_upload)},
        sync_to_thread=True,
    )
    def check(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        form: NamedDependency[Form],
        upload: NamedDependency[Uploaded],
    ) -> Answer:
        """The file is held against the sums of what was issued, and not opened."""
        key, typed = service.seal().public, "".join(form.text("sum").split()).casefold()
        sum = sha256(upload.raw).hexdigest() if upload.raw else typed
        try:
            _counted(service, host_of(request))
            if len(sum) != HASH_LENGTH:
                raise Refused(file=NO_FILE)
        except Refused as refused:
            again = VerifyPage(key, sum=form.text("sum"), errors=refused.sentences)
            return page(request, "verify.html", again, status_of(refused))
        with service.database.reading() as session:
            found = edition_with_file(session, sum)
            edition = found[0] if found else None
            words = edition is not None and bool(words_gone(session, edition))
        return page(request, "verify.html", VerifyPage(key, True, edition, words))

    @get("/checker", policy=Policy.ANYONE, sync_to_thread=True)
    def checker(self) -> Response[bytes]:
        headers = {"content-disposition": 'attachment; filename="check_copy.py"'}
        return Response(CHECKER.read_bytes(), media_type="text/x-python", headers=headers)


def _counted(service: Service, host: str) -> None:
    """Raises TooMany."""
    whose = tries.verifying(host)
    try:
        with service.database.writing() as session:
            tries.refuse_too_many(session, {whose: tries.FOR_AN_ADDRESS})
            tries.failed(session, whose)
    except tries.TooMany:
        say(Event.TOO_MANY)
        raise
