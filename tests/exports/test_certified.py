"""A PDF signed inside with a sample certificate, checked by the library that reads such."""

import io
import sys
from dataclasses import replace

import pikepdf
import pytest
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from exports.certified import Certificate
from exports.publishing import print_pack
from recommendations.errors import Refused
from tests.sample_certificates import pair
from tracker.settings import Settings

pytestmark = pytest.mark.pdf


@pytest.fixture(scope="module")
def certificate() -> Certificate:
    return Certificate(*pair())


@pytest.fixture(scope="module")
def plain(press, samples) -> bytes:
    return print_pack(press, samples.full(), '{"sample": "data"}').pdf


@pytest.fixture(scope="module")
def signed(certificate, plain) -> bytes:
    return certificate.sign(plain)


def checked(raw: bytes, certificate: Certificate) -> PdfSignatureStatus:
    roots = list(load_certs_from_pemder_data(certificate.chain))
    (signature,) = PdfFileReader(io.BytesIO(raw)).embedded_signatures
    return validate_pdf_signature(signature, ValidationContext(trust_roots=roots))


def test_the_whole_file_is_signed_and_the_certificate_vouches_for_it(signed, certificate) -> None:
    found = checked(signed, certificate)
    assert (found.intact, found.valid, found.trusted, found.bottom_line) == (True,) * 4
    assert found.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert checked(signed, Certificate(*pair())).trusted is False


def test_a_changed_byte_is_seen(signed, certificate) -> None:
    middle = signed.index(b"stream") + 40
    changed = signed[:middle] + bytes([signed[middle] ^ 1]) + signed[middle + 1 :]
    found = checked(changed, certificate)
    assert (found.intact, found.bottom_line) == (False, False)


def test_pages_metadata_and_conformance_stay_as_they_are(signed, plain) -> None:
    assert signed.startswith(plain)
    with pikepdf.open(io.BytesIO(plain)) as before, pikepdf.open(io.BytesIO(signed)) as after:
        assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
        assert (after.docinfo, after.pdf_version) == (before.docinfo, before.pdf_version)
        new = {str(name) for name in set(after.Root.keys()) - set(before.Root.keys())}
        assert new == {"/AcroForm", "/Extensions"}
        assert list(after.Root.Extensions.keys()) == ["/ESIC"]
        assert list(after.attachments) == list(before.attachments) == ["edition.json"]
        with after.open_metadata() as metadata:
            claimed = [metadata[n] for n in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")]
        assert claimed == ["3", "A", "1"]
        for page, was in zip(after.pages, before.pages, strict=True):
            assert page.Contents.read_bytes() == was.Contents.read_bytes()
            assert "/Annots" not in page or str(page.Tabs) == "/S"


def test_its_field_lies_outside_the_page_and_its_time_tells_no_zone(
    plain, certificate, monkeypatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Yangon")
    raw = certificate.sign(plain)
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        assert max(map(int, field.Rect)) < 0
        # Printed, and none of hidden, invisible and not viewed.
        assert (int(field.F) & 4, int(field.F) & (1 | 2 | 32)) == (4, 0)
        assert str(field.V.SubFilter) == "/ETSI.CAdES.detached"
        told = str(field.V.M)
        assert set(map(str, field.V.keys())) == {
            *("/Type", "/Filter", "/SubFilter", "/Contents", "/ByteRange", "/M"),
        }
    begins = f"{certificate.begins:D:%Y%m%d%H%M%SZ}"
    assert told.endswith("Z")
    assert told == begins or told[10:] == "000000Z"
    assert b"+06" not in raw[len(plain) :]
    assert b"pyHanko" not in raw


def test_without_what_signs_it_that_is_said_in_a_sentence(certificate, plain, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "pyhanko", None)
    with pytest.raises(Refused, match="not installed here: pip install"):
        certificate.sign(plain)


def test_what_is_no_certificate_or_not_its_key_is_refused(certificate) -> None:
    for wrong in ({"chain": b"nothing"}, {"key": b"nothing"}, {"chain": b""}):
        with pytest.raises(Refused, match="cannot be read: both are PEM files"):
            replace(certificate, **wrong)
    with pytest.raises(Refused, match="do not belong together"):
        replace(certificate, key=pair()[1])


def test_a_certificate_without_its_key_is_no_setting() -> None:
    for alone in ({"pdf_certificate": "chain.pem"}, {"pdf_key": "key.pem"}):
        with pytest.raises(ValueError, match="needs its key, and a key it"):
            Settings(**alone)
