"""Mails that leave: at least once, never twice under two names, later when the server is away."""

import asyncio
import socket
from collections import Counter
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from pydantic import SecretStr
from sqlalchemy import select, update

from graph.database import reading, transaction
from graph.outbox import Mail
from graph.people import Contact, Person, SignInLink
from graph.sealing import digest_token
from service.mail.outbox import post
from service.mail.sending import CLAIM_LIFE, PAUSES, claim_next, send_again, withdraw
from service.mail.transport import check_mail_settings, open_transport
from service.settings import BadSetting
from tests.service.posting import ask_both, house_of, mails_of, say, send, sent_files
from tests.service.smtp import PASSWORD, Mailbox, make_certificate, smtp_server


@pytest.fixture
def house(town):
    """A house without a mail server, in which both partners were asked."""
    with house_of(town()) as house:
        ask_both(house)
        yield house


def served(town, port, security="none", **changes):
    settings = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": security}
    return house_of(town(office_address="kantoor@voorbeeld.example", **settings, **changes))


def places(house):
    return [(bool(mail.sent_at), bool(mail.given_up_at), mail.fault) for mail in mails_of(house)]


def later(**ago):
    return datetime.now(UTC) + timedelta(**ago)


def test_without_a_mail_server_mails_become_files(house):
    assert send(house) == {"sent": 2}

    files = sent_files(house)
    assert [mail["To"] for mail in files] == [
        *("Directie bakker <bakker@example.org>", "Directie school <school@example.org>")
    ]
    assert places(house) == [(True, False, ""), (True, False, "")]
    assert send(house) == {}


def test_a_mail_that_was_handed_over_and_not_marked_leaves_again_under_the_same_id(town):
    mailbox = Mailbox()
    with smtp_server(mailbox) as port, served(town, port) as house:
        ask_both(house)
        send(house)
        with transaction(house.engine) as session:  # as if the sender had died before its mark
            session.execute(update(Mail).values(sent_at=None))
        assert send(house) == {}  # the claims are not old enough to be taken over
        assert send(house, now=later(minutes=11)) == {"sent": 2}

    ids = Counter(mail["Message-ID"] for mail in mailbox.taken)
    assert sorted(ids.values()) == [2, 2]


def test_a_file_that_is_written_again_takes_its_own_place(house):
    send(house)
    with transaction(house.engine) as session:
        session.execute(update(Mail).values(sent_at=None, claimed_at=None))
    send(house)

    assert len(list(house.settings.mail_path.iterdir())) == 2


def test_a_claim_is_taken_over_when_its_sender_must_be_dead(house):
    first, second = claim_next(house), claim_next(house)
    assert {first, second} == {1, 2}
    assert claim_next(house) is None

    with transaction(house.engine) as session:
        session.execute(update(Mail).where(Mail.id == 1).values(claimed_at=datetime.now(UTC) - CLAIM_LIFE))
    assert claim_next(house) == 1
    assert claim_next(house) is None


