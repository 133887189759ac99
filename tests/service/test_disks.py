"""A disk that is full or cannot be written to: told plainly, and reading goes on."""

import errno
import os

import pytest
from sqlalchemy import event

from tests.builders import partner
from tests.service.serving import HERE, copy_database, serving

FULL_DISK = "PRAGMA max_page_count = 1"
"""SQLite then takes no more than the pages that it has already, and says what it says of a full disk."""
READ_ONLY = "PRAGMA query_only = ON"
PROFILE = {"description": "y" * 2000, "offers": [f"aanbod {number} {'z' * 100}" for number in range(40)]}
PERSON = {"adres": "directie@voorbeeld.example", "naam": "x" * 100, "rol": "working_group"}
CASES = [
    pytest.param(FULL_DISK, 507, "Er is geen ruimte meer om dit te bewaren", id="full"),
    pytest.param(READ_ONLY, 503, "Er kan nu niets worden bewaard", id="read-only"),
]


@pytest.fixture
def asking(sqlite_template, tmp_path):
    with serving(copy_database(sqlite_template, tmp_path, [partner("muzelinck")]), HERE) as client:
        yield client


def have_refused(app, pragma):
    """Have the database of an application refuse to store from now on, as SQLite does on such a disk."""
    engine = app.state.house.engine
    engine.dispose()
    event.listen(engine, "connect", lambda connection, _record: connection.execute(pragma))


@pytest.mark.parametrize(("pragma", "status", "title"), CASES)
def test_who_stores_is_told_that_it_cannot_be_and_who_reads_goes_on(asking, pragma, status, title):
    etag = asking.get("/v1/partners/muzelinck").headers["ETag"]
    have_refused(asking.app, pragma)

    by_program = asking.patch("/v1/partners/muzelinck", json=PROFILE, headers={"If-Match": etag})
    by_page = [
        asking.post("/werkbank/personen", data={**PERSON, "adres": f"p{n}@voorbeeld.example"}) for n in range(40)
    ]
    read = [asking.get(path).status_code for path in ("/partners/muzelinck", "/v1/partners", "/werkbank/personen")]

    assert (by_program.status_code, read) == (status, [200, 200, 200])
    assert "nothing was stored" in by_program.json()["detail"]
    assert by_page[-1].status_code == status
    assert title in by_page[-1].text
    assert "U kunt wel blijven lezen" in by_page[-1].text


@pytest.mark.parametrize(
    ("number", "status", "detail"),
    [
        pytest.param(errno.ENOSPC, 507, "Er is geen ruimte meer", id="full"),
        pytest.param(errno.EROFS, 503, "Er kan nu niets worden bewaard", id="read-only"),
        pytest.param(errno.EIO, 500, "Er ging iets mis", id="another-is-a-fault-of-ours"),
    ],
)
def test_a_disk_beside_the_database_is_told_in_the_same_way(asking, monkeypatch, number, status, detail):
    def refuse(*_what, **_more):
        raise OSError(number, os.strerror(number), "/secret/place")

    monkeypatch.setattr("service.pages.persons.render", refuse)

    answer = asking.get("/werkbank/personen")

    assert answer.status_code == status
    assert detail in answer.text
    assert "/secret/place" not in answer.text
