"""Migrations on a database in use: rows of every version are still there in the next one, on both databases."""

from alembic import command
from alembic.script import ScriptDirectory

from graph.database import alembic_config, require_current
from tests.filling import fill, rows_of


def revisions():
    """Every version of the tables, the first one first."""
    return [script.revision for script in ScriptDirectory.from_config(alembic_config(None)).walk_revisions()][::-1]


def lost(before, after):
    """The rows of some tables that are not among those of a later version, looked at in the columns of before."""
    return [
        (name, row)
        for name, rows in before.items()
        for row in rows
        if name != "alembic_version" and not any(row.items() <= other.items() for other in after[name])
    ]


def test_nothing_of_any_earlier_version_is_lost_on_the_way_to_this_one(empty_engine):
    before, versions = {}, revisions()
    for version in versions:
        with empty_engine.execution_options(writes=True).begin() as connection:
            command.upgrade(alembic_config(connection), version)
        with empty_engine.execution_options(writes=True).begin() as connection:
            after = rows_of(connection)
            assert lost(before, after) == [], version
            fill(connection, but=before)
            before = rows_of(connection)

    require_current(empty_engine)
    assert len(versions) >= 14
    assert [name for name, rows in before.items() if not rows] == []
