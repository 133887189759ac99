"""/v1/introductions: the whole way, by whom, and what each side learns of the other."""

import pytest

from graph.database import open_engine, reading, transaction
from graph.introducing import PROGRAM, Introductions
from graph.people import AuditEntry

PAIR = {"partnerIds": ["school", "bieb"]}
YES = {"answer": "yes"}


@pytest.fixture
def asked(desks):
    """An introduction of library and school that both are asked for: bieb is the first side."""
    desks["staff"].post("/introductions", PAIR)
    desks["staff"].post("/introductions/1/decisions", {"decision": "approve"})
    assert desks["staff"].post("/introductions/1/asking").json()["state"] == "asked"
    return "/introductions/1"


def answer(desks, who, said, path="/introductions/1", **more):
    return desks[who].post(f"{path}/answers", {"partnerId": who, "answer": said, **more})


def state(desks, who, path="/introductions/1"):
    return desks[who].get(path).json()["state"]


def test_the_whole_way_from_a_pair_to_a_collaboration_that_ends(desks, asked):
    answer(desks, "bieb", "yes")
    assert answer(desks, "school", "yes").json()["state"] == "introduced"
    started = desks["school"].post(f"{asked}/outcomes", {"outcome": "started"}).json()
    assert started["collaborationId"] == "kennismaking-1"
    assert desks["bieb"].post(f"{asked}/ending").json()["state"] == "ended"

    steps = desks["staff"].get(f"{asked}/steps").json()["items"]
    assert [(step["toState"], step["byWhom"], step["partnerId"]) for step in steps] == [
        ("proposed", "staff", None),
        ("approved", "staff", None),
        ("asked", "staff", None),
        ("accepted_by_one", "partner", "bieb"),
        ("accepted", "partner", "school"),
        ("introduced", "program", None),
        ("started", "partner", "school"),
        ("ended", "partner", "bieb"),
    ]


def test_a_new_introduction_tells_where_it_stands_and_is_kept_nowhere(desks):
    made = desks["staff"].post("/introductions", PAIR)

    assert made.status_code == 201
    assert made.headers["Location"] == "/v1/introductions/1"
    assert made.headers["Cache-Control"] == "no-store"
    assert desks["staff"].get("/introductions/1").json() == made.json()


def test_contacts_are_told_to_the_other_side_once_both_said_yes_and_never_before(desks, asked):
    answer(desks, "bieb", "yes")
    for who in ("staff", "bieb", "school"):
        assert "@" not in desks[who].get(asked).text

    answer(desks, "school", "yes")

    of_bieb, of_school = desks["school"].get(asked).json()["sides"]
    assert of_school["contacts"] == []
    assert of_bieb["contacts"] == [
        {
            "name": "naam van bieb",
            "address": "balie@bieb.example",
            "phone": "0412 000 000",
            "function": "aanspreekpunt",
        }
    ]
    assert "directie@school.example" in desks["staff"].get(asked).text


def test_a_partner_hears_of_its_own_introductions_from_the_day_it_is_asked(desks):
    desks["staff"].post("/introductions", PAIR)
    assert desks["bieb"].get("/introductions/1").status_code == 404
    assert desks["bieb"].get("/introductions").json()["items"] == []

    desks["staff"].post("/introductions/1/decisions", {"decision": "approve"})
    desks["staff"].post("/introductions/1/asking")

    assert desks["bieb"].get("/introductions").json()["total"] == 1
    for who in ("club", "working_group"):
        assert desks[who].get("/introductions").json()["total"] == 0
        assert desks[who].get("/introductions/1").status_code == 404
        assert desks[who].get("/introductions/1/steps").status_code == 404


def test_one_who_has_not_answered_is_not_told_that_the_other_said_yes(desks, asked):
    before = desks["school"].get(asked)
    answer(desks, "bieb", "yes")
    after = desks["school"].get(asked)

    assert after.json() == before.json()
    assert after.headers["ETag"] == before.headers["ETag"]
    assert desks["school"].get("/introductions?state=accepted_by_one").json()["total"] == 0
    assert [step["toState"] for step in desks["school"].get(f"{asked}/steps").json()["items"]] == ["asked"]
    assert state(desks, "bieb") == "accepted_by_one"


