"""What each kind of mail about an introduction says, as data; the frames give it its form."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.introducing import Introductions, other_side, partner_on
from graph.introductions import SIDES, Introduction
from graph.people import Contact
from service.access import Asker, Role
from service.introductions.asking import ANSWER_DAYS
from service.introductions.sharing import contacts_shown_to, first_words
from service.introductions.telling import tell_reasons
from service.mail.desk import Block, Choice, Content, Desk
from service.people import ContactView
from service.texts import gettext as _
from service.texts import say_date
from service.visibility import as_seen_by

ANSWER_WORDS = {"yes": "ja", "later": "later", "no": "nee"}
"""The answers as they stand in addresses."""
OUTCOME_WORDS = {"started": "gestart", "met": "gesproken", "nothing": "niets"}
"""What came of it, as it stands in addresses."""


def asked(desk: Desk) -> Content:
    """Ask whether the two would like to meet."""
    names = {"own": desk.own_name, "other": desk.other.name}
    opening = _(
        "We think that %(own)s and %(other)s could do something for each other. As far as we know you do not work"
        " together yet."
    )
    return Content(
        _("Would you like to meet %(other)s?") % names,
        (Block(opening % names), *_about_other(desk), *_reasons(desk), _question(desk), *_promise(desk)),
    )


def reminder(desk: Desk) -> Content:
    """Ask once more, a week before the last day."""
    names = {"own": desk.own_name, "other": desk.other.name}
    opening = _("Last week we asked whether %(own)s would like to meet %(other)s. We have no answer from you yet.")
    return Content(
        _("Still open: would you like to meet %(other)s?") % names,
        (Block(opening % names), *_reasons(desk), _question(desk), *_promise(desk)),
    )


def not_now(desk: Desk) -> Content:
    """Tell who said yes that nothing comes of it, and not why."""
    names = {"other": desk.other.name}
    opening = _("You said that you would like to meet %(other)s. It will not come to that now.")
    return Content(
        _("No meeting with %(other)s for now") % names,
        (Block(opening % names), Block(_("You need not do anything. We keep looking for partners that fit you."))),
    )


def introduced(desk: Desk) -> Content:
    """Give each side the contact details of the other, and a first message that is ready to send."""
    names = {"own": desk.own_name, "other": desk.other.name}
    contacts = contacts_shown_to(desk.session, desk.house.safe, desk.introduction, desk.side)
    opening = Block(_("%(own)s and %(other)s both said yes. You can get in touch now.") % names)
    if not contacts:
        text = _("We have no contact person of %(other)s on file. We will call them and bring you together.")
        return Content(_("Meet %(other)s") % names, (opening, Block(text % names), *_reasons(desk)))
    words = first_words(contacts, desk.own_name, desk.other.name, desk.office)
    ready = Block(
        _("This is a first message that you can send. Change it as you like:"),
        quote=words.text.strip(),
        choices=(Choice(_("Open this message in your mail program"), words.mailto),),
    )
    people = [_contact(contact, desk.other.name) for contact in contacts]
    return Content(_("Meet %(other)s") % names, (opening, *people, ready, *_reasons(desk)))


def outcome(desk: Desk) -> Content:
    """Ask what came of it, with three links."""
    names = {"other": desk.other.name}
    labels = {
        "started": _("Yes, we are going to work together"),
        "met": _("We talked, nothing is decided yet"),
        "nothing": _("No, nothing came of it"),
    }
    url = desk.signed("/opgeleverd", "outcome", introduction=desk.introduction.id, side=desk.side)
    choices = tuple(Choice(label, f"{url}?wat={OUTCOME_WORDS[each]}") for each, label in labels.items())
    opening = _("A while ago you got to know %(other)s. Did this contact bring anything?")
    return Content(
        _("Did your contact with %(other)s bring anything?") % names,
        (
            Block(opening % names, choices=choices),
            Block(_("Your answer helps us to find better matches, for you and for others.")),
        ),
    )


def digest(desk: Desk) -> Content:
    """Tell once a week what waits for an answer, and what runs, for all partners that the reader speaks for."""
    waiting, running = [], []
    for introduction, side in running_of(desk.session, desk.mail.person_id):
        names = {
            "own": desk.name(partner_on(introduction, side)),
            "other": desk.name(partner_on(introduction, other_side(side))),
        }
        if introduction.state in {"introduced", "met"}:
            running.append(_("%(own)s and %(other)s: you got to know each other") % names)
        elif getattr(introduction, f"{side}_answer"):
            running.append(_("%(own)s and %(other)s: you said yes, they have not answered yet") % names)
        else:
            url = desk.signed("/antwoord", "answer", introduction=introduction.id, side=side)
            waiting.append(Choice(_("%(own)s and %(other)s: give your answer") % names, url))
    blocks = []
    if waiting:
        blocks.append(Block(_("These introductions wait for your answer:"), choices=tuple(waiting)))
    if running:
        blocks.append(Block(_("These run:"), tuple(running)))
    return Content(_("Your introductions this week"), tuple(blocks))


def running_of(session: Session, person_id: int) -> list[tuple[Introduction, str]]:
    """Return the introductions that a person has to do with, as long as they run, each with its side in it."""
    own = select(Contact.partner_id).where(Contact.person_id == person_id, Contact.state == "confirmed")
    partner_ids = set(session.scalars(own))
    return [
        (introduction, side)
        for introduction in Introductions(session).in_state("asked", "accepted_by_one", "introduced", "met")
        for side in SIDES
        if partner_on(introduction, side) in partner_ids
    ]


def _about_other(desk: Desk) -> tuple[Block, ...]:
    """Tell what the other side does, as far as it shows that to partners; and where to read more."""
    network = as_seen_by(desk.house.snapshots.current(), Asker(Role.PARTNER)).network
    position = network.positions.get(desk.other.id)
    text = "" if position is None else str(network.partners["description"].iloc[position] or "")
    url = desk.page(f"/partners/{desk.other.id}")
    return (Block(text, choices=(Choice(_("Read more about %(other)s") % {"other": desk.other.name}, url),)),)


def _reasons(desk: Desk) -> tuple[Block, ...]:
    reasons = tell_reasons(desk.introduction, desk.side, desk.house.snapshots.current())
    return (Block(_("This is why we thought of you:"), tuple(reasons)),) if reasons else ()


def _question(desk: Desk) -> Block:
    labels = {"yes": _("Yes, we would like to meet"), "later": _("Not now, ask again later"), "no": _("No, thank you")}
    url = desk.signed("/antwoord", "answer", introduction=desk.introduction.id, side=desk.side)
    due_on = desk.introduction.due_on or desk.today + timedelta(days=ANSWER_DAYS)
    return Block(
        _("Would you like to meet? Please answer by %(day)s:") % {"day": say_date(due_on.isoformat())},
        choices=tuple(Choice(label, f"{url}?zegt={ANSWER_WORDS[said]}") for said, label in labels.items()),
    )


def _promise(desk: Desk) -> tuple[Block, ...]:
    text = _(
        "%(other)s gets the same question. Only when you both say yes do you get each other’s contact details. You need"
        " not sign in: a link shows a page with a button, and nothing happens before you press it."
    )
    return (Block(text % {"other": desk.other.name}),)


def _contact(contact: ContactView, partner_name: str) -> Block:
    person = contact.person
    function = f"{contact.function}, {partner_name}" if contact.function else partner_name
    lines = (function, *filter(None, (person.address, person.phone)))
    return Block(person.name or partner_name, lines)
