"""How messages leave: over SMTP with TLS, or as files where no mail server is set."""

import os
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Protocol

from aiosmtplib import SMTP, SMTPException

from graph.writing.replacing import to_disk
from service.mail.message import host_of
from service.settings import BadSetting, Settings

TIMEOUT_SECONDS = 60
"""How long the mail server may take for each thing asked of it."""


class Transport(Protocol):
    """Takes messages away."""

    async def deliver(self, message: EmailMessage) -> None:
        """Return once the message is in safe hands; raise `SMTPException`, `OSError` or `ValueError` otherwise."""


class Folder:
    """Writes each message to a file of its own, named by its Message-ID: the same one again takes its place."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def deliver(self, message: EmailMessage) -> None:
        self._path.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = message["Message-ID"].strip("<>").partition("@")[0]
        draft = self._path / f".{name}.{os.getpid()}"
        try:
            draft.touch(mode=0o600)
            draft.write_bytes(message.as_bytes())
            to_disk(draft)
            draft.replace(self._path / f"{name}.eml")  # whole or not at all
            to_disk(self._path / f"{name}.eml")  # and before it is marked as sent
        finally:
            draft.unlink(missing_ok=True)


class Server:
    """Hands messages to a mail server, over one connection that is made when the first one leaves."""

    def __init__(self, settings: Settings, trusted: ssl.SSLContext | None = None) -> None:
        self._client = SMTP(
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            username=settings.smtp_user or None,
            password=settings.smtp_password.get_secret_value() or None,
            local_hostname=host_of(settings),
            use_tls=settings.smtp_security == "tls",
            start_tls=settings.smtp_security == "starttls",
            tls_context=trusted or ssl.create_default_context(),
            timeout=TIMEOUT_SECONDS,
        )

    async def deliver(self, message: EmailMessage) -> None:
        if not self._client.is_connected:
            await self._client.connect()
        sender, recipient = (message[name].addresses[0].addr_spec for name in ("From", "To"))
        options = [] if recipient.isascii() and sender.isascii() else ["SMTPUTF8"]
        # Not its send_message: that folds the heads by a policy of its own, see service.mail.message.
        await self._client.sendmail(sender, [recipient], message.as_bytes(), mail_options=options)

    async def close(self) -> None:
        """Say goodbye to the server, if it is still there."""
        if self._client.is_connected:
            try:
                await self._client.quit()
            except (SMTPException, OSError):
                self._client.close()


@asynccontextmanager
async def open_transport(settings: Settings, trusted: ssl.SSLContext | None = None) -> AsyncIterator[Transport]:
    """Lend the transport that the settings ask for; raise `BadSetting` where they ask for none that is safe.

    `trusted` tells which certificates are believed; those of the system by default.
    """
    check_mail_settings(settings)
    if not settings.smtp_host:
        yield Folder(settings.mail_path)
        return
    server = Server(settings, trusted)
    try:
        yield server
    finally:
        await server.close()


def check_mail_settings(settings: Settings) -> None:
    """Raise `BadSetting` where mail cannot be sent as the settings say."""
    if settings.smtp_host and not settings.office_address:
        raise BadSetting("OSMOSE_OFFICE_ADDRESS is empty; mails need a sender, such as kantoor@voorbeeld.nl")
    if settings.smtp_host and settings.smtp_security == "none" and not _is_this_machine(settings.smtp_host):
        raise BadSetting(
            f"OSMOSE_SMTP_SECURITY is 'none', but '{settings.smtp_host}' is another machine; expected starttls or tls"
        )


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
