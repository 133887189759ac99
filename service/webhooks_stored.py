"""Webhooks registered, listed and deleted."""

from base64 import b64encode
from dataclasses import dataclass
from secrets import token_bytes

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from graph.errors import GraphError
from graph.outbox import Webhook, WebhookCall
from service.access import Asker, NotAllowed
from service.audit import note
from service.house import House
from service.webhook_targets import Resolve, check_target, resolve_name

SECRET_PREFIX = "whsec_"  # noqa: S105 -- what secrets of Standard Webhooks begin with, no secret itself # nosec B105
SECRET_BYTES = 32


class UnknownWebhook(GraphError):
    """No webhook is stored under this id."""


@dataclass(frozen=True)
class WebhookView:
    """A webhook, and how its calls go."""

    row: Webhook
    n_waiting: int
    """Calls that are still to be made, or to be made again."""
    n_given_up: int
    """Calls that nobody took in the end."""


def add_webhook(
    session: Session, house: House, asker: Asker, url: str, resolve: Resolve = resolve_name
) -> tuple[WebhookView, str]:
    """Store a webhook; return it and the secret that its calls are signed with, which is not shown again.

    Raise `RefusedTarget` for an address that webhooks may not lead to, and `NotAllowed` for an asker who is nobody in
    particular: a webhook is somebody's, and ends with that person.
    """
    # Before anything is read: while a name is resolved, other writers would wait.
    target = check_target(url, house.settings, resolve)
    if asker.person_id is None:
        raise NotAllowed("a webhook belongs to a person; sign in, or send a token")
    secret = SECRET_PREFIX + b64encode(token_bytes(SECRET_BYTES)).decode()
    row = Webhook(person_id=asker.person_id, url=str(target.url), sealed_secret=house.safe.seal(secret))
    session.add(row)
    session.flush()
    note(session, asker, "add webhook", f"webhook {row.id}")
    return WebhookView(row, 0, 0), secret


def list_webhooks(session: Session) -> list[WebhookView]:
    """Return all webhooks, the oldest first."""
    waiting, given_up = _counts(session, is_given_up=False), _counts(session, is_given_up=True)
    rows = session.scalars(select(Webhook).order_by(Webhook.id))
    return [WebhookView(row, waiting.get(row.id, 0), given_up.get(row.id, 0)) for row in rows]


def delete_webhook(session: Session, asker: Asker, webhook_id: int) -> None:
    """Delete a webhook with the calls that it still has to get; raise `UnknownWebhook`."""
    if session.get(Webhook, webhook_id) is None:
        raise UnknownWebhook(f"no webhook has the id {webhook_id}")
    session.execute(delete(Webhook).where(Webhook.id == webhook_id))
    note(session, asker, "delete webhook", f"webhook {webhook_id}")


def _counts(session: Session, *, is_given_up: bool) -> dict[int, int]:
    has_ended = WebhookCall.given_up_at.is_not(None) if is_given_up else WebhookCall.given_up_at.is_(None)
    query = select(WebhookCall.webhook_id, func.count()).where(WebhookCall.sent_at.is_(None), has_ended)
    return {row[0]: row[1] for row in session.execute(query.group_by(WebhookCall.webhook_id))}
