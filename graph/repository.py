"""Every query on the network; it lends its caller's transaction and never commits."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from graph.dates import PartialDate
from graph.model import (
    Change,
    Collaboration,
    CollaborationTheme,
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


class Repository:
    """Reads the network within one session."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def version(self) -> int:
        """Return the number of the latest change; 0 before the first."""
        return self.session.scalar(select(func.max(Change.id))) or 0

    def record_change(self, what: str) -> None:
        """Note that this transaction changes the network, so that a running service reads it again."""
        self.session.add(Change(what=what))

    def network(self) -> Network:
        """Read all that is known into columns; `Network.at` then gives any day."""
        partners = self._partners()
        themes = self._table(select(Theme.id, Theme.label, Theme.description, Theme.kind).order_by(Theme.id))
        collaborations = self._collaborations()
        positions = {
            name: pd.Series(np.arange(len(table)), index=table["id"])
            for name, table in (("partner", partners), ("theme", themes), ("collaboration", collaborations))
        }

        def refer(query: Select[*tuple[Any, ...]], **tables: str) -> pd.DataFrame:
            table = self._table(query)
            return table.assign(
                **{column: table[column].map(positions[of]).astype(np.int64) for column, of in tables.items()}
            )

        return Network(
            partners=partners,
            phrases=self._phrases(positions["partner"]),
            partner_themes=refer(
                select(PartnerTheme.partner_id.label("partner"), PartnerTheme.theme_id.label("theme")).order_by(
                    PartnerTheme.partner_id, PartnerTheme.position
                ),
                partner="partner",
                theme="theme",
            ),
            memberships=refer(
                select(Membership.partner_id.label("member"), Membership.parent_id.label("parent")).order_by(
                    Membership.partner_id, Membership.position
                ),
                member="partner",
                parent="partner",
            ),
            collaborations=collaborations,
            participations=refer(
                select(
                    Participation.collaboration_id.label("collaboration"),
                    Participation.partner_id.label("partner"),
                    Participation.role,
                ),
                collaboration="collaboration",
                partner="partner",
            ).sort_values(["collaboration", "partner", "role"], ignore_index=True),
            collaboration_themes=refer(
                select(
                    CollaborationTheme.collaboration_id.label("collaboration"),
                    CollaborationTheme.theme_id.label("theme"),
                ).order_by(CollaborationTheme.collaboration_id, CollaborationTheme.position),
                collaboration="collaboration",
                theme="theme",
            ),
            themes=themes,
            theme_labels=self._theme_labels(themes, positions["theme"]),
            theme_broader=refer(
                select(ThemeBroader.theme_id.label("theme"), ThemeBroader.broader_id.label("broader")),
                theme="theme",
                broader="theme",
            ),
            theme_answers=refer(
                select(ThemeAnswer.theme_id.label("theme"), ThemeAnswer.answer_id.label("answer")),
                theme="theme",
                answer="theme",
            ),
            sectors=self._table(select(Sector.id, Sector.label).order_by(Sector.position, Sector.id)),
        )

    def _partners(self) -> pd.DataFrame:
        # Order by id, in Python's order: databases differ in how they compare texts.
        table = self._table(
            select(
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
                Partner.source,
            )
        ).sort_values("id", ignore_index=True)
        return table.assign(
            latitude=table["latitude"].astype(float),
            longitude=table["longitude"].astype(float),
            capacity=table["capacity"].astype(float),
            since=_days([PartialDate.parse(text).first if text else None for text in table["since"]]),
            until=_days([PartialDate.parse(text).last if text else None for text in table["until"]]),
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
        return table.assign(
            start=_days(table["start"]), end=_days(table["end"]), grant_euro=table["grant_euro"].astype(float)
        )

    def _phrases(self, partner_positions: "pd.Series[int]") -> pd.DataFrame:
        sides = []
        for side, model in (("seeks", Interest), ("offers", Offering)):
            table = self._table(select(model.partner_id.label("partner"), model.position, model.text))
            sides.append(table.assign(side=side, partner=table["partner"].map(partner_positions).astype(np.int64)))
        return pd.concat(sides).sort_values(["partner", "side", "position"], ignore_index=True)[
            ["partner", "side", "text"]
        ]

    def _theme_labels(self, themes: pd.DataFrame, theme_positions: "pd.Series[int]") -> pd.DataFrame:
        preferred = pd.DataFrame({"theme": np.arange(len(themes)), "text": themes["label"], "position": -1})
        others = self._table(select(ThemeLabel.theme_id.label("theme"), ThemeLabel.text, ThemeLabel.position))
        others = others.assign(theme=others["theme"].map(theme_positions).astype(np.int64))
        return pd.concat([preferred, others]).sort_values(["theme", "position"], ignore_index=True)[["theme", "text"]]

    def _table(self, query: Select[*tuple[Any, ...]]) -> pd.DataFrame:
        result = self.session.execute(query)
        return pd.DataFrame.from_records(result.all(), columns=list(result.keys()))

    def aliases(self) -> dict[str, list[str]]:
        """Return the other names of partners, by partner id."""
        names: dict[str, list[str]] = {}
        query = select(PartnerAlias.partner_id, PartnerAlias.text).order_by(
            PartnerAlias.partner_id, PartnerAlias.position
        )
        for partner_id, text in self.session.execute(query):
            names.setdefault(partner_id, []).append(text)
        return names


def _days(days: Iterable[date | None]) -> "pd.Series[pd.Timestamp]":
    # Seconds, not nanoseconds: these would end in 1677 and 2262.
    return pd.Series(np.array(list(days), dtype="datetime64[s]"))
