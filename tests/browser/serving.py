"""The real program on the network of Oss, and a real browser to look at it."""

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from graph.database import open_engine, reading, transaction
from graph.reading.importing import import_paths
from graph.repository import Repository
from graph.vocabulary import prepare
from matching.suggest import fit
from service.app import create_app
from service.settings import Settings

OSS = Path(__file__).parents[2] / "data" / "oss"
CHROMIUM = shutil.which("chromium")

ARGUMENTS = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-quic",
    "--no-first-run",
    # A browser calls home unless it is told not to.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def serve_oss(folder: Path) -> Iterator[str]:
    """Serve the network of Oss, learned from its own history, and give the address; `folder` keeps the database."""
    settings = Settings(database_url=f"sqlite:///{folder / 'oss.db'}", home=folder)
    engine = open_engine(settings.database_url)
    prepare(engine)
    with transaction(engine) as session:
        import_paths(session, [OSS])
    with reading(engine) as session:
        network = Repository(session).network()
    engine.dispose()
    fit(network).save(settings.model_path)
    with serve(settings) as where:
        yield where


@contextmanager
def serve(settings: Settings) -> Iterator[str]:
    """Serve the database of some settings, and give the address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(create_app(settings), log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start Chromium without a window, drawing WebGL by software."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
