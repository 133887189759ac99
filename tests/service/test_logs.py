"""What the log says, and does not."""

import json
import logging
import logging.config
import threading

import httpx2
import pytest
import uvicorn
from sqlalchemy.exc import IntegrityError

from graph.database import open_engine, transaction
from graph.outbox import Mail
from service.app import create_app
from service.commands.listening import listen
from service.logs import REQUEST_ID, logging_config
from tests.builders import partner
from tests.service.serving import copy_database

TOKEN = "osmose_" + 40 * "x"


@pytest.fixture
def logs_as_before():
    yield
    for name in ("uvicorn", "uvicorn.access", "osmose"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.setLevel(logging.NOTSET)
        logger.propagate = True


@pytest.mark.usefixtures("logs_as_before")
def test_a_line_to_read_has_its_moment_level_logger_and_request(capsys):
    logging.config.dictConfig(logging_config("text"))
    token = REQUEST_ID.set("request-0001")
    logging.getLogger("osmose.background").warning("work failed: %s", "OSError")
    REQUEST_ID.reset(token)

    when, rest = capsys.readouterr().err.split(" ", 1)

    assert rest == "WARNING osmose.background [request-0001] work failed: OSError\n"
    assert when.endswith("+00:00")


@pytest.mark.usefixtures("logs_as_before")
def test_an_error_is_one_line_of_json_with_its_traceback(capsys):
    logging.config.dictConfig(logging_config("json"))
    try:
        raise RuntimeError("two\nlines")  # noqa: TRY301 -- it is what a traceback is made of
    except RuntimeError:
        logging.getLogger("uvicorn.error").exception("met")

    (line,) = capsys.readouterr().err.splitlines()
    told = json.loads(line)

    assert told.pop("traceback").endswith("RuntimeError: two\nlines")
    assert told.pop("time").endswith("+00:00")
    assert told == {"level": "ERROR", "logger": "uvicorn.error", "request_id": "-", "message": "met"}


@pytest.mark.usefixtures("logs_as_before")
def test_of_a_request_the_running_service_logs_its_route_and_no_token_address_or_query(
    sqlite_template, tmp_path, capfd
):
    app = create_app(copy_database(sqlite_template, tmp_path, [partner("muzelinck")]))
    with listen("127.0.0.1", [0]) as (connection, address):
        server = uvicorn.Server(uvicorn.Config(app, log_config=logging_config("json")))
        running = threading.Thread(target=server.run, kwargs={"sockets": [connection]})
        running.start()
        answer = httpx2.get(f"{address}/aanmelden/{TOKEN}?zoek=iemand", headers={"X-Request-ID": "from-a-proxy"})
        httpx2.get(f"{address}/healthz")
        server.should_exit = True
        running.join()

    logged = "".join(capfd.readouterr())
    lines = [json.loads(line) for line in logged.splitlines()]
    (told,) = [line for line in lines if line["logger"] == "osmose.requests"]
    seen = {name: told[name] for name in ("method", "route", "status", "request_id")}
    assert answer.status_code == 404
    assert seen == {"method": "GET", "route": "/aanmelden/{token}", "status": 404, "request_id": "from-a-proxy"}
    assert told["milliseconds"] >= 0
    assert not any(each in logged for each in (TOKEN, "iemand", "127.0.0.1:5"))


def test_an_error_of_the_database_does_not_say_what_was_to_be_written(sqlite_template):
    engine = open_engine(f"sqlite:///{sqlite_template}")

    with transaction(engine) as session:
        session.add(Mail(event="marker-of-a-test", kind="asked", person_id=1))
        with pytest.raises(IntegrityError) as met:
            session.flush()
        session.rollback()

    assert "marker-of-a-test" not in str(met.value)
    engine.dispose()
