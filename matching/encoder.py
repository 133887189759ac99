"""Sentence encoders: models from elsewhere that turn a text into a vector of its meaning. Optional."""

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from matching.errors import EncoderUnavailable

if TYPE_CHECKING:
    from model2vec import StaticModel

Vectors = npt.NDArray[np.float32]

MODEL_NAME = re.compile(r"[\w-][\w.-]*(/[\w-][\w.-]*)?")
"""What can be the name of a model, perhaps with its maker before it; anything else is a folder."""
PROBE = "Wie zoekt, die vindt: vrijwilligers voor taallessen in de bibliotheek."
"""Another model gives this text another vector."""


class Encoder(Protocol):
    """Turns texts into vectors: the nearer the meaning, the greater the product. One thread at a time asks it."""

    name: str
    """What people call it."""
    identity: str
    """Names the model with its weights: the same identity and the same text give the same vector."""
    n_dimensions: int

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text, of length 1, or zeros for an empty text; shape (n_texts, n_dimensions)."""


def load_encoder(name_or_folder: str) -> Encoder:
    """Return the encoder in a local folder, or the one of that name; raise `EncoderUnavailable`.

    A folder is only read. A name is handed to the library that is installed, which may fetch the model.

    >>> load_encoder("/nowhere/at/all")
    Traceback (most recent call last):
    matching.errors.EncoderUnavailable: the encoder's folder '/nowhere/at/all' is not there
    """
    folder = Path(name_or_folder).expanduser()
    if folder.is_dir():
        libraries = ["sentence_transformers"] if _is_transformer(folder) else ["model2vec", "sentence_transformers"]
        return _load(str(folder), folder.resolve().name, libraries)
    if folder.exists():
        raise EncoderUnavailable(f"the encoder '{name_or_folder}' is a file; a folder with a model in it was expected")
    if not MODEL_NAME.fullmatch(name_or_folder):
        raise EncoderUnavailable(f"the encoder's folder '{name_or_folder}' is not there")
    return _load(name_or_folder, name_or_folder, ["sentence_transformers", "model2vec"])


def _is_transformer(folder: Path) -> bool:
    """Whether a folder holds a model that only sentence-transformers reads: one with more than vectors of words."""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        return not any(str(module["type"]).endswith("StaticEmbedding") for module in modules)
    except (OSError, ValueError, TypeError, KeyError):
        return False


def _load(where: str, name: str, libraries: Sequence[str]) -> Encoder:
    """Let the first of `libraries` that is installed open a model."""
    library = next((library for library in libraries if find_spec(library)), None)
    if library is None:
        needed = " or ".join(library.replace("_", "-") for library in libraries)
        raise EncoderUnavailable(f"the encoder '{where}' needs {needed}, which is not installed; see docs/encoder.md")
    try:
        return OPENERS[library](where, name)
    except Exception as error:  # noqa: BLE001 -- for a spoiled file the libraries raise whatever they like, even Exception
        reason = " ".join(str(error).split()) or type(error).__name__
        raise EncoderUnavailable(f"the encoder '{where}' cannot be opened by {library}: {reason}") from None


class StaticEncoder:
    """Means of word vectors, by model2vec: small, and as fast as counting words."""

    def __init__(self, model: "StaticModel", name: str) -> None:
        self.name = name
        self.n_dimensions = model.dim
        self.identity = _identity(model)
        self._model = model

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text, of length 1, or zeros for a text without a known word."""
        # Not in several processes: model2vec would change the environment of this one.
        vectors: npt.ArrayLike = self._model.encode(list(texts), use_multiprocessing=False) if len(texts) else []
        return _unit_rows(texts, vectors, self.n_dimensions)


class SentenceEncoder:
    """A transformer, by sentence-transformers: reads word order too, and takes a thousand times as long."""

    def __init__(self, model: Any, name: str) -> None:  # noqa: ANN401 -- the library need not be installed
        self.name = name
        self._model = model
        probed = np.asarray(model.encode([PROBE], show_progress_bar=False), np.float32)
        self.n_dimensions = probed.shape[1]
        self.identity = f"{name} {hashlib.sha256(probed.tobytes()).hexdigest()}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text, of length 1, or zeros for an empty text."""
        vectors = self._model.encode(list(texts), show_progress_bar=False) if len(texts) else []
        return _unit_rows(texts, vectors, self.n_dimensions)


def _open_static(where: str, name: str) -> Encoder:
    from model2vec import StaticModel  # noqa: PLC0415 -- an extra, perhaps not installed

    return StaticEncoder(StaticModel.from_pretrained(where), name)


def _open_transformer(where: str, name: str) -> Encoder:
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 -- perhaps not installed

    return SentenceEncoder(SentenceTransformer(where), name)


OPENERS: dict[str, Callable[[str, str], Encoder]] = {
    "model2vec": _open_static,
    "sentence_transformers": _open_transformer,
}


def _identity(model: "StaticModel") -> str:
    """Return a digest of all that decides on the vectors: those of words, their weights, and how texts are cut."""
    digest = hashlib.sha256(model.tokenizer.to_str().encode())
    for part in (model.embedding, model.weights, model.token_mapping):
        digest.update(b"" if part is None else np.ascontiguousarray(part).tobytes())
    return digest.hexdigest()


def _unit_rows(texts: Sequence[str], vectors: npt.ArrayLike, n_dimensions: int) -> Vectors:
    rows = np.nan_to_num(np.asarray(vectors, np.float32)).reshape(len(texts), n_dimensions)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    is_told = (lengths > 0) & np.array([[bool(text.strip())] for text in texts], bool).reshape(-1, 1)
    unit: Vectors = np.divide(rows, lengths, out=np.zeros_like(rows), where=is_told)
    return unit
