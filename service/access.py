"""Who asks, as what, and which fields of partners each role sees; what each may do stands in `service.rules`."""

from dataclasses import dataclass
from enum import StrEnum

from graph.errors import GraphError
from graph.model import CHOSEN_FIELDS, LEVELS


class NotAllowed(GraphError):
    """The one who asks may not see or do this."""


class NotSignedIn(GraphError):
    """Nobody is known to be asking, and this is not for everybody."""


class Role(StrEnum):
    """As what somebody asks."""

    STAFF = "staff"
    WORKING_GROUP = "working_group"
    PARTNER = "partner"
    PUBLIC = "public"


USUAL_LEVELS = {
    **dict.fromkeys(("id", "name", "sector", "country", "since", "until", "source"), "public"),
    **dict.fromkeys(("aliases", "description", "offers", "themes", "place", "website", "memberships"), "public"),
    **dict.fromkeys(("seeks", "address", "postcode", "latitude", "longitude"), "network"),
    **dict.fromkeys(("capacity", "paused_until", "suggestions", "answers"), "staff"),
}
"""Who sees a field of a partner (`graph.model.LEVELS`) as long as the partner does not choose otherwise."""

COLUMNS = {**{field: (field,) for field in CHOSEN_FIELDS}, "address": ("postcode", "latitude", "longitude")}
"""The columns of a partner behind each field whose level it may choose."""

_SEEN = {
    Role.PUBLIC: LEVELS[:1],
    Role.PARTNER: LEVELS[:2],
    Role.WORKING_GROUP: LEVELS[:2],
    Role.STAFF: LEVELS,
}


def sees_level(role: Role, level: str) -> bool:
    """Whether fields of a level may reach a role.

    >>> sees_level(Role.PARTNER, "network"), sees_level(Role.PARTNER, "staff")
    (True, False)
    """
    return level in _SEEN[role]


@dataclass(frozen=True)
class Asker:
    """Somebody who asks."""

    role: Role
    partner_ids: frozenset[str] = frozenset()
    """Partners that the asker speaks for."""
    person_id: int | None = None
    """Who it is, where somebody signed in or sent a token."""
    scopes: frozenset[str] | None = None
    """What the token is good for; None for a person in a browser, who may do all that the role may."""

    def owns(self, partner_id: str) -> bool:
        """Whether the asker speaks for a partner."""
        return partner_id in self.partner_ids

    def sees(self, field: str) -> bool:
        """Whether this field of partners may reach the asker where they chose nothing else."""
        return sees_level(self.role, USUAL_LEVELS[field])


OPERATOR = Asker(Role.STAFF)
"""Who runs the command line: able to read the database itself."""
PUBLIC = Asker(Role.PUBLIC)


def refuse(asker: Asker, why: str) -> None:
    """Raise `NotSignedIn` for whom nobody knows, `NotAllowed` for whom we do."""
    if asker.role is Role.PUBLIC and asker.person_id is None:
        raise NotSignedIn(why)
    raise NotAllowed(why)
