"""Promises of safety, each with its figure: what they share is the router itself."""

import hashlib
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from sqlmodel import Session, col, select

from exports.editions import compose_proposed, propose
from exports.freezing import frozen, hash_of, quote_ids
from exports.texts import FixedText
from recommendations import commenting, contacting
from recommendations.asking import Wanted, ask
from recommendations.closing import propose_closing
from recommendations.contacting import Told
from recommendations.convening import Convened, convene
from recommendations.deciding import Taken, enter_decision
from recommendations.delivering import Handed, deliver
from recommendations.engaging import Engaged, engage
from recommendations.erasing import ask_for_quote
from recommendations.issuing import File, Issue, issue, next_number
from recommendations.models import (
    Addressee,
    Call,
    Discrepancy,
    Ground,
    Quote,
    Recommendation,
    Source,
)
from recommendations.positioning import Said, hold_position
from recommendations.quoting import pasted, quote_words
from recommendations.reading.pictures import Picture
from recommendations.records.descriptions import Described
from recommendations.scheduling import Told as PointTold
from recommendations.scheduling import add_point
from recommendations.transcribing import add_pictures
from recommendations.triage import withdraw
from recommendations.vocabulary import (
    Channel,
    Decided,
    EngagedBy,
    Length,
    PositionValue,
    Role,
    SourceKind,
)
from tests.on_databases import POSTGRESQL_WHEN_DEEP
from tracker.accounts import feeds, invitations, pack_links, ways_back
from tracker.accounts.feeds import FeedKind
from tracker.accounts.models import Account
from tracker.bringing import keep
from tracker.keeping import shelf
from tracker.service import Service
from tracker.web.assets import asset_path
from tracker.web.policy import Policy

PROMISES = tomllib.loads(Path(__file__).with_name("promises.toml").read_text())
PICTURE = b"Sample: no picture at all."


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Before what was not asked for is left out: which tests have a longer form. And what
    asks nothing of the database itself is not run twice in its long form."""
    items[:] = [item for item in items if not _is_long_on_postgresql(item)]
    deep = {item.nodeid.partition("[")[0] for item in items if item.get_closest_marker("deep")}
    for item in items:
        item.user_properties.append(("has_deep", item.nodeid.partition("[")[0] in deep))


def _is_long_on_postgresql(item: pytest.Item) -> bool:
    on = getattr(getattr(item, "callspec", None), "params", {}).get("database_kind")
    return on == "postgresql" and item.get_closest_marker("on_sqlite") is not None


@pytest.fixture
def figure(
    request: pytest.FixtureRequest, record_property: Callable[[str, object], None]
) -> Callable[[str, str], None]:
    """figure("crash", "200 kills: 0 lost") prints what was measured and keeps it."""

    def say(promise: str, said: str) -> None:
        assert promise in PROMISES, f"{promise} stands in no promises.toml"
        print(f"{promise}: {said}")
        record_property("figure", [promise, said])

    return say


@pytest.fixture(params=POSTGRESQL_WHEN_DEEP)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Both databases in ./test deep; what rests on the database alone says so itself."""
    return request.param


@dataclass(frozen=True)
class Route:
    """`path` has real ids in the place of parameters."""

    method: str
    pattern: str
    path: str
    policy: Policy


def issued_and_proposed(
    service: Service,
    people: dict[str, int],
    raw: bytes = b"%PDF a sample that nobody printed",
    code: str = "eu",
) -> tuple[int, int]:
    """An edition of a pack, by default that for the EU, and a proposal for the next one."""
    moment = service.moment(service.today())
    with service.database.writing() as session:
        contents = compose_proposed(session, code, moment, service.issuer())
        first = propose(session, people["EDITH"], code, moment.day, contents)
        told = frozen(contents)
        file = File(Length.LEAVE_BEHIND, "en", raw)
        number = next_number(session, first.pack)
        edition = Issue(number, told, hash_of(told), "0" * 64, quote_ids(contents), [file])
        issued = issue(session, people["RUTH"], first.key, edition).key
        issuer = replace(service.issuer(), contact="another@example.org")
        again = compose_proposed(session, code, moment, issuer)
        return issued, propose(session, people["EDITH"], code, moment.day, again).key


