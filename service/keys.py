"""The safe of the settings: the keys that OSMOSE_KEYS names, or one that is made once and kept in OSMOSE_HOME."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from graph.sealing import Safe, new_token
from graph.writing.replacing import to_disk
from service.settings import BadSetting, Settings

LEAST_LETTERS = 20
"""A shorter key could be guessed."""


def read_safe(settings: Settings) -> Safe:
    """Return the safe; a key is made and kept when there is none. Raise `BadSetting` for a key that is too short."""
    keys = [key.get_secret_value() for key in settings.keys]
    if any(len(key) < LEAST_LETTERS for key in keys):
        raise BadSetting(f"OSMOSE_KEYS holds a key of fewer than {LEAST_LETTERS} letters; it could be guessed")
    return Safe(keys or [_kept_key(settings.key_path)])


def _kept_key(path: Path) -> str:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            # Written whole elsewhere and then linked: of two that start at once, both read the same key.
            with NamedTemporaryFile("w", dir=path.parent, encoding="ascii") as draft:  # which nobody else can read
                draft.write(new_token())
                draft.flush()
                with suppress(FileExistsError):
                    os.link(draft.name, path)
                to_disk(path)  # before anything is sealed by it
        return path.read_text(encoding="ascii")
    except OSError as error:
        raise BadSetting(f"the key {path} cannot be kept ({error.strerror}); set OSMOSE_HOME or OSMOSE_KEYS") from None
