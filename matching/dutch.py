"""Dutch words: lower-casing, lemmas, compounds taken apart."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

import simplemma
from stop_words import get_stop_words

N_KNOWN = 200_000
"""Words remembered with their lemmas and parts."""
MIN_PART = 4
"""Letters that a part of a compound has at least: shorter ones (op, uit, bos) cut where there is no seam."""
MAX_LETTERS = 60
"""Longer words are none, and the dictionary would try every way to cut them: minutes for a page without a blank."""

# Where the dictionary picks the rarer reading: "leden" is no past of "lijden" here, and an "uitje" no small onion.
_LEMMA_BY_WORD = {
    "jongere": "jongere",
    "jongeren": "jongere",
    "leden": "lid",
    "leren": "leren",
    "les": "les",
    "lessen": "les",
    "maatje": "maatje",
    "maatjes": "maatje",
    "noot": "noot",
    "noten": "noot",
    "ouder": "ouder",
    "oudere": "oudere",
    "ouderen": "oudere",
    "ouders": "ouder",
    "stap": "stap",
    "streek": "streek",
    "uitje": "uitje",
    "uitjes": "uitje",
    "werknemer": "werknemer",
    "werknemers": "werknemer",
}
_NUMBERS = frozenset(["twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "twintig", "dertig"])
_LINKS = ("", "s", "en", "e", "n")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# Words of asking and offering stand in profiles of every kind, and say nothing of what is sought.
_ASKING = frozenset(
    [
        "aantal",
        "beginnen",
        "bestaan",
        "deel",
        "de",
        "den",
        "inzetten",
        "landelijke",
        "lokale",
        "onderdeel",
        "starten",
        "werken",
        "aanbieden",
        "aanbod",
        "bieden",
        "bijdrage",
        "contact",
        "doen",
        "een",
        "elkaar",
        "gaan",
        "geven",
        "graag",
        "gratis",
        "groot",
        "heel",
        "helpen",
        "hulp",
        "iemand",
        "iets",
        "klein",
        "komen",
        "krijgen",
        "laten",
        "leuk",
        "liefst",
        "maken",
        "meedenken",
        "mogelijk",
        "nieuw",
        "nodig",
        "paar",
        "partner",
        "samen",
        "samenwerken",
        "samenwerking",
        "staan",
        "stellen",
        "vaak",
        "vinden",
        "vraag",
        "vragen",
        "wensen",
        "willen",
        "zien",
        "zoek",
        "zoeken",
        "zoektocht",
        "zonder",
    ]
)


@cache
def stop_words() -> frozenset[str]:
    """Return the words that carry no subject: common ones of Dutch, those of asking and offering, and small numbers."""
    return frozenset(fold(word) for word in get_stop_words("nl")) | _ASKING | _NUMBERS


def fold(text: str) -> str:
    """Return `text` in lower case without accents.

    >>> fold("Één Café")
    'een cafe'
    """
    if text.isascii():
        return text.casefold()  # most texts: it takes a tenth of the time
    apart = unicodedata.normalize("NFKD", text)  # before the case: taken apart, "№" has a capital
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()


@lru_cache(maxsize=N_KNOWN)
def lemma(word: str) -> str:
    """Return the dictionary form of one folded word.

    >>> lemma("taallessen"), lemma("stageplaatsen")
    ('taalles', 'stageplaats')
    """
    chain = [word]
    while (form := _look_up(chain[-1])) not in chain:
        chain.append(form)
    # The dictionary sends "tuin" to "tuinen" and "tuinen" to "tuin": both get the shorter.
    circle = chain[chain.index(form) :]
    return min(circle, key=lambda one: (len(one), one))


def _look_up(word: str) -> str:
    return _LEMMA_BY_WORD.get(word) or fold(simplemma.lemmatize(word, lang="nl")).replace("_", "")


def lemmas(text: str) -> list[str]:
    """Return the words of `text` in their order, as lemmas, without stop words.

    The dictionary does not know every compound; what it does not know stays as it is written.

    >>> lemmas("Wij zoeken taalvrijwilligers voor de nieuwkomers!")
    ['taalvrijwilligers', 'nieuwkomer']
    """
    # As written: "bijen" are no "bij", though the dictionary makes them one.
    stops = stop_words()
    found = _WORD.findall(fold(text).replace("’", "'"))
    words = [lemma(word) for word in found if len(word) <= MAX_LETTERS and word not in stops]
    return [word for word in words if word not in _ASKING and (len(word) > 1 or word.isdigit())]


class Compounds:
    """Takes compounds apart into words of a lexicon."""

    def __init__(self, lexicon: Iterable[str]) -> None:
        self.lexicon = frozenset(word for word in lexicon if len(word) >= MIN_PART)
        self._split_by_word: dict[str, tuple[str, ...]] = {}

    def take_apart(self, word: str) -> tuple[str, ...]:
        """Return `word`, with its last part as a lemma, followed by the lexicon's words that it consists of.

        A word that is no compound of them comes back alone. Of several ways the one with the longest last part wins: in
        Dutch the last part says what it is. Parts may be linked by -s-, -e-, -en- or -n-.

        >>> Compounds(["techniek", "workshop", "vrijwilliger"]).take_apart("techniekworkshops")
        ('techniekworkshop', 'techniek', 'workshop')
        >>> Compounds(["techniek", "workshop"]).take_apart("fiets")
        ('fiets',)
        """
        if word not in self._split_by_word:
            if len(self._split_by_word) > N_KNOWN:  # visitors bring words without end
                self._split_by_word.clear()
            self._split_by_word[word] = self._split(word)
        return self._split_by_word[word]

    def _split(self, word: str) -> tuple[str, ...]:
        if word.endswith("en") and simplemma.is_known(word, lang="nl"):
            return (word,)  # a verb: "luisteren" is no "luis" with "teren" (a plural would have come as its lemma)
        for cut in range(MIN_PART, len(word) - MIN_PART + 1):
            tail = lemma(word[cut:])
            head = self._head_parts(word[:cut]) if tail in self.lexicon else ()
            if head:
                return (word[:cut] + tail, *head, tail)
        return (word,)

    def _head_parts(self, beginning: str) -> tuple[str, ...]:
        for link in _LINKS:
            stem = beginning.removesuffix(link)
            for form in (stem, lemma(stem)):
                if form in self.lexicon:
                    return (form,)
        return self.take_apart(beginning)[1:]
