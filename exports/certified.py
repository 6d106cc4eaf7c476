"""An organisation's certificate inside the PDF (PAdES), for readers whose programs show it. It is
asked for by the settings, and its library is an extra of the installation."""

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from recommendations.errors import Refused

FIELD = "Signature"
NOT_INSTALLED = (
    "Files are to be signed with a certificate, but what signs them is not installed here: "
    "pip install 'recommendation-tracker[certificate]'. Nothing was issued."
)
NOT_A_PAIR = "The certificate and the key that files are signed with do not belong together."
UNREADABLE = (
    "The certificate or the key that files are signed with cannot be read: both are PEM files, "
    "and the key has no password."
)


@dataclass(frozen=True)
class Certificate:
    """Both PEM: of the organisation, with those that vouch for it behind, and its key."""

    chain: bytes
    key: bytes

    def __post_init__(self) -> None:
        """Raises Refused where they cannot be read, or are not a pair."""
        try:
            own = x509.load_pem_x509_certificates(self.chain)[0]
            key = serialization.load_pem_private_key(self.key, None)
        except (ValueError, TypeError, IndexError) as error:
            raise Refused(UNREADABLE) from error
        if key.public_key() != own.public_key():
            raise Refused(NOT_A_PAIR)

    def sign(self, pdf: bytes) -> bytes:
        """The same pages and metadata with a signature behind them, which nobody sees on paper.
        It is another file each time. Raises Refused where its library is not installed."""
        if find_spec("pyhanko") is None:
            raise Refused(NOT_INSTALLED)
        return _signed(pdf, self)

    @property
    def begins(self) -> datetime:
        return x509.load_pem_x509_certificates(self.chain)[0].not_valid_before_utc


def _signed(pdf: bytes, certificate: Certificate) -> bytes:
    """The library is loaded when something is signed, and not before."""
    from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data  # noqa: PLC0415
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415
    from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner  # noqa: PLC0415
    from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter  # noqa: PLC0415
    from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: PLC0415

    class SayingNothing(IncrementalPdfFileWriter):  # type: ignore[misc]
        """It would name itself and the moment in the metadata."""

        def _update_meta(self) -> None:
            pass

        def ensure_output_version(self, version: object) -> None:
            """PDF/A-3 and PDF/UA-1 stand on PDF 1.7; it would claim 2.0."""

        def register_extension(self, extension: Any) -> None:
            """That of PAdES; those of PDF 2.0 would be told in a form that 1.7 does not know."""
            if extension.prefix_name == "/ESIC":
                super().register_extension(extension)

    class InUniversalTime(PdfSigner):  # type: ignore[misc]
        """It would tell the time zone of the machine. The day is enough."""

        def init_signing_session(self, *args: Any, **named: Any) -> Any:
            session = super().init_signing_session(*args, **named)
            today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
            session.system_time = max(today, certificate.begins)
            return session

    own, *others = load_certs_from_pemder_data(certificate.chain)
    known = SimpleCertificateStore()
    known.register_multiple(others)
    key = load_private_key_from_pemder_data(certificate.key, passphrase=None)
    # An annotation within the page would have to be tagged, and PDF/A lets none be hidden.
    outside = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)
    signer = InUniversalTime(
        PdfSignatureMetadata(FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES),
        signer=SimpleSigner(own, key, known),
        new_field_spec=SigFieldSpec(FIELD, invis_sig_settings=outside, readable_field_name=FIELD),
    )
    # The library asks for an event loop of its own, and a thread may be in one already.
    with ThreadPoolExecutor(1) as apart:
        signed = apart.submit(signer.sign_pdf, SayingNothing(io.BytesIO(pdf))).result()
    raw: bytes = signed.getvalue()
    return raw
