"""The command line: every command in one list, and every error told in one place."""

import typer

from service.commands import (
    answering,
    databases,
    evaluating,
    exporting,
    finding,
    growing,
    importing,
    learning,
    reporting,
    serving,
    suggesting,
    themes,
)
from service.commands.telling import Commands
from service.commands.versions import tell_version

app = typer.Typer(
    name="osmose",
    cls=Commands,
    callback=tell_version,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="A matchmaking service for a partner network: who could work with whom, and why.",
)
database = typer.Typer(cls=Commands, no_args_is_help=True, help="Upgrade, back up, restore or check the database.")
thesaurus = typer.Typer(cls=Commands, no_args_is_help=True, help="Take the thesaurus out, or bring themes in.")

app.command("demo", epilog="Example: osmose demo --port 8080")(serving.demo)
app.command("import", epilog="Example: osmose import data/oss --dry-run")(importing.import_files)
app.command("fit", epilog="Example: osmose fit")(learning.fit)
app.command("suggest", epilog="Example: osmose suggest het-hooghuis --top 5")(suggesting.suggest)
app.command("find", epilog='Example: osmose find "taalvrijwilligers voor nieuwkomers"')(finding.find)
app.command("answer", epilog='Example: osmose answer het-hooghuis muzelinck declined --reason "te ver weg"')(
    answering.answer
)
app.command("evaluate", epilog="Example: osmose evaluate --cutoff 2020-01-01")(evaluating.evaluate)
app.command("growth", epilog="Example: osmose growth --format csv")(growing.growth)
app.command("report", epilog="Example: osmose report 2021 --out report.pdf")(reporting.report)
app.command("export", epilog="Example: osmose export gexf net.gexf --at 2019-12-31")(exporting.export)
app.command("serve", epilog="Example: osmose serve --port 8080")(serving.serve)
app.add_typer(thesaurus, name="themes")
app.add_typer(database, name="database")

thesaurus.command("export", epilog="Example: osmose themes export themes.ttl")(themes.export_themes)
thesaurus.command("import", epilog="Example: osmose themes import themes.ttl --dry-run")(themes.import_themes)

database.command("upgrade", epilog="Example: osmose database upgrade")(databases.upgrade)
database.command("backup", epilog="Example: osmose database backup osmose-backup.db")(databases.backup)
database.command("restore", epilog="Example: osmose database restore osmose-backup.db")(databases.restore)
database.command("check", epilog="Example: osmose database check")(databases.check)


def main() -> None:
    """Run the command line on the arguments of the process."""
    app()
