"""From the plan of a pack to an edition: what leaves is what a second person read. All that
is said about what became of a recommendation is invented."""

from hashlib import sha256
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from sqlmodel import col, select

from exports.editions import (
    compose_again,
    compose_forms,
    contents_of,
    fitted,
    issue,
    prepare,
    propose,
    proven,
)
from exports.freezing import hash_of, quote_ids
from exports.printing import Press
from exports.proof import is_signed, new_seal
from exports.publishing import Issuer, print_pack
from recommendations import triage
from recommendations.errors import Changed, NotAllowed, Refused
from recommendations.models import Edition, EditionQuote, Person, Quote
from recommendations.records import heads
from recommendations.register.editions import State, file_of, read_edition
from recommendations.vocabulary import Length
from tracker.database import Database
from tracker.service import Service
from tracker.settings import Settings

pytestmark = pytest.mark.pdf
SEAL = new_seal()
ADDRESS = "https://tracker.example.org"
ISSUER = Issuer("People's Goal", "contact@example.org", True)


class Desk:
    """Proposes and issues the sample pack for the EU, as the sample home's people."""

    def __init__(self, service: Service, press: Press) -> None:
        self.service, self.database, self.press = service, service.database, press
        with self.database.reading() as session:
            rows = session.exec(select(Person).order_by(col(Person.id)))
            self.editor, self.reviewer, self.board = (row.key for row in rows)

    def forms(self, issuer: Issuer = ISSUER, code: str = "eu"):
        moment = self.service.moment(self.service.today())
        with self.database.reading() as session:
            return compose_forms(session, code, moment, issuer)

    def propose(self, issuer: Issuer = ISSUER, code: str = "eu") -> int:
        fitting = fitted(self.press, self.forms(issuer, code), ADDRESS)
        with self.database.writing() as session:
            return propose(session, self.editor, code, self.service.today(), fitting).key

    def prepare(
        self, proposal: int, by: int | None = None, issuer: Issuer = ISSUER, embed: bool = False
    ):
        with self.database.reading() as session:
            composed = compose_again(
                session, by or self.reviewer, proposal, self.service.moment, issuer
            )
        return prepare(self.press, composed, ADDRESS, SEAL, embed)

    def issue(self, proposal: int, issuer: Issuer = ISSUER) -> int:
        prepared = self.prepare(proposal, issuer=issuer)
        with self.database.writing() as session:
            return issue(session, self.reviewer, prepared).key


@pytest.fixture
def desk(sample_database: Database, tmp_path, press: Press) -> Desk:
    settings = Settings(home=tmp_path, database_url=sample_database.url)
    return Desk(Service(settings, sample_database), press)


def words_of(raw: bytes) -> str:
    sheets = [sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(raw)]
    return " ".join(" ".join(sheets).split())


def test_an_edition_is_what_was_read_with_its_number_hash_and_head(desk: Desk) -> None:
    id = desk.issue(desk.propose())
    with desk.database.reading() as session:
        row = session.get(Edition, id)
        file, raw = file_of(session, id, Length.LEAVE_BEHIND, "en")
        quoted = set(session.exec(select(EditionQuote.quote).where(EditionQuote.edition == id)))
    assert row.hash == hash_of(row.frozen)
    contents = contents_of(row.frozen, row.hash, ADDRESS)
    assert quoted == quote_ids(contents) != set()
    said = words_of(raw)
    assert "Edition 1" in said
    assert heads.grouped(row.hash) in said
    assert f"{ADDRESS}/verify" in said.replace(" ", "")
    assert contents["en"].leave_behind.history in said
    assert "DRAFT" not in said
    assert "[" not in said
    with pikepdf.open(BytesIO(raw)) as pdf:
        assert len(pdf.pages) == 2
    assert file.size == len(raw)
    assert is_signed(raw, file.signature, SEAL.public)
    assert not is_signed(raw + b" ", file.signature, SEAL.public)


def test_printed_again_from_its_data_it_is_the_same_file(desk: Desk) -> None:
    id = desk.issue(desk.propose())
    with desk.database.reading() as session:
        row = session.get(Edition, id)
        issued = {length: file_of(session, id, length, "en")[1] for length in Length}
    again = contents_of(row.frozen, row.hash, ADDRESS)["en"]
    with Press() as another:
        printed = {length: print_pack(another, pack).pdf for length, pack in again.packs.items()}
    assert printed == issued
    assert words_of(issued[Length.FULL_PACK]).count(heads.grouped(row.hash)) == 1


