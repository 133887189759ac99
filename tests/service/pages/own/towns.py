"""A town of three partners and the persons who speak for them, served to one of these."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from fastapi.testclient import TestClient

from graph.database import open_engine, reading, transaction
from graph.introducing import Introductions
from service.access import OPERATOR
from service.introductions.asking import ask
from service.introductions.deciding import decide, propose_by_hand
from tests.builders import collaboration, partner, theme
from tests.service.serving import ELSEWHERE, make_database, serving
from tests.service.signed_in import add_person, sign_in

PARTNERS = [
    partner(
        "bakker", name="Bakkerij Kruim", place="Oss", seeks="hulp bij taal", offers="brood", description="Wij bakken."
    ),
    partner("school", name="De Lindeschool", sector="onderwijs", offers="lokalen", seeks="gastlessen", themes="lezen"),
    partner("club", name="Hockeyclub", sector="sport", offers="velden"),
]
COLLABORATIONS = [collaboration("c1", "2017-10-05", ["bakker", "club"], title="Broodjes van Bakkerij Kruim")]


def make_town(folder):
    """Store the town; return its settings and the ids of those who speak for the bakery and for the school."""
    settings = make_database(folder, PARTNERS, COLLABORATIONS, [theme("lezen", label="Lezen")])
    baker = add_person(settings, "bakker@voorbeeld.example", partners="bakker")
    teacher = add_person(settings, "directie@voorbeeld.example", partners="school")
    return settings, baker, teacher


@contextmanager
def looking(settings, person_id) -> Iterator[TestClient]:
    """Lend a browser elsewhere in which a person is signed in."""
    with serving(settings, ELSEWHERE) as client:
        sign_in(client, settings, person_id)
        yield client


@contextmanager
def writing(settings):
    engine = open_engine(settings.database_url)
    with transaction(engine) as session:
        yield session
    engine.dispose()


@contextmanager
def peeking(settings):
    engine = open_engine(settings.database_url)
    with reading(engine) as session:
        yield session
    engine.dispose()


def ask_both(settings, one_id="bakker", other_id="school") -> int:
    """Have staff propose two partners to each other and ask both; return the id of the introduction."""
    with writing(settings) as session:
        introduction = propose_by_hand(session, OPERATOR, one_id, other_id)
        decide(session, OPERATOR, introduction, "approve")
        ask(session, OPERATOR, introduction, date.today())  # noqa: DTZ011 -- the day of the pages
        return introduction.id


def state_of(settings, introduction_id) -> str:
    with peeking(settings) as session:
        return Introductions(session).get(introduction_id).state
