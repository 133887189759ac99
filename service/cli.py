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
    mailing,
    persons,
    placing,
    registering,
    reporting,
    rounding,
    serving,
    suggesting,
    teaming,
    themes,
    users,
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
database = typer.Typer(
    cls=Commands, no_args_is_help=True, help="Upgrade, back up, restore, check or move the database."
)
user = typer.Typer(
    cls=Commands, no_args_is_help=True, help="Add, list or remove who may sign in; make a link to do so."
)
mail = typer.Typer(cls=Commands, no_args_is_help=True, help="See what waits in the outbox, or send it.")
person = typer.Typer(
    cls=Commands, no_args_is_help=True, help="Show or erase what is kept about a person; remove what is old."
)
thesaurus = typer.Typer(cls=Commands, no_args_is_help=True, help="Take the thesaurus out, or bring themes in.")

app.command("demo", epilog="Example: osmose demo --port 8080")(serving.demo)
app.command("import", epilog="Example: osmose import data/oss --dry-run")(importing.import_files)
app.command("registers", epilog="Example: osmose registers vestigingenbo.csv --municipality Oss --dry-run")(
    registering.read_registers
)
app.command("fit", epilog="Example: osmose fit")(learning.fit)
app.command("suggest", epilog="Example: osmose suggest het-hooghuis --top 5")(suggesting.suggest)
app.command("find", epilog='Example: osmose find "taalvrijwilligers voor nieuwkomers"')(finding.find)
app.command("team", epilog='Example: osmose team "zomerschool techniek voor nieuwkomers" --for het-hooghuis')(
    teaming.team
)
app.command("round", epilog="Example: osmose round market guests.xlsx --days 2027-03-18 --out plan.pdf")(
    rounding.plan_round
)
app.command("answer", epilog='Example: osmose answer het-hooghuis muzelinck declined --reason "te ver weg"')(
    answering.answer
)
app.command("evaluate", epilog="Example: osmose evaluate --cutoff 2020-01-01")(evaluating.evaluate)
app.command("growth", epilog="Example: osmose growth --format csv")(growing.growth)
app.command("report", epilog="Example: osmose report 2021 --out report.pdf")(reporting.report)
app.command("places", epilog="Example: osmose places --anew")(placing.places)
app.command("export", epilog="Example: osmose export gexf net.gexf --at 2019-12-31")(exporting.export)
app.command("serve", epilog="Example: osmose serve --port 8080")(serving.serve)
app.command("jobs", epilog="Example: osmose jobs")(serving.jobs)
app.add_typer(user, name="user")
app.add_typer(thesaurus, name="themes")
app.add_typer(person, name="person")
app.add_typer(database, name="database")
app.add_typer(mail, name="mail")

mail.command("send", epilog="Example: osmose mail send")(mailing.send)
mail.command("list", epilog="Example: osmose mail list --show-addresses")(mailing.list_waiting)

thesaurus.command("export", epilog="Example: osmose themes export themes.ttl")(themes.export_themes)
thesaurus.command("import", epilog="Example: osmose themes import themes.ttl --dry-run")(themes.import_themes)

user.command("add", epilog="Example: osmose user add directie@example.org --role partner --partner muzelinck")(
    users.add
)
user.command("link", epilog="Example: osmose user link directie@example.org")(users.link)
user.command("list", epilog="Example: osmose user list --format csv")(users.list_users)
user.command("remove", epilog="Example: osmose user remove directie@example.org")(users.remove)
person.command("show", epilog="Example: osmose person show info@example.org")(persons.show)
person.command("erase", epilog="Example: osmose person erase info@example.org")(persons.erase)
person.command("retain", epilog="Example: osmose person retain")(persons.retain)

database.command("upgrade", epilog="Example: osmose database upgrade")(databases.upgrade)
database.command("backup", epilog="Example: osmose database backup osmose-backup.db")(databases.backup)
database.command("restore", epilog="Example: osmose database restore osmose-backup.db")(databases.restore)
database.command("check", epilog="Example: osmose database check")(databases.check)
database.command(
    "move", epilog="Example: osmose database move sqlite:///osmose.db postgresql://osmose@localhost/osmose"
)(databases.move)


def main() -> None:
    """Run the command line on the arguments of the process."""
    app()
