"""Canaries: a made-up word in every kind of testimony that must stay inside, looked for
in every byte that comes out. One more may leave to one audience, and must be found."""

import hashlib
import io
import json
import re
import zipfile
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import structlog
from sqlmodel import Session, col, select

from exports.bulletin import read_news
from exports.citations import BY_HAND
from exports.full_pack import FullPack
from exports.publishing import (
    Issuer,
    Moment,
    draft,
    full_draft,
    print_pack,
    register_data,
)
from exports.rendering import full_pack_body, leave_behind_html
from exports.word import word_file
from recommendations import (
    assessing,
    choosing,
    commenting,
    consenting,
    contacting,
    grounding,
    naming,
    quoting,
    redacting,
    reviewing,
    transcribing,
    triage,
)
from recommendations.engaging import Engaged, engage
from recommendations.errors import Refused
from recommendations.models import (
    Addressee,
    Assessment,
    Call,
    Consent,
    Conversation,
    Quote,
    RawFile,
    Recommendation,
    Source,
)
from recommendations.reading.pictures import as_kept
from recommendations.records.consents import Said
from recommendations.records.descriptions import Described
from recommendations.records.writing import record
from recommendations.register.annotations import write_annotations
from recommendations.register.editions import frozen_of
from recommendations.register.transcriptions import read_transcription
from recommendations.register.waiting import read_waiting
from recommendations.search import find
from recommendations.vocabulary import (
    ConsentState,
    EngagedBy,
    Flag,
    Role,
    Rung,
    SourceKind,
    Spoken,
    Stance,
    Status,
    Withheld,
)
from tests.sample_pictures import drawn, encoded
from tests.terminal import Terminal
from tests.tracker.promises.conftest import issued_and_proposed
from tracker.database import Database
from tracker.service import Service

IN_FULL = [pytest.mark.deep, pytest.mark.on_sqlite]
KEPT = {
    "not answered": "quillback",
    "internal": "marlinspike",
    "flagged": "thimblerig",
    "embargoed": "gallowglass",
    "withdrawn": "windlestraw",
    "sealed": "oxterpipe",
    "consent withdrawn": "brindlemoth",
    "consent for others": "fenpitcher",
    "not chosen": "larkspindle",
    "not reviewed": "dovetarn",
    "consent not reviewed": "cobblewick",
    "named for one": "pebblemarch",
    "withheld": "saltgrebe",
    "said to us alone": "quernstone",
    "a private letter": "gannetwick",
    "typed and not checked": "sprattlewort",
}
"""Words that stand in no report, by the reason why their quote stays inside."""
NO_PANEL = frozenset({"a private letter", "typed and not checked"})
CHOOSABLE = [kind for kind in KEPT if kind not in {"sealed", "typed and not checked"}]
"""Sealed words cannot be chosen at all, and typed ones are no source before they are checked."""
CONTROL = "hazelwhistle"
TOKEN = "said [place withheld] and nothing else"
HOME, NAMED = "eu", "us"
"""To whom the control may leave, and the words for a named audience."""
AUDIENCES = ("nug", "nucc", "us", "eu", "asean")
SHOWN_TO = {"sealed": frozenset({"EDITH", "BORIS"}), "withdrawn": frozenset({"AMARA"})}
"""To whom the pages may show what not everyone inside may read."""
PEOPLE = {
    "AMARA": Role.ADMINISTRATOR,
    "EDITH": Role.EDITOR,
    "RUTH": Role.REVIEWER,
    "BORIS": Role.BOARD,
    "": None,
}
ONE_OR_ALL = pytest.mark.parametrize(
    "codes", [("EDITH",), pytest.param(tuple(PEOPLE), marks=IN_FULL)], ids=["one", "all"]
)


