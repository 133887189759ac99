"""Webhooks called on a real server: signed, again after a failure, and never after somebody took it."""

import hmac
import json
import shutil
import threading
from base64 import b64decode, b64encode
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from sqlalchemy import select

from graph.database import open_engine, reading, transaction
from graph.introducing import Introductions
from graph.outbox import WebhookCall
from graph.people import Person
from service.access import Asker, Role
from service.house import House
from service.introductions.deciding import decide, propose_by_hand
from service.keys import read_safe
from service.people import People
from service.settings import Settings
from service.snapshot import Snapshots
from service.webhooks import CLAIM_LIFE, PAUSES, Counts, send_due, sign
from service.webhooks_stored import add_webhook, list_webhooks
from tests.builders import partner, store

LATER = datetime.now(UTC) + timedelta(hours=2)


@pytest.fixture
def receiver():
    """A server that keeps what it receives, and answers what stands in `statuses`; 200 after that."""
    received, statuses = [], []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append((self.path, dict(self.headers), body))
            self.send_response(statuses.pop(0) if statuses else 200)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_arguments):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    server.received, server.statuses = received, statuses
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def house_on(database_url, home):
    """Lend a house on a database with two partners, whose webhooks may call this machine."""
    settings = Settings(database_url=database_url, home=home, webhook_hosts=("127.0.0.1",))
    engine = open_engine(database_url)
    with transaction(engine) as session:
        store(session, [partner("bieb"), partner("school")])
    yield House.of(settings, engine, read_safe(settings), Snapshots(engine, settings.model_path))
    engine.dispose()


@pytest.fixture
def house(sqlite_template, tmp_path):
    shutil.copy(sqlite_template, tmp_path / "osmose.db")
    with house_on(f"sqlite:///{tmp_path / 'osmose.db'}", tmp_path) as house:
        yield house


def add_staff(house):
    with transaction(house.engine) as session:
        return Asker(Role.STAFF, person_id=People(session, house.safe).add("a@example.org", role="staff").id)


def begin(house, staff, receiver):
    """Add a webhook, and an introduction that it is to be told of by one step; return its secret."""
    with transaction(house.engine) as session:
        _, secret = add_webhook(session, house, staff, f"http://127.0.0.1:{receiver.server_port}/hook?a=1")
        propose_by_hand(session, staff, "bieb", "school")
    return secret


@pytest.fixture
def staff(house):
    return add_staff(house)


@pytest.fixture
def secret(house, staff, receiver):
    return begin(house, staff, receiver)


def send(house, at=LATER):
    return send_due(house, clock=lambda: at)


def calls(house):
    with reading(house.engine) as session:
        return [(call.n_tries, call.fault, bool(call.sent_at)) for call in session.scalars(select(WebhookCall))]


def test_the_signature_is_that_of_standard_webhooks():
    # The example with which its own libraries are tested.
    signature = sign(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
    )

    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_step_is_told_once_signed_and_names_nobody(house, secret, receiver):
    assert send(house) == Counts(sent=1)
    assert send(house, LATER + timedelta(days=9)) == Counts()

    [(path, headers, body)] = receiver.received
    signed = f"introduction-1-1.{int(LATER.timestamp())}.".encode() + body
    key = b64decode(secret.removeprefix("whsec_"))
    assert path == "/hook?a=1"
    assert headers["webhook-id"] == "introduction-1-1"
    assert headers["webhook-timestamp"] == str(int(LATER.timestamp()))
    assert headers["webhook-signature"] == "v1," + b64encode(hmac.new(key, signed, sha256).digest()).decode()
    assert headers["Host"] == f"127.0.0.1:{receiver.server_port}"
    told = json.loads(body)
    assert told.pop("timestamp").endswith("+00:00")
    assert told == {
        "type": "introduction.changed",
        "data": {"introductionId": 1, "state": "proposed", "step": 1},
    }