@pytest.mark.parametrize(("said", "more", "own"), [("no", {"reason": "too_far"}, "declined"), ("later", {}, "held")])
@pytest.mark.usefixtures("asked")
def test_the_other_is_told_that_nothing_comes_of_it_and_not_why(desks, said, more, own):
    answer(desks, "bieb", "yes")
    assert answer(desks, "school", said, **more).json()["state"] == own

    told = desks["bieb"].get("/introductions/1")

    assert told.json()["state"] == "not_now"
    assert told.json()["heldUntil"] is None
    assert [each["answer"] for each in told.json()["sides"]] == ["yes", ""]
    assert state(desks, "school") == own
    assert desks["bieb"].get("/introductions?state=not_now").json()["total"] == 1
    assert desks["bieb"].get(f"/introductions?state={own}").json()["total"] == 0


def test_staff_alone_see_scores_and_where_it_came_from(desks, asked):
    assert desks["staff"].get(asked).json()["origin"] == "by_hand"
    assert desks["bieb"].get(asked).json()["origin"] is None


def test_each_side_is_told_its_own_reasons_only(desks, asked):
    assert [side["reasons"] for side in desks["bieb"].get(asked).json()["sides"]] == [[], []]


def test_the_same_answer_again_changes_nothing_and_another_one_is_refused(desks, asked):
    first = answer(desks, "bieb", "yes")
    again = answer(desks, "bieb", "yes")
    other = answer(desks, "bieb", "no", reason="other")

    assert (first.status_code, again.status_code, other.status_code) == (200, 200, 409)
    assert again.json() == first.json()
    assert desks["staff"].get(asked).json()["nSteps"] == 4


def test_staff_write_down_an_answer_and_the_step_says_so(desks, asked):
    desks["staff"].post(f"{asked}/answers", {"partnerId": "bieb", **YES})

    assert desks["bieb"].get(f"{asked}/steps").json()["items"][-1]["byWhom"] == "staff"


def test_nobody_answers_for_another_partner(desks, asked):
    for who, partner_id in (("bieb", "school"), ("club", "club"), ("club", "bieb"), ("staff", "club")):
        assert desks[who].post(f"{asked}/answers", {"partnerId": partner_id, **YES}).status_code == 404


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        pytest.param({"decision": "approve"}, "approved", id="approve"),
        pytest.param({"decision": "hold", "heldUntil": "2027-02-25"}, "held", id="hold"),
        pytest.param({"decision": "dismiss", "reason": "already_known"}, "dismissed", id="dismiss"),
    ],
)
def test_a_decision_is_taken_once_and_can_be_undone(desks, decision, expected):
    desks["staff"].post("/introductions", PAIR)
    path = "/introductions/1/decisions"

    decided = [desks["staff"].post(path, decision).json() for _ in range(2)]
    undone = [desks["staff"].post(path, {"decision": "undo"}).json() for _ in range(2)]

    assert [(each["state"], each["nSteps"]) for each in decided] == [(expected, 2)] * 2
    assert [(each["state"], each["nSteps"]) for each in undone] == [("proposed", 3)] * 2


@pytest.mark.parametrize(
    ("step", "body"),
    [
        pytest.param("decisions", {"decision": "undo"}, id="undone-after-asking"),
        pytest.param("outcomes", {"outcome": "met"}, id="met-before-introduced"),
        pytest.param("ending", None, id="ended-before-introduced"),
    ],
)
def test_a_step_that_may_not_follow_is_a_conflict(desks, asked, step, body):
    refused = desks["staff"].post(f"{asked}/{step}", body)

    assert refused.status_code == 409
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert state(desks, "staff") == "asked"


