"""How soon a question is answered and a changed profile seen at 30,000 partners, beside plain ways to do the same."""

import csv
import gzip
import re
import resource
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table
from sklearn.feature_extraction.text import TfidfVectorizer
from sqlalchemy import Engine

from graph.database import transaction
from graph.network import Network
from graph.reading.importing import import_paths
from service.snapshot import Snapshot, Snapshots
from tests.benchmarks.stages import Place

EXAMPLES = Path(__file__).parents[2] / "data" / "themes" / "examples.csv"
QUERIES = "nl-match-dev/queries_dev.csv"
N_QUERIES = 200
TOP = 10
N_CHANGES = 7
"""Changes of one profile; the first one also fills caches."""
TOLD = "vrijwilligers die ouderen leren omgaan met een tablet"


def report(place: Place, console: Console) -> None:
    """Print a table for the network as it is, which holds no phrases, and one with Dutch needs and offers."""
    for title, folder in (("cordis", place.data / "cordis"), ("cordis with Dutch phrases", with_phrases(place))):
        engine = place.new_engine("updating")
        with transaction(engine) as session:
            import_paths(session, [folder])
        table = Table("what", title=f"updating: {title}")
        for heading in ("median", "95th percentile", "ratio"):
            table.add_column(heading, justify="right")
        for row in measured(engine, place):
            table.add_row(*row)
        console.print(table)
        engine.dispose()


def measured(engine: Engine, place: Place) -> list[tuple[str, ...]]:
    """Measure one database: rows of what, median, 95th percentile, ratio."""
    snapshots = Snapshots(engine, place.scratch / "no-model.json")
    begin = time.perf_counter()
    held = snapshots.current()
    full_read = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    texts = questions(place)
    find, plain = timed(held.matcher.find, texts), timed(plain_search(held.network), texts)
    suggest = timed(lambda one: held.matcher.suggest([one], TOP), held.network.partners["id"][:20].tolist())
    one, hundred = (np.array([seen_after(engine, place, snapshots, n) for _ in range(N_CHANGES)]) for n in (1, 100))
    return [
        ("everything read anew", f"{full_read:.1f} s", "", ""),
        ("a changed profile seen", *shown(one), f"{np.median(one) / full_read:.4f}"),
        ("a hundred changed profiles seen", *shown(hundred), f"{np.median(hundred) / full_read:.4f}"),
        ("plain search: TF-IDF of words, cosine", *shown(plain), ""),
        ("find", *shown(find), f"{np.median(find) / np.median(plain):.2f}"),
        ("ten suggestions for one", *shown(suggest), ""),
        ("peak memory", f"{peak:.0f} MiB", "", ""),
    ]


def with_phrases(place: Place) -> Path:
    """Give each partner of cordis one to three needs and offers, put together from halves of the examples; seeded."""
    folder, made = place.data / "cordis", place.scratch / "cordis-nl"
    shutil.copytree(folder, made)
    chance = np.random.default_rng(0)
    with EXAMPLES.open(encoding="utf-8") as file:
        examples = list(csv.DictReader(file))
    with gzip.open(folder / "partners.csv.gz", "rt", encoding="utf-8") as file:
        partners = list(csv.DictReader(file))
    for column, side in (("seeks", "need"), ("offers", "answer")):
        halves = [re.split(r"(?<=[.!?;,:])\s+", row[side].replace("|", " ")) for row in examples]
        for partner in partners:
            partner[column] = "\n".join(_recombined(halves, chance) for _ in range(chance.integers(1, 4)))
    (made / "partners.csv.gz").chmod(0o600)
    with gzip.open(made / "partners.csv.gz", "wt", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, partners[0])
        writer.writeheader()
        writer.writerows(partners)
    return made


def _recombined(halves: list[list[str]], chance: np.random.Generator) -> str:
    one, other = (halves[at] for at in chance.integers(len(halves), size=2))
    return " ".join([*one[: max(1, len(one) // 2)], *other[len(other) // 2 :]]).replace(";", ",")


def questions(place: Place) -> list[str]:
    with (place.data / QUERIES).open(encoding="utf-8") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    return [texts[at % len(texts)] for at in range(N_QUERIES)]


def plain_search(network: Network) -> Callable[[str], object]:
    """Search what everybody would write first, over the phrases that `find` looks at."""
    offers = network.phrases[network.phrases["side"] == "offers"]
    told = network.partners["description"].where(network.partners["description"] != "", network.partners["name"])
    reader = TfidfVectorizer(sublinear_tf=True)
    phrases = reader.fit_transform([*offers["text"], *told])

    def search(text: str) -> object:
        scores = (phrases @ reader.transform([text]).T).toarray().ravel()
        best = np.argpartition(-scores, TOP)[:TOP]
        return best[np.argsort(-scores[best])]

    return search


def timed(work: Callable[[str], object], inputs: list[str]) -> np.ndarray:
    """Return the seconds that each input takes, after a first one that does not count."""
    work(inputs[0])
    seconds = []
    for one in inputs:
        begin = time.perf_counter()
        work(one)
        seconds.append(time.perf_counter() - begin)
    return np.array(seconds)


def seen_after(engine: Engine, place: Place, snapshots: Snapshots, n_changed: int) -> float:
    """Return the seconds from the end of an import of changed profiles until who asks finds what they say now."""
    held = snapshots.current()
    chosen = held.network.partners.iloc[:n_changed]
    said = f"{TOLD} {time.monotonic_ns()}"
    path = place.scratch / "partners.csv"
    chosen[["id", "name", "sector"]].assign(offers=said).to_csv(path, index=False)
    with transaction(engine) as session:
        import_paths(session, [path])
    begin = time.perf_counter()
    while not _tells(snapshots.current(), said):
        time.sleep(0.01)
    return time.perf_counter() - begin


def _tells(snapshot: Snapshot, said: str) -> bool:
    return any(found.phrase == said for found in snapshot.matcher.find(TOLD, 1))


def shown(seconds: np.ndarray) -> tuple[str, str]:
    """Return median and 95th percentile as text.

    >>> shown(np.array([0.01, 0.01, 0.02]))
    ('10 ms', '19 ms')
    """
    median, late = np.quantile(seconds, (0.5, 0.95)) * 1000
    return f"{median:.0f} ms", f"{late:.0f} ms"