def test_several_senders_at_once_take_no_mail_twice(town):
    with house_of(town()) as made:
        ask_both(made)
        with transaction(made.engine) as session:
            for number in range(18):
                post(session, "digest", 1, f"digest-{number}")
        taken: list[int] = []

        def take():
            while (mail_id := claim_next(made)) is not None:
                taken.append(mail_id)

        threads = [Thread(target=take) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert sorted(taken) == list(range(1, 21))


def test_over_starttls_with_a_password(town, tmp_path):
    mailbox = Mailbox()
    serves, trusts = make_certificate(tmp_path)
    access = {"smtp_user": "osmose", "smtp_password": SecretStr(PASSWORD)}
    with (
        smtp_server(mailbox, certificate=serves, wants_password=True) as port,
        served(town, port, "starttls", **access) as house,
    ):
        ask_both(house)
        assert send(house, trusted=trusts) == {"sent": 2}

    assert mailbox.users == ["osmose"]  # one connection for both
    assert {mail["To"].addresses[0].addr_spec for mail in mailbox.taken} == {"bakker@example.org", "school@example.org"}


def test_over_tls_from_the_beginning(town, tmp_path):
    mailbox = Mailbox()
    serves, trusts = make_certificate(tmp_path)
    with (
        smtp_server(mailbox, certificate=serves, is_tls_at_once=True) as port,
        served(town, port, "tls") as house,
    ):
        ask_both(house)
        assert send(house, trusted=trusts) == {"sent": 2}

    assert len(mailbox.taken) == 2


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_that_nobody_vouches_for_gets_nothing(town, tmp_path, security):
    mailbox = Mailbox()
    serves, _trusts = make_certificate(tmp_path)
    with (
        smtp_server(mailbox, certificate=serves, is_tls_at_once=security == "tls") as port,
        served(town, port, security) as house,
    ):
        ask_both(house)
        assert send(house) == {"failed": 1}  # and the other one waits as it did

        assert mails_of(house)[0].fault in {"SSLCertVerificationError", "SMTPConnectError"}
    assert mailbox.taken == []


def test_a_server_without_tls_gets_nothing_unless_the_settings_say_none(town):
    mailbox = Mailbox()
    with smtp_server(mailbox) as port, served(town, port, "starttls") as house:
        ask_both(house)
        assert send(house) == {"failed": 1}

    assert mailbox.taken == []


def test_a_wrong_password_is_told_as_a_code(town, tmp_path):
    mailbox = Mailbox()
    serves, trusts = make_certificate(tmp_path)
    access = {"smtp_user": "osmose", "smtp_password": SecretStr("verkeerd")}
    with (
        smtp_server(mailbox, certificate=serves, wants_password=True) as port,
        served(town, port, "starttls", **access) as house,
    ):
        ask_both(house)
        send(house, trusted=trusts)

        assert mails_of(house)[0].fault == "SMTPAuthenticationError 535"


def test_an_address_that_is_refused_for_good_is_given_up_and_the_next_one_leaves(town):
    mailbox = Mailbox()
    mailbox.refusals = {"bakker@example.org": "550 no bakker@example.org here"}
    with smtp_server(mailbox) as port, served(town, port) as house:
        ask_both(house)
        assert send(house) == {"given_up": 1, "sent": 1}

        assert places(house) == [(False, True, "SMTPRecipientsRefused 550"), (True, False, "")]


def test_an_address_that_is_refused_for_now_is_tried_again(town):
    mailbox = Mailbox()
    mailbox.refusals = {"bakker@example.org": "450 busy"}
    with smtp_server(mailbox) as port, served(town, port) as house:
        ask_both(house)
        assert send(house) == {"failed": 1, "sent": 1}
        assert send(house) == {}
        mailbox.refusals = {}
        assert send(house, now=later(minutes=2)) == {"sent": 1}


def test_a_server_that_is_away_for_a_while_costs_no_mail(town):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    mailbox = Mailbox()
    with served(town, port) as house:
        ask_both(house)
        assert send(house) == {"failed": 1}
        assert mails_of(house)[0].fault.startswith("SMTPConnect")
        with smtp_server(mailbox, port=port):
            assert send(house, now=later(minutes=2)) == {"sent": 2}


def test_pauses_grow_until_a_mail_is_given_up(town):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with served(town, port) as house:
        ask_both(house)
        with transaction(house.engine) as session:
            withdraw(session, 2)
        moment, waits = datetime.now(UTC), []
        for _ in range(len(PAUSES)):
            assert send(house, now=moment) == {"failed": 1}
            due_at = mails_of(house)[0].due_at.replace(tzinfo=UTC)
            waits.append(due_at - moment)
            assert send(house, now=due_at - timedelta(seconds=1)) == {}
            moment = due_at
        assert send(house, now=moment) == {"given_up": 1}
        with transaction(house.engine) as session:
            assert send_again(session, 1)
            assert not send_again(session, 99)
        assert claim_next(house, later(days=2)) == 1

    minutes = [round(wait.total_seconds() / 60) for wait in waits]
    assert minutes == [1, 5, 30, 120, 480, 1440]


def change(house, kind, **columns):
    with transaction(house.engine) as session:
        session.execute(update(kind).where(kind.person_id == 1 if kind is Contact else kind.id == 1).values(**columns))


@pytest.mark.parametrize(
    "happen",
    [
        pytest.param(lambda house: say(house, 1, "second", "later"), id="the-other-wants-no-answer-now"),
        pytest.param(lambda house: say(house, 1, "first", "yes"), id="answered-already"),
        pytest.param(lambda house: change(house, Contact, state="claimed"), id="speaks-no-more"),
        pytest.param(lambda house: change(house, Person, refused_mail=["asked"]), id="wants-none"),
    ],
)
def test_a_mail_that_is_no_longer_true_does_not_leave(house, happen):
    happen(house)
    send(house)

    assert places(house)[0] == (False, True, "overtaken")


def test_an_erased_person_gets_no_mail_and_stops_nobody(house):
    claimed = claim_next(house)
    with transaction(house.engine) as session:
        session.delete(session.get_one(Person, 1))

    assert claimed == 1
    assert send(house) == {"sent": 1}


def test_one_mail_that_cannot_be_written_holds_up_no_other(house):
    with transaction(house.engine) as session:
        session.get_one(Mail, 1).kind = "nonsense"

    assert send(house) == {"failed": 1, "sent": 1}
    assert mails_of(house)[0].fault == "UnknownKind"


def add_sign_in(house, ends_in=timedelta(minutes=15)):
    with transaction(house.engine) as session:
        now = datetime.now(UTC)
        session.add(SignInLink(token_hash=digest_token("geheim"), person_id=1, ends_at=now + ends_in))
        post(session, "sign_in", 1, "sign_in-1", facts={"sealed_token": house.safe.seal("geheim")})


def test_the_secret_of_a_link_to_sign_in_is_forgotten_once_it_left(house):
    add_sign_in(house)
    send(house)

    assert "https://osmose.example/aanmelden/geheim" in str(
        [mail.get_body(("plain",)).get_content() for mail in sent_files(house)]
    )
    with reading(house.engine) as session:
        assert session.scalars(select(Mail.facts).where(Mail.kind == "sign_in")).all() == [{}]


def test_a_link_to_sign_in_that_has_ended_does_not_leave(house):
    add_sign_in(house, ends_in=timedelta(minutes=-1))

    assert send(house) == {"sent": 2, "overtaken": 1}


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"smtp_host": "mail.example.org", "smtp_security": "none"}, id="in-the-clear-over-the-network"),
        pytest.param({"smtp_host": "mail.example.org", "office_address": ""}, id="no-sender"),
    ],
)
def test_settings_by_which_no_mail_should_leave_are_refused(town, changes):
    settings = town(**{"office_address": "kantoor@voorbeeld.example", **changes})

    with pytest.raises(BadSetting):
        check_mail_settings(settings)


def test_a_transport_checks_the_settings_before_it_opens(town):
    async def open_it():
        async with open_transport(town(smtp_host="mail.example.org")):
            pass

    with pytest.raises(BadSetting):
        asyncio.run(open_it())
