"""What the log of requests must not hold."""

import logging
import logging.config
import threading

import httpx
import pytest
import uvicorn

from service.app import create_app
from service.commands.listening import listen
from service.logs import HidesTokens, log_config
from tests.builders import partner
from tests.service.serving import copy_database

TOKEN = "osmose_" + 40 * "x"


@pytest.mark.parametrize("path", [f"/aanmelden/{TOKEN}", f"/uitnodiging/eyJ4.{TOKEN}?a=b", f"/v1/x/{TOKEN}/y"])
def test_a_token_in_an_address_is_hidden(path):
    record = logging.LogRecord("uvicorn.access", 20, "", 1, '%s - "%s %s"', ("192.0.2.7:1", "GET", path), None)

    assert HidesTokens().filter(record)
    assert TOKEN not in record.getMessage()
    assert "…" in record.getMessage()


def test_the_running_service_logs_no_token(sqlite_template, tmp_path, capfd):
    app = create_app(copy_database(sqlite_template, tmp_path, [partner("muzelinck")]))
    with listen("127.0.0.1", [0]) as (connection, address):
        server = uvicorn.Server(uvicorn.Config(app, log_config=log_config()))
        running = threading.Thread(target=server.run, kwargs={"sockets": [connection]})
        running.start()
        answer = httpx.get(f"{address}/aanmelden/{TOKEN}")
        server.should_exit = True
        running.join()

    logged = "".join(capfd.readouterr())
    assert answer.status_code == 404
    assert "GET /aanmelden/…" in logged
    assert TOKEN not in logged
