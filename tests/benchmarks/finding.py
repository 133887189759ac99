"""How well free text finds its answers: labelled Dutch queries, beside plain baselines, and with parts taken out."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import bm25s
import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

import matching.dutch
import matching.profiles
import matching.texts
from graph.network import Network
from matching.associations import N_DIMENSIONS, Associations
from matching.dutch import Compounds, lemmas
from matching.finding import Finder
from matching.texts import TextSpace
from tests.benchmarks.stages import Place

TOP = 10
N_RESAMPLES = 1000
FOLDER = "nl-match-dev"

Scores = np.ndarray


@dataclass(frozen=True)
class Labelled:
    """Queries with graded answers: gain 2^grade - 1; what is not listed counts as 0, what is excluded not at all."""

    queries: pd.DataFrame
    gains: dict[str, dict[str, float]]
    excluded: set[tuple[str, str]]

    @classmethod
    def read(cls, folder: Path) -> "Labelled":
        grades = pd.read_csv(folder / "qrels_dev.csv")
        excluded = pd.read_csv(folder / "excluded_dev.csv")
        gains: dict[str, dict[str, float]] = {}
        for row in grades.itertuples():
            gains.setdefault(row.query_id, {})[row.partner_id] = 2.0**row.grade - 1
        pairs = set(zip(excluded["query_id"], excluded["partner_id"], strict=True))
        return cls(pd.read_csv(folder / "queries_dev.csv"), gains, pairs)

    def judge(self, find: Callable[[str, str], Sequence[str]]) -> Scores:
        """NDCG@10 of each query, where `find` takes text and asker and gives ids of partners, best first."""
        return np.array([self._ndcg(row.query_id, find(row.text, row.partner_id)) for row in self.queries.itertuples()])

    def _ndcg(self, query_id: str, ranked: Sequence[str]) -> float:
        gains = self.gains[query_id]
        shown = [partner_id for partner_id in ranked if (query_id, partner_id) not in self.excluded][:TOP]
        discounts = 1 / np.log2(np.arange(2, TOP + 2))
        found = sum(gains.get(partner_id, 0) * discount for partner_id, discount in zip(shown, discounts, strict=False))
        best = sorted(gains.values(), reverse=True)[:TOP]
        return found / sum(gain * discount for gain, discount in zip(best, discounts, strict=False))


def report(place: Place, console: Console) -> None:
    """Print NDCG@10 of everything, best last of each part."""
    network, labelled = place.network(FOLDER), Labelled.read(place.data / FOLDER)
    plain = {name: labelled.judge(find) for name, find in baselines(network).items()}
    own = {name: labelled.judge(find) for name, find in ablations(network)}
    best = max(plain, key=lambda name: plain[name].mean())
    table = Table("method", "NDCG@10", f"beside {best}", title=f"find, {len(labelled.queries)} labelled queries")
    for name, values in {**plain, **own}.items():
        low, high = np.percentile(_resampled(values), (2.5, 97.5))
        ratio = _resampled(values) / _resampled(plain[best])
        between = np.percentile(ratio, (2.5, 97.5))
        table.add_row(
            name,
            f"{values.mean():.3f} ({low:.3f} - {high:.3f})",
            f"{values.mean() / plain[best].mean():.2f} ({between[0]:.2f} - {between[1]:.2f})",
        )
    console.print(table)


def _resampled(values: Scores) -> Scores:
    """Means of queries drawn with replacement; the same draws each time, so that ratios are paired."""
    draws = np.random.default_rng(0).integers(0, len(values), (N_RESAMPLES, len(values)))
    return values[draws].mean(axis=1)


Find = Callable[[str, str], Sequence[str]]


def baselines(network: Network) -> dict[str, Find]:
    """What everybody would try first: the best offer of each partner, by words, letters, BM25 and LSA."""
    offers = network.phrases[network.phrases["side"] == "offers"]
    texts, partner = offers["text"].tolist(), offers["partner"].to_numpy()

    def by(score: Callable[[str], Scores]) -> Find:
        return lambda text, asker: _best(network, partner, score(text), asker)

    words = TfidfVectorizer(sublinear_tf=True).fit(texts)
    stems = TfidfVectorizer(analyzer=lemmas, sublinear_tf=True).fit(texts)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True).fit(texts)
    latent = TruncatedSVD(100, random_state=0).fit(stems.transform(texts))
    told = normalize(latent.transform(stems.transform(texts)))
    ranker = bm25s.BM25()
    ranker.index([lemmas(text) for text in texts], show_progress=False)
    return {
        "TF-IDF of words": by(lambda text: (words.transform(texts) @ words.transform([text]).T).toarray().ravel()),
        "TF-IDF of lemmas": by(lambda text: (stems.transform(texts) @ stems.transform([text]).T).toarray().ravel()),
        "TF-IDF of letters": by(
            lambda text: (letters.transform(texts) @ letters.transform([text]).T).toarray().ravel()
        ),
        "BM25 of lemmas": by(lambda text: _bm25(ranker, text, len(texts))),
        "LSA of lemmas": by(lambda text: told @ normalize(latent.transform(stems.transform([text])))[0]),
    }


def _bm25(ranker: bm25s.BM25, text: str, n_texts: int) -> Scores:
    known = [word for word in lemmas(text) if word in ranker.vocab_dict]
    return ranker.get_scores(known) if known else np.zeros(n_texts)  # the library takes no question without words


def _best(network: Network, partner: Scores, scores: Scores, asker: str) -> list[str]:
    best = np.full(network.n_partners, -np.inf)
    np.maximum.at(best, partner, scores)
    best[network.position(asker)] = -np.inf
    return network.partners["id"].to_numpy()[np.argsort(-best, kind="stable")[: 2 * TOP]].tolist()


def ablations(network: Network) -> Iterator[tuple[str, Find]]:
    """The finder with one part taken out, and whole."""
    nothing_known = Associations({}, np.zeros((0, N_DIMENSIONS), np.float32))

    def finder(known: Associations | None = None, *, directed: bool = True) -> Find:
        space = TextSpace(network, known=known)
        if not directed:
            space.sought = space.offered  # type: ignore[method-assign]
        found = Finder(network, space)
        return lambda text, asker: [one.partner_id for one in found.find(text, 2 * TOP, asker)]

    with _as_written():
        yield "osmose without lemmas", finder()
    with patch.object(Compounds, "take_apart", lambda _self, word: (word,)):
        yield "osmose without compounds", finder()
    with patch.multiple(matching.texts, CONCEPTS=0.0):
        yield "osmose without concepts of the thesaurus", finder()
    yield "osmose without associations", finder(nothing_known)
    with patch.multiple(matching.texts, CONCEPTS=0.0):
        yield "osmose without both", finder(nothing_known)
    with patch.multiple(matching.texts, LETTERS=0.0):
        yield "osmose without letters", finder()
    yield "osmose without direction", finder(directed=False)
    yield "osmose", finder()


@contextmanager
def _as_written() -> Iterator[None]:
    """Words stay as they are written."""
    with patch.object(matching.dutch, "lemma", lambda word: word):
        yield
