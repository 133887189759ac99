"""A team applies: written together, agreed to by every member, handed in before the scheme closes."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from sqlalchemy import delete, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from graph.errors import GraphError, UnknownPartner
from graph.grants import (
    BEING_WRITTEN,
    MOVES,
    GrantApplicant,
    GrantApplication,
    GrantScheme,
    IllegalGrantStep,
    UnknownGrant,
)
from graph.grants_kept import members_of, unask
from graph.model import Partner
from service.access import Asker, NotAllowed, Role
from service.audit import note
from service.grants.checking import check
from service.grants.draft import Draft, draft_of
from service.grants.schemes import find_scheme
from service.mail.outbox import people_of, post

ANSWERS = ("yes", "no")
MOST_MEMBERS = 12


class NotOpen(GraphError):
    """Nothing can be handed in today: the scheme is not open yet, or closed."""


class NotReady(GraphError):
    """An application does not meet what is asked, or not every member agreed."""


def find_application(session: Session, application_id: int) -> GrantApplication:
    """Return an application; raise `UnknownGrant`."""
    application = session.get(GrantApplication, application_id)
    if application is None:
        raise UnknownGrant(f"no application has the id {application_id}")
    return application


def own_application(session: Session, partner_id: str, application_id: int) -> GrantApplication:
    """Return an application of a team in which a partner is; raise `UnknownGrant`."""
    if session.get(GrantApplicant, (application_id, partner_id)) is None:
        raise UnknownGrant(f"application {application_id} is not one of '{partner_id}'")
    return find_application(session, application_id)


def count_waiting(session: Session, partner_id: str, day: date) -> int:
    """Return how many applications wait for a partner: for its answer, or, agreed to by all, for who hands them in.

    Those that cannot be handed in any more wait for nobody.
    """
    other = aliased(GrantApplicant)
    is_open = exists().where(other.application_id == GrantApplication.id, other.said != "yes")
    waiting = select(func.count()).select_from(GrantApplicant).join(GrantApplication).join(GrantScheme)
    waiting = waiting.where(GrantApplicant.partner_id == partner_id, GrantApplication.state == "asked")
    waiting = waiting.where(or_(GrantScheme.closes_on >= day, GrantApplication.until >= day))
    return session.scalar(waiting.where(or_(GrantApplicant.said == "", ~is_open))) or 0


def count_undecided(session: Session) -> int:
    """Return how many applications wait for staff to decide."""
    waiting = select(func.count()).select_from(GrantApplication).where(GrantApplication.state == "handed_in")
    return session.scalar(waiting) or 0


def last_day(scheme: GrantScheme, application: GrantApplication) -> date:
    """Return the last day on which an application can be handed in."""
    return max(scheme.closes_on, application.until or scheme.closes_on)


def begin_application(session: Session, asker: Asker, scheme: GrantScheme, draft: Draft, day: date) -> GrantApplication:
    """Begin an application; raise `NotAllowed`, `UnknownPartner`, or `NotOpen` where the scheme has closed."""
    if day > scheme.closes_on:
        raise NotOpen(f"scheme {scheme.id} closed on {scheme.closes_on}")
    if asker.role is not Role.STAFF and not asker.partner_ids & set(draft.member_ids):
        raise NotAllowed("only who is in a team may apply with it")
    application = GrantApplication(scheme_id=scheme.id, **draft.columns)
    session.add(application)
    session.flush()
    _set_team(session, application, draft.member_ids)
    note(session, asker, "begin application", f"application {application.id}")
    return application


def change_application(session: Session, asker: Asker, application: GrantApplication, draft: Draft) -> bool:
    """Change what an application says; return whether anything did.

    Whoever agreed before is to be asked anew. Raise `IllegalGrantStep` once it was handed in, `NotAllowed`, or
    `UnknownPartner`.
    """
    if application.state not in BEING_WRITTEN:
        raise IllegalGrantStep(f"application {application.id} is {application.state} and changes no more")
    _require_member(session, asker, application)
    if draft == draft_of(session, application):
        return False
    for name, value in draft.columns.items():
        setattr(application, name, value)
    application.changed_at = datetime.now(UTC)  # also where only the team is another
    unask(session, application)
    _set_team(session, application, draft.member_ids)
    note(session, asker, "change application", f"application {application.id}")
    return True


def ask_members(session: Session, asker: Asker, application: GrantApplication) -> int:
    """Ask every member whether an application may be handed in as it is; return how many mails that posts.

    Whoever asks agrees by that. Raise `NotAllowed`, or `IllegalGrantStep`.
    """
    _require_member(session, asker, application)
    move(application, "asked")
    application.n_asked += 1
    session.flush()
    note(session, asker, "ask about application", f"application {application.id}")
    n_mails, facts = 0, {"application": application.id, "n_asked": application.n_asked}
    for member in members_of(session, application.id):
        if asker.role is not Role.STAFF and asker.owns(member.partner_id):
            member.said, member.said_at = "yes", datetime.now(UTC)
            continue
        event = f"grant-{application.id}-asked-{application.n_asked}"
        n_mails += sum(
            post(session, "grant_asked", person_id, event, partner_id=member.partner_id, facts=facts)
            for person_id in people_of(session, member.partner_id)
        )
    session.flush()
    return n_mails


def answer(session: Session, asker: Asker, application: GrantApplication, partner_id: str, said: str) -> None:
    """Take in whether a member agrees; what staff say for it is told to be by staff.

    Raise `UnknownGrant` for who is no member, and `IllegalGrantStep` where nothing is asked.
    """
    member = session.get(GrantApplicant, (application.id, partner_id))
    if member is None:
        raise UnknownGrant(f"'{partner_id}' is not in the team of application {application.id}")
    if application.state != "asked":
        raise IllegalGrantStep(f"application {application.id} is {application.state}: nothing is asked")
    member.said, member.said_at, member.is_by_staff = said, datetime.now(UTC), asker.role is Role.STAFF
    session.flush()
    note(session, asker, "answer about application", f"application {application.id}", f"{partner_id} {said}")


def hand_in(session: Session, asker: Asker, application: GrantApplication, day: date) -> None:
    """Hand an application in; nothing of it changes after that.

    Raise `NotAllowed`, `NotOpen`, `NotReady`, or `IllegalGrantStep`.
    """
    _require_member(session, asker, application)
    scheme = find_scheme(session, application.scheme_id)
    require_move(application, "handed_in")
    if not scheme.opens_on <= day <= last_day(scheme, application):
        raise NotOpen(f"scheme {scheme.id} is open from {scheme.opens_on} to {last_day(scheme, application)}")
    if any(each.said != "yes" for each in members_of(session, application.id)):
        raise NotReady("not every member agreed")
    if unmet := [each.code for each in check(session, scheme, draft_of(session, application)) if not each.is_met]:
        raise NotReady(f"not met: {', '.join(unmet)}")
    move(application, "handed_in")
    application.handed_in_at, application.reason = datetime.now(UTC), ""
    session.flush()
    note(session, asker, "hand in application", f"application {application.id}")


def withdraw(session: Session, asker: Asker, application: GrantApplication) -> None:
    """Withdraw an application that is not decided; raise `NotAllowed`, or `IllegalGrantStep`."""
    _require_member(session, asker, application)
    move(application, "withdrawn")
    session.flush()
    note(session, asker, "withdraw application", f"application {application.id}")


def require_move(application: GrantApplication, to_state: str) -> None:
    """Raise `IllegalGrantStep` where a state may not follow the one that an application is in."""
    if to_state not in MOVES[application.state]:
        raise IllegalGrantStep(f"application {application.id} is {application.state} and cannot become {to_state}")


def move(application: GrantApplication, to_state: str) -> None:
    """Move an application on; raise as `require_move` does."""
    require_move(application, to_state)
    application.state = to_state


def _require_member(session: Session, asker: Asker, application: GrantApplication) -> None:
    team = {each.partner_id for each in members_of(session, application.id)}
    if asker.role is not Role.STAFF and not asker.partner_ids & team:
        raise NotAllowed("only who is in the team may do this")


def _set_team(session: Session, application: GrantApplication, partner_ids: Sequence[str]) -> None:
    """Have exactly these partners be the team."""
    session.execute(delete(GrantApplicant).where(GrantApplicant.application_id == application.id))
    for position, partner_id in enumerate(dict.fromkeys(partner_ids)):
        if session.get(Partner, partner_id) is None:
            raise UnknownPartner(f"no partner has the id '{partner_id}'")
        session.add(GrantApplicant(application_id=application.id, partner_id=partner_id, position=position))
    session.flush()
