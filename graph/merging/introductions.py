"""Introductions of a partner that becomes part of another one."""

from datetime import UTC, datetime

from sqlalchemy import update

from graph.introducing import By, Introductions
from graph.introductions import CLOSED, Introduction
from graph.outbox import Mail

CLOSING = {
    "proposed": ("dismissed",),
    "held": ("dismissed",),
    "approved": ("dismissed",),
    "asked": ("expired",),
    "accepted_by_one": ("expired",),
    "accepted": ("introduced", "ended"),
    "introduced": ("ended",),
    "met": ("ended",),
    "started": ("ended",),
}
"""The steps by which an introduction that runs is closed, in the order in which it comes along."""

MERGED = "merged"
"""Why: one of the two became part of another partner."""


def merge_introductions(introductions: Introductions, kept_id: str, gone_id: str, by: By) -> None:
    """Have `kept` stand wherever `gone` stood in an introduction.

    What the two had with each other is closed: they are one. Where both are on their way to the same third partner,
    the introduction that came further goes on (that of `kept` if they came as far) and the other is closed. Sides stay
    as they were asked, for the steps name them.
    """
    for introduction in introductions.of_partner(gone_id):
        other_id = introduction.second_id if introduction.first_id == gone_id else introduction.first_id
        if introduction.state not in CLOSED:
            if other_id == kept_id:
                _close(introductions, introduction, by)
            elif same := introductions.running(kept_id, other_id):
                _close(introductions, same if _progress(same) < _progress(introduction) else introduction, by)
        if introduction.first_id == gone_id:
            introduction.first_id = kept_id
        else:
            introduction.second_id = kept_id
        introductions.session.flush()


def _progress(introduction: Introduction) -> int:
    return list(CLOSING).index(introduction.state)


def _close(introductions: Introductions, introduction: Introduction, by: By) -> None:
    """Close an introduction; mails about it that have not left stay."""
    introduction.held_until = None
    for state in CLOSING[introduction.state]:
        introductions.take_step(introduction, state, by, reason=MERGED)
    waiting = Mail.sent_at.is_(None) & Mail.given_up_at.is_(None)
    introductions.session.execute(
        update(Mail)
        .where(Mail.introduction_id == introduction.id, waiting)
        .values(given_up_at=datetime.now(UTC), fault=MERGED)
    )
