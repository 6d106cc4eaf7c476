"""What goes with an edition, and after it. Everything in it is an invented sample."""

import re
from dataclasses import replace
from datetime import date

from exports.letters import Sender, Subject, covering_note, notice, reminder
from exports.wording import wording_in
from recommendations.vocabulary import Length

SENDER = Sender("Sample organisation", "contact@example.org", "https://example.org", False)
TOLD = Subject("the Sample Union", 3, date(2026, 11, 22))
SENT = date(2026, 11, 23)


def reminded(*earlier: date) -> str:
    by = date(2027, 3, 1)
    return reminder(SENDER, TOLD, "", SENT, earlier, "Sample words.", by).body


def test_a_covering_note_has_the_senders_words_before_the_fixed_ones() -> None:
    letter = covering_note(
        SENDER, TOLD, Length.LEAVE_BEHIND, "Sample words.", "Sample Name", date(2027, 1, 22)
    )
    assert letter.subject == "Sample organisation: briefing for the Sample Union, edition 3"
    assert letter.body.split("\n\n")[:3] == [
        "For the attention of Sample Name",
        "Sample words.",
        "Attached is edition 3 of our briefing for the Sample Union, as of 22 November 2026 (two "
        "pages, PDF).",
    ]
    assert "by 22 January 2027" in letter.body
    assert "https://example.org/verify" in letter.body
    assert letter.body.endswith("Sample organisation\ncontact@example.org\n")


def test_a_sample_says_so_of_itself() -> None:
    sample = Sender("Sample organisation", "", "", True)
    letter = covering_note(sample, TOLD, Length.LEAVE_BEHIND, "", "", None)
    assert letter.subject.startswith("Sample, invented content. ")
    assert letter.body.startswith("Sample, invented content.\n\nDear colleagues,")
    assert "reply" not in letter.body


def test_a_notice_names_what_takes_its_place_or_says_that_it_will_follow() -> None:
    later = Subject("the Sample Union", 4, date(2026, 12, 1))
    assert "A new edition will follow." in notice(SENDER, TOLD, "", None).body
    named = notice(SENDER, TOLD, "", later).body
    assert "Edition 4, as of 1 December 2026, takes its place." in named
    for words in ("quote", "because", "reason", "error"):
        assert words not in named


def test_each_letter_of_the_ladder_is_another_and_the_last_leaves_them_in_peace() -> None:
    first, second = date(2027, 1, 23), date(2027, 2, 23)
    letters = [reminded(), reminded(first), reminded(first, second)]
    assert len(set(letters)) == 3
    assert all("Sample words." in letter and "23 November 2026" in letter for letter in letters)
    assert "our letter of 23 January 2027" in letters[1]
    assert "wrote again on 23 January 2027 and 23 February 2027" in letters[2]
    assert "this is our last reminder" in letters[2]


def test_in_burmese_no_fixed_sentence_and_no_number_stays_english() -> None:
    sender, burmese = Sender("နမူနာ", "", "", True), wording_in("my")
    told = Subject("the National Unity Government", 3, date(2026, 11, 22))
    first, by = date(2027, 1, 23), date(2027, 3, 1)
    earlier = ((), (first,), (first, date(2027, 2, 23)))
    letters = [
        covering_note(sender, told, Length.FULL_PACK, "", "", by, burmese),
        notice(sender, told, "နမူနာ", None, burmese),
        notice(sender, told, "", replace(told, number=4), burmese),
        *(reminder(sender, told, "", SENT, wrote, "", by, burmese) for wrote in earlier),
    ]
    assert len({letter.body for letter in letters}) == len(letters)
    for letter in letters:
        said = (letter.subject + letter.body).replace("PDF", "")
        assert re.findall("[A-Za-z0-9{}]+", said) == []
        assert letter.language == "my"
    assert "၂၀၂၆" in letters[0].body
