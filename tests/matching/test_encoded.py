"""Tests of matching.encoded: no text is encoded twice, and a broken file costs time only."""

import os
import sqlite3

import numpy as np
import pytest

from matching import encoded
from matching.encoded import CachedEncoder
from tests.encoders import FakeEncoder

VECTORS = {"fiets": [1.0, 0.0], "zaal": [0.0, 1.0], "koor": [0.6, 0.8]}
TEXTS = ["fiets", "zaal", "fiets"]
EXPECTED = [[1, 0], [0, 1], [1, 0]]


def test_a_text_is_encoded_once():
    fake = FakeEncoder(VECTORS)
    encoder = CachedEncoder(fake)

    assert encoder.encode(TEXTS).tolist() == encoder.encode(TEXTS).tolist() == EXPECTED
    assert encoder.encode(["zaal"]).tolist() == [[0, 1]]
    assert fake.asked == ["fiets", "zaal"]


def test_another_process_finds_the_vectors_in_the_file(tmp_path):
    later = FakeEncoder(VECTORS)
    CachedEncoder(FakeEncoder(VECTORS), tmp_path / "home" / "encoded.db").encode(TEXTS)

    vectors = CachedEncoder(later, tmp_path / "home" / "encoded.db").encode([*TEXTS, "koor"])

    assert vectors == pytest.approx(np.array([*EXPECTED, [0.6, 0.8]]))
    assert vectors.dtype == np.float32
    assert later.asked == ["koor"]


def test_another_model_does_not_find_them(tmp_path):
    other = FakeEncoder({"fiets": [0.0, 1.0]}, name="other")
    CachedEncoder(FakeEncoder(VECTORS), tmp_path / "encoded.db").encode(TEXTS)

    assert CachedEncoder(other, tmp_path / "encoded.db").encode(TEXTS).tolist() == [[0, 1], [0, 0], [0, 1]]


def test_of_no_texts_there_are_no_vectors(tmp_path):
    assert CachedEncoder(FakeEncoder(VECTORS), tmp_path / "encoded.db").encode([]).shape == (0, 2)


def test_the_file_holds_no_text_and_is_its_owners(tmp_path):
    path = tmp_path / "encoded.db"

    CachedEncoder(FakeEncoder(VECTORS), path).encode(TEXTS)

    assert b"fiets" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0


def test_a_single_question_leaves_no_trace_in_the_file(tmp_path):
    CachedEncoder(FakeEncoder(VECTORS), tmp_path / "encoded.db").encode(["fiets"])

    assert not (tmp_path / "encoded.db").exists()


def no_database(path):
    path.write_bytes(b"no database at all, but long enough to be looked at as if it were one")


def other_tables(path):
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE encoded (name TEXT)")
    connection.close()


def vectors_cut_short(path):
    CachedEncoder(FakeEncoder(VECTORS), path).encode(TEXTS)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE encoded SET vector = x'0000803f'")
    connection.close()


def vectors_that_are_no_numbers(path):
    CachedEncoder(FakeEncoder(VECTORS), path).encode(TEXTS)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE encoded SET vector = x'0000c07f0000c07f'")
    connection.close()


def bytes_cut_short(path):
    CachedEncoder(FakeEncoder(VECTORS), path).encode(TEXTS)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE encoded SET vector = x'00'")
    connection.close()


def a_folder_in_its_place(path):
    path.mkdir()


def a_file_where_its_folder_should_be(path):
    path.parent.rmdir()
    path.parent.write_bytes(b"")


@pytest.mark.parametrize(
    "spoil",
    [
        no_database,
        other_tables,
        vectors_cut_short,
        vectors_that_are_no_numbers,
        bytes_cut_short,
        a_folder_in_its_place,
        a_file_where_its_folder_should_be,
    ],
)
def test_a_broken_file_costs_time_and_no_error(spoil, tmp_path):
    (tmp_path / "home").mkdir()
    spoil(tmp_path / "home" / "encoded.db")
    fake = FakeEncoder(VECTORS)
    encoder = CachedEncoder(fake, tmp_path / "home" / "encoded.db")

    assert encoder.encode(TEXTS).tolist() == encoder.encode(TEXTS).tolist() == EXPECTED
    assert fake.asked == ["fiets", "zaal"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_costs_time_and_no_error(tmp_path):
    tmp_path.chmod(0o500)

    assert CachedEncoder(FakeEncoder(VECTORS), tmp_path / "encoded.db").encode(TEXTS).tolist() == EXPECTED
    tmp_path.chmod(0o700)


def test_what_is_held_is_bounded_and_the_least_used_goes_first(monkeypatch):
    monkeypatch.setattr(encoded, "N_HELD", 2)
    fake = FakeEncoder(VECTORS)
    encoder = CachedEncoder(fake)
    for text in ("fiets", "zaal", "fiets", "koor", "fiets", "zaal"):
        encoder.encode([text])

    assert fake.asked == ["fiets", "zaal", "koor", "zaal"]


def test_the_file_is_bounded_and_the_oldest_goes_first(tmp_path, monkeypatch):
    monkeypatch.setattr(encoded, "N_STORED", 2)
    CachedEncoder(FakeEncoder(VECTORS), tmp_path / "encoded.db").encode(["fiets", "zaal", "koor"])
    later = FakeEncoder(VECTORS)

    CachedEncoder(later, tmp_path / "encoded.db").encode(["fiets", "zaal", "koor"])

    assert later.asked == ["fiets"]


def test_what_was_encoded_before_a_stop_stays_in_the_file(tmp_path, monkeypatch):
    class Stopped(FakeEncoder):
        def encode(self, texts):
            if "koor" in texts:
                raise KeyboardInterrupt
            return super().encode(texts)

    monkeypatch.setattr(encoded, "N_AT_ONCE", 2)
    with pytest.raises(KeyboardInterrupt):
        CachedEncoder(Stopped(VECTORS), tmp_path / "encoded.db").encode(["fiets", "zaal", "koor"])
    later = FakeEncoder(VECTORS)

    CachedEncoder(later, tmp_path / "encoded.db").encode(["fiets", "zaal", "koor"])

    assert later.asked == ["koor"]
