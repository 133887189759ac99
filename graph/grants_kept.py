"""Teams and their applications; what becomes of these where a partner is merged or leaves; their words, changed."""

from collections.abc import Callable, Collection

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from graph.grants import BEING_WRITTEN, GrantApplicant, GrantApplication
from graph.model import Partner

TEXTS = ("title", "plan", "reason")
"""Columns of an application that hold what somebody wrote; the lines of its costs do too."""


def members_of(session: Session, application_id: int) -> list[GrantApplicant]:
    """Return the members of the team of an application, who began it first."""
    its = select(GrantApplicant).where(GrantApplicant.application_id == application_id)
    return list(session.scalars(its.order_by(GrantApplicant.position, GrantApplicant.partner_id)))


def teams_of(session: Session, application_ids: Collection[int]) -> dict[int, list[Partner]]:
    """Return the partners in the team of each of some applications, who began it first."""
    its = select(GrantApplicant.application_id, Partner).join(Partner, Partner.id == GrantApplicant.partner_id)
    its = its.where(GrantApplicant.application_id.in_(application_ids))
    teams: dict[int, list[Partner]] = {each: [] for each in application_ids}
    for application_id, partner in session.execute(its.order_by(GrantApplicant.position, Partner.id)):
        teams[application_id].append(partner)
    return teams


def applications_of(session: Session, partner_id: str) -> list[GrantApplication]:
    """Return the applications of the teams in which a partner is, the latest first."""
    query = select(GrantApplication).join(GrantApplicant, GrantApplicant.application_id == GrantApplication.id)
    return list(
        session.scalars(query.where(GrantApplicant.partner_id == partner_id).order_by(GrantApplication.id.desc()))
    )


def unask(session: Session, application: GrantApplication) -> None:
    """Have an application be written on: whatever members answered counts no more."""
    application.state = "draft"
    answers = update(GrantApplicant).where(GrantApplicant.application_id == application.id)
    session.execute(answers.values(said="", said_at=None, is_by_staff=False))


def merge_grants(session: Session, kept_id: str, gone_id: str) -> None:
    """Have `kept` be the member that `gone` was; where both were asked, both must have agreed."""
    for row in session.scalars(select(GrantApplicant).where(GrantApplicant.partner_id == gone_id)).all():
        same = session.get(GrantApplicant, (row.application_id, kept_id))
        if same is None:
            row.partner_id = kept_id
        else:
            same.said = min(same.said, row.said, key=("no", "", "yes").index)
            same.position = min(same.position, row.position)
    session.flush()


def forget_in_grants(session: Session, partner_id: str, change: Callable[[str], str]) -> None:
    """Take a partner off the teams that still write, and out of the words of all; what was handed in keeps its team.

    An application that nobody is left to write goes as a whole.
    """
    for application in applications_of(session, partner_id):
        reword_grant(application, change)
        if application.state in BEING_WRITTEN:
            unask(session, application)
            session.execute(delete(GrantApplicant).filter_by(application_id=application.id, partner_id=partner_id))
            if not members_of(session, application.id):
                session.execute(delete(GrantApplication).where(GrantApplication.id == application.id))
    session.flush()


def reword_grant(application: GrantApplication, change: Callable[[str], str]) -> int:
    """Change every text of an application; return how many were changed."""
    texts = {name: getattr(application, name) for name in TEXTS}
    changed = {name: after for name, text in texts.items() if (after := change(text)) != text}
    for name, text in changed.items():
        setattr(application, name, text)
    costs = [{**line, "what": change(line["what"])} for line in application.costs]
    n_lines = sum(after != before for after, before in zip(costs, application.costs, strict=True))
    if n_lines:
        application.costs = costs
    return len(changed) + n_lines
