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
    "--disable-gpu-compositing",  # only pictures are drawn by WebGL; to put pages together by it takes twice as long
    "--disable-quic",
    "--no-first-run",
    # A browser calls home unless it is told not to.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def make_oss(folder: Path) -> Settings:
    """Store the network of Oss in a folder, learned from its own history."""
    settings = Settings(database_url=f"sqlite:///{folder / 'oss.db'}", home=folder)
    engine = open_engine(settings.database_url)
    prepare(engine)
    with transaction(engine) as session:
        import_paths(session, [OSS])
    with reading(engine) as session:
        network = Repository(session).network()
    engine.dispose()
    fit(network).save(settings.model_path)
    return settings


def copy_oss(made: Path, folder: Path) -> Settings:
    """Copy a network that was made before, which is quicker; nothing may have it open."""
    shutil.copytree(made, folder, dirs_exist_ok=True)
    return Settings(database_url=f"sqlite:///{folder / 'oss.db'}", home=folder)


@contextmanager
def serve_oss(folder: Path) -> Iterator[str]:
    """Serve the network of Oss, and give the address; `folder` keeps the database."""
    with serve(make_oss(folder)) as where:
        yield where


@contextmanager
def serve(settings: Settings) -> Iterator[str]:
    """Serve the database of some settings, and give the address, to which links in mails lead as well."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        where = f"http://127.0.0.1:{listener.getsockname()[1]}"
        app = create_app(settings.model_copy(update={"base_url": where}))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield where
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
