"""What the address of a page asks for: read forgivingly, since people edit addresses and old ones live on."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request

from service.pages.colouring import COLOURS
from service.pages.overview import ORDERS, Filters, Order, Overview
from service.pages.sizing import SIZES

MOST_TEXT = 200
"""Characters of a search that are looked at."""


IMAGES = ("", "kaart")
"""The network by its ties, or a map of the earth."""


@dataclass(frozen=True)
class Asked:
    """A view of the network or of the list: filters, year, order, page and the chosen partner."""

    filters: Filters
    year: int | None
    order: Order
    page: int
    partner: str
    colour: str = ""
    """What colours mean: one of `service.pages.colouring.COLOURS`."""
    size: str = ""
    """What sizes mean: one of `service.pages.sizing.SIZES`."""
    image: str = ""
    """"kaart" for partners on a map of the earth."""

    @property
    def text(self) -> str:
        return self.filters.text

    @property
    def sectors(self) -> tuple[str, ...]:
        return self.filters.sectors

    @property
    def theme(self) -> str:
        return self.filters.theme

    @property
    def place(self) -> str:
        return self.filters.place

    @property
    def parameters(self) -> dict[str, object]:
        """The view as the query of an address, without what goes without saying and without the page."""
        return {
            "partner": self.partner,
            "zoek": self.filters.text,
            "sector": self.filters.sectors,
            "thema": self.filters.theme,
            "plaats": self.filters.place,
            "jaar": self.year,
            "kleur": self.colour,
            "grootte": self.size,
            "beeld": self.image,
            "volgorde": "" if self.order == "naam" else self.order,
        }


def read_asked(request: Request, overview: Overview) -> Asked:
    """Read the view from a request's address; what the network does not know is left out."""
    query = request.query_params
    network = overview.network
    sectors = [sector for sector in network.sectors["id"] if sector in query.getlist("sector")]
    theme = query.get("thema", "")
    place = query.get("plaats", "")
    order = query.get("volgorde", "")
    partner = query.get("partner", "")
    return Asked(
        filters=Filters(
            text=query.get("zoek", "").strip()[:MOST_TEXT],
            sectors=tuple(sectors),
            theme=theme if (network.themes["id"] == theme).any() else "",
            place=place if (network.partners["place"] == place).any() else "",
        ),
        year=read_year(query.get("jaar", ""), overview.years),
        order=next((known for known in ORDERS if known == order), "naam"),
        page=read_page(query.get("pagina", "")),
        partner=partner if partner in network.positions else "",
        colour=_one_of(COLOURS, query.get("kleur", "")),
        size=_one_of(SIZES, query.get("grootte", "")),
        image=_one_of(IMAGES, query.get("beeld", "")),
    )


def _one_of(known: Sequence[str], asked: str) -> str:
    """Return what was asked for if it is known, else the first."""
    return asked if asked in known else known[0]


def read_page(text: str) -> int:
    """Return the number of a page; 1 if the text is none.

    >>> read_page("3"), read_page("-1"), read_page("x")
    (3, 1, 1)
    """
    number = _read_number(text)
    return number if number is not None and number >= 1 else 1


def read_year(text: str, years: tuple[int, int] | None) -> int | None:
    """Return a year before the last of `years`; None stands for the last, which is how it is now.

    >>> read_year("2018", (2003, 2021)), read_year("1990", (2003, 2021)), read_year("2021", (2003, 2021))
    (2018, 2003, None)
    """
    year = _read_number(text)
    if year is None or years is None or year >= years[1]:
        return None
    return max(year, years[0])


def _read_number(text: str) -> int | None:
    # Nine digits: longer ones are no page, and a database could not count them.
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None  # noqa: PLR2004
