"""What is served is one state, whole, and the present one."""

from datetime import date
from threading import Event, Thread, Timer

import pytest

from graph.database import open_engine, schema_version, transaction
from graph.introducing import PROGRAM, Introductions
from graph.model import Partner
from graph.repository import Repository
from matching.errors import UnreadableModel
from matching.model import Ranker
from service import snapshot
from service.made_once import Answers
from service.snapshot import CHECK_SECONDS, Snapshots, load_ranker
from tests.builders import collaboration, partner
from tests.encoders import FakeEncoder
from tests.graph.exchange_files import csv_of, import_files, write_files
from tests.service.serving import add_rows, make_database, writing

TODAY = date(2020, 6, 1)


class Clock:
    """Time that passes only when a test says so."""

    def __init__(self):
        self.seconds, self.day = 100.0, TODAY


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def settings(tmp_path):
    return make_database(tmp_path, [partner("school"), partner("bieb"), partner("club", since="2020-06-02")])


@pytest.fixture
def snapshots(settings, clock):
    engine = open_engine(settings.database_url)
    yield Snapshots(engine, settings.model_path, clock=lambda: clock.seconds, today=lambda: clock.day)
    engine.dispose()


def ids(of):
    return of.network.partners["id"].tolist()


def test_the_network_is_that_of_today(snapshots):
    assert ids(snapshots.current()) == ["bieb", "school"]
    assert snapshots.current().history.n_partners == 3
    assert snapshots.current().matcher.network is snapshots.current().network


def test_the_first_use_makes_an_empty_database_ready(tmp_path, clock):
    engine = open_engine(f"sqlite:///{tmp_path / 'new.db'}")

    made = Snapshots(engine, tmp_path / "model.json", clock=lambda: clock.seconds).current()

    assert schema_version(engine) is not None
    assert made.network.n_partners == 0
    assert "bibliotheek" in made.network.sectors["id"].tolist()
    assert made.matcher.suggest() == []
    engine.dispose()


def test_a_change_is_looked_for_now_and_then(snapshots, settings, clock):
    before = snapshots.current()
    add_rows(settings, [partner("firma")])

    clock.seconds += CHECK_SECONDS * 0.9
    assert snapshots.current() is before
    clock.seconds += CHECK_SECONDS * 0.2
    after = snapshots.current()

    assert ids(after) == ["bieb", "firma", "school"]
    assert ids(before) == ["bieb", "school"]
    assert after.version != before.version


def test_without_a_change_the_same_snapshot_stays(snapshots, clock):
    before = snapshots.current()

    clock.seconds += 3600

    assert snapshots.current() is before


def test_the_next_day_has_its_own_network(snapshots, clock):
    snapshots.current()

    clock.seconds, clock.day = clock.seconds + 86400, date(2020, 6, 2)

    assert ids(snapshots.current()) == ["bieb", "club", "school"]


def test_a_model_fitted_meanwhile_is_used(snapshots, settings, clock):
    assert snapshots.current().matcher.ranker.card == Ranker.prior().card
    prior = Ranker.prior()
    type(prior)(**{**vars(prior), "card": {"learned_from": "a test"}}).save(settings.model_path)

    clock.seconds += 2

    assert snapshots.current().matcher.ranker.card == {"learned_from": "a test"}


@pytest.fixture
def slow_read(monkeypatch):
    """Two events: that a read has begun, and that it may go on."""
    has_begun, may_go_on = Event(), Event()
    read = snapshot._read  # noqa: SLF001 -- the slow part, held up here

    def read_slowly(*arguments):
        has_begun.set()
        assert may_go_on.wait(10)
        return read(*arguments)

    monkeypatch.setattr(snapshot, "_read", read_slowly)
    return has_begun, may_go_on


