"""The log in words: what was done, as what, and to what."""

from collections.abc import Callable

from service.texts import gettext as _


def say_action(action: str) -> str:
    """Say what was done; an action that has no words here as it stands in the log.

    >>> say_action("erase person"), say_action("paint wall")
    ('Persoon gewist', 'paint wall')
    """
    return _ACTIONS[action]() if action in _ACTIONS else action


def say_role(role: str) -> str:
    """Say as what somebody did it.

    >>> say_role("program")
    'Het programma'
    """
    return _ROLES[role]() if role in _ROLES else role


def say_subject(kind: str, name: str) -> str:
    """Say to what it was done.

    >>> say_subject("introduction", "12")
    'kennismaking 12'
    """
    return f"{_KINDS[kind]() if kind in _KINDS else kind} {name}".strip()


def read_subject(text: str) -> str:
    """Return what somebody looks for as the log has it.

    >>> read_subject("Kennismaking 12")
    'introduction 12'
    """
    kinds = {said().casefold(): kind for kind, said in _KINDS.items()}
    return " ".join(kinds.get(word.casefold(), word) for word in text.split())


_ROLES = {
    "staff": lambda: _("Staff"),
    "working_group": lambda: _("Working group"),
    "partner": lambda: _("A partner"),
    "public": lambda: _("Somebody unknown"),
    "program": lambda: _("The program"),
    "operator": lambda: _("On the command line"),
}
_KINDS: dict[str, Callable[[], str]] = {
    "introduction": lambda: _("introduction"),
    "partner": lambda: _("partner"),
    "person": lambda: _("person"),
    "collaboration": lambda: _("collaboration"),
    "mail": lambda: _("mail"),
    "token": lambda: _("token"),
    "webhook": lambda: _("webhook"),
    "network": lambda: _("network"),
    "story": lambda: _("story"),
    "year theme": lambda: _("theme of the year"),
    "activity": lambda: _("activity"),
    "scheme": lambda: _("grant scheme"),
    "application": lambda: _("application for a grant"),
}
_ACTIONS = {
    "keep report": lambda: _("Report made"),
    "approve introduction": lambda: _("Introduction approved"),
    "hold introduction": lambda: _("Introduction put on hold"),
    "dismiss introduction": lambda: _("Suggestion put aside"),
    "undo decision": lambda: _("Decision taken back"),
    "add introduction": lambda: _("Introduction added by hand"),
    "ask partners": lambda: _("Partners asked"),
    "answer pulse": lambda: _("Question about a collaboration answered"),
    "count pulse": lambda: _("Answers about collaborations counted and removed"),
    "add round": lambda: _("Round made"),
    "change round": lambda: _("Round changed"),
    "add guests": lambda: _("Guests of a round added"),
    "remove guest": lambda: _("Guest of a round removed"),
    "change guest": lambda: _("Guest of a round changed"),
    "decide pair": lambda: _("Pair of a round fixed, forbidden or freed"),
    "invite guests": lambda: _("Guests of a round invited"),
    "sign up for round": lambda: _("Answered whether it comes to a round"),
    "plan round": lambda: _("Round planned"),
    "share round": lambda: _("Programme of a round shared"),
    "change round on the day": lambda: _("Programme of a round changed on the day"),
    "ask for suggestion": lambda: _("Asked to meet whom a digest suggested"),
    "record deal": lambda: _("Deal of a round written down"),
    "write back round": lambda: _("Outcome of a round written back"),
    "add activity": lambda: _("Activity made"),
    "propose activity": lambda: _("Activity proposed"),
    "change activity": lambda: _("Activity changed"),
    "set state of activity": lambda: _("Activity published or called off"),
    "remove activity": lambda: _("Activity thrown away"),
    "sign up for activity": lambda: _("Signed up for an activity"),
    "sign off from activity": lambda: _("Signed off from an activity"),
    "move up for activity": lambda: _("Moved up from a waiting list"),
    "answer introduction": lambda: _("Introduction answered"),
    "record answer": lambda: _("Answer written down"),
    "report outcome": lambda: _("Outcome told"),
    "record outcome": lambda: _("Outcome written down"),
    "end introduction": lambda: _("Introduction ended"),
    "expire introduction": lambda: _("Introduction expired"),
    "note acquaintance": lambda: _("Noted that two know each other"),
    "add collaboration": lambda: _("Collaboration added"),
    "end collaboration": lambda: _("Collaboration ended"),
    "change profile": lambda: _("Profile changed"),
    "confirm profile": lambda: _("Profile confirmed"),
    "ask about profile": lambda: _("Asked whether a profile is right"),
    "set room": lambda: _("Room per quarter set"),
    "change room": lambda: _("Room per quarter changed"),
    "pause partner": lambda: _("Partner paused"),
    "end pause": lambda: _("Pause ended"),
    "archive partner": lambda: _("Partner archived"),
    "leave network": lambda: _("Left the network"),
    "merge partners": lambda: _("Partners merged"),
    "import files": lambda: _("Files imported"),
    "read registers": lambda: _("Registers read"),
    "keep apart": lambda: _("Partners kept apart"),
    "undo keep apart": lambda: _("Partners no longer kept apart"),
    "add contact": lambda: _("Contact person added"),
    "change contact": lambda: _("Contact person changed"),
    "remove contact": lambda: _("Contact person removed"),
    "add note": lambda: _("Note written"),
    "remove note": lambda: _("Note removed"),
    "add person": lambda: _("Person added"),
    "change role": lambda: _("Role changed"),
    "remove person": lambda: _("Person removed"),
    "erase person": lambda: _("Person erased"),
    "inspect person": lambda: _("Data of a person looked into"),
    "join partner": lambda: _("Person joined to a partner"),
    "leave partner": lambda: _("Person taken off a partner"),
    "claim partner": lambda: _("Partner claimed"),
    "confirm claim": lambda: _("Claim of a partner confirmed"),
    "refuse claim": lambda: _("Claim of a partner refused"),
    "invite colleague": lambda: _("Colleague invited"),
    "sign in": lambda: _("Signed in"),
    "sign out everywhere": lambda: _("Signed out everywhere"),
    "make sign-in link": lambda: _("Link to sign in made"),
    "make token": lambda: _("Token made"),
    "end token": lambda: _("Token ended"),
    "add webhook": lambda: _("Webhook added"),
    "delete webhook": lambda: _("Webhook deleted"),
    "write story": lambda: _("Story begun"),
    "change story": lambda: _("Story changed"),
    "remove story": lambda: _("Story thrown away"),
    "ask about story": lambda: _("Partners asked about a story"),
    "answer story": lambda: _("Answered about a story"),
    "record story answer": lambda: _("Answer about a story written down"),
    "release story": lambda: _("Story made public"),
    "take off story": lambda: _("Story taken off"),
    "follow story": lambda: _("Introduction asked for after reading a story"),
    "ask introduction": lambda: _("Introduction asked for by a partner"),
    "add year theme": lambda: _("Theme of a year added"),
    "change year theme": lambda: _("Theme of a year changed"),
    "remove year theme": lambda: _("Theme of a year taken away"),
    "add scheme": lambda: _("Grant scheme made"),
    "change scheme": lambda: _("Grant scheme changed"),
    "remove scheme": lambda: _("Grant scheme thrown away"),
    "begin application": lambda: _("Application for a grant begun"),
    "change application": lambda: _("Application for a grant changed"),
    "ask about application": lambda: _("Members asked about an application for a grant"),
    "answer about application": lambda: _("Answered about an application for a grant"),
    "hand in application": lambda: _("Application for a grant handed in"),
    "withdraw application": lambda: _("Application for a grant withdrawn"),
    "send back application": lambda: _("Application for a grant sent back"),
    "refuse application": lambda: _("Application for a grant refused"),
    "grant application": lambda: _("Grant given"),
    "record payment": lambda: _("Payment of a grant written down"),
    "settle grant": lambda: _("Grant settled"),
    "retry mail": lambda: _("Mail tried again"),
    "withdraw mail": lambda: _("Mail withdrawn"),
}
