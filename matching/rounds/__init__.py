"""Rounds: a group of partners matched at once, within everybody's capacity (see docs/decisions/0008-rounds.md)."""

from matching.rounds.checking import Fault, check_digest, check_lunch, check_market, check_visits
from matching.rounds.digest import DigestPlan, plan_digest
from matching.rounds.fairness import Fairness
from matching.rounds.lunch import plan_lunch
from matching.rounds.lunch_again import LunchAgain, plan_lunch_again
from matching.rounds.lunch_round import Guest, LunchPlan, LunchRound
from matching.rounds.market import plan_market
from matching.rounds.market_again import MarketAgain, plan_market_again
from matching.rounds.market_round import Attendee, Floor, MarketPlan, MarketRound, Meeting
from matching.rounds.next_best import Cost, DealsCost, cost_of_other_deals, cost_of_second_best, cost_without
from matching.rounds.scores import Acquainted, Scores, scores_between
from matching.rounds.staged import Proof
from matching.rounds.visit_round import Host, Unplaced, Visit, Visitor, VisitPlan, VisitRound
from matching.rounds.visits import plan_visits
from matching.rounds.visits_again import VisitsAgain, plan_visits_again

__all__ = [
    "Acquainted",
    "Attendee",
    "Cost",
    "DealsCost",
    "DigestPlan",
    "Fairness",
    "Fault",
    "Floor",
    "Guest",
    "Host",
    "LunchAgain",
    "LunchPlan",
    "LunchRound",
    "MarketAgain",
    "MarketPlan",
    "MarketRound",
    "Meeting",
    "Proof",
    "Scores",
    "Unplaced",
    "Visit",
    "VisitPlan",
    "VisitRound",
    "Visitor",
    "VisitsAgain",
    "check_digest",
    "check_lunch",
    "check_market",
    "check_visits",
    "cost_of_other_deals",
    "cost_of_second_best",
    "cost_without",
    "plan_digest",
    "plan_lunch",
    "plan_lunch_again",
    "plan_market",
    "plan_market_again",
    "plan_visits",
    "plan_visits_again",
    "scores_between",
]
