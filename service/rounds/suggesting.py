"""The suggestions of a month brought out: a mail to each partner, and a page on which it says whom it wants to meet."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.errors import GraphError
from graph.introducing import By, Introductions, pair_of
from graph.model import Partner
from graph.outbox import Mail
from graph.rounds import Round
from graph.sealing import Safe
from matching.rounds import DigestPlan
from matching.suggestion import Suggestion
from service.access import Asker
from service.audit import note
from service.casework import add_note_once
from service.introductions.seeing import partners_know
from service.introductions.telling import tell_to
from service.mail.desk import Block, Choice, Content, Desk
from service.rounds.gathering import find_round
from service.rounds.kept import read_plan
from service.rounds.signing_up import post_all
from service.snapshot import Snapshot
from service.texts import gettext as _
from service.texts import ngettext, say_number

GOOD_FOR = timedelta(days=62)
"""So long after the day of a digest its mail may leave, and its page takes answers."""


class NotSuggested(GraphError):
    """A partner was not suggested to another, or too long ago."""


def send_suggestions(session: Session, asker: Asker, row: Round, number: int) -> tuple[int, int]:
    """Have a plan be the digest of its month, and mail each partner in it what is suggested to it.

    Return how many partners get a mail, and how many have nobody to mail to; who got the mail of this digest gets it no
    second time, whatever plan is sent.
    """
    planned = read_plan(session, row, number).planned
    assert isinstance(planned, DigestPlan)  # noqa: S101 -- asked of digests alone
    row.shared_number = number
    partner_ids = sorted({each.partner_id for each in planned.suggestions})
    return post_all(session, asker, row, partner_ids, "suggested", f"suggested-{row.id}", "share round")


def suggestions_for(session: Session, row: Round, partner_id: str) -> list[Suggestion]:
    """Return what the digest that was sent suggests to a partner, best first, of partners that are there today."""
    if not row.shared_number or row.kind != "digest":
        return []
    planned = read_plan(session, row, row.shared_number).planned
    assert isinstance(planned, DigestPlan)  # noqa: S101 -- of a digest
    its = [each for each in planned.suggestions if each.partner_id == partner_id]
    named = select(Partner.id).where(Partner.id.in_([each.suggested_id for each in its]), Partner.until == "")
    there = set(session.scalars(named))
    return [each for each in its if each.suggested_id in there]


def is_good(row: Round, today: date) -> bool:
    """Whether partners may still answer to a digest."""
    return today <= date.fromisoformat(row.days[0]) + GOOD_FOR


def ask_to_meet(  # noqa: PLR0913, PLR0917 -- who asks for whom, by what and when
    session: Session, safe: Safe, asker: Asker, row: Round, own_id: str, other_id: str, today: date
) -> None:
    """Propose the introduction that a partner asks for, for staff to decide on.

    Where one runs of which the two were not told yet, the wish is noted, sealed, in the file of the partner: that
    somebody else asked for it too is not for it to know. Raise `NotSuggested` where the digest does not hold it, or is
    too old.
    """
    suggestion = next((one for one in suggestions_for(session, row, own_id) if one.suggested_id == other_id), None)
    if suggestion is None or not is_good(row, today):
        raise NotSuggested(f"'{other_id}' is not suggested to '{own_id}' in round {row.id}")
    introductions = Introductions(session)
    running = introductions.running(own_id, other_id)
    if running is not None:
        if not partners_know(running):
            told = _("Would like to meet %(name)s, who was suggested to it in “%(title)s”.")
            names = {"name": session.get_one(Partner, other_id).name, "title": row.title}
            add_note_once(session, safe, asker, own_id, told % names)
        return
    side = "first" if pair_of(own_id, other_id)[0] == own_id else "second"
    by = By(side, asker.person_id)
    introduction = introductions.propose(own_id, other_id, by, origin="round", score=suggestion.score)
    note(session, asker, "ask for suggestion", f"introduction {introduction.id}", f"round {row.id}")


def knows_of(session: Session, own_id: str, other_id: str) -> bool:
    """Whether an introduction of a partner to another runs, and the two know of it."""
    running = Introductions(session).running(own_id, other_id)
    return running is not None and partners_know(running)


def tell_reasons_of(suggestion: Suggestion, snapshot: Snapshot) -> list[str]:
    """Say to a partner why another is suggested to it, as far as the other shows that to partners."""
    return tell_to(suggestion.partner_id, suggestion.suggested_id, suggestion.reasons, snapshot)


def suggested_mail(desk: Desk) -> Content:
    """Tell whom a partner might meet this month, with one link to say so."""
    row = find_round(desk.session, int(desk.mail.facts["round"]))
    snapshot = desk.house.snapshots.current()
    found = suggestions_for(desk.session, row, desk.mail.partner_id or "")
    names = {"own": desk.own_name, "n": say_number(len(found))}
    opening = ngettext(
        "This month there is %(n)s partner that %(own)s might get to know. You do not work together yet, as far as we"
        " know.",
        "This month there are %(n)s partners that %(own)s might get to know. You do not work together yet, as far as we"
        " know.",
        len(found),
    )
    url = desk.signed("/suggesties", "suggested", partner=desk.mail.partner_id, round=row.id)
    asked = Block(
        _("Do you want to meet one of them? Say so, and we bring you together. You need not sign in."),
        choices=(Choice(_("Say whom you want to meet"), url),),
    )
    return Content(
        _("Partners that %(own)s might get to know") % names,
        (Block(opening % names), *(_about(desk, each, snapshot) for each in found), asked),
    )


def _about(desk: Desk, suggestion: Suggestion, snapshot: Snapshot) -> Block:
    name = desk.name(suggestion.suggested_id)
    more = Choice(_("Read more about %(other)s") % {"other": name}, desk.page(f"/partners/{suggestion.suggested_id}"))
    return Block(name, tuple(tell_reasons_of(suggestion, snapshot)), choices=(more,))


def is_stale(session: Session, mail: Mail, today: date) -> bool:
    """Whether a mail of a digest comes too late, or has nothing to tell any more."""
    row = session.get(Round, int(mail.facts.get("round", 0)))
    return row is None or not is_good(row, today) or not suggestions_for(session, row, mail.partner_id or "")
