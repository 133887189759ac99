"""How far a story is, in words."""

from collections.abc import Callable

from service.stories.agreeing import Standing
from service.texts import gettext as _

STATES: dict[str, Callable[[], str]] = {
    "agreed": lambda: _("All agreed: can be made public"),
    "draft": lambda: _("Being written"),
    "refused": lambda: _("A partner said no"),
    "asked": lambda: _("Waits for partners"),
    "public": lambda: _("Is public"),
}
"""In the order in which staff have something to do."""


def say_state(standing: Standing) -> str:
    """Say how far a story is; one that is public as it was before it was changed says so."""
    said = STATES[standing.state]()
    if standing.is_public and standing.state != "public":
        return _("Public as it was before; the change: %(state)s") % {"state": said[:1].lower() + said[1:]}
    return said
