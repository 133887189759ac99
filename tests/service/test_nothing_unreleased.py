"""Public pages hold nothing that was not released: a secret in every field, looked for in every byte of every route."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import JSON, CheckConstraint, LargeBinary, String, select, update

from graph.activities import ActivitySignUp
from graph.every_table import Base
from graph.frozen import FrozenReport
from graph.grants import WITH_GRANT
from graph.introducing import Introductions
from graph.model import Answer
from graph.outbox import Webhook, WebhookCall
from graph.people import AuditEntry, PartnerNote
from graph.repository import Repository
from graph.rounds import Round, RoundDeal, RoundGuest, RoundPlan
from graph.stories import Story, StoryFollower
from graph.telling import pictures_of
from graph.year_themes import YearTheme
from service.access import OPERATOR, Role
from service.grants.applying import begin_application
from service.grants.deciding import refuse
from service.keys import read_safe
from service.rules import RULES
from service.stories.agreeing import ask_partners, take_down
from service.stories.card import draw_card
from service.stories.reading import read_content
from service.tokens import make_token
from tests.service.activities.holding import hold
from tests.service.grants.applying_team import draft, granted, handed_in, open_scheme
from tests.service.routes import Route
from tests.service.serving import writing
from tests.service.stories.telling import agree, make_public, tell
from tests.service.town import TODAY, serving_town, unpacked

MARK = "geheim"
YEAR = 2019
"""Of a report and of a theme."""
PUBLIC = {
    "collaboration": {"title", "start_date", "end_date", "kind", "description", "action_line", "source"},
    "grant_application": {"title"},
    "grant_scheme": {"title", "purpose", "criteria"},
    "offering": {"text"},
    "partner": {"name", "description", "place", "country", "website", "kvk", "brin", "lrk", "since", "until", "source"},
    "partner_alias": {"text"},
    "sector": {"label"},
    "story": {"released"},
    "theme": {"label", "description"},
    "theme_label": {"text"},
    "year_theme": {"title", "description"},
}
"""Fields that everybody reads, by table, where a partner chose nothing else (`service.access.USUAL_LEVELS`)."""
CODES = {
    "audit_entry": {"role", "action", "subject"},
    "change": {"partner_ids"},
    "mail": {"event", "kind"},
    "person": {"refused_mail"},
    "api_token": {"scopes"},
    "introduction": {"lane", "reasons"},
    "introduction_step": {"reason"},
    "round_plan": {"occasion"},
}
"""Fields that hold names of our own, and would not be read with anything else in them."""
N_ACTIVITIES = 4
OVER_A_YEAR = {
    "begins_at": datetime.now(UTC) + timedelta(days=365),
    "ends_at": datetime.now(UTC) + timedelta(days=365, hours=3),
}
RELEASED = {
    "grant_application": lambda table: table.c.state.in_(WITH_GRANT),
    "grant_scheme": lambda table: table.c.is_public.is_(True),
}
"""Rows of which these fields are public; in all others they hold the secret too."""
NEVER_CHANGED = {"audit_entry", "introduction_step"}
"""Tables in which a trigger refuses every change; the secret stands in new rows."""


def texts_of(table):
    """The columns in which somebody's words or data can stand: no keys, no listed codes, no digests."""
    listed = " ".join(str(each.sqltext) for each in table.constraints if isinstance(each, CheckConstraint))
    return {
        column.name
        for column in table.columns
        if isinstance(column.type, (String, JSON, LargeBinary))
        and not (column.primary_key or column.foreign_keys or column.name.endswith("_hash"))
        and not re.search(rf"\b{column.name}\b", listed)
    }


def secret_columns(table):
    return texts_of(table) - PUBLIC.get(table.name, set()) - CODES.get(table.name, set())


