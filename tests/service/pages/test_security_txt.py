"""Whom to tell of a weakness, as RFC 9116 has it written down."""

import re
from datetime import UTC, datetime

import pytest

from service.pages.security_txt import write_contact
from service.settings import BadSetting, Settings, read_settings
from tests.builders import partner
from tests.service.serving import ELSEWHERE, copy_database, serving

MOMENT = datetime(2027, 1, 10, 12, tzinfo=UTC)


def test_it_names_the_contacts_and_until_when_they_are_good():
    contacts = ("mailto:veilig@voorbeeld.example", "https://voorbeeld.example/melden")

    written = write_contact(Settings(security_contact=contacts, base_url="https://osmose.example/"), MOMENT)

    assert written.splitlines() == [
        "Contact: mailto:veilig@voorbeeld.example",
        "Contact: https://voorbeeld.example/melden",
        "Expires: 2027-04-10T00:00:00Z",
        "Preferred-Languages: nl, en",
        "Canonical: https://osmose.example/.well-known/security.txt",
    ]


@pytest.mark.parametrize(("contacts", "status"), [((), 404), (("mailto:veilig@voorbeeld.example",), 200)])
def test_it_is_there_for_everybody_where_the_settings_name_a_contact(sqlite_template, tmp_path, contacts, status):
    settings = copy_database(sqlite_template, tmp_path, [partner("a")], security_contact=contacts)
    with serving(settings, ELSEWHERE) as client:
        answer = client.get("/.well-known/security.txt")

    assert answer.status_code == status
    if contacts:
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert re.match(r"Contact: mailto:veilig@voorbeeld\.example\n", answer.text)


@pytest.mark.parametrize("contact", ["veilig@voorbeeld.example", "http://voorbeeld.example", "mailto:a\nExpires: 1"])
def test_what_is_no_contact_is_told_with_what_was_expected(monkeypatch, contact):
    monkeypatch.setenv("OSMOSE_SECURITY_CONTACT", contact)

    with pytest.raises(BadSetting, match=r"mailto:"):
        read_settings()
