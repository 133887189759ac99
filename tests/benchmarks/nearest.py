"""Which index finds the phrases that answer others: what each one misses and takes, on phrases of a made-up network.

    python -m tests.benchmarks nearest      phrases of 100,000 partners; OSMOSE_BENCH_NEAREST says another number

The similarity of two phrases is a sum: words, letters and concepts that they share (sparse, 350,000 dimensions), and
how well their words go together (dense, 100 dimensions). An index of dense vectors sees all of it only after a
projection (SVD). Missed is what the exact comparison of a sample of needs with all offers finds among the first 10
and 100; an answer as similar as the last of these counts as found. Ours learns its lists of vectors while it is asked:
of a few hundred needs that is most of its time. pgvector, an extension of PostgreSQL, is no choice: what runs on a
laptop runs on SQLite.
"""

import importlib.util
import os
import time
from collections.abc import Callable
from dataclasses import dataclass

import faiss
import numpy as np
from rich.console import Console
from scipy import sparse
from sklearn.decomposition import TruncatedSVD

from graph.database import open_engine, reading
from graph.repository import Repository
from matching.products import keep_largest, top_products
from matching.texts import ASSOCIATED, Texts, TextSpace
from matching.wide.nearest import Nearest
from tests.benchmarks.made_up import make_up
from tests.benchmarks.stages import Place
from tests.benchmarks.told import table, tell

N_PARTNERS = int(os.environ.get("OSMOSE_BENCH_NEAREST", "100000"))
N_ASKED, N_FOUND = 400, 200
N_PROJECTED, N_LEARNED = 128, 20_000

Found = list[np.ndarray]
Way = Callable[["Phrases"], tuple[Callable[[], Found], float]]
"""Builds an index; returns what asks it, and the MiB that it takes."""


@dataclass(frozen=True)
class Phrases:
    """Needs and offers, as they are compared, and laid out densely."""

    space: TextSpace
    needs: Texts
    offers: Texts
    dense_needs: np.ndarray
    dense_offers: np.ndarray
    exact: np.ndarray


def report(place: Place, console: Console) -> None:
    """Measure each way, and write the table."""
    phrases = _phrases(place)
    rows = []
    for name, (way, library) in WAYS.items():
        if importlib.util.find_spec(library) is None:
            console.print(f"{name}: not measured, {library} is not installed")
            continue
        begin = time.process_time()
        ask, mib = way(phrases)
        built, begin = time.process_time() - begin, time.process_time()
        found = ask()
        asked = (time.process_time() - begin) / N_ASKED * 1000
        recalls = [f"{_recall(phrases.exact, found, k):.3f}" for k in (10, 100)]
        rows.append([name, *recalls, f"{built:.1f}", f"{asked:.2f}", f"{mib:.0f}"])
        console.print(" | ".join(rows[-1]))
    headings = ["way", "of the first 10", "of 100", "core seconds to build", "ms per need", "MiB"]
    n_offers = len(phrases.dense_offers)
    told = f"{__doc__ or ''}\n{n_offers:,} different offers.\n\n{table(headings, rows)}"
    tell("Phrases that answer each other", told)


def _phrases(place: Place) -> Phrases:
    database = place.scratch / "nearest.db"
    make_up(open_engine(f"sqlite:///{database}"), N_PARTNERS)
    with reading(open_engine(f"sqlite:///{database}")) as session:
        network = Repository(session).network()
    space, said = TextSpace(network), network.phrases.drop_duplicates(["side", "text"])
    needs = said.loc[said["side"] == "seeks", "text"].sample(N_ASKED, random_state=0).tolist()
    offers = space.offered(said.loc[said["side"] == "offers", "text"].tolist())
    sought = space.sought(needs)
    exact = (sought.shared @ offers.columns).toarray() + ASSOCIATED * (sought.associated @ offers.associated.T)
    learned = np.random.default_rng(0).permutation(offers.shared.shape[0])[:N_LEARNED]
    projection = TruncatedSVD(N_PROJECTED, n_iter=2, random_state=0).fit(offers.shared[learned])
    dense = [
        np.hstack([projection.transform(of.shared), np.sqrt(ASSOCIATED) * of.associated]).astype(np.float32)
        for of in (sought, offers)
    ]
    return Phrases(space, sought, offers, *dense, exact)


