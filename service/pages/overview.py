"""What the pages ask of one network again and again, worked out once: whom a filter means, in which order."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from graph.network import Mask, Network, Positions

Order = Literal[
    "naam", "-naam", "sector", "-sector", "plaats", "-plaats", "banden", "-banden", "sinds", "-sinds", "maat", "-maat"
]
"""How a table is ordered, as the address says it; a minus turns it around."""

ORDERS: tuple[Order, ...] = get_args(Order)


MOST_PLACES = 150
"""How many places are offered to choose from; the search finds the others."""

UNKNOWN_YEAR = 9999
"""Stands for a year in the future that nobody knows."""


@dataclass(frozen=True)
class Filters:
    """Which partners are meant; what is empty does not count."""

    text: str = ""
    sectors: tuple[str, ...] = ()
    theme: str = ""
    place: str = ""


class Overview:
    """All that is known of one network, and what follows from it for the pages; `aliases` are by partner id."""

    def __init__(self, history: Network, today: Network, aliases: Mapping[str, Sequence[str]]) -> None:
        self.aliases = aliases
        self._is_here = history.partners["id"].isin(today.partners["id"]).to_numpy()
        if self._is_here.all():  # today's ties are known, and stay when a profile changes
            self.network = today
        else:
            self.network = history.begun_by(today.day) if today.day else history  # what is planned is not done

    @cached_property
    def years(self) -> tuple[int, int] | None:
        """First and last year in which a collaboration began; None without any."""
        starts = self.network.collaborations["start"].dropna()
        return (starts.min().year, starts.max().year) if len(starts) else None

    @cached_property
    def ties(self) -> pd.DataFrame:
        """One row per tied pair: first, second, n_collaborations, latest, and year, that of their first beginning."""
        ties = self.network.tie_days
        return ties.assign(year=ties["since"].dt.year.fillna(0).astype(np.int64))

    @cached_property
    def presence(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """First and last year in which each partner was there: 0 and 9999 where nobody knows, shape (n_partners,).

        The last of `years` stands for today: who came or left since, came or left by then.
        """
        partners = self.network.partners
        came = partners["since"].dt.year.fillna(0).to_numpy(np.int64)
        left = partners["until"].dt.year.fillna(UNKNOWN_YEAR).to_numpy(np.int64)
        last = self.last_year
        came = np.where(self._is_here, np.minimum(came, last), came)
        left = np.where(self._is_here, UNKNOWN_YEAR, np.minimum(left, last - 1))
        return came, left

    @property
    def last_year(self) -> int:
        """The year that stands for today."""
        return self.years[1] if self.years else UNKNOWN_YEAR

    @cached_property
    def first_years(self) -> npt.NDArray[np.int64]:
        """Year of each partner's first tie, shape (n_partners,); `UNKNOWN_YEAR` for those without."""
        years = np.full(self.network.n_partners, UNKNOWN_YEAR, dtype=np.int64)
        for end in ("first", "second"):
            np.minimum.at(years, self.ties[end].to_numpy(), self.ties["year"].to_numpy())
        return years

    @cached_property
    def common_places(self) -> list[str]:
        """The places with most partners, at most `MOST_PLACES`, in the order of the alphabet."""
        places = self.network.partners["place"]
        return sorted(places[places != ""].value_counts().index[:MOST_PLACES], key=fold)

    @cached_property
    def themes_in_use(self) -> Positions:
        """Positions of the themes that at least one partner has, in the order of the alphabet."""
        used = self.network.partner_themes["theme"].unique()
        labels = self.network.themes["label"]
        return np.array(sorted(used, key=lambda theme: fold(labels[theme])), dtype=np.int64)

    @cached_property
    def sectors_in_use(self) -> frozenset[str]:
        """Ids of the sectors that at least one partner is of."""
        return frozenset(self.network.partners["sector"].unique())

    @cached_property
    def _places_in_order(self) -> dict[str, npt.NDArray[np.int64]]:
        """Where each partner stands in the alphabet, by name, sector or place; equal ones stand at the same place."""
        partners = self.network.partners
        labels = self.network.sectors.set_index("id")["label"]
        sectors = partners["sector"].map(labels).fillna("")
        columns = {"naam": partners["name"], "sector": sectors, "plaats": partners["place"]}
        return {name: pd.factorize(texts.map(fold), sort=True)[0] for name, texts in columns.items()}

    @cached_property
    def _own_texts(self) -> "Searched":
        """What each partner's own row says and what else it is called."""
        columns = (self.network.partners[name].to_numpy(object) for name in ("id", "name", "description", "place"))
        return Searched("\n".join((*row[1:], *self.aliases.get(row[0], ()))) for row in zip(*columns, strict=True))

    @cached_property
    def _phrase_texts(self) -> "Searched":
        return Searched(self.network.phrases["text"].tolist())

    @cached_property
    def _theme_labels(self) -> "Searched":
        return Searched(self.network.themes["label"].tolist())

    def _find_word(self, word: str) -> Mask:
        """Return which partners have a folded word anywhere in what a search looks through, shape (n_partners,)."""
        network, themes = self.network, self.network.partner_themes
        found = self._own_texts.having(word)
        found[network.phrases["partner"].to_numpy()[self._phrase_texts.having(word)]] = True
        found[themes["partner"].to_numpy()[self._theme_labels.having(word)[themes["theme"].to_numpy()]]] = True
        return found

    def count_ties(self, year: int | None = None) -> npt.NDArray[np.int64]:
        """Count the partners each partner had worked with by the end of `year` (or ever), shape (n_partners,)."""
        return self._n_ties if year is None else self._count_ties(self.ties[self.ties["year"] <= year])

    @cached_property
    def _n_ties(self) -> npt.NDArray[np.int64]:
        return self._count_ties(self.ties)

    def _count_ties(self, ties: pd.DataFrame) -> npt.NDArray[np.int64]:
        ends = np.concatenate([ties["first"].to_numpy(), ties["second"].to_numpy()])
        return np.bincount(ends, minlength=self.network.n_partners).astype(np.int64)

    def is_present(self, year: int | None = None) -> Mask:
        """Which partners were there at the end of `year` (or are there today), shape (n_partners,)."""
        came, left = self.presence
        year = self.last_year if year is None else year
        return (came <= year) & (left >= year)

    def select(self, filters: Filters) -> Mask:
        """Which partners a filter means, shape (n_partners,); every word of its text has to occur somewhere."""
        partners = self.network.partners
        kept = np.ones(len(partners), dtype=np.bool_)
        if filters.sectors:
            kept &= partners["sector"].isin(filters.sectors).to_numpy()
        if filters.place:
            kept &= (partners["place"] == filters.place).to_numpy()
        if filters.theme:
            themes = self.network.themes
            meant = themes.index[themes["id"] == filters.theme]
            having = self.network.partner_themes.loc[self.network.partner_themes["theme"].isin(meant), "partner"]
            kept &= partners.index.isin(having)
        for word in fold(filters.text).split():
            kept &= self._find_word(word)
        return kept

    def order(
        self,
        positions: Positions,
        order: Order,
        year: int | None = None,
        measured: npt.NDArray[np.float64] | None = None,
    ) -> Positions:
        """Return `positions` ordered as asked; what is equal keeps the order of the names.

        `measured` is the measure that "maat" orders by, shape (n_partners,); who has none comes last.
        """
        column = order.removeprefix("-")
        keys = (self._sort_keys(column, year) if column != "maat" or measured is None else measured)[positions]
        names = self._places_in_order["naam"][positions]
        # NaN, of who has none, comes last either way.
        return positions[np.lexsort((names, -keys if order.startswith("-") else keys))]

    def _sort_keys(self, column: str, year: int | None) -> npt.NDArray[np.int64] | npt.NDArray[np.float64]:
        match column:
            case "banden":
                return self.count_ties(year)
            case "sinds":
                until = self.last_year if year is None else year
                return np.where(self.first_years > until, np.nan, self.first_years)
            case "sector" | "plaats":
                return self._places_in_order[column]
            case _:
                return self._places_in_order["naam"]


class Searched:
    """Texts to look for words in: one after another in a long one, which is looked through at once."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Fold them; between them stands what counts as a blank, so that no word has it."""
        folded = [text.casefold() if text.isascii() else fold(text) for text in texts]  # most are: a call less of each
        self._all = "\x1f".join(folded)
        self._ends = np.cumsum([len(text) + 1 for text in folded], dtype=np.int64)

    def having(self, word: str) -> Mask:
        """Return which texts have a folded word anywhere: shape (n_texts,).

        >>> Searched(["Café", "Oss", "een cafe"]).having("cafe").tolist()
        [True, False, True]
        """
        found = np.zeros(len(self._ends), dtype=np.bool_)
        starts = np.fromiter((each.start() for each in re.finditer(re.escape(word), self._all)), np.int64)
        found[np.searchsorted(self._ends, starts, side="right")] = True
        return found


def fold(text: str) -> str:
    """Return a text as it is compared: without case and accents.

    >>> fold("Café De Ouwe Sok")
    'cafe de ouwe sok'
    """
    if text.isascii():  # most are, and there is nothing to take off
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character)).casefold()
