"""Tests of matching.encoder: models in a folder, and what is told where there is none."""

import json
import sys

import numpy as np
import pytest

from matching.encoder import load_encoder
from matching.errors import EncoderUnavailable
from tests.encoders import save_model

WORDS = {"fiets": [3.0, 4.0], "rijwiel": [0.6, 0.8], "zaal": [-2.0, 0.0]}

LIBRARY = """
import numpy as np

class SentenceTransformer:
    def __init__(self, where):
        if where == "spoiled/model":
            raise RuntimeError("the weights\\nare spoiled")

    def encode(self, texts, show_progress_bar):
        return np.array([[len(text), 0, 0] for text in texts], float)
"""
"""What stands in for sentence-transformers, which is not installed here: a module of that name."""


@pytest.fixture
def _transformers(tmp_path, monkeypatch):
    """The stand-in, within reach for one test."""
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "sentence_transformers.py").write_text(LIBRARY, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path / "library")
    yield
    sys.modules.pop("sentence_transformers", None)


def test_a_text_is_the_mean_of_its_words_at_length_1(tmp_path):
    encoder = load_encoder(str(save_model(tmp_path / "woorden", WORDS)))

    vectors = encoder.encode(["fiets", "zaal fiets", "een fiets", "", " ", "onbekend"])

    # (-2, 0) and (3, 4): their mean is (0.5, 2), of length √4.25.
    mean = np.array([0.5, 2]) / np.sqrt(4.25)
    assert vectors == pytest.approx(np.array([[0.6, 0.8], mean, [0.6, 0.8], [0, 0], [0, 0], [0, 0]]), abs=1e-6)
    assert vectors.dtype == np.float32
    assert (encoder.name, encoder.n_dimensions) == ("woorden", 2)


def test_of_no_texts_there_are_no_vectors(tmp_path):
    assert load_encoder(str(save_model(tmp_path, WORDS))).encode([]).shape == (0, 2)


def test_the_same_model_elsewhere_is_the_same_and_another_is_not(tmp_path):
    one, again = (load_encoder(str(save_model(tmp_path / name, WORDS))) for name in ("one", "again"))
    other_vectors = load_encoder(str(save_model(tmp_path / "vectors", WORDS | {"zaal": [0.0, 1.0]})))
    other_words = load_encoder(str(save_model(tmp_path / "words", {"step": [3.0, 4.0]} | WORDS)))

    assert one.identity == again.identity
    assert len({one.identity, other_vectors.identity, other_words.identity}) == 3


@pytest.mark.usefixtures("_transformers")
def test_a_folder_with_a_transformer_is_read_by_its_library(tmp_path):
    folder = tmp_path / "zinnen"
    folder.mkdir()
    (folder / "modules.json").write_text(json.dumps([{"type": "sentence_transformers.models.Transformer"}]))

    encoder = load_encoder(str(folder))

    assert encoder.encode(["", "fiets"]).tolist() == [[0, 0, 0], [1, 0, 0]]
    assert encoder.encode([]).shape == (0, 3)
    assert encoder.name == "zinnen"
    assert encoder.identity.startswith("zinnen ")


@pytest.mark.usefixtures("_transformers")
def test_a_name_is_handed_to_the_library_that_is_installed():
    assert load_encoder("maker/model").name == "maker/model"


@pytest.mark.usefixtures("_transformers")
def test_what_a_library_has_to_say_is_told_in_one_line():
    with pytest.raises(EncoderUnavailable) as told:
        load_encoder("spoiled/model")

    sentence = "the encoder 'spoiled/model' cannot be opened by sentence_transformers: the weights are spoiled"
    assert str(told.value) == sentence


def a_folder_that_is_not_there(tmp_path):
    return tmp_path / "nergens", "is not there"


def a_file(tmp_path):
    (tmp_path / "model").write_text("")
    return tmp_path / "model", "is a file; a folder with a model in it was expected"


def an_empty_folder(tmp_path):
    return tmp_path, "cannot be opened by model2vec"


def spoiled_vectors(tmp_path):
    (save_model(tmp_path, WORDS) / "model.safetensors").write_bytes(b"spoiled")
    return tmp_path, "cannot be opened by model2vec"


def a_transformer_without_its_library(tmp_path):
    (tmp_path / "modules.json").write_text(json.dumps([{"type": "sentence_transformers.models.Transformer"}]))
    return tmp_path, "needs sentence-transformers, which is not installed; see docs/encoder.md"


@pytest.mark.parametrize(
    "make",
    [a_folder_that_is_not_there, a_file, an_empty_folder, spoiled_vectors, a_transformer_without_its_library],
)
def test_what_is_missing_is_told_in_one_sentence_with_the_folder(make, tmp_path):
    folder, sentence = make(tmp_path)

    with pytest.raises(EncoderUnavailable, match=sentence) as told:
        load_encoder(str(folder))

    assert f"'{folder}'" in str(told.value)
    assert "\n" not in str(told.value)


def test_a_name_that_cannot_be_fetched_is_told(monkeypatch):
    monkeypatch.setenv("HF_HUB_DISABLE_TELEMETRY", "1")

    with pytest.raises(EncoderUnavailable, match="the encoder 'maker/model' cannot be opened by model2vec: "):
        load_encoder("maker/model")


def test_without_the_extra_a_model_is_told_what_it_needs(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "model2vec", None)  # as if it were not installed

    with pytest.raises(EncoderUnavailable, match="needs model2vec or sentence-transformers, which is not installed"):
        load_encoder(str(tmp_path))
