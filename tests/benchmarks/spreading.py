"""Suggestions by a cluster of two workers beside one process with two threads, on the same cores: what it costs."""

import resource
import time
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from rich.console import Console
from rich.table import Table

from matching.cluster import connected
from matching.model import Ranker
from matching.spread import suggest_everywhere
from matching.suggest import Matcher
from tests.benchmarks.stages import Place
from tests.clusters import scheduler, worker

N_PARTNERS = 10_000
N_WORKERS = 2
MIB = 2**20


def report(console: Console) -> None:
    """Suggest for everybody of a made-up network in both ways, and print the ratio."""
    with TemporaryDirectory(prefix="osmose-spread-") as folder:
        place = Place(Path(folder), Path(folder))
        place.make_up("town", N_PARTNERS)
        matcher = Matcher(place.network("town"), Ranker.prior())
    began, began_working = time.perf_counter(), time.process_time()
    here = list(matcher.iterate())
    seconds, worked = time.perf_counter() - began, time.process_time() - began_working
    with ExitStack() as alive:
        address, process = alive.enter_context(scheduler())
        there = [psutil.Process(alive.enter_context(worker(address)).pid) for _ in range(N_WORKERS)]
        client = alive.enter_context(connected(address))
        client.wait_for_workers(N_WORKERS)
        everybody = [psutil.Process(), psutil.Process(process.pid), *there]
        worked_before = sum(worked_by(one) for one in everybody)
        began = time.perf_counter()
        suggesting = suggest_everywhere(client, matcher)
        rows = [next(suggesting)]
        sent = time.perf_counter() - began
        rows += suggesting
        spread_seconds = time.perf_counter() - began
        spread_worked = sum(worked_by(one) for one in everybody) - worked_before
        memory = max(one.memory_info().rss for one in there) / MIB
    table = Table("", "seconds", "processor seconds", "peak MiB of a process", title=f"{N_PARTNERS:,} partners")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    table.add_row("one process, two threads", f"{seconds:.1f}", f"{worked:.1f}", f"{own:.0f}")
    name = f"{N_WORKERS} workers of one thread"
    table.add_row(name, f"{spread_seconds:.1f}", f"{spread_worked:.1f}", f"{memory:.0f} (worker, at the end)")
    table.add_row("times as much", f"{spread_seconds / seconds:.2f}", f"{spread_worked / worked:.2f}", "")
    console.print(table)
    console.print(f"first rows after {sent:.1f} s; the rows are {'the same' if rows == here else 'OTHERS'}")


def worked_by(process: psutil.Process) -> float:
    """Return the processor seconds of a process up to now."""
    times = process.cpu_times()
    return times.user + times.system