def test_a_file_carries_the_data_whose_hash_it_names_where_that_is_asked_for(desk: Desk) -> None:
    proposal = desk.propose()
    plain, told = desk.prepare(proposal), desk.prepare(proposal, embed=True)
    assert told.files == desk.prepare(proposal, embed=True).files
    assert (told.told, told.hash) == (plain.told, plain.hash)
    assert len(told.files) == len(plain.files) == 2
    for bare, file in zip(plain.files, told.files, strict=True):
        with pikepdf.open(BytesIO(bare.raw)) as pdf:
            assert (len(pdf.attachments), "/AF" in pdf.Root) == (0, False)
        with pikepdf.open(BytesIO(file.raw)) as pdf:
            assert list(pdf.attachments) == ["edition.json"]
            kept = pdf.attachments["edition.json"]
            assert (kept.relationship, len(pdf.Root.AF)) == (pikepdf.Name.Data, 1)
            data = kept.get_file().read_bytes()
            with pdf.open_metadata() as metadata:
                claimed = [metadata[f"pdfaid:{name}"] for name in ("part", "conformance")]
                claimed.append(metadata["pdfuaid:part"])
        assert claimed == ["3", "A", "1"]
        assert sha256(data).hexdigest() == told.hash
        assert heads.grouped(told.hash) in words_of(file.raw)
        assert words_of(file.raw) == words_of(bare.raw)


def test_what_changed_after_it_was_read_is_not_issued(desk: Desk) -> None:
    proposal = desk.propose()
    with desk.database.writing() as session:
        said = next(iter(quote_ids(desk.forms()[0]) - {1}))
        triage.withdraw(session, desk.editor, said, "Sample.")
    with pytest.raises(Changed, match="The record changed since this was proposed"):
        desk.prepare(proposal)
    with desk.database.reading() as session:
        assert session.exec(select(Edition)).all() == []


def test_only_a_second_person_prepares_it_and_only_who_records_proposes(desk: Desk) -> None:
    proposal = desk.propose()
    with pytest.raises(Refused, match="confirmed by a reviewer"):
        desk.prepare(proposal, by=desk.editor)
    with desk.database.writing() as session, pytest.raises(NotAllowed):
        propose(session, desk.reviewer, "eu", desk.service.today(), desk.forms()[0])


def test_an_ask_that_is_not_ready_is_not_proposed(desk: Desk) -> None:
    with pytest.raises(Refused, match=r"still needs: .*date"):
        desk.propose(code="nug")
    with pytest.raises(Refused, match="sets the organisation's contact first"):
        desk.propose(Issuer("People's Goal", "", True))


@pytest.mark.deep
def test_a_later_edition_carries_the_next_number_and_supersedes(desk: Desk) -> None:
    first = desk.issue(desk.propose())
    with pytest.raises(Refused, match="Nothing changed since the last edition"):
        desk.propose()
    other = Issuer("People's Goal", "another@example.org", True)
    second = desk.issue(desk.propose(other), other)
    with desk.database.reading() as session:
        assert read_edition(session, first).state is State.SUPERSEDED
        assert read_edition(session, second).number == 2
        _, raw = file_of(session, second, Length.LEAVE_BEHIND, "en")
        _, whole = file_of(session, second, Length.FULL_PACK, "en")
    assert "Edition 2" in words_of(raw)
    assert "Since the last edition" in words_of(whole)


def test_two_who_issue_at_once_issue_one(desk: Desk) -> None:
    prepared = desk.prepare(desk.propose())
    with desk.database.writing() as session:
        issue(session, desk.reviewer, prepared)
    with pytest.raises(Changed, match="does not wait any more"), desk.database.writing() as session:
        issue(session, desk.board, prepared)


def test_a_pack_without_an_address_says_whom_to_ask(samples) -> None:
    assert proven(samples.full(), "a" * 64, "").verify.endswith("To check this copy, ask us.")


def test_every_quote_of_an_edition_is_one_of_the_record(desk: Desk) -> None:
    with desk.database.reading() as session:
        known = set(session.exec(select(Quote.id)))
    assert quote_ids(desk.forms()[0]) <= known
