"""Withholding words by fixed tokens, and translating. All words here are invented."""

from datetime import date

import pytest
from sqlmodel import select

from exports.citations import Citations
from recommendations import gate, quoting, redacting, reviewing, triage
from recommendations.errors import NotAllowed, Refused
from recommendations.gate import Audience
from recommendations.models import Quote, Recommendation, Source, Variant
from recommendations.records.standing import standings
from recommendations.register.audiences import read_leaving
from recommendations.register.quotes import quotes_by_id
from recommendations.register.variants import read_variants
from recommendations.register.waiting import read_waiting
from recommendations.reviewing import Item
from recommendations.vocabulary import Flag, SourceKind, Verdict, Withheld

TODAY = date(2026, 11, 22)
WORDS = "We crossed at Sampleton with 40 men; Sampleton was quiet, and the Sampletoners slept"
REDACTED = (
    "We crossed at [place withheld] with [number withheld] men; [place withheld] was quiet, and "
    "the Sampletoners slept"
)
PLACE, NUMBER = ("Sampleton", Withheld.PLACE), ("40", Withheld.NUMBER)
CAREFUL = Audience("sample", testimony=True)


@pytest.fixture
def quote(office) -> int:
    """Words of others, open but for their flags, and counted as testimony."""
    return office.quote(words=WORDS)


def view(office, quote: int):
    with office.reading() as session:
        return quotes_by_id(session, [quote])[quote]


def redact(office, quote: int, *words, cleared=(), by="EDITH") -> int:
    with office.writing() as session:
        return redacting.redact(session, office[by], quote, words or (PLACE, NUMBER), cleared).key


def say(office, variant: int, verdict=Verdict.ACCEPTED, by="RUTH") -> None:
    with office.writing() as session:
        reviewing.review_item(session, office[by], Item("variant", variant), verdict, "Sample.")


def held(office, quote: int, audience=CAREFUL) -> list[str]:
    """Why it does not leave; the SQL form has to say the same."""
    with office.reading() as session:
        standing = standings(session, [session.get(Quote, quote)])[quote]
        reasons = gate.stays_inside(standing, audience, TODAY, chosen=True)
        leaves = quote in read_leaving(session, audience, TODAY)
    assert leaves is not bool(reasons) or standing.testimony
    return [reason.why for reason in reasons]


def test_only_the_chosen_words_are_replaced_and_each_time_they_stand_there(office, quote) -> None:
    with office.reading() as session:
        made = redacting.redacted(session, office["EDITH"], quote, [PLACE, NUMBER])
    assert made.text == REDACTED


def test_a_redaction_keeps_the_words_inside_until_a_second_person_approves_it(
    office, quote
) -> None:
    with office.writing() as session:
        reviewing.review_item(
            session,
            office["RUTH"],
            Item("tierchange", triage.say_may_leave(session, office["EDITH"], quote).key),
            Verdict.ACCEPTED,
        )
    assert held(office, quote) == []
    variant = redact(office, quote)
    assert held(office, quote) == ["A redaction of some of its words waits."]
    assert view(office, quote).printed == WORDS
    say(office, variant)
    assert held(office, quote) == []
    assert view(office, quote).printed == REDACTED
    assert view(office, quote).exact == WORDS


def test_neither_its_author_nor_an_editor_approves_it(office, quote) -> None:
    variant = redact(office, quote)
    for by in ("EDITH", "EMIL"):
        with pytest.raises((Refused, NotAllowed)):
            say(office, variant, by=by)
    assert view(office, quote).withheld == ()


def test_no_excerpt_and_no_wider_quote_says_what_is_withheld(office, quote) -> None:
    say(office, redact(office, quote))
    with office.writing() as session:
        source = session.get(Quote, quote).source
        start = session.get(Source, source).text.index("Sampleton with")
        excerpts = [
            quoting.quote_words(session, office["EDITH"], source, words, start=at).key
            for words, at in (
                ("Sampleton with 40 men", start),
                ("mpleton with", start + 2),
                (session.get(Source, source).text, None),
            )
        ]
    for excerpt in excerpts:
        assert "pleton with" not in view(office, excerpt).printed
        assert "40" not in view(office, excerpt).printed
        assert "[place withheld] with" in view(office, excerpt).printed


