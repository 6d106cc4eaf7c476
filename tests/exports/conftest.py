"""Sample packs. The recommendations are the report's own words; everything that is
said about what became of them is invented and says so."""

from dataclasses import replace
from datetime import date
from functools import cache
from types import SimpleNamespace

import pytest

from exports.full_pack import FullPack, PrintedCell, PrintedMeasure, PrintedRecommendation
from exports.pack import (
    Asked,
    LeaveBehind,
    PrintedAsk,
    PrintedCitation,
    PrintedEvidence,
    PrintedFinding,
    PrintedPosition,
    PrintedQuote,
    WelcomeStep,
)
from exports.rendering import leave_behind_html
from recommendations.confined.child import HOUSE
from recommendations.vocabulary import PositionValue, Stance, Status
from tests.on_databases import POSTGRESQL_WHEN_DEEP

REPORT = PrintedCitation(
    1,
    "People’s Goal, Out with the Old and in with the New: Defecting to Myanmar’s Spring "
    "Revolution (October 2024), “Policy Recommendations”.",
)
SAMPLE_SOURCES = (
    REPORT,
    PrintedCitation(
        2,
        "Sample Council, “Sample conclusions on support to those who leave the armed forces,” "
        "3 March 2026, https://council.example/en/press/sample-conclusions-2026-03-03.",
    ),
    PrintedCitation(
        3,
        "Sample Commission, “Sample answer to a parliamentary question,” 18 May 2026, "
        "https://commission.example/questions/E-000000-2026-sample.",
    ),
    PrintedCitation(
        4,
        "Sample Institute, Sample Audit of Reception Programmes (July 2026), 14–15, "
        "https://institute.example/sample-audit.",
    ),
    PrintedCitation(
        5,
        "Sample News, “Sample partners wait for second instalment,” 2 September 2026, "
        "https://news.example/sample-second-instalment.",
    ),
    PrintedCitation(
        6,
        "Sample Official Journal, “Sample decision on restrictive measures,” 28 April 2026, "
        "https://journal.example/sample-decision-2026-1.",
    ),
)
SUPPORT = (
    "Provide Support to Defectors: Offer support to defector integration programs, including "
    "financial aid, training, and resettlement assistance. Facilitate partnerships with NGOs and "
    "international organizations to enhance the effectiveness of these programs."
)
SANCTIONS = (
    "Increase Targeted Sanctions: Implement and enforce targeted sanctions against key members of "
    "the Myanmar military and associated economic interests. Ensure these sanctions are "
    "comprehensive and effectively disrupt the junta's financial resources."
)
GENDER = (
    "Ensure Gender Inclusivity: Address gender discrimination within defector programs by "
    "implementing gender-sensitive policies and creating opportunities for women defectors to "
    "assume leadership roles. This approach will promote diversity and enhance the effectiveness "
    "of the democratic movement."
)


def quote(words: str, citation: int, attribution: str = "", fidelity: str = "") -> PrintedQuote:
    return PrintedQuote(f"sample-{citation}-{len(words)}", words, citation, attribution, fidelity)


def asked(
    institution: str,
    by: date,
    instrument: str,
    support: PrintedQuote | None = None,
    risk: str = "",
    safeguard: str = "",
) -> Asked:
    sentence = f"We ask {institution}, by {by.day} {by:%B %Y}: {instrument}."
    return Asked(institution, by, instrument, sentence, support, risk, safeguard, ())


def support_ask() -> PrintedAsk:
    for_one = quote(
        "The first instalment has been paid to the two sample reception partners.",
        3,
        "Sample Commissioner, written answer",
    )
    against_one = quote(
        "Neither partner had received the second instalment by the end of August; sample intake "
        "was closed to new arrivals from 12 August.",
        5,
        "Sample News",
    )
    return PrintedAsk(
        number=1,
        title="Provide support to defectors",
        recommended=quote(SUPPORT, 1),
        positions=(
            PrintedPosition(
                "Sample Council",
                PositionValue.AGREED_IN_PART,
                date(2026, 3, 3),
                "training, not resettlement",
                quote=quote(
                    "The Council stands ready to consider support to the training of those who "
                    "have laid down their arms.",
                    2,
                ),
            ),
            PrintedPosition(
                "Sample Parliament",
                PositionValue.NONE_FOUND,
                looked="in its adopted texts on 20 November 2026",
            ),
        ),
        findings=(
            PrintedFinding(
                "Financial aid",
                Status.PARTLY_IN_EFFECT,
                "partly in effect",
                "One of two sample instalments has been paid.",
                date(2026, 5, 18),
                evidence=(
                    PrintedEvidence(for_one, Stance.SUPPORTS),
                    PrintedEvidence(against_one, Stance.CONTRADICTS),
                ),
            ),
            PrintedFinding(
                "Training",
                Status.FIRST_STEP,
                "first step",
                "A sample curriculum was announced.",
                date(2026, 3, 3),
                evidence=(
                    PrintedEvidence(
                        quote("A sample curriculum will be drawn up before the summer.", 2),
                        Stance.SUPPORTS,
                    ),
                ),
            ),
            PrintedFinding("Resettlement assistance", Status.NOTHING_FOUND, "nothing found"),
        ),
        summary="1 partly in effect, 1 first step, 1 nothing found",
        testimony=quote(
            "This is a sample of a testimony. It has the length of an excerpt that a person chose, "
            "[…] and it ends where the excerpt ends.",
            1,
            "a former officer; “Inside the Revolution”",
            "interpreted from Burmese and edited, as published",
        ),
        onward="",
        asked=(
            asked(
                "the Sample Commission",
                date(2026, 12, 15),
                "include the second instalment in the sample decision, and name the office that "
                "receives applications",
                quote("The second sample instalment will be decided on before the winter.", 3),
                "Sample risk: that support reaches people who have taken part in abuses.",
                "Sample safeguard: vetting by the partner’s panel before any payment, with yearly "
                "audit.",
            ),
        ),
        done_when=("Both instalments are paid, as an official act or an audit states.",),
        missing=(),
    )


