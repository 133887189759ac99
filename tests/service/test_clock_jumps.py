"""A clock that was fast and is set right: what was made meanwhile lies in the future, and nothing waits for that."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from itsdangerous import TimestampSigner

from graph.sealing import Safe
from service.links import EndedLink, Links
from service.mail.sending import CLAIM_LIFE, claim_next
from tests.service.posting import ask_both, house_of, mails_of

DAY = datetime(2037, 3, 18, 12, tzinfo=UTC)
LINKS = Links(Safe(["a secret of a test"]))
ANSWER_LIFE = timedelta(days=21)


def made_at(monkeypatch, moment):
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _self: int(moment.timestamp()))
    token = LINKS.make("answer", {"person": 7})
    monkeypatch.undo()
    return token


def test_a_link_that_was_made_by_a_fast_clock_is_good(monkeypatch):
    token = made_at(monkeypatch, datetime.fromtimestamp(time.time(), UTC) + timedelta(hours=2))

    assert LINKS.read("answer", token) == {"person": 7}


def test_a_link_ends_when_its_life_is_over(monkeypatch):
    now = datetime.fromtimestamp(time.time(), UTC)

    assert LINKS.read("answer", made_at(monkeypatch, now - ANSWER_LIFE + timedelta(hours=1))) == {"person": 7}
    with pytest.raises(EndedLink):
        LINKS.read("answer", made_at(monkeypatch, now - ANSWER_LIFE - timedelta(hours=1)))


def test_a_mail_that_was_claimed_by_a_fast_clock_does_not_wait_for_that_moment(town):
    with house_of(town()) as house:
        ask_both(house, DAY.date())
        first = claim_next(house, DAY + timedelta(days=3650))
        claimed = [mail.id for mail in mails_of(house) if mail.claimed_at is not None]
        again = claim_next(house, DAY + timedelta(days=3650) - CLAIM_LIFE - timedelta(seconds=1))

    assert claimed == [first]
    assert again == first
