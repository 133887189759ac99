"""Network: the graph at a date, as columns and sparse matrices."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from graph.errors import UnknownPartner

Positions = npt.NDArray[np.int64]
"""Integer positions of partners (or collaborations) in their table, starting at 0."""

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Network:
    """Partners, what they say, and what they did together up to a day.

    Every table has a fresh index 0 … n-1; other tables refer to its rows by these positions. Days are
    `datetime64[s]`, and `NaT` stands for a day that nobody knows.
    """

    partners: pd.DataFrame
    """id, name, sector, description, place, postcode, latitude, longitude, country, website, since, until, capacity,
    paused_until, source."""
    phrases: pd.DataFrame
    """partner (position), side ("seeks" or "offers"), text: one row per phrase, in the partner's own order."""
    partner_themes: pd.DataFrame
    """partner, theme (positions)."""
    memberships: pd.DataFrame
    """member, parent (positions of partners)."""
    collaborations: pd.DataFrame
    """id, title, description, kind, start (first day it can mean), end (last day it can mean), start_date, end_date (as
    written), action_line, grant_euro, has_grant (an amount is known, or was granted here without being told), source;
    n_partners and has_lead tell of everybody that took part, in sight or
    not, so that no tie changes when another partner leaves."""
    participations: pd.DataFrame
    """collaboration, partner (positions), role; ordered by collaboration."""
    collaboration_themes: pd.DataFrame
    """collaboration, theme (positions)."""
    themes: pd.DataFrame
    """id, label, description, kind."""
    theme_labels: pd.DataFrame
    """theme (position), text: every way to say a theme, its preferred label first."""
    theme_broader: pd.DataFrame
    """theme, broader (positions)."""
    theme_answers: pd.DataFrame
    """theme, answer (positions): offered, `answer` meets a need for `theme`."""
    sectors: pd.DataFrame
    """id, label."""
    visibility: pd.DataFrame
    """partner (position), field (one of `graph.model.CHOSEN_FIELDS`), level (one of `graph.model.LEVELS`): who sees
    what, where a partner chose otherwise than is usual."""
    answers: pd.DataFrame
    """partner (who was asked), suggested (about whom; both positions), answer (one of `graph.model.ANSWERS`), day; one
    row per answer, ordered by day, then partner and suggested."""
    day: date | None = None
    """The day this network is of; None for all that is known."""

    @cached_property
    def theme_positions(self) -> dict[str, int]:
        """Position of each theme by its id."""
        return {theme_id: position for position, theme_id in enumerate(self.themes["id"])}

    @cached_property
    def theme_names(self) -> list[str]:
        """Preferred label of each theme, by position: a list is looked up far sooner than a table."""
        return self.themes["label"].tolist()

    @property
    def n_partners(self) -> int:
        return len(self.partners)

    @cached_property
    def names(self) -> list[str]:
        """Name of each partner, by position."""
        return self.partners["name"].tolist()

    @cached_property
    def positions(self) -> dict[str, int]:
        """Position of each partner by its id."""
        return {partner_id: position for position, partner_id in enumerate(self.partners["id"])}

    def position(self, partner_id: str) -> int:
        """Return the position of a partner; raise `UnknownPartner` if it is not in this network."""
        try:
            return self.positions[partner_id]
        except KeyError:
            raise UnknownPartner(f"no partner has the id '{partner_id}'") from None

    def at(self, day: date) -> "Network":
        """Return the network of one day: what had begun or was answered by then, and the partners that were there.

        A collaboration that ended before stays: its partners know each other. A date known to the year begins with its
        first day. Partners without `since` and `until` are there on any day.
        """
        moment = np.datetime64(day, "s")
        came_later = (self.partners["since"] > moment).to_numpy()
        had_left = (self.partners["until"] < moment).to_numpy()
        history = self.begun_by(day)
        return replace(history._with_partners(~(came_later | had_left)), day=day)  # noqa: SLF001 -- the same class

    def begun_by(self, day: date) -> "Network":
        """Return what had begun or was answered on or before a day, with all partners of whatever time."""
        moment = np.datetime64(day, "s")
        known = self._with_collaborations((self.collaborations["start"] <= moment).to_numpy())
        return replace(known, answers=self.answers[self.answers["day"] <= moment].reset_index(drop=True))

    @cached_property
    def ties(self) -> pd.DataFrame:
        """Who worked with whom in what: first, second (positions, first < second), collaboration, weight.

        A collaboration with a lead ties the lead to everybody else in it; without a lead, everybody to everybody. Its
        weight is 1 / (n - 1) for n partners, so that a gathering of fifty says less about a pair than a project of two
        (Newman 2001, Physical Review E 64, 016132).
        """
        parts = self.participations
        leads = parts[parts["role"] == "lead"][["collaboration", "partner"]].drop_duplicates()
        members = parts[["collaboration", "partner"]].drop_duplicates().sort_values("collaboration", kind="stable")
        is_led = self.collaborations["has_lead"].to_numpy(np.bool_)[members["collaboration"]]
        led = leads.merge(members[is_led], on="collaboration", suffixes=("_lead", ""))
        led = led[led["partner_lead"] != led["partner"]]
        first, second, collaboration = _everybody_with_everybody(members[~is_led])
        pairs = pd.DataFrame(
            {
                "first": np.concatenate([led["partner_lead"].to_numpy(np.int64), first]),
                "second": np.concatenate([led["partner"].to_numpy(np.int64), second]),
                "collaboration": np.concatenate([led["collaboration"].to_numpy(np.int64), collaboration]),
            }
        )
        low, high = np.minimum(pairs["first"], pairs["second"]), np.maximum(pairs["first"], pairs["second"])
        pairs = pairs.assign(first=low, second=high).drop_duplicates(ignore_index=True)  # two leads tie each other once
        sizes = self.collaborations["n_partners"].to_numpy(np.int64)
        return pairs.assign(weight=1.0 / (sizes[pairs["collaboration"]] - 1))

    @cached_property
    def adjacency(self) -> sparse.csr_array:
        """Weights of the ties summed over collaborations: symmetric, shape (n_partners, n_partners), empty diagonal."""
        return self.weigh_ties(self.ties["weight"].to_numpy())

    @cached_property
    def acquaintances(self) -> sparse.csr_array:
        """Pairs that said they know each other, though nothing they did together is written down: ones, symmetric."""
        known = self.last_answers[self.last_answers["answer"] == "already_known"]
        one, other = known["partner"].to_numpy(), known["suggested"].to_numpy()
        both_ways = (np.concatenate([one, other]), np.concatenate([other, one]))
        shape = (self.n_partners, self.n_partners)
        pairs = sparse.csr_array((np.ones(2 * len(known)), both_ways), shape=shape)
        pairs.sum_duplicates()
        pairs.data[:] = 1
        return pairs

    @cached_property
    def last_answers(self) -> pd.DataFrame:
        """The latest answer of each partner about each other: partner, suggested, answer, day; ordered by day.

        Not to answer takes nothing back: "ignored" counts only where nothing else was said.
        """
        is_said = self.answers["answer"] != "ignored"
        latest = self.answers.loc[np.argsort(is_said.to_numpy(), kind="stable")]
        kept = latest.drop_duplicates(["partner", "suggested"], keep="last")
        return kept.sort_values(["day", "partner", "suggested"], ignore_index=True)

    def weigh_ties(self, weights: npt.NDArray[np.float64]) -> sparse.csr_array:
        """Return a symmetric matrix of the ties with other weights, one per row of `ties`."""
        first, second = self.ties["first"].to_numpy(), self.ties["second"].to_numpy()
        shape = (self.n_partners, self.n_partners)
        both_ways = (np.concatenate([first, second]), np.concatenate([second, first]))
        return sparse.csr_array((np.concatenate([weights, weights]), both_ways), shape=shape)

    @cached_property
    def tie_days(self) -> pd.DataFrame:
        """One row per tied pair: first, second, n_collaborations, weight, since, latest, until.

        `since` and `latest` are the first and the last beginning of something together; `until` is the last end, and
        `NaT` while anything they do together has no end.
        """
        ties = self.ties
        of = self.collaborations.loc[ties["collaboration"], ["start", "end"]].reset_index(drop=True)
        ties = ties.assign(start=of["start"], end=of["end"], is_open=of["end"].isna())
        by_pair = ties.groupby(["first", "second"], as_index=False, sort=True).agg(
            n_collaborations=("collaboration", "size"),
            weight=("weight", "sum"),
            since=("start", "min"),
            latest=("start", "max"),
            until=("end", "max"),
            is_open=("is_open", "any"),
        )
        by_pair["until"] = by_pair["until"].mask(by_pair["is_open"])
        return by_pair.drop(columns="is_open")

    def to_networkx(self) -> "nx.Graph[str]":
        """Return the network as a networkx graph of partner ids.

        Nodes carry name, sector, place, since and until; edges carry weight, n_collaborations, since, latest and until.
        Days are ISO texts, and what is not known is left out, so that every writer of networkx takes it.
        """
        network: nx.Graph[str] = nx.Graph()
        ids = self.partners["id"].tolist()
        columns = ["name", "sector", "place", "latitude", "longitude", "since", "until"]
        network.add_nodes_from(zip(ids, _plain_rows(self.partners[columns]), strict=True))
        ties = self.tie_days
        attributes = _plain_rows(ties.drop(columns=["first", "second"]))
        for first, second, tie in zip(ties["first"], ties["second"], attributes, strict=True):
            network.add_edge(ids[first], ids[second], **tie)
        return network

    def telling(self, **tables: pd.DataFrame) -> "Network":
        """Return this network with other tables of the same partners: what they tell of themselves, or answered.

        What was computed of its ties stays: it follows from what they did.
        """
        told = replace(self, **tables)  # type: ignore[arg-type] # of tables none is a day
        kept = _OF_WORK if "answers" in tables else _OF_WORK + _OF_ANSWERS
        told.__dict__.update({name: self.__dict__[name] for name in kept if name in self.__dict__})
        return told

    def of(self, positions: Positions) -> "Network":
        """Return only some partners, given in ascending order, and what they did."""
        return self._with_partners(np.isin(np.arange(self.n_partners), positions))

    def without_idle(self) -> "Network":
        """Return the network without collaborations in which none of its partners took part."""
        return self._with_collaborations(
            np.isin(np.arange(len(self.collaborations)), self.participations["collaboration"])
        )

    def with_themes(self, kept: Mask) -> "Network":
        """Return the network without the themes that are not `kept`, shape (n_themes,), and what refers to them."""
        if kept.all():
            return self
        return replace(
            self,
            partner_themes=_refer_again(self.partner_themes, {"theme": kept}),
            collaboration_themes=_refer_again(self.collaboration_themes, {"theme": kept}),
            themes=self.themes[kept].reset_index(drop=True),
            theme_labels=_refer_again(self.theme_labels, {"theme": kept}),
            theme_broader=_refer_again(self.theme_broader, {"theme": kept, "broader": kept}),
            theme_answers=_refer_again(self.theme_answers, {"theme": kept, "answer": kept}),
        )

    def _with_collaborations(self, kept: Mask) -> "Network":
        return replace(
            self,
            collaborations=self.collaborations[kept].reset_index(drop=True),
            participations=_refer_again(self.participations, {"collaboration": kept}),
            collaboration_themes=_refer_again(self.collaboration_themes, {"collaboration": kept}),
        )

    def _with_partners(self, kept: Mask) -> "Network":
        if kept.all():
            return self
        return replace(
            self,
            partners=self.partners[kept].reset_index(drop=True),
            phrases=_refer_again(self.phrases, {"partner": kept}),
            partner_themes=_refer_again(self.partner_themes, {"partner": kept}),
            memberships=_refer_again(self.memberships, {"member": kept, "parent": kept}),
            participations=_refer_again(self.participations, {"partner": kept}),
            visibility=_refer_again(self.visibility, {"partner": kept}),
            answers=_refer_again(self.answers, {"partner": kept, "suggested": kept}),
        )


