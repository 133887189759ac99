"""What commands do with a sentence encoder, and what they tell where it is not there."""

import json

import pytest

from tests.encoders import save_model
from tests.service.commands.conftest import rows

pytestmark = pytest.mark.usefixtures("town")


@pytest.fixture
def _words(folder, monkeypatch):
    """A model that knows another word for sportlessen."""
    save_model(folder / "woorden", {"kwiek": [1.0, 0.0], "sportlessen": [1.0, 0.0], "zaal": [0.0, 1.0]})
    monkeypatch.setenv("OSMOSE_ENCODER", "./woorden")


def test_without_an_encoder_another_word_does_not_find_who_offers_it(osmose):
    found = rows(osmose("find", "kwiek", "--format", "csv"))

    assert "club" not in [row["partner_id"] for row in found]


@pytest.mark.usefixtures("_words")
def test_with_an_encoder_another_word_finds_who_offers_it(osmose):
    found = rows(osmose("find", "kwiek", "--format", "csv"))

    assert [row["partner_id"] for row in found] == ["club"]


@pytest.mark.usefixtures("_words")
@pytest.mark.parametrize("arguments", [["fit"], ["suggest", "--all"]])
def test_every_command_works_with_an_encoder(osmose, arguments):
    assert osmose(*arguments).exit_code == 0


@pytest.mark.usefixtures("_words")
def test_a_model_fitted_with_an_encoder_works_without_it(osmose, folder, monkeypatch):
    osmose("fit")
    monkeypatch.delenv("OSMOSE_ENCODER")

    assert osmose("suggest", "school").exit_code == 0
    assert json.loads((folder / "home" / "model.json").read_text(encoding="utf-8"))["weights"]


@pytest.mark.parametrize(
    "arguments", [["fit"], ["suggest", "--all"], ["find", "sport"], ["evaluate"], ["serve"], ["demo"]], ids=" ".join
)
def test_an_encoder_that_is_not_there_is_one_sentence_and_exit_code_2(osmose, monkeypatch, arguments):
    monkeypatch.setenv("OSMOSE_ENCODER", "/no/such/model")

    result = osmose(*arguments)

    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == "the encoder's folder '/no/such/model' is not there"
    assert "Traceback" not in result.stderr
