"""What an encoder said before: vectors of texts kept in the process and in a file, since encoding is slow."""

import hashlib
import sqlite3
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from threading import Lock

import numpy as np

from matching.encoder import Encoder, Vectors

N_HELD = 50_000
"""Vectors held in the process: 50 MB at 256 dimensions."""
N_STORED = 500_000
"""Vectors kept in the file; the oldest make room."""
N_AT_ONCE = 1000
"""Texts encoded before the file is written and others may ask: what was done stays done when the program is stopped."""
WAIT_SECONDS = 1.0
"""How long another process may hold the file; after that encoding again is quicker than waiting."""

Found = dict[bytes, Vectors]
"""Vectors of shape (n_dimensions,) by key."""


class CachedEncoder:
    """An encoder that answers a text it has seen without encoding it again; safe to ask from several threads.

    The file holds a digest of model and text, never the text. Where it cannot be read or written, encoding takes its
    time again, and nothing is told.
    """

    def __init__(self, encoder: Encoder, path: Path | None = None) -> None:
        self.name = encoder.name
        self.identity = encoder.identity
        self.n_dimensions = encoder.n_dimensions
        self._encoder = encoder
        self._path = path
        self._held: OrderedDict[bytes, Vectors] = OrderedDict()
        self._holding, self._encoding = Lock(), Lock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text, as the encoder gives it; shape (n_texts, n_dimensions)."""
        keys = [self._key(text) for text in texts]
        wanted = dict(zip(keys, texts, strict=True))
        found = self._recall(wanted)
        # A single text is a question that somebody asks: it leaves no trace in the file.
        path = self._path if len(wanted) > 1 else None
        if path is not None and len(found) < len(wanted):
            found |= self._checked(_read(path, [key for key in wanted if key not in found]))
        missing = [key for key in wanted if key not in found]
        for start in range(0, len(missing), N_AT_ONCE):
            some = missing[start : start + N_AT_ONCE]
            with self._encoding:
                new = dict(zip(some, self._encoder.encode([wanted[key] for key in some]), strict=True))
            if path is not None:
                _write(path, new)
            found |= new
        self._hold(found)
        return np.array([found[key] for key in keys], np.float32).reshape(len(texts), self.n_dimensions)

    def __getstate__(self) -> dict[str, object]:
        """Leave behind what holds for this process alone, on the way to another one: locks, what is held, the file."""
        return {**vars(self), "_path": None, "_held": OrderedDict(), "_holding": None, "_encoding": None}

    def __setstate__(self, state: dict[str, object]) -> None:
        vars(self).update(state, _holding=Lock(), _encoding=Lock())

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(f"{self.identity}\0{text}".encode("utf-8", "surrogatepass")).digest()

    def _recall(self, wanted: Iterable[bytes]) -> Found:
        with self._holding:
            return {key: self._held[key] for key in wanted if key in self._held}

    def _hold(self, found: Found) -> None:
        with self._holding:
            for key, vector in found.items():
                self._held[key] = vector
                self._held.move_to_end(key)
            while len(self._held) > N_HELD:
                self._held.popitem(last=False)

    def _checked(self, found: Found) -> Found:
        shape = (self.n_dimensions,)
        return {key: vector for key, vector in found.items() if vector.shape == shape and np.isfinite(vector).all()}


def _read(path: Path, keys: Sequence[bytes]) -> Found:
    """Return what the file knows of `keys`; nothing where it cannot be read."""
    if not path.exists():
        return {}
    found = {}
    try:
        with closing(sqlite3.connect(path, timeout=WAIT_SECONDS)) as connection:
            for key in keys:
                row = connection.execute("SELECT vector FROM encoded WHERE key = ?", (key,)).fetchone()
                if row is not None:
                    found[key] = np.frombuffer(row[0], "<f4").astype(np.float32)
    except (sqlite3.Error, OSError, ValueError, TypeError):
        return {}
    return found


def _write(path: Path, new: Found) -> None:
    """Add vectors to the file and remove the oldest beyond `N_STORED`; nothing happens where it cannot be written."""
    rows = [(key, vector.astype("<f4").tobytes()) for key, vector in new.items()]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)  # vectors tell something of texts that not everybody may see
        with closing(sqlite3.connect(path, timeout=WAIT_SECONDS)) as connection, connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS encoded (id INTEGER PRIMARY KEY, key BLOB UNIQUE, vector BLOB)"
            )
            connection.executemany("INSERT OR REPLACE INTO encoded (key, vector) VALUES (?, ?)", rows)
            connection.execute("DELETE FROM encoded WHERE id <= (SELECT max(id) FROM encoded) - ?", (N_STORED,))
    except (sqlite3.Error, OSError):
        return
