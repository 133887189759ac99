"""Texts of a made-up network: in words of the thesaurus, its examples and the profiles of Oss."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd

DATA = Path(__file__).parents[2] / "data"
SHARE_SENTENCES = 0.25
"""Needs and offers told in a sentence and not in two or three words, as in Oss."""
SHARE_FOR_WHOM, SHARE_WHERE = 0.3, 0.1
"""Short ones that tell for whom, and where."""
N_DRAWN = 100_000
"""Chances drawn at a time: one by one takes ten times as long."""
FRONT = ("Oijen", "Heeseveen", "Linde", "Berk", "Ooster", "Wester", "Noorder", "Zuider", "Nieuw", "Oud", "Hoog", "Laag")
MIDDLE = ("en", "er", "el", "ing", "aar", "ul", "ov", "aas", "eik", "oor", "uid", "esch")
BACK = (
    "dorp",
    "veld",
    "broek",
    "rode",
    "wijk",
    "horst",
    "donk",
    "beek",
    "heide",
    "kamp",
    "loo",
    "dijk",
    "recht",
    "hout",
)


def read_table(name: str) -> pd.DataFrame:
    """Read a file of data/ as texts, empty ones for what is missing."""
    return pd.read_csv(DATA / name, dtype=str, keep_default_na=False)


class Writer:
    """Writes phrases, names and descriptions, by chance and the same each time."""

    def __init__(self, chance: np.random.Generator) -> None:
        self._chance = chance
        self._shares, self._at = np.zeros(0), 0
        themes = read_table("themes/themes.csv")
        self._ways = {
            row.id: [row.label.lower(), *(one for one in row.alternatives.split(";") if one)]
            for row in themes.itertuples()
        }
        self._answers = {row.id: [one for one in row.answered_by.split(";") if one] for row in themes.itertuples()}
        self._concepts = themes.loc[themes["kind"].isin(["theme", "need", "resource"]), "id"].tolist()
        self._audiences, self._settings = (
            themes.loc[themes["kind"] == kind, "id"].tolist() for kind in ("audience", "setting")
        )
        with (DATA / "themes" / "examples.csv").open(encoding="utf-8") as file:
            examples = list(csv.DictReader(file))
        self._needs, self._offers = ([_halves(row[side]) for row in examples] for side in ("need", "answer"))
        self._described = [_halves(one) for one in read_table("oss/partners.csv")["description"]]
        oss = read_table("oss/collaborations.csv")
        self._titles, self._told = ([_halves(one) for one in oss[column]] for column in ("title", "description"))

    def needs(self, themes: list[str]) -> str:
        """Write what a partner with these themes seeks."""
        return self._phrase(themes, self._needs)

    def offers(self, themes: list[str]) -> str:
        """Write what a partner with these themes offers."""
        return self._phrase(themes, self._offers)

    def description(self, template: int) -> str:
        """Write what a partner like one of Oss is."""
        return self._recombined(self._described, template)

    def title(self, template: int) -> str:
        """Write what a collaboration like one of Oss is called."""
        return f"{self._recombined(self._titles, template)} {self._way(self._zipf(self._concepts))}"

    def told(self, template: int) -> str:
        """Write what a collaboration like one of Oss is about."""
        return self._recombined(self._told, template)

    def name(self, at: int, place: str) -> str:
        """Write the name of a partner."""
        return f"{self._way(self._zipf(self._concepts)).capitalize()} {place} {at}".replace("  ", " ")

    def place_names(self, n: int) -> list[str]:
        """Return so many different names of places."""
        several = [f"{a}{b}{c}" for b in MIDDLE for a in FRONT for c in BACK]
        return [
            several[at % len(several)] + (f" {at // len(several) + 1}" if at >= len(several) else "") for at in range(n)
        ]

    def _phrase(self, themes: list[str], sentences: list[list[str]]) -> str:
        if self._share() < SHARE_SENTENCES:
            return self._recombined(sentences, int(self._share() * len(sentences))).replace(";", ",")
        concept = themes[int(self._share() * len(themes))] if themes else self._zipf(self._concepts)
        answers = self._answers.get(concept, [])
        said = self._way(self._zipf(answers) if answers and self._share() < 0.7 else concept)
        if self._share() < SHARE_FOR_WHOM:
            said += f" voor {self._way(self._zipf(self._audiences))}"
        return f"{said} {self._way(self._zipf(self._settings))}" if self._share() < SHARE_WHERE else said

    def _recombined(self, texts: list[list[str]], template: int) -> str:
        one, other = texts[template], texts[int(self._share() * len(texts))]
        return " ".join([*one[: max(1, len(one) // 2)], *other[len(other) // 2 :]])

    def _way(self, concept: str) -> str:
        return self._zipf(self._ways.get(concept, [concept]))

    def _zipf(self, several: list[str]) -> str:
        """Draw one of several, the first ones more often."""
        return several[min(int((len(several) + 1) ** self._share()) - 1, len(several) - 1)]

    def _share(self) -> float:
        if self._at == len(self._shares):
            self._shares, self._at = self._chance.random(N_DRAWN), 0
        self._at += 1
        return float(self._shares[self._at - 1])


def _halves(text: str) -> list[str]:
    return text.split()
