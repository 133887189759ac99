"""The outbox emptied: one mail after another claimed, written, sent and marked.

At least once: a sender that dies between the mail server's yes and its own mark leaves a claim behind, and another one
sends that mail again ten minutes later, under the same Message-ID.
"""

import asyncio
import ssl
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any, cast

from aiosmtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from sqlalchemy import ColumnElement, CursorResult, and_, or_, select, update
from sqlalchemy.orm import Session

from graph.database import reading, transaction
from graph.outbox import Mail
from service.house import House
from service.mail.letters import write_letter
from service.mail.message import make_message
from service.mail.overtaken import is_overtaken
from service.mail.transport import Transport, open_transport

CLAIM_LIFE = timedelta(minutes=10)
"""A claim that is older belongs to a sender that died."""
SEND_SECONDS = 300
"""So long one mail may take on its way to the server: less than `CLAIM_LIFE`, so that no two senders work on one."""
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
"""How long to wait after each failure; after the one that follows the last, a mail is given up."""
OVERTAKEN = "overtaken"
"""The fault of a mail that was not sent, since it was no longer true."""
WITHDRAWN = "withdrawn"
"""The fault of a mail that staff kept from being sent."""
PERMANENT = 500
"""Answers of a mail server from this one on will be the same the next time."""


async def send_due(
    house: House,
    now: datetime | None = None,
    trusted: ssl.SSLContext | None = None,
    *,
    goes_on: Callable[[], bool] = lambda: True,
) -> Counter[str]:
    """Send all mails that are due; return how many were "sent", "overtaken", "failed" and "given_up".

    When the mail server cannot be reached, one mail waits longer for its next try, and the others stay as they are.
    Before each mail is asked whether it `goes_on`; a mail under way when this is cancelled can be taken up at once.
    """
    tally: Counter[str] = Counter()
    if not await asyncio.to_thread(_is_any_due, house, now):
        return tally
    async with open_transport(house.settings, trusted) as transport:
        while goes_on() and (mail_id := await asyncio.to_thread(claim_next, house, now)) is not None:
            result, is_reachable = await _send(house, transport, mail_id, now)
            tally[result] += 1
            if not is_reachable:
                break
    return tally


def claim_next(house: House, now: datetime | None = None) -> int | None:
    """Claim the mail that has waited longest and return its id; None where none is due.

    Writers wait for each other (`graph.database.transaction`), so that no two senders claim the same one.
    """
    moment = now or datetime.now(UTC)
    with transaction(house.engine) as session:
        mail = session.scalar(select(Mail).where(is_due(moment)).order_by(Mail.due_at, Mail.id).limit(1))
        if mail is None:
            return None
        mail.claimed_at = moment
        return mail.id


def is_due(moment: datetime) -> ColumnElement[bool]:
    """Return the condition under which a mail should leave at a moment."""
    return and_(
        Mail.sent_at.is_(None),
        Mail.given_up_at.is_(None),
        Mail.due_at <= moment,
        # One from the future is of a clock that was fast, and would be waited for until that moment has come.
        or_(Mail.claimed_at.is_(None), Mail.claimed_at <= moment - CLAIM_LIFE, Mail.claimed_at > moment + CLAIM_LIFE),
    )


def _is_any_due(house: House, now: datetime | None) -> bool:
    house.snapshots.ready()
    with reading(house.engine) as session:
        return session.scalar(select(Mail.id).where(is_due(now or datetime.now(UTC))).limit(1)) is not None


