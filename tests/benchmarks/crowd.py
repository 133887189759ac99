"""A made-up network of any size, with what real ones have: hubs, places, mixing sectors, and twenty years of growth."""

import csv
from pathlib import Path

import numpy as np

SECTORS = {
    "primair-onderwijs": ("Basisschool", 0.2),
    "voortgezet-onderwijs": ("College", 0.06),
    "kinderopvang": ("Kinderopvang", 0.1),
    "bedrijf": ("Bedrijf", 0.26),
    "zorg": ("Zorggroep", 0.08),
    "welzijn": ("Buurthuis", 0.08),
    "sport": ("Sportvereniging", 0.12),
    "cultuur": ("Theater", 0.06),
    "bibliotheek": ("Bibliotheek", 0.04),
}
"""Id of a sector: what its partners are called, and its share of them."""
THEMES = ("techniek", "taal", "sport-bewegen", "cultuureducatie", "natuur", "duurzaamheid", "gezondheid", "meedoen")
BEGINNINGS = ("Berk", "Linde", "Maas", "Hei", "Kerk", "Molen", "Zonne", "Water", "Wilgen", "Berg", "Sterren", "Veen")
ENDS = ("hof", "rijk", "poort", "veld", "burcht", "weide", "plein", "steen", "dal", "schans", "bron", "kamp")
N_PLACES = 40
YEARS = (2003, 2022)
AT_HOME = 0.8
"""Share of the collaborations that are among partners of one place."""
SEED = 7

Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]


def write_crowd(folder: Path, n_partners: int, n_ties: int) -> Path:
    """Write a network as files to import, with exactly so many partners and ties; the same each time."""
    chance = np.random.default_rng(SEED)
    folder.mkdir(parents=True, exist_ok=True)
    sizes = 1 / np.arange(1, N_PLACES + 1) ** 0.7
    home = chance.choice(N_PLACES, n_partners, p=sizes / sizes.sum())
    _write_partners(folder / "partners.csv", home, chance)
    _write_collaborations(folder / "collaborations.csv", home, n_ties, chance)
    return folder


def _write_partners(path: Path, home: Numbers, chance: np.random.Generator) -> None:
    shares = np.array([share for _, share in SECTORS.values()])
    sectors = chance.choice(list(SECTORS), len(home), p=shares / shares.sum())
    middles = np.column_stack([51.5 + chance.random(N_PLACES), 5 + 1.2 * chance.random(N_PLACES)])
    spots = middles[home] + chance.normal(scale=(0.01, 0.015), size=(len(home), 2))
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "name", "sector", "place", "latitude", "longitude", "themes"])
        for at, (place, sector, (north, east)) in enumerate(zip(home, sectors, spots, strict=True)):
            village = f"{BEGINNINGS[place % 12]}{ENDS[place // 4]}"
            own = f"{BEGINNINGS[chance.integers(12)]}{ENDS[chance.integers(12)].lower()}"
            name = f"{SECTORS[str(sector)][0]} {own} {village} {at}"
            themes = ";".join(sorted(set(chance.choice(THEMES, chance.integers(1, 4)))))
            where = [f"{north:.5f}", f"{east:.5f}"] if chance.random() < 0.97 else ["", ""]
            rows.writerow([name.lower().replace(" ", "-"), name, sector, village, *where, themes])


def _write_collaborations(path: Path, home: Numbers, n_ties: int, chance: np.random.Generator) -> None:
    ids = [row["id"] for row in csv.DictReader((path.parent / "partners.csv").open(encoding="utf-8"))]
    zeal = chance.pareto(2.6, len(ids)) + 0.4  # few take part often
    members = [np.flatnonzero(home == place) for place in range(N_PLACES)]
    pairs: set[tuple[int, int]] = set()
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "title", "start_date", "participants"])
        while len(pairs) < n_ties:
            host = chance.choice(len(ids), p=zeal / zeal.sum())
            among = members[home[host]] if chance.random() < AT_HOME else np.arange(len(ids))
            size = min(int(chance.choice([1, 1, 1, 2, 3])), len(among))
            guests = chance.choice(among, size, replace=False, p=zeal[among] / zeal[among].sum())
            taking_part = sorted({int(host), *guests.tolist()})
            new = {(one, other) for one in taking_part for other in taking_part if one < other} - pairs
            if not new or len(pairs) + len(new) > n_ties:
                continue
            pairs |= new
            # More begins in later years.
            year = YEARS[0] + int((YEARS[1] - YEARS[0] + 1) * chance.random() ** 0.6)
            title = f"Samenwerking {len(pairs)}"
            rows.writerow([f"s{len(pairs)}", title, year, ";".join(ids[each] for each in taking_part)])
