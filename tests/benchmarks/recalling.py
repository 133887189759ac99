"""What gathering candidates misses of the suggestions that there would be if everybody were looked at.

    python -m tests.benchmarks recall                           of 200 among 100,000 partners
    OSMOSE_BENCH_SIZES=30000 python -m tests.benchmarks recall  among 30,000

Everybody looked at: each phrase is compared with all others, and each partner asked with all others by each signal.
The share of those ten suggestions that gathering finds too, mean of the partners asked, with its 95 % interval.
"""

import os

import numpy as np
from rich.console import Console

from graph.database import open_engine, reading
from graph.repository import Repository
from matching.resampling import INTERVAL, resampled_means
from tests.benchmarks.looked_at import recalls
from tests.benchmarks.made_up import make_up
from tests.benchmarks.stages import Place
from tests.benchmarks.told import rows_of_others, size_of, table, tell, today

SIZES = [int(size) for size in os.environ.get("OSMOSE_BENCH_SIZES", "100000").split(",")]
TITLE = "What gathering misses"
N_ASKED = 200
WHAT = {"shown": "lists as they are shown", "own": "each partner's own ranking"}


def report(place: Place, console: Console) -> None:
    """Measure each size in turn: 100,000 take seven minutes, half of them to compare all phrases."""
    rows = rows_of_others(TITLE, SIZES)
    for size in SIZES:
        engine = open_engine(f"sqlite:///{place.scratch / f'recall-{size}'}.db")
        make_up(engine, size)
        with reading(engine) as session:
            network = Repository(session).network()
        engine.dispose()
        with console.status(f"{size} partners"):
            found = recalls(network, network.partners["id"][:: max(size // N_ASKED, 1)].tolist())
        for name, shares in found.items():
            low, high = np.percentile(resampled_means(shares), INTERVAL)
            recall = f"{shares.mean():.3f} ({low:.3f}-{high:.3f})"
            rows.append([f"{size:,}", WHAT[name], str(len(shares)), recall, today()])
            console.print(" | ".join(rows[-1]))
        rows.sort(key=size_of)
        tell(TITLE, f"{__doc__ or ''}\n\n{table(['partners', 'of', 'asked', 'recall', 'day'], rows)}")
