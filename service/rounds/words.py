"""What a round and its plan are called and mean, in the language of the screen."""

from collections.abc import Callable, Mapping

from graph.rounds import Round
from matching.rounds import Fairness, Fault, Proof
from service.rounds.guest_table import RowFault
from service.texts import gettext as _
from service.texts import ngettext, say_number
from service.wording import join

KIND_LABELS: dict[str, Callable[[], str]] = {
    "visits": lambda: _("Visits (meeloopdag)"),
    "market": lambda: _("Market of deals (beursvloer)"),
    "lunch": lambda: _("Lunch at tables (kennislunch)"),
    "digest": lambda: _("Suggestions of the month (digest)"),
}
STATE_LABELS: dict[str, Callable[[], str]] = {
    "invited": lambda: _("has not answered"),
    "coming": lambda: _("comes"),
    "not_coming": lambda: _("does not come"),
    "absent": lambda: _("did not turn up"),
}
OCCASION_LABELS: dict[str, Callable[[], str]] = {
    "planned": lambda: _("planned"),
    "by_hand": lambda: _("planned again by hand"),
    "on_the_day": lambda: _("changed on the day"),
}


def say_side(row: Round, side: str) -> str:
    """Say what a side of a round does; empty where there is none."""
    sides = {
        ("visits", "one"): lambda: _("goes on a visit"),
        ("visits", "other"): lambda: _("receives visitors"),
        ("market", "one"): lambda: _("seeks"),
        ("market", "other"): lambda: _("offers"),
    }
    return sides[row.kind, side]() if (row.kind, side) in sides else ""


def side_options(row: Round) -> list[tuple[str, str]]:
    """Return the sides of a round with their words; none where there are no sides."""
    return [(side, say_side(row, side)) for side in ("one", "other") if say_side(row, side)]


def say_room(row: Round, side: str) -> str:
    """Say what the room of a guest counts."""
    if row.kind == "visits":
        return _("Visits that it makes") if side == "one" else _("Visitors on one day")
    return _("People who come") if row.kind == "lunch" else _("Meetings at most")


def say_job_fault(code: str) -> str:
    """Say why a round cannot be planned, and what to do."""
    faults = {
        "nobody_comes": _("Nobody comes yet, or one alone. Add guests, or wait until partners sign up."),
        "one_side_empty": _("One of the two sides is empty: there has to be somebody on both."),
        "few_tables": _("There are fewer tables than partners who offer. Allow more, or leave the number empty."),
        "not_again": _("A round of this kind is not changed on the day: plan it again instead."),
        "left": _(
            "A partner in this plan has left the network, or was taken off the list. Put it back on the list, or plan"
            " the round again first."
        ),
        "contradiction": _(
            "What is fixed, forbidden and asked cannot all be kept together. Free a fixed pair, or allow more room,"
            " days or time."
        ),
    }
    return faults.get(code, _("Planning failed on our side. Try again; if it stays so, tell who runs this service."))


def say_aim(aim: str) -> str:
    """Say what an aim of a solver pursues."""
    name, _space, level = aim.rpartition(" ")
    if name == "below":
        return _("Visits with a score below %(level)s") % {"level": say_number(float(level))}
    if name == "meeting":
        return (
            _("Partners with at least %(n)s meetings") % {"n": level} if level != "1" else _("Partners with a meeting")
        )
    return _AIMS[aim]()


_AIMS: dict[str, Callable[[], str]] = {
    "placed": lambda: _("Visitors with a visit"),
    "visits": lambda: _("Visits"),
    "total": lambda: _("Sum of all scores and wishes"),
    "moved": lambda: _("Meetings that found another slot"),
    "no longer alone": lambda: _("Partners who would have met nobody"),
    "broken wishes": lambda: _("Wishes that are not kept"),
    "pairs twice": lambda: _("Times that two meet again"),
    "acquaintances": lambda: _("Times that two sit together who know each other"),
    "one sector": lambda: _("Times that two of one sector sit together"),
    "score": lambda: _("Sum of the scores of who meets"),
    "served": lambda: _("Partners with a suggestion"),
    "shown": lambda: _("Partners that are suggested to somebody"),
}


def say_proof(proof: Proof) -> tuple[str, str, str]:
    """Return an aim, what was reached, and what is proven of it."""
    value = say_number(round(abs(proof.value), 2))
    if proof.is_proven:
        return say_aim(proof.aim), value, _("proven: no plan is better that is as good in what stands above")
    bound = say_number(round(abs(proof.bound), 2))
    return (
        say_aim(proof.aim),
        value,
        _("not proven: the limit is %(bound)s, nobody knows whether it can be reached") % {"bound": bound},
    )


