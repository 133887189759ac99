"""Tests of graph.writing.replacing: whole or not at all, also when the power goes."""

import errno
import os
from pathlib import Path

import pytest

from graph.errors import UnwritableFile
from graph.writing.replacing import replacing


def test_a_file_is_on_the_disk_before_it_takes_the_place_of_another(tmp_path, monkeypatch):
    steps, sync, replace = [], os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda descriptor: (steps.append("sync"), sync(descriptor))[1])
    monkeypatch.setattr(Path, "replace", lambda *paths: (steps.append("replace"), replace(*paths))[1])

    with replacing(tmp_path / "model.json") as beside:
        beside.write_text("new")

    assert steps == ["sync", "sync", "replace", "sync", "sync"]  # each with its folder
    assert (tmp_path / "model.json").read_text() == "new"


def test_a_full_disk_is_one_sentence_and_leaves_what_was_there(tmp_path, monkeypatch):
    (tmp_path / "model.json").write_text("old")

    def full(_descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with (
        pytest.raises(UnwritableFile, match="cannot be written: No space left on device"),
        replacing(tmp_path / "model.json") as beside,
    ):
        beside.write_text("new")

    assert [path.name for path in tmp_path.iterdir()] == ["model.json"]
    assert (tmp_path / "model.json").read_text() == "old"
