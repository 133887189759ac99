"""Every query on the network; it lends its caller's transaction and never commits."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from graph.dates import PartialDate
from graph.grants import GrantApplication
from graph.model import (
    Answer,
    Change,
    Collaboration,
    CollaborationTheme,
    FieldVisibility,
    Interest,
    Membership,
    Offering,
    Participation,
    Partner,
    PartnerAlias,
    PartnerTheme,
    Sector,
    Theme,
    ThemeAnswer,
    ThemeBroader,
    ThemeLabel,
)
from graph.network import Network
from graph.profiles import ProfileRows

_REFERS_TO = {"member": "partner", "parent": "partner", "broader": "theme", "answer": "theme"}
"""The table that a column of a Network refers to, where its name is not that table's."""


class Repository:
    """Reads the network within one session."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def version(self) -> int:
        """Return the number of the latest change; 0 before the first."""
        return self.session.scalar(select(func.max(Change.id))) or 0

    def record_change(self, what: str, partner_ids: Sequence[str] | None = None) -> None:
        """Note that this transaction changes the network, so that a running service reads it again.

        `partner_ids` tells that nothing but the profiles of these partners changed.
        """
        self.session.add(Change(what=what, partner_ids=None if partner_ids is None else list(partner_ids)))

    def changed_profiles(self, since: int) -> list[str] | None:
        """Return the ids of the partners whose profiles changed after the change `since`, in order.

        `None` where something else may have changed too.
        """
        changes = self.session.scalars(select(Change.partner_ids).where(Change.id > since)).all()
        ids: set[str] = set()
        for named in changes:
            if named is None:
                return None
            ids.update(named)
        return sorted(ids)

    def profiles(self, partner_ids: Sequence[str], themes: Mapping[str, int]) -> ProfileRows:
        """Read the profiles of some partners; `themes` gives the position of each theme by its id."""
        partners = self._partners(partner_ids)
        by_id = {
            "partner": pd.Series(np.arange(len(partners)), index=partners["id"]),
            "theme": pd.Series(themes, dtype=np.int64),
        }
        return ProfileRows(
            partners, self._phrases(by_id["partner"], partner_ids), self._partner_themes(by_id, partner_ids)
        )

    def network(self) -> Network:
        """Read all that is known into columns; `Network.at` then gives any day."""
        partners, themes, collaborations = self._partners(), self._themes(), self._collaborations()
        by_id = {
            name: pd.Series(np.arange(len(table)), index=table["id"])
            for name, table in (("partner", partners), ("theme", themes), ("collaboration", collaborations))
        }
        refer = partial(self._references, by_id)
        participations = refer(
            {"collaboration": Participation.collaboration_id, "partner": Participation.partner_id},
            Participation.position,
            Participation.role,
        ).sort_values(["collaboration", "partner", "role"], ignore_index=True)
        return Network(
            partners=partners,
            phrases=self._phrases(by_id["partner"]),
            partner_themes=self._partner_themes(by_id),
            memberships=refer({"member": Membership.partner_id, "parent": Membership.parent_id}, Membership.position),
            collaborations=_with_parts_told(collaborations, participations),
            participations=participations,
            collaboration_themes=refer(
                {"collaboration": CollaborationTheme.collaboration_id, "theme": CollaborationTheme.theme_id},
                CollaborationTheme.position,
            ),
            themes=themes,
            theme_labels=self._theme_labels(themes, by_id["theme"]),
            theme_broader=refer(
                {"theme": ThemeBroader.theme_id, "broader": ThemeBroader.broader_id}, ThemeBroader.position
            ),
            theme_answers=refer({"theme": ThemeAnswer.theme_id, "answer": ThemeAnswer.answer_id}, ThemeAnswer.position),
            sectors=self._table(select(Sector.id, Sector.label).order_by(Sector.position, Sector.id)),
            visibility=self._visibility(by_id["partner"]),
            answers=self._answers(by_id["partner"]),
        )

    def _references(
        self,
        by_id: dict[str, "pd.Series[int]"],
        references: dict[str, InstrumentedAttribute[str]],
        position: InstrumentedAttribute[int],
        *others: InstrumentedAttribute[str],
        only: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Read a table of `references` and `others`: ids become positions, rows in the order of the first reference.

        `only` are the ids that the first reference may have.
        """
        columns = [column.label(name) for name, column in references.items()]
        query = select(*columns, *others, position.label("position"))
        table = self._table(_limited(query, next(iter(references.values())), only))
        table = table.sort_values("position", kind="stable").drop(columns="position")
        rows = {name: table[name].map(by_id[_REFERS_TO.get(name, name)]).astype(np.int64) for name in references}
        return table.assign(**rows).sort_values(next(iter(references)), kind="stable", ignore_index=True)

    def _partners(self, only: Sequence[str] | None = None) -> pd.DataFrame:
        query = select(
            Partner.id,
            Partner.name,
            Partner.sector_id.label("sector"),
            Partner.description,
            Partner.place,
            Partner.postcode,
            Partner.latitude,
            Partner.longitude,
            Partner.country,
            Partner.website,
            Partner.since,
            Partner.until,
            Partner.capacity,
            Partner.paused_until,
            Partner.source,
        )
        # Ordered here and not by the query, as all tables are: databases differ in how they compare texts.
        table = self._table(_limited(query, Partner.id, only)).sort_values("id", ignore_index=True)
        return table.assign(
            latitude=table["latitude"].astype(float),
            longitude=table["longitude"].astype(float),
            capacity=table["capacity"].astype(float),
            since=_days([PartialDate.parse(text).first if text else None for text in table["since"]]),
            until=_days([PartialDate.parse(text).last if text else None for text in table["until"]]),
            paused_until=_days(table["paused_until"]),
        )

    def _themes(self) -> pd.DataFrame:
        return self._table(select(Theme.id, Theme.label, Theme.description, Theme.kind)).sort_values(
            "id", ignore_index=True
        )

    def _collaborations(self) -> pd.DataFrame:
        table = self._table(
            select(
                Collaboration.id,
                Collaboration.title,
                Collaboration.description,
                Collaboration.kind,
                Collaboration.starts_on.label("start"),
                Collaboration.ends_on.label("end"),
                Collaboration.start_date,
                Collaboration.end_date,
                Collaboration.action_line,
                Collaboration.grant_euro,
                Collaboration.source,
            )
        ).sort_values(["start", "id"], ignore_index=True)
        granted = set(self.session.scalars(select(GrantApplication.collaboration_id).distinct()))
        euros = table["grant_euro"].astype(float)
        return table.assign(
            start=_days(table["start"]),
            end=_days(table["end"]),
            grant_euro=euros,
            has_grant=(euros.fillna(0) > 0) | table["id"].isin(granted),
        )

    def _partner_themes(self, by_id: dict[str, "pd.Series[int]"], only: Sequence[str] | None = None) -> pd.DataFrame:
        references = {"partner": PartnerTheme.partner_id, "theme": PartnerTheme.theme_id}
        return self._references(by_id, references, PartnerTheme.position, only=only)

    def _phrases(self, by_id: "pd.Series[int]", only: Sequence[str] | None = None) -> pd.DataFrame:
        sides = []
        for side, model in (("seeks", Interest), ("offers", Offering)):
            query = select(model.partner_id.label("partner"), model.position, model.text)
            table = self._table(_limited(query, model.partner_id, only))
            sides.append(table.assign(side=side, partner=table["partner"].map(by_id).astype(np.int64)))
        phrases = pd.concat(sides).astype({"side": str, "text": str})  # also where nobody says anything
        return phrases.sort_values(["partner", "side", "position"], ignore_index=True)[["partner", "side", "text"]]

    def _theme_labels(self, themes: pd.DataFrame, by_id: "pd.Series[int]") -> pd.DataFrame:
        preferred = pd.DataFrame({"theme": np.arange(len(themes)), "text": themes["label"], "position": -1})
        others = self._table(select(ThemeLabel.theme_id.label("theme"), ThemeLabel.text, ThemeLabel.position))
        others = others.assign(theme=others["theme"].map(by_id).astype(np.int64))
        return pd.concat([preferred, others]).sort_values(["theme", "position"], ignore_index=True)[["theme", "text"]]

    def _visibility(self, by_id: "pd.Series[int]") -> pd.DataFrame:
        query = select(FieldVisibility.partner_id.label("partner"), FieldVisibility.field, FieldVisibility.level)
        table = self._table(query)
        table = table.assign(partner=table["partner"].map(by_id).astype(np.int64))
        return table.sort_values(["partner", "field"], ignore_index=True)

    def _answers(self, by_id: "pd.Series[int]") -> pd.DataFrame:
        table = self._table(
            select(
                Answer.partner_id.label("partner"),
                Answer.suggested_id.label("suggested"),
                Answer.answer,
                Answer.answered_on.label("day"),
            )
        )
        positions = {name: table[name].map(by_id).astype(np.int64) for name in ("partner", "suggested")}
        return table.assign(**positions, day=_days(table["day"])).sort_values(
            ["day", "partner", "suggested"], ignore_index=True
        )

    def _table(self, query: Select[*tuple[Any, ...]]) -> pd.DataFrame:
        result = self.session.execute(query)
        rows = [tuple(row) for row in result]  # of a row of SQLAlchemy pandas asks what it is: a third of a read
        return pd.DataFrame.from_records(rows, columns=list(result.keys()))

    def aliases(self, only: Sequence[str] | None = None) -> dict[str, list[str]]:
        """Return the other names of partners, or of `only` some, by partner id."""
        names: dict[str, list[str]] = {}
        query = select(PartnerAlias.partner_id, PartnerAlias.text).order_by(
            PartnerAlias.partner_id, PartnerAlias.position
        )
        for partner_id, text in self.session.execute(_limited(query, PartnerAlias.partner_id, only)):
            names.setdefault(partner_id, []).append(text)
        return names


def _limited(
    query: Select[*tuple[Any, ...]], column: InstrumentedAttribute[str], only: Sequence[str] | None
) -> Select[*tuple[Any, ...]]:
    return query if only is None else query.where(column.in_(only))


def _with_parts_told(collaborations: pd.DataFrame, participations: pd.DataFrame) -> pd.DataFrame:
    parts = participations[["collaboration", "partner"]].drop_duplicates()
    leads = participations.loc[participations["role"] == "lead", "collaboration"]
    return collaborations.assign(
        n_partners=np.bincount(parts["collaboration"], minlength=len(collaborations)),
        has_lead=collaborations.index.isin(leads),
    )


def _days(days: Iterable[date | None]) -> "pd.Series[pd.Timestamp]":
    # Seconds, not nanoseconds: these would end in 1677 and 2262.
    return pd.Series(np.array(list(days), dtype="datetime64[s]"))
