"""Words found in a text whatever their case and accents, and the piece of the text around them."""

from collections.abc import Sequence

from service.pages.overview import fold

PIECE_LENGTH = 160
"""Characters of a text that a hit shows."""
_BEFORE = 50

Parts = list[tuple[str, bool]]
"""A text in pieces, each with whether it is what was searched."""


def has_all(folded: str, words: Sequence[str]) -> bool:
    """Whether a folded text holds every word."""
    return all(word in folded for word in words)


def has_any(text: str, words: Sequence[str]) -> bool:
    """Whether a text holds at least one word.

    >>> has_any("Café De Ouwe Sok", ["cafe"])
    True
    """
    folded = fold(text)
    return any(word in folded for word in words)


def excerpt(text: str, words: Sequence[str]) -> Parts:
    """Return the piece of a text around the first word found in it, with all words in that piece marked.

    >>> excerpt("Koffie in Café De Sok", ["cafe"])
    [('Koffie in ', False), ('Café', True), (' De Sok', False)]
    """
    folded, origins = _fold_with_origins(text)
    spans = sorted(_spans(folded, origins, words), key=lambda span: (span[0], -span[1]))  # the longest of those there
    begin = _begin(text, spans[0][0]) if spans else 0
    end = min(begin + PIECE_LENGTH, len(text))
    parts: Parts = [("…", False)] * (begin > 0)
    at = begin
    for first, last in spans:
        if at <= first and last <= end:
            parts += [(text[at:first], False)] * (at < first) + [(text[first:last], True)]
            at = last
    rest = text[at:end] + "…" * (end < len(text))
    return parts + [(rest, False)] * bool(rest)


def _begin(text: str, first: int) -> int:
    """Return where the piece begins: at a whole word not far before the first hit."""
    begin = max(first - _BEFORE, 0)
    return text.find(" ", begin, first) + 1 or begin if begin else 0


def _spans(folded: str, origins: Sequence[int], words: Sequence[str]) -> set[tuple[int, int]]:
    """Return where in the text itself the words stand: begin and end."""
    spans = set()
    for word in words:
        at = folded.find(word)
        while at >= 0:
            spans.add((origins[at], origins[at + len(word)]))
            at = folded.find(word, at + len(word))
    return spans


def _fold_with_origins(text: str) -> tuple[str, list[int]]:
    """Return a folded text, and for each of its characters (and its end) where in `text` it comes from."""
    folded: list[str] = []
    origins: list[int] = []
    for position, character in enumerate(text):
        pieces = fold(character)
        folded.append(pieces)
        origins += [position] * len(pieces)
    return "".join(folded), [*origins, len(text)]