def sanctions_ask(number: int = 2) -> PrintedAsk:
    return PrintedAsk(
        number=number,
        title="Increase targeted sanctions",
        recommended=quote(SANCTIONS, 1),
        positions=(
            PrintedPosition(
                "Sample Council",
                PositionValue.AGREED,
                date(2026, 4, 28),
                says_done=True,
                quote=quote(
                    "The restrictive measures are extended to three further sample entities.", 6
                ),
            ),
        ),
        findings=(
            PrintedFinding(
                "Targeted sanctions",
                Status.IN_EFFECT,
                "in effect until 30 April 2027",
                "The sample list names three further entities.",
                date(2026, 4, 28),
                evidence=(
                    PrintedEvidence(
                        quote("Article 1: the sample list in the annex is replaced.", 6),
                        Stance.SUPPORTS,
                    ),
                    PrintedEvidence(
                        quote("Two of the three sample entities had been renamed by then.", 4),
                        Stance.CONTRADICTS,
                    ),
                    PrintedEvidence(
                        quote("Sample figures for earlier years are not comparable.", 4),
                        Stance.CONTEXT,
                    ),
                ),
            ),
            PrintedFinding(
                "Enforcement",
                Status.NARROWED_OR_UNDONE,
                "narrowed or undone",
                "A sample exemption was added for one bank.",
                date(2026, 6, 30),
                evidence=(
                    PrintedEvidence(
                        quote("The sample exemption of 30 June covers one bank.", 4),
                        Stance.SUPPORTS,
                    ),
                ),
            ),
        ),
        summary="1 narrowed or undone, 1 in effect",
        testimony=None,
        onward="",
        asked=(
            asked(
                "the Sample Council",
                date(2027, 4, 30),
                "close the sample exemption when the measures are renewed",
                None,
                "Sample risk: that wider measures reach households.",
                "Sample safeguard: the humanitarian exception stays in every act.",
            ),
        ),
        done_when=("The renewed act has no exemption for the bank.",),
        missing=(),
    )


def gender_ask(number: int = 3) -> PrintedAsk:
    return PrintedAsk(
        number=number,
        title="Ensure gender inclusivity",
        recommended=quote(GENDER, 1),
        positions=(PrintedPosition("Sample Ministry", None),),
        findings=(
            PrintedFinding("Gender-sensitive policies", Status.NOT_BEGUN, "not begun"),
            PrintedFinding("Leadership roles", Status.NOT_YET_ASSESSED, "not yet assessed"),
        ),
        summary="1 not begun, 1 not yet assessed",
        testimony=None,
        onward="",
        asked=(asked("the Sample Ministry", date(2027, 3, 1), "publish its sample policy"),),
        done_when=("The policy is published.",),
        missing=(),
    )


