"""Our own words lead to nobody. Every number and address here is an invented sample."""

import pytest
from sqlmodel import select

from recommendations import triage
from recommendations.errors import Refused
from recommendations.models import Quote
from recommendations.private import pointers, refuse_pointers

POINTS = {
    "call +95 9 123 456 789": "a telephone number",
    "his number is 09-123456789.": "a telephone number",
    "၀၉ ၁၂၃ ၄၅၆ ၇၈၉ ကို ဖုန်းဆက်ပါ": "a telephone number",
    "0066812345678": "a telephone number",
    "tel. +1 (202) 555-0100": "a telephone number",
    "NRC 12/SaMaPa(N)123456": "an identity-card number",
    "၁၂/စမပ(နိုင်)၁၂၃၄၅၆": "an identity-card number",
    "write to sample.person@gmail.com": "a private e-mail address",
    "sample@yahoo.co.uk knows": "a private e-mail address",
    "lives at No. 12, Sample Flower Street": "a home address",
    "House 7 Sample Road, third floor": "a home address",
    "အမှတ် ၁၂၊ နမူနာ လမ်း": "a home address",
    "reached at 959420012345": "a telephone number",
    "၉၅၉၄၂၀၀၁၂၃၄၅": "a telephone number",
    "(09) 420012345 after dark": "a telephone number",
    "Thai number 66 81 234 5678": "a telephone number",
    "09\u200b420\u2011012\u2011345": "a telephone number",
    "\u1090\u1099420012345": "a telephone number",
    "card 12/Ka Ma Ya (N) 123456": "an identity-card number",
    "the card (နိုင်) ၁၂၃၄၅၆": "an identity-card number",
    "Captain, BC 23456": "a number of the army or the police",
    "ကိုယ်ပိုင်အမှတ် ၂၃၄၅၆၇": "a number of the army or the police",
    "lives at 45 Sample Flower Road": "a home address",
    "Ward 7, Sampletown": "a home address",
    "၁၂ နမူနာလမ်း၊ နမူနာရပ်ကွက်": "a home address",
    "write to jane.sample@ngo.example": "an e-mail address of a person",
    "see https://www.facebook.com/profile.php?id=100012345": "a private account",
    "https://t.me/+sampleinvitation": "a private account",
    "Telegram: @sample_person": "a private account",
}
HARMLESS = (
    "The bill was introduced on 2025-03-01 and 12/03/2025.",
    "Resolution 2669 (2022) was adopted with 12 votes; see S/RES/2669.",
    "The first instalment of 1,200,000 kyat, later 3.500.000, was paid.",
    "Looked at https://council.example/0123456789/en and the register of acts.",
    "Regulation (EU) 2024/1234 of 12 May 2024, Article 15(2), p. 0012",
    "Checked the sample gazette, volumes 10 20 30 40 50 60.",
    "An answer by the office: info@council.example",
    "၂၀၂၄ ခုနှစ် အောက်တိုဘာလ ၃၁ ရက်",
    "The mailbox myanmar.desk@council.example did not answer.",
    "Its page https://www.facebook.com/SampleCouncil/posts/10012345 was looked through.",
    "The channel https://t.me/SampleCouncil said nothing.",
    "volumes 60 62 64 66 68 70 72, and pages 91 92 93 94 95 96",
    "The act of 12 May, Road Traffic, 45 States; the 3 Sample Acts",
    "Regulation 66/2024 and 8562012345/7",
    "Road map of the Sample Council, block by block; no. 12 of the journal",
)


@pytest.mark.parametrize(("words", "what"), POINTS.items())
def test_what_points_at_a_person_is_found(words: str, what: str) -> None:
    assert what in {found for found, _ in pointers(words)}


@pytest.mark.parametrize("words", HARMLESS)
def test_dates_laws_and_sums_are_left_alone(words: str) -> None:
    assert list(pointers(words)) == []


def test_each_field_is_told_what_to_leave_out() -> None:
    with pytest.raises(Refused) as refused:
        refuse_pointers({"why": "ask +95 9 123 456 789", "reason": "nothing here"})
    assert list(refused.value.sentences) == ["why"]
    assert "“+95 9 123 456 789” looks like a telephone number" in refused.value.sentences["why"]


def test_words_of_ours_that_point_at_someone_are_not_saved(office) -> None:
    with office.writing() as session:
        quote = session.exec(select(Quote.id).where(Quote.testimony)).first()
    with pytest.raises(Refused, match="telephone"), office.writing() as session:
        triage.withdraw(session, office["EDITH"], quote, "Sample: he rang from 09-123456789.")
    with office.reading() as session:
        assert session.exec(select(Quote.id).where(Quote.testimony)).first() == quote


def test_the_words_of_a_source_are_not_touched(office) -> None:
    words = "the office can be reached at +95 9 123 456 789 on weekdays"
    assert office.quote(words=words)
