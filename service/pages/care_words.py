"""What the pages of care say: needs, parts of a profile, states and answers, kinds of notes, who sees what."""

from service.texts import gettext as _


def say_need(need: str) -> str:
    """Say why a partner asks for care (`graph.caring.NEEDS`)."""
    return {
        "never_confirmed": _("never confirmed"),
        "stale": _("profile over a year old"),
        "incomplete": _("incomplete"),
        "no_contact": _("no contact person"),
        "paused": _("paused"),
        "never_asked": _("never asked to meet"),
        "waiting": _("waits for an answer"),
    }[need]


def say_part(part: str) -> str:
    """Say what of a profile is missing (`graph.caring.PARTS`)."""
    return {
        "seeks": _("what it seeks"),
        "offers": _("what it offers"),
        "description": _("description"),
        "themes": _("theme"),
        "place": _("place"),
    }[part]


def say_answer(answer: str) -> str:
    """Say what a partner answered to a suggestion (`graph.model.ANSWERS`)."""
    return {
        "accepted": _("wants to meet"),
        "declined": _("does not fit"),
        "no_room": _("not now"),
        "already_known": _("know each other already"),
        "ignored": _("did not answer"),
    }[answer]


def say_note_kind(kind: str) -> str:
    """Say what kind a note is (`service.casework.NOTE_KINDS`)."""
    return {"note": _("Note"), "call": _("Call"), "mail": _("Mail sent or received"), "visit": _("Visit")}[kind]


def say_contact_state(state: str) -> str:
    """Say how a person came to a partner (`graph.people.CONTACT_STATES`)."""
    return {
        "confirmed": _("confirmed"),
        "invited": _("invited, not answered yet"),
        "claimed": _("says so itself, not confirmed"),
    }[state]


def say_field(field: str) -> str:
    """Say which field of a partner is meant (`graph.model.CHOSEN_FIELDS`)."""
    return {
        "aliases": _("Other names"),
        "description": _("Description"),
        "seeks": _("Seeks"),
        "offers": _("Offers"),
        "themes": _("Themes"),
        "place": _("Place"),
        "address": _("Postcode and spot on the map"),
        "website": _("Website"),
        "memberships": _("Belongs to"),
    }[field]


def say_level(level: str) -> str:
    """Say who sees a field (`graph.model.LEVELS`)."""
    return {
        "public": _("everybody"),
        "network": _("partners and staff"),
        "staff": _("staff only"),
    }[level]
