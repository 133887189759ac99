"""A town with an introduction on its way, its house, and the links that its mails carry."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from email import message_from_bytes, policy

from sqlalchemy import select

from graph.database import open_engine, reading, transaction
from graph.introducing import By, Introductions
from graph.outbox import Mail
from service.access import OPERATOR
from service.house import House
from service.introductions.asking import answer, ask
from service.introductions.deciding import decide, propose_by_hand, take_up
from service.keys import read_safe
from service.mail.sending import send_due
from service.people import People
from service.rounds.gathering import make_round
from service.snapshot import Snapshots
from service.stories.agreeing import ask_partners
from tests.builders import collaboration, partner, store
from tests.service.activities.holding import hold
from tests.service.grants.applying_team import handed_in, open_scheme
from tests.service.serving import make_database
from tests.service.stories.telling import tell

TODAY = date(2026, 11, 26)
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def make_town(folder):
    """Store a baker and a school with a person each; return the settings."""
    rows = [
        partner("bakker", name="Bakkerij De Korst", offers="stageplekken", description="Brood uit Oss."),
        partner("school", name="De Lindeschool", seeks="stageplekken", description="School in Oss."),
    ]
    made = make_database(folder, rows).model_copy(
        update={"base_url": "https://osmose.example", "allowed_hosts": ("localhost", "osmose.example")}
    )
    with house_of(made) as house, transaction(house.engine) as session:
        people = People(session, house.safe)
        for partner_id in ("bakker", "school"):
            person = people.add(f"{partner_id}@example.org", f"Directie {partner_id}", phone="0412 000000")
            people.join(person.id, partner_id, function="directie")
    return made


def ask_both(house, day=TODAY):
    """Have staff approve and ask the one introduction of the town; return its id."""
    suggestion = house.snapshots.current().matcher.suggest(["bakker"], top=1)
    with transaction(house.engine) as session:
        introduction = (
            take_up(session, OPERATOR, suggestion[0], "")
            if suggestion
            else propose_by_hand(session, OPERATOR, "bakker", "school")
        )
        decide(session, OPERATOR, introduction, "approve")
        ask(session, OPERATOR, introduction, day)
        return introduction.id


def say(house, introduction_id, side, said, *, reason=""):
    """Answer for a side."""
    with transaction(house.engine) as session:
        introduction = Introductions(session).get(introduction_id)
        answer(session, introduction, side, said, By(side), TODAY, reason=reason)


@contextmanager
def house_of(settings) -> Iterator[House]:
    engine = open_engine(settings.database_url)
    yield House.of(settings, engine, read_safe(settings), Snapshots(engine, settings.model_path))
    engine.dispose()


def send(house, **options):
    """Send what is due; return what became of it."""
    return dict(asyncio.run(send_due(house, **options)))


def sent_files(house):
    """The mails that lie in the folder, parsed, by whom they go to and then by subject."""
    paths = house.settings.mail_path.glob("*.eml")
    mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]
    return sorted(mails, key=lambda mail: (mail["To"], mail["Subject"]))


def mails_of(house):
    """All rows of the outbox, detached."""
    with reading(house.engine) as session:
        rows = list(session.scalars(select(Mail).order_by(Mail.id)))
        session.expunge_all()
    return rows


def text_of(message):
    return message.get_body(("plain",)).get_content()


def paths_in(message):
    """The paths of the links in a mail that lead to the service, in their order."""
    return re.findall(r"https://osmose\.example(/\S+)", text_of(message))


def facts_of_any(house):
    """What a mail of any kind may want to know: a secret, a story, a round, an activity and an application."""
    with transaction(house.engine) as session:
        columns = {"title": "Beursvloer Oss", "days": ["2027-03-18"], "place": "De Groene Engel"}
        number = make_round(session, OPERATOR, "market", columns).id
        store(session, [], [collaboration("brood", "2024", ["bakker", "school"])])
        story = tell(session, "brood")
        ask_partners(session, OPERATOR, story, TODAY)
        activity = hold(session, held_by=["bakker"], place="Oss")
        application = handed_in(session, open_scheme(session, TODAY), "bakker", "school", day=TODAY)
        return {
            "sealed_token": house.safe.seal("geheim"),
            "story": story.id,
            "n_asked": 1,
            "round": number,
            "activity": activity.id,
            "n_people": 0,
            "application": application.id,
            "what": "refused",
        }