@pytest.fixture
def planted(service: Service, people: dict[str, int], sample_record) -> dict[str, int]:
    """The ids of the quotes. All but one were chosen for every audience, whatever else
    speaks against them; all are grounds."""
    by = people["EDITH"]
    # Of what may leave to one audience only the first that was chosen is printed.
    last = {"": CONTROL, "withheld": KEPT["withheld"]}
    with service.database.writing() as session:
        first = {kind: word for kind, word in KEPT.items() if kind not in {*last, *NO_PANEL}}
        words = {**first, **last}
        quotes = {
            kind: panel(session, by, word, published=kind != "consent not reviewed")
            for kind, word in words.items()
        }
        for kind, quote in quotes.items():
            if kind not in {"not answered", "not reviewed"}:
                levels = {Flag.FUNDING: 1} if kind in {"flagged", "withheld"} else {}
                triage.answer(session, by, quote, levels, may_leave=kind != "internal")
            for told in session.exec(select(Recommendation)).all():
                grounding.add_ground(session, by, told.key, quote)
                for audience in AUDIENCES if kind else (HOME,):
                    if kind != "not chosen":
                        choosing.choose(session, by, audience, told.key, quote)
        quotes["a private letter"] = letter(session, by, KEPT["a private letter"])
        accept_all(session, people["RUTH"])
        keep_for_few(session, people, quotes)
        triage.answer(session, by, quotes["not reviewed"], {}, may_leave=True)
        restrict(session, by, quotes)
        typed(session, by, KEPT["typed and not checked"])
    return quotes


def keep_for_few(session: Session, people: dict[str, int], quotes: dict[str, int]) -> None:
    """Each with its second person: withheld words, named audiences, sealed words."""
    by = people["EDITH"]
    for tier in naming.SWITCHED:
        naming.propose_switching_on(session, people["BORIS"], tier, "Sample.")
    words = [(KEPT["withheld"], Withheld.PLACE)]
    redacting.redact(session, by, quotes["withheld"], words, [Flag.FUNDING])
    accept_all(session, people["RUTH"])
    naming.name_audiences(session, by, quotes["named for one"], [NAMED])
    naming.seal(session, by, quotes["sealed"], [by, people["BORIS"]])


def panel(session: Session, by: int, word: str, published: bool = True) -> int:
    """Testimony of a sample panel of ours, which we may be said to have published."""
    words, why = f"The sample speaker said {word} and nothing else.", "Sample."
    text = f"Sample. {words} Sample."
    raw = RawFile(sha256=hashlib.sha256(text.encode()).hexdigest(), raw=text.encode())
    session.add(raw)
    session.flush()
    source = Source(
        kind=SourceKind.PANEL,
        title="Sample panel",
        published_on=date(2025, 3, 1),
        raw_sha256=raw.sha256,
        text=text,
        extractor="sample",
    )
    stored = record(session, source, by).key
    if published:
        triage.decide_published(session, by, date(2026, 11, 1), stored, why, date(2025, 4, 1), why)
    return quoting.quote_words(session, by, stored, words).key


def letter(session: Session, by: int, word: str) -> int:
    """Its words may leave once somebody says that they were published; nobody did."""
    words = f"The sample speaker said {word} and nothing else."
    said = Described(SourceKind.LETTER, "", "", date(2025, 3, 1), private=True)
    source = quoting.add_source(session, by, date(2026, 11, 1), said, text=f"Sample. {words}")
    quote = quoting.quote_words(session, by, source.key, words).key
    triage.answer(session, by, quote, {}, may_leave=True)
    for audience in AUDIENCES:
        choosing.choose(session, by, audience, 1, quote)
    return quote


def typed(session: Session, by: int, word: str) -> None:
    """From a picture, by one person; no other has read it."""
    said = Described(SourceKind.LETTER, "A sample letter", "Sample ministry", date(2025, 3, 1))
    pictures = [as_kept(encoded(drawn("A sample letter"), "PNG"))]
    row = transcribing.add_pictures(session, by, date(2026, 11, 1), said, pictures)
    words = {1: f"The sample speaker said {word} and nothing else."}
    transcribing.type_words(
        session, by, row.key, words, {}, read_transcription(session, row.key).seen
    )


def accept_all(session: Session, by: int) -> None:
    items = [item for waiting in read_waiting(session) for item in waiting.items]
    reviewing.review_all(session, by, [reviewing.Item.parse(item) for item in items])