def test_while_one_reader_waits_for_the_new_state_the_others_get_the_old_one(snapshots, settings, clock, request):
    old = snapshots.current()
    has_begun, may_go_on = request.getfixturevalue("slow_read")
    add_rows(settings, [partner("firma")], [collaboration("c", "2019", ["school", "firma"])])
    clock.seconds += 2
    waiting = Thread(target=snapshots.current)
    waiting.start()
    assert has_begun.wait(10)

    assert snapshots.current() is old
    may_go_on.set()
    waiting.join(10)

    assert ids(snapshots.current()) == ["bieb", "firma", "school"]


def test_nobody_is_given_a_state_that_is_seconds_old_while_another_is_read(snapshots, settings, clock, request):
    snapshots.current()
    has_begun, may_go_on = request.getfixturevalue("slow_read")
    add_rows(settings, [partner("firma")], [collaboration("c", "2019", ["school", "firma"])])
    clock.seconds += snapshot.LATE_SECONDS + 1
    waiting = Thread(target=snapshots.current)
    waiting.start()
    assert has_begun.wait(10)
    Timer(0.1, may_go_on.set).start()

    assert ids(snapshots.current()) == ["bieb", "firma", "school"]
    waiting.join(10)


def test_a_read_that_goes_on_for_very_long_holds_nobody_up(snapshots, settings, clock, request):
    old = snapshots.current()
    has_begun, may_go_on = request.getfixturevalue("slow_read")
    add_rows(settings, [partner("firma")], [collaboration("c", "2019", ["school", "firma"])])
    clock.seconds += 2
    waiting = Thread(target=snapshots.current)
    waiting.start()
    assert has_begun.wait(10)
    clock.seconds += snapshot.WAIT_SECONDS

    assert snapshots.current() is old
    may_go_on.set()
    waiting.join(10)


@pytest.fixture
def tell(settings, tmp_path):
    """Bring in rows of a file of partners, as `osmose import` does."""

    def bring_in(*rows):
        engine = open_engine(settings.database_url)
        import_files(engine, write_files(tmp_path / "files", partners=csv_of(*rows)))
        engine.dispose()

    return bring_in


def school(**columns):
    return {"id": "school", "name": "school", "sector": "bedrijf", **columns}


def test_a_profile_that_changed_is_taken_in_alone(snapshots, tell, clock, monkeypatch):
    before = snapshots.current()
    monkeypatch.setattr(snapshot, "_read", None)  # nobody reads all again

    tell(school(offers="boeken over techniek", aliases="De School", place="Oss"))
    clock.seconds += 2
    after = snapshots.current()

    assert after.network.phrases["text"].tolist() == ["boeken over techniek"]
    assert after.network.phrases["partner"].tolist() == [after.network.position("school")]
    assert after.history.partners["place"].tolist() == ["", "", "Oss"]
    assert after.aliases == {"school": ["De School"]}
    assert after.matcher.network is after.network
    assert [found.partner_id for found in after.matcher.find("techniek")] == ["school"]
    assert before.matcher.find("techniek") == []
    assert before.network.phrases.empty
    assert after.version != before.version


def test_an_alias_taken_back_is_gone(snapshots, tell, clock):
    tell(school(aliases="De School"))
    assert snapshots.current().aliases == {"school": ["De School"]}

    tell(school(aliases=""))
    clock.seconds += 2

    assert snapshots.current().aliases == {}
    assert snapshots.current().n_taken_in == 1


def test_who_is_not_there_today_is_taken_in_for_other_days(snapshots, tell, clock):
    snapshots.current()

    tell({"id": "club", "name": "club", "sector": "bedrijf", "since": "2020-06-02", "offers": "voetbal"})
    clock.seconds += 2
    after = snapshots.current()

    assert after.n_taken_in == 1
    assert after.network.phrases.empty
    assert after.history.phrases["text"].tolist() == ["voetbal"]


def test_where_more_changed_than_profiles_all_is_read_again(snapshots, settings, tell, clock):
    snapshots.current()

    tell(school(offers="boeken"))
    add_rows(settings, [partner("firma")])
    clock.seconds += 2
    after = snapshots.current()

    assert after.n_taken_in == 0
    assert ids(after) == ["bieb", "firma", "school"]
    assert after.network.phrases["text"].tolist() == ["boeken"]


