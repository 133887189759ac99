"""A library and a school that worked together, with a person each, and a club that did not."""

import pytest

from graph.database import open_engine, transaction
from tests.builders import collaboration, partner, theme
from tests.service.serving import copy_database
from tests.service.signed_in import add_person


@pytest.fixture
def settings(sqlite_template, tmp_path):
    partners = [
        partner("bieb", name="Bibliotheek", sector="bibliotheek"),
        partner("school", name="De Lindeschool", sector="primair-onderwijs"),
        partner("club", name="Sportclub", sector="sport"),
        partner("weg", name="Opgeheven winkel", until="2020"),
    ]
    collaborations = [
        collaboration(
            "lezen", "2019-10", ["bieb", "school", "weg"], lead="school", end="2020-03", themes="taal",
            title="Leesweek", kind="project",
        )
    ]  # fmt: skip
    made = copy_database(sqlite_template, tmp_path, partners, collaborations, [theme("taal", label="Taal & lezen")])
    add_person(made, "bieb@example.org", partners="bieb")
    return made


@pytest.fixture
def session(settings):
    engine = open_engine(settings.database_url)
    with transaction(engine) as session:
        yield session
    engine.dispose()
