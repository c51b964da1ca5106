"""A real mail server on this machine, with a certificate that nobody but the test trusts."""

from __future__ import annotations

import ssl
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.browser.serve import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage
    from pathlib import Path

HOST = "127.0.0.1"
USER, PASSWORD = "office@example.org", "p@ss:word/1"


class Inbox:
    """Keeps what arrives; refuses addresses at ``refused.example.org``."""

    def __init__(self) -> None:
        """Begin empty."""
        self.letters: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.was_encrypted: list[bool] = []

    async def handle_RCPT(  # noqa: N802 as aiosmtpd has it
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _: list[str]
    ) -> str:
        """Refuse a recipient that there is not."""
        if address.endswith("@refused.example.org"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 see above
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep a letter."""
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        self.recipients.append(envelope.rcpt_tos)
        transport = server.transport
        assert transport is not None
        self.was_encrypted.append(transport.get_extra_info("ssl_object") is not None)
        return "250 OK"


def _authenticated(
    _server: SMTP, _session: Session, _envelope: Envelope, _way: str, data: LoginPassword
) -> AuthResult:
    is_right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)


def certificate(folder: Path) -> Path:
    """Write a certificate of this machine and its key into one file; return where it lies."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), False)  # noqa: FBT003
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)  # noqa: FBT003
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    encoding = serialization.Encoding.PEM
    file.write_bytes(
        made.public_bytes(encoding)
        + key.private_bytes(
            encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return file


@contextmanager
def mail_server(
    file: Path | None = None, *, is_secure: bool = False
) -> Iterator[tuple[Inbox, str]]:
    """Give a server's inbox and address: with a certificate TLS at once or STARTTLS, else none."""
    inbox, port, told = Inbox(), free_port(), _secured(file, is_secure=is_secure)
    running = Controller(inbox, hostname=HOST, port=port, **told)
    running.start()
    try:
        yield inbox, f"{HOST}:{port}"
    finally:
        running.stop()


def _secured(file: Path | None, *, is_secure: bool) -> dict[str, Any]:
    if file is None:
        return {}
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    asked = {"authenticator": _authenticated, "auth_required": True}
    if is_secure:
        # aiosmtpd takes only STARTTLS for encryption.
        return {**asked, "ssl_context": context, "auth_require_tls": False}
    return {**asked, "tls_context": context, "require_starttls": True}
