"""An edition in the browser: proposed, read and issued by a second person, checked by
whoever holds a copy, withdrawn. What is said of recommendations is invented."""

import re
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from sqlmodel import select

from exports.check_copy import GENUINE, main
from exports.printing import Press
from recommendations.models import Edition, Person, Quote
from recommendations.register.editions import read_edition
from recommendations.triage import withdraw
from recommendations.vocabulary import Role
from tests.sample_certificates import pair
from tracker.accounts.tries import FOR_AN_ADDRESS
from tracker.database import Database
from tracker.service import Service
from tracker.settings import Settings

pytestmark = pytest.mark.pdf
PDF = "application/pdf"
SIGNED = {"pdf_certificate": "chain.pem", "pdf_key": "key.pem"}


@pytest.fixture(params=["sqlite"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """What the database does with editions is tested on both below the pages."""
    return request.param


@pytest.fixture
def service(
    request: pytest.FixtureRequest, sample_database: Database, tmp_path, press: Press
) -> Service:
    settings = Settings(
        home=tmp_path,
        database_url=sample_database.url,
        contact="contact@example.org",
        **{
            name: str(tmp_path / told) if told in SIGNED.values() else told
            for name, told in getattr(request, "param", {}).items()
        },
    )
    if settings.pdf_certificate and settings.pdf_key:
        chain, key = pair()
        Path(settings.pdf_certificate).write_bytes(chain)
        Path(settings.pdf_key).write_bytes(key)
    return Service(settings, sample_database, press)


@pytest.fixture
def people(service: Service) -> dict[str, int]:
    """Those of the sample home."""
    with service.database.reading() as session:
        return {row.role.name: row.key for row in session.exec(select(Person))}


@pytest.fixture
def issued(signed_in, service: Service) -> int:
    """The first edition for the EU."""
    signed_in("EDITOR").post("/packs/eu/proposal")
    page = signed_in("REVIEWER").get("/packs/eu/proposal").text
    (proposal,) = set(re.findall(r"/proposal/(\d+)/issue", page))
    answer = signed_in("REVIEWER").post(f"/packs/eu/proposal/{proposal}/issue")
    assert answer.status_code == 303, answer.text
    with service.database.reading() as session:
        return session.exec(select(Edition.id)).one()


def test_one_proposes_a_second_reads_and_issues_and_both_see_it(
    signed_in, said_in, issued: int
) -> None:
    page = said_in(signed_in("EDITOR").get(f"/editions/{issued}").text)
    assert "Edition 1 for European Union" in page
    assert "Genuine" not in page
    listed = said_in(signed_in("BOARD").get("/editions?audience=eu").text)
    assert "EU, edition 1" in listed
    assert "current" in listed
    assert (
        "Nothing changed since the last edition"
        in signed_in("EDITOR").post("/packs/eu/proposal").text
    )


@pytest.mark.parametrize("service", [{}, {"embed_data": True}, SIGNED], indirect=True)
def test_an_issued_file_carries_what_the_settings_say(
    signed_in, service: Service, issued: int
) -> None:
    """Its data, a certificate's signature, or, by default, neither."""
    wanted = ["edition.json"] if service.settings.embed_data else []
    for kind in ("leave-behind", "full-pack"):
        raw = signed_in("EDITOR").get(f"/editions/{issued}/files/{kind}").content
        with pikepdf.open(BytesIO(raw)) as pdf:
            assert list(pdf.attachments) == wanted
            assert ("/AcroForm" in pdf.Root) is bool(service.settings.pdf_key)
        answer = signed_in("").post("/verify", {}, files={"file": ("a.pdf", raw, PDF)})
        assert "Genuine" in answer.text


def test_the_data_of_an_edition_is_what_its_hash_says(
    signed_in, issued: int, service: Service
) -> None:
    editor = signed_in("EDITOR")
    data = editor.get(f"/editions/{issued}/files/data")
    with service.database.reading() as session:
        assert sha256(data.content).hexdigest() == read_edition(session, issued).hash
    assert data.headers["content-disposition"] == 'attachment; filename="eu-edition-1.json"'
    assert "/files/data" in editor.get(f"/editions/{issued}").text
    assert signed_in("").get(f"/editions/{issued}/files/data").url.path == "/sign-in"


def test_the_author_is_shown_no_button_that_issues(signed_in, said_in) -> None:
    author = signed_in("EDITOR")
    author.post("/packs/eu/proposal")
    page = author.get("/packs/eu/proposal").text
    assert "A second person reads it and issues it" in said_in(page)
    assert "/issue" not in page


def test_what_is_missing_is_said_before_anything_is_proposed(signed_in, said_in) -> None:
    page = said_in(signed_in("EDITOR").get("/packs/nug/proposal").text)
    assert "Not ready to be proposed" in page
    assert "still needs:" in page


def test_it_is_sent_back_with_a_comment_and_not_without(signed_in, said_in) -> None:
    signed_in("EDITOR").post("/packs/eu/proposal")
    second = signed_in("REVIEWER")
    (number,) = set(re.findall(r"/proposal/(\d+)/send", second.get("/packs/eu/proposal").text))
    path = f"/packs/eu/proposal/{number}/send-back"
    assert "Say what should change" in second.post(path, {"comment": ""}).text
    assert second.post(path, {"comment": "Name the office."}).status_code == 303
    assert "Ready to be proposed" in said_in(second.get("/packs/eu/proposal").text)


def test_a_stranger_with_the_file_learns_that_it_is_genuine_and_no_more(
    signed_in, said_in, issued: int, tmp_path, service: Service
) -> None:
    editor, stranger = signed_in("EDITOR"), signed_in("")
    raw = editor.get(f"/editions/{issued}/files/leave-behind").content
    assert raw.startswith(b"%PDF")
    side = editor.get(f"/editions/{issued}/proofs/leave-behind").content
    (tmp_path / "a.pdf").write_bytes(raw)
    (tmp_path / "a.json").write_bytes(side)
    key = service.seal().public
    assert main([str(tmp_path / "a.pdf"), str(tmp_path / "a.json"), key]) == GENUINE
    assert key in stranger.get("/verify").text

    def asked(file: bytes, **fields: str) -> str:
        sent = {"file": ("copy.pdf", file, PDF)} if file else {}
        return said_in(stranger.post("/verify", fields, files=sent or None).text)

    assert "Genuine and current" in asked(raw)
    assert "We issued no such file" in asked(raw + b"\n")
    assert "Choose the PDF" in asked(b"", sum="12")
    editor.post(f"/editions/{issued}/withdraw", {"why": "A sample reason."})
    told = asked(raw)
    assert "Genuine, and withdrawn" in told
    assert "A sample reason" not in told
    assert "def main" in stranger.get("/verify/checker").text


def test_asking_again_and_again_is_slowed_down(signed_in, said_in) -> None:
    stranger = signed_in("")
    for _ in range(FOR_AN_ADDRESS):
        stranger.post("/verify", {"sum": "12"})
    answer = stranger.post("/verify", {"sum": "12"})
    assert answer.status_code == 429
    assert "too many attempts" in said_in(answer.text)


def test_words_withdrawn_since_are_not_shown_or_handed_out_any_more(
    signed_in, said_in, issued: int, service: Service, people: dict[str, int]
) -> None:
    with service.database.writing() as session:
        words = "It supports assistance to persons who have left the armed forces"
        quote = session.exec(select(Quote).where(Quote.exact.startswith(words))).first()
        withdraw(session, people["EDITOR"], quote.key, "Sample.")
    editor = signed_in("EDITOR")
    page = editor.get(f"/editions/{issued}").text
    assert f"Q{quote.id} was withdrawn since" in said_in(page)
    assert words not in page
    for kind in ("leave-behind", "data"):
        assert editor.get(f"/editions/{issued}/files/{kind}").status_code == 403
    assert words not in editor.get("/packs/eu/proposal").text


def test_roles_of_the_sample_are_what_these_tests_take_them_for(people: dict[str, int]) -> None:
    assert set(people) == {role.name for role in (Role.EDITOR, Role.REVIEWER, Role.BOARD)}