@pytest.mark.usefixtures("secret")
def test_what_nobody_took_is_told_again_under_the_same_id(house, receiver):
    receiver.statuses += [500, 301]

    assert send(house) == Counts(failed=1)
    assert send(house) == Counts()
    assert calls(house) == [(1, "status 500", False)]
    assert send(house, LATER + PAUSES[0]) == Counts(failed=1)
    assert send(house, LATER + PAUSES[0] + PAUSES[1]) == Counts(sent=1)
    assert send(house, LATER + timedelta(days=9)) == Counts()

    assert calls(house) == [(3, "", True)]
    assert {headers["webhook-id"] for _, headers, _ in receiver.received} == {"introduction-1-1"}
    assert {path for path, _, _ in receiver.received} == {"/hook?a=1"}  # a redirect is not followed


@pytest.mark.usefixtures("secret")
def test_after_the_last_pause_a_call_is_given_up(house, receiver):
    receiver.statuses += [503] * (len(PAUSES) + 1)
    at = LATER
    for pause in PAUSES:
        assert send(house, at) == Counts(failed=1)
        at += pause
    assert send(house, at) == Counts(given_up=1)
    assert send(house, at + timedelta(days=99)) == Counts()

    with reading(house.engine) as session:
        assert [(view.n_waiting, view.n_given_up) for view in list_webhooks(session)] == [(0, 1)]


@pytest.mark.usefixtures("secret")
def test_a_receiver_that_is_gone_is_not_called_again(house, receiver):
    receiver.statuses.append(410)

    assert send(house) == Counts(given_up=1)


@pytest.mark.usefixtures("secret")
def test_a_webhook_that_fails_is_left_for_the_next_time_and_holds_up_no_other(house, staff, receiver):
    with transaction(house.engine) as session:
        add_webhook(session, house, staff, f"http://127.0.0.1:{receiver.server_port}/second")
        introduction = next(iter(session.scalars(select(WebhookCall)))).introduction_id
    with transaction(house.engine) as session:
        decide(session, staff, Introductions(session).get(introduction), "approve")
    receiver.statuses.append(500)

    assert send(house) == Counts(sent=1, failed=1)
    assert [path for path, _, _ in receiver.received] == ["/hook?a=1", "/second"]


@pytest.mark.usefixtures("secret")
def test_nobody_listening_is_told_again_later(house):
    with transaction(house.engine) as session:
        list_webhooks(session)[0].row.url = "http://127.0.0.1:9/"

    assert send(house) == Counts(failed=1)
    assert calls(house) == [(1, "no connection", False)]


@pytest.mark.usefixtures("secret")
def test_a_name_that_leads_inside_by_now_is_not_called(house, receiver):
    with transaction(house.engine) as session:
        list_webhooks(session)[0].row.url = f"https://hook.example.org:{receiver.server_port}/"

    assert send_due(house, clock=lambda: LATER, resolve=lambda _host: ["127.0.0.1"]) == Counts(failed=1)
    assert calls(house) == [(1, "refused target", False)]
    assert receiver.received == []


@pytest.mark.usefixtures("secret")
def test_who_is_no_longer_staff_is_told_nothing(house, staff, receiver):
    with transaction(house.engine) as session:
        session.get_one(Person, staff.person_id).role = ""

    assert send(house) == Counts(given_up=1)
    assert receiver.received == []


@pytest.mark.usefixtures("secret")
def test_what_a_sender_claimed_is_left_to_it_until_it_must_have_died(house):
    with transaction(house.engine) as session:
        session.scalars(select(WebhookCall)).one().claimed_at = LATER

    assert send(house, LATER + CLAIM_LIFE) == Counts()
    assert send(house, LATER + CLAIM_LIFE + timedelta(seconds=1)) == Counts(sent=1)


def test_several_senders_at_once_tell_it_once(database_url, tmp_path, receiver):
    with house_on(database_url, tmp_path) as house:
        begin(house, add_staff(house), receiver)
        with ThreadPoolExecutor(4) as pool:
            counts = list(pool.map(send, [house] * 4))

    assert sum(each.sent for each in counts) == len(receiver.received) == 1
