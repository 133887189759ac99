"""Words of registers: what kind of school a row or a file is about, and the name of a place as people write it."""

import re
from pathlib import Path

from graph.reading.files import stem

_SPECIAL = {"SBAO", "SBO", "SO", "VSO", "SOVSO", "SPECIAAL"}
_PRIMARY = {"BASISSCHOOL", "BAO", "BO", "BASISONDERWIJS", "PO", "PRIMAIR"}
_SECONDARY = {"VBO", "VMBO", "MAVO", "HAVO", "VWO", "PRO", "BRUGJAAR", "VO", "VOORTGEZET"}
_SCHOOLS = (("mbo", {"MBO"}), ("speciaal-onderwijs", _SPECIAL), ("voortgezet-onderwijs", _SECONDARY))
_SMALL = {"aan", "de", "den", "der", "bij", "op", "en", "het", "'t", "in", "van"}


def plain_place(text: str) -> str:
    """Return the name of a place as people write it.

    >>> plain_place("'S-HERTOGENBOSCH"), plain_place("CAPELLE AAN DEN IJSSEL"), plain_place("Oss")
    ("'s-Hertogenbosch", 'Capelle aan den IJssel', 'Oss')
    """
    if not text.isupper():
        return text
    words = [word if word in _SMALL and at else _capital(word) for at, word in enumerate(text.lower().split())]
    return " ".join(words)


def _capital(word: str) -> str:
    parts = ["IJ" + part[2:] if part.startswith("ij") else part[:1].upper() + part[1:] for part in word.split("-")]
    return "-".join(parts) if not word.startswith("'") else "-".join([word.split("-", maxsplit=1)[0], *parts[1:]])


def sector_of(kind: str) -> str:
    """Return the sector of a kind of school; empty where it tells none.

    >>> sector_of("VBO/MAVO"), sector_of("(V)SO"), sector_of("basisschool"), sector_of("Openbaar")
    ('voortgezet-onderwijs', 'speciaal-onderwijs', 'primair-onderwijs', '')
    """
    words = set(re.findall(r"[A-Z]+", kind.upper().replace("(V)", "V")))
    found = next((sector for sector, its_words in _SCHOOLS if words & its_words), "")
    return found or ("primair-onderwijs" if words & _PRIMARY else "")


def kind_of_file(path: Path) -> str:
    """Return the words of the name of a file, also where they are written together: vestigingenbo.

    >>> kind_of_file(Path("02.-alle-vestigingen-vo.csv")).split()[-1], kind_of_file(Path("vestigingensbo.csv"))
    ('vo', 'vestigingensbo sbo')
    """
    words = re.findall(r"[a-z]+", stem(path))
    ends = [match[1] for word in words if (match := re.search(r"en(mbo|sbo|vso|so|bo|vo|po)$", word))]
    return " ".join([*words, *ends])
