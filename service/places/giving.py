"""Who gets a place when: all together, or a newcomer beside its partners while nobody else moves."""

from collections.abc import Callable

import numpy as np
from sqlalchemy import Engine

from graph.database import reading, transaction
from graph.network import Mask
from service.places.beside import place_beside
from service.places.layout import lay_out
from service.places.stored import Place, Stored, last_number, read_places, write_places
from service.places.ties import PublicTies


def needs_layout(stored: Stored, ties: PublicTies) -> bool:
    """Whether all are to be laid out anew, other than by the operator's word.

    So it is when as many came beside others since as were laid out together. With half of the picture put together bit
    by bit it no longer shows the groups, and half of those in it never had another place.
    """
    n_beside = stored.count("beside") + int(np.count_nonzero(_is_newcomer(stored, ties) & ties.has_ties))
    return n_beside >= max(stored.count("laid_out"), 1)


def lay_out_anew(engine: Engine, ties: PublicTies, tell: Callable[[float], None]) -> None:
    """Lay everybody out and store it; `tell` is told how far it is, 0 … 1."""
    places = lay_out(ties.matrix, tell).tolist()
    standings = np.where(ties.has_ties, "laid_out", "alone").tolist()
    laid_out = {
        partner_id: (x, y, standing) for partner_id, (x, y), standing in zip(ties.ids, places, standings, strict=True)
    }
    with transaction(engine) as session:
        write_places(session, laid_out, anew=True)


def complete(engine: Engine, ties: PublicTies) -> Stored:
    """Give everybody a place who has none and store it; return all places."""
    while True:
        with reading(engine) as session:
            stored = read_places(session)
        newcomers = place_newcomers(stored, ties)
        if not newcomers:
            return stored
        # Nobody waits for what is worked out; where others wrote meanwhile, their places stand, and it begins again.
        with transaction(engine) as session:
            if last_number(session) == stored.number:
                write_places(session, newcomers)
                return Stored(last_number(session), {**stored.places, **newcomers})


def place_newcomers(stored: Stored, ties: PublicTies) -> dict[str, Place]:
    """Return a place for each partner that has none, by id.

    Whoever had no ties stood at the edge for want of anybody to stand beside, and comes in with its first tie.
    """
    is_newcomer = _is_newcomer(stored, ties)
    known = [stored.places.get(partner_id, (0.0, 0.0, ""))[:2] for partner_id in ties.ids]
    places = place_beside(np.array(known, dtype=np.float64).reshape(-1, 2), ~is_newcomer, ties.matrix)
    standings = np.where(ties.has_ties, "beside", "alone").tolist()
    return {ties.ids[at]: (*places[at].tolist(), standings[at]) for at in np.flatnonzero(is_newcomer).tolist()}


def _is_newcomer(stored: Stored, ties: PublicTies) -> Mask:
    """Return who is to get a place; shape (n_partners,)."""
    standings = np.array([stored.places.get(partner_id, (0, 0, ""))[2] for partner_id in ties.ids], dtype=object)
    is_newcomer: Mask = (standings == "") | ((standings == "alone") & ties.has_ties)
    return is_newcomer