def test_what_is_printed_is_made_anew_from_the_source_and_a_forged_text_keeps_it_inside(
    office, quote
) -> None:
    variant = redact(office, quote)
    say(office, variant)
    with office.reading() as session:
        row = session.get(Variant, variant)
        session.expunge(row)
    assert row.text == view(office, quote).printed
    with office.database.engine.execution_options(writes=True, migrates=True).connect() as raw:
        if raw.dialect.name == "postgresql":
            raw.exec_driver_sql("SET LOCAL session_replication_role = replica")
        else:
            raw.exec_driver_sql("DROP TRIGGER variant_update_refused")
        raw.exec_driver_sql("UPDATE variant SET text = 'forged'")
        raw.commit()
    assert "forged" not in view(office, quote).printed
    assert "Its words are no longer found in the stored source." in held(office, quote)


def test_words_that_do_not_stand_there_or_would_leave_nothing_are_refused(office, quote) -> None:
    with office.reading() as session:
        for words, field in (
            ([("Sample", Withheld.PLACE)], "words1"),
            ([PLACE, ("nowhere", Withheld.PLACE)], "words2"),
            ([], "words1"),
            ([(WORDS, Withheld.DETAIL)], ""),
        ):
            with pytest.raises(Refused) as refused:
                redacting.redacted(session, office["EDITH"], quote, words)
            assert list(refused.value.sentences) == [field]


def test_the_same_words_in_other_letters_are_not_forgotten(office) -> None:
    quote = office.quote(words="the Harbour, our harbour, was watched")
    with office.reading() as session, pytest.raises(Refused, match="in other letters"):
        redacting.redacted(session, office["EDITH"], quote, [("Harbour", Withheld.PLACE)])
    both = [("Harbour", Withheld.PLACE), ("harbour", Withheld.PLACE)]
    with office.reading() as session:
        made = redacting.redacted(session, office["EDITH"], quote, both)
    assert made.text == "the [place withheld], our [place withheld], was watched"


def test_what_was_recommended_is_printed_as_it_stands(office) -> None:
    with office.writing() as session:
        told = session.exec(select(Recommendation)).first()
        first = session.get(Quote, told.quote).exact.split()[0]
        words = [(first, Withheld.DETAIL)]
        with pytest.raises(Refused, match="printed as it stands"):
            redacting.redact(session, office["EDITH"], told.quote, words)


# Flags


@pytest.fixture
def testimony(office) -> int:
    """Of a sample meeting of ours; flagged, and otherwise open."""
    quote = office.quote(SourceKind.MEETING_NOTE, words=WORDS)
    answer(office, quote, {Flag.NUMBERS: 1, Flag.SITES_AND_ROUTES: 1, Flag.SUICIDE: 1})
    with office.writing() as session:
        source = session.get(Quote, quote).source
        decided = triage.decide_published(
            session, office["EDITH"], TODAY, source, "the sample board", TODAY, "Sample."
        )
        item = Item("publisheddecision", decided.key)
        reviewing.review_item(session, office["RUTH"], item, Verdict.ACCEPTED)
    return quote


def answer(office, quote: int, levels: dict[Flag, int]) -> None:
    with office.writing() as session:
        triage.answer(session, office["EDITH"], quote, levels, may_leave=True)
        items = [Item.parse(name) for one in read_waiting(session) for name in one.items]
        reviewing.review_all(session, office["RUTH"], [i for i in items if i.kind != "variant"])


def test_an_approved_redaction_answers_for_the_flags_it_takes_away_and_no_others(
    office, testimony
) -> None:
    assert held(office, testimony) == ["It is flagged: sites and routes, numbers."]
    say(office, redact(office, testimony, cleared=[Flag.NUMBERS]))
    assert held(office, testimony) == ["It is flagged: sites and routes."]
    say(office, redact(office, testimony, cleared=[Flag.NUMBERS, Flag.SITES_AND_ROUTES]))
    assert held(office, testimony) == []


