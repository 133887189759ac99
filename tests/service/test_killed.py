"""The service killed at random moments, and several senders at once: no answer is lost, no step and no mail doubled."""

import os
import re
import signal
import socket
import time
from collections import Counter
from contextlib import suppress
from datetime import date
from queue import Empty, Queue
from random import Random
from threading import Event, Thread

import httpx
import pytest
from sqlalchemy import func, select

from graph.database import reading, transaction
from graph.introducing import Introductions
from graph.model import Answer
from graph.outbox import Mail
from service.access import OPERATOR
from service.introductions.asking import ask
from service.introductions.deciding import decide, propose_by_hand
from service.keys import read_safe
from service.mail.message import message_id
from service.mail.sending import CLAIM_LIFE
from service.people import People
from service.settings import Settings
from tests.builders import partner, store
from tests.service.posting import text_of
from tests.service.processes import gate, running, send_all, serve, start
from tests.service.smtp import Mailbox, smtp_server

N_KILLS = int(os.environ.get("OSMOSE_TEST_KILLS", "4"))
N_INTRODUCTIONS = 2 * N_KILLS + 2
N_READERS = 4
N_SENDERS = 3
PATIENCE_SECONDS = 60
LULL_SECONDS = 15
"""So long nothing may happen before the service is killed all the same."""
SEED = 20261126
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/antwoord/[\w.-]+")
SAID = ("ja", "ja", "ja", "nee", "later")
"""What is answered to one introduction after the other: yes by both, the rest by the first alone."""
N_ANSWERS = sum(2 if SAID[number % len(SAID)] == "ja" else 1 for number in range(N_INTRODUCTIONS))
STEPS = {
    "ja": ("proposed", "approved", "asked", "accepted_by_one", "accepted", "introduced"),
    "nee": ("proposed", "approved", "asked", "declined"),
    "later": ("proposed", "approved", "asked", "held"),
}


class Aim:
    """Kills a process at a moment of which something depends, once."""

    def __init__(self):
        self.pid = None
        self.n_struck = 0

    def strike(self):
        pid, self.pid = self.pid, None
        if pid is not None:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            self.n_struck += 1


class WatchedMailbox(Mailbox):
    """Takes mails and hands them to readers; the sender of one may be killed before it is told that it is taken."""

    def __init__(self):
        super().__init__()
        self.unread = Queue()  # of a SimpleQueue several that wait at once may wait for ever, whatever their timeout
        self.peers = set()
        self.aim = Aim()

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 -- aiosmtpd's name
        told = await super().handle_DATA(server, session, envelope)
        self.peers.add(session.peer)
        self.unread.put(self.taken[-1])
        self.aim.strike()
        return told


