"""What staff decide about applications, and what was paid; never more than the budget holds."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from graph.collaborating import new_collaboration_id
from graph.dates import is_over
from graph.errors import GraphError, UnknownCollaboration
from graph.grants import GrantApplication
from graph.grants_kept import members_of, teams_of, unask
from graph.model import Collaboration, Participation, Theme
from graph.repository import Repository
from service.access import Asker
from service.audit import note
from service.collaborations_stored import add_collaboration
from service.grants.applying import move, require_move
from service.grants.schemes import OverBudget, budget_of, find_scheme
from service.grants.told import tell_amount, told_euros
from service.mail.outbox import people_of, post

TOGETHER = 2
"""Partners that make a collaboration."""


class BadAmount(GraphError):
    """An amount is more than it can be: `most_cents`."""

    def __init__(self, most_cents: int) -> None:
        self.most_cents = most_cents
        super().__init__(f"expected an amount up to {most_cents} cents")


def grant(  # noqa: PLR0913, PLR0917 -- what is granted, when and for what
    session: Session, asker: Asker, application: GrantApplication, cents: int, day: date, collaboration_id: str = ""
) -> None:
    """Grant an amount, and make the collaboration that it is for, or link the one named.

    Writers wait for each other (`graph.database.transaction`), so that two of them never see the same budget left.
    Raise `BadAmount`, `OverBudget`, `UnknownCollaboration`, or `IllegalGrantStep`.
    """
    scheme = find_scheme(session, application.scheme_id)
    if not 0 < cents <= application.asked_cents:
        raise BadAmount(application.asked_cents)
    if cents > (left := budget_of(session, scheme).left):
        raise OverBudget(left)
    if collaboration_id and collaboration_id not in dict(linkable(session, application)):
        raise UnknownCollaboration(f"'{collaboration_id}' is no collaboration of this team")
    move(application, "granted")
    application.granted_cents, application.decided_on, application.reason = cents, day, ""
    session.flush()
    application.collaboration_id = collaboration_id or _make_collaboration(session, asker, application, day)
    session.flush()
    tell_amount(session, application, None, told_euros(scheme, application))
    Repository(session).record_change(f"grant for {application.collaboration_id}")  # it has one now, told or not
    note(session, asker, "grant application", f"application {application.id}")
    _tell_members(session, application, "granted")


def linkable(session: Session, application: GrantApplication) -> list[tuple[str, str]]:
    """Return id and title of each collaboration in which at least two of the team take part, the latest first."""
    ids = [each.partner_id for each in members_of(session, application.id)]
    query = (
        select(Collaboration.id, Collaboration.title)
        .join(Participation, Participation.collaboration_id == Collaboration.id)
        .where(Participation.partner_id.in_(ids))
        .group_by(Collaboration.id, Collaboration.title, Collaboration.starts_on)
        .having(func.count(Participation.partner_id.distinct()) >= TOGETHER)
        .order_by(Collaboration.starts_on.desc(), Collaboration.id)
    )
    return [(row.id, row.title) for row in session.execute(query)]


def refuse(session: Session, asker: Asker, application: GrantApplication, reason: str, day: date) -> None:
    """Refuse an application, with the reason that its members read; raise `IllegalGrantStep`."""
    move(application, "refused")
    application.reason, application.decided_on = reason, day
    session.flush()
    note(session, asker, "refuse application", f"application {application.id}")
    _tell_members(session, application, "refused")


def send_back(session: Session, asker: Asker, application: GrantApplication, reason: str, until: date) -> None:
    """Have the team change what it handed in, and hand it in once more up to a day; raise `IllegalGrantStep`."""
    require_move(application, "refused")  # handed in, and not only asked about
    unask(session, application)
    application.reason, application.until = reason, until
    session.flush()
    note(session, asker, "send back application", f"application {application.id}")
    _tell_members(session, application, "sent_back")


def record_paid(session: Session, asker: Asker, application: GrantApplication, cents: int) -> None:
    """Write down how much was paid in advance, together; raise `BadAmount`, or `IllegalGrantStep`."""
    require_move(application, "settled")  # in advance is before that
    if cents > (most := application.granted_cents or 0):
        raise BadAmount(most)
    application.paid_cents = cents
    session.flush()
    note(session, asker, "record payment", f"application {application.id}")


def settle(session: Session, asker: Asker, application: GrantApplication, cents: int) -> None:
    """Write down what a grant came to in the end: the rest flows back; raise `BadAmount`, or `IllegalGrantStep`."""
    require_move(application, "settled")
    most = application.granted_cents or 0
    if cents > most:
        raise BadAmount(most)
    scheme = find_scheme(session, application.scheme_id)
    before = told_euros(scheme, application)
    move(application, "settled")
    application.settled_cents = cents
    session.flush()
    tell_amount(session, application, before, told_euros(scheme, application))
    note(session, asker, "settle grant", f"application {application.id}")


def _make_collaboration(session: Session, asker: Asker, application: GrantApplication, day: date) -> str | None:
    """Store what the team is going to do; None where fewer than two of it are partners still."""
    team = teams_of(session, [application.id])[application.id]
    there = [each.id for each in team if not is_over(each.until, day)]
    if len(there) < TOGETHER:
        return None
    known = session.scalars(select(Theme.id).where(Theme.id.in_(application.theme_ids)))
    scheme, begins, ends = find_scheme(session, application.scheme_id), application.begins_on, application.ends_on
    cells: dict[str, str | list[str]] = {
        "id": new_collaboration_id(),
        "title": application.title,
        "start_date": begins.isoformat() if begins else day.isoformat(),
        "end_date": ends.isoformat() if ends else "",
        "themes": sorted(known),
        "participants": there,
        "source": scheme.title if scheme.is_public else "",
    }
    return add_collaboration(session, asker, cells)


def _tell_members(session: Session, application: GrantApplication, what: str) -> None:
    """Post what was decided to everybody who speaks for a member."""
    event, facts = f"grant-{application.id}-{what}-{application.n_asked}", {"application": application.id, "what": what}
    for member in members_of(session, application.id):
        for person_id in people_of(session, member.partner_id):
            post(session, "grant_news", person_id, event, partner_id=member.partner_id, facts=facts)
