"""What the log of requests says, and does not."""

import logging
import logging.config
import threading

import httpx2
import pytest
import uvicorn
from sqlalchemy.exc import IntegrityError

from graph.database import open_engine, transaction
from graph.outbox import Mail
from graph.sealing import Safe
from service.app import create_app
from service.commands.listening import listen
from service.links import LIVES, Links
from service.logs import SHORTEST_TOKEN, logging_config, plain_path
from service.rules import RULES
from tests.builders import partner
from tests.service.serving import copy_database


@pytest.fixture
def logs_as_before():
    yield
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.setLevel(logging.NOTSET)
        logger.propagate = True


@pytest.mark.usefixtures("logs_as_before")
def test_a_request_is_logged_without_who_asked_what_and_by_which_link(capsys):
    logging.config.dictConfig(logging_config())
    token = Links(Safe(["a key"])).make("answer", {"introduction": 1, "person": 1})
    logging.getLogger("uvicorn.access").info(
        '%s - "%s %s HTTP/%s" %d', "192.0.2.7:50000", "GET", f"/antwoord/{token}?zoek=iemand", "1.1", 200
    )

    line = capsys.readouterr().out

    assert "GET /antwoord/... HTTP/1.1" in line
    assert "200" in line
    assert not any(each in line for each in ("192.0.2.7", "iemand", token, token[:20]))


@pytest.mark.parametrize("purpose", LIVES)
def test_every_link_is_long_enough_to_be_known_for_one(purpose):
    assert len(Links(Safe(["a key"])).make(purpose, {})) >= SHORTEST_TOKEN


def test_the_pages_themselves_can_be_told_apart():
    assert [path for path in RULES if plain_path(path) != path] == []


def test_an_error_of_the_database_does_not_say_what_was_to_be_written(sqlite_template):
    engine = open_engine(f"sqlite:///{sqlite_template}")

    with transaction(engine) as session:
        session.add(Mail(event="marker-of-a-test", kind="asked", person_id=1))
        with pytest.raises(IntegrityError) as met:
            session.flush()
        session.rollback()

    assert "marker-of-a-test" not in str(met.value)
    engine.dispose()


TOKEN = "osmose_" + 40 * "x"


@pytest.mark.usefixtures("logs_as_before")
def test_the_running_service_logs_no_token(sqlite_template, tmp_path, capfd):
    app = create_app(copy_database(sqlite_template, tmp_path, [partner("muzelinck")]))
    with listen("127.0.0.1", [0]) as (connection, address):
        server = uvicorn.Server(uvicorn.Config(app, log_config=logging_config()))
        running = threading.Thread(target=server.run, kwargs={"sockets": [connection]})
        running.start()
        answer = httpx2.get(f"{address}/aanmelden/{TOKEN}")
        server.should_exit = True
        running.join()

    logged = "".join(capfd.readouterr())
    assert answer.status_code == 404
    assert "GET /aanmelden/..." in logged
    assert TOKEN not in logged
