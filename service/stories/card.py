"""The card of a story: the picture that is shown where somebody shares its address."""

import json
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from service.stories.content import Content
from service.texts import gettext as _
from service.texts import ngettext

WIDTH, HEIGHT = 1200, 630
"""Pixels, as Open Graph asks for."""
TEMPLATE = Path(__file__).parents[1] / "templates" / "story_card.typ"
LOGO = Path(__file__).parents[1] / "static" / "logo.svg"
N_NAMED = 3
CARDS_KEPT = 64


def draw_card(content: Content, office: str) -> bytes:
    """Return the card of a story as PNG: its title and who took part, and no picture of anybody."""
    return _draw(content.title, name_partners([each.name for each in content.partners]), office)


def name_partners(names: list[str]) -> str:
    """Name partners in a line, the first of them where there are many.

    >>> name_partners(["Bieb", "School"]), name_partners(["A", "B", "C", "D", "E"])
    ('Bieb en School', 'A, B, C en 2 andere partners')
    """
    if len(names) > N_NAMED + 1:
        n_more = len(names) - N_NAMED
        last = ngettext("%(n)s other partner", "%(n)s other partners", n_more) % {"n": n_more}
        names = [*names[:N_NAMED], last]
    if len(names) < 2:  # noqa: PLR2004 -- nothing to join
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


@lru_cache(maxsize=CARDS_KEPT)
def _draw(title: str, partners: str, office: str) -> bytes:
    with TemporaryDirectory() as folder:
        told = {"title": title, "partners": partners, "heading": _("%(office)s: done together") % {"office": office}}
        Path(folder, "card.json").write_text(json.dumps(told), encoding="utf-8")
        Path(folder, "logo.svg").write_bytes(LOGO.read_bytes())
        source = Path(folder, "card.typ")
        source.write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
        # A point of the page is a pixel of the card; no fonts but typst's own, as in the report.
        drawn: bytes = typst.compile(source, format="png", ppi=72, ignore_system_fonts=True)
        return drawn
