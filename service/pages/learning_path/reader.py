"""What the pages of the educational agenda read: the place, theme and day that the address asks for, and their path."""

from datetime import date
from functools import cached_property
from typing import Annotated

import pandas as pd
from fastapi import Depends, Request

from graph.chain import work_along
from graph.network import Network
from service.learning_path.path import Path, Paths
from service.learning_path.words import Scope
from service.pages.overview import fold
from service.pages.reader import PageReader, Pages
from service.texts import gettext as _

PATH = "/onderwijsagenda"


class LearningPath:
    """The path of learning that one request asks for, as far as the one who asks may see it."""

    def __init__(self, request: Request, pages: Pages) -> None:
        query, snapshot = request.query_params, pages.snapshot
        self.pages: PageReader = pages
        self.today = snapshot.network.day or date.today()  # noqa: DTZ011 -- the day where the service is
        self.typed_day = query.get("op", "").strip()[:10]
        self.day, self.fault = _read_day(self.typed_day, self.today)
        network = snapshot.network if self.is_today else snapshot.history.at(self.day)
        self.theme = query.get("thema", "") if query.get("thema", "") in network.theme_positions else ""
        self.paths = Paths(network, pd.Timestamp(self.day), self.theme)
        self.place = query.get("plaats", "") if query.get("plaats", "") in self._all_places else ""

    @property
    def network(self) -> Network:
        """The network of the day."""
        return self.paths.network

    @property
    def is_today(self) -> bool:
        """Whether the path of today is meant, which has suggestions."""
        return self.day == self.today

    @cached_property
    def path(self) -> Path:
        """The path of the place, or of the whole network."""
        return self.paths.path(self.place)

    @property
    def scope(self) -> Scope:
        """Of what the path tells."""
        themes = dict(zip(self.network.themes["id"], self.network.themes["label"], strict=True))
        return Scope(self.place, themes.get(self.theme, ""), "" if self.is_today else self.day.isoformat())

    @property
    def parameters(self) -> dict[str, object]:
        """The choice as the query of an address."""
        return {"plaats": self.place, "thema": self.theme, "op": "" if self.is_today else self.day.isoformat()}

    @property
    def place_options(self) -> list[tuple[str, str]]:
        """The places to choose from."""
        return [(place, place) for place in sorted({*self.paths.places, self.place} - {""}, key=fold)]

    @property
    def theme_options(self) -> list[tuple[str, str]]:
        """Id and label of each theme that anything along the path is about, and of the chosen one."""
        network = self.network
        along = network.collaboration_themes["collaboration"].isin(work_along(network)["collaboration"])
        used = network.themes.index.isin(network.collaboration_themes.loc[along, "theme"])
        themes = network.themes[used | (network.themes["id"] == self.theme)]
        return sorted(zip(themes["id"], themes["label"], strict=True), key=lambda option: fold(option[1]))

    @cached_property
    def _all_places(self) -> set[str]:
        """The places of everybody, of whatever time: one that was empty on a day is still a place."""
        return set(self.pages.snapshot.history.partners["place"].str.split("/").explode().str.strip()) - {""}


def _read_day(text: str, today: date) -> tuple[date, str]:
    """Return the day that a text names, today for none, and what is wrong with it.

    >>> _read_day("2019-12-31", date(2026, 1, 1)), _read_day("", date(2026, 1, 1))[1]
    ((datetime.date(2019, 12, 31), ''), '')
    """
    if not text:
        return today, ""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today, _("Type a day as 2019-12-31. This is the path of today.")
    if day > today:
        return today, _("That day is still to come. This is the path of today.")
    return day, ""


Learning = Annotated[LearningPath, Depends()]
