"""Contact details: told to the other side of an introduction once both said yes, and at no other time."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from sqlalchemy.orm import Session

from graph.introducing import other_side, partner_on
from graph.introductions import Introduction
from graph.sealing import Safe
from service.people import ContactView, People
from service.texts import gettext as _

SHARED = ("introduced", "met", "started")
"""States in which two partners may know each other's contact details: they know each other, and it has not ended."""


@dataclass(frozen=True)
class FirstWords:
    """A first message, ready to send."""

    addresses: tuple[str, ...]
    subject: str
    text: str

    @property
    def mailto(self) -> str:
        """The address that opens it in a mail program."""
        text = self.text.replace("\n", "\r\n")  # as RFC 6068 wants lines
        to = ",".join(quote(address, safe="@") for address in self.addresses)
        return f"mailto:{to}?subject={quote(self.subject)}&body={quote(text)}"


def both_said_yes(introduction: Introduction) -> bool:
    """Whether both sides of an introduction said yes, and it has not ended: to meet at a round is no yes yet."""
    return introduction.state in SHARED and introduction.first_answer == introduction.second_answer == "yes"


def contacts_shown_to(session: Session, safe: Safe, introduction: Introduction, side: str) -> list[ContactView]:
    """Return who speaks for the other side, as a side may see it: nobody unless both said yes."""
    if not both_said_yes(introduction):
        return []
    return People(session, safe).contacts(partner_on(introduction, other_side(side)), "confirmed")


def first_words(contacts: Iterable[ContactView], own_name: str, other_name: str, office: str) -> FirstWords:
    """Return what one partner could write to another at first; its writer may change every word."""
    contacts = list(contacts)
    greeting = _greet(contacts[0].person.name if len(contacts) == 1 else "")
    text = _(
        "%(office)s brought us together, and we both said yes to getting to know each other. We would like to"
        " hear what %(other)s does and tell what we do. When would it suit you to talk?"
    )
    return FirstWords(
        tuple(contact.person.address for contact in contacts),
        _("Getting to know each other: %(own)s and %(other)s") % {"own": own_name, "other": other_name},
        f"{greeting}\n\n{text % {'office': office, 'other': other_name}}\n\n{own_name}\n",
    )


def _greet(name: str) -> str:
    return _("Dear %(name)s,") % {"name": name} if name else _("Good day,")