def restrict(session: Session, by: int, quotes: dict[str, int]) -> None:
    """Each is one person's word and works at once."""
    triage.embargo(session, by, date(2026, 11, 22), quotes["embargoed"], date(2099, 1, 1))
    triage.withdraw(session, by, quotes["withdrawn"], "Sample.")
    consent = Consent(quote=quotes["consent withdrawn"], state=ConsentState.WITHDRAWN)
    record(session, consent, by)
    told = {"addressee": 1, "source": session.get_one(Quote, quotes["said to us alone"]).source}
    spoke = Conversation(**told, on=date(2025, 3, 1), office="Sample desk", spoken=Spoken.INTERNAL)
    record(session, spoke, by)
    others = Consent(
        quote=quotes["consent for others"], state=ConsentState.LIMITED, audiences=["nobody"]
    )
    record(session, others, by)
    given = Said(ConsentState.GIVEN, (), Rung.CAPTAIN, False, "sample", "Sample", date(2027, 10, 1))
    consenting.say(session, by, date(2026, 11, 1), quotes["consent not reviewed"], given)


def caged(told: bytes | str, allowed: frozenset[str] = frozenset()) -> list[str]:
    """The kinds whose canary is in it, and may not be."""
    text = told if isinstance(told, str) else told.decode("utf-8", "replace")
    return [kind for kind, word in KEPT.items() if word in text and kind not in allowed]


def packs(session: Session, service: Service) -> dict[str, str]:
    """Both lengths of each."""
    today = service.today()
    moment = Moment(today, service.closing(today), today)
    issuer = Issuer("Sample organisation", "", sample=True)
    return {
        code: leave_behind_html(draft(session, code, moment, issuer))
        + full_pack_body(full_draft(session, code, moment, issuer))
        for code in AUDIENCES
    }


def test_no_canary_is_in_a_pack_and_the_control_is_in_one(service, planted, figure) -> None:
    with service.database.reading() as session:
        told = packs(session, service)
    found = [f"{code}: {kind}" for code, pack in told.items() for kind in caged(pack, to(code))]
    figure("what stays inside", f"{len(KEPT)} canaries, {2 * len(told)} packs: {len(found)} found")
    assert found == []
    assert [code for code, pack in told.items() if CONTROL in pack] == [HOME]
    assert [code for code, pack in told.items() if KEPT["named for one"] in pack] == [NAMED]
    assert [code for code, pack in told.items() if "Numbered copy: draft" in pack] == [NAMED]
    assert [code for code, pack in told.items() if TOKEN in pack] == ["nug", "nucc", "us", "eu"]


def test_no_canary_is_in_the_bytes_of_a_word_draft(service, planted, tmp_path, figure) -> None:
    """Both lengths for each audience, every part of the file unpacked."""
    today, told = service.today(), {}
    moment, issuer = Moment(today, service.closing(today), today), Issuer("Sample", "", sample=True)
    with service.database.reading() as session:
        for code in AUDIENCES:
            for make in (draft, full_draft):
                out = tmp_path / f"{code}-{make.__name__}.docx"
                out.write_bytes(word_file(make(session, code, moment, issuer)))
                told[code] = told.get(code, "") + unpacked(out)
    found = [f"{code}: {kind}" for code, parts in told.items() for kind in caged(parts, to(code))]
    figure("what stays inside", f"{len(KEPT)} canaries, {2 * len(told)} Word: {len(found)} found")
    assert found == []
    assert [code for code, parts in told.items() if CONTROL in parts] == [HOME]
    assert [code for code, parts in told.items() if KEPT["named for one"] in parts] == [NAMED]
    assert [code for code, parts in told.items() if TOKEN in parts] == ["nug", "nucc", "us", "eu"]


