"""The network as a file that other programs read, with what the one who asks may see."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from fastapi import APIRouter, Response
from fastapi import Path as InPath

from graph.writing import export, export_network, require_format
from service.access import Role
from service.house import ReadingSession
from service.recognising import Asking
from service.snapshot import Snapshot
from service.visibility import SnapshotReader

router = APIRouter(include_in_schema=False)

MEDIA_TYPES = {
    "csv": "application/zip",
    "gexf": "application/gexf+xml",
    "graphml": "application/graphml+xml",
    "jsonld": "application/ld+json",
    "kumu": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""By format of `graph.writing`; a folder of CSV files comes as one zip."""

ENDINGS = {"csv": "zip", "kumu": "json"}
"""How the name of a file ends, where not as its format is called."""


@router.get("/netwerk/bestand/{format}")
def download(
    format_name: Annotated[str, InPath(alias="format")],
    asker: Asking,
    snapshot: SnapshotReader,
    session: ReadingSession,
) -> Response:
    """Give the network as a file; staff get all that `osmose export` writes, others what they may see."""
    require_format(format_name)
    if asker.role is Role.STAFF:
        content = _written(lambda path: export(session, format_name, path))
    else:
        content = snapshot.views.get(f"file {format_name}", lambda: _shown(snapshot, format_name))
    ending = ENDINGS.get(format_name, format_name)
    name = f"osmose-{date.today().isoformat()}.{ending}"  # noqa: DTZ011 -- the day where the service is
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=MEDIA_TYPES[format_name], headers=headers)


def _shown(snapshot: Snapshot, format_name: str) -> bytes:
    return _written(lambda path: export_network(snapshot.history, snapshot.aliases, format_name, path))


def _written(write: Callable[[Path], None]) -> bytes:
    """Return what is written to a path; a folder comes packed."""
    with TemporaryDirectory(prefix="osmose-") as folder:
        path = Path(folder, "network")
        write(path)
        return (Path(shutil.make_archive(str(path), "zip", path)) if path.is_dir() else path).read_bytes()
