"""Runs the benchmarks that are named, or all, and prints a table of each: python -m tests.benchmarks network."""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from tests.benchmarks import (
    answering,
    api_load,
    changing,
    finding,
    growth_page,
    killed,
    likeness,
    made_up,
    measuring,
    nearest,
    network,
    picture,
    quality,
    recalling,
    rounds,
    rounds_day,
    scale,
    sizes,
    spreading,
    suggesting,
    teams,
    together,
    trouble,
    updating,
)
from tests.benchmarks.stages import Measurement, Place, Stage, measure, run_stage

BENCHMARKS: dict[str, list[Stage]] = {
    "network": network.STAGES,
    "suggesting": suggesting.STAGES,
    "measures": measuring.STAGES,
}
REPORTS = {
    "api-load": api_load.report,
    "finding": finding.report,
    "quality": quality.report,
    "teams": teams.report,
    "updating": updating.report,
    "growth-page": growth_page.report,
    "likeness": likeness.report,
    "nearest": nearest.report,
    "scale": scale.report,
    "recall": recalling.report,
}
"""The benchmarks without stages: they measure something else than time, or many things in one process."""
WITHOUT_DATA = {
    "answers": answering.report,
    "changing": changing.report,
    "killed": killed.report,
    "picture": picture.report,
    "rounds": rounds.report,
    "rounds-day": rounds_day.report,
    "sizes": sizes.report,
    "trouble": trouble.report,
    "together": together.report,
    "spread": spreading.report,
}
"""The benchmarks without stages that make up their own data, or take that of data/oss."""
MADE_UP = {*WITHOUT_DATA, "api-load", "measures", "growth-page", "nearest", "scale", "recall"}
"""The benchmarks that need no data."""
NAMES = [*BENCHMARKS, *REPORTS, *WITHOUT_DATA]
ROOT = Path(__file__).parents[2]


def run(names: list[str], data: Path) -> None:
    console = Console()
    with TemporaryDirectory(prefix="osmose-bench-") as scratch:
        for name in names:
            if name in REPORTS:
                REPORTS[name](Place(data, Path(scratch)), console)
                continue
            if name in WITHOUT_DATA:
                WITHOUT_DATA[name](console)
                continue
            stages, measured = BENCHMARKS[name], {}
            for position, stage in enumerate(stages):
                with console.status(f"{name}: {stage.what}"):
                    measured[stage.what] = measure(name, position, Place(data, Path(scratch)))
            console.print(table_of(name, stages, measured))


def table_of(name: str, stages: list[Stage], measured: dict[str, Measurement]) -> Table:
    table = Table("stage", title=name)
    for heading in ("seconds", "peak MiB", "times as long"):
        table.add_column(heading, justify="right")
    for stage in stages:
        one = measured[stage.what]
        ratio = f"{one.seconds / stage.share / measured[stage.beside].seconds:.1f}" if stage.beside else ""
        table.add_row(stage.what, f"{one.seconds:.2f}", f"{one.peak_mib:.0f}", ratio)
    return table


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--stage"]:
        name, position, data, scratch = arguments[1:]
        run_stage(BENCHMARKS[name][int(position)], Place(Path(data), Path(scratch)))
        return
    if arguments[:1] == ["made-up"]:
        made_up.main(arguments[1:])
        return
    data = Path(os.environ.get("OSMOSE_BENCH_DATA", ROOT.parent / "shared" / "data"))
    if unknown := set(arguments) - set(NAMES):
        sys.exit(f"no benchmark is called {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    if not set(arguments or NAMES) <= MADE_UP and not (data / "cordis").is_dir():
        print(f"Nothing measured: {data} holds no folder cordis; say where it is with OSMOSE_BENCH_DATA.")  # noqa: T201
        return
    run(arguments or NAMES, data)


if __name__ == "__main__":
    main(sys.argv[1:])
