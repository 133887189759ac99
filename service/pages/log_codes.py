"""The details of the log in words: they are kept as codes, since an entry cannot be changed."""

import re
from collections.abc import Callable

from service.texts import gettext as _


def say_detail(detail: str) -> str:
    """Say the codes of an entry; what has no words here, such as an id, as it stands in the log.

    >>> say_detail("second yes"), say_detail("person 21"), say_detail("yes-men: yes")
    ('tweede ja', 'persoon 21', 'yes-men: ja')
    """
    return _WORD.sub(lambda found: _CODES[found[0]]() if found[0] in _CODES else found[0], detail)


_WORD = re.compile(r"(?<![\w-])[a-z_]+(?![\w-])")
"""A code; a part of an id is none."""

_CODES: dict[str, Callable[[], str]] = {
    "yes": lambda: _("yes"),
    "no": lambda: _("no"),
    "later": lambda: _("later"),
    "first": lambda: _("first"),
    "second": lambda: _("second"),
    "started": lambda: _("work together"),
    "met": lambda: _("have spoken"),
    "nothing": lambda: _("nothing"),
    "new": lambda: _("new"),
    "changed": lambda: _("changed"),
    "refused": lambda: _("refused"),
    "partners": lambda: _("partners"),
    "themes": lambda: _("themes"),
    "sectors": lambda: _("sectors"),
    "collaborations": lambda: _("collaborations"),
    "answers": lambda: _("answers"),
    "staff": lambda: _("staff"),
    "working_group": lambda: _("working group"),
    "none": lambda: _("none"),
    "note": lambda: _("note"),
    "call": lambda: _("call"),
    "visit": lambda: _("visit"),
    "mail": lambda: _("mail"),
    "person": lambda: _("person"),
    "partner": lambda: _("partner"),
    "with": lambda: _("with"),
    "and": lambda: _("and"),
    "who": lambda: _("who"),
    "sees": lambda: _("sees"),
    "confirmed": lambda: _("confirmed"),
    "name": lambda: _("name"),
    "description": lambda: _("description"),
    "seeks": lambda: _("seeks"),
    "offers": lambda: _("offers"),
    "place": lambda: _("place"),
    "postcode": lambda: _("postcode"),
    "address": lambda: _("address"),
    "website": lambda: _("website"),
    "aliases": lambda: _("other names"),
    "memberships": lambda: _("belongs to"),
    "sector": lambda: _("sector"),
    "capacity": lambda: _("room"),
    "already_known": lambda: _("know each other already"),
    "does_not_fit": lambda: _("does not fit"),
    "wrong_moment": lambda: _("not a good moment"),
    "too_much_asked": lambda: _("asked too much already"),
    "too_far": lambda: _("too far away"),
    "other": lambda: _("another reason"),
    "coming": lambda: _("comes"),
    "not_coming": lambda: _("does not come"),
    "absent": lambda: _("is not there"),
    "fixed": lambda: _("fixed"),
    "forbidden": lambda: _("forbidden"),
    "visits": lambda: _("visits"),
    "market": lambda: _("market"),
    "lunch": lambda: _("lunch"),
    "digest": lambda: _("digest"),
    "read": lambda: _("read"),
    "introductions": lambda: _("introductions"),
    "profile": lambda: _("profile"),
    "users": lambda: _("persons"),
    "webhooks": lambda: _("webhooks"),
    "asked": lambda: _("question"),
    "reminder": lambda: _("reminder"),
    "introduced": lambda: _("contact details"),
    "not_now": lambda: _("not now"),
}