def test_no_canary_is_in_the_data_for_an_audience(service, planted, figure) -> None:
    today = service.today()
    moment, issuer = Moment(today, service.closing(today), today), Issuer("Sample", "", sample=True)
    with service.database.reading() as session:
        told = {code: str(register_data(session, code, moment, issuer)) for code in AUDIENCES}
    found = [f"{code}: {kind}" for code, data in told.items() for kind in caged(data, to(code))]
    figure("what stays inside", f"{len(KEPT)} canaries, {len(told)} tables: {len(found)} found")
    assert found == []
    assert [code for code, data in told.items() if KEPT["named for one"] in data] == [NAMED]
    assert [code for code, data in told.items() if "Numbered copy: draft" in data] == [NAMED]
    assert [code for code, data in told.items() if TOKEN in data] == ["nug", "nucc", "us", "eu"]


def test_what_is_ours_alone_leaves_in_nothing(service, people, sample_record, figure) -> None:
    """Comments on a finding that does leave, and the engagement log: no pack, no Word draft, no
    table, no feed."""
    today, ours = service.today(), {"comment": "frithstool", "engagement": "gavelkind"}
    moment, issuer = Moment(today, service.closing(today), today), Issuer("Sample", "", sample=True)
    with service.database.writing() as session:
        finding, by = sample_record["finding"], people["BORIS"]
        commenting.comment(session, by, finding, f"Sample: {ours['comment']}.")
        for whom in session.exec(select(Addressee.id)).all():
            said = Engaged(whom, today, EngagedBy.MEETING, *[f"Sample {ours['engagement']}"] * 4)
            engage(session, people["EDITH"], today, said)
        told = list(packs(session, service).values())
        for code in AUDIENCES:
            told += [str(register_data(session, code, moment, issuer))]
            told += [str(word_parts(full_draft(session, code, moment, issuer)))]
        told.append(str(read_news(session, today, service.closing(today))))
    found = [what for what, word in ours.items() if any(word in one for one in told)]
    figure(
        "what stays inside", f"{len(ours)} kinds of our own, {len(told)} files: {len(found)} found"
    )
    assert any("a bill was introduced" in one for one in told)
    assert found == []


@pytest.mark.pdf
def test_no_canary_is_in_a_mail_or_can_be_typed_into_one(
    signed_in, service, people, planted, mailbox, figure
) -> None:
    today = service.today()
    with service.database.reading() as session:
        moment = Moment(today, service.closing(today), today)
        pack = draft(session, HOME, moment, Issuer("Sample organisation", "", sample=True))
    pdf = print_pack(service.press, pack).pdf
    service.press.close()
    edition, _ = issued_and_proposed(service, people, pdf)
    with service.database.writing() as session:
        whom = session.exec(select(Addressee.id).where(Addressee.code == HOME)).one()
        told = contacting.Told("Sample desk", "desk@example.org")
        desk = contacting.add_office(session, people["EDITH"], whom, told).key
    edith, path = signed_in("EDITH"), f"/editions/{edition}/mail"
    form = {"office": str(desk), "do": "preview", "once": "sample"}
    typed = {
        kind: f"They say: the sample speaker said {word} and nothing else."
        for kind, word in KEPT.items()
    }
    let = [
        kind
        for kind, own in typed.items()
        if edith.post(path, {**form, "own": own}).status_code == 200
    ]
    form["own"] = typed["internal"].replace(KEPT["internal"], CONTROL)
    seen = re.findall(r'name="seen" value="(\w+)"', edith.post(path, form).text)
    edith.post(path, {**form, "seen": seen, "do": "send"})
    (mail,) = mailbox.mails
    (file,) = mail.iter_attachments()
    said = mailbox.raw[0].decode() + str(mail.get_body()) + in_pdf(file.get_content())
    figure(
        "what stays inside",
        f"{len(KEPT)} canaries, typed into a mail: {len(let)} let through; "
        f"{len(caged(said))} in the bytes of one with a pack",
    )
    assert let == []
    assert caged(said) == []
    numbered = issued_and_proposed(service, people, pdf, NAMED)[0]
    with service.database.writing() as session:
        on_paper = json.dumps(frozen_of(session, numbered), ensure_ascii=False)
        whom = session.exec(select(Addressee.id).where(Addressee.code == NAMED)).one()
        bureau = contacting.add_office(session, people["EDITH"], whom, told).key
    assert f"Numbered copy: {BY_HAND}." in on_paper
    assert "not numbered" not in on_paper
    form = {"office": str(bureau), "do": "preview", "once": "another"}
    assert "copies are numbered" in edith.post(f"/editions/{numbered}/mail", form).text
    assert CONTROL in mail.get_body().get_content()
    assert CONTROL in in_pdf(file.get_content())


