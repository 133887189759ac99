"""Files that are written whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from graph.errors import UnwritableFile


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Lend a path beside `path` to write to; it takes the place of `path` at the end, or goes when something fails.

    Raise `UnwritableFile` when nothing can be written there, or when something other than a file stands there.
    """
    if not path.name or path.is_dir():
        raise UnwritableFile(f"'{path}' is a folder; say which file to write")
    beside = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        if path.exists() and not path.is_file():
            raise UnwritableFile(f"'{path}' is no ordinary file, so nothing can take its place")
        yield beside
        to_disk(beside)  # or a power cut might leave the new name and no content
        beside.replace(path)
        to_disk(path)
    except OSError as error:
        raise UnwritableFile(f"'{path}' cannot be written: {error.strerror}") from error
    finally:
        with suppress(OSError):  # its folder is no folder, or closed to us: then nothing was written there either
            beside.unlink(missing_ok=True)


def to_disk(path: Path) -> None:
    """Wait until a file is on the disk, and the folder that names it: a name may come there before its content."""
    _sync(path)
    with suppress(OSError):  # not every file system can do this with a folder
        _sync(path.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