@pytest.fixture
def ids(service: Service, people: dict[str, int], sample_record: dict[str, int]) -> dict[str, str]:
    """What stands for each parameter of a path, of the sample record. The longer name
    first: a draft under /position is a position."""
    with service.database.writing() as session:
        call = session.get_one(Call, sample_record["call"])
        said = Said(
            PositionValue.ACKNOWLEDGED, sample_record["bill"], date(2025, 4, 1), [call.measure]
        )
        position = hold_position(
            session, people["EDITH"], service.today(), call.addressee, said
        ).key
        report = session.exec(select(Source).order_by(col(Source.id))).first()
        assert report
        quote = session.exec(select(Quote.id).where(Quote.testimony)).first()
        odd = session.exec(select(Discrepancy.id)).first()
        ground, measure = session.exec(select(Ground.id)).first(), call.measure
        owner = people["RUTH"]
        session.add(Account(person=owner, email="ruth@example.org", password_hash="-"))
        back = ways_back.make(session, "ruth@example.org")
        file = pasted("Sample text that waits.")
        waiting = keep(session, people["EDITH"], "", file.raw, None, file.read)
        withdrawn = quote_words(session, people["EDITH"], report.key, report.text[5000:5100]).key
        withdraw(session, people["EDITH"], withdrawn, "Sample.")
        described = Described(SourceKind.LETTER, "Sample", "Sample office", service.today())
        picture = Picture(PICTURE, hashlib.sha256(PICTURE).hexdigest(), "image/png", 1, 1)
        scanned = add_pictures(session, people["EDITH"], service.today(), described, [picture]).key
        erasure = ask_for_quote(session, people["AMARA"], withdrawn, "Sample.").key
        told, whom = _recommended(session, 3, "eu")
        wanted = Wanted(told, whom, "the Sample Council", "adopt the sample act")
        told_of = Told("Sample desk", "desk@example.org")
        office = contacting.add_office(session, people["EDITH"], whom, told_of).key
        decides = PointTold(whom, "Sample day", service.today(), quote=sample_record["bill"])
        point = add_point(session, people["EDITH"], service.today(), decides).key
        asked = ask(session, people["EDITH"], service.today(), "eu", wanted).key
        token = invitations.invite(session, Role.EDITOR, "sample@example.org", people["AMARA"])
        said = commenting.comment(session, people["EDITH"], sample_record["finding"], "Sample.").key
        _, elsewhere = _recommended(session, 1, "nug")
        talked = Engaged(elsewhere, service.today(), EngagedBy.TELEPHONE, "Sample desk", "Sample?")
        talk = engage(session, people["EDITH"], service.today(), talked).key
        of_meetings = _meetings(session, people["EDITH"], service.today(), call.key)
        feed = feeds.make(session, people["EDITH"], FeedKind.CHANGES)
        calendar = feeds.make(session, people["EDITH"], FeedKind.CALENDAR)
    edition, proposal = issued_and_proposed(service, people)
    with service.database.writing() as session:
        handed = Handed(edition, office, service.today(), Channel.LINK)
        delivery = deliver(session, people["EDITH"], service.today(), handed)
        link = pack_links.make(session, people["EDITH"], delivery, "en")
        went = delivery.key
        number = pack_links.of_edition(session, edition)[0].id
    kept = service.settings.home / shelf.FOLDER / "tracker-20260101T000000Z.tar"
    kept.parent.mkdir()
    kept.write_bytes(b"Sample: no backup at all.")
    version, name = asset_path("style.css").split("/")[-2:]
    return {
        "asks/new/{place:int}/{addressee:str}": "asks/new/3/eu",
        "{ask:int}": str(asked),
        "worklist/{item:str}": "worklist/odd:1",
        "{point:int}": str(point),
        "position/{draft:int}": f"position/{position}",
        "{draft:int}": str(sample_record["draft"]),
        "pages/{place:int}": "pages/1",
        "{place:int}": "1",
        "{addressee:str}": "nug",
        "discrepancies/{number:int}": f"discrepancies/{odd}",
        "{number:int}": "1",
        "{source:int}": str(report.key),
        "{brought:int}": str(waiting),
        "{quote:int}": str(quote),
        "{ref:str}": FixedText("Sources", "", "").ref,
        "{transcription:int}": str(scanned),
        "{erasure:int}": str(erasure),
        "{tier:str}": "S1",
        "{assessment:int}": str(sample_record["finding"]),
        "{comment:int}": str(said),
        "{engagement:int}": str(talk),
        **of_meetings,
        "{search:int}": str(sample_record["search"]),
        "{ground:int}": str(ground),
        "{measure:int}": str(measure),
        "{person:int}": str(people["EMIL"]),
        "review/{name:str}": f"review/assessment-{sample_record['draft']}",
        "{backup:str}": kept.name,
        "{file:str}": "0" * 64,
        "{office:int}": str(office),
        "{link:int}": str(number),
        "{delivery:int}": str(went),
        "/p/{token:str}": f"/p/{link}",
        "{code:str}": "eu",
        "citations/{kind:str}": "citations/ris",
        "citation/{kind:str}": "citation/csl",
        "word/{kind:str}": "word/full-pack",
        "{edition:int}/files/{kind:str}": f"{edition}/files/leave-behind",
        "{edition:int}/proofs/{kind:str}": f"{edition}/proofs/leave-behind",
        "{edition:int}": str(edition),
        "{proposal:int}": str(proposal),
        "{kind:str}": "xlsx",
        "way-back/{token:str}": f"way-back/{back}",
        "feeds/{token:str}": f"feeds/{feed}",
        "feeds/calendar/{token:str}": f"feeds/calendar/{calendar}",
        "{token:str}": token,
        "{version:str}": version,
        "{name:str}": name,
    }


