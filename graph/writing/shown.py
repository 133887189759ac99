"""A network that was read, in the tables of the exchange format: what may leave of it was decided before."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from graph.network import Network
from graph.reading.records import Record, blank
from graph.reading.stored import Records
from graph.reading.tables import COLLABORATIONS, PARTNERS, SECTORS, THEMES, Table


def tables_of(network: Network, aliases: Mapping[str, Sequence[str]]) -> dict[str, Records]:
    """Return records by id, by table, in the order in which they are written; `aliases` are by partner id.

    What a `Network` does not hold is empty: numbers in registers, and what partners answered.
    """
    return {
        "sectors": _records(SECTORS, network.sectors, {}),
        "themes": _records(THEMES, network.themes, _lists_of_themes(network)),
        "partners": _records(PARTNERS, network.partners, _lists_of_partners(network, aliases)),
        "collaborations": _records(COLLABORATIONS, network.collaborations, _lists_of_collaborations(network)),
        "answers": {},
    }


_Lists = dict[str, dict[int, tuple[str, ...]]]
"""Values of the cells that may hold several, by column and by position of the row."""


def _records(table: Table, rows: pd.DataFrame, lists: _Lists) -> Records:
    records: Records = {}
    for position, row in enumerate(rows.to_dict("records")):
        record = records[row["id"]] = blank(table)
        for column in table.columns:
            if column.name in lists:
                record.lists[column.name] = lists[column.name].get(position, ())
            elif column.name in row and column.name != "id":
                _fill(record, column.name, row[column.name], is_number=column.number is not None)
        record.texts.pop("id", None)
    return records


def _fill(record: Record, name: str, value: object, *, is_number: bool) -> None:
    is_known = not pd.isna(value)  # type: ignore[call-overload] # a cell of any column
    if is_number:
        record.numbers[name] = float(str(value)) if is_known else None
    elif isinstance(value, pd.Timestamp):
        record.texts[name] = value.date().isoformat() if is_known else ""
    else:
        record.texts[name] = str(value) if is_known else ""


def _lists_of_themes(network: Network) -> _Lists:
    ids = network.themes["id"]
    labels = network.theme_labels[network.theme_labels.duplicated("theme")]  # the first is the preferred one
    return {
        "alternatives": _gathered(labels["theme"], labels["text"]),
        "broader": _gathered(network.theme_broader["theme"], _named(ids, network.theme_broader["broader"])),
        "answered_by": _gathered(network.theme_answers["theme"], _named(ids, network.theme_answers["answer"])),
    }


def _lists_of_partners(network: Network, aliases: Mapping[str, Sequence[str]]) -> _Lists:
    phrases, ids = network.phrases, network.partners["id"]
    sides = {side: phrases[phrases["side"] == side] for side in ("seeks", "offers")}
    return {
        **{side: _gathered(rows["partner"], rows["text"]) for side, rows in sides.items()},
        "aliases": {at: tuple(aliases.get(each, ())) for at, each in enumerate(ids)},
        "themes": _gathered(
            network.partner_themes["partner"], _named(network.themes["id"], network.partner_themes["theme"])
        ),
        "part_of": _gathered(network.memberships["member"], _named(ids, network.memberships["parent"])),
    }


def _lists_of_collaborations(network: Network) -> _Lists:
    parts, themes = network.participations, network.collaboration_themes
    by_role = {role: parts[parts["role"] == role] for role in ("participant", "lead", "funder")}
    columns = {"participant": "participants", "lead": "lead", "funder": "funders"}
    return {
        **{
            columns[role]: _gathered(rows["collaboration"], _named(network.partners["id"], rows["partner"]))
            for role, rows in by_role.items()
        },
        "themes": _gathered(themes["collaboration"], _named(network.themes["id"], themes["theme"])),
    }


def _named(ids: "pd.Series[str]", positions: "pd.Series[int]") -> list[str]:
    return [str(each) for each in ids.to_numpy()[positions.to_numpy()]]


def _gathered(keys: "pd.Series[int]", values: Iterable[str]) -> dict[int, tuple[str, ...]]:
    gathered: dict[int, list[str]] = {}
    for key, value in zip(keys.tolist(), values, strict=True):
        gathered.setdefault(key, []).append(value)
    return {key: tuple(several) for key, several in gathered.items()}
