"""/v1/webhooks: addresses that are called when an introduction takes a step."""

from typing import Annotated

from fastapi import Body, Path, Request, Response
from pydantic import Field

from service.api.shapes import (
    NO_PARAMETERS,
    NOT_FOUND,
    Given,
    ListOut,
    Moment,
    Out,
    Text,
    list_all,
    make_private_router,
)
from service.headers import API_PREFIX
from service.house import InHouse, ReadingSession, WritingSession
from service.recognising import Asking
from service.rows import LARGEST_ID
from service.webhook_targets import LONGEST_URL
from service.webhooks_stored import WebhookView, add_webhook, delete_webhook, list_webhooks

router = make_private_router("/webhooks", "Webhooks")

WebhookId = Annotated[int, Path(alias="webhookId", ge=1, le=LARGEST_ID, description="Id of a webhook.", examples=[1])]


class WebhookOut(Out):
    """An address that is called."""

    id: int = Field(examples=[1])
    url: str = Field(examples=["https://www.example.org/osmose"])
    made_at: Moment = Field(description="When it was added.", examples=["2026-11-26T10:00:00Z"])
    n_waiting: int = Field(description="Calls still to be made, or to be made again.", examples=[0])
    n_given_up: int = Field(description="Calls that nobody took in three days.", examples=[0])


class NewWebhookOut(WebhookOut):
    """An address that is called from now on, with the secret that its calls are signed with."""

    secret: str = Field(
        description="Base64 of the key, behind whsec_; shown this once.",
        examples=["whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="],
    )


class WebhookGiven(Given):
    """An address to be called."""

    url: Text = Field(
        max_length=LONGEST_URL,
        pattern=r"^https?://[^\s/]+",
        description="An address of the open internet, over https.",
        examples=["https://www.example.org/osmose"],
    )


@router.get("", name="list_webhooks", dependencies=[NO_PARAMETERS])
def list_them(request: Request, session: ReadingSession) -> ListOut[WebhookOut]:
    """List all webhooks, the first first."""
    return list_all(request, [_describe(each) for each in list_webhooks(session)])


@router.post("", name="add_webhook", status_code=201, dependencies=[NO_PARAMETERS])
def add(
    given: Annotated[WebhookGiven, Body()], response: Response, house: InHouse, asker: Asking, session: WritingSession
) -> NewWebhookOut:
    """Have an address called with each step of an introduction from now on, by POST, as Standard Webhooks say.

    The body names introduction, state and step, and nobody. The headers are webhook-id (the same when it is told
    again), webhook-timestamp and webhook-signature (v1, HMAC-SHA256 over id.timestamp.body). A status of 2xx takes it;
    otherwise it is told again for three days. Redirects are not followed.
    """
    view, secret = add_webhook(session, house, asker, given.url)
    response.headers["Location"] = f"{API_PREFIX}/webhooks/{view.row.id}"
    return NewWebhookOut(**dict(_describe(view)), secret=secret)


@router.delete(
    "/{webhookId}", name="delete_webhook", status_code=204, dependencies=[NO_PARAMETERS], responses=NOT_FOUND
)
def delete(webhook_id: WebhookId, asker: Asking, session: WritingSession) -> None:
    """Delete a webhook; calls that wait are not made."""
    delete_webhook(session, asker, webhook_id)


def _describe(view: WebhookView) -> WebhookOut:
    return WebhookOut(
        id=view.row.id,
        url=view.row.url,
        made_at=view.row.made_at,
        n_waiting=view.n_waiting,
        n_given_up=view.n_given_up,
    )
