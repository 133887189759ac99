"""osmose mail: what waits, and all of it sent."""

import shutil
from datetime import date

import pytest

from tests.service.commands.conftest import rows
from tests.service.posting import ask_both, house_of, sent_files

TODAY = date.today()  # noqa: DTZ011 -- the command lives today


@pytest.fixture
def asked(folder, town_template):
    """The working folder with a town in which both partners were asked; its house."""
    shutil.copytree(town_template.home, folder / "home")
    shutil.copy(folder / "home" / "osmose.db", folder / "osmose.db")
    where = {"home": folder / "home", "database_url": f"sqlite:///{folder / 'osmose.db'}"}
    with house_of(town_template.model_copy(update=where)) as house:
        ask_both(house, TODAY)
        yield house


def test_what_waits_is_listed_without_addresses_unless_they_are_asked_for(asked, osmose):
    del asked
    plain, shown = osmose("mail", "list", "--format", "csv"), osmose("mail", "list", "--show-addresses")

    assert [(row["kind"], row["to"], row["partner"]) for row in rows(plain)] == [
        ("asked", "person 1", "Bakkerij De Korst"),
        ("asked", "person 2", "De Lindeschool"),
    ]
    assert "@" not in plain.stdout
    assert "Directie bakker <bakker@example.org>" in shown.stdout


def test_all_that_is_due_is_sent_and_counted(asked, osmose):
    told = osmose("mail", "send")

    assert told.exit_code == 0, told.stderr
    assert f"sent: 2 (to {asked.settings.mail_path})" in told.stdout
    assert len(sent_files(asked)) == 2
    assert "sent: 0" in osmose("mail", "send").stdout


def test_settings_by_which_no_mail_should_leave_are_told_in_one_sentence(asked, osmose, monkeypatch):
    del asked
    monkeypatch.setenv("OSMOSE_SMTP_HOST", "mail.example.org")
    told = osmose("mail", "send")

    assert told.exit_code == 2
    assert told.stderr.count("\n") == 1
    assert "OSMOSE_OFFICE_ADDRESS" in told.stderr
