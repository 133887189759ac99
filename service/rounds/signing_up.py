"""Signing up for a round: partners are asked by mail, and say whether they come, when, and whom they wish to meet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from graph.errors import GraphError
from graph.outbox import Mail
from graph.rounds import Round
from service.access import Asker
from service.audit import note
from service.mail.desk import Block, Choice, Content, Desk
from service.mail.outbox import people_of, post
from service.rounds.gathering import Guest, find_round, guests_of, others_for, set_wanted
from service.texts import gettext as _
from service.texts import say_date
from service.wording import join

MOST_ROOM = 40
"""Visits or meetings of one guest."""


class SignUpOver(GraphError):
    """Partners can sign up for this round no more, or never could."""


class NoDayChosen(GraphError):
    """Who comes has to say on which day."""


@dataclass(frozen=True)
class SignUp:
    """What a guest says."""

    comes: bool
    room: int
    days: tuple[str, ...]
    wishes: tuple[str, ...] = ()
    vetoes: tuple[str, ...] = ()


def is_open(row: Round, today: date) -> bool:
    """Whether partners can still sign up by themselves."""
    return row.sign_up_until is not None and today <= row.sign_up_until


def sign_up(  # noqa: PLR0913, PLR0917 -- who says what, and when
    session: Session, asker: Asker, row: Round, guest: Guest, said: SignUp, today: date
) -> None:
    """Take in what a partner says of itself; raise `SignUpOver` or `NoDayChosen`."""
    if not is_open(row, today):
        raise SignUpOver(f"round {row.id} takes no more sign-ups")
    store_sign_up(session, row, guest, said)
    note(session, asker, "sign up for round", f"round {row.id} partner {guest.partner_id}", guest.row.state)


def store_sign_up(session: Session, row: Round, guest: Guest, said: SignUp) -> None:
    """Store what a guest says; raise `NoDayChosen`."""
    days = [day for day in row.days if day in said.days] if len(row.days) > 1 else list(row.days)
    if said.comes and not days:
        raise NoDayChosen("choose a day at least")
    guest.row.state = "coming" if said.comes else "not_coming"
    if said.comes:
        guest.row.room, guest.row.days = said.room, days
        among = {each.partner_id for each in others_for(guest, guests_of(session, row.id), row.kind)}
        vetoes = [each for each in said.vetoes if each not in said.wishes]
        set_wanted(session, guest.row, "wish", said.wishes, among)
        set_wanted(session, guest.row, "veto", vetoes, among)
    session.flush()


def invite_guests(session: Session, asker: Asker, row: Round) -> tuple[int, int]:
    """Mail all who were not heard of the question whether they come.

    Return how many partners get a mail, and how many have nobody to mail to; who got it once gets it no second time.
    """
    silent = [each.partner_id for each in guests_of(session, row.id) if each.row.state == "invited"]
    return post_all(session, asker, row, silent, "round", f"round-{row.id}", "invite guests")


def share_plan(session: Session, asker: Asker, row: Round, number: int, partner_ids: Sequence[str]) -> tuple[int, int]:
    """Have partners see a plan, and mail those in it where their programme stands; return as `invite_guests` does."""
    row.shared_number = number
    event = f"programme-{row.id}-{number}"
    return post_all(session, asker, row, partner_ids, "programme", event, "share round")


def tell_changed(session: Session, asker: Asker, row: Round, number: int, partner_ids: Sequence[str]) -> None:
    """Mail partners that their programme in the plan that holds now is new or another."""
    post_all(
        session, asker, row, partner_ids, "programme", f"changed-{row.id}-{number}", "share round", is_changed=True
    )


def post_all(  # noqa: PLR0913, PLR0917 -- which mail to whom
    session: Session,
    asker: Asker,
    row: Round,
    partner_ids: Sequence[str],
    kind: str,
    event: str,
    action: str,
    *,
    is_changed: bool = False,
) -> tuple[int, int]:
    """Mail partners about a round; return how many get a mail that did not before, and how many have nobody for it."""
    n_mailed, n_without = 0, 0
    facts = {"round": row.id} | ({"is_changed": True} if is_changed else {})
    for partner_id in partner_ids:
        people = people_of(session, partner_id)
        posted = [
            post(session, kind, each, f"{event}-{partner_id}", partner_id=partner_id, facts=facts) for each in people
        ]
        n_mailed += any(posted)
        n_without += not people
    note(session, asker, action, f"round {row.id}", str(n_mailed))
    return n_mailed, n_without


def round_mail(desk: Desk) -> Content:
    """Ask whether a partner comes, with the link to say so."""
    row = find_round(desk.session, int(desk.mail.facts["round"]))
    names = {"own": desk.own_name, "title": row.title, "when": say_when(row), "place": row.place, "office": desk.office}
    opening = _("%(office)s invites %(own)s to “%(title)s”, on %(when)s.") % names
    if row.place:
        opening += " " + _("It is held at %(place)s.") % names
    asked = _("Say whether you come, and whom you wish to meet. You need not sign in.")
    blocks = [Block(opening), Block(asked, choices=(Choice(_("Sign up, or say that you do not come"), _link(desk)),))]
    if row.sign_up_until:
        blocks.append(Block(_("You can do so until %(day)s.") % {"day": say_date(row.sign_up_until.isoformat())}))
    return Content(_("Do you come to “%(title)s”?") % names, tuple(blocks))


def programme_mail(desk: Desk) -> Content:
    """Tell where the programme of a partner stands."""
    row = find_round(desk.session, int(desk.mail.facts["round"]))
    names = {"own": desk.own_name, "title": row.title, "when": say_when(row)}
    is_changed = bool(desk.mail.facts.get("is_changed"))
    opening = (
        _("The programme of %(own)s for “%(title)s”, on %(when)s, has changed.")
        if is_changed
        else _("The programme of %(own)s for “%(title)s”, on %(when)s, is there.")
    ) % names
    kept = _("Keep this mail: on the day the link shows what comes next, also where something changes.")
    return Content(
        (_("Your new programme for “%(title)s”") if is_changed else _("Your programme for “%(title)s”")) % names,
        (Block(opening, choices=(Choice(_("See the programme"), _link(desk)),)), Block(kept)),
    )


def is_past(session: Session, mail: Mail, today: date) -> bool:
    """Whether a mail about a round comes too late: it was answered meanwhile, or is over."""
    row = session.get(Round, int(mail.facts.get("round", 0)))
    if row is None or row.days[-1] < today.isoformat():
        return True
    if mail.kind != "round":
        return row.shared_number == 0
    guest = next((each for each in guests_of(session, row.id) if each.partner_id == mail.partner_id), None)
    return guest is None or guest.row.state != "invited" or not is_open(row, today)


def say_when(row: Round) -> str:
    """Say on which days a round is."""
    return join([say_date(day) for day in row.days])


def _link(desk: Desk) -> str:
    return desk.signed("/ronde", "round", partner=desk.mail.partner_id, round=desk.mail.facts["round"])
