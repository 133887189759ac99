"""What staff decide of two guests: that they meet, or that they do not."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from graph.errors import UnknownPartner
from graph.model import Partner
from graph.rounds import Round, RoundPair
from service.access import Asker
from service.audit import note
from service.rounds.gathering import TWO_SIDED, find_guest


def decide_pair(  # noqa: PLR0913, PLR0917 -- who decides what of whom
    session: Session, asker: Asker, row: Round, one_id: str, other_id: str, kind: str
) -> None:
    """Fix or forbid a pair, or leave it to the solver again (""); of two decisions the last one holds.

    In a digest any two partners can be kept from each other, and none be fixed. Raise `UnknownPartner` for who is no
    guest, and `ValueError` for a pair that cannot meet: of one side.
    """
    if row.kind == "digest":
        if kind == "fixed" or one_id == other_id:
            raise ValueError("a digest fixes nobody")
        found = session.scalars(select(Partner.id).where(Partner.id.in_((one_id, other_id)))).all()
        if len(found) < 2:  # noqa: PLR2004 -- a pair
            raise UnknownPartner("a partner of the pair is none")
        one_id, other_id = sorted((one_id, other_id))
        _store_decision(session, asker, row, (one_id, other_id), kind)
        return
    one, other = (find_guest(session, row.id, each).row for each in (one_id, other_id))
    if one_id == other_id or (row.kind in TWO_SIDED and one.side == other.side):
        raise ValueError("the two are on one side")
    is_first = one.side == "one" if row.kind in TWO_SIDED else one_id < other_id
    _store_decision(session, asker, row, (one_id, other_id) if is_first else (other_id, one_id), kind)


def _store_decision(session: Session, asker: Asker, row: Round, pair: tuple[str, str], kind: str) -> None:
    decided = (RoundPair.round_id == row.id, RoundPair.kind.in_(("fixed", "forbidden")))
    its = (RoundPair.partner_id == pair[0], RoundPair.other_id == pair[1])
    session.execute(delete(RoundPair).where(*decided, *its))
    if kind:
        session.add(RoundPair(round_id=row.id, partner_id=pair[0], other_id=pair[1], kind=kind))
    session.flush()
    note(session, asker, "decide pair", f"round {row.id} partner {pair[0]} partner {pair[1]}", kind or "none")
