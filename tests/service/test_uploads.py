"""Tests of service.uploads: what is kept, for how long, and how much."""

import io
import os
import time

import pytest

from service.uploads import LIFE_SECONDS, MAX_KEPT, Uploads


@pytest.fixture
def uploads(tmp_path):
    return Uploads(tmp_path / "uploads")


def file(name="partners.csv", content=b"id\n"):
    return name, io.BytesIO(content)


def let_grow_old(uploads, token):
    long_ago = time.time() - LIFE_SECONDS - 1
    os.utime(uploads.folder / token, (long_ago, long_ago))


def test_files_are_found_again_under_their_names_and_two_of_one_name_both_stay(uploads):
    token = uploads.keep([file(content=b"a"), file(content=b"b"), file("../../themes.csv", b"c")])

    kept = {path.name: path.read_bytes() for path in uploads.find(token)}

    assert kept == {"partners.csv": b"a", "2 partners.csv": b"b", "themes.csv": b"c"}
    assert {path.parent for path in uploads.find(token)} == {uploads.folder / token}


def test_nobody_else_on_the_machine_may_read_them(uploads):
    token = uploads.keep([file()])

    assert (uploads.folder / token).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("token", ["", "..", "../uploads", "x" * 43, "a/b"])
def test_what_is_no_token_finds_nothing_and_throws_nothing_away(uploads, token):
    uploads.keep([file()])

    uploads.drop(token)

    assert uploads.find(token) == []
    assert len(list(uploads.folder.iterdir())) == 1


def test_what_is_dropped_is_gone(uploads):
    token = uploads.keep([file()])

    uploads.drop(token)

    assert uploads.find(token) == []
    assert list(uploads.folder.iterdir()) == []


def test_after_an_hour_it_is_not_found_and_sweeping_takes_it_away(uploads):
    token = uploads.keep([file()])
    let_grow_old(uploads, token)

    found = uploads.find(token)
    uploads.sweep()

    assert found == []
    assert list(uploads.folder.iterdir()) == []


def test_of_too_many_the_oldest_goes(uploads):
    tokens = [uploads.keep([file()]) for _ in range(MAX_KEPT)]
    for age, token in enumerate(reversed(tokens)):
        moment = time.time() - age
        os.utime(uploads.folder / token, (moment, moment))

    newest = uploads.keep([file()])

    assert uploads.find(tokens[0]) == []
    assert uploads.find(tokens[1])
    assert uploads.find(newest)
    assert len(list(uploads.folder.iterdir())) == MAX_KEPT
