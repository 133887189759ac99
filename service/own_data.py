"""All that is known of a partner and of the person who asks, as one thing that can be read and taken along."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from graph.activities import ActivityOrganiser
from graph.activities_kept import activities_of
from graph.collaborating import collaborations_of
from graph.grants import GrantApplicant
from graph.grants_kept import applications_of
from graph.introducing import Introductions, other_side, partner_on, side_of
from graph.introductions import Introduction
from graph.model import Answer, Collaboration, Membership, Partner
from graph.outbox import Mail
from graph.people import Person
from graph.rounds import Round, RoundDeal, RoundGuest, RoundPair
from graph.sealing import Safe
from graph.stories import StoryAgreement
from graph.telling import TEXTS, stories_of
from service.access import Asker
from service.activities.signing_up import sign_up_of
from service.grants.schemes import find_scheme
from service.introductions.heard import heard_of, standing
from service.people import People
from service.profiles import find_partner, read_profile, theme_labels
from service.pulse.answering import answers_of
from service.pulse.words import say_aspect, say_level

Data = dict[str, Any]
"""What JSON can hold."""


def gather(session: Session, safe: Safe, asker: Asker, partner_id: str) -> Data:
    """Return all that is known of a partner, and of the asker as a person where it speaks for this partner.

    Of introductions it holds what the partner itself knows, and of the pulse what it answered where the asker speaks
    for it. Raise `UnknownPartner`.
    """
    return {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "partner": _partner(session, partner_id),
        "contacts": _contacts(session, safe, partner_id),
        "collaborations": [
            {
                "id": one.id,
                "title": one.title,
                "start_date": one.start_date,
                "end_date": one.end_date,
                "kind": one.kind,
                "description": one.description,
                "with": list(one.companions),
            }
            for one in collaborations_of(session, partner_id)
        ],
        "introductions": [_introduction(session, each, partner_id) for each in heard_of(session, partner_id)],
        "answers": _answers(session, partner_id),
        "pulse": _pulse(session, asker, partner_id),
        "stories": _stories(session, partner_id),
        "rounds": _rounds(session, partner_id),
        "activities": _activities(session, partner_id),
        "grants": _grants(session, partner_id),
        "you": _person(session, safe, asker.person_id) if asker.person_id and asker.owns(partner_id) else None,
    }


def _partner(session: Session, partner_id: str) -> Data:
    partner, profile = find_partner(session, partner_id), read_profile(session, partner_id)
    parents = select(Partner.name).join(Membership, Membership.parent_id == Partner.id)
    columns = (
        *("id", "name", "description", "place", "postcode", "latitude", "longitude", "country", "website"),
        *("kvk", "brin", "lrk", "since", "until", "capacity", "source", "notes"),
    )
    return {
        **{name: getattr(partner, name) for name in columns},
        "sector": partner.sector_id,
        "paused_until": _day(partner.paused_until),
        "confirmed_on": _day(partner.confirmed_on),
        "seeks": list(profile.seeks),
        "offers": list(profile.offers),
        "themes": [label for _theme, label in theme_labels(session, profile.themes)],
        "aliases": list(profile.aliases),
        "belongs_to": list(session.scalars(parents.where(Membership.partner_id == partner_id))),
        "visibility": profile.levels,
    }


def _contacts(session: Session, safe: Safe, partner_id: str) -> list[Data]:
    """Return who speaks for a partner, and who is invited by no more than the address that was typed.

    Whoever is invited may be somebody's contact elsewhere, and has not said yes; who claims to speak for it is a matter
    between that person and the office.
    """
    found = People(session, safe).contacts(partner_id, "confirmed", "invited")
    return [
        {
            "name": each.person.name if each.state == "confirmed" else "",
            "address": each.person.address,
            "phone": each.person.phone if each.state == "confirmed" else "",
            "function": each.function,
            "state": each.state,
        }
        for each in found
    ]


def _introduction(session: Session, introduction: Introduction, partner_id: str) -> Data:
    side = side_of(introduction, partner_id)
    own_answer = getattr(introduction, f"{side}_answer")
    # What the other side answered, and what staff thought before, it does not know.
    known = {"asked", "introduced", "met", "started", "ended", "expired"}
    known |= {"declined"} if own_answer == "no" else set()
    return {
        "id": introduction.id,
        "with": session.get_one(Partner, partner_on(introduction, other_side(side))).name,
        "standing": standing(introduction.state, own_answer),
        "own_answer": own_answer,
        "due_on": _day(introduction.due_on),
        "introduced_on": _day(introduction.introduced_on),
        "steps": [
            {"state": step.to_state, "made_at": step.made_at.isoformat(timespec="seconds")}
            for step in Introductions(session).steps(introduction.id)
            if step.to_state in known
        ],
    }


def _answers(session: Session, partner_id: str) -> list[Data]:
    said = select(Answer, Partner.name).join(Partner, Partner.id == Answer.suggested_id)
    said = said.where(Answer.partner_id == partner_id).order_by(Answer.answered_on, Answer.suggested_id)
    return [
        {"about": name, "answered_on": _day(each.answered_on), "answer": each.answer, "reason": each.reason}
        for each, name in session.execute(said)
    ]


def _pulse(session: Session, asker: Asker, partner_id: str) -> list[Data]:
    return [
        {
            "quarter": each.quarter,
            "about": session.get_one(Collaboration, each.collaboration_id).title,
            "question": say_aspect(each.aspect),
            "answer": say_level(each.level),
        }
        for each in answers_of(session, asker, partner_id)
    ]


def _stories(session: Session, partner_id: str) -> list[Data]:
    """Return the stories of its collaborations, and what it answered where it was asked about one."""
    told = []
    for story in stories_of(session, partner_id):
        agreement = session.get(StoryAgreement, (story.id, partner_id))
        texts = {name: getattr(story, name) for name in TEXTS}
        own_answer = agreement.said if agreement else ""
        told.append({**texts, "own_answer": own_answer, "asked": story.asked, "public": story.released})
    return told


def _rounds(session: Session, partner_id: str) -> list[Data]:
    """Return for which rounds a partner was asked, what it said, and what it agreed on there."""
    found = session.execute(
        select(Round, RoundGuest)
        .join(RoundGuest, RoundGuest.round_id == Round.id)
        .where(RoundGuest.partner_id == partner_id)
        .order_by(Round.id)
    )
    wanted = select(RoundPair.kind, Partner.name).join(Partner, Partner.id == RoundPair.other_id)
    wanted = wanted.where(RoundPair.partner_id == partner_id).order_by(RoundPair.rank)
    is_its = or_(RoundDeal.first_id == partner_id, RoundDeal.second_id == partner_id)
    return [
        {
            "title": row.title,
            "days": list(row.days),
            "state": guest.state,
            "room": guest.room,
            "wanted": [
                {"kind": kind, "partner": name}
                for kind, name in session.execute(
                    wanted.where(RoundPair.round_id == row.id, RoundPair.kind.in_(("wish", "veto")))
                )
            ],
            "deals": list(session.scalars(select(RoundDeal.what).where(RoundDeal.round_id == row.id, is_its))),
        }
        for row, guest in found
    ]


def _activities(session: Session, partner_id: str) -> list[Data]:
    """Return the activities that a partner holds or comes to, and with how many."""
    told = []
    for activity in activities_of(session, partner_id):
        own = sign_up_of(session, activity.id, partner_id)
        told.append(
            {
                "title": activity.title,
                "begins": activity.begins.isoformat(),
                "ends": activity.ends.isoformat(),
                "holds_it": session.get(ActivityOrganiser, (activity.id, partner_id)) is not None,
                "n_people": own.n_people if own else 0,
                "is_waiting": bool(own and own.is_waiting),
            }
        )
    return told


def _grants(session: Session, partner_id: str) -> list[Data]:
    """Return the applications of its teams, and what it answered itself; amounts are in cents."""
    columns = (
        *("title", "plan", "state", "theme_ids", "asked_cents", "own_cents", "costs", "reason"),
        *("granted_cents", "paid_cents", "settled_cents", "collaboration_id"),
    )
    return [
        {
            **{name: getattr(each, name) for name in columns},
            "scheme": find_scheme(session, each.scheme_id).title,
            "begins_on": _day(each.begins_on),
            "ends_on": _day(each.ends_on),
            "decided_on": _day(each.decided_on),
            "own_answer": session.get_one(GrantApplicant, (each.id, partner_id)).said,
        }
        for each in applications_of(session, partner_id)
    ]


def _person(session: Session, safe: Safe, person_id: int) -> Data:
    people = People(session, safe)
    person, view = session.get_one(Person, person_id), people.read(person_id)
    mails = session.scalars(select(Mail).where(Mail.person_id == person_id).order_by(Mail.made_at, Mail.id))
    return {
        "name": view.name,
        "address": view.address,
        "phone": view.phone,
        "role": view.role,
        "speaks_for": people.speaks_for(person_id),
        "refused_mail": list(person.refused_mail),
        "made_at": person.made_at.isoformat(timespec="seconds"),
        "seen_at": person.seen_at.isoformat(timespec="seconds") if person.seen_at else None,
        "mails": [
            {"kind": mail.kind, "sent_at": mail.sent_at.isoformat(timespec="seconds") if mail.sent_at else None}
            for mail in mails
        ],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
