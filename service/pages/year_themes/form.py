"""The form in which staff say what the theme of a year is: read, and told what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from graph.year_themes import YEARS, YearTheme, concepts_of
from service.pages.own.frame import one
from service.pages.typed_text import read_text
from service.pages.year_themes.choosing import Concept, concepts_named, find_concepts
from service.texts import gettext as _
from service.year_themes.keeping import Given

N_NEW = 3
"""Empty places for words that a form has."""
LONGEST = {"title": 100, "description": 2000}
MOST_CONCEPTS = 20


@dataclass(frozen=True)
class Form:
    """A form as it is shown."""

    texts: dict[str, str]
    """What stands in the fields by their names."""
    leans: bool = True
    chosen: list[Concept] = field(default_factory=list)
    asked_about: list[tuple[str, list[Concept]]] = field(default_factory=list)
    """Words that several concepts could be meant by, and these."""
    words: list[str] = field(default_factory=list)
    """Words that no concept is called by."""
    faults: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Read:
    """A form as it was sent."""

    form: Form
    year: int
    given: Given | None
    """None where something is wrong."""


def form_of(session: Session, theme: YearTheme) -> Form:
    """Return the form of a theme that is there."""
    first, last = theme.week_starts_on, theme.week_ends_on
    texts = {"title": theme.title, "description": theme.description}
    texts |= {"starts": first.isoformat() if first else "", "ends": last.isoformat() if last else ""}
    return Form(texts, theme.leans, concepts_named(session, concepts_of(session, theme.year)))


def read_form(session: Session, typed: Mapping[str, list[str]], year: int | None = None) -> Read:
    """Read a form; `year` is that of a theme that is there, else the form says it."""
    held = dict(typed)
    texts = {name: one(held, name).strip() for name in ("year", "title", "description", "starts", "ends")}
    faults: dict[str, str] = {}
    of_year = year if year is not None else _read_year(texts["year"], faults)
    read = {name: read_text(texts[name], most) for name, most in LONGEST.items()}
    faults |= {name: fault for name, (_text, fault) in read.items() if fault}
    if not read["title"][0]:
        faults.setdefault("title", _("Say how people call this theme."))
    week = _read_week(texts["starts"], texts["ends"], of_year, faults)
    chosen, asked_about, words = _read_concepts(session, typed, faults)
    leans = one(held, "leans") == "ja"
    form = Form(texts, leans, chosen, asked_about, words, faults)
    given = Given(read["title"][0], read["description"][0], tuple(each.id for each in chosen), week, leans)
    return Read(form, of_year, None if faults else given)


def _read_year(text: str, faults: dict[str, str]) -> int:
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0  # noqa: PLR2004 -- as years are written
    if year not in YEARS:
        faults["year"] = _("Type a year, from %(first)s to %(last)s.") % {"first": YEARS.start, "last": YEARS.stop - 1}
    return year


def _read_week(first: str, last: str, year: int, faults: dict[str, str]) -> tuple[date, date] | None:
    """Return both days of the week, `None` where neither is given."""
    if not first and not last:
        return None
    try:
        days = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        faults["starts"] = _("Choose both days of the week, or neither.")
        return None
    if days[0] > days[1]:
        faults["starts"] = _("The last day comes before the first one.")
    elif year in YEARS and {day.year for day in days} != {year}:
        faults["starts"] = _("The week is not in %(year)s.") % {"year": year}
    return days


def _read_concepts(
    session: Session, typed: Mapping[str, list[str]], faults: dict[str, str]
) -> tuple[list[Concept], list[tuple[str, list[Concept]]], list[str]]:
    """Return the concepts chosen, words that could mean several, and words that mean none."""
    chosen = concepts_named(session, typed.get("concepts", []))
    asked_about, unknown = [], []
    for word in filter(None, (each.strip() for each in typed.get("words", []))):
        found = find_concepts(session, word)
        if len(found) == 1:
            chosen += [each for each in found if each not in chosen]
        elif found:
            others = [each for each in found if each not in chosen]
            asked_about += [(word, others)] if others else []  # all of them may be chosen already
        else:
            unknown.append(word)
    if unknown:
        faults["words"] = _("The list holds no such theme: %(words)s. Use another word.") % {
            "words": ", ".join(unknown)
        }
    elif asked_about:
        faults["words"] = _("Which of these do you mean? Tick them.")
    elif not chosen:
        faults["words"] = _("Choose at least one theme.")
    elif len(chosen) > MOST_CONCEPTS:
        faults["words"] = _("These are too many. Choose at most %(most)s; narrower themes count too.") % {
            "most": MOST_CONCEPTS
        }
    return chosen, asked_about, unknown
