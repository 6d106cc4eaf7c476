"""What was handed to whom, and when a reply is due. Editions and offices are invented."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from recommendations import addressing, contacting, delivering, issuing
from recommendations.contacting import Told
from recommendations.conversing import Meeting, add_meeting_note
from recommendations.delivering import Handed, Written
from recommendations.errors import NotAllowed, NotFound, Refused
from recommendations.issuing import File, Issue
from recommendations.models import Addressee, Recommendation
from recommendations.positioning import Said, hold_position
from recommendations.records import chain
from recommendations.register.contacts import read_contact
from recommendations.register.deliveries import next_copy, read_deliveries
from recommendations.register.due import read_due
from recommendations.vocabulary import (
    Channel,
    ContactStatus,
    Length,
    PositionValue,
    SourceKind,
    Spoken,
)

DAY = date(2026, 11, 22)
WINDOW = timedelta(days=60)


class Post:
    """The first edition for the EU, in which recommendation 3 stands, and an office there."""

    def __init__(self, office) -> None:
        self.office = office
        with office.writing() as session:
            told = select(Recommendation).where(Recommendation.place == 3)
            self.told = session.exec(told).one()
            self.other = session.exec(
                select(Recommendation.id).where(Recommendation.place == 4)
            ).one()
            self.eu = session.exec(select(Addressee.id).where(Addressee.code == "eu")).one()
            proposal = issuing.propose(session, office["EDITH"], "eu", DAY, {"en": {}}, "a" * 64)
            file = File(Length.LEAVE_BEHIND, "en", b"%PDF sample")
            issue = Issue(1, {"en": {}}, "b" * 64, "c" * 64, [self.told.quote], [file])
            self.edition = issuing.issue(session, office["RUTH"], proposal.key, issue).key
            desk = Told("Sample desk", "desk@example.org")
            self.desk = contacting.add_office(session, office["EDITH"], self.eu, desk).key

    def deliver(self, today: date = DAY, by: str = "EDITH", **more) -> int:
        given = {"edition": self.edition, "office": self.desk, "on": DAY}
        handed = Handed(**{**given, "channel": Channel.BY_HAND, **more})
        with self.office.writing() as session:
            return delivering.deliver(session, self.office[by], today, handed).key

    def contact(self, day: date, recommendation: int | None = None):
        with self.office.reading() as session:
            return read_contact(session, self.eu, day, recommendation)


@pytest.fixture
def post(office) -> Post:
    return Post(office)


def test_a_delivery_is_listed_with_edition_office_and_addressee(office, post: Post) -> None:
    post.deliver(note="With our compliments.")
    with office.writing() as session:
        renamed = Told("Sample section", "desk@example.org")
        later = contacting.change_office(session, office["EMIL"], post.desk, renamed).key
    with office.reading() as session:
        (one,) = read_deliveries(session)
        assert (one.what, one.office, one.note) == (
            "EU, edition 1",
            "Sample desk",
            "With our compliments.",
        )
        for asked in ({"editions": [post.edition]}, {"addressee": "eu"}, {"office": later}):
            assert read_deliveries(session, **asked) == (one,)
        assert read_deliveries(session, addressee="nug") == ()
        assert list(chain.verify(session)) == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"office": None}, "office"),
        ({"channel": None}, "channel"),
        ({"on": None}, "on"),
        ({"on": DAY + timedelta(days=1)}, "on"),
        ({"on": DAY - timedelta(days=1)}, "on"),
        ({"note": "x" * 4001}, "note"),
        ({"note": "Call +95 9 123 456 789"}, "note"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_recorded(
    office, post: Post, wrong: dict, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        post.deliver(**wrong)
    assert list(refused.value.sentences) == [field]
    with office.reading() as session:
        assert read_deliveries(session) == ()


def test_a_numbered_copy_goes_by_hand_and_its_number_once(office, post: Post) -> None:
    for wrong, field in (
        ({"copy": None}, "copy"),
        ({"copy": 0}, "copy"),
        ({"copy": 2**31}, "copy"),
        ({"copy": 1, "channel": Channel.EMAIL}, "channel"),
        ({"copy": 1, "numbered": False}, "copy"),
    ):
        with pytest.raises(Refused) as refused:
            post.deliver(**{"numbered": True, **wrong})
        assert list(refused.value.sentences) == [field], wrong
    with office.reading() as session:
        assert next_copy(session, post.edition) == 1
    post.deliver(numbered=True, copy=3)
    with pytest.raises(Refused, match="Copy 3 went to “Sample desk” on 22 November 2026"):
        post.deliver(numbered=True, copy=3, channel=Channel.POST)
    with office.reading() as session:
        assert next_copy(session, post.edition) == 4
        assert [one.what for one in read_deliveries(session)] == ["EU, edition 1, copy 3"]
        assert list(chain.verify(session)) == []


def test_a_delivery_is_recorded_once_by_who_records_and_to_an_office_that_is_there(
    office, post: Post
) -> None:
    post.deliver()
    with pytest.raises(Refused, match="on record already"):
        post.deliver()
    post.deliver(channel=Channel.POST)
    with pytest.raises(NotAllowed):
        post.deliver(by="BORIS", channel=Channel.EMAIL)
    with pytest.raises(NotFound):
        post.deliver(edition=10**6)
    with office.writing() as session:
        contacting.end_office(session, office["EDITH"], post.desk)
    with pytest.raises(Refused, match="was ended"):
        post.deliver(channel=Channel.EMAIL)


def test_the_time_to_reply_begins_with_the_delivery_and_only_for_what_stands_in_it(
    post: Post,
) -> None:
    assert post.contact(DAY).status is ContactStatus.NOT_SENT
    post.deliver()
    sent = post.contact(DAY + WINDOW, post.told.key)
    assert (sent.status, sent.reply_by) == (ContactStatus.REPLY_INVITED, DAY + WINDOW)
    late = DAY + WINDOW + timedelta(days=1)
    assert post.contact(late, post.told.key).status is ContactStatus.NO_REPLY
    assert post.contact(late).status is ContactStatus.NO_REPLY
    assert post.contact(late, post.other).status is ContactStatus.NOT_SENT


def test_a_position_on_it_is_the_reply(office, post: Post) -> None:
    post.deliver()
    quote = office.quote(SourceKind.OFFICIAL_STATEMENT, "European Union")
    with office.writing() as session:
        measure = office.calls(session)[0].measure
        said = Said(PositionValue.ACKNOWLEDGED, quote, DAY, [measure])
        hold_position(session, office["EDITH"], DAY, post.eu, said)
    late = DAY + 2 * WINDOW
    assert post.contact(late, post.told.key).status is ContactStatus.REPLIED
    assert post.contact(late, post.other).status is ContactStatus.NOT_SENT


def due(post: Post, day: date):
    with post.office.reading() as session:
        return read_due(session, day)


def remind(post: Post, of: int, on: date, notice: bool = False) -> None:
    with post.office.writing() as session:
        written = Written(of, "Sample letter.", on, Channel.EMAIL, notice)
        delivering.write_to(session, post.office["EDITH"], on, written)


def test_letters_are_due_one_after_the_other_and_begin_no_new_time(post: Post) -> None:
    assert due(post, DAY) == ()
    delivery = post.deliver()
    (one,) = due(post, DAY + WINDOW)
    assert (one.reply_by, one.is_due(DAY + WINDOW), one.number) == (DAY + WINDOW, False, 1)
    on = DAY + WINDOW + timedelta(days=1)
    for number in (1, 2, 3):
        (one,) = due(post, on)
        assert (one.is_due(on), one.number) == (True, number)
        remind(post, delivery, on)
        assert not due(post, on)[0].is_due(on)
        on += timedelta(days=30)
    (one,) = due(post, on)
    assert (one.next_on, len(one.reminders)) == (None, 3)
    assert post.contact(on).status is ContactStatus.NO_REPLY
    assert post.contact(on).reply_by == DAY + WINDOW


def test_a_position_or_a_talk_ends_it_and_so_does_a_later_edition(office, post: Post) -> None:
    first = post.deliver()
    late = DAY + WINDOW + timedelta(days=1)
    assert [one.delivery.id for one in due(post, late)] == [first]
    again = post.deliver(late, on=late)
    assert [one.delivery.id for one in due(post, late)] == [again]
    meeting = Meeting(post.eu, late, "Sample desk", Spoken.QUOTABLE, "They read it.")
    with office.writing() as session:
        add_meeting_note(session, office["EDITH"], late, meeting)
    assert due(post, late + WINDOW) == ()


def test_nobody_is_reminded_of_what_was_withdrawn_or_at_an_office_that_ended(
    office, post: Post
) -> None:
    delivery = post.deliver()
    late = DAY + WINDOW + timedelta(days=1)
    remind(post, delivery, late, notice=True)
    assert due(post, late)[0].reminders == ()
    with office.writing() as session:
        issuing.withdraw_edition(session, office["RUTH"], post.edition, "Sample.")
    assert due(post, late) == ()


def test_how_long_an_addressee_has_to_reply_is_set_for_it(office, post: Post) -> None:
    post.deliver()
    for wrong in (None, 3, 400):
        with pytest.raises(Refused) as refused, office.writing() as session:
            addressing.set_reply_days(session, office["EDITH"], post.eu, wrong)
        assert list(refused.value.sentences) == ["reply_days"]
    with office.writing() as session:
        addressing.set_reply_days(session, office["EDITH"], post.eu, 30)
    assert due(post, DAY)[0].reply_by == DAY + timedelta(days=30)
    with office.reading() as session:
        assert list(chain.verify(session)) == []


def test_a_letter_is_about_an_edition_that_reached_them_and_not_before_it_did(post: Post) -> None:
    delivery = post.deliver()
    remind(post, delivery, DAY)
    for of, on, why in (
        (delivery + 1, DAY, "about an edition"),
        (delivery, DAY - timedelta(days=1), "not before"),
    ):
        with pytest.raises(Refused, match=why):
            remind(post, of, on)
    later = Written(delivery, "Sample.", DAY + timedelta(days=1), Channel.POST, False)
    with pytest.raises(Refused, match="in the future"), post.office.writing() as session:
        delivering.write_to(session, post.office["EDITH"], DAY, later)
