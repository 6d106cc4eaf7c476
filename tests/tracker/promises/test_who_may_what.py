"""Who may what: every route, asked by every role and by a stranger."""

from collections import Counter
from urllib.parse import quote as escaped

import pytest
from sqlmodel import col, select

from recommendations.gate import may_read
from recommendations.models import Ground, Quote, Source, TierChange
from recommendations.records import chain
from recommendations.records.standing import standings
from recommendations.records.writing import record
from recommendations.register.sources import read_sections
from recommendations.triage import withdraw
from recommendations.vocabulary import Role, Tier
from tracker.service import Service
from tracker.web.policy import Policy

IN_FULL = [pytest.mark.deep, pytest.mark.on_sqlite]
ROLES = {
    "AMARA": Role.ADMINISTRATOR,
    "EDITH": Role.EDITOR,
    "RUTH": Role.REVIEWER,
    "BORIS": Role.BOARD,
    "": None,
}
ONE_OR_ALL = pytest.mark.parametrize(
    "codes", [("EDITH",), pytest.param(tuple(ROLES), marks=IN_FULL)], ids=["one", "all"]
)
NOT_IN_THIS_RECORD = {
    "/quotes/{quote:int}/tier/erase",  # nothing is sealed
    "/sources/{source:int}/changes",  # no source has an earlier version
    "/sources/{source:int}/correct",  # the report was not typed here
    "/sources/{source:int}/stricter",  # nor was it told to us
}
OF_EDITH_ALONE = {"/sources/new/{brought:int}"}
"""What she brought and has not stored yet."""
WINDOW = 6
"""Words in a row by which a quote is known again."""


def test_nobody_is_let_in_where_the_policy_says_no(
    signed_in, routes, service: Service, figure
) -> None:
    counts: Counter[str] = Counter()
    before = history(service)
    wrong = []
    for code, role in ROLES.items():
        browsing = signed_in(code)
        for route in routes:
            if route.policy is Policy.ANYONE or role in route.policy.roles:
                continue
            counts["asked"] += 1
            if not is_refused(ask(browsing, route), role):
                wrong.append(f"{code or 'a stranger'}: {route.method} {route.pattern}")
    figure(
        "who may what",
        f"{len(routes)} routes x {len(ROLES)} visitors, {counts['asked']} refusals asked for: "
        f"{len(wrong)} unauthorised",
    )
    assert wrong == []
    assert counts["asked"] > 100
    assert history(service) == before


def ask(browsing, route):
    if route.method == "POST":
        return browsing.post(route.path)
    return browsing.get(route.path, follow=False)


def is_refused(answer, role: Role | None) -> bool:
    """Someone signed in is told so; a stranger is asked to sign in."""
    if role is not None:
        return answer.status_code == 403 and "Not yours to do" in answer.text
    if answer.status_code == 303:
        return answer.headers["location"].startswith("/sign-in?") and not answer.text
    return answer.status_code == 401 and "Sign in" in answer.text


def test_a_route_with_a_parameter_that_nobody_thought_of_fails_here(with_ids) -> None:
    with pytest.raises(AssertionError, match="no id is known"):
        with_ids("/quotes/{quote:int}/{unheard_of:int}")


@pytest.mark.deep
@ONE_OR_ALL
def test_whoever_the_policy_names_is_let_in(signed_in, routes, codes: tuple[str, ...]) -> None:
    """Without this, a service that refuses everyone would keep the promise above. Where the
    record has nothing of the kind, that is what is said."""
    barred = []
    asked = [route for route in routes if route.method == "GET"]
    for code in codes:
        role, browsing = ROLES[code], signed_in(code)
        for route in asked:
            if route.policy is Policy.ANYONE or role in route.policy.roles:
                answer = browsing.get(route.path, follow=False)
                not_there = NOT_IN_THIS_RECORD | (set() if code == "EDITH" else OF_EDITH_ALONE)
                there = route.pattern not in not_there
                if answer.status_code not in ({200, 303} if there else {404}):
                    barred.append(f"{code}: {route.pattern} {answer.status_code}")
    assert barred == []


@pytest.mark.deep
def test_reading_changes_nothing(signed_in, routes, service: Service, figure) -> None:
    before = history(service)
    amara = signed_in("AMARA")
    asked = [r for r in routes if r.method == "GET" and not r.path.endswith(".pdf")]
    for route in asked:
        amara.get(route.path, follow=False)
    changes = history(service).seq - before.seq
    figure("who may what", f"{len(asked)} pages read by an administrator: {changes} changes")
    assert history(service) == before


def history(service: Service) -> chain.Head:
    with service.database.reading() as session:
        return chain.head(session)


