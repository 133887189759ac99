"""osmose mail: what waits in the outbox, and all of it sent."""
# ruff: noqa: PLC0415 -- what is heavy is imported when the command runs: `osmose --help` needs none of it

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from service.commands.options import Format, FormatOption

if TYPE_CHECKING:
    from service.house import House
    from service.settings import Settings


def send() -> None:
    """Do what time has brought about, then send all mails and calls of webhooks that are due; tell how many."""
    import asyncio

    from service import webhooks
    from service.background import tend_now
    from service.mail.sending import send_due
    from service.mail.transport import check_mail_settings
    from service.settings import read_settings

    with house_of(read_settings()) as house:
        check_mail_settings(house.settings)
        tended = tend_now(house)
        tally = asyncio.run(send_due(house))
        calls = webhooks.send_due(house)
        where = house.settings.smtp_host or str(house.settings.mail_path)
    for name, n_done in tended.items():
        typer.echo(f"{name}: {n_done}")
    typer.echo(f"sent: {tally['sent']} (to {where})")
    if calls.sent or calls.failed or calls.given_up:
        typer.echo(f"calls of webhooks: {calls.sent} made, {calls.failed} to be tried again, {calls.given_up} given up")
    told = {"overtaken": "no longer true and not sent", "failed": "to be tried again", "given_up": "given up"}
    for result, words in told.items():
        if tally[result]:
            typer.echo(f"{words}: {tally[result]}")


def list_waiting(
    shows_addresses: Annotated[bool, typer.Option("--show-addresses", help="Names and addresses in clear.")] = False,  # noqa: FBT002 -- typer gives it by name
    chosen: FormatOption = Format.TABLE,
) -> None:
    """List what waits in the outbox; who it goes to as numbers of persons."""
    from graph.database import reading
    from service.commands.printing import Cell, print_rows
    from service.mail.waiting import list_mails
    from service.settings import read_settings

    with house_of(read_settings()) as house, reading(house.engine) as session:
        mails = list_mails(session, house.safe, "waiting")
        rows: list[list[Cell]] = [
            [
                mail.id,
                mail.kind,
                f"{mail.to_name} <{mail.to_address}>".strip() if shows_addresses else f"person {mail.person_id}",
                mail.partner_name,
                mail.when.isoformat(" ", "minutes"),
                mail.n_tries,
                mail.fault,
            ]
            for mail in mails
        ]
    print_rows(["mail_id", "kind", "to", "partner", "due", "tries", "fault"], rows, chosen)


@contextmanager
def house_of(settings: "Settings") -> "Iterator[House]":
    """Lend the house of some settings, as a running service has it."""
    from service.commands.opening import opened
    from service.encoding import read_encoder
    from service.house import House
    from service.keys import read_safe
    from service.snapshot import Snapshots

    with opened(settings) as engine:
        snapshots = Snapshots(engine, settings.model_path, read_encoder(settings))
        yield House.of(settings, engine, read_safe(settings), snapshots)
