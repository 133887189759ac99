"""The network of Oss with all that pages can show: persons of each role, introductions on their way, notes, mails."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.collaborating import collaborations_of
from graph.database import transaction
from graph.introducing import By
from graph.outbox import Mail
from graph.pulse.questions import questions_of
from service.access import OPERATOR, Asker, Role
from service.activities.signing_up import sign_up
from service.casework import add_note
from service.grants.applying import ask_members, begin_application
from service.grants.deciding import record_paid, settle
from service.house import House
from service.introductions.asking import answer, ask
from service.introductions.deciding import decide, take_up
from service.introductions.outcomes import report
from service.inviting import invite
from service.links import Links
from service.people import People
from service.rounds.asking import ask_round
from service.rounds.gathering import add_guests, make_round
from service.rounds.kept import keep_plan
from service.rounds.solving import check, solve
from service.rounds.written_back import record_deal
from service.sessions import start_session
from service.settings import Settings
from service.signing_in import make_link
from service.stories.agreeing import ask_partners
from service.tokens import make_token
from service.year_themes.keeping import Given
from service.year_themes.keeping import add as add_year_theme
from tests.service.activities.holding import hold
from tests.service.grants.applying_team import draft, granted, handed_in, open_scheme
from tests.service.posting import house_of
from tests.service.signed_in import session_cookie
from tests.service.stories.telling import make_public, tell

OWN = "het-hooghuis"
ROLES = ("staff", "partner", "working_group")
TODAY = date.today()  # noqa: DTZ011 -- the pages live today


@dataclass(frozen=True)
class Filled:
    """What the addresses of pages are made of."""

    cookies: dict[str, str]
    """The session of one person of each role; nobody signed in as the public."""
    ids: dict[str, object]
    """Ids and tokens, by their names in the addresses of tests."""


def fill(settings: Settings) -> Filled:
    """Fill the database of a served network."""
    with house_of(settings) as house, transaction(house.engine) as session:
        persons = _persons(session, house)
        ids = _introductions(session, house)
        ids |= _links(session, house, persons, ids)
        ids |= _rounds(session, house, persons)
        ids |= _activities(session, house, persons)
        ids |= {
            "guest": persons["guest"],
            "partner": persons["partner"],
            "mail": session.scalars(select(Mail.id).order_by(Mail.id)).first(),
        }
        ids |= _stories(session, house, persons)
        ids |= _year_themes(session)
        ids |= _grants(session, house, persons)
        add_note(session, house.safe, Asker(Role.STAFF, person_id=persons["staff"]), OWN, "call", "Zoekt een gastles.")
        make_token(session, persons["partner"], "Website", ["read"], today=TODAY)
        sessions = {role: start_session(session, persons[role]) for role in ROLES}
    return Filled({role: session_cookie(settings, token=token) for role, token in sessions.items()}, ids)


def _persons(session: Session, house: House) -> dict[str, int]:
    people = People(session, house.safe)
    persons = {role: people.add(f"{role}@voorbeeld.example", role="" if role == "partner" else role) for role in ROLES}
    persons["guest"] = people.add("collega@voorbeeld.example", "Collega", phone="0412 000000")
    people.join(persons["partner"].id, OWN, function="directie")
    people.join(persons["guest"].id, "museum-jan-cunen", state="claimed")
    return {name: person.id for name, person in persons.items()}


def _introductions(session: Session, house: House) -> dict[str, object]:
    """Bring five introductions of one partner as far as proposed, approved, asked, accepted by both, and started."""
    suggestions = house.snapshots.current().matcher.suggest([OWN], top=5)
    rows = [take_up(session, OPERATOR, suggestion, "close_fit") for suggestion in suggestions]
    people = People(session, house.safe)
    for number, row in enumerate(rows):
        other = next(each for each in (row.first_id, row.second_id) if each != OWN)
        people.join(people.add(f"directie{number}@voorbeeld.example").id, other)
    for row in rows[1:]:
        decide(session, OPERATOR, row, "approve")
    for row in rows[2:]:
        ask(session, OPERATOR, row, TODAY)
    for row in rows[3:]:
        answer(session, row, "first", "yes", By("first"), TODAY)
        answer(session, row, "second", "yes", By("second"), TODAY)
    report(session, rows[4], "started", By("first"), TODAY)
    names = ("proposed", "approved", "asked", "introduced", "started")
    return dict(zip(names, (row.id for row in rows), strict=True)) | {
        f"{name}_side": "first" if row.first_id == OWN else "second" for name, row in zip(names, rows, strict=True)
    }


def _links(session: Session, house: House, persons: dict[str, int], ids: dict[str, object]) -> dict[str, object]:
    """Return the tokens of the links that mails to the own partner carry."""
    invite(session, house.safe, OPERATOR, OWN, "nieuw@voorbeeld.example", today=TODAY - timedelta(days=1))
    invited = People(session, house.safe).require("nieuw@voorbeeld.example").id
    links, own = Links(house.safe), {"person": persons["partner"]}

    def about(name: str) -> dict[str, object]:
        return {"introduction": ids[name], "side": ids[f"{name}_side"]}

    return {
        "sign_in": make_link(session, persons["guest"], None),
        "invitation": links.make("invite", {"person": invited, "partner": OWN}),
        "profile": links.make("profile", {**own, "partner": OWN}),
        **{f"answer_{name}": links.make("answer", own | about(name)) for name in ("asked", "introduced")},
        "pulse": links.make("pulse", own | _pulse(session)),
        "outcome": links.make("outcome", own | about("introduced")),
        "unsubscribe": links.make("unsubscribe", {**own, "kind": "digest"}),
    }


def _stories(session: Session, house: House, persons: dict[str, int]) -> dict[str, object]:
    """Tell of three collaborations of the own partner: one story is public, one asked about, one being written."""
    public_on, asked_on, written_on = (each.id for each in collaborations_of(session, OWN)[:3])
    public = make_public(session, public_on, pictures=3, title="Samen een voorleesfeest in de wijk", day=TODAY)
    asked = tell(session, asked_on, pictures=2, title="Techniek proeven bij bedrijven om de hoek")
    ask_partners(session, OPERATOR, asked, TODAY)
    written = tell(session, written_on, title="Een middag muziek")
    carried = {"person": persons["partner"], "partner": OWN, "story": asked.id, "n_asked": asked.n_asked}
    return {
        "story": public.id,
        "slug": public.slug,
        "story_asked": asked.id,
        "story_written": written.id,
        "story_link": Links(house.safe).make("story", carried),
        "collaboration": public_on,
    }


def _year_themes(session: Session) -> dict[str, object]:
    """Give this year a theme that many work on, and the next one a theme of nobody."""
    week = (date(TODAY.year, 3, 15), date(TODAY.year, 3, 19))
    near = Given("Techniek dichtbij", "Iedereen ziet hoe iets gemaakt wordt.", ("techniek",), week, leans=True)
    add_year_theme(session, OPERATOR, TODAY.year, near)
    far = Given("Hoog in de lucht", "", ("luchtvaart-en-drones",), None, leans=False)
    add_year_theme(session, OPERATOR, TODAY.year + 1, far)
    return {"year_theme": TODAY.year, "year_theme_without": TODAY.year + 1}


def _grants(session: Session, house: House, persons: dict[str, int]) -> dict[str, object]:
    """Make a scheme of long ago whose grants are settled, and one that is open, with applications of every kind."""
    team, others = (OWN, "museum-jan-cunen", "bibliotheek-nobb"), ("vanderlande", "bibliotheek-nobb")
    session.flush()
    then = TODAY - timedelta(days=900)
    past = {"begins_on": then, "ends_on": then + timedelta(days=120)}
    ended = open_scheme(session, then, title="Proeftuin samen leren", tells_left=True, tells_amounts=True)
    settle(session, OPERATOR, granted(session, ended, *others, day=then, title="Robots in de bieb", **past), 360_000)
    now = open_scheme(
        session, TODAY, purpose="Voor nieuwe activiteiten van meer partners.", least_partners=2, own_percent=10
    )
    soon = {"begins_on": TODAY + timedelta(days=40), "ends_on": TODAY + timedelta(days=160)}
    record_paid(session, OPERATOR, given := granted(session, now, *team, day=TODAY, **soon), 200_000)
    waiting = handed_in(session, now, *others, day=TODAY, title="Techniek in de etalage", **soon)
    written = begin_application(session, OPERATOR, now, draft(*team, title="Muziek op het plein"), TODAY)
    asked = begin_application(session, OPERATOR, now, draft(*team[:2], title="Samen zingen", **soon), TODAY)
    ask_members(session, OPERATOR, asked)
    carried = {"person": persons["partner"], "partner": OWN, "application": asked.id, "n_asked": asked.n_asked}
    states = {"given": given, "waiting": waiting, "written": written, "asked": asked}
    return {f"grant_{name}": row.id for name, row in states.items()} | {
        "scheme": now.id,
        "grant_link": Links(house.safe).make("grant", carried),
    }


def _pulse(session: Session) -> dict[str, object]:
    """Return what a link of the pulse carries, about the first question to the own partner."""
    question = questions_of(session, OWN, TODAY)[0]
    return {"partner": OWN, "collaboration": question.collaboration_id, "quarter": str(question.quarter)}


def _rounds(session: Session, house: House, persons: dict[str, int]) -> dict[str, object]:
    """Make a meeloopdag to sign up for, and a beursvloer and a lunch that are planned; return ids and links."""
    network, matcher = house.snapshots.current().network, house.snapshots.current().matcher
    partners, day = network.partners, TODAY + timedelta(days=30)
    firms, schools = (
        partners["id"][partners["sector"] == sector].tolist()[:8] for sector in ("bedrijf", "primair-onderwijs")
    )
    made = {}
    for kind, state in (("visits", "invited"), ("market", "coming"), ("lunch", "coming")):
        columns = {"title": f"Ronde {kind}", "days": [day.isoformat()], "n_slots": 3, "usual_room": 2, "seconds": 5}
        row = make_round(session, OPERATOR, kind, columns | {"sign_up_until": TODAY + timedelta(days=20)})
        add_guests(session, OPERATOR, row, [OWN, *schools], side="one", state=state)
        add_guests(session, OPERATOR, row, firms, side="other", state=state)
        made[kind] = row
        if state == "coming":
            asked = ask_round(session, row, matcher)
            planned = solve(asked, matcher, 5)
            row.shared_number = keep_plan(session, row, "planned", asked, planned, check(asked, planned))
    month = make_round(
        session, OPERATOR, "digest", {"title": "Suggesties", "days": [TODAY.isoformat()], "usual_room": 2, "seconds": 5}
    )
    asked = ask_round(session, month, matcher)
    planned = solve(asked, matcher, 5)
    month.shared_number = keep_plan(session, month, "planned", asked, planned, check(asked, planned))
    record_deal(
        session, OPERATOR, made["market"], OWN, firms[0], "Twee stageplekken", TODAY, starts=True, said_by=firms[:1]
    )
    links = {
        name: Links(house.safe).make("round", {"person": persons["partner"], "partner": OWN, "round": made[kind].id})
        for name, kind in (("round_asked", "visits"), ("round_planned", "market"))
    }
    made["visits"].is_open = True
    carried = {"person": persons["partner"], "partner": OWN, "round": month.id}
    links |= {"round_suggested": Links(house.safe).make("suggested", carried), "round_digest": str(month.id)}
    return links | {f"round_{kind}": row.id for kind, row in made.items()}


def _activities(session: Session, house: House, persons: dict[str, int]) -> dict[str, object]:
    """Hold an activity about technique, one in which the own partner waits, one called off, and one it proposes."""
    begins = datetime.now(UTC).replace(minute=0) + timedelta(days=30)
    usual = {"begins_at": begins, "ends_at": begins + timedelta(hours=3), "place": "Oss", "now": datetime.now(UTC)}
    words = {"description": "Zelf solderen en programmeren.", "audience": "leerkrachten", "address": "Raadhuislaan 2"}
    room = {"capacity": 40, "most_each": 6, "latitude": 51.765, "longitude": 5.518}
    first = hold(session, theme_ids=["techniek"], sector_ids=["primair-onderwijs"], **usual, **words, **room)
    full = hold(session, title="Kennislunch", kind="lunch", capacity=2, held_by=["gemeente-oss"], **usual)
    for partner_id in ("vanderlande", OWN):
        sign_up(session, OPERATOR, full, partner_id, 2, usual["now"])
    hold(session, title="Fietstocht", state="called_off", **usual)
    proposed = hold(session, title="Open dag", state="proposed", held_by=[OWN], **usual)
    carried = {"person": persons["partner"], "partner": OWN, "activity": full.id}
    link = Links(house.safe).make("activity", carried)
    return {"activity": first.id, "activity_full": full.id, "activity_proposed": proposed.id, "activity_link": link}
