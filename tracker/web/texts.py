"""The fixed texts of packs beside their translations: found right, or put right."""

from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from exports.texts import FixedText, check_texts, correct_text, read_texts, text_by_ref
from exports.wording import languages
from recommendations.arriving import CHOICE, Offer, offer
from recommendations.errors import NotFound
from recommendations.languages import language_name
from tracker.accounts.sessions import Visitor
from tracker.service import Service
from tracker.web.errors import NOT_SAVED, NotSaved, status_of
from tracker.web.form import Form
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]
Asked = Request[Any, Any, Any]
Language = Annotated[str, QueryParameter(name="language")]
MAIN = languages()[1]


@dataclass(frozen=True)
class TextsPage:
    language: str
    name: str
    languages: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, tuple[FixedText, ...]], ...]
    count: int
    unchecked: int
    everything: bool
    """Checked ones are shown too."""
    ticked: frozenset[str]
    errors: dict[str, str]


@dataclass(frozen=True)
class TextPage:
    language: str
    name: str
    text: FixedText
    may_correct: bool
    typed: dict[str, str]
    offer: Offer | None
    errors: dict[str, str]


class Texts(Controller):
    path = "/packs/texts"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def show(
        self,
        request: Asked,
        service: NamedDependency[Service],
        language: Language = MAIN,
        show: Annotated[str, QueryParameter(name="show")] = "",
    ) -> Answer:
        return page(request, "texts.html", _texts(service, language, show == "all"))

    @post("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def check(
        self,
        request: Asked,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
    ) -> Answer:
        language, ticked = form.text("language") or MAIN, form.all("right")
        try:
            with service.database.writing() as session:
                check_texts(session, visitor.id, language, ticked)
        except NotFound:
            raise
        except NOT_SAVED as refused:
            context = _texts(service, language, False, frozenset(ticked), refused)
            return page(request, "texts.html", context, status=status_of(refused))
        return Redirect(f"/packs/texts?language={language}", status_code=303)

    @get("/{ref:str}", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def one(
        self,
        request: Asked,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        ref: FromPath[str],
        language: Language = MAIN,
    ) -> Answer:
        return page(request, "text.html", _text(service, visitor, language, ref))

    @post("/{ref:str}", policy=Policy.RECORDS, sync_to_thread=True)
    def correct(
        self,
        request: Asked,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        ref: FromPath[str],
    ) -> Answer:
        language = form.text("language") or MAIN
        try:
            with service.database.writing() as session:
                correct_text(
                    session,
                    visitor.id,
                    language,
                    ref,
                    form.text("was"),
                    form.text("translation"),
                    form.text("translation" + CHOICE),
                )
        except NotFound:
            raise
        except NOT_SAVED as refused:
            context = _text(service, visitor, language, ref, form, refused)
            return page(request, "text.html", context, status=status_of(refused))
        return Redirect(f"/packs/texts/{ref}?language={language}", status_code=303)

    @post("/{ref:str}/not-right", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def take_back(
        self,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        ref: FromPath[str],
    ) -> Answer:
        """At once: no edition is issued until somebody finds it right again."""
        language = form.text("language") or MAIN
        with service.database.writing() as session:
            text = text_by_ref(session, language, ref)
            check_texts(session, visitor.id, language, [text.hash], right=False)
        return Redirect(f"/packs/texts/{ref}?language={language}", status_code=303)


def _texts(
    service: Service,
    language: str,
    everything: bool,
    ticked: frozenset[str] = frozenset(),
    refused: NotSaved | None = None,
) -> TextsPage:
    with service.database.reading() as session:
        texts = read_texts(session, language)
    shown = [text for text in texts if everything or text.checked is None]
    parts = groupby(shown, key=lambda text: text.part)
    return TextsPage(
        language=language,
        name=language_name(language),
        languages=tuple((code, language_name(code)) for code in languages()[1:]),
        parts=tuple((part, tuple(of_it)) for part, of_it in parts),
        count=len(texts),
        unchecked=sum(text.checked is None for text in texts),
        everything=everything,
        ticked=ticked,
        errors=refused.sentences if refused else {},
    )


def _text(
    service: Service,
    visitor: Visitor,
    language: str,
    ref: str,
    form: Form | None = None,
    refused: NotSaved | None = None,
) -> TextPage:
    with service.database.reading() as session:
        text = text_by_ref(session, language, ref)
    typed = dict(form.pairs) if form else {"translation": text.translation}
    errors = refused.sentences if refused else {}
    asked = "translation" + CHOICE in errors
    return TextPage(
        language=language,
        name=language_name(language),
        text=text,
        may_correct=visitor.role in Policy.RECORDS.roles,
        typed=typed,
        offer=offer(typed.get("translation", "")) if asked else None,
        errors=errors,
    )
