"""The network as JSON that Kumu imports: its blueprint, https://docs.kumu.io/guides/import/blueprints."""

import json
from datetime import date
from pathlib import Path

import pandas as pd
from sqlalchemy.orm import Session

from graph.network import Network
from graph.writing.graphml import read_day
from graph.writing.replacing import replacing

Item = dict[str, object]

BETWEEN = "|"
"""Between the two ids in that of a connection: no id of a partner holds it, and Kumu wants all ids to differ."""


def write_kumu(session: Session, path: Path, day: date | None) -> None:
    """Write partners as elements and ties as connections.

    A partner's type is its sector, its tags are its themes; the type of a tie says how often they worked together.
    """
    write_blueprint(read_day(session, day), path)


def write_blueprint(network: Network, path: Path) -> None:
    """Write a network that was read as a blueprint of Kumu."""
    blueprint = {"elements": _elements(network), "connections": _connections(network)}
    with replacing(path) as beside:
        beside.write_text(json.dumps(blueprint, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _elements(network: Network) -> list[Item]:
    sectors = dict(zip(network.sectors["id"], network.sectors["label"], strict=True))
    labels = network.themes["label"].loc[network.partner_themes["theme"]].tolist()
    themes = _gathered(network.partner_themes["partner"], labels)
    phrases = {
        side: _gathered(rows["partner"], rows["text"].tolist()) for side, rows in network.phrases.groupby("side")
    }
    return [
        _without_empty(
            {
                "id": row["id"],
                "label": row["name"],
                "type": sectors[row["sector"]],
                "description": row["description"],
                "tags": themes.get(position, []),
                "url": row["website"],
                "Place": row["place"],
                "Seeks": phrases.get("seeks", {}).get(position, []),
                "Offers": phrases.get("offers", {}).get(position, []),
                "Since": _day(row["since"]),
                "Until": _day(row["until"]),
            }
        )
        for position, row in enumerate(network.partners.to_dict("records"))
    ]


def _connections(network: Network) -> list[Item]:
    ids, titles = network.partners["id"].tolist(), network.collaborations["title"]
    pairs = zip(network.ties["first"], network.ties["second"], strict=True)
    together: dict[tuple[int, int], list[str]] = {}
    for pair, title in zip(pairs, titles.loc[network.ties["collaboration"]], strict=True):
        together.setdefault(pair, []).append(title)
    return [
        _without_empty(
            {
                "id": BETWEEN.join((ids[row["first"]], ids[row["second"]])),
                "from": ids[row["first"]],
                "to": ids[row["second"]],
                "direction": "undirected",
                "type": "once" if row["n_collaborations"] == 1 else "more often",
                "Collaborations": together[row["first"], row["second"]],
                "Number": row["n_collaborations"],
                "Since": _day(row["since"]),
                "Latest": _day(row["latest"]),
                "Until": _day(row["until"]),
            }
        )
        for row in network.tie_days.to_dict("records")
    ]


def _gathered(partners: "pd.Series[int]", texts: list[str]) -> dict[int, list[str]]:
    gathered: dict[int, list[str]] = {}
    for partner, text in zip(partners.tolist(), texts, strict=True):
        gathered.setdefault(partner, []).append(text)
    return gathered


def _day(moment: pd.Timestamp) -> str:
    return "" if pd.isna(moment) else moment.date().isoformat()


def _without_empty(item: Item) -> Item:
    return {name: value for name, value in item.items() if value}
