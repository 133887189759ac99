"""What came of a round: deals written down, and who met written back as introductions, and as what they started."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.errors import GraphError
from graph.introducing import Introductions
from graph.introductions import Introduction
from graph.rounds import Round, RoundDeal
from matching.rounds import DigestPlan
from matching.rounds.scores import pair_of
from service.access import Asker
from service.audit import note
from service.introductions.deciding import by_staff
from service.introductions.outcomes import report
from service.introductions.sharing import SHARED
from service.rounds.gathering import Guest, deals_of, find_guest, guests_of, others_for
from service.rounds.kept import KeptPlan
from service.rounds.programme import pairs_met

LONGEST_DEAL = 500
"""Letters of a deal."""


class NoDeal(GraphError):
    """A deal that says nothing, or of a partner with itself."""


def record_deal(  # noqa: PLR0913, PLR0917 -- who agreed on what
    session: Session,
    asker: Asker,
    row: Round,
    one_id: str,
    other_id: str,
    what: str,
    today: date,
    *,
    starts: bool,
    said_by: Collection[str],
) -> RoundDeal:
    """Write down what two guests agreed on, and which of them say so; said once more it replaces the words.

    Raise `NoDeal`, `UnknownPartner`.
    """
    for each in (one_id, other_id):
        find_guest(session, row.id, each)
    words = " ".join(what.split())[:LONGEST_DEAL]
    if not words or one_id == other_id:
        raise NoDeal("a deal is between two, and says something")
    first_id, second_id = pair_of(one_id, other_id)
    same = select(RoundDeal).filter_by(round_id=row.id, first_id=first_id, second_id=second_id)
    deal = session.scalar(same)
    if deal is None:
        deal = RoundDeal(round_id=row.id, first_id=first_id, second_id=second_id, made_on=today)
        session.add(deal)
    deal.what, deal.starts = words, starts or bool(deal.starts)
    deal.first_said = bool(deal.first_said) or first_id in said_by
    deal.second_said = bool(deal.second_said) or second_id in said_by
    session.flush()
    note(session, asker, "record deal", f"round {row.id} partner {first_id} partner {second_id}")
    return deal


def others_to_agree_with(session: Session, row: Round, guest: Guest, day: date) -> list[Guest]:
    """Return with whom a guest can write down a deal by itself: nobody before the day, nor where it does not come."""
    if not row.shared_number or guest.row.state != "coming" or day.isoformat() < row.days[0]:
        return []
    return others_for(guest, guests_of(session, row.id), row.kind)


def record_own_deal(  # noqa: PLR0913, PLR0917 -- who agreed on what
    session: Session, asker: Asker, row: Round, guest: Guest, other_id: str, what: str, day: date, *, starts: bool
) -> None:
    """Write down what a guest says that it agreed on; raise `NoDeal` also for whom it cannot have met."""
    if other_id not in {each.partner_id for each in others_to_agree_with(session, row, guest, day)}:
        raise NoDeal("the two do not meet here, or not yet")
    said_by = (guest.partner_id,)
    record_deal(session, asker, row, guest.partner_id, other_id, what, day, starts=starts, said_by=said_by)


def write_back(  # noqa: PLR0913 -- what is written back, by whom and when
    session: Session, asker: Asker, row: Round, plan: KeptPlan, today: date, *, deals_only: bool
) -> int:
    """Store who met, and what they agreed on, as introductions; return how many there are now that were not before.

    Of a digest its suggestions are proposed, for staff to decide on. Who started something gets a collaboration. Before
    its day nobody has met. To do it again adds what is new.
    """
    if isinstance(plan.planned, DigestPlan):
        pairs = {pair_of(each.partner_id, each.suggested_id) for each in plan.planned.suggestions}
        n_new = sum(_propose(session, asker, *pair) is not None for pair in sorted(pairs))
    else:
        deals = {(each.first_id, each.second_id): each for each in deals_of(session, row.id)}
        there = {each.partner_id for each in guests_of(session, row.id) if each.row.state == "coming"}
        met = (
            set()
            if deals_only or today.isoformat() < row.days[0]
            else {pair_of(*pair) for pair in pairs_met(plan.planned, today) if there.issuperset(pair)}
        )
        n_new = sum(_bring(session, asker, pair, deals.get(pair), today) for pair in sorted(met | deals.keys()))
    note(session, asker, "write back round", f"round {row.id}", str(n_new))
    return n_new


def _propose(session: Session, asker: Asker, one_id: str, other_id: str) -> Introduction | None:
    """Return a new introduction; None where the two have had one, whatever became of it."""
    known = Introductions(session)
    if any(other_id in {each.first_id, each.second_id} for each in known.of_partner(one_id)):
        return None
    return known.propose(one_id, other_id, by_staff(asker), origin="round")


def _bring(session: Session, asker: Asker, pair: tuple[str, str], deal: RoundDeal | None, today: date) -> bool:
    """Lead the introduction of two who met as far as they came; return whether it is new."""
    introductions, by = Introductions(session), by_staff(asker)
    introduction = introductions.running(*pair)
    is_new = introduction is None
    if introduction is None:
        introduction = introductions.propose(*pair, by, origin="round")
    for state in ("approved", "introduced"):
        if introduction.state in _LEADS_TO[state]:
            introduction.introduced_on = today if state == "introduced" else introduction.introduced_on
            introductions.take_step(introduction, state, by, reason="round")
    if deal is not None and introduction.state in SHARED:
        # Who said what it agreed on may be told how to reach the other, and the other how to reach it.
        introduction.first_answer = "yes" if deal.first_said else introduction.first_answer
        introduction.second_answer = "yes" if deal.second_said else introduction.second_answer
    # Who was asked by mail and has not answered answers there: what they agreed on here is not lost.
    if introduction.state in {"introduced", "met"}:
        report(session, introduction, "started" if deal is not None and deal.starts else "met", by, today)
    if deal is not None:
        deal.introduction_id = introduction.id
    return is_new


_LEADS_TO = {"approved": ("proposed", "held"), "introduced": ("approved",)}
"""From which states each step is taken."""
