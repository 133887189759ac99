"""The one place where the command line tells errors: one sentence, exit code 2, and never a traceback."""

import os
import sys
import traceback
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperGroup

from graph.errors import GraphError, SpoiledInput

BAD_INPUT = 2
OWN_FAULT = 1
SHOWN_FAULTS = 20
"""Faults of spoiled input that are told one by one."""


class BadUsage(GraphError):
    """A command was given what it cannot work with."""


class Commands(TyperGroup):
    """A group of commands that tells errors in plain sentences."""

    def main(self, args: Sequence[str] | None = None, *, standalone_mode: bool = True, **named: Any) -> Any:  # type: ignore[override] # noqa: ANN401 -- as its parent, by name only
        """Run the command that the arguments name, and end the process with its exit code."""
        if not standalone_mode:
            return super().main(args, standalone_mode=False, **named)
        try:
            code = super().main(args, standalone_mode=False, **named)
            sys.stdout.flush()
        except BrokenPipeError:
            # Whoever read has had enough. What is still buffered goes nowhere, or Python would complain at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = OWN_FAULT
        except Exception as error:  # noqa: BLE001 -- nothing may leave as a traceback
            code = tell(error)
        sys.exit(code)


def tell(error: Exception) -> int:
    """Tell an error on stderr and return the exit code that it means."""
    sentences = explain(error)
    if sentences is None:
        sentences = [f"something went wrong inside Osmose: {type(error).__name__}; OSMOSE_DEBUG=1 shows where"]
        if os.environ.get("OSMOSE_DEBUG", "") not in ("", "0"):
            traceback.print_exception(error)
        code = OWN_FAULT
    else:
        code = BAD_INPUT
    for sentence in sentences:
        typer.echo(sentence, err=True)
    return code


def explain(error: Exception) -> list[str] | None:
    """Return what to tell of an error that the input or the surroundings caused; None for one of our own.

    >>> explain(FileNotFoundError(2, "No such file or directory", "queries.csv"))
    ['queries.csv: No such file or directory']
    """
    if isinstance(error, SpoiledInput):
        more = len(error.faults) - SHOWN_FAULTS
        told = [str(fault) for fault in error.faults[:SHOWN_FAULTS]]
        return [*told, f"and {more} more faults"] if more > 0 else told
    if isinstance(error, typer.Abort):
        return ["stopped: nothing was done"]
    if isinstance(error, GraphError):
        return [str(error)]
    if isinstance(error, typer.TyperException):
        return [error.format_message()]
    if isinstance(error, OSError) and error.strerror:
        return [f"{error.filename}: {error.strerror}" if error.filename is not None else error.strerror]
    return _explain_database(error)


def _explain_database(error: Exception) -> list[str] | None:
    # Not imported here: where no command has touched the database, this error cannot be.
    kind = getattr(sys.modules.get("sqlalchemy.exc"), "SQLAlchemyError", None)
    if kind is None or not isinstance(error, kind):
        return None
    return [f"the database did not do what was asked: {' '.join(str(getattr(error, 'orig', error)).split())}"]