def full_sample(paper: str = "A4", asks: int = 2) -> LeaveBehind:
    every = (support_ask(), sanctions_ask(), gender_ask())
    if asks > 2:
        every = (replace(every[0], testimony=None), *every[1:])
    return LeaveBehind(
        organisation="People’s Goal",
        about="A Myanmar civil society organisation that supports soldiers and police who defect.",
        office="Sample External Action Service",
        country="Myanmar/Burma",
        language="en",
        paper=paper,
        contact="advocacy@peoplesgoal.example",
        edition="Draft, not issued",
        draft=True,
        sample=True,
        as_of=date(2026, 11, 22),
        opening="We ask the Sample Commission to pay the second instalment to reception partners "
        "by 15 December 2026, and the Sample Council to close one exemption by 30 April 2027.",
        since="Since October 2024",
        welcome=WelcomeStep(
            "You opened a sample programme for those who leave the armed forces",
            date(2026, 3, 3),
            quote("This sample programme is open from today.", 2),
        ),
        content_note="",
        asks=every[:asks],
        searches=(
            "A position of the Sample Parliament on either recommendation: its adopted texts and "
            "its questions, 20 November 2026.",
            "A step on resettlement assistance: the Sample Official Journal and the Sample "
            "Commission’s register, 20 November 2026.",
        ),
        left_out=("Recommendations made to others are left out.",),
        limits=(
            "What an addressee has said in private is not in this record.",
            "An entry says that something happened; it does not say why, or that we caused it.",
            "The report’s quotes were interpreted from Burmese and edited before publication.",
        ),
        caveat="The recommendations do not strictly represent the views of all participants.",
        reply="We would welcome a reply by 21 January 2027.",
        citations=SAMPLE_SOURCES,
        title="Sample leave-behind for the Sample External Action Service",
    )


def fresh_sample(paper: str = "A4") -> LeaveBehind:
    """As it stands right after the import: nothing said, nothing assessed."""

    def untouched(number: int, title: str, words: str) -> PrintedAsk:
        return PrintedAsk(
            number=number,
            title=title,
            recommended=quote(words, 1),
            positions=(PrintedPosition("Sample External Action Service", None),),
            findings=(PrintedFinding("", Status.NOT_YET_ASSESSED, "not yet assessed"),),
            summary="not yet assessed",
            testimony=None,
            onward="",
            asked=(),
            done_when=(),
            missing=("institution", "instrument", "date", "test of done"),
        )

    return replace(
        full_sample(paper),
        sample=False,
        opening="We ask the European Union to act on two recommendations [by date].",
        welcome=None,
        asks=(
            untouched(1, "Provide support to defectors", SUPPORT),
            untouched(2, "Increase targeted sanctions", SANCTIONS),
        ),
        searches=(),
        citations=(REPORT,),
        left_out=(
            "Recommendations made to others are left out.",
            "Testimony is left out until its review is complete.",
        ),
        title="Leave-behind for the Sample External Action Service",
    )


def cell_of(ask: PrintedAsk) -> PrintedCell:
    measures = tuple(
        PrintedMeasure(f"M{ask.number}{n}", replace(ask.positions[0], quote=None))
        for n, _ in enumerate(ask.findings)
    )
    return PrintedCell(
        "Sample Union", "SU", ask, measures, ask.positions[0].value or "none on record"
    )


def long_quote(number: int) -> PrintedQuote:
    """As long as the longest of the report, and told from its neighbours."""
    words = f"Sample ground {number} begins here. " + "It goes on in invented words. " * 38
    return PrintedQuote(
        ref=f"ground-{number}",
        words=f"{words}Sample ground {number} ends here.",
        citation=1,
        attribution=f"speaker {number} of the sample",
        fidelity="interpreted from Burmese and edited, as published",
    )


def full_pack_sample(brief: LeaveBehind, grounds: int = 4) -> FullPack:
    """What the leave-behind says, with long grounds behind each recommendation."""
    return FullPack(
        brief=replace(brief, content_note="No sample is quoted in this pack."),
        addressees=("Sample Union",),
        recommendations=tuple(
            PrintedRecommendation(
                number=ask.number,
                ref=f"R{ask.number}",
                title=ask.title,
                recommended=ask.recommended,
                cells=(cell_of(ask),),
                grounds=tuple(long_quote(10 * ask.number + n) for n in range(grounds)),
                inside="Two sample quotations stay inside.",
                testimony=(),
                searches=brief.searches,
            )
            for ask in brief.asks
        ),
    )


@pytest.fixture(params=POSTGRESQL_WHEN_DEEP)
def database_kind(request: pytest.FixtureRequest) -> str:
    """What leaves is put together from the register as it was read; the reading and the gate
    are tested on both databases below."""
    return request.param


@pytest.fixture(scope="session")
def engine_with_our_fonts():
    """For tests that print without the child: it sees the fonts of the child, and a browser
    that is started later does not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FONTCONFIG_FILE", str(HOUSE / "exports" / "fonts" / "fonts.conf"))
        from exports.engine import engine  # noqa: PLC0415

        engine()


@pytest.fixture(scope="session")
def samples():
    return SimpleNamespace(full=full_sample, fresh=fresh_sample, pack=full_pack_sample)


@pytest.fixture(scope="session")
def printed(press):
    """Prints a pack; the same pack only once."""

    @cache
    def print_once(pack: LeaveBehind):
        return press.print_pdf(leave_behind_html(pack), pack.title, pack.language)

    return print_once