def test_no_canary_is_in_a_file_of_annotations(service, planted, figure) -> None:
    """For an administrator, who reads the most."""
    with service.database.reading() as session:
        sources = session.exec(select(Source.id)).all()
        told = [annotations_of(session, source, service.today()) for source in sources]
    found = [kind for data in told for kind in caged(data)]
    figure("what stays inside", f"{len(KEPT)} canaries, {len(told)} files: {len(found)} found")
    assert found == []
    assert any(told)


def word_parts(pack: FullPack) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(word_file(pack))) as packed:
        return [packed.read(name) for name in packed.namelist()]


def annotations_of(session: Session, source: int, today: date) -> str:
    try:
        return str(write_annotations(session, source, Role.ADMINISTRATOR, today))
    except Refused:
        return ""


def to(code: str) -> frozenset[str]:
    """What may be in a pack for this audience alone."""
    return frozenset({"named for one"} if code == NAMED else ())


@pytest.mark.deep
@pytest.mark.parametrize(
    "kinds",
    [("withdrawn", "not chosen"), pytest.param(tuple(CHOOSABLE), marks=IN_FULL)],
    ids=["two", "all"],
)
def test_no_canary_hides_behind_another(
    service, people, planted, figure, kinds: tuple[str, ...]
) -> None:
    """One kind alone is chosen everywhere, and stands beside the evidence of findings."""
    found, counted = [], 0
    for kind in kinds:
        with service.database.trying() as session:
            choose_alone(session, people["EDITH"], planted, kind)
            rest_on(session, people, service.today(), planted[kind])
            for code, pack in packs(session, service).items():
                counted += 2
                found += [f"{code}: {kind}" for kind in caged(pack, to(code))]
                assert CONTROL not in pack
    figure("what stays inside", f"{len(kinds)} canaries alone, {counted} packs: {len(found)} found")
    assert found == []


def choose_alone(session: Session, by: int, planted: dict[str, int], kind: str) -> None:
    for told in session.exec(select(Recommendation)).all():
        for audience in AUDIENCES:
            for other, quote in planted.items():
                if other == "sealed":
                    continue
                wanted = other == kind != "not chosen"
                choosing.choose(session, by, audience, told.key, quote, chosen=wanted)


def rest_on(session: Session, people: dict[str, int], today: date, quote: int) -> None:
    """Reviewed findings that have the quote beside what supports them."""
    whom = session.exec(select(Addressee).where(Addressee.code == HOME)).one()
    calls = session.exec(select(Call.id).where(Call.addressee == whom.id)).all()
    by = people["EDITH"]
    described = Described(SourceKind.OFFICIAL_STATEMENT, "Sample", "Sample", date(2025, 3, 1))
    act = quoting.add_source(session, by, today, described, text="A sample step was taken.")
    step = quoting.quote_words(session, by, act.key, "A sample step was taken.").key
    evidence = [(step, Stance.SUPPORTS), (quote, Stance.CONTEXT)]
    finding = assessing.Finding(
        Status.FIRST_STEP, "Sample reason.", date(2025, 3, 1), evidence=evidence
    )
    made = assessing.assess(session, by, today, [id for id in calls if id], finding)
    items = [reviewing.Item("assessment", row.key) for row in made]
    reviewing.review_all(session, people["RUTH"], items)


def copied(session: Session, people: dict[str, int], today: date, word: str) -> list[int]:
    """The words of a planted quote on a page of news, quoted from there by whoever may read
    them."""
    said = Described(SourceKind.NEWS, "Sample news", "Sample paper", date(2025, 3, 1))
    words = f"The sample speaker said {word} and nothing else."
    page = quoting.add_source(session, people["EDITH"], today, said, text=f"News: {words} End.")
    for by in (people["EDITH"], people["AMARA"]):
        with suppress(Refused):
            return [quoting.quote_words(session, by, page.key, words).key]
    return []