def fill(session, town):
    """Add rows of what the town lacks: stories of every state, notes, a token, a webhook, an answer, a report."""
    agree(session, tell(session, "samen", pictures=1), said="no")
    ask_partners(session, OPERATOR, tell(session, "samen", pictures=1), TODAY)
    take_down(session, OPERATOR, make_public(session, "samen", pictures=1))
    tell(session, "samen", pictures=1)
    public = make_public(session, "samen", pictures=1, title="Openbaar verhaal", day=TODAY)
    followed = Introductions(session).get(town.named["introduction_id"])
    session.add_all(
        [
            StoryFollower(introduction_id=followed.id, story_id=public.id),
            PartnerNote(partner_id="eigen", sealed_text=""),
            AuditEntry(role="staff", person_id=None, action="add note", subject="partner eigen", detail=MARK),
            Answer(partner_id="eigen", suggested_id="ander", answered_on=TODAY, answer="no_room", reason=MARK),
            Webhook(person_id=town.people["staff"], url="https://example.org", sealed_secret=""),
            FrozenReport(year=YEAR, made_on=TODAY, content={}),
            Round(id=1, kind="market", title="", days=[]),
            YearTheme(year=YEAR, title="Jaarthema"),
        ]
    )
    for columns in ({"title": "Openbare dag"}, {"is_public": False}, {"state": "draft"}, {"state": "proposed"}):
        activity = hold(session, held_by=["eigen"], place="Oss", **OVER_A_YEAR, **columns)
        session.add(ActivitySignUp(activity_id=activity.id, partner_id="ander", n_people=2))
    make_token(session, town.people["owner"], MARK, ["read"], today=date.today())  # noqa: DTZ011 -- it is looked up today
    session.flush()
    session.add_all(
        [
            RoundGuest(round_id=1, partner_id="eigen", room=1, days=[]),
            RoundPlan(round_id=1, number=1, occasion="planned", asked={}, planned={}, faults=[], changed={}),
            RoundDeal(round_id=1, first_id="ander", second_id="eigen", made_on=TODAY, what=""),
        ]
    )
    session.add(WebhookCall(webhook_id=1, introduction_id=followed.id, step_number=1, due_at=datetime.now(UTC)))
    fill_grants(session)
    Repository(session).record_change(MARK)
    session.flush()
    return public


def fill_grants(session):
    """Add a public scheme that tells no amounts with a grant, a refusal and a draft; and one that is not public."""
    scheme = open_scheme(session, TODAY, title="Openbare regeling")
    granted(session, scheme, "eigen", "ander", day=TODAY, title="Openbare subsidie", cents=123_400)
    refuse(session, OPERATOR, handed_in(session, scheme, "eigen", "ander", day=TODAY), "", TODAY)
    begin_application(session, OPERATOR, scheme, draft("eigen"), TODAY)
    open_scheme(session, TODAY, is_public=False)


def plant(session, safe, public):
    """Put a secret in every field that is not public, in every row; in the public story as in one that was changed."""
    planted = set()
    shown = {each["id"] for each in public.released["pictures"]}
    for table in Base.metadata.sorted_tables:
        columns = secret_columns(table)
        if not columns or table.name in NEVER_CHANGED:
            continue
        rows = session.scalar(select(table).limit(1)) is not None
        for column in columns:
            statement = update(table).values({column: secret(table, column, safe)})
            if (table.name, column) == ("story", "slug"):
                # One name for each, and that of a public story is public.
                statement = statement.where(table.c.released.is_(None)).values(slug=f"{MARK}-" + table.c.slug)
            if table.name == "activity":  # one that is published for everybody is public, word for word
                statement = statement.where(table.c.state.in_(("draft", "proposed")) | table.c.is_public.is_(False))
            if isinstance(table.c[column].type, LargeBinary):
                statement = statement.where(table.c.id.not_in(shown))
            session.execute(statement)
            planted |= {(table.name, column)} if rows else set()
    for name, is_released in RELEASED.items():
        table = Base.metadata.tables[name]
        secrets = {column: secret(table, column, safe) for column in PUBLIC[name]}
        session.execute(update(table).where(~is_released(table)).values(secrets))
    session.expire_all()
    Repository(session).record_change(MARK)
    return planted


