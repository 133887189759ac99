"""Names, addresses and notes stand nowhere but where they belong: a marker is planted, and looked for everywhere."""

import logging

import pytest
from sqlalchemy import select

from graph.database import open_engine, reading
from graph.every_table import Base
from graph.introducing import By, Introductions
from graph.people import PartnerNote, Person
from graph.writing import FORMATS, export
from service.access import OPERATOR, Asker, Role
from service.erasing import erase_person
from service.introductions.asking import answer
from service.introductions.deciding import decide, propose_by_hand, take_back
from service.introductions.outcomes import end, report
from service.keys import read_safe
from service.people import AlreadyKnown, BadAddress, People
from service.rules import RULES
from tests.service.routes import Route
from tests.service.serving import writing
from tests.service.town import TODAY, serving_town, unpacked

MARKER = "merkteken"
ADDRESS = f"{MARKER}@voorbeeld.example"


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    with serving_town(tmp_path_factory.mktemp("town"), forgets=True) as town:
        plant(town)
        yield town


def plant(town):
    """Give the owner a name, address, phone and function that are known again, and have staff write them down."""
    safe = read_safe(town.settings)
    with writing(town.settings) as session:
        person = session.get_one(Person, town.people["owner"])
        person.address_hash = safe.digest("address", ADDRESS)
        person.sealed_address, person.sealed_name = safe.seal(ADDRESS), safe.seal(f"{MARKER} van test")
        person.sealed_phone = safe.seal(f"06-{MARKER}")
        People(session, safe).join(person.id, "eigen", function=f"{MARKER} van dienst")
        session.add(PartnerNote(partner_id="eigen", sealed_text=safe.seal(f"Gebeld met {MARKER}.")))


def go_the_whole_way(town):
    """Have the two partners of the town answer, meet, start and end, and staff decide and undo."""
    owner = Asker(Role.PARTNER, frozenset({"eigen"}), town.people["owner"])
    with writing(town.settings) as session:
        introduction = Introductions(session).get(town.named["introduction_id"])
        answer(session, introduction, "first", "yes", By("first"), TODAY)
        answer(
            session,
            introduction,
            "second",
            "yes",
            By("second", owner.person_id),
            TODAY,
            words=f"groet van {MARKER[:3]}",
        )
        report(session, introduction, "started", By("second", owner.person_id), TODAY)
        end(session, introduction, By("second", owner.person_id), TODAY)
        other = propose_by_hand(session, OPERATOR, "koepel", "eigen")
        decide(session, OPERATOR, other, "dismiss", reason="other")
        take_back(session, OPERATOR, other)


def everything_in(town, *, but=()):
    """All that stands in the tables, as text, by table and column."""
    engine = open_engine(town.settings.database_url)
    with reading(engine) as session:
        found = {
            f"{table.name}.{column.name}": repr(session.execute(select(column)).all())
            for table in Base.metadata.sorted_tables
            for column in table.columns
            if f"{table.name}.{column.name}" not in but
        }
    engine.dispose()
    return found


def asked(town, name):
    """What somebody receives from every GET route about the partner that the person speaks for."""
    headers = town.in_browser(name).headers
    paths = [row.removeprefix("GET ") for row in RULES if row.startswith("GET ")]
    addresses = [Route("GET", path).address(town.named) for path in paths]
    return {address: town.ask("GET", address, headers).content for address in addresses}


def holding(received):
    return {
        where
        for where, body in received.items()
        if MARKER in (body if isinstance(body, str) else body.decode(errors="replace"))
    }


def test_pages_of_others_hold_nothing_before_both_said_yes(town):
    assert {name: holding(asked(town, name)) for name in ("public", "other", "group")} == {
        "public": set(),
        "other": set(),
        "group": set(),
    }
    assert "/mijn/persoon" in holding(asked(town, "owner"))


def test_no_table_holds_it_readable_after_the_whole_way(town):
    go_the_whole_way(town)
    found = everything_in(town)

    assert holding(found) == set()
    assert "ask partners" in found["audit_entry.action"]
    assert "introduced" in found["mail.kind"]
    assert holding(asked(town, "public")) | holding(asked(town, "group")) == set()


def test_no_log_holds_it_whatever_is_asked(town, caplog):
    caplog.set_level(logging.DEBUG)
    for name in ("public", "owner", "staff"):
        asked(town, name)
    for row in RULES:
        method, _, path = row.partition(" ")
        town.ask(method, Route(method, path).address(town.named), town.in_browser("staff").headers)

    assert MARKER not in "\n".join(
        record.getMessage() for record in caplog.records if not record.name.startswith("http")
    )


@pytest.mark.parametrize("format_name", FORMATS)
def test_no_export_of_the_operator_holds_it(town, tmp_path, format_name):
    engine = open_engine(town.settings.database_url)
    with reading(engine) as session:
        export(session, format_name, tmp_path / "file")
    engine.dispose()

    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if MARKER.encode() in unpacked(path.read_bytes())] == []


def test_errors_do_not_repeat_it(town):
    safe = read_safe(town.settings)
    with writing(town.settings) as session:
        people = People(session, safe)
        for attempt, kind in ((ADDRESS, AlreadyKnown), (f"geen {MARKER}", BadAddress)):
            with pytest.raises(kind) as told:
                people.add(attempt)
            assert MARKER not in str(told.value)


def test_what_is_left_of_an_erased_person_is_a_number(town):
    with writing(town.settings) as session:
        erase_person(session, read_safe(town.settings), town.settings, OPERATOR, town.people["owner"])
    found = everything_in(town)

    assert holding(found) == set()
    assert "erase person" in found["audit_entry.action"]
    assert found["person.id"] == repr([(number,) for name, number in town.people.items() if name != "owner"])
