"""Writes a migration from the difference between the migrations so far and the classes of graph.model."""

import sys
from pathlib import Path

from alembic import command

from graph.database import alembic_config, open_engine


def write_migration(what):
    """Write the next numbered migration, by comparing the classes with an empty database brought up to date."""
    number = len(list((Path(__file__).parent / "versions").glob("*.py"))) + 1
    with open_engine("sqlite://").begin() as connection:
        config = alembic_config(connection)
        command.upgrade(config, "head")
        command.revision(config, what, autogenerate=True, rev_id=f"{number:04}")


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004 -- the program and one argument
        sys.exit('say what changes: python -m graph.migrations "partners have a colour"')
    write_migration(sys.argv[1])