FREE = "mossgander"


def test_no_canary_leaves_as_the_news(service, people, planted, figure) -> None:
    """Each on a page of its own, as evidence of a finding of its own. What nobody said to us
    is found."""
    today, made = service.today(), []
    with service.database.trying() as session:
        # A letter of an office that nobody checked yet restricts nothing: it is no source.
        others = {"not chosen", "typed and not checked"}
        words = [word for kind, word in KEPT.items() if kind not in others]
        found_already = select(Assessment.call)
        calls = session.exec(select(Call.id).where(col(Call.id).not_in(found_already))).all()
        for call, word in zip(calls, [FREE, *words], strict=False):
            evidence = [(q, Stance.SUPPORTS) for q in copied(session, people, today, word)]
            finding = assessing.Finding(
                Status.FIRST_STEP, "Sample reason.", date(2025, 3, 1), evidence=evidence
            )
            with suppress(Refused):
                made += assessing.assess(session, people["EDITH"], today, [call], finding)
        items = [reviewing.Item("assessment", row.key) for row in made]
        reviewing.review_all(session, people["RUTH"], items)
        told = packs(session, service)
        told["feed"] = str(read_news(session, today, service.closing(today)))
    found = [f"{code}: {kind}" for code, pack in told.items() for kind in caged(pack, to(code))]
    figure("what stays inside", f"{len(words)} canaries as news: {len(found)} found")
    assert len(calls) > len(words)
    assert found == []
    assert any(FREE in pack for pack in told.values())


def in_pdf(pdf: bytes) -> str:
    """Everything that can be read out of it: its text, every stream, its metadata."""
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]
    told = [pdf.decode("latin-1"), re.sub(r"\s+", " ", " ".join(pages))]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Stream):
                told.append(thing.read_bytes().decode("latin-1"))
            told.append(str(thing))
    return " ".join(told)


@pytest.mark.pdf
@pytest.mark.parametrize(
    "codes", [(HOME,), pytest.param(AUDIENCES, marks=IN_FULL)], ids=["one", "all"]
)
def test_no_canary_is_in_the_bytes_of_a_pdf(
    service, planted, figure, codes: tuple[str, ...]
) -> None:
    today = service.today()
    moment, printed = Moment(today, service.closing(today), today), {}
    issuer = Issuer("Sample organisation", "", sample=True)
    with service.database.reading() as session:
        for code in codes:
            lengths = [make(session, code, moment, issuer) for make in (draft, full_draft)]
            files = [print_pack(service.press, pack).pdf for pack in lengths]
            printed[code] = " ".join(map(in_pdf, files))
    service.press.close()
    found = [f"{code}: {kind}" for code, told in printed.items() for kind in caged(told, to(code))]
    figure("what stays inside", f"{len(KEPT)} canaries, {2 * len(codes)} PDFs: {len(found)} found")
    assert found == []
    assert [code for code, told in printed.items() if CONTROL in told] == [HOME]


@pytest.mark.deep
@ONE_OR_ALL
def test_pages_show_no_canary_to_whom_it_is_not_for(
    signed_in, routes, planted, figure, codes: tuple[str, ...]
) -> None:
    found, shown, asked = [], Counter[str](), 0
    for code in codes:
        browsing = signed_in(code)
        for path in addresses(routes, planted):
            answer = browsing.get(path)
            asked += 1
            here = set(caged(answer.content + str(answer.headers).encode()))
            leaves = path.startswith("/packs/") and not is_chosen_from(path)
            may = to(path.split("/")[2]) if leaves else frozenset()
            wrong = {
                kind for kind in here if not may_see(kind, code) or (leaves and kind not in may)
            }
            found += [f"{code or 'a stranger'}, {path}: {kind}" for kind in sorted(wrong)]
            shown.update(here)
    figure(
        "what stays inside",
        f"{asked} answers to {len(codes)} visitors: {len(found)} canaries where they must not be, "
        f"{shown.total()} inside",
    )
    assert found == []
    assert shown["internal"] > 0