def _meetings(session: Session, by: int, today: date, call: int) -> dict[str, str]:
    """A meeting of the board, what it was asked, and what it decided."""
    meeting = convene(session, by, today, Convened(today, "Sample agenda", "B/1")).key
    (asked,) = propose_closing(session, by, [call], "Sample: it is finished.")
    noted = Taken("4.1", "Sample: taken note of.", Decided.NOTED)
    closed = Taken("4.2", "Sample: finished.", closes=True, calls=[call])
    (decision,) = enter_decision(session, by, today, meeting, noted)
    enter_decision(session, by, today, meeting, closed)
    return {
        "{meeting:int}": str(meeting),
        "{closing:int}": str(asked.key),
        "{kind:str}/{id:int}/take-back": f"decision/{decision.key}/take-back",
    }


def _recommended(session: Session, place: int, addressee: str) -> tuple[int, int]:
    """The ids of a recommendation and of an addressee."""
    told = session.exec(select(Recommendation.id).where(Recommendation.place == place)).one()
    return told, session.exec(select(Addressee.id).where(Addressee.code == addressee)).one()


@pytest.fixture
def with_ids(ids: dict[str, str]) -> Callable[[str], str]:
    """with_ids("/quotes/{quote:int}") is an address that leads somewhere."""

    def filled(pattern: str) -> str:
        path = pattern
        for parameter, value in ids.items():
            path = path.replace(parameter, value)
        assert "{" not in path, f"{pattern}: a parameter that no id is known for"
        return path

    return filled


@pytest.fixture
def routes(app: Litestar, with_ids: Callable[[str], str]) -> list[Route]:
    """Every route there is; one with a parameter that no id is known for fails."""
    return [
        Route(method, route.path, with_ids(route.path), handler.opt["policy"])
        for route in sorted(app.routes, key=lambda route: route.path)
        for handler in getattr(route, "route_handlers", [])
        if isinstance(handler, HTTPRouteHandler)
        for method in sorted(handler.http_methods - {"OPTIONS", "HEAD"})
    ]