@pytest.fixture
def in_tiers(service: Service, people: dict[str, int]) -> dict[str, Quote]:
    """Testimony that is open, inside, sealed and withdrawn. Grounds, because they stand
    on the most pages."""
    with service.database.writing() as session:
        grounds = select(Ground.quote).distinct().order_by(col(Ground.quote))
        found = [session.get_one(Quote, id) for id in session.exec(grounds)]
        rows = [q for q in found if len(q.exact.split()) > 2 * WINDOW][:4]
        by = people["EDITH"]
        for row, tier in ((rows[0], Tier.OPEN), (rows[2], Tier.SEALED)):
            change = TierChange(quote=row.key, tier=tier, opens=False, why="Sample.")
            record(session, change, by)
        withdraw(session, by, rows[3].key, "Sample.")
    return dict(zip(("open", "internal", "sealed", "withdrawn"), rows, strict=True))


def windows(words: str) -> set[str]:
    row = words.split()
    return {" ".join(row[n : n + WINDOW]) for n in range(len(row) - WINDOW + 1)}


@pytest.mark.deep
@ONE_OR_ALL
def test_words_are_read_only_by_those_whom_the_gate_lets_read_them(
    signed_in, routes, ids, in_tiers, service: Service, said_in, figure, codes
) -> None:
    with service.database.reading() as session:
        standing = standings(session, in_tiers.values())
    known = {name: windows(row.exact) for name, row in in_tiers.items()}
    seen: Counter[tuple[str, str]] = Counter()
    wrong = []
    paths = paths_of(routes, in_tiers)
    paths += sections_of(service, ids["{source:int}"], None if len(codes) > 1 else in_tiers)
    for code in codes:
        role, browsing = ROLES[code], signed_in(code)
        for path in paths:
            text = said_in(browsing.get(path).text)
            for name, row in in_tiers.items():
                if any(words in text for words in known[name]):
                    seen[code, name] += 1
                    if not may_read(standing[row.key], role):
                        wrong.append(f"{code or 'a stranger'}: {name} words on {path}")
    figure(
        "who may what",
        f"{len(paths)} addresses x {len(codes)} visitors x {len(in_tiers)} tiers: "
        f"{sum(seen.values())} times words were read, {len(wrong)} times unauthorised",
    )
    assert wrong == []
    assert all(seen[code, tier] for code in codes if code for tier in ("open", "internal"))
    assert seen["AMARA", "withdrawn"] or "AMARA" not in codes


@pytest.mark.deep
@ONE_OR_ALL
def test_answers_to_forms_tell_no_words_that_are_not_for_the_sender(
    signed_in, routes, in_tiers, service: Service, said_in, figure, codes
) -> None:
    """Each form about each quote, with a search for its words; what restricts needs a reason,
    and none is sent."""
    with service.database.reading() as session:
        standing = standings(session, in_tiers.values())
    known = {name: windows(row.exact) for name, row in in_tiers.items()}
    counts, wrong = Counter[str](), []
    ending = {"/sign-out", "/account/sign-out-everywhere", "/keeping/lock"}
    forms = [r for r in routes if r.method == "POST" and r.path not in ending]
    for code in codes:
        for route in forms:
            browsing = signed_in(code)
            for asked in in_tiers.values():
                path = in_place(route, asked)
                words = " ".join(asked.exact.split()[:3])
                fields = {"quote": str(asked.id), "recommendation": "1", "q": words, "do": "search"}
                text = said_in(browsing.post(path, fields).text)
                counts["answers"] += 1
                for name, row in in_tiers.items():
                    if any(words in text for words in known[name]):
                        counts["read"] += 1
                        if not may_read(standing[row.key], ROLES[code]):
                            wrong.append(f"{code or 'a stranger'}: {name} words from {path}")
    figure(
        "who may what",
        f"{counts['answers']} answers to forms of {len(codes)} visitors: {counts['read']} times "
        f"words were read, {len(wrong)} times unauthorised",
    )
    assert wrong == []
    assert counts["read"] > 0


def in_place(route, asked: Quote) -> str:
    """The address with this quote in the place of the one that stands there."""
    parts = zip(route.pattern.split("/"), route.path.split("/"), strict=True)
    return "/".join(str(asked.id) if name == "{quote:int}" else real for name, real in parts)


def paths_of(routes, in_tiers: dict[str, Quote]) -> list[str]:
    """Every page, the pages of each quote, and searches for its words."""
    pages = [r for r in routes if r.method == "GET" and not r.path.endswith(".pdf")]
    paths = {route.path for route in pages}
    for row in in_tiers.values():
        paths |= {
            route.pattern.replace("{quote:int}", str(row.id))
            for route in pages
            if "{quote:int}" in route.pattern
        }
        words = escaped(" ".join(row.exact.split()[:3]))
        paths |= {f"/search?q={words}", f"/packs/eu/quotes?q={words}"}
        paths |= {f"/start/grounds?for=1&q={words}", f"/triage/{row.id}?after={row.id}"}
    return sorted(paths)


def sections_of(service: Service, source: str, around: dict[str, Quote] | None) -> list[str]:
    """Of the report: all of them, or those in which these quotes stand."""
    with service.database.reading() as session:
        sections = read_sections(session, session.get_one(Source, int(source)))
    return [
        f"/sources/{source}/sections/{s.number}"
        for s in sections
        if around is None or any(s.start <= q.start < s.end for q in around.values())
    ]
