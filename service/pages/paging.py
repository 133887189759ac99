"""A list cut into pages."""

from dataclasses import dataclass

from graph.network import Positions


@dataclass(frozen=True)
class Page:
    """One page of a list; the first has the number 1."""

    items: Positions
    number: int
    n_pages: int

    @property
    def shown_number(self) -> int | None:
        """The number as an address says it: that of the first page goes without saying."""
        return self.number if self.number > 1 else None


def cut_page(items: Positions, number: int, per_page: int) -> Page:
    """Return a page of `items`; the last one if there are fewer pages than `number`.

    >>> import numpy as np
    >>> cut_page(np.arange(5), number=9, per_page=2)
    Page(items=array([4]), number=3, n_pages=3)
    """
    n_pages = max(-(-len(items) // per_page), 1)
    number = min(number, n_pages)
    return Page(items[(number - 1) * per_page : number * per_page], number, n_pages)
