"""The drawing of the network in rows, as `unpacked.js` makes them of its columns."""

import time
from itertools import accumulate

MOST_SECONDS = 60


def read_drawing(client):
    """Return the drawing that a client gets, once everybody has a place."""
    until = time.monotonic() + MOST_SECONDS
    while (answer := client.get("/netwerk/data.json")).status_code == 202:
        assert time.monotonic() < until, "nobody got a place"
        time.sleep(0.1)
    return answer.json()


def partners_of(drawing):
    """Return each partner as a dictionary of the columns that have a value for it; themes by id."""
    columns = drawing["partners"]
    rows = []
    for at, _ in enumerate(columns["id"]):
        listed = {name: column[at] for name, column in columns.items() if isinstance(column, list)}
        few = {name: column[str(at)] for name, column in columns.items() if str(at) in column}
        themes = [drawing["themes"][theme] for theme in listed["themes"]]
        rows.append({**listed, **few, "themes": themes})
    return rows


def ties_of(drawing):
    """Return each tie as first, second, year, number of collaborations."""
    columns = drawing["ties"]
    first = accumulate(columns["first"])
    return [list(tie) for tie in zip(first, columns["second"], columns["year"], columns["count"], strict=True)]


def map_of(drawing):
    """Return where on the map each partner is that has a place there, by id."""
    columns = drawing["map"]
    ids = [drawing["partners"]["id"][at] for at in columns["partner"]]
    return dict(zip(ids, zip(columns["x"], columns["y"], strict=True), strict=True))
