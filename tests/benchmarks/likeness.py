"""How like the real networks a made-up one is: the same properties of each, side by side."""

import os

import numpy as np
from rich.console import Console

from graph.database import open_engine
from graph.network import Network
from tests.benchmarks.made_up import make_up
from tests.benchmarks.stages import Place
from tests.benchmarks.told import table, tell

SIZES = [int(size) for size in os.environ.get("OSMOSE_BENCH_LIKENESS", "164,10000").split(",")]
N_RANKS = 1000
"""Words, the most used first, from which the exponent of Zipf is taken."""


def report(place: Place, console: Console) -> None:
    """Write the table of Oss, of European research, and of made-up networks."""
    networks = {"Oss": place.network("oss"), "CORDIS": place.network("cordis")}
    for size in SIZES:
        name = f"likeness-{size}"
        make_up(open_engine(f"sqlite:///{place.scratch / name}.db"), size)
        (place.scratch / f"{name}.imported").touch()
        networks[f"made up, {size:,}"] = place.network(name)
    columns = {name: properties(network) for name, network in networks.items()}
    rows = [[what, *(columns[name][what] for name in columns)] for what in next(iter(columns.values()))]
    told = table(["property", *columns], rows)
    console.print(told, markup=False)
    tell("Made-up networks beside real ones", told)


def properties(network: Network) -> dict[str, str]:
    """Return the properties of a network in words and numbers."""
    degrees = np.diff(network.adjacency.indptr)
    ties, partners, phrases = network.tie_days, network.partners, network.phrases
    sizes = network.collaborations["n_partners"].to_numpy()
    said = [np.bincount(phrases.loc[phrases["side"] == side, "partner"], minlength=len(partners))
            for side in ("seeks", "offers")]  # fmt: skip
    words = phrases["text"].str.split().str.len()
    return {
        "partners": f"{len(partners):,}",
        "collaborations per partner": f"{len(sizes) / len(partners):.2f}",
        "ties per partner: mean": f"{degrees.mean():.1f}",
        "ties per partner: median, 90 %, 99 %": _quantiles(degrees, 0.5, 0.9, 0.99),
        "without ties": f"{(degrees == 0).mean():.2f}",
        "partners of a collaboration: mean": f"{sizes.mean():.1f}",
        "partners of a collaboration: median, 90 %, 99 %": _quantiles(sizes, 0.5, 0.9, 0.99),
        "ties across sectors": _across(partners["sector"].to_numpy(), ties),
        "ties across places": _across(partners["place"].to_numpy(), ties),
        "needs, offers per partner": ", ".join(f"{one.mean():.2f}" for one in said),
        "without needs, without offers": ", ".join(f"{(one == 0).mean():.2f}" for one in said),
        "words of a phrase: mean": f"{words.mean():.1f}" if len(words) else "–",
        "phrases said before": f"{1 - phrases['text'].nunique() / len(phrases):.2f}" if len(phrases) else "–",
        "exponent of Zipf": _zipf(phrases["text"].tolist()),
        "themes per partner": f"{len(network.partner_themes) / len(partners):.2f}",
    }


def _quantiles(values: np.ndarray, *shares: float) -> str:
    return ", ".join(f"{one:.0f}" for one in np.quantile(values, shares))


def _across(kinds: np.ndarray, ties) -> str:
    return f"{(kinds[ties['first']] != kinds[ties['second']]).mean():.2f}"


def _zipf(texts: list[str]) -> str:
    """Return how fast words become rarer by rank: the slope of the logarithms, turned around."""
    words, counts = np.unique([word for text in texts for word in text.casefold().split()], return_counts=True)
    if len(words) < N_RANKS // 10:
        return "–"
    most = np.sort(counts)[::-1][:N_RANKS]
    return f"{-np.polyfit(np.log(np.arange(1, len(most) + 1)), np.log(most), 1)[0]:.2f}"