def test_a_flag_that_is_raised_again_later_counts(office, testimony) -> None:
    cleared = [Flag.NUMBERS, Flag.SITES_AND_ROUTES]
    say(office, redact(office, testimony, cleared=cleared))
    answer(office, testimony, {Flag.NUMBERS: 1, Flag.SUICIDE: 1})
    assert held(office, testimony) == ["It is flagged: numbers."]


def test_withholding_words_takes_away_neither_suicide_nor_a_flag_nobody_raised(
    office, testimony
) -> None:
    for flag in (Flag.SUICIDE, Flag.GRAPHIC, Flag.FUNDING):
        with pytest.raises(Refused, match="A redaction can only take away"):
            redact(office, testimony, cleared=[flag])


def test_a_redaction_lifts_neither_withdrawal_nor_embargo_nor_tier(office, testimony) -> None:
    cleared = [Flag.NUMBERS, Flag.SITES_AND_ROUTES]
    say(office, redact(office, testimony, cleared=cleared))
    with office.writing() as session:
        triage.keep_inside(session, office["EDITH"], testimony)
        triage.embargo(session, office["EDITH"], TODAY, testimony, TODAY)
        triage.withdraw(session, office["EDITH"], testimony, "Sample.")
    assert held(office, testimony) == [
        "It was withdrawn.",
        "It is under embargo.",
        "It is kept for people inside (S2).",
    ]


def test_one_that_was_sent_back_does_not_print_and_another_may_be_proposed(office, quote) -> None:
    variant = redact(office, quote)
    say(office, variant, Verdict.SENT_BACK)
    assert view(office, quote).printed == WORDS
    with office.reading() as session:
        (back,) = [one for one in read_waiting(session) if one.variant]
        assert back.sent_back
    say(office, redact(office, quote))
    assert view(office, quote).printed == REDACTED
    with office.reading() as session:
        assert [one for one in read_waiting(session) if one.variant] == []
    with pytest.raises(Refused):
        say(office, variant)


# Translations


def translate(office, quote: int, text: str, language: str = "fr") -> int:
    with office.writing() as session:
        return redacting.translate(session, office["EDITH"], quote, language, text).key


def test_a_translation_is_printed_in_its_language_alone_and_said_to_be_ours(office, quote) -> None:
    variant = translate(office, quote, "Texte inventé")
    assert Citations("fr").printed(view(office, quote)).words == WORDS
    say(office, variant)
    printed = Citations("fr").printed(view(office, quote))
    assert (printed.words, printed.fidelity) == ("Texte inventé", "our translation")
    assert Citations("en").printed(view(office, quote)).words == WORDS


def test_a_translation_is_not_printed_once_words_are_withheld_until_it_is_made_anew(
    office, quote
) -> None:
    say(office, translate(office, quote, "À Sampleton, 40 hommes"))
    variant = redact(office, quote)
    with pytest.raises(Refused, match="translate the words once it is decided"):
        translate(office, quote, "Encore")
    say(office, variant)
    assert Citations("fr").printed(view(office, quote)).words == REDACTED
    say(office, translate(office, quote, "À [lieu], à Sampleton"))
    assert Citations("fr").printed(view(office, quote)).words == REDACTED
    say(office, translate(office, quote, "À [lieu]"))
    assert Citations("fr").printed(view(office, quote)).words == "À [lieu]"


def test_our_own_words_are_not_translated_into_what_they_are_in(office) -> None:
    with office.writing() as session:
        ours = session.exec(select(Quote.id).where(Quote.testimony)).first()
    with pytest.raises(Refused, match="We published these words in English"):
        translate(office, ours, "Other words", "en")
    with pytest.raises(Refused, match="Give the language by its code"):
        translate(office, ours, "Other words", "French, I think")


def test_the_page_reads_who_made_and_who_approved_each(office, quote) -> None:
    say(office, redact(office, quote))
    with office.reading() as session:
        (told,) = read_variants(session, quotes_by_id(session, [quote])[quote])
    assert (told.text, told.signed.by, told.signed.reviewed_by) == (REDACTED, "EDITH", "RUTH")
    assert told.counts
    assert not told.waits
