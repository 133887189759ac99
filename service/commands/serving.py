"""osmose serve, osmose demo and osmose jobs: pages and API on an address of this machine, and the work beside it."""
# ruff: noqa: PLC0415 -- what is heavy is imported when the command runs: `osmose --help` needs none of it

import logging.config
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from service.commands.progress import Tell
    from service.settings import Settings

SAMPLE = Path(__file__).parents[2] / "data" / "oss"

HostOption = Annotated[str, typer.Option("--host", help="Address to listen on; others than this machine see less.")]
PortOption = Annotated[int, typer.Option("--port", min=0, max=65535, help="Port; 0 takes any free one.")]

MailOption = Annotated[
    bool,
    typer.Option(
        "--mail/--no-mail", help="Send mails, remind and end what is late, while it serves; or leave it to osmose jobs."
    ),
]

DEMO_PORTS = 20
"""Ports that the demo tries, one after another."""


def serve(
    host: HostOption = "127.0.0.1",
    port: PortOption = 8000,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes that answer.")] = 1,
    mail: MailOption = True,  # noqa: FBT002 -- typer gives it by name
) -> None:
    """Serve pages and API until Ctrl-C."""
    from service.commands.listening import listen, run, with_host
    from service.encoding import read_encoder
    from service.mail.transport import check_mail_settings
    from service.settings import read_settings

    settings = with_host(read_settings(), host).model_copy(update={"send_mail": mail})
    if mail:
        check_mail_settings(settings)
    _require_database(settings)
    read_encoder(settings)  # found out now too, and not by each of the processes that answer
    with listen(host, [port]) as (connection, address):
        typer.echo(f"Osmose listens on {address}, until Ctrl-C", err=True)
        run(settings, connection, workers=workers)


def demo(port: PortOption = 8000, mail: MailOption = True) -> None:  # noqa: FBT002 -- the same
    """Show the sample network of Oss: imported into a throw-away database, fitted and served until Ctrl-C."""
    from tempfile import TemporaryDirectory

    from service.commands.listening import listen, run
    from service.commands.progress import showing_progress
    from service.settings import Settings

    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))  # or the folder would stay
    ports = range(port, min(port + DEMO_PORTS, 65536)) if port else [0]
    with (
        TemporaryDirectory(prefix="osmose-", ignore_cleanup_errors=True) as folder,
        listen("127.0.0.1", ports) as (connection, address),
    ):
        settings = Settings(
            database_url=f"sqlite:///{folder}/osmose.db", home=Path(folder), base_url=address, demo=True, send_mail=mail
        )
        with showing_progress("reading the sample network") as tell:
            _fill(settings, tell)
        typer.echo(f"Osmose shows the network of Oss on {address}, until Ctrl-C")
        run(settings, connection, log_level="warning")


def jobs() -> None:
    """Send mails, call webhooks, remind and end what is late until Ctrl-C: all that osmose serve --no-mail leaves."""
    import asyncio

    from service.background import work_alone
    from service.commands.mailing import house_of
    from service.logs import logging_config
    from service.settings import read_settings

    settings = read_settings().model_copy(update={"send_mail": True})
    logging.config.dictConfig(logging_config(settings.log_format))
    with house_of(settings) as house:
        typer.echo("Osmose does its jobs, until Ctrl-C", err=True)
        asyncio.run(work_alone(house))


def _require_database(settings: "Settings") -> None:
    """Find out now, and not at the first request, whether the database can be used."""
    from service.commands.opening import opened

    with opened(settings):
        pass


def _fill(settings: "Settings", tell: "Tell") -> None:
    from graph.database import transaction
    from graph.reading.importing import import_paths
    from matching.suggest import fit
    from matching.teams.missing import MissingMember
    from matching.texts import TextSpace
    from service.commands.opening import opened, read_network
    from service.encoding import read_encoder

    encoder = read_encoder(settings)  # found out now, and not after the work
    with opened(settings) as engine, transaction(engine) as session:
        import_paths(session, [SAMPLE], progress=tell)
    network = read_network(settings, None)
    MissingMember.fit(network, TextSpace(network)).save(settings.team_path)
    fit(network, encoder=encoder).save(settings.model_path)
