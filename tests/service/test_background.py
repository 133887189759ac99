"""What the running service does by itself."""

import os
import signal
import time
from datetime import date, timedelta

import pytest

from graph.turns import turn
from service import background
from service.settings import BadSetting
from tests.service.posting import ask_both, house_of, mails_of, sent_files
from tests.service.processes import running, work
from tests.service.serving import HERE, serving


@pytest.fixture(autouse=True)
def _quickly(monkeypatch):
    monkeypatch.setattr(background, "LOOK_SECONDS", 0.1)


YESTERDAY = date.today() - timedelta(days=1)  # noqa: DTZ011 -- the service lives today


def wait_for(happened, seconds=15):
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


def test_the_running_service_sends_what_is_posted_and_ends_what_is_late(town):
    settings = town(send_mail=True)
    with house_of(settings) as house:
        ask_both(house, YESTERDAY - timedelta(days=14))
        with serving(settings, HERE):
            # What is late is ended first: the two questions have no answer to wait for any more.
            wait_for(lambda: [mail.fault for mail in mails_of(house)] == ["overtaken", "overtaken"])

        with serving(settings, HERE) as client:
            assert client.get("/over").status_code == 200


def test_the_running_service_sends_within_seconds(town):
    settings = town(send_mail=True)
    with house_of(settings) as house, serving(settings, HERE):
        ask_both(house, YESTERDAY)
        wait_for(lambda: all(mail.sent_at is not None for mail in mails_of(house)))

        assert len(sent_files(house)) == 2


def test_without_the_setting_nothing_leaves(town):
    settings = town()
    with house_of(settings) as house:
        ask_both(house, YESTERDAY)
        with serving(settings, HERE) as client:
            client.get("/over")

        assert sent_files(house) == []
        assert [mail.claimed_at for mail in mails_of(house)] == [None, None]


def test_the_service_does_not_start_on_settings_by_which_no_mail_can_leave(town):
    settings = town(send_mail=True, smtp_host="mail.example.org")

    with pytest.raises(BadSetting), serving(settings, HERE):
        pass


def test_of_two_services_on_one_database_the_one_that_has_the_turn_sends(town):
    settings = town(send_mail=True)
    with house_of(settings) as house, turn(house.engine, "mail"):
        ask_both(house, YESTERDAY)
        with serving(settings, HERE) as client:
            wait_for(lambda: 'last_success_timestamp_seconds{job="webhooks"}' in client.get("/metrics").text)
            time.sleep(2 * background.LOOK_SECONDS)

            assert 'last_success_timestamp_seconds{job="mails"}' not in client.get("/metrics").text
        assert [mail.sent_at for mail in mails_of(house)] == [None, None]


def test_jobs_are_done_beside_a_service_that_does_none_and_end_when_they_are_told_to(town):
    settings = town()
    with house_of(settings) as house:
        ask_both(house, YESTERDAY)
        with serving(settings, HERE), running(work, settings) as process:
            wait_for(lambda: all(mail.sent_at is not None for mail in mails_of(house)))
            os.kill(process.pid, signal.SIGTERM)
            process.join(15)

            assert process.exitcode == 0
        assert len(sent_files(house)) == 2