def test_a_step_goes_out_from_the_state_that_if_match_names(desks, asked):
    seen = desks["staff"].get(asked).headers["ETag"]
    answer(desks, "bieb", "yes")

    late = desks["staff"].post(f"{asked}/answers", {"partnerId": "school", **YES}, If_Match=seen)
    now = desks["staff"].get(asked).headers["ETag"]
    in_time = desks["staff"].post(f"{asked}/answers", {"partnerId": "school", **YES}, If_Match=now)

    assert (late.status_code, in_time.status_code) == (412, 200)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"decision": "dismiss"}, id="without-a-reason"),
        pytest.param({"decision": "dismiss", "reason": "zomaar"}, id="an-unknown-reason"),
        pytest.param({"decision": "approve", "reason": "other"}, id="a-reason-too-many"),
        pytest.param({"decision": "hold", "heldUntil": 0}, id="no-day"),
        pytest.param({"decision": "shred"}, id="no-decision"),
        pytest.param([], id="no-object"),
    ],
)
def test_a_body_that_says_nothing_known_is_refused(desks, body):
    desks["staff"].post("/introductions", PAIR)

    refused = desks["staff"].post("/introductions/1/decisions", body)

    assert refused.status_code == 400
    assert refused.json()["errors"][0]["in"] == "body"


@pytest.mark.parametrize(
    ("pair", "status"),
    [(["bieb", "nobody"], 404), (["bieb", "bieb"], 400), (["bieb"], 400), (["bieb", "school"], 409)],
)
@pytest.mark.usefixtures("asked")
def test_a_pair_is_two_known_partners_without_an_introduction(desks, pair, status):
    assert desks["staff"].post("/introductions", {"partnerIds": pair}).status_code == status


def test_partners_neither_propose_nor_decide_nor_ask(desks, asked):
    for who, status in (("bieb", 403), ("working_group", 403), ("public", 401)):
        assert desks[who].post("/introductions", PAIR).status_code == status
        assert desks[who].post(f"{asked}/decisions", {"decision": "approve"}).status_code == status
        assert desks[who].post(f"{asked}/asking").status_code == status


@pytest.mark.usefixtures("asked")
def test_the_log_names_what_was_done_and_nobody(desks, town_settings):
    answer(desks, "bieb", "no", reason="other", words="Bel directie@bieb.example eens.")
    engine = open_engine(town_settings.database_url)
    with reading(engine) as session:
        entries = [(each.action, each.subject, each.detail) for each in session.query(AuditEntry)]
    engine.dispose()

    assert entries[-1] == ("answer introduction", "introduction 1", "bieb: no")


def test_what_expired_before_anybody_was_asked_partners_never_hear_of(desks, town_settings):
    desks["staff"].post("/introductions", PAIR)
    engine = open_engine(town_settings.database_url)
    with transaction(engine) as session:
        introductions = Introductions(session)
        introductions.take_step(introductions.get(1), "expired", PROGRAM)
    engine.dispose()

    assert state(desks, "staff") == "expired"
    assert desks["bieb"].get("/introductions/1").status_code == 404


@pytest.mark.usefixtures("asked")
def test_what_staff_do_with_an_introduction_put_off_partners_do_not_read(desks):
    answer(desks, "bieb", "later")
    desks["staff"].post("/introductions/1/decisions", {"decision": "approve"})
    assert desks["bieb"].get("/introductions/1").status_code == 404

    desks["staff"].post("/introductions/1/asking")

    assert [step["toState"] for step in desks["bieb"].get("/introductions/1/steps").json()["items"]] == ["asked"]
    assert answer(desks, "bieb", "yes").json()["state"] == "accepted_by_one"


@pytest.mark.usefixtures("asked")
def test_no_missing_number_tells_one_who_says_no_that_the_other_said_yes(desks):
    answer(desks, "bieb", "yes")
    answer(desks, "school", "no", reason="other")

    steps = desks["school"].get("/introductions/1/steps").json()["items"]
    assert [(step["number"], step["toState"]) for step in steps] == [(1, "asked"), (2, "declined")]
    assert desks["school"].get("/introductions/1").json()["nSteps"] == 2


def test_once_it_has_ended_the_contacts_of_today_are_told_no_more(desks, asked):
    answer(desks, "bieb", "yes")
    answer(desks, "school", "yes")
    assert "balie@bieb.example" in desks["school"].get(asked).text
    desks["bieb"].post(f"{asked}/outcomes", {"outcome": "nothing"})

    assert desks["school"].get(asked).json()["state"] == "ended"
    assert "balie@bieb.example" not in desks["school"].get(asked).text