def may_see(kind: str, code: str) -> bool:
    return bool(code) and code in SHOWN_TO.get(kind, frozenset(PEOPLE))


@pytest.mark.deep
def test_a_third_person_finds_sealed_words_nowhere(signed_in, planted, figure) -> None:
    """Where words stand on pages; every page in ./test deep."""
    word, quote = KEPT["sealed"], planted["sealed"]
    paths = [f"/quotes/{quote}", f"/triage/{quote}", "/triage", "/sources", "/start/grounds?for=1"]
    paths += [
        "/search?q=sample+speaker",
        "/search?q=sample+speaker&what=quote&addressee=eu",
        "/packs/eu/quotes",
        "/review",
        "/tiers",
        "/recommendations/1/nug",
    ]
    paths += [f"/sources/{n}" for n in range(1, 4 + len(planted))]
    paths += ["/packs/eu/quotes?q=sample+speaker", "/start/grounds?for=1&q=sample+speaker"]
    ruth, edith = signed_in("RUTH"), signed_in("EDITH")
    found = [path for path in paths if word in ruth.get(path).text]
    said = f"{len(paths)} pages for a third person: {len(found)} with sealed words"
    figure("what stays inside", said)
    assert found == []
    assert word in edith.get(f"/quotes/{quote}").text
    assert word not in edith.get("/triage").text


def is_chosen_from(path: str) -> bool:
    """Where whoever records picks quotes for a pack or for an ask, from all that they may read;
    beside each stands whether it may leave."""
    return path.partition("?")[0].endswith("/quotes") or "/asks/" in path


def addresses(routes, planted: dict[str, int]) -> list[str]:
    """Every page, the pages of each quote and of each source, and searches for them all."""
    pages = [r for r in routes if r.method == "GET" and not r.path.endswith(".pdf")]
    paths = {r.path for r in pages} | {f"/sources/{n}" for n in range(1, 4 + len(planted))}
    for page in ("/search?", "/packs/eu/quotes?", "/start/grounds?for=1&"):
        paths.add(f"{page}q=sample+speaker")
    for quote in planted.values():
        paths |= {r.pattern.replace("{quote:int}", str(quote)) for r in pages if "{q" in r.pattern}
        paths.add(f"/triage/{quote}?after={quote}")
    return sorted(paths)


COMMANDS = (
    *("quotes", "discrepancies", "register", "check", "search speaker", "source list"),
    *("ask list eu", "texts list", "review list --all", "tier list", "triage list"),
    *("edition list", "edition review eu"),
)
ON_ONE_QUOTE = (
    *("quote show Q{}", "suggest --quote Q{}", "cite --quote Q{}"),
    *("quote variants Q{}", "triage flags Q{}"),
)
ON_ITS_SOURCE = ("source show S{}", "cite --source S{} --format ris")


@pytest.mark.deep
def test_commands_print_no_canary_that_the_person_may_not_read(
    service, people, planted, monkeypatch, capsys, tmp_path, figure
) -> None:
    terminal = Terminal(monkeypatch, capsys).at(tmp_path / "home", service.database.url)
    found, shown, commands = [], Counter[str](), set(COMMANDS)
    with service.database.reading() as session:
        for quote in planted.values():
            source = session.get_one(Quote, quote).source
            commands |= {one.format(quote) for one in ON_ONE_QUOTE}
            commands |= {one.format(source) for one in ON_ITS_SOURCE}
    for code in PEOPLE:
        for command in sorted(commands) if code else ():
            as_json = () if command.startswith("cite") else ("--json",)
            status, said = terminal.say(*command.split(), *as_json, "--as", code)
            assert status == 0 or command not in COMMANDS, said
            here = caged(said)
            shown.update(here)
            # Sealed words are read on their own page only.
            here = [kind for kind in here if kind == "sealed" or not may_see(kind, code)]
            found += [f"{command} as {code}: {kind}" for kind in here]
    figure(
        "what stays inside",
        f"{len(commands)} commands x 4 roles: {len(found)} canaries where they must not be",
    )
    assert found == []
    assert shown["internal"] > 0


