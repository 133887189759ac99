"""Browsers in which somebody is signed in."""

import pytest

from graph.database import open_engine, transaction
from service.sessions import end_all_sessions
from tests.builders import partner
from tests.service.serving import ELSEWHERE, HERE, make_database, serving
from tests.service.signed_in import add_person, sign_in


def test_who_is_signed_in_as_staff_sees_what_staff_see_from_anywhere(tmp_path):
    settings = make_database(tmp_path, [partner("a")])
    person_id = add_person(settings, role="staff")

    with serving(settings, ELSEWHERE) as client:
        assert client.get("/v1/partners/a/suggestions").status_code == 401
        sign_in(client, settings, person_id)
        assert client.get("/v1/partners/a/suggestions").status_code == 200


@pytest.mark.parametrize(
    ("base_url", "status"),
    [("http://localhost:8000", 200), ("http://[::1]:8000", 200), ("https://osmose.example", 303)],
)
def test_behind_a_proxy_nobody_sits_at_this_machine(tmp_path, base_url, status):
    settings = make_database(tmp_path, [partner("muzelinck")]).model_copy(update={"base_url": base_url})
    with serving(settings, HERE) as client:
        assert client.get("/werkbank", follow_redirects=False).status_code == status


def test_once_staff_are_added_this_machine_signs_in_too(tmp_path):
    settings = make_database(tmp_path, [partner("a")])
    add_person(settings, role="staff")

    with serving(settings) as client:
        assert client.get("/v1/partners/a/suggestions").status_code == 401


def test_a_session_that_was_ended_is_over(tmp_path):
    settings = make_database(tmp_path, [partner("a")])
    person_id = add_person(settings, role="staff")

    with serving(settings, ELSEWHERE) as client:
        sign_in(client, settings, person_id)
        engine = open_engine(settings.database_url)
        with transaction(engine) as session:
            end_all_sessions(session, person_id)
        engine.dispose()

        assert client.get("/v1/partners/a/suggestions").status_code == 401