async def _send(house: House, transport: Transport, mail_id: int, now: datetime | None) -> tuple[str, bool]:
    """Send one mail; return what became of it, and whether the mail server can be reached."""
    try:
        message = await asyncio.to_thread(_write, house, mail_id, now)
        if message is None:
            return await asyncio.to_thread(_give_up, house, mail_id, OVERTAKEN, now), True
        async with asyncio.timeout(SEND_SECONDS):
            await transport.deliver(message)
    except asyncio.CancelledError:
        await asyncio.to_thread(_give_back, house, mail_id)
        raise
    except SMTPRecipientsRefused as error:
        code = error.recipients[0].code
        fault = f"{type(error).__name__} {code}"
        if code >= PERMANENT:
            return await asyncio.to_thread(_give_up, house, mail_id, fault, now), True
        return await asyncio.to_thread(_try_later, house, mail_id, fault, now), True
    except (SMTPException, OSError) as error:
        return await asyncio.to_thread(_try_later, house, mail_id, _name(error), now), False
    except Exception as error:  # noqa: BLE001 -- one mail that cannot be written must not hold up the others
        return await asyncio.to_thread(_try_later, house, mail_id, type(error).__name__, now), True
    await asyncio.to_thread(_mark_sent, house, mail_id, now)
    return "sent", True


def _write(house: House, mail_id: int, now: datetime | None) -> EmailMessage | None:
    """Return a mail ready to be sent; None where it is overtaken, or its person was erased."""
    moment = now or datetime.now(UTC)
    with reading(house.engine) as session:
        mail = session.get(Mail, mail_id)
        if mail is None or is_overtaken(session, house.safe, mail, moment):
            return None
        letter = write_letter(session, house, mail, moment.astimezone().date())
        return make_message(letter, mail.event, house.settings, house.safe, moment)


def _mark_sent(house: House, mail_id: int, now: datetime | None) -> None:
    with transaction(house.engine) as session:
        mail = session.get(Mail, mail_id)
        if mail is not None:
            mail.sent_at, mail.fault = now or datetime.now(UTC), ""
            _forget_secrets(mail)


def _give_back(house: House, mail_id: int) -> None:
    """End a claim, so that the next sender need not wait until it is old."""
    with transaction(house.engine) as session:
        mail = session.get(Mail, mail_id)
        if mail is not None:
            mail.claimed_at = None


def _give_up(house: House, mail_id: int, fault: str, now: datetime | None) -> str:
    with transaction(house.engine) as session:
        mail = session.get(Mail, mail_id)
        if mail is not None:
            mail.given_up_at, mail.fault = now or datetime.now(UTC), fault
            _forget_secrets(mail)
    return OVERTAKEN if fault == OVERTAKEN else "given_up"


def _try_later(house: House, mail_id: int, fault: str, now: datetime | None) -> str:
    moment = now or datetime.now(UTC)
    with transaction(house.engine) as session:
        mail = session.get(Mail, mail_id)
        if mail is None:
            return "failed"
        mail.n_tries, mail.fault, mail.claimed_at = mail.n_tries + 1, fault, None
        if mail.n_tries > len(PAUSES):
            mail.given_up_at = moment
            return "given_up"
        mail.due_at = moment + PAUSES[mail.n_tries - 1]
    return "failed"


def _forget_secrets(mail: Mail) -> None:
    """Drop what is sealed among the facts: whoever reads the database later finds no link to sign in."""
    mail.facts = {name: fact for name, fact in mail.facts.items() if not name.startswith("sealed_")}


def _name(error: Exception) -> str:
    """Return the kind of a failure: the words of a mail server often hold the address."""
    return f"{type(error).__name__} {error.code}" if isinstance(error, SMTPResponseException) else type(error).__name__


def send_again(session: Session, mail_id: int) -> bool:
    """Have a mail that was given up tried again from the beginning; return whether it was one."""
    waits = {"given_up_at": None, "claimed_at": None, "n_tries": 0, "due_at": datetime.now(UTC)}
    given_up = update(Mail).where(Mail.id == mail_id, Mail.given_up_at.is_not(None)).values(waits)
    return bool(cast("CursorResult[Any]", session.execute(given_up)).rowcount)


def withdraw(session: Session, mail_id: int) -> bool:
    """Keep a mail that waits from being sent; return whether it still waited."""
    mail = session.get(Mail, mail_id)
    if mail is None or mail.sent_at is not None or mail.given_up_at is not None or mail.claimed_at is not None:
        return False
    mail.given_up_at, mail.fault = datetime.now(UTC), WITHDRAWN
    _forget_secrets(mail)
    return True
