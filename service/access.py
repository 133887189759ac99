"""What each role may do and see: one policy, passed by every route (`service.recognising`)."""

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


@dataclass(frozen=True)
class Rule:
    """Who may use a route."""

    roles: frozenset[Role]
    scope: str = "read"
    """What a token must be good for (`service.tokens.SCOPES`)."""
    is_own: bool = False
    """Whether `partner_id` in the path must be one that the asker speaks for; staff may act for everybody."""
    is_personal: bool = False
    """Whether it is about the very person who asks, and so for whoever signed in and for nobody else."""
    is_known: bool = False
    """Whether the asker must be known: signed in, though perhaps for no partner yet, or of a role by itself."""
    needs_browser: bool = False
    """Whether no token is good for it, whatever its scopes: a program could give itself more than it was given."""


ALL = frozenset(Role)
INSIDE = ALL - {Role.PUBLIC}
STAFF = frozenset({Role.STAFF})
OFFICE = frozenset({Role.STAFF, Role.WORKING_GROUP})
SPEAKERS = frozenset({Role.STAFF, Role.PARTNER, Role.WORKING_GROUP})

RULES: dict[str, Rule] = {
    # pages
    "GET /": Rule(ALL),
    "GET /netwerk": Rule(ALL),
    "GET /netwerk/data.json": Rule(ALL),
    "POST /netwerk/besluit": Rule(STAFF, "introductions"),
    "POST /netwerk/besluit/{introduction_id}/terugnemen": Rule(STAFF, "introductions"),
    "GET /netwerk/maat/{size}.json": Rule(ALL),
    "GET /partners": Rule(ALL),
    "GET /partners/{partner_id}": Rule(ALL),
    "GET /vinden": Rule(ALL),
    "GET /over": Rule(ALL),
    # growth
    "GET /groei": Rule(ALL),
    "GET /groei/{key}": Rule(ALL),
    "GET /groei/{key}.svg": Rule(ALL),
    "GET /groei/{key}.json": Rule(ALL),
    "GET /groei/{key}/bestand.{kind}": Rule(ALL),
    "GET /groei/wat-als": Rule(OFFICE),
    "GET /groei/wat-als/figuren.svg": Rule(OFFICE),
    "GET /groei/wat-als/netwerk.svg": Rule(OFFICE),
    "GET /groei/wat-als/zonder.svg": Rule(OFFICE),
    "GET /groei/wat-als/{table}/bestand.{kind}": Rule(OFFICE),
    "GET /verslag": Rule(OFFICE),
    "GET /verslag/{year}": Rule(OFFICE),
    "GET /verslag/{year}.pdf": Rule(OFFICE),
    "POST /verslag/{year}": Rule(STAFF, "collaborations"),
    # signing in, persons, tokens
    "GET /aanmelden": Rule(ALL),
    "POST /aanmelden": Rule(ALL),
    "GET /aanmelden/verstuurd": Rule(ALL),
    "GET /aanmelden/oidc": Rule(ALL),
    "GET /aanmelden/oidc/terug": Rule(ALL),
    "GET /aanmelden/{token}": Rule(ALL),
    "POST /aanmelden/{token}": Rule(ALL),
    "POST /afmelden": Rule(ALL),
    "POST /kijken-als": Rule(ALL),
    "GET /uitnodiging/{token}": Rule(ALL),
    "POST /uitnodiging/{token}": Rule(ALL),
    "GET /partners/{partner_id}/claimen": Rule(ALL),
    "POST /partners/{partner_id}/claimen": Rule(ALL, "profile"),
    "GET /mijn/tokens": Rule(INSIDE),
    "POST /mijn/tokens": Rule(INSIDE, "users", needs_browser=True),
    "POST /mijn/tokens/{token_id}/beeindigen": Rule(INSIDE, "users"),
    "GET /mijn/{partner_id}/collegas": Rule(SPEAKERS, "users", is_own=True),
    "POST /mijn/{partner_id}/collegas": Rule(SPEAKERS, "users", is_own=True),
    "POST /mijn/{partner_id}/collegas/{person_id}/verwijderen": Rule(SPEAKERS, "users", is_own=True),
    "GET /werkbank/personen": Rule(STAFF, "users"),
    "POST /werkbank/personen": Rule(STAFF, "users"),
    "GET /werkbank/personen/{person_id}": Rule(STAFF, "users"),
    "POST /werkbank/personen/{person_id}/rol": Rule(STAFF, "users"),
    "POST /werkbank/personen/{person_id}/partners": Rule(STAFF, "users"),
    "POST /werkbank/personen/{person_id}/partners/{partner_id}/los": Rule(STAFF, "users"),
    "POST /werkbank/personen/{person_id}/partners/{partner_id}/claim": Rule(STAFF, "users"),
    "POST /werkbank/personen/{person_id}/afmelden": Rule(STAFF, "users"),
    # links in mails, the outbox
    "GET /antwoord/{token}": Rule(ALL),
    "POST /antwoord/{token}": Rule(ALL),
    "GET /opgeleverd/{token}": Rule(ALL),
    "POST /opgeleverd/{token}": Rule(ALL),
    "GET /klopt/{token}": Rule(ALL),
    "POST /klopt/{token}": Rule(ALL),
    "GET /vraag/{token}": Rule(ALL),
    "POST /vraag/{token}": Rule(ALL),
    "GET /post-afmelden/{token}": Rule(ALL),
    "POST /post-afmelden/{token}": Rule(ALL),
    "GET /werkbank/post": Rule(STAFF, "users"),
    "GET /werkbank/post/{mail_id}": Rule(STAFF, "users"),
    "GET /werkbank/post/{mail_id}/opmaak": Rule(STAFF, "users"),
    "POST /werkbank/post/{mail_id}/opnieuw": Rule(STAFF, "users"),
    "POST /werkbank/post/{mail_id}/intrekken": Rule(STAFF, "users"),
    # the workbench: queue, introductions
    "GET /werkbank": Rule(STAFF),
    "POST /werkbank/besluit": Rule(STAFF, "introductions"),
    "GET /werkbank/versturen": Rule(STAFF, "users"),
    "POST /werkbank/versturen": Rule(STAFF, "introductions"),
    "GET /werkbank/nieuw": Rule(STAFF),
    "POST /werkbank/nieuw": Rule(STAFF, "introductions"),
    "GET /werkbank/kennismakingen": Rule(STAFF),
    "GET /werkbank/kennismakingen/bestand.{kind}": Rule(STAFF),
    "GET /werkbank/kennismakingen/{introduction_id}": Rule(STAFF),
    "POST /werkbank/kennismakingen/{introduction_id}/besluit": Rule(STAFF, "introductions"),
    "POST /werkbank/kennismakingen/{introduction_id}/terugnemen": Rule(STAFF, "introductions"),
    "POST /werkbank/kennismakingen/{introduction_id}/antwoord": Rule(STAFF, "introductions"),
    "POST /werkbank/kennismakingen/{introduction_id}/uitkomst": Rule(STAFF, "introductions"),
    "POST /werkbank/kennismakingen/{introduction_id}/einde": Rule(STAFF, "introductions"),
    "POST /werkbank/kennismakingen/{introduction_id}/verlopen": Rule(STAFF, "introductions"),
    # teams
    "GET /werkbank/team": Rule(STAFF),
    "POST /werkbank/team": Rule(STAFF, "introductions"),
    "GET /v1/teams": Rule(STAFF),
    # the workbench: care for partners, search, lists
    "GET /werkbank/partners": Rule(STAFF),
    "GET /werkbank/partners/bestand.{kind}": Rule(STAFF),
    "POST /werkbank/partners/profiel-vragen": Rule(STAFF, "profile"),
    "GET /werkbank/partners/{partner_id}": Rule(STAFF, "users"),
    "POST /werkbank/partners/{partner_id}/ruimte": Rule(STAFF, "profile"),
    "POST /werkbank/partners/{partner_id}/pauze": Rule(STAFF, "profile"),
    "POST /werkbank/partners/{partner_id}/klopt": Rule(STAFF, "profile"),
    "POST /werkbank/partners/{partner_id}/profiel-vragen": Rule(STAFF, "profile"),
    "POST /werkbank/partners/{partner_id}/notities": Rule(STAFF, "users"),
    "POST /werkbank/partners/{partner_id}/notities/{note_id}/weg": Rule(STAFF, "users"),
    "GET /werkbank/partners/{partner_id}/contacten/nieuw": Rule(STAFF, "users"),
    "POST /werkbank/partners/{partner_id}/contacten": Rule(STAFF, "users"),
    "GET /werkbank/partners/{partner_id}/contacten/{person_id}": Rule(STAFF, "users"),
    "POST /werkbank/partners/{partner_id}/contacten/{person_id}": Rule(STAFF, "users"),
    "POST /werkbank/partners/{partner_id}/contacten/{person_id}/weg": Rule(STAFF, "users"),
    "GET /werkbank/zoeken": Rule(STAFF, "users"),
    "GET /partners/bestand.{kind}": Rule(ALL),
    "GET /netwerk/bestand.{kind}": Rule(ALL),
    "GET /vinden/bestand.{kind}": Rule(ALL),
    # the workbench: bringing in, doubles, registers
    "GET /werkbank/invoer": Rule(STAFF),
    "POST /werkbank/invoer": Rule(STAFF, "profile"),
    "GET /werkbank/invoer/bekijken": Rule(STAFF),
    "POST /werkbank/invoer/opslaan": Rule(STAFF, "profile"),
    "POST /werkbank/invoer/weg": Rule(STAFF, "profile"),
    "GET /werkbank/invoer/sjabloon.xlsx": Rule(STAFF),
    "GET /werkbank/invoer/sjabloon.csv": Rule(STAFF),
    "POST /werkbank/invoer/registers": Rule(STAFF, "profile"),
    "GET /werkbank/invoer/registers/bekijken": Rule(STAFF),
    "POST /werkbank/invoer/registers/opslaan": Rule(STAFF, "profile"),
    "GET /werkbank/dubbel": Rule(STAFF),
    "GET /werkbank/dubbel/vergelijken": Rule(STAFF),
    "POST /werkbank/dubbel/samenvoegen": Rule(STAFF, "profile"),
    "POST /werkbank/dubbel/verschillend": Rule(STAFF, "profile"),
    "POST /werkbank/dubbel/toch-niet": Rule(STAFF, "profile"),
    # a partner's own pages
    "GET /mijn": Rule(ALL, is_known=True),  # whom nobody knows is sent to sign in
    "GET /mijn/{partner_id}": Rule(SPEAKERS, is_own=True),
    "POST /mijn/{partner_id}/ruimte": Rule(SPEAKERS, "profile", is_own=True),
    "POST /mijn/{partner_id}/pauze": Rule(SPEAKERS, "profile", is_own=True),
    "GET /mijn/{partner_id}/profiel": Rule(SPEAKERS, is_own=True),
    "POST /mijn/{partner_id}/profiel": Rule(SPEAKERS, "profile", is_own=True),
    "POST /mijn/{partner_id}/profiel/voorbeeld": Rule(SPEAKERS, is_own=True),
    "GET /mijn/{partner_id}/kennismakingen": Rule(SPEAKERS, is_own=True),
    "GET /mijn/{partner_id}/kennismakingen/{introduction_id}": Rule(SPEAKERS, is_own=True),
    "POST /mijn/{partner_id}/kennismakingen/{introduction_id}/antwoord": Rule(SPEAKERS, "introductions", is_own=True),
    "POST /mijn/{partner_id}/kennismakingen/{introduction_id}/uitkomst": Rule(SPEAKERS, "introductions", is_own=True),
    "POST /mijn/{partner_id}/kennismakingen/{introduction_id}/einde": Rule(SPEAKERS, "introductions", is_own=True),
    "GET /mijn/{partner_id}/vragen": Rule(SPEAKERS, is_own=True),
    "POST /mijn/{partner_id}/vragen/{collaboration_id}": Rule(SPEAKERS, "collaborations", is_own=True),
    "GET /mijn/{partner_id}/samenwerkingen": Rule(SPEAKERS, is_own=True),
    "POST /mijn/{partner_id}/samenwerkingen": Rule(SPEAKERS, "collaborations", is_own=True),
    "POST /mijn/{partner_id}/samenwerkingen/{collaboration_id}/einde": Rule(SPEAKERS, "collaborations", is_own=True),
    "GET /mijn/{partner_id}/gegevens": Rule(SPEAKERS, "users", is_own=True),
    "GET /mijn/{partner_id}/gegevens/bestand.json": Rule(SPEAKERS, "users", is_own=True),
    "GET /mijn/{partner_id}/vertrekken": Rule(SPEAKERS, is_own=True),
    "POST /mijn/{partner_id}/vertrekken": Rule(SPEAKERS, "users", is_own=True),
    # stories
    "GET /verhalen": Rule(ALL),
    "GET /verhalen/feed.atom": Rule(ALL),
    "GET /verhalen/{slug}": Rule(ALL),
    "GET /verhalen/{slug}/kaart.png": Rule(ALL),
    "GET /verhalen/{slug}/foto/{picture_id}-{width}.webp": Rule(ALL),
    "GET /verhalen/{slug}/stukje": Rule(ALL),
    "GET /verhalen/{slug}/wij-ook": Rule(ALL),
    "POST /verhalen/{slug}/wij-ook": Rule(INSIDE, "introductions"),
    "GET /themas/{theme_id}": Rule(ALL),
    "GET /verhaal/{token}": Rule(ALL),
    "POST /verhaal/{token}": Rule(ALL),
    "GET /verhaal/{token}/foto/{picture_id}-{width}.webp": Rule(ALL),
    "GET /werkbank/verhalen": Rule(STAFF),
    "GET /werkbank/verhalen/nieuw": Rule(STAFF),
    "POST /werkbank/verhalen/nieuw": Rule(STAFF, "collaborations"),
    "GET /werkbank/verhalen/{story_id}": Rule(STAFF),
    "POST /werkbank/verhalen/{story_id}": Rule(STAFF, "collaborations"),
    "POST /werkbank/verhalen/{story_id}/fotos": Rule(STAFF, "collaborations"),
    "GET /werkbank/verhalen/{story_id}/fotos/{picture_id}-{width}.webp": Rule(STAFF),
    "POST /werkbank/verhalen/{story_id}/fotos/{picture_id}": Rule(STAFF, "collaborations"),
    "POST /werkbank/verhalen/{story_id}/fotos/{picture_id}/weg": Rule(STAFF, "collaborations"),
    "POST /werkbank/verhalen/{story_id}/vragen": Rule(STAFF, "collaborations"),
    "POST /werkbank/verhalen/{story_id}/antwoord": Rule(STAFF, "collaborations"),
    "POST /werkbank/verhalen/{story_id}/vrijgeven": Rule(STAFF, "collaborations"),
    "POST /werkbank/verhalen/{story_id}/weghalen": Rule(STAFF, "collaborations"),
    "POST /werkbank/verhalen/{story_id}/weg": Rule(STAFF, "collaborations"),
    "GET /mijn/{partner_id}/verhalen": Rule(SPEAKERS, is_own=True),
    "GET /mijn/{partner_id}/verhalen/nieuw": Rule(SPEAKERS, is_own=True),
    "POST /mijn/{partner_id}/verhalen/nieuw": Rule(SPEAKERS, "collaborations", is_own=True),
    "GET /mijn/{partner_id}/verhalen/{story_id}": Rule(SPEAKERS, is_own=True),
    "POST /mijn/{partner_id}/verhalen/{story_id}": Rule(SPEAKERS, "collaborations", is_own=True),
    "POST /mijn/{partner_id}/verhalen/{story_id}/fotos": Rule(SPEAKERS, "collaborations", is_own=True),
    "GET /mijn/{partner_id}/verhalen/{story_id}/fotos/{picture_id}-{width}.webp": Rule(SPEAKERS, is_own=True),
    "POST /mijn/{partner_id}/verhalen/{story_id}/fotos/{picture_id}": Rule(SPEAKERS, "collaborations", is_own=True),
    "POST /mijn/{partner_id}/verhalen/{story_id}/fotos/{picture_id}/weg": Rule(SPEAKERS, "collaborations", is_own=True),
    "GET /mijn/{partner_id}/verhalen/{story_id}/akkoord": Rule(SPEAKERS, is_own=True),
    "POST /mijn/{partner_id}/verhalen/{story_id}/akkoord": Rule(SPEAKERS, "collaborations", is_own=True),
    # rounds
    "GET /werkbank/rondes": Rule(STAFF),
    "GET /werkbank/rondes/nieuw": Rule(STAFF),
    "POST /werkbank/rondes": Rule(STAFF, "introductions"),
    "GET /werkbank/rondes/{round_id}": Rule(STAFF),
    "GET /werkbank/rondes/{round_id}/wijzigen": Rule(STAFF),
    "POST /werkbank/rondes/{round_id}/wijzigen": Rule(STAFF, "introductions"),
    "POST /werkbank/rondes/{round_id}/deelnemers": Rule(STAFF, "introductions"),
    "POST /werkbank/rondes/{round_id}/uitnodigen": Rule(STAFF, "introductions"),
    "GET /werkbank/rondes/{round_id}/deelnemers/{partner_id}": Rule(STAFF),
    "POST /werkbank/rondes/{round_id}/deelnemers/{partner_id}": Rule(STAFF, "introductions"),
    "POST /werkbank/rondes/{round_id}/deelnemers/{partner_id}/weg": Rule(STAFF, "introductions"),
    "POST /werkbank/rondes/{round_id}/plannen": Rule(STAFF, "introductions"),
    "GET /werkbank/rondes/{round_id}/bezig": Rule(STAFF),
    "GET /werkbank/rondes/{round_id}/plan/{number}": Rule(STAFF),
    "POST /werkbank/rondes/{round_id}/plan/{number}/delen": Rule(STAFF, "introductions"),
    "GET /werkbank/rondes/{round_id}/plan/{number}/bestand.{kind}": Rule(STAFF),
    "GET /werkbank/rondes/{round_id}/plan/{number}/{paper}.pdf": Rule(STAFF),
    "GET /werkbank/rondes/{round_id}/plan/{number}/agenda.ics": Rule(STAFF),
    "GET /ronde/{token}/agenda.ics": Rule(ALL),
    "GET /werkbank/rondes/{round_id}/dag": Rule(STAFF),
    "POST /werkbank/rondes/{round_id}/dag": Rule(STAFF, "introductions"),
    "POST /werkbank/rondes/{round_id}/afspraken": Rule(STAFF, "introductions"),
    "POST /werkbank/rondes/{round_id}/plan/{number}/terugschrijven": Rule(STAFF, "introductions"),
    "POST /werkbank/rondes/{round_id}/paren": Rule(STAFF, "introductions"),
    "GET /ronde/{token}": Rule(ALL),
    "POST /ronde/{token}": Rule(ALL),
    "POST /ronde/{token}/afspraak": Rule(ALL),
    "GET /mijn/{partner_id}/rondes": Rule(SPEAKERS, is_own=True),
    "GET /mijn/{partner_id}/rondes/{round_id}": Rule(SPEAKERS, is_own=True),
    "POST /mijn/{partner_id}/rondes/{round_id}": Rule(SPEAKERS, "introductions", is_own=True),
    # privacy, the log, downloads
    "GET /netwerk/bestand/{format}": Rule(ALL),
    "GET /privacy": Rule(ALL),
    "GET /mijn/persoon": Rule(ALL, "users", is_personal=True),
    "GET /mijn/persoon/inzage.json": Rule(ALL, "users", is_personal=True),
    "POST /mijn/persoon": Rule(ALL, "users", is_personal=True),
    "GET /werkbank/logboek": Rule(STAFF),
    "GET /werkbank/personen/{person_id}/inzage.json": Rule(STAFF, "users"),
    "POST /werkbank/personen/{person_id}/wissen": Rule(STAFF, "users"),
    # the API
    "GET /v1/openapi.json": Rule(ALL),
    "GET /v1/partners": Rule(ALL),
    "GET /v1/partners/{partnerId}": Rule(ALL),
    "GET /v1/partners/{partnerId}/suggestions": Rule(STAFF),
    "GET /v1/collaborations": Rule(ALL),
    "GET /v1/collaborations/{collaborationId}": Rule(ALL),
    "GET /v1/themes": Rule(ALL),
    "GET /v1/sectors": Rule(ALL),
    "GET /v1/network": Rule(ALL),
    "GET /v1/find": Rule(ALL),
    "GET /v1/measures": Rule(ALL),
    "GET /v1/measures/partners": Rule(INSIDE),
    "GET /v1/measures/partners/definitions": Rule(ALL),
    "GET /v1/growth": Rule(ALL),
    "GET /v1/what-if": Rule(OFFICE),
    "GET /v1/what-if/leaving": Rule(OFFICE),
    "GET /v1/what-if/ties": Rule(OFFICE),
    "PATCH /v1/partners/{partnerId}": Rule(SPEAKERS, "profile", is_own=True),
    "POST /v1/collaborations": Rule(SPEAKERS, "collaborations"),
    "PATCH /v1/collaborations/{collaborationId}": Rule(SPEAKERS, "collaborations"),
    "GET /v1/introductions": Rule(SPEAKERS),
    "POST /v1/introductions": Rule(STAFF, "introductions"),
    "GET /v1/introductions/{introductionId}": Rule(SPEAKERS),
    "GET /v1/introductions/{introductionId}/steps": Rule(SPEAKERS),
    "POST /v1/introductions/{introductionId}/decisions": Rule(STAFF, "introductions"),
    "POST /v1/introductions/{introductionId}/asking": Rule(STAFF, "introductions"),
    "POST /v1/introductions/{introductionId}/answers": Rule(SPEAKERS, "introductions"),
    "POST /v1/introductions/{introductionId}/outcomes": Rule(SPEAKERS, "introductions"),
    "POST /v1/introductions/{introductionId}/ending": Rule(SPEAKERS, "introductions"),
    "GET /v1/users": Rule(STAFF, "users"),
    "POST /v1/users": Rule(STAFF, "users"),
    "GET /v1/users/{userId}": Rule(STAFF, "users"),
    "DELETE /v1/users/{userId}": Rule(STAFF, "users"),
    "GET /v1/webhooks": Rule(STAFF, "webhooks"),
    "POST /v1/webhooks": Rule(STAFF, "webhooks"),
    "DELETE /v1/webhooks/{webhookId}": Rule(STAFF, "webhooks"),
}
"""Who may use which route: method and path as the route declares it. What stands not here is open to nobody."""


def refuse(asker: Asker, why: str) -> None:
    """Raise `NotSignedIn` for whom nobody knows, `NotAllowed` for whom we do."""
    if asker.role is Role.PUBLIC and asker.person_id is None:
        raise NotSignedIn(why)
    raise NotAllowed(why)
