"""The duty that counts quarters that are over."""

from datetime import datetime

from sqlalchemy.orm import Session

from graph.pulse.counting import count_quarter, quarters_to_count
from graph.pulse.tables import Quarter
from graph.repository import Repository
from service.access import PUBLIC
from service.audit import note
from service.settings import Settings
from service.visibility import visible_network


def count_quarters(session: Session, _settings: Settings, now: datetime) -> int:
    """Keep the figures of quarters that are over and remove their answers; return how many answers were removed.

    Done whether the pulse is on or not: what was answered while it was on is not kept longer for that. Who stands in
    which group is what everybody may see of partners, since everybody reads the figures.
    """
    quarters = quarters_to_count(session, Quarter.of(now.astimezone().date()))
    if not quarters:
        return 0
    network = visible_network(Repository(session).network(), PUBLIC)
    n_removed = 0
    for quarter in quarters:
        n_removed += count_quarter(session, quarter, network)
        note(session, None, "count pulse", f"network {quarter}")
    return n_removed
