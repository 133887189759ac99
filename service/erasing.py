"""Erasing a person: the row and all that hangs on it, and the name wherever else somebody wrote it down."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Text, cast, select
from sqlalchemy.orm import Session

from graph.activities import Activity, ActivityOrganiser
from graph.activities_kept import reword_activity
from graph.grants import GrantApplication
from graph.grants_kept import members_of, reword_grant
from graph.model import Answer, Collaboration, Participation, Partner
from graph.people import PartnerNote, Person
from graph.sealing import Safe
from graph.stories import Story
from graph.telling import named_in, reword
from service.access import Asker
from service.audit import note
from service.letters_kept import erase_letters, naming
from service.people import People, PersonView
from service.roles import require_other_staff
from service.settings import Settings

STRUCK_OUT = "…"
"""What stands where the name of somebody stood who was erased."""


@dataclass(frozen=True)
class Erased:
    """What went besides the rows of the person itself."""

    n_texts: int
    """Texts of others from which the person was struck out."""
    n_letters: int
    """Letters in the folder of outgoing mail."""


def erase_person(session: Session, safe: Safe, settings: Settings, asker: Asker | None, person_id: int) -> Erased:
    """Erase a person for good; `asker` is who did it, None for the program itself.

    What it did stays as the act of a number that leads nowhere. Traces in the file of the database go by
    `graph.sweeping.sweep`, once this is committed. Raise `UnknownPerson`, or `LastStaff`.
    """
    people = People(session, safe)
    view = people.read(person_id)
    require_other_staff(session, session.get_one(Person, person_id))
    n_texts = strike_out(session, safe, Named.of(view, _confirmed_for(people, person_id)))
    people.erase(person_id)
    note(session, asker, "erase person", f"person {person_id}")
    session.flush()
    # Last: a letter that is gone does not come back when the transaction fails, but nobody misses it.
    full_name = [view.name] if is_full_name(view.name) else []
    return Erased(n_texts, erase_letters(settings.mail_path, view.address, view.phone, *full_name))


def _confirmed_for(people: People, person_id: int) -> frozenset[str]:
    return frozenset(each.partner_id for each in people.spoken_for(person_id) if each.state == "confirmed")


def is_full_name(name: str) -> bool:
    """Whether a name is more than one word, and so not one that others, or a function, have as well.

    >>> is_full_name("Directie"), is_full_name("Merkteken van Test"), is_full_name("de directie")
    (False, True, False)
    """
    words = name.split()
    return len(words) > 1 and all(each[0].isupper() for each in (words[0], words[-1]))


@dataclass(frozen=True)
class Named:
    """By what a person is found in the texts of others.

    Its mail address and telephone number point at nobody else. Its name it may have chosen itself, and many have a
    function for a name: "directie", struck out everywhere, would spoil the texts about all the others.
    """

    everywhere: tuple[re.Pattern[str], ...]
    """Address and telephone number, and a full name as it is written."""
    at_own: tuple[re.Pattern[str], ...]
    """The same, and any name in upper or lower case, in what is about the partners that the person speaks for."""
    own_ids: frozenset[str]
    """Ids of these partners."""

    @classmethod
    def of(cls, view: PersonView, own_ids: frozenset[str]) -> "Named":
        """Return by what a person is found who speaks for some partners."""
        sure = [naming(text) for text in (view.address, view.phone) if text]
        full = [naming(view.name, flags=re.NOFLAG)] if is_full_name(view.name) else []
        any_name = [naming(view.name)] if view.name else []
        return cls((*sure, *full), (*sure, *any_name), own_ids)

    def without(self, text: str, partner_ids: Iterable[str | None]) -> str:
        """Return a text about some partners with what names the person struck out."""
        for one in self.everywhere if self.own_ids.isdisjoint(partner_ids) else self.at_own:
            text = one.sub(STRUCK_OUT, text)
        return text


def strike_out(session: Session, safe: Safe, named: Named) -> int:
    """Take what is `named` out of free texts that others wrote; return in how many it stood."""
    return sum(
        (
            _strike_out_of_notes(session, safe, named),
            _strike_out_of_answers(session, named),
            _strike_out_of_columns(session, named),
            _strike_out_of_stories(session, named),
            _strike_out_of_activities(session, named),
            _strike_out_of_grants(session, named),
        )
    )


def _strike_out_of_notes(session: Session, safe: Safe, named: Named) -> int:
    n_changed = 0
    for each in session.scalars(select(PartnerNote)):
        before = safe.open(each.sealed_text)
        if (after := named.without(before, [each.partner_id])) != before:
            each.sealed_text = safe.seal(after)
            n_changed += 1
    return n_changed


def _strike_out_of_answers(session: Session, named: Named) -> int:
    """Strike out of partners' own words about answers."""
    n_changed = 0
    for answer in session.scalars(select(Answer).where(Answer.reason != "")):
        before = answer.reason
        answer.reason = named.without(before, [answer.partner_id, answer.suggested_id])
        n_changed += answer.reason != before
    return n_changed


def _strike_out_of_columns(session: Session, named: Named) -> int:
    """Strike out of columns of imported files that have no field."""
    ids_of: dict[str, list[str]] = {}
    for collaboration_id, partner_id in session.execute(
        select(Participation.collaboration_id, Participation.partner_id)
    ):
        ids_of.setdefault(collaboration_id, []).append(partner_id)
    rows: list[Partner | Collaboration] = [
        *session.scalars(select(Partner).where(cast(Partner.notes, Text) != "{}")),
        *session.scalars(select(Collaboration).where(cast(Collaboration.notes, Text) != "{}")),
    ]
    n_changed = 0
    for row in rows:
        partner_ids = [row.id] if isinstance(row, Partner) else ids_of.get(row.id, [])
        after = {header: named.without(text, partner_ids) for header, text in row.notes.items()}
        if after != row.notes:
            row.notes = after
            n_changed += 1
    return n_changed


def _strike_out_of_stories(session: Session, named: Named) -> int:
    """Strike out of stories, also of what is public of them."""
    n_changed = 0
    for story in session.scalars(select(Story)).all():
        its = select(Participation.partner_id).where(Participation.collaboration_id == story.collaboration_id)
        about = {*session.scalars(its), *named_in(story.asked), *named_in(story.released)}
        n_changed += reword(session, story, partial(named.without, partner_ids=about))
    return n_changed


def _strike_out_of_activities(session: Session, named: Named) -> int:
    n_changed = 0
    for activity in session.scalars(select(Activity)).all():
        held_by = select(ActivityOrganiser.partner_id).where(ActivityOrganiser.activity_id == activity.id)
        n_changed += reword_activity(activity, partial(named.without, partner_ids=set(session.scalars(held_by))))
    return n_changed


def _strike_out_of_grants(session: Session, named: Named) -> int:
    """Strike out of applications for a grant."""
    n_changed = 0
    for application in session.scalars(select(GrantApplication)).all():
        team = {each.partner_id for each in members_of(session, application.id)}
        n_changed += reword_grant(application, partial(named.without, partner_ids=team))
    return n_changed