class Readers:
    """Read mails and answer by their links until the service says that it has it; that may be its last word."""

    def __init__(self, mailbox):
        self.mailbox = mailbox
        self.told, self.others = set(), []
        self.aim = Aim()
        self._stop = Event()
        self._threads = [Thread(target=self._read) for _ in range(N_READERS)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _read(self):
        while not self._stop.is_set():
            with suppress(Empty):
                mail = self.mailbox.unread.get(timeout=0.05)
                said = answer_of(mail["To"].addresses[0].addr_spec)
                if mail["Subject"].startswith("Wilt u") and said:
                    self._answer(mail, said)

    def _answer(self, mail, said):
        link = link_in(mail)
        form = {"zegt": said, "reden": "other" if said == "nee" else ""}
        while not self._stop.is_set():
            try:
                told = httpx.post(link, data=form, timeout=10)
            except httpx.HTTPError:
                time.sleep(0.02)
                continue
            self.aim.strike()
            if told.status_code == httpx.codes.SEE_OTHER:
                self.told.add(mail["To"])
            else:
                self.others.append(told.status_code)
            return


def answer_of(address):
    """What the person at an address says; nothing if it does not answer."""
    number = int(address.removeprefix("p").partition("@")[0])
    said = SAID[number // 2 % len(SAID)]
    return said if said == "ja" or number % 2 == 0 else ""


def link_in(question):
    """The link of the question in a mail, without the answer that it proposes."""
    return ADDRESS.search(text_of(question))[0]


@pytest.fixture
def served(database_url, tmp_path):
    """The settings of a service on an empty database, its socket, and the mail server that it reaches."""
    mailbox = WatchedMailbox()
    with socket.create_server(("127.0.0.1", 0)) as connection, smtp_server(mailbox) as port:
        settings = Settings(
            database_url=database_url,
            home=tmp_path,
            base_url=f"http://127.0.0.1:{connection.getsockname()[1]}",
            office_address="kantoor@voorbeeld.example",
            smtp_host="127.0.0.1",
            smtp_port=port,
            smtp_security="none",
            send_mail=True,
        )
        yield settings, connection, mailbox


def fill(engine, settings):
    """Ask both partners of each introduction, a person of each; return the ids of the introductions."""
    with transaction(engine) as session:
        names = [f"p{number:02}" for number in range(2 * N_INTRODUCTIONS)]
        store(session, [partner(name) for name in names])
        people = People(session, read_safe(settings))
        for name in names:
            people.join(people.add(f"{name}@voorbeeld.example").id, name)
        ids = []
        for one, other in zip(names[::2], names[1::2], strict=True):
            introduction = propose_by_hand(session, OPERATOR, one, other)
            decide(session, OPERATOR, introduction, "approve")
            ask(session, OPERATOR, introduction, date.today())  # noqa: DTZ011 -- the service lives today
            ids.append(introduction.id)
    return ids


def let_claims_end(engine):
    """Let so much time pass that another sender takes over what the killed one was at."""
    with transaction(engine) as session:
        for mail in session.scalars(select(Mail).where(Mail.claimed_at.is_not(None), Mail.sent_at.is_(None))):
            mail.claimed_at -= CLAIM_LIFE


def is_waiting(engine):
    """Whether any mail has still to leave."""
    with reading(engine) as session:
        waits = select(Mail.id).where(Mail.sent_at.is_(None), Mail.given_up_at.is_(None))
        return session.scalar(waits.limit(1)) is not None


def wait_until(happened, seconds=PATIENCE_SECONDS):
    """Wait for something at most so long; return whether it happened."""
    until = time.monotonic() + seconds
    while not happened() and time.monotonic() < until:
        time.sleep(0.005)
    return happened()


def test_killed_again_and_again_the_service_loses_no_answer_and_doubles_no_step_and_no_mail(engine, served):
    settings, connection, mailbox = served
    ids = fill(engine, settings)
    with Readers(mailbox) as readers:
        for number, pause in enumerate(pauses()):
            with running(serve, settings, connection) as service:
                goal = len(mailbox.taken) + len(readers.told) + pause
                wait_until(lambda goal=goal: len(mailbox.taken) + len(readers.told) >= goal, LULL_SECONDS)
                if number % 3:  # and not at any moment
                    aim = mailbox.aim if number % 3 == 1 else readers.aim
                    aim.pid = service.pid
                    service.join(LULL_SECONDS)
                    aim.pid = None
            let_claims_end(engine)
        with running(serve, settings, connection):
            assert wait_until(lambda: len(readers.told) == N_ANSWERS and not is_waiting(engine))

    assert mailbox.aim.n_struck > 0  # else nothing was tried
    assert readers.aim.n_struck > 0
    assert readers.others == []
    assert_each_answer_is_there_once(engine, ids)
    assert_each_mail_arrived_under_one_name(engine, settings, mailbox, most_repeats=N_KILLS)


def pauses():
    """How many mails and answers pass before each kill."""
    random = Random(SEED)  # noqa: S311 -- it has to be the same each time
    return [random.randint(1, 9) for _ in range(N_KILLS)]


def assert_each_answer_is_there_once(engine, ids):
    with reading(engine) as session:
        taken = [[step.to_state for step in Introductions(session).steps(each)] for each in ids]
        answers = [(each.first_answer, each.second_answer) for each in map(Introductions(session).get, ids)]
        n_stored = session.scalar(select(func.count()).select_from(Answer))
    said = [SAID[number % len(SAID)] for number in range(N_INTRODUCTIONS)]
    assert taken == [list(STEPS[each]) for each in said]
    assert answers == [{"ja": ("yes", "yes"), "nee": ("no", ""), "later": ("later", "")}[each] for each in said]
    assert n_stored == N_ANSWERS


def assert_each_mail_arrived_under_one_name(engine, settings, mailbox, most_repeats):
    with reading(engine) as session:
        mails = session.scalars(select(Mail)).all()
    safe = read_safe(settings)
    sent = {message_id(mail.event, settings, safe) for mail in mails if mail.sent_at}
    unsent = {message_id(mail.event, settings, safe): mail.fault for mail in mails if not mail.sent_at}
    arrived = Counter(mail["Message-ID"] for mail in mailbox.taken)
    names = {(mail["To"], mail["Subject"]): mail["Message-ID"] for mail in mailbox.taken}

    assert sent <= arrived.keys() <= sent | unsent.keys()
    assert set(unsent.values()) <= {"overtaken"}  # answered before it was sent, or before it was sent again
    assert len(names) == len(arrived)
    assert arrived.total() - len(arrived) <= most_repeats


def test_several_senders_at_once_send_no_mail_twice(engine, served):
    settings, _, mailbox = served
    fill(engine, settings)
    together = gate(N_SENDERS)
    senders = [start(send_all, settings, together) for _ in range(N_SENDERS)]
    for sender in senders:
        sender.join()

    assert [sender.exitcode for sender in senders] == [0] * N_SENDERS
    assert len(mailbox.peers) > 1
    assert_each_mail_arrived_under_one_name(engine, settings, mailbox, most_repeats=0)
    assert len(mailbox.taken) == 2 * N_INTRODUCTIONS
