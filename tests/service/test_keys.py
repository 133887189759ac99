"""The key that seals what is known of persons."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from graph.errors import UnreadableSecret
from graph.sealing import Safe
from service.keys import read_safe
from service.settings import BadSetting, Settings


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    settings = Settings(home=tmp_path / "home")

    sealed = read_safe(settings).seal("iemand")

    assert read_safe(settings).open(sealed) == "iemand"
    assert stat.S_IMODE(settings.key_path.stat().st_mode) == 0o600
    assert [path.name for path in settings.home.iterdir()] == ["key"]


def test_processes_that_start_at_once_share_one_key(tmp_path):
    settings = Settings(home=tmp_path)

    with ThreadPoolExecutor(8) as pool:
        digests = set(pool.map(lambda _: read_safe(settings).digest("x", "y"), range(8)))

    assert len(digests) == 1


def test_a_new_key_in_front_opens_what_an_older_one_sealed():
    sealed = Safe(["an older key of a test"]).seal("iemand")

    assert Safe(["a newer key of a test", "an older key of a test"]).open(sealed) == "iemand"


def test_another_key_opens_nothing_and_says_what_to_set():
    with pytest.raises(UnreadableSecret, match="OSMOSE_KEYS"):
        Safe(["another key of a test"]).open(Safe(["a key of a test"]).seal("iemand"))


def test_a_key_that_could_be_guessed_is_refused_without_being_told(tmp_path):
    with pytest.raises(BadSetting) as told:
        read_safe(Settings(home=tmp_path, keys=("kort",)))

    assert "kort" not in str(told.value)


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(BadSetting, match="OSMOSE_KEYS"):
        read_safe(Settings(home=tmp_path / "file" / "home"))
