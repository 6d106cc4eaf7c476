"""A certificate that a sample organisation gave itself."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


def pair() -> tuple[bytes, bytes]:
    """The certificate and its key, both PEM, good from an hour ago for a month."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Sample organisation")])
    named = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    for_files = x509.KeyUsage(True, True, *(False,) * 7)
    certificate = (
        named.not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(for_files, critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return certificate.public_bytes(pem), key.private_bytes(
        pem, pkcs8, serialization.NoEncryption()
    )