def test_the_next_day_all_is_read_again(snapshots, tell, clock):
    snapshots.current()

    tell(school(offers="boeken"))
    clock.seconds, clock.day = clock.seconds + 86400, date(2020, 6, 2)

    assert snapshots.current().n_taken_in == 0
    assert ids(snapshots.current()) == ["bieb", "club", "school"]


def test_after_very_many_profiles_all_is_read_again(snapshots, tell, clock, monkeypatch):
    monkeypatch.setattr(snapshot, "MAX_TAKEN_IN", 1)
    snapshots.current()

    taken_in = []
    for offers in ("boeken", "films"):
        tell(school(offers=offers))
        clock.seconds += 2
        taken_in.append(snapshots.current().n_taken_in)

    assert taken_in == [1, 0]
    assert snapshots.current().network.phrases["text"].tolist() == ["films"]


@pytest.fixture
def is_large(monkeypatch):
    """So large that it is not worked out anew for each change, as three partners would be."""
    monkeypatch.setattr(snapshot, "N_QUICK", 0)


@pytest.mark.usefixtures("is_large")
def test_of_a_large_network_new_work_is_taken_in_without_comparing_what_is_told(
    snapshots, settings, clock, monkeypatch
):
    before = snapshots.current()
    assert before.matcher.suggest(["school"], balanced=False)
    monkeypatch.setattr(snapshot, "Matcher", None)  # nobody prepares one again

    add_rows(settings, [], [collaboration("c", "2019", ["school", "bieb"])])
    clock.seconds += 2
    after = snapshots.current()

    assert after.network.collaborations["id"].tolist() == ["c"]
    assert after.matcher.network is after.network
    assert after.matcher.suggest(["school"], balanced=False) == []
    assert after.n_taken_in == 2
    assert after.version != before.version


@pytest.mark.usefixtures("is_large")
def test_what_an_introduction_keeps_away_stays_away_when_work_is_taken_in(snapshots, settings, clock):
    engine = open_engine(settings.database_url)
    with transaction(engine) as session:
        Introductions(session).propose("school", "bieb", PROGRAM)
    engine.dispose()
    assert snapshots.current().matcher.suggest(["school"], balanced=False) == []

    add_rows(settings, [], [collaboration("c", "2019", ["school", "club"])])
    clock.seconds += 2
    after = snapshots.current()

    assert after.n_taken_in == 1
    assert after.matcher.suggest(["school"], balanced=False) == []


@pytest.mark.usefixtures("is_large")
def test_of_a_large_network_a_pause_is_taken_in(snapshots, settings, clock):
    assert snapshots.current().matcher.suggest(["school"], balanced=False)

    with writing(settings) as session:
        session.get(Partner, "bieb").paused_until = date(2020, 7, 1)
        Repository(session).record_change("a pause")
    clock.seconds += 2

    assert snapshots.current().matcher.suggest(["school"], balanced=False) == []
    assert snapshots.current().n_taken_in == 1


@pytest.mark.usefixtures("is_large")
def test_where_very_much_work_changed_all_is_worked_out_anew(snapshots, settings, clock, monkeypatch):
    monkeypatch.setattr(snapshot, "MAX_TAKEN_IN", 1)
    snapshots.current()

    add_rows(settings, [], [collaboration("c", "2019", ["school", "bieb"])])
    clock.seconds += 2

    assert snapshots.current().n_taken_in == 0
    assert snapshots.current().matcher.suggest(["school"], balanced=False) == []


def test_a_network_of_so_many_is_worked_out_anew_each_time(snapshots, settings, clock, monkeypatch):
    monkeypatch.setattr(snapshot, "N_QUICK", 2)  # as many as are there
    snapshots.current()

    add_rows(settings, [], [collaboration("c", "2019", ["school", "bieb"])])
    clock.seconds += 2

    assert snapshots.current().n_taken_in == 0