_OF_WORK = ("positions", "theme_positions", "ties", "adjacency", "tie_days")
"""What a `Network` computes once, and neither profiles nor answers change."""
_OF_ANSWERS = ("acquaintances", "last_answers")
"""What it computes of answers once, and no profile changes."""


def _everybody_with_everybody(members: pd.DataFrame) -> tuple[Positions, Positions, Positions]:
    """Pair each member with those after it in the same collaboration; `members` is ordered by collaboration."""
    partner = members["partner"].to_numpy(np.int64)
    collaboration = members["collaboration"].to_numpy(np.int64)
    ends = np.searchsorted(collaboration, collaboration, side="right")
    n_after = ends - np.arange(len(partner)) - 1
    left = np.repeat(np.arange(len(partner)), n_after)
    step = np.arange(len(left)) - np.repeat(np.cumsum(n_after) - n_after, n_after)
    right = left + 1 + step
    return partner[left], partner[right], collaboration[left]


def _refer_again(table: pd.DataFrame, kept_by_column: dict[str, Mask]) -> pd.DataFrame:
    """Keep the rows whose references are kept, and renumber these references."""
    stays = np.logical_and.reduce([kept[table[column].to_numpy()] for column, kept in kept_by_column.items()])
    left = table[stays].reset_index(drop=True)
    renumbered = {column: (np.cumsum(kept) - 1)[left[column].to_numpy()] for column, kept in kept_by_column.items()}
    return left.assign(**renumbered)


def _plain_rows(table: pd.DataFrame) -> list[dict[str, str | float | int]]:
    """Rows as dictionaries of text and numbers: days as ISO texts, unknown and empty values left out."""
    days = table.select_dtypes("datetime").columns
    plain = table.assign(**{day: table[day].dt.strftime("%Y-%m-%d") for day in days})
    records = plain.astype(object).where(plain.notna() & (plain != ""), None).to_dict("records")
    return [{str(key): value for key, value in row.items() if value is not None} for row in records]
