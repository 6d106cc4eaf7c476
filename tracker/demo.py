"""The sample home: the real report, with invented people, triage, positions, assessments and
sources, all of it labelled as sample."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from recommendations import (
    asking,
    assessing,
    choosing,
    grounding,
    positioning,
    quoting,
    reviewing,
    scheduling,
    searching,
    splitting,
    triage,
)
from recommendations.models import (
    Addressee,
    Call,
    Ground,
    Measure,
    Person,
    Quote,
    Recommendation,
    Source,
)
from recommendations.records.descriptions import Described
from recommendations.records.writing import record
from recommendations.register.quotes import quote_views
from recommendations.register.waiting import read_waiting
from recommendations.vocabulary import (
    Flag,
    PositionValue,
    Role,
    SearchFor,
    SourceKind,
    Stance,
    Status,
)
from tracker.demo_board import hold_meetings, talk
from tracker.demo_sources import add_sources
from tracker.service import Service

MARK = "SAMPLE"
PEOPLE = (
    ("Sample Editor", Role.EDITOR),
    ("Sample Reviewer", Role.REVIEWER),
    ("Sample Board", Role.BOARD),
)


@dataclass(frozen=True)
class SampleSource:
    kind: SourceKind
    publisher: str
    title: str
    on: date
    text: str
    words: str


STATEMENT = SampleSource(
    SourceKind.OFFICIAL_STATEMENT,
    "Sample Council",
    "Sample conclusions on those who leave the armed forces",
    date(2025, 3, 10),
    "This text is an invented sample. The Sample Council took note of the situation. It supports "
    "assistance to persons who have left the armed forces and will examine training for them. "
    "It will return to the matter.",
    "It supports assistance to persons who have left the armed forces and will examine training "
    "for them.",
)
ACT = SampleSource(
    SourceKind.OFFICIAL_ACT,
    "Sample Official Journal",
    "Sample decision on restrictive measures",
    date(2026, 4, 28),
    "This text is an invented sample. Article 1. Twelve persons and four entities are added to "
    "the sample list. Article 2. The sample measures apply until 30 April 2027.",
    "The sample measures apply until 30 April 2027.",
)
AGAINST = SampleSource(
    SourceKind.NEWS,
    "Sample News",
    "Sample fuel deliveries continue",
    date(2026, 7, 2),
    "This text is an invented sample. Two sample traders said that deliveries of aviation fuel "
    "have continued since the decision. The Sample Council did not comment.",
    "deliveries of aviation fuel have continued since the decision",
)
POLICY = SampleSource(
    SourceKind.OFFICIAL_STATEMENT,
    "Sample Ministry",
    "Sample draft policy on integration",
    date(2025, 9, 1),
    "This text is an invented sample. The Sample Ministry has put a draft policy on the "
    "integration of former soldiers before the sample council. No date for it was named.",
    "The Sample Ministry has put a draft policy on the integration of former soldiers before the "
    "sample council.",
)
DONE_WHEN = "Sample test of done: a published act names the programme and its first payment."


def fill(service: Service) -> None:
    """Everything in one transaction; a home that is filled is left alone."""
    (service.settings.home / MARK).touch()
    today = service.today()
    with service.database.writing() as session:
        if session.exec(select(Person)).first() is not None:
            return
        editor, reviewer, board = (
            record(session, Person(code=code, role=role), None).key for code, role in PEOPLE
        )
        _decide(session, editor, today)
        _triage(session, editor)
        _split_and_ground(session, editor)
        _accept_all(session, reviewer)
        _findings(session, editor, today)
        _accept_all(session, reviewer)
        _choose(session, editor)
        _ask(session, editor, today)
        _drafts(session, editor, today)
        add_sources(session, editor, today)
        call = _calls(session, "eu", 4)[0]
        hold_meetings(session, editor, board, today, call.key)
        talk(session, editor, board, today, call)


def _decide(session: Session, editor: int, today: date) -> None:
    source = session.exec(select(Source)).one()
    triage.decide_published(
        session,
        editor,
        today,
        source.key,
        "Sample board of the organisation",
        date(2024, 10, 31),
        "Sample reason: the report is public.",
    )


def _triage(session: Session, editor: int) -> None:
    """As the import proposes; what no flag was proposed for may leave."""
    own = select(Recommendation.quote)
    rows = session.exec(
        select(Quote).where(col(Quote.id).not_in(own)).order_by(col(Quote.id))
    ).all()
    for quote in quote_views(session, rows).values():
        levels = {flag: level for flag, level, _ in quote.proposed}
        held = any(flag.is_operational or flag is Flag.SEXUAL_VIOLENCE for flag in levels)
        triage.answer(session, editor, quote.id, levels, may_leave=not held)


def _split_and_ground(session: Session, editor: int) -> None:
    for measure in session.exec(select(Measure)).all():
        source = session.get_one(
            Source, session.get_one(Recommendation, measure.recommendation).source
        )
        splitting.accept_measure(
            session,
            editor,
            measure.key,
            label=measure.label,
            words=source.text[measure.start : measure.end],
            kind=measure.kind,
            done_when=DONE_WHEN,
        )
    for ground in session.exec(select(Ground)).all():
        grounding.accept_ground(session, editor, ground.key)


def _accept_all(session: Session, reviewer: int) -> None:
    items = [item for waiting in read_waiting(session) for item in waiting.items]
    reviewing.review_all(session, reviewer, [reviewing.Item.parse(item) for item in items])


def _calls(session: Session, addressee: str, place: int) -> list[Call]:
    return list(
        session.exec(
            select(Call)
            .join(Addressee, col(Addressee.id) == Call.addressee)
            .join(Measure, col(Measure.id) == Call.measure)
            .join(Recommendation, col(Recommendation.id) == Measure.recommendation)
            .where(Addressee.code == addressee, Recommendation.place == place)
            .order_by(col(Measure.place))
        )
    )


def _quote(session: Session, editor: int, today: date, sample: SampleSource) -> int:
    url = "https://sample.example/" + sample.on.isoformat()
    said = Described(sample.kind, sample.title, sample.publisher, sample.on, url)
    source = quoting.add_source(session, editor, today, said, text=sample.text)
    return quoting.quote_words(session, editor, source.key, sample.words).key


def _assess(
    session: Session,
    editor: int,
    today: date,
    call: Call,
    status: Status,
    reason: str,
    on: date,
    evidence: list[tuple[int, Stance]],
    until: date | None = None,
) -> None:
    finding = assessing.Finding(status, f"Sample: {reason}", on, until, evidence)
    assessing.assess(session, editor, today, [call.key], finding)


def _findings(session: Session, editor: int, today: date) -> None:
    statement = _quote(session, editor, today, STATEMENT)
    act = _quote(session, editor, today, ACT)
    against = _quote(session, editor, today, AGAINST)
    policy = _quote(session, editor, today, POLICY)
    support, sanctions = _calls(session, "eu", 3), _calls(session, "eu", 4)
    _assess(
        session, editor, today, support[1], Status.FIRST_STEP,
        "training is to be examined; nothing has been paid.", STATEMENT.on,
        [(statement, Stance.SUPPORTS)],
    )  # fmt: skip
    _assess(
        session, editor, today, sanctions[0], Status.IN_EFFECT,
        "the list was extended and is in force.", ACT.on,
        [(act, Stance.SUPPORTS), (against, Stance.CONTRADICTS)], date(2027, 4, 30),
    )  # fmt: skip
    renewal = scheduling.Told(
        sanctions[0].addressee, "Sample renewal of the measures", date(2027, 4, 30), quote=act
    )
    scheduling.add_point(session, editor, min(today, renewal.on or today), renewal)
    strengthen = _calls(session, "nug", 1)
    _assess(
        session, editor, today, strengthen[2], Status.FIRST_STEP,
        "a draft policy is before the council.", POLICY.on, [(policy, Stance.SUPPORTS)],
    )  # fmt: skip
    said = positioning.Said(
        PositionValue.AGREED_IN_PART,
        statement,
        STATEMENT.on,
        [call.measure for call in support],
        part="assistance and training",
    )
    positioning.hold_position(session, editor, today, support[0].addressee, said)
    asean = [call.key for place in (3, 4) for call in _calls(session, "asean", place)]
    for looked_for in SearchFor:
        searching.looked(
            session,
            editor,
            today,
            asean,
            on=date(2026, 10, 2),
            places="the sample chair's statements of 2025 and 2026",
            terms="sample terms",
            looked_for=looked_for,
        )


def _choose(session: Session, editor: int) -> None:
    """One ground that may leave for each audience that receives testimony."""
    for audience, place in (("eu", 3), ("us", 3), ("nug", 1), ("nucc", 1)):
        told = session.exec(select(Recommendation).where(Recommendation.place == place)).one()
        grounds = session.exec(select(Ground).where(Ground.recommendation == told.id)).all()
        views = quote_views(
            session,
            session.exec(select(Quote).where(col(Quote.id).in_([g.quote for g in grounds]))),
        )
        fitting = [v for v in views.values() if v.standing.tier.value == "S0"]
        shortest = min(fitting, key=lambda v: len(v.exact), default=None)
        if shortest is not None:
            choosing.choose(session, editor, audience, told.key, shortest.id)


def _ask(session: Session, editor: int, today: date) -> None:
    """Two that are ready, and one that still misses its date."""
    words = {quote.exact: quote.key for quote in session.exec(select(Quote))}
    for audience, place, institution, instrument, days, rests_on, safeguard in (
        (
            "eu", 3, "the Sample Commission",
            "open the sample programme to persons who have left the armed forces, and name the "
            "office that receives applications",
            110, words[STATEMENT.words],
            "Sample safeguard: applicants are vetted by a partner before any payment",
        ),
        (
            "eu", 4, "the Sample Council",
            "name the traders of aviation fuel when the sample measures are renewed",
            140, words[ACT.words], "",
        ),
        (
            "nug", 1, "the Sample Ministry",
            "publish the sample policy on integration, with the office that carries it out",
            None, words[POLICY.words], "",
        ),
    ):  # fmt: skip
        told = session.exec(select(Recommendation).where(Recommendation.place == place)).one()
        whom = session.exec(select(Addressee).where(Addressee.code == audience)).one()
        wanted = asking.Wanted(
            told.key,
            whom.key,
            institution,
            instrument,
            today + timedelta(days=days) if days else None,
            rests_on,
            "Sample risk: support may reach people who took part in abuses" if safeguard else "",
            safeguard,
        )
        asking.ask(session, editor, today, audience, wanted)


def _drafts(session: Session, editor: int, today: date) -> None:
    """Something that waits for review."""
    statement = _quote(session, editor, today, STATEMENT)
    _assess(
        session, editor, today, _calls(session, "us", 3)[0], Status.FIRST_STEP,
        "a bill was announced.", date(2026, 5, 5), [(statement, Stance.SUPPORTS)],
    )  # fmt: skip