FILES = (
    *("export {0} --out {1}.xlsx", "export {0} --out {1}.zip"),
    "pack {0} --full --out {1}.docx",
    *(f"cite --audience {{0}} --format {kind} --out {{1}}" for kind in ("csl", "bibtex", "ris")),
)


def unpacked(path: Path) -> str:
    """Every byte of a file, and of what is packed in it."""
    told = [path.read_bytes()]
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            told += [packed.read(name) for name in packed.namelist()]
    return " ".join(part.decode("utf-8", "replace") for part in told)


@pytest.mark.parametrize(
    "codes", [(HOME,), pytest.param(AUDIENCES, marks=IN_FULL)], ids=["one", "all"]
)
def test_no_canary_is_in_a_file_that_a_command_writes(
    service, planted, monkeypatch, capsys, tmp_path, figure, codes: tuple[str, ...]
) -> None:
    terminal = Terminal(monkeypatch, capsys).at(tmp_path / "home", service.database.url)
    found, held = [], Counter[str]()
    for code in codes:
        for n, command in enumerate(FILES):
            out = tmp_path / f"{code}-{n}"
            status, said = terminal.say(*command.format(code, out).split(), "--as", "AMARA")
            assert status == 0, said
            (written,) = tmp_path.glob(f"{code}-{n}*")
            told = unpacked(written)
            found += [f"{command} for {code}: {kind}" for kind in caged(told, to(code))]
            held[code] += CONTROL in told
    files = len(codes) * len(FILES)
    figure("what stays inside", f"{len(KEPT)} canaries, {files} files: {len(found)} found")
    assert found == []
    assert set(held.elements()) == {HOME}


def test_no_search_finds_or_counts_a_canary_for_whom_it_is_not(service, planted, figure) -> None:
    """By the very word, and by words beside it, for every role and for nobody."""
    found, shown, asked = [], Counter[str](), 0
    with service.database.reading() as session:
        for code, role in PEOPLE.items():
            for kind, word in KEPT.items():
                for words in (word, f"speaker {word}", f'"said {word}"', word[:6]):
                    told = find(session, words, role)
                    asked += 1
                    may = role is not None and kind != "sealed"
                    may = may and (kind != "withdrawn" or role is Role.ADMINISTRATOR)
                    said = "".join(part.text for hit in told.hits for part in hit.parts)
                    shown.update(caged(said))
                    if not may and (told.count or told.hits or told.more):
                        found.append(f"{words} as {code or 'nobody'}")
            every = find(session, "sample speaker said", role)
            said = "".join(part.text for hit in every.hits for part in hit.parts)
            wrong = [kind for kind in caged(said) if kind == "sealed" or not may_see(kind, code)]
            found += [f"everything as {code or 'nobody'}: {kind}" for kind in wrong]
    figure("what stays inside", f"{asked} searches for canaries: {len(found)} found or counted")
    assert found == []
    assert shown["internal"] > 0


def test_logs_hold_no_canary(
    signed_in, app, service: Service, planted, tmp_path, capfd, figure
) -> None:
    """Where something fails: an error's own message has the words that were sent."""
    editor, path = signed_in("EDITH"), f"/quotes/{planted['internal']}"
    lost = Database(f"sqlite:///{tmp_path}/not/there.sqlite")
    with structlog.testing.capture_logs() as lines:
        for kind, word in KEPT.items():
            app.state.service = service
            editor.get(f"/search?q={word}")
            editor.post(f"{path}/withdraw", {"why": ""})
            editor.post(f"/no/such/page/{word}", {"why": word})
            app.state.service = replace(service, press=None)
            assert editor.get("/packs").status_code == 500
            app.state.service = replace(service, database=lost)
            quote = planted.get(kind, planted["internal"])
            answer = editor.post(f"/quotes/{quote}/withdraw", {"why": word})
            assert answer.status_code == 503
    app.state.service = service
    said = capfd.readouterr()
    found = caged(f"{lines}{said.out}{said.err}")
    figure("what stays inside", f"{len(lines)} lines of log: {len(found)} canaries")
    assert len(lines) >= 2 * len(KEPT)
    assert found == []
