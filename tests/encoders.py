"""Small sentence encoders: a model with a word or five, saved as a real one is, and a fake that counts."""

import numpy as np


def save_model(folder, vectors_by_word):
    """Save a model2vec model that knows some words, and return its folder."""
    from model2vec import StaticModel  # noqa: PLC0415 -- only here is the extra needed
    from tokenizers import Tokenizer  # noqa: PLC0415
    from tokenizers.models import WordLevel  # noqa: PLC0415
    from tokenizers.pre_tokenizers import Whitespace  # noqa: PLC0415

    words = ["[UNK]", *vectors_by_word]
    tokenizer = Tokenizer(WordLevel({word: at for at, word in enumerate(words)}, unk_token="[UNK]"))  # noqa: S106 -- no password
    tokenizer.pre_tokenizer = Whitespace()
    rows = list(vectors_by_word.values())
    vectors = np.array([[0.0] * len(rows[0]), *rows], np.float32)
    StaticModel(vectors, tokenizer).save_pretrained(folder)
    return folder


class FakeEncoder:
    """Looks vectors up, and keeps what it was asked; a text that it does not know is zeros."""

    def __init__(self, vectors_by_text, name="fake"):
        self.name = name
        self.identity = f"{name} of a test"
        self.n_dimensions = len(next(iter(vectors_by_text.values())))
        self.asked = []
        self._vectors = vectors_by_text

    def encode(self, texts):
        self.asked += texts
        rows = [self._vectors.get(text, [0.0] * self.n_dimensions) for text in texts]
        return np.array(rows, np.float32).reshape(len(texts), self.n_dimensions)
