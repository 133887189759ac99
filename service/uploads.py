"""Uploaded files, kept between looking at them and storing them: bounded, for one browser, gone within the hour."""

import re
import shutil
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from fastapi import Request
from starlette.datastructures import FormData, UploadFile

from graph.sealing import new_token
from service.house import House, InHouse
from service.settings import Settings

LIFE_SECONDS = 3600
"""So long an upload waits for whoever looks at it."""
MAX_KEPT = 20
"""Uploads kept at a time; of more, the oldest go."""
MAX_FILES = 20
"""Files of one upload."""
FORM_BYTES = 100_000
"""What the rest of a form may take beside its files."""
DRAINED_BYTES = 500_000_000
"""So much of an upload that is too large is read and thrown away: a browser shows no answer before it sent all."""

SESSION_KEY = "upload"

_UNSAFE = re.compile(r"[^\w.() -]")
_TOKEN = re.compile(r"[\w-]{20,}", re.ASCII)


@dataclass
class Received:
    """A form with files as it came in, or why it was not taken."""

    files: list[tuple[str, BinaryIO]] = field(default_factory=list)
    """Names and contents; they can be read while the request lasts."""
    fields: dict[str, str] = field(default_factory=dict)
    fault: str = ""
    """too_large or too_many; empty when the form was read."""


@dataclass(frozen=True)
class Uploads:
    """The folder of uploads; each has a folder of its own, named by a token that nobody can guess."""

    folder: Path

    def keep(self, files: list[tuple[str, BinaryIO]]) -> str:
        """Keep files, and return the token under which they are found again; old uploads go."""
        self.sweep(room_for=1)
        token = new_token()
        place = self.folder / token
        place.mkdir(parents=True, mode=0o700)
        for name, content in files:
            with _free(place / safe_name(name)).open("xb") as kept:
                shutil.copyfileobj(content, kept)
        return token

    def find(self, token: str) -> list[Path]:
        """Return the files of an upload, in the order of their names; none when it is gone, or there never was one."""
        place = self.folder / token
        if not _TOKEN.fullmatch(token) or not place.is_dir() or _age(place) > LIFE_SECONDS:
            return []
        return sorted(place.iterdir())

    def drop(self, token: str) -> None:
        """Throw an upload away, if it is there."""
        if _TOKEN.fullmatch(token):
            shutil.rmtree(self.folder / token, ignore_errors=True)

    def sweep(self, room_for: int = 0) -> int:
        """Throw away what has waited too long, and the oldest of more than `MAX_KEPT` with `room_for` new ones.

        Return how many uploads that were.
        """
        by_age = sorted(self.folder.iterdir(), key=_age) if self.folder.is_dir() else []
        old = [place for place in by_age[: MAX_KEPT - room_for] if _age(place) > LIFE_SECONDS]
        old += by_age[MAX_KEPT - room_for :]
        for place in old:
            shutil.rmtree(place, ignore_errors=True)
        return len(old)


def uploads_of(settings: Settings) -> Uploads:
    """Return where a service keeps its uploads."""
    return Uploads(settings.home / "uploads")


def safe_name(name: str) -> str:
    """Return the name of a file as it may stand on our disk, and still tell what it holds.

    >>> safe_name("../../Partners (1).csv"), safe_name(".htaccess"), safe_name("")
    ('Partners (1).csv', 'htaccess', 'file')
    """
    return _UNSAFE.sub("_", PurePath(name).name)[-100:].lstrip(". ") or "file"


def receiving(n_bytes: Callable[[Settings], int]) -> Callable[[Request, House], AsyncIterator[Received]]:
    """Return what reads a form with files for a route, and refuses it unread when it is larger than `n_bytes` says."""

    async def receive(request: Request, house: InHouse) -> AsyncIterator[Received]:
        length = request.headers.get("content-length", "")
        claimed = int(length[:20]) if length.isascii() and length.isdecimal() else None
        if claimed is None or claimed > n_bytes(house.settings) + FORM_BYTES:
            if claimed is not None and claimed < DRAINED_BYTES:
                async for _chunk in request.stream():
                    pass
            yield Received(fault="too_large")
            return
        async with request.form(max_files=MAX_FILES + 1, max_fields=1_000) as form:
            yield _sorted_out(form)

    return receive


def _sorted_out(form: FormData) -> Received:
    received = Received()
    for name, value in form.multi_items():
        if not isinstance(value, UploadFile):
            received.fields[name] = value
        elif value.filename:  # a field in which nothing was chosen is sent too, without a name
            received.files.append((value.filename, value.file))
    if len(received.files) > MAX_FILES:
        received.fault = "too_many"
    return received


def _age(place: Path) -> float:
    try:
        return time.time() - place.stat().st_mtime
    except FileNotFoundError:  # another request threw it away
        return LIFE_SECONDS + 1


def _free(path: Path) -> Path:
    """Return a path that nothing has yet: two folders may each have held a partners.csv."""
    number = 2
    free = path
    while free.exists():
        free = path.with_name(f"{number} {path.name}")
        number += 1
    return free


def waiting(request: Request) -> dict[str, Any]:
    """Return what this browser uploaded last and has not stored yet: its token, kind and choices; empty if nothing."""
    held: dict[str, Any] = request.session.get(SESSION_KEY, {})
    return held