@pytest.mark.usefixtures("is_large")
def test_of_a_large_network_a_partner_more_has_all_worked_out_anew(snapshots, settings, clock):
    snapshots.current()

    add_rows(settings, [partner("firma")])
    clock.seconds += 2

    assert snapshots.current().n_taken_in == 0
    assert ids(snapshots.current()) == ["bieb", "firma", "school"]


@pytest.mark.usefixtures("is_large")
def test_one_state_has_one_name_whether_changes_came_one_by_one_or_together(settings, snapshots, clock):
    engine = open_engine(settings.database_url)
    other = Snapshots(engine, settings.model_path, clock=lambda: clock.seconds, today=lambda: clock.day)
    for each in (snapshots, other):
        each.current()

    for title in ("Lezen", "Schrijven"):
        add_rows(settings, [], [collaboration(title, "2019", ["school", "bieb"])])
        clock.seconds += 2
        snapshots.current()

    assert snapshots.current().version == other.current().version
    engine.dispose()


def test_with_another_encoder_it_is_another_state(settings, clock):
    engine = open_engine(settings.database_url)
    encoders = [None, FakeEncoder({"fiets": [1.0]}, "one"), FakeEncoder({"fiets": [1.0]}, "other")]
    made = [
        Snapshots(engine, settings.model_path, encoder, clock=lambda: clock.seconds, today=lambda: clock.day).current()
        for encoder in encoders
    ]
    engine.dispose()

    assert [one.matcher.encoder for one in made] == encoders
    assert len({one.version for one in made}) == 3


def test_without_a_model_the_prior_ranks(tmp_path):
    assert load_ranker(tmp_path / "model.json").card == Ranker.prior().card


def test_a_file_that_is_no_model_is_refused(tmp_path):
    (tmp_path / "model.json").write_text("[]", encoding="utf-8")

    with pytest.raises(UnreadableModel):
        load_ranker(tmp_path / "model.json")


def test_a_step_of_an_introduction_takes_its_pair_off_the_lists_without_a_read(settings, snapshots, clock):
    before = snapshots.current()
    engine = open_engine(settings.database_url)
    with transaction(engine) as session:
        Introductions(session).propose("school", "bieb", PROGRAM)
    engine.dispose()
    clock.seconds += CHECK_SECONDS * 1.1

    after = snapshots.current()

    assert after.history is before.history
    assert after.version != before.version
    assert before.matcher.suggest(["school"], balanced=False)
    assert after.matcher.suggest(["school"], balanced=False) == []


def test_of_one_state_the_latest_answers_are_kept_and_no_other_state_has_them(snapshots, tell, clock):
    asked = []
    answers = snapshots.current().answers

    def answer(what):
        return answers.get(what, lambda: asked.append(what) or b"to " + what)

    assert [answer(b"a"), answer(b"a")] == [b"to a", b"to a"]
    assert asked == [b"a"]
    tell(school(offers="boeken"))
    clock.seconds += 2
    assert snapshots.current().answers is not answers


def test_beyond_so_many_the_answer_that_was_asked_for_longest_ago_is_forgotten():
    made, answers = [], Answers(most=4)

    for what in (b"aa", b"bb", b"aa", b"cc", b"aa", b"bb"):
        answers.get(what, lambda what=what: made.append(what) or what)

    assert made == [b"aa", b"bb", b"cc", b"bb"]


def test_one_state_has_one_name_by_whatever_steps_a_process_came_to_it(settings, snapshots, tell, clock):
    engine = open_engine(settings.database_url)
    other = Snapshots(engine, settings.model_path, clock=lambda: clock.seconds, today=lambda: clock.day)
    for each in (snapshots, other):
        each.current()
    with transaction(engine) as session:
        Introductions(session).propose("school", "bieb", PROGRAM)
    clock.seconds += 2
    snapshots.current()  # and the other was asked for nothing meanwhile
    tell(school(offers="boeken"))
    clock.seconds += 2

    versions = [each.current().version for each in (snapshots, other)]
    engine.dispose()

    assert versions[0] == versions[1]
    assert snapshots.current().matcher.suggest(["school"], balanced=False) == []
