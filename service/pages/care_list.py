"""The list of care as the address asks for it: whom a filter means, in which order, and how many each filter leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args
from urllib.parse import parse_qs

from starlette.datastructures import QueryParams

from graph.caring import NEEDS, Care
from service.pages.asked import MOST_TEXT, read_page
from service.pages.overview import fold

Order = Literal["zorg", "-zorg", "naam", "-naam", "compleet", "-compleet", "bevestigd", "-bevestigd"]
"""How the list is ordered, as the address says it: a minus turns it around, and most care comes first in "zorg"."""

ORDERS: tuple[Order, ...] = get_args(Order)


@dataclass(frozen=True)
class CareAsked:
    """What an address asks of the list."""

    text: str = ""
    sector: str = ""
    needs: tuple[str, ...] = ()
    order: Order = "zorg"
    page: int = 1
    all_ticked: bool = False

    @property
    def parameters(self) -> dict[str, object]:
        """The list as the query of an address, without its page."""
        return {
            "zoek": self.text,
            "sector": self.sector,
            "nodig": self.needs,
            "volgorde": "" if self.order == "zorg" else self.order,
        }


def read_care_asked(query: QueryParams) -> CareAsked:
    """Read what an address asks for; what is not known is left out.

    >>> read_care_asked(QueryParams("nodig=paused&nodig=bogus&volgorde=-naam")).parameters["nodig"]
    ('paused',)
    """
    order = query.get("volgorde", "")
    return CareAsked(
        text=query.get("zoek", "").strip()[:MOST_TEXT],
        sector=query.get("sector", "").strip()[:MOST_TEXT],
        needs=tuple(need for need in NEEDS if need in query.getlist("nodig")),
        order=next((known for known in ORDERS if known == order), "zorg"),
        page=read_page(query.get("pagina", "")),
        all_ticked=query.get("aangekruist", "") == "alle",
    )


def same_list(filters: str) -> dict[str, object]:
    """Return the parameters of a list from the query of its address, as a form sends it back.

    >>> same_list("nodig=paused&verder=//elders.example")["nodig"]
    ('paused',)
    """
    pairs = [(name, value) for name, values in parse_qs(filters).items() for value in values]
    return read_care_asked(QueryParams(pairs)).parameters


def choose(care: Sequence[Care], asked: CareAsked) -> list[Care]:
    """Return whom the filters mean, every one of them, in the order that is asked for."""
    words = fold(asked.text).split()
    chosen = [
        each
        for each in care
        if set(asked.needs) <= set(each.needs)
        and asked.sector in {"", each.sector}
        and all(word in fold(f"{each.name} {each.place}") for word in words)
    ]
    by_name = sorted(chosen, key=lambda each: (fold(each.name), each.partner_id))
    keys = {
        "zorg": lambda each: -len(each.needs),
        "naam": lambda each: fold(each.name),
        "compleet": lambda each: each.completeness,
        "bevestigd": lambda each: each.confirmed_on or date.min,
    }
    return sorted(by_name, key=keys[asked.order.removeprefix("-")], reverse=asked.order.startswith("-"))


def count_needs(chosen: Sequence[Care]) -> dict[str, int]:
    """Count for each need how many would be left if one asked for it too."""
    return {need: sum(need in each.needs for each in chosen) for need in NEEDS}