def say_fairness(fairness: Fairness) -> list[str]:
    """Say what a plan does for one side of it, in sentences."""
    told = [
        ngettext("%(n)s gets something.", "%(n)s get something.", fairness.n_served)
        % {"n": say_number(fairness.n_served)}
    ]
    if fairness.n_without:
        told.append(
            ngettext("%(n)s gets nothing.", "%(n)s get nothing.", fairness.n_without)
            % {"n": say_number(fairness.n_without)}
        )
    if fairness.worst is not None and fairness.median is not None:
        told.append(
            _("The worst served has a mean score of %(worst)s, the middle one of %(median)s.")
            % {"worst": say_number(round(fairness.worst, 2)), "median": say_number(round(fairness.median, 2))}
        )
    if fairness.first_choice is not None and fairness.first_three is not None:
        told.append(
            _("For %(first)s %% the best possible is among it; for %(three)s %% one of the best three.")
            % {"first": round(100 * fairness.first_choice), "three": round(100 * fairness.first_three)}
        )
    if fairness.gini is not None:
        told.append(
            _("Unevenness (Gini, 0 is even for all): %(gini)s.") % {"gini": say_number(round(fairness.gini, 2))}
        )
    return told


def say_hurdle(code: str, n: int) -> str:
    """Say how many of the others fell at a hurdle."""
    words = {
        "itself": ngettext("%(n)s is itself", "%(n)s are itself", n),
        "own_board": ngettext("%(n)s belongs to it", "%(n)s belong to it", n),
        "known": ngettext("it knows %(n)s already", "it knows %(n)s already", n),
        "declined": ngettext("one of both once said no to %(n)s", "one of both once said no to %(n)s", n),
        "vetoed": ngettext("one of both does not wish to meet %(n)s", "one of both does not wish to meet %(n)s", n),
        "forbidden": ngettext("the office forbade %(n)s", "the office forbade %(n)s", n),
        "low_score": ngettext("%(n)s does not fit", "%(n)s do not fit", n),
        "no_shared_time": ngettext("%(n)s can at no shared time", "%(n)s can at no shared time", n),
    }
    return words[code] % {"n": say_number(n)}


def say_unplaced(reason: str, hurdles: Mapping[str, int], n_possible: int) -> str:
    """Say why somebody has nothing, or less than it wanted."""
    plain = {
        "no_hosts": _("nobody receives visitors"),
        "nobody": _("the other side is empty"),
        "no_meetings_asked": _("it asked for no meeting"),
        "days_taken": _("it has a visit on each day on which it can"),
        "no_room": ngettext(
            "the one that it might meet is full",
            "the %(n)s that it might meet are full, or free at other times",
            n_possible,
        )
        % {"n": say_number(n_possible)},
        "nobody_fits": _("nobody fits well enough"),
        "all_shown": _("it saw all who fit lately"),
        "others_full": _("those who fit have no room left"),
    }
    if reason in plain and not (reason == "no_room" and n_possible == 0):
        return plain[reason]
    told = [say_hurdle(code, n) for code, n in hurdles.items() if n]
    return join(told) if told else _("it has no room")


def say_row_fault(fault: RowFault) -> str:
    """Say what is wrong with a cell of a table of guests: row, column, what it holds and what belongs there."""
    told = {
        "unknown": _("no partner is called so; type the name as it is in the network, or the id"),
        "several": _("several partners are called so; type the id"),
        "left": _("has left the network"),
        "twice": _("stands here for the second time; give each partner one row"),
        "side": _("this is no side; choose one of %(expected)s"),
        "room": _("type a whole number: %(expected)s"),
        "day": _("this is no day of the round; choose of %(expected)s"),
        "no_guest": _("does not stand in this table"),
        "many": _("name %(expected)s at most"),
    }[fault.code] % {"expected": fault.expected}
    place = _("Row %(row)s, column %(column)s") % {"row": fault.row, "column": fault.column}
    return f"{place}, “{fault.value}”: {told}"


def say_nothing_for(reason: str) -> str:
    """Say to a partner why it has nothing, without a word of what others said of it."""
    told = {
        "no_hosts": _("Nobody receives visitors."),
        "nobody": _("Nobody came on the other side."),
        "no_meetings_asked": _("You asked for no meeting."),
        "days_taken": _("You have a visit on each day on which you can."),
        "no_room": _("Those who fit you are full, or can at other times than you."),
        "no_shared_time": _("Those who fit you can at other times than you."),
        "known": _("You know those who fit you already."),
        "own_board": _("You know those who fit you already."),
    }
    return told.get(reason, _("This time we found nobody who fits you well enough."))


def say_fault(fault: Fault) -> str:
    """Say which promise a plan does not keep."""
    words = {
        "stranger": _("somebody who takes no part"),
        "twice": _("a pair twice"),
        "twice_at_once": _("somebody at two places at once"),
        "not_that_day": _("somebody on a day on which it cannot"),
        "not_there": _("somebody in a slot in which it is not there"),
        "too_many_hosts": _("more visits than asked for"),
        "no_room_that_day": _("more visitors on a day than there is room"),
        "no_room": _("more than there is room for"),
        "fixed_but_missing": _("a fixed pair is missing"),
        "forbidden": _("a forbidden pair"),
        "vetoed": _("a pair of whom one does not wish it"),
        "not_told": _("somebody with nothing, and without a reason"),
    }
    return words.get(fault.code, fault.code)
