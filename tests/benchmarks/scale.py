"""Suggestions for everybody by the size of the network, beside libraries that find nearest neighbours of its vectors.

    python -m tests.benchmarks scale                             10,000, 30,000 and 100,000 partners
    OSMOSE_BENCH_SIZES=1000000 python -m tests.benchmarks scale  a million; the rows of other sizes stay

Each way runs in a process of its own: seconds from its beginning to its end, seconds of all its processes on a core,
and the memory that it and its children use at most, shared pages once. Ours is the command that people give, from start
to the last row; the others get vectors that are ready, and give no reasons.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

import numpy as np
from rich.console import Console
from scipy import sparse

from graph.database import open_engine, reading
from graph.network import Network
from graph.repository import Repository
from matching.profiles import Profiles
from matching.texts import TextSpace
from tests.benchmarks.made_up import make_up
from tests.benchmarks.stages import Place
from tests.benchmarks.told import rows_of_others, size_of, table, tell, today

SIZES = [int(size) for size in os.environ.get("OSMOSE_BENCH_SIZES", "10000,30000,100000").split(",")]
TOP = 10
N_FACTORS = 64
TITLE = "Suggestions for everybody"
OURS = "osmose suggest --all"
NEIGHBOURS = "scikit-learn, NearestNeighbors (words)"
MOST = {NEIGHBOURS: 10_000}
"""Partners up to which a peer is asked, where it compares everybody with everybody by sparse vectors."""
MOST_EXACT = 100_000
"""Partners up to which the others are."""
LOOK_SECONDS = 2.0
"""How often memory is looked at: the kernel walks through all pages for it."""


@dataclass(frozen=True)
class Cost:
    """What one run took."""

    seconds: float
    core_seconds: float
    peak_mib: float


def report(place: Place, console: Console) -> None:
    """Measure each size in turn, and write the table after each row: the last ones take an hour."""
    headings = ["partners", "way", "seconds", "core seconds", "peak MiB", "of ours", "exponent", "day"]
    rows = rows_of_others(TITLE, SIZES)
    costs = {(row[1], size_of(row)): Cost(*map(float, row[2:5])) for row in rows}
    for size in SIZES:
        database = place.scratch / f"{size}.db"
        make_up(open_engine(f"sqlite:///{database}"), size)
        prepared = _vectors(database, place.scratch / f"{size}.npz") if size <= MOST_EXACT else None
        peers = [name for name in PEERS if prepared and size <= MOST.get(name, MOST_EXACT)]
        for name in [OURS, *peers]:
            with console.status(f"{size} partners: {name}"):
                costs[name, size] = cost = measured(_command(name, database, prepared), _settings(database))
            ours = costs[OURS, size]
            row = [
                f"{size:,}", name, f"{cost.seconds:.1f}", f"{cost.core_seconds:.1f}", f"{cost.peak_mib:.0f}",
                f"{cost.core_seconds / ours.core_seconds:.2f}", _exponent(costs, name, size), today(),
            ]  # fmt: skip
            console.print(" | ".join(row))
            rows = sorted([*rows, row], key=size_of)
            tell(TITLE, f"{__doc__ or ''}\n\n{table(headings, rows)}")


def _exponent(costs: dict[tuple[str, int], Cost], name: str, size: int) -> str:
    """Return the power of the size with which core seconds grew since the size before, where there was one."""
    before = max((one for way, one in costs if way == name and one < size), default=0)
    if not before:
        return ""
    grown = costs[name, size].core_seconds / costs[name, before].core_seconds
    return f"{np.log(grown) / np.log(size / before):.2f}"


def measured(command: list[str], environment: dict[str, str]) -> Cost:
    """Run a command and return what it took."""
    begin, before = time.perf_counter(), os.times()
    done = Event()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment) as process:
        peaks: list[float] = []
        watching = Thread(target=_watch, args=(process.pid, done, peaks))
        watching.start()
        failed = process.wait()
        done.set()
        watching.join()
    seconds, after = time.perf_counter() - begin, os.times()
    if failed:
        raise RuntimeError(f"{' '.join(command)} ended with {failed}")
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(seconds, spent, max(peaks, default=0.0))


def _watch(pid: int, done: Event, peaks: list[float]) -> None:
    """Note the memory of a process and its children until it is done: a page that several share counts once."""
    while not done.wait(LOOK_SECONDS):
        children = Path(f"/proc/{pid}/task/{pid}/children")
        pids = [str(pid), *(children.read_text().split() if children.exists() else [])]
        peaks.append(sum(_shared_evenly_kib(one) for one in pids) / 1024)


def _shared_evenly_kib(pid: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0  # it ended meanwhile
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _settings(database: Path) -> dict[str, str]:
    home = database.with_suffix("")
    return os.environ | {"OSMOSE_DATABASE_URL": f"sqlite:///{database}", "OSMOSE_HOME": str(home)}


def _command(name: str, database: Path, vectors: Path | None) -> list[str]:
    if name == OURS:
        main = "from service.cli import main; main()"
        return [sys.executable, "-c", main, "suggest", "--all", "--top", str(TOP), "--format", "csv"]
    return [sys.executable, "-m", "tests.benchmarks.scale", name, str(vectors), str(database)]


def _vectors(database: Path, path: Path) -> Path:
    """Write the vectors that all peers get: words of what partners tell, what goes with them, and who did what."""
    with reading(open_engine(f"sqlite:///{database}")) as session:
        network = Repository(session).network()
    profiles = Profiles.of(network, TextSpace(network))
    np.save(path.with_suffix(".npy"), profiles.meant)
    sparse.save_npz(path, sparse.csr_matrix(profiles.told.whole))
    sparse.save_npz(path.with_suffix(".work.npz"), _took_part(network))
    return path


def _took_part(network: Network) -> sparse.csr_matrix:
    parts = network.participations
    cells = (parts["partner"].to_numpy(), parts["collaboration"].to_numpy())
    shape = (network.n_partners, len(network.collaborations))
    return sparse.csr_matrix((np.ones(len(parts), np.float32), cells), shape=shape)


def _neighbours(path: Path) -> object:
    from sklearn.neighbors import NearestNeighbors  # noqa: PLC0415 -- one process measures one library

    told = sparse.load_npz(path)
    return NearestNeighbors(n_neighbors=TOP + 1, metric="cosine", n_jobs=2).fit(told).kneighbors(told)


def _faiss(path: Path) -> object:
    import faiss  # noqa: PLC0415 -- one process measures one library

    meant = np.load(path.with_suffix(".npy"))
    index = faiss.IndexFlatIP(meant.shape[1])
    index.add(meant)
    return index.search(meant, TOP + 1)


def _als(path: Path) -> object:
    from implicit.als import AlternatingLeastSquares  # noqa: PLC0415 -- one process measures one library

    work = sparse.load_npz(path.with_suffix(".work.npz"))
    model = AlternatingLeastSquares(factors=N_FACTORS, random_state=0, num_threads=2)
    model.fit(work, show_progress=False)
    return model.similar_users(np.arange(work.shape[0]), N=TOP + 1)


PEERS: dict[str, Callable[[Path], object]] = {
    NEIGHBOURS: _neighbours,
    "faiss, flat (what goes with the words)": _faiss,
    "implicit, ALS (work)": _als,
}

if __name__ == "__main__":
    print(json.dumps({"done": PEERS[sys.argv[1]](Path(sys.argv[2])) is not None}))  # noqa: T201 -- keeps the result alive
