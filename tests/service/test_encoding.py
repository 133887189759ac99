"""The encoder that the settings name reaches pages, API and commands."""

import pytest

from matching.errors import EncoderUnavailable
from service.app import create_app
from service.encoding import read_encoder
from service.settings import Settings
from tests.builders import partner
from tests.encoders import save_model
from tests.service.serving import ELSEWHERE, HERE, make_database, serving


@pytest.fixture
def bikes(tmp_path):
    """Settings that name a database with one offer, and a model that knows a made-up word for it: nobody else does."""
    settings = make_database(tmp_path, [partner("smid", name="De smid", offers="rijwiel"), partner("bieb")])
    model = save_model(tmp_path / "woorden", {"kwibus": [1.0, 0.0], "rijwiel": [1.0, 0.0]})
    return settings.model_copy(update={"encoder": str(model)})


def test_without_a_name_there_is_no_encoder(tmp_path):
    assert read_encoder(Settings(home=tmp_path, encoder="")) is None


def test_the_encoder_is_opened_once_and_keeps_its_vectors_at_home(bikes):
    encoder = read_encoder(bikes)
    encoder.encode(["kwibus", "rijwiel"])

    assert read_encoder(bikes) is encoder
    assert bikes.encoded_path.exists()


@pytest.mark.parametrize("client", [HERE, ELSEWHERE])
def test_what_is_asked_finds_another_word_for_it(bikes, client):
    with serving(bikes, client) as asking:
        assert "De smid" in asking.get("/vinden", params={"vraag": "kwibus"}).text


def test_without_it_the_other_word_is_not_found(bikes):
    with serving(bikes.model_copy(update={"encoder": ""})) as asking:
        assert "De smid" not in asking.get("/vinden", params={"vraag": "kwibus"}).text


def test_an_encoder_that_is_not_there_is_told_before_anything_is_served(bikes):
    with pytest.raises(EncoderUnavailable, match="folder '/no/such/model' is not there"):
        create_app(bikes.model_copy(update={"encoder": "/no/such/model"}))
