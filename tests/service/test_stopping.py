"""Told to stop: no longer ready, what is under way is finished, and the process ends as it should."""

import asyncio
import os
import signal
import socket
import time
from contextlib import closing, contextmanager
from datetime import date, timedelta
from http.client import HTTPConnection

import pytest

from tests.service.posting import ask_both, house_of, mails_of
from tests.service.processes import running, serve
from tests.service.smtp import Mailbox, smtp_server

HERE = ("127.0.0.1", "localhost")
YESTERDAY = date.today() - timedelta(days=1)  # noqa: DTZ011 -- the service lives today
PATIENCE_SECONDS = 30
HALF = b"POST /aanmelden HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"


class SlowMailbox(Mailbox):
    """Takes its time for each mail, or all the time there is."""

    def __init__(self, seconds):
        super().__init__()
        self.seconds = seconds
        self.n_begun = 0

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 -- aiosmtpd's name
        self.n_begun += 1
        await asyncio.sleep(self.seconds)
        return await super().handle_DATA(server, session, envelope)


@contextmanager
def served(settings):
    """Lend a process that serves, and its address."""
    with closing(socket.create_server(("127.0.0.1", 0))) as connection:
        address = f"http://127.0.0.1:{connection.getsockname()[1]}"
        with running(serve, settings, connection) as process:
            wait_for(lambda: status_of(address, "/readyz") == 200)
            connection.close()  # or this process would go on to listen, and never answer
            yield process, address


def wait_for(happened):
    until = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


def status_of(address, path):
    """The status of an answer; None where nobody listens any more."""
    asking = HTTPConnection(address.removeprefix("http://"), timeout=PATIENCE_SECONDS)
    try:
        asking.request("GET", path)
        return asking.getresponse().status
    except OSError:
        return None
    finally:
        asking.close()


def begin_request(address):
    """Send half of a form; the service waits for the rest."""
    host, _, port = address.removeprefix("http://").partition(":")
    asking = socket.create_connection((host, int(port)), timeout=PATIENCE_SECONDS)
    asking.sendall(HALF + b"Content-Length: 10\r\n\r\nadres")
    return asking


def test_a_request_under_way_is_answered_and_one_that_never_ends_holds_nobody_up(town):
    with served(town(allowed_hosts=HERE, linger_seconds=0.5, stop_seconds=2)) as (process, address):
        under_way, endless = begin_request(address), begin_request(address)
        os.kill(process.pid, signal.SIGTERM)
        wait_for(lambda: status_of(address, "/readyz") == 503)  # and yet it answers
        wait_for(lambda: status_of(address, "/healthz") is None)  # and now takes no more
        under_way.sendall(b"=niets")
        answer = under_way.recv(1000)
        process.join(PATIENCE_SECONDS)
        under_way.close()
        endless.close()

    assert answer.startswith(b"HTTP/1.1 ")
    assert b"x-request-id" in answer
    assert process.exitcode == 0


@pytest.mark.parametrize(
    ("mail_seconds", "is_sent"),
    [pytest.param(0.4, True, id="finished"), pytest.param(60.0, False, id="given-back")],
)
def test_a_mail_under_way_is_finished_or_given_back(town, mail_seconds, is_sent):
    mailbox = SlowMailbox(mail_seconds)
    with smtp_server(mailbox) as port:
        smtp = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none", "send_mail": True}
        settings = town(**smtp, allowed_hosts=HERE, office_address="kantoor@voorbeeld.example", linger_seconds=0.0)
        with house_of(settings) as house:
            ask_both(house, YESTERDAY)
        with served(settings) as (process, _address):
            wait_for(lambda: mailbox.n_begun == 1)
            os.kill(process.pid, signal.SIGTERM)
            process.join(PATIENCE_SECONDS)
        with house_of(settings) as house:
            first, second = sorted(mails_of(house), key=lambda mail: mail.due_at)

    assert process.exitcode == 0
    assert (first.sent_at is not None, first.claimed_at is not None) == (is_sent, is_sent)
    assert (second.sent_at, second.claimed_at) == (None, None)  # not begun any more