def _recall(exact: np.ndarray, found: Found, k: int) -> float:
    least = -np.partition(-exact, k - 1, axis=1)[:, k - 1]
    n_found = [min(k, int((exact[at, ids] >= least[at] - 1e-5).sum())) for at, ids in enumerate(found)]
    return float(np.mean(n_found)) / k


def _rows(matrix: sparse.csr_array) -> Found:
    return np.split(matrix.indices, matrix.indptr[1:-1])


def _exactly_sparse(of: Phrases) -> tuple[Callable[[], Found], float]:
    columns = of.offers.columns
    return lambda: _rows(top_products(of.needs.shared, columns, N_FOUND, n_threads=1)), _mib(columns)


def _champions(of: Phrases) -> tuple[Callable[[], Found], float]:
    champions = keep_largest(of.offers.columns, 200)
    return lambda: _rows(top_products(of.needs.shared, champions, N_FOUND, n_threads=1)), _mib(champions)


def _ours(of: Phrases) -> tuple[Callable[[], Found], float]:
    nearest = Nearest.of(of.space, of.offers)
    return lambda: _rows(nearest.best(of.needs, N_FOUND)), _mib(nearest.champions) + of.offers.associated.nbytes / 2**20


def _faiss(kind: str) -> Way:
    def build(of: Phrases) -> tuple[Callable[[], Found], float]:
        index = faiss.index_factory(of.dense_offers.shape[1], kind, faiss.METRIC_INNER_PRODUCT)
        index.train(of.dense_offers)
        index.add(of.dense_offers)
        if kind.startswith("IVF"):
            index.nprobe = 32
        elif kind.startswith("HNSW"):
            index.hnsw.efSearch = N_FOUND
        mib = faiss.serialize_index(index).nbytes / 2**20
        return lambda: [ids[ids >= 0] for ids in index.search(of.dense_needs, N_FOUND)[1]], mib

    return build


def _hnswlib(of: Phrases) -> tuple[Callable[[], Found], float]:
    import hnswlib  # noqa: PLC0415 -- tried here, and no part of the product

    index = hnswlib.Index(space="ip", dim=of.dense_offers.shape[1])
    index.init_index(max_elements=len(of.dense_offers), ef_construction=100, M=32, random_seed=0)
    index.add_items(of.dense_offers, num_threads=2)
    index.set_ef(N_FOUND)
    return lambda: list(index.knn_query(of.dense_needs, N_FOUND, num_threads=1)[0]), index.index_file_size() / 2**20


def _usearch(of: Phrases) -> tuple[Callable[[], Found], float]:
    from usearch.index import Index  # noqa: PLC0415 -- the same

    index = Index(ndim=of.dense_offers.shape[1], metric="ip", connectivity=32, expansion_add=100)
    index.expansion_search = N_FOUND
    index.add(np.arange(len(of.dense_offers)), of.dense_offers, threads=2)
    return lambda: list(index.search(of.dense_needs, N_FOUND, threads=1).keys), index.memory_usage / 2**20


def _mib(matrix: sparse.csr_array) -> float:
    return (matrix.data.nbytes + matrix.indices.nbytes + matrix.indptr.nbytes) / 2**20


WAYS: dict[str, tuple[Way, str]] = {
    "sparse_dot_topn, what is shared": (_exactly_sparse, "sparse_dot_topn"),
    "sparse_dot_topn, champions of each dimension": (_champions, "sparse_dot_topn"),
    "faiss flat, projected": (_faiss("Flat"), "faiss"),
    "faiss IVF1024 (32 lists), projected": (_faiss("IVF1024,Flat"), "faiss"),
    "faiss HNSW32, projected": (_faiss("HNSW32"), "faiss"),
    "hnswlib, projected": (_hnswlib, "hnswlib"),
    "usearch, projected": (_usearch, "usearch"),
    "champions, then IVF of what goes together; rescored": (_ours, "faiss"),
}
