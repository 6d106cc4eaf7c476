"""One recommendation with one addressee."""

import re
from datetime import timedelta

from sqlmodel import Session, select

from recommendations import splitting, triage
from recommendations.models import Assessment, Call, Measure
from recommendations.register.story import read_story
from recommendations.reviewing import Item, review_item
from recommendations.vocabulary import MeasureKind, Verdict


def seen(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def columns(html: str) -> tuple[str, str]:
    """All that stands under what they say, and all under what we find."""

    def under(label: str) -> str:
        return seen(" ".join(re.findall(f'<td data-label="{label}">(.*?)</td>', html, re.S)))

    return under("What they say"), under("What we find")


def test_what_they_say_and_what_we_find_are_never_mixed(signed_in, sample_record) -> None:
    they_say, we_find = columns(signed_in("BORIS").get("/recommendations/1/nug").text)
    assert "agreed in part" in they_say
    assert "first step" not in they_say
    assert "first step" in we_find
    assert "agreed in part" not in we_find


def test_evidence_against_stands_beside_evidence_for(signed_in, sample_record) -> None:
    page = signed_in("BORIS").get("/recommendations/1/nug").text
    _, we_find = columns(page)
    assert "Evidence: 1 for, 1 against" in we_find
    assert "had received no answer in eight months" in we_find
    assert 'class="quote against"' in page


def test_where_nobody_looked_the_page_says_so(signed_in) -> None:
    they_say, we_find = columns(signed_in("BORIS").get("/recommendations/4/eu").text)
    assert "Nobody has looked for a position yet" in they_say
    assert "not yet assessed" in we_find


def test_a_corrected_finding_stays_in_the_story_and_does_not_count(signed_in, sample_record):
    page = signed_in("BORIS").get("/recommendations/1/nug").text
    story = page.partition('<ol class="story">')[2]
    entries = [seen(entry) for entry in story.split("<li ")]
    corrected = [entry for entry in entries if " corrected " in entry]
    assert len(corrected) == 1
    assert "the housing it promises has not been seen" in corrected[0]
    _, we_find = columns(page)
    assert "introduced on 2 March" in we_find


def test_drafts_are_in_the_story_marked_and_in_no_column(signed_in, sample_record) -> None:
    page = signed_in("BORIS").get("/recommendations/1/nug").text
    they_say, we_find = columns(page)
    assert "Sample: nothing either way." not in they_say + we_find
    draft = seen(page.partition('<ol class="story">')[2]).partition("Sample: nothing either way.")
    assert "unreviewed" in draft[0]
    assert "Looked on" in draft[2]


def test_the_story_of_a_past_day_knows_nothing_later(signed_in, service, sample_record) -> None:
    yesterday = service.today() - timedelta(days=1)
    page = signed_in("EDITH").get(f"/recommendations/1/nug?as-of={yesterday}").text
    assert "Nothing has been recorded yet" in page
    assert "/update" not in page


def test_grounds_are_told_apart_from_evidence_and_proposals_are_marked(signed_in) -> None:
    page = seen(signed_in("BORIS").get("/recommendations/1/nug").text)
    grounds = page.partition("Evidence behind the recommendation")[2]
    assert "never evidence of what was done since" in grounds
    assert "only proposed by the import" in grounds


def test_a_finding_whose_words_were_withdrawn_no_longer_counts(
    signed_in, service, people, sample_record
) -> None:
    with service.database.writing() as session:
        triage.withdraw(session, people["EDITH"], sample_record["bill"], "Sample reason.")
    page = signed_in("BORIS").get("/recommendations/1/nug").text
    _, we_find = columns(page)
    assert "first step" not in we_find
    assert "under review" in we_find
    assert "Does not count now." in page
    assert "persons who have left" not in page


def test_only_who_records_is_offered_to_record(signed_in) -> None:
    assert "/recommendations/1/nug/update" in signed_in("EDITH").get("/recommendations/1/nug").text
    assert "/update" not in signed_in("RUTH").get("/recommendations/1/nug").text


def test_what_was_not_addressed_to_somebody_has_no_story(signed_in) -> None:
    reader = signed_in("BORIS")
    assert reader.get("/recommendations/1/eu").status_code == 404
    assert reader.get("/recommendations/9/nug").status_code == 404
    assert reader.get("/recommendations/1/nobody").status_code == 404


def put_in_its_place(session: Session, people: dict[str, int], measure: int) -> None:
    """Two people agree on the measure, and then on another one instead."""
    row = session.get_one(Measure, measure)
    told = {"words": "skills training", "kind": MeasureKind.CONTINUING, "done_when": "Sample."}
    splitting.accept_measure(session, people["EDITH"], row.key, label="Sample, old", **told)
    review_item(session, people["RUTH"], Item("measure", row.key), Verdict.ACCEPTED)
    made = splitting.supersede_measure(
        session, people["EDITH"], row.key, label="Sample, new", **told
    )
    review_item(session, people["RUTH"], Item("measure", made.key), Verdict.ACCEPTED)


def test_what_was_found_on_a_measure_that_gave_way_stays_in_the_story(
    signed_in, service, people, sample_record
) -> None:
    with service.database.writing() as session:
        put_in_its_place(session, people, session.get_one(Call, sample_record["call"]).measure)
    page = signed_in("BORIS").get("/recommendations/1/nug").text
    _, we_find = columns(page)
    assert "introduced on 2 March" not in we_find
    story = seen(page.partition('<ol class="story">')[2])
    assert "Sample: the bill was introduced on 2 March, not on 1 March." in story
    assert "Sample, old earlier measure now “Sample, new”" in story


def test_a_draft_on_a_measure_that_gave_way_is_not_offered_for_editing(
    signed_in, service, people, sample_record
) -> None:
    def drafts(session: Session) -> list[int]:
        today = service.today()
        told = read_story(session, 1, "nug", today, service.closing(today))
        return [one.assessment.id for one in told.entries if one.assessment and one.draft]

    with service.database.writing() as session:
        assert drafts(session) == [sample_record["draft"]]
        call = session.exec(
            select(Assessment.call).where(Assessment.id == sample_record["draft"])
        ).one()
        put_in_its_place(session, people, session.get_one(Call, call).measure)
        assert drafts(session) == []
    assert f"/update/{sample_record['draft']}" not in (
        signed_in("EDITH").get("/recommendations/1/nug").text
    )
