"""A partner made nameless, in both databases."""

from datetime import date

from sqlalchemy import select

from graph.database import transaction
from graph.every_table import Base
from graph.introducing import PROGRAM, Introductions
from graph.leaving import make_nameless
from graph.model import Answer, Collaboration, Partner, PartnerAlias
from graph.pulse.tables import PulseAnswer
from graph.repository import Repository
from tests.builders import answer, collaboration, partner, store

TODAY = date(2026, 11, 26)


def everything(session):
    return "\n".join(str(row) for table in Base.metadata.sorted_tables for row in session.execute(select(table)))


def test_names_words_and_ids_go_and_what_it_did_stays(engine):
    with transaction(engine) as session:
        store(
            session,
            [
                partner(
                    "de-molen", name="De Molen", since="2020", seeks="meel", kvk="12345678", notes={"tel": "onbekend"}
                ),
                partner("school", part_of="de-molen"),
            ],
            [
                collaboration(
                    "feest-de-molen", "2024", ["de-molen", "school"], title="Feest in DE MOLEN", themes="feest"
                ),
                collaboration("molenaar", "2025", ["de-molen", "school"], lead="school", title="Molenaarsdag"),
            ],
            answers=[answer("school", "de-molen", reason="De Molen is ver")],
        )
        session.add(PartnerAlias(partner_id="de-molen", position=0, text="Molen Oss"))
        Introductions(session).propose("school", "de-molen", PROGRAM)
        answered = {"quarter": "2026-Q4", "collaboration_id": "molenaar", "aspect": "open", "level": 2}
        session.add_all(PulseAnswer(partner_id=each, **answered) for each in ("de-molen", "school"))
        Repository(session).record_change("profile of de-molen", ["de-molen"])
        before = Repository(session).network()

        former = make_nameless(session, "de-molen", "Voormalige partner", TODAY)

        after, rows = Repository(session).network(), everything(session).lower()
        for trace in ("de-molen", "de molen", "molen oss", "meel", "12345678", "onbekend", "is ver"):
            assert trace not in rows
        left = session.get_one(Partner, former)
        assert (left.name, left.since, left.until) == ("Voormalige partner", "2020", "2026-11-25")
        titles = set(session.scalars(select(Collaboration.title)))
        assert titles == {"Feest in Voormalige partner", "Molenaarsdag"}
        assert session.get_one(Collaboration, "molenaar").start_date == "2025"
        assert session.scalars(select(PulseAnswer)).one().partner_id == "school"
        assert session.scalars(select(Answer)).one().suggested_id == former
        assert [each.second_id for each in Introductions(session).of_partner(former)] == ["school"]
        assert sorted(after.ties["weight"]) == sorted(before.ties["weight"])
        assert len(after.collaboration_themes) == 1
        assert former not in after.at(TODAY).positions


def test_who_came_today_is_there_on_no_day(engine):
    with transaction(engine) as session:
        store(session, [partner("nieuw", since="2026-11-26")])

        former = make_nameless(session, "nieuw", "Voormalige partner", TODAY)

        assert session.get_one(Partner, former).since == ""
        assert Repository(session).network().at(TODAY).n_partners == 0
