"""Names that are nearly the same: perhaps one partner that was written down twice."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from sklearn.feature_extraction.text import TfidfVectorizer
from sparse_dot_topn import sp_matmul_topn

from graph.reading.names import without_accents

LEAST_SCORE = 90.0
"""Of 100. Below it stand mostly neighbours: the schools of one board, the departments of one university."""

NEIGHBOURS = 10
"""Names that each name is compared with, the nearest by shared letters."""

LEAST_COSINE = 0.6

OTHER_FORM = 5.0
"""Taken off the score of two names with different legal forms: a foundation and its company are often two partners."""

_LEGAL_FORMS = re.compile(
    r"\b(b v|bv|n v|nv|vof|v o f|stichting|vereniging|cooperatie|gmbh|ltd|limited|inc|llc|plc|ag|ab|oy|as|aps|sa|s a|"
    r"srl|s r l|spa|s p a|sarl|sl|s l|kg|bvba|vzw|asbl|sp z o o|doo|d o o|a s)\b"
)
_NOT_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class NearDuplicate:
    """Two partners whose names are nearly the same."""

    first_id: str
    first_name: str
    second_id: str
    second_name: str
    score: float
    """0 … 100; 100 when the names differ in case, accents, word order or legal form alone."""

    def __str__(self) -> str:
        return f"'{self.first_name}' ({self.first_id}) and '{self.second_name}' ({self.second_id})"


def near_duplicates(names: Sequence[str], is_new: Sequence[bool] | None = None) -> list[tuple[int, int, float]]:
    """Return positions (first < second) and score of names that are nearly the same, best first.

    Every name is compared with the `NEIGHBOURS` that share most trigrams with it (cosine of TF-IDF), not with all: at
    30,000 names that is the difference between seconds and hours. With `is_new`, only pairs with a new name.

    >>> near_duplicates(["Heijmans N.V.", "Bernhoven", "heijmans"])
    [(0, 2, 100.0)]
    """
    words = [_NOT_WORD.sub(" ", without_accents(name)).strip() for name in names]
    cleaned = [_strip(each) for each in words]
    asked = np.arange(len(names)) if is_new is None else np.flatnonzero(np.asarray(is_new))
    if len(names) < 2 or not len(asked) or not any(cleaned):  # noqa: PLR2004 -- a pair takes two
        return []
    scored = [
        (int(first), int(second), _score(cleaned[first], cleaned[second]) - _forms_apart(words[first], words[second]))
        for first, second in _candidates(cleaned, asked)
    ]
    near = [each for each in scored if each[2] >= LEAST_SCORE]
    return sorted(near, key=lambda pair: (-pair[2], pair[0], pair[1]))


def _strip(words: str) -> str:
    """Return a name without its legal form; the whole name if nothing else is left."""
    return " ".join(_LEGAL_FORMS.sub(" ", words).split()) or words


def _candidates(cleaned: list[str], asked: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """Return pairs of positions, shape (n_pairs, 2), the first below the second."""
    trigrams = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), dtype=np.float32).fit_transform(cleaned)
    nearest = sp_matmul_topn(trigrams[asked], trigrams.T, top_n=NEIGHBOURS + 1, threshold=LEAST_COSINE).tocoo()
    pairs = np.column_stack([asked[nearest.row], nearest.col])
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    pairs.sort(axis=1)
    return np.unique(pairs, axis=0)


def _score(first: str, second: str) -> float:
    # A number tells De Sprong 1 from De Sprong 2, however much the rest is alike.
    if re.findall(r"\d+", first) != re.findall(r"\d+", second):
        return 0.0
    return float(fuzz.token_sort_ratio(first, second))


def _forms_apart(first: str, second: str) -> float:
    forms, others = set(_LEGAL_FORMS.findall(first)), set(_LEGAL_FORMS.findall(second))
    return OTHER_FORM if forms and others and not forms & others else 0.0
