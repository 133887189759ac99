"""A letter as it travels: an Internet message with its heads."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import Any
from urllib.parse import urlsplit

from graph.sealing import Safe
from service.mail.letters import Letter, one_line
from service.settings import Settings

DIGEST_LETTERS = 32


class _Policy(EmailPolicy):
    """Leaves addresses in List-… heads as they are.

    A word longer than a line is otherwise made an encoded word (python/cpython#85976), and no mail program reads
    addresses in these.
    """

    def fold(self, name: str, value: Any) -> str:  # noqa: ANN401 -- as its parent
        return f"{name}: {value}{self.linesep}" if name.startswith("List-") else super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:  # noqa: ANN401 -- as its parent
        return self.fold(name, value).encode("utf-8")


POLICY = _Policy(linesep="\r\n")


def message_id(event: str, settings: Settings, safe: Safe) -> str:
    """Return the Message-ID of an event: the same one however often it leaves, telling nothing of the event."""
    return f"<{safe.digest('message', event)[:DIGEST_LETTERS]}@{host_of(settings)}>"


def host_of(settings: Settings) -> str:
    """Return the name of the machine that people reach the service by."""
    return urlsplit(settings.base_url).hostname or "localhost"


def sender_address(settings: Settings) -> str:
    """Return the address that mails come from: that of the office, or one that nobody reads."""
    return settings.office_address or f"osmose@{host_of(settings)}"


def make_message(letter: Letter, event: str, settings: Settings, safe: Safe, now: datetime) -> EmailMessage:
    """Return a letter as a message, ready to be sent. Raise `ValueError` where an address cannot stand in a head."""
    is_plain = (letter.to_address + sender_address(settings)).isascii()
    message = EmailMessage(policy=POLICY if is_plain else POLICY.clone(utf8=True))
    message["From"] = Address(one_line(settings.office_name), addr_spec=sender_address(settings))
    message["To"] = Address(letter.to_name, addr_spec=letter.to_address)
    message["Subject"] = letter.subject
    message["Date"] = now
    message["Message-ID"] = message_id(event, settings, safe)
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "nl"
    if letter.refuse_url:
        message["List-Unsubscribe"] = f"<{letter.refuse_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    # quoted-printable: no line grows longer than a server takes, and the text stays readable on the way
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    return message
