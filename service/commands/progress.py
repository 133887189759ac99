"""Progress of long work: on stderr, on a terminal only, gone when the work is done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

Tell = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


@contextmanager
def showing_progress(what: str) -> Iterator[Tell]:
    """Show that work goes on, and how far it is once it is told."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(
        *columns,
        console=console,
        transient=True,
        disable=not console.is_terminal,
        redirect_stdout=False,  # or it would send to stderr what is printed on stdout
        redirect_stderr=False,
    ) as progress:
        task = progress.add_task(what, total=None)

        def tell(doing: str, done: int, total: int) -> None:
            progress.update(task, description=doing, completed=done, total=total or None)

        yield tell
