"""The access table: every route has its row, and every kind of asker is let in or refused as that row says."""

import pytest

from service.access import Role
from service.app import create_app
from service.rules import RULES, STAFF
from service.settings import Settings
from tests.service.keeping import is_kept_rightly
from tests.service.routes import Route, routes_of
from tests.service.town import ALL_SCOPES, KINDS, serving_town

REFUSED = {401, 403}
EVERYBODY_MAY_SEND = (
    *(
        "/aanmelden",
        "/activiteit/",
        "/afmelden",
        "/antwoord",
        "/klopt",
        "/opgeleverd",
        "/post-afmelden",
        "/ronde",
        "/subsidie/",
    ),
    *("/suggesties", "/uitnodiging", "/verhaal", "/vraag"),
    "/partners/{partner_id}/claimen",
    "/kijken-als",
)
"""Where who is not known may send something: to sign in, by a signed link, to claim a partner (which a mail has to
confirm), and, in the demo alone, to look through other eyes."""
READ_BY_ALL = {"GET /v1/openapi.json", "GET /healthz", "GET /readyz"}
"""What the API is, and how the service is, which say nothing of the network; answered before anybody is recognised."""


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    with serving_town(tmp_path_factory.mktemp("town"), forgets=True) as town:
        yield town


@pytest.fixture(scope="module")
def askers(town):
    """Everybody in a browser, and programs of all but the public: one with all scopes, one with each scope left out."""
    signed_in = {f"{name}, signed in": town.in_browser(name) for name in KINDS}
    known = [name for name in KINDS if name != "public"]
    able = {f"{name}, by token": town.by_token(name, ALL_SCOPES) for name in known}
    less = {(name, scope): town.by_token(name, ALL_SCOPES - {scope}) for name in known for scope in scopes_in_use()}
    return {**signed_in, **able}, less


def scopes_in_use():
    return sorted({rule.scope for rule in RULES.values()})


def every_route(folder):
    return list(routes_of(create_app(Settings(database_url=f"sqlite:///{folder / 'none.db'}", home=folder))))


def test_every_route_has_a_row_and_every_row_a_route(tmp_path):
    names = [route.name for route in every_route(tmp_path)]

    assert sorted(names) == sorted(RULES)


def may(rule, asker, name):
    """Whether the row lets somebody in, worked out from what the row means."""
    if name in READ_BY_ALL:
        return True
    if asker.role not in rule.roles or (rule.is_personal and not asker.headers):
        return False
    if rule.is_known and asker.role is Role.PUBLIC and not asker.headers:
        return False
    if rule.is_own and asker.role is not Role.STAFF and "eigen" not in asker.partner_ids:
        return False
    return asker.scopes is None or (rule.scope in asker.scopes and not rule.needs_browser)


def was_let_in(answer):
    goes_to_sign_in = answer.status_code == 303 and answer.headers["Location"].startswith("/aanmelden?verder=")
    return answer.status_code not in REFUSED and not goes_to_sign_in


@pytest.mark.parametrize("name", sorted(RULES))
def test_everybody_is_let_in_or_refused_as_the_row_says(town, askers, name):
    method, _, path = name.partition(" ")
    route, rule = Route(method, path), RULES[name]
    able, less = askers
    all_askers = {
        **able,
        **{f"{who}, by token without {scope}": less[who, scope] for who, scope in less if scope == rule.scope},
    }

    answers = {who: town.ask(method, route.address(town.named), asker.headers) for who, asker in all_askers.items()}

    wrong = {
        who: answer.status_code
        for who, answer in answers.items()
        if was_let_in(answer) != may(rule, all_askers[who], name) or answer.status_code >= 500
    }
    assert wrong == {}
    if method == "GET":
        assert [who for who, answer in answers.items() if not is_kept_rightly(path, who, answer)] == []


def test_a_row_for_own_partners_has_a_partner_in_its_path():
    own = [name for name, rule in RULES.items() if rule.is_own]

    assert [name for name in own if "{partner_id}" not in name and "{partnerId}" not in name] == []


def test_the_workbench_is_for_staff_alone():
    assert {name for name, rule in RULES.items() if "/werkbank" in name and rule.roles != STAFF} == set()


def test_nobody_unknown_sends_anything_but_a_link_or_a_way_to_sign_in():
    sent = [name for name in RULES if not name.startswith("GET ")]
    open_to_all = [name for name in sent if Role.PUBLIC in RULES[name].roles and not RULES[name].is_personal]

    assert [name for name in open_to_all if not name.partition(" ")[2].startswith(EVERYBODY_MAY_SEND)] == []


def test_a_token_makes_no_tokens_since_it_could_give_itself_more_scopes(town, askers):
    able, _less = askers
    form = {"naam": "meer", "mag": ["read", "users", "webhooks"], "dagen": "365"}

    answers = {who: town.ask("POST", "/mijn/tokens", able[who].headers, data=form) for who in able if "token" in who}

    assert {answer.status_code for answer in answers.values()} == {403}


def test_a_token_that_only_reads_changes_nothing():
    """Apart from what is open to everybody, and a look at what a form would do."""
    looks = {
        "POST /mijn/{partner_id}/profiel/voorbeeld",
        "POST /mijn/{partner_id}/subsidies/{application_id}/controle",
    }
    written = {name for name, rule in RULES.items() if not name.startswith("GET ") and Role.PUBLIC not in rule.roles}

    assert {name for name in written - looks if RULES[name].scope == "read"} == set()


@pytest.mark.parametrize("path", ["/werkbank/personen", "/werkbank/post", "/mijn/eigen/collegas"])
def test_a_token_that_only_reads_is_shown_no_list_of_persons(town, path):
    reader = town.by_token("staff", frozenset({"read"}))

    assert town.ask("GET", path, reader.headers).status_code == 403
