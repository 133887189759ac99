"""A mail server on this machine: it keeps what it takes, and refuses or breaks off as a test wants it to."""

import asyncio
import ssl
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from ipaddress import ip_address
from threading import Thread

from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

PASSWORD = "een wachtwoord"  # noqa: S105 -- of a server that lives as long as a test


class Mailbox:
    """Takes mails; `refusals` are answers to the addresses that it does not take."""

    def __init__(self):
        self.taken = []
        self.refusals = {}
        self.users = []

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 -- aiosmtpd's name
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 -- the same
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def authenticate(self, _server, _session, _envelope, _mechanism, data):
        self.users.append(data.login.decode())
        return AuthResult(success=data.password.decode() == PASSWORD, handled=False)


@contextmanager
def smtp_server(mailbox, *, port=0, certificate=None, is_tls_at_once=False, wants_password=False):
    """Serve a mailbox and give the port; with a certificate over STARTTLS, or over TLS at once."""

    def build():
        return SMTP(
            mailbox,
            hostname="localhost",
            tls_context=None if is_tls_at_once else certificate,
            require_starttls=certificate is not None and not is_tls_at_once,
            authenticator=mailbox.authenticate,
            auth_required=wants_password,
            auth_require_tls=wants_password and not is_tls_at_once,
        )

    # Not aiosmtpd's Controller: that asks itself at the port that it was given, and 0 stands for any free one.
    loop = asyncio.new_event_loop()
    context = certificate if is_tls_at_once else None
    thread = Thread(target=loop.run_forever)
    thread.start()
    # In that thread and not before it starts: in a test of the pages another loop runs in this one.
    making = loop.create_server(build, "127.0.0.1", port, ssl=context)
    server = asyncio.run_coroutine_threadsafe(making, loop).result()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(_close(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _close(server):
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def make_certificate(folder):
    """Make a certificate for 127.0.0.1 that nobody but the maker vouches for; return what serves and what trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(built.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    serves = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    serves.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    return serves, ssl.create_default_context(cafile=folder / "certificate.pem")
