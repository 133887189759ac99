"""A plan of a round for staff: its pairs or tables with why, what is proven, how fair it is, and how it is shared."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.model import Partner
from matching.errors import ImpossibleRound
from matching.rounds import (
    Cost,
    DealsCost,
    MarketPlan,
    MarketRound,
    VisitPlan,
    VisitRound,
    cost_of_other_deals,
    cost_of_second_best,
)
from service.house import House, InHouse
from service.pages.desk import ReadingDesk, WritingDesk
from service.pages.office import go
from service.pages.rendering import render
from service.pages.rounds.making import HOME, path_of
from service.pages.rounds.plan_view import (
    Met,
    TableView,
    say_changed,
    say_cut_short,
    say_walking,
    view_fairness,
    view_pairs,
    view_proofs,
    view_tables,
    view_without,
    with_reasons,
)
from service.pages.saying import say
from service.rounds.gathering import find_round, guests_of
from service.rounds.kept import KeptPlan, list_plans, read_plan
from service.rounds.programme import programme_of
from service.rounds.signing_up import say_when, share_plan
from service.rounds.suggesting import send_suggestions
from service.rounds.words import KIND_LABELS, OCCASION_LABELS, say_fairness, say_fault
from service.rows import RowId
from service.snapshot import Snapshot
from service.texts import ngettext, say_number
from service.visibility import SnapshotReader

PAIRS_PER_PAGE = 50
COST_SECONDS = 3.0
"""So long the page waits for what the next best plan costs."""

router = APIRouter(include_in_schema=False)


def plan_path(round_id: int, number: int) -> str:
    """Return the address of a plan."""
    return f"{path_of(round_id)}/plan/{number}"


@router.get(HOME + "/{round_id}/plan/{number}")
def show_plan(  # noqa: PLR0913, PLR0917 -- what the page is made of
    request: Request,
    round_id: RowId,
    number: RowId,
    desk: ReadingDesk,
    house: InHouse,
    snapshot: SnapshotReader,
    partner: str = "",
    pagina: Annotated[int, Query(ge=1)] = 1,
    volgende: str = "",
) -> HTMLResponse:
    """Show a plan: its pairs or tables with their reasons, what is proven, how fair it is, and who has nothing."""
    row = find_round(desk.session, round_id)
    plan, names = read_plan(desk.session, row, number), names_of(desk.session)
    pairs = [each for each in view_pairs(plan, names) if not partner or partner in each.ids]
    n_pages = max(-(-len(pairs) // PAIRS_PER_PAGE), 1)
    at = min(pagina, n_pages)
    guests = guests_of(desk.session, round_id)
    cost = _second_best(house, plan) if volgende else None
    return render(
        request,
        "round_plan.html",
        row=row,
        here=path_of(round_id),
        path_here=plan_path(round_id, number),
        kind_label=KIND_LABELS[row.kind](),
        when=say_when(row),
        plan=plan,
        occasion=OCCASION_LABELS[plan.occasion](),
        pairs=with_reasons(pairs[(at - 1) * PAIRS_PER_PAGE : at * PAIRS_PER_PAGE], snapshot.matcher),
        n_pairs=len(pairs),
        page={"number": at, "n_pages": n_pages},
        partner=partner,
        options=[(each.partner_id, each.name) for each in guests],
        courses=_explained(plan, names, snapshot),
        proofs=view_proofs(plan),
        is_proven=all(proof.is_proven for proof in plan.planned.proofs),
        walking=say_walking(plan),
        cut_short=say_cut_short(plan),
        fairness=[(name, say_fairness(figures)) for name, figures in view_fairness(plan)],
        without=view_without(plan, names, {each.partner_id for each in guests if each.row.state == "absent"}),
        faults=[(say_fault(each), [names.get(one, one) for one in each.ids]) for each in plan.faults],
        changed=say_changed(plan),
        changed_names=[names.get(each, each) for each in plan.changed.partner_ids],
        cost=cost,
        asks_cost=bool(volgende),
        has_next_best=_has_next_best(plan),
        plans=list_plans(desk.session, round_id),
        has_programme=row.kind != "digest",
    )


@router.post(HOME + "/{round_id}/plan/{number}/delen")
def share(request: Request, round_id: RowId, number: RowId, desk: WritingDesk) -> Response:
    """Have partners see a plan, and mail each where its programme stands."""
    row = find_round(desk.session, round_id)
    if row.kind == "digest":
        say(request, _tell_sent(*send_suggestions(desk.session, desk.asker, row, number)))
        return go(plan_path(round_id, number))
    plan = read_plan(desk.session, row, number)
    partner_ids = sorted({each.partner_id for each in programme_of(row, plan.planned)})
    n_mailed, n_without = share_plan(desk.session, desk.asker, row, number, partner_ids)
    told = ngettext(
        "Partners see this plan now. A mail waits for %(n)s partner.",
        "Partners see this plan now. Mails wait for %(n)s partners.",
        n_mailed,
    ) % {"n": say_number(n_mailed)}
    if n_without:
        told += " " + ngettext(
            "%(n)s has no contact person: give it its programme on paper.",
            "%(n)s have no contact person: give them their programme on paper.",
            n_without,
        ) % {"n": say_number(n_without)}
    say(request, told)
    return go(plan_path(round_id, number))


def _tell_sent(n_mailed: int, n_without: int) -> str:
    told = ngettext(
        "A mail with its suggestions waits for %(n)s partner.",
        "Mails with their suggestions wait for %(n)s partners.",
        n_mailed,
    ) % {"n": say_number(n_mailed)}
    if n_without:
        told += " " + ngettext(
            "%(n)s has no contact person: call it.", "%(n)s have no contact person: call them.", n_without
        ) % {"n": say_number(n_without)}
    return told


def names_of(session: Session) -> dict[str, str]:
    """Return the names of all partners by id, of those who left too."""
    return {row.id: row.name for row in session.execute(select(Partner.id, Partner.name))}


def _explained(
    plan: KeptPlan, names: dict[str, str], snapshot: Snapshot
) -> list[tuple[str, list[tuple[TableView, Met | None]]]]:
    """Return the courses of a lunch with the best pair at each table explained."""
    courses = []
    for name, tables in view_tables(plan, names):
        explained = iter(with_reasons([each.best for each in tables if each.best], snapshot.matcher))
        courses.append((name, [(each, next(explained) if each.best else None) for each in tables]))
    return courses


def _has_next_best(plan: KeptPlan) -> bool:
    """Whether what a plan pursued can be pursued once more without it: not what was changed on the day."""
    return isinstance(plan.planned, VisitPlan | MarketPlan) and plan.occasion != "on_the_day"


def _second_best(house: House, plan: KeptPlan) -> Cost | DealsCost | str | None:
    """Return what the next best plan costs, "none" where there is no other, and None while it is worked out."""
    asked, planned = plan.asked, plan.planned
    key = ("second best", plan.round_id, plan.number)
    try:
        if isinstance(asked, VisitRound) and isinstance(planned, VisitPlan):
            return house.workshop.ask(key, lambda: cost_of_second_best(asked, planned), COST_SECONDS, is_long=True)
        if isinstance(asked, MarketRound) and isinstance(planned, MarketPlan):
            return house.workshop.ask(key, lambda: cost_of_other_deals(asked, planned), COST_SECONDS, is_long=True)
    except ImpossibleRound:
        pass
    return "none"
