"""What a team has to bring: a text, themes or a draft taken apart into needs."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from graph.errors import UnknownTheme
from graph.network import Network
from matching.dutch import lemmas
from matching.texts import TextSpace

MOST_NEEDS = 8
"""Needs that are looked at; of a longer text those named first."""
N_ANSWERS = 4
"""Of a theme that is asked for by itself, so many of the concepts that answer it are needs too, as listed there."""

_BETWEEN = re.compile(r"[;\n\r•]+")
_WORD = re.compile(r"[^\W\d_][\w'-]*")


@dataclass(frozen=True)
class Need:
    """One thing that somebody in the team has to bring."""

    text: str
    """In the words of who asks, or the name of a theme."""
    theme_id: str = ""
    """The concept of the thesaurus that it names, "" where it names none."""


class NeedReader:
    """Reads needs by the thesaurus of one network."""

    def __init__(self, network: Network, space: TextSpace) -> None:
        self._network, self._space = network, space
        labels = network.theme_labels
        in_turn = list(zip(labels["text"].tolist(), labels["theme"].tolist(), strict=True))
        in_turn.reverse()  # of two concepts of one name the first is kept
        self._by_label = {label.casefold(): theme for label, theme in in_turn}
        self._by_lemmas = {" ".join(lemmas(label)): theme for label, theme in in_turn}

    def read(self, text: str, theme_ids: Sequence[str] = ()) -> list[Need]:
        """Return the needs of a text and of themes, in their order, `MOST_NEEDS` at most.

        Pieces of the text between semicolons, bullets or line ends are needs as they stand. A text of one piece is
        taken apart at the words that name concepts; without any it is one need. Themes without a text bring what
        answers them. Raise `UnknownTheme` for a theme that the network does not hold.
        """
        positions = [self._position(theme_id) for theme_id in theme_ids]
        if positions and not text.strip():
            positions = list(dict.fromkeys([*positions, *self._answers(positions)]))
        of_themes = [self._need(self._network.themes["label"][each], each) for each in positions]
        pieces = [piece.strip(" -*.,") for piece in _BETWEEN.split(text)]
        pieces = [piece for piece in pieces if _WORD.search(piece)]
        of_text = (
            self._as_they_stand(pieces) if len(pieces) > 1 else [n for one in pieces for n in self._taken_apart(one)]
        )
        return list(_each_once([*of_themes, *of_text]))[:MOST_NEEDS]

    def _position(self, theme_id: str) -> int:
        if theme_id not in self._network.theme_positions:
            raise UnknownTheme(f"no theme has the id '{theme_id}'")
        return self._network.theme_positions[theme_id]

    def _answers(self, themes: Iterable[int]) -> list[int]:
        answers = self._network.theme_answers
        return [int(each) for theme in themes for each in answers.loc[answers["theme"] == theme, "answer"][:N_ANSWERS]]

    def _as_they_stand(self, pieces: Sequence[str]) -> list[Need]:
        named = self._concepts(pieces)
        return [self._need(piece, concept) for piece, concept in zip(pieces, named, strict=True)]

    def _taken_apart(self, piece: str) -> list[Need]:
        """Return the words of a text that name concepts; words side by side that name the same one are one need."""
        words = [word for word in _WORD.findall(piece) if lemmas(word)]
        parts: list[tuple[str, int]] = []
        for word, concept in zip(words, self._concepts(words), strict=True):
            if parts and concept == parts[-1][1]:
                parts[-1] = (f"{parts[-1][0]} {word}", concept)
            elif concept >= 0:
                parts.append((word, concept))
        return [self._need(text, concept) for text, concept in parts] or [Need(piece)]

    def _concepts(self, texts: Sequence[str]) -> list[int]:
        """Return the position of the concept that each text names, -1 where it names none.

        One that is called just so comes first ("zomerschool" names its own concept before that of "school"), then the
        one that is named most clearly.
        """
        named = self._space.named(texts)
        found = []
        for row, text in enumerate(texts):
            concepts, clarity = (of[named.indptr[row] : named.indptr[row + 1]] for of in (named.indices, named.data))
            clearest = concepts[np.lexsort((concepts, -clarity))[:1]].tolist() or [-1]
            by_lemmas = self._by_lemmas.get(" ".join(lemmas(text)), clearest[0])
            found.append(int(self._by_label.get(text.casefold(), by_lemmas)))
        return found

    def _need(self, text: str, concept: int) -> Need:
        return Need(text, self._network.themes["id"][concept] if concept >= 0 else "")


def _each_once(needs: Iterable[Need]) -> Iterator[Need]:
    """Yield needs without those that name what an earlier one named."""
    seen: set[str] = set()
    for need in needs:
        names = {need.theme_id, need.text.casefold()} - {""}
        if not names & seen:
            yield need
        seen |= names
