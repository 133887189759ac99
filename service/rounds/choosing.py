"""Who is asked for a round: by what partners are, or by a list of names that somebody typed."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.errors import UnknownPartner
from graph.model import Partner, PartnerAlias
from graph.network import Network
from graph.parts import Part
from service.roles import named_partner

MOST_LINES = 2000


@dataclass(frozen=True)
class Listed:
    """A list of names as it was understood."""

    partner_ids: tuple[str, ...]
    faults: tuple[tuple[int, str, str], ...]
    """Line, counted from 1, its text, and why it was not understood: "unknown", "several" or "left"."""


def choose_part(network: Network, part: Part) -> list[str]:
    """Return the ids of today's partners that a part of the network holds."""
    ids: list[str] = network.partners["id"][part.of(network)].tolist()
    return ids


def read_list(session: Session, text: str) -> Listed:
    """Read a list of names, other names or ids, one a line; empty lines are passed over."""
    partner_ids, faults = [], []
    for number, line in enumerate(text.splitlines()[:MOST_LINES], start=1):
        named = line.strip()
        if not named:
            continue
        partner_id, why = find_named(session, named)
        if why:
            faults.append((number, named, why))
        else:
            partner_ids.append(partner_id)
    return Listed(tuple(dict.fromkeys(partner_ids)), tuple(faults))


def find_named(session: Session, text: str) -> tuple[str, str]:
    """Return the id of a partner by name, other name or id; or "" and why not: "unknown", "several" or "left"."""
    try:
        partner = _named(session, text)
    except UnknownPartner as error:
        return "", "several" if "several" in str(error) else "unknown"
    return ("", "left") if partner.until else (partner.id, "")


def _named(session: Session, text: str) -> Partner:
    try:
        return named_partner(session, text)
    except UnknownPartner:
        known_as = select(PartnerAlias.partner_id).where(PartnerAlias.text == text).distinct().limit(2)
        found = session.scalars(known_as).all()
        if len(found) != 1:
            raise
        return session.get_one(Partner, found[0])
