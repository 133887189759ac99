"""Webhooks called: each step of an introduction told once to every webhook, signed, and again until somebody takes it.

Calls are claimed one by one, each in a transaction of its own, so that two senders never make the same one at once. A
sender that dies after a call and before it is noted makes it twice; both have the same `webhook-id`. Header, signature
and pauses are those of Standard Webhooks (https://www.standardwebhooks.com).
"""

import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http import HTTPStatus

import httpx2
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from graph.database import transaction
from graph.introductions import IntroductionStep
from graph.outbox import Webhook, WebhookCall
from graph.people import Person
from service.house import House
from service.webhook_targets import RefusedTarget, Resolve, check_target, resolve_name
from service.webhooks_stored import SECRET_PREFIX

TIMEOUT_SECONDS = 15
CLAIM_LIFE = timedelta(minutes=10)
"""After so long a call that was claimed and not noted as made belongs to a sender that died."""
PAUSES = (
    *(timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30)),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)),
)
"""How long to wait after each failure; after the last one a call is given up."""
EVENT = "introduction.changed"
NOT_ALLOWED = "not allowed"
_GONE = f"status {HTTPStatus.GONE.value}"

Clock = Callable[[], datetime]


@dataclass
class Counts:
    """What became of the calls that were due."""

    sent: int = 0
    failed: int = 0
    """To be made again later."""
    given_up: int = 0


@dataclass(frozen=True)
class Call:
    """One call, claimed: what it says, where to, and with which secret."""

    id: int
    webhook_id: int
    url: str
    secret: str
    is_allowed: bool
    """Whether the person whom the webhook belongs to is staff still."""
    introduction_id: int
    step_number: int
    state: str
    made_at: datetime

    @property
    def message_id(self) -> str:
        """Names the event: the same each time it is told."""
        return f"introduction-{self.introduction_id}-{self.step_number}"

    @property
    def body(self) -> bytes:
        """What is told: which introduction took which step, and nothing of anybody."""
        data = {"introductionId": self.introduction_id, "state": self.state, "step": self.step_number}
        told = {"type": EVENT, "timestamp": self.made_at.isoformat(), "data": data}
        return json.dumps(told, separators=(",", ":")).encode()


def _now() -> datetime:
    return datetime.now(UTC)


def send_due(
    house: House,
    *,
    clock: Clock = _now,
    resolve: Resolve = resolve_name,
    goes_on: Callable[[], bool] = lambda: True,
) -> Counts:
    """Make all calls that are due, as long as it `goes_on`; return what became of them.

    A webhook that fails once is left for the next time, so that one that does not answer holds up no other.
    """
    counts, troubled = Counts(), set[int]()

    def next_due() -> Call | None:
        return _claim(house, clock(), troubled) if goes_on() else None

    if (call := next_due()) is None:
        return counts  # as mostly; to make a client takes a tenth of a second of a core
    with httpx2.Client(timeout=TIMEOUT_SECONDS, follow_redirects=False, trust_env=False) as client:
        while call:
            fault = _make(call, house, client, clock(), resolve) if call.is_allowed else NOT_ALLOWED
            if fault:
                troubled.add(call.webhook_id)
            is_given_up = _settle(house, call, fault, clock())
            counts.sent += not fault
            counts.given_up += is_given_up
            counts.failed += bool(fault) and not is_given_up
            call = next_due()
    return counts


def sign(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """Return the signature of a message, as the header webhook-signature has it.

    >>> sign("whsec_" + "A" * 32, "introduction-12-3", 1764151200, b"{}")[:3]
    'v1,'
    """
    signed = b".".join((message_id.encode(), str(timestamp).encode(), body))
    key = b64decode(secret.removeprefix(SECRET_PREFIX))
    return f"v1,{b64encode(hmac.digest(key, signed, sha256)).decode()}"


def _claim(house: House, now: datetime, troubled: Collection[int]) -> Call | None:
    """Take the call that is due longest, so that no other sender does; None where none is due."""
    with transaction(house.engine) as session:
        call = session.scalar(
            select(WebhookCall)
            .where(WebhookCall.sent_at.is_(None), WebhookCall.given_up_at.is_(None), WebhookCall.due_at <= now)
            .where(
                or_(
                    WebhookCall.claimed_at.is_(None),
                    WebhookCall.claimed_at < now - CLAIM_LIFE,
                    WebhookCall.claimed_at > now + CLAIM_LIFE,  # of a clock that was fast
                )
            )
            .where(WebhookCall.webhook_id.not_in(troubled))
            .order_by(WebhookCall.due_at, WebhookCall.id)
            .limit(1)
        )
        if call is None:
            return None
        call.claimed_at = now
        call.n_tries += 1
        return _read(session, house, call)


def _read(session: Session, house: House, call: WebhookCall) -> Call:
    webhook = session.get_one(Webhook, call.webhook_id)
    step = session.get_one(IntroductionStep, (call.introduction_id, call.step_number))
    return Call(
        id=call.id,
        webhook_id=webhook.id,
        url=webhook.url,
        secret=house.safe.open(webhook.sealed_secret),
        is_allowed=session.get_one(Person, webhook.person_id).role == "staff",
        introduction_id=call.introduction_id,
        step_number=call.step_number,
        state=step.to_state,
        made_at=step.made_at.replace(tzinfo=UTC) if step.made_at.tzinfo is None else step.made_at.astimezone(UTC),
    )


def _make(call: Call, house: House, client: httpx2.Client, now: datetime, resolve: Resolve) -> str:
    """Make a call; return what kind of failure it met, or nothing. What the other side says is not even read."""
    timestamp, body = int(now.timestamp()), call.body
    try:
        target = check_target(call.url, house.settings, resolve)
        with client.stream(
            "POST",
            target.url.copy_with(host=target.address),
            content=body,
            headers={
                "Host": target.url.netloc.decode(),
                "Content-Type": "application/json",
                "User-Agent": "Osmose",
                "webhook-id": call.message_id,
                "webhook-timestamp": str(timestamp),
                "webhook-signature": sign(call.secret, call.message_id, timestamp, body),
            },
            extensions={"sni_hostname": target.url.raw_host.decode()},  # whose certificate must be shown
        ) as answer:
            return "" if answer.is_success else f"status {answer.status_code}"
    except RefusedTarget:
        return "refused target"
    except httpx2.TimeoutException:
        return "timeout"
    except httpx2.HTTPError:
        return "no connection"


def _settle(house: House, call: Call, fault: str, now: datetime) -> bool:
    """Note what became of a call; return whether it is given up."""
    with transaction(house.engine) as session:
        row = session.get(WebhookCall, call.id)
        if row is None:  # its webhook was deleted meanwhile
            return False
        row.fault, row.claimed_at = fault, None
        if not fault:
            row.sent_at = now
        elif row.n_tries > len(PAUSES) or fault in {NOT_ALLOWED, _GONE}:
            row.given_up_at = now
        else:
            row.due_at = now + PAUSES[row.n_tries - 1]
        return row.given_up_at is not None