def secret(table, column, safe):
    text = f"{MARK} {table.name} {column}"
    if column.startswith("sealed_"):
        return safe.seal(text)
    if isinstance(table.c[column].type, LargeBinary):
        return text.encode()
    if isinstance(table.c[column].type, JSON):
        return {MARK: text}
    return text


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    with serving_town(tmp_path_factory.mktemp("town"), forgets=True) as town:
        yield town


@pytest.fixture(scope="module")
def planted(town):
    """What was planted where; the copy that is public; and the names that addresses may have."""
    with writing(town.settings) as session:
        public = fill(session, town)
        pictures = [each.id for each in pictures_of(session, public)]
        planted = plant(session, read_safe(town.settings), public)
        slugs = list(session.scalars(select(Story.slug)))
        return planted, read_content(public.released), slugs, pictures


def addresses(town, slugs, n_pictures):
    """Every address that the public may open, of every story and picture, released or not."""
    for name, rule in sorted(RULES.items()):
        method, _, path = name.partition(" ")
        if method == "GET" and Role.PUBLIC in rule.roles:
            for slug in slugs if "{slug}" in path else [""]:
                for picture_id in range(1, n_pictures + 1) if "{picture_id}" in path else [0]:
                    for activity_id in range(1, N_ACTIVITIES + 1) if "{activity_id}" in path else [0]:
                        numbers = {"picture_id": picture_id, "width": 480, "activity_id": activity_id, "year": YEAR}
                        named = {**town.named, "slug": slug, "theme_id": "geen", **numbers}
                        yield Route("GET", path).address(named)


def test_every_field_that_is_not_public_got_its_secret(planted):
    """Or else what is new would not be looked for: it belongs in PUBLIC or CODES, or a row of it into `fill`."""
    wanted = {
        (table.name, column)
        for table in Base.metadata.sorted_tables
        for column in secret_columns(table)
        if table.name not in NEVER_CHANGED
    }

    assert wanted - planted[0] == set()


def test_nothing_of_it_is_in_any_byte_that_the_public_gets(town, planted):
    _, _, slugs, _ = planted
    asker = town.in_browser("public")
    found = {}
    for address in addresses(town, slugs, 5):
        answer = town.ask("GET", address, asker.headers)
        # What somebody typed into the address stands in the page that says that nothing is there.
        body = unpacked(answer.content).replace(address.encode(), b"")
        if MARK in str(answer.headers) + body.decode(errors="replace"):
            found[address] = answer.status_code

    assert found == {}


@pytest.mark.usefixtures("planted")
def test_staff_get_it_so_it_was_there_to_be_found(town):
    headers = town.in_browser("staff").headers

    page = town.ask("GET", "/werkbank/verhalen/1", headers).text

    assert {f"{MARK} story {name}" for name in ("title", "done", "gave", "quote")} <= set(
        re.findall(rf"{MARK} story \w+", page)
    )


@pytest.mark.usefixtures("planted")
def test_of_a_public_grant_the_amount_is_told_only_where_the_scheme_says_so(town):
    asker = town.in_browser("public")
    pages = [
        town.ask("GET", where, asker.headers).text for where in ("/subsidies", "/subsidies/1", "/v1/collaborations")
    ]

    assert "Openbare regeling" in pages[0]
    assert "Openbare subsidie" in pages[1]
    assert not any("1234" in page or "1.234" in page for page in pages)


def test_the_public_story_is_told_as_it_was_released(town, planted):
    _, content, _, pictures = planted
    asker = town.in_browser("public")

    page = town.ask("GET", "/verhalen/openbaar-verhaal", asker.headers)
    card = town.ask("GET", "/verhalen/openbaar-verhaal/kaart.png", asker.headers)
    picture = town.ask("GET", f"/verhalen/openbaar-verhaal/foto/{pictures[0]}-480.webp", asker.headers)

    assert "Openbaar verhaal" in page.text
    assert "Openbare dag" in town.ask("GET", "/agenda", asker.headers).text
    assert card.content == draw_card(content, town.settings.office_name)
    assert picture.status_code == 200
    assert [
        town.ask("GET", f"/verhalen/openbaar-verhaal/foto/{other}-480.webp", asker.headers).status_code
        for other in range(1, 6)
        if other not in pictures
    ] == [404] * 4
