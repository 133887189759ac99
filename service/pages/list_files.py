"""The lists of the pages as files: the same partners in the same order, as far as the one who asks may see them."""

from typing import Any

import numpy as np
import pandas as pd
from fastapi import APIRouter, Request, Response

from graph.network import Network, Positions
from service.lists_out import Kind, table_response
from service.pages.asked import MOST_TEXT, read_asked
from service.pages.find import FINDINGS_SHOWN
from service.pages.overview import Overview
from service.pages.reader import Pages
from service.texts import gettext as _

Columns = list[tuple[str, str]]
"""Name of each column of a table, and what its head says."""
BETWEEN = " | "
"""Between several values in one cell, as the exchange format takes them."""

router = APIRouter(include_in_schema=False)


@router.get("/partners/bestand.{kind}")
def download_partners(request: Request, pages: Pages, kind: Kind) -> Response:
    """Download the list of partners that the address asks for, all its pages."""
    overview = pages.overview
    view = read_asked(request, overview)
    found = overview.order(np.flatnonzero(overview.select(view.filters) & overview.is_present()), "naam")
    columns = [*_named(), ("description", _("Description")), *_told()]
    return _respond(list_partners(overview, found), columns, "partners", kind)


@router.get("/netwerk/bestand.{kind}")
def download_network(request: Request, pages: Pages, kind: Kind) -> Response:
    """Download the table of the network that the address asks for: who was there, with how many ties since when."""
    overview = pages.overview
    view = read_asked(request, overview)
    meant = np.flatnonzero(overview.select(view.filters) & overview.is_present(view.year))
    positions = overview.order(meant, view.order, view.year)
    first_years = overview.first_years[positions]
    is_known = first_years <= (view.year or overview.last_year)
    table = list_partners(overview, positions).assign(
        n_ties=overview.count_ties(view.year)[positions],
        first_year=pd.Series(first_years, dtype=object).where(is_known, None).to_numpy(),
    )
    columns = [*_named(), ("n_ties", _("Ties")), ("first_year", _("Since"))]
    return _respond(table, columns, "netwerk", kind)


@router.get("/vinden/bestand.{kind}")
def download_findings(request: Request, pages: Pages, kind: Kind) -> Response:
    """Download who could answer the question of the address, best first, with the words that say so."""
    network = pages.overview.network
    question = request.query_params.get("vraag", "").strip()[:MOST_TEXT]
    findings = pages.snapshot.matcher.find(question, top=FINDINGS_SHOWN) if question and network.n_partners else []
    positions = np.array([network.position(finding.partner_id) for finding in findings], dtype=np.int64)
    table = list_partners(pages.overview, positions).assign(says=[finding.phrase for finding in findings])
    return _respond(table, [*_named(), ("says", _("Says"))], "vinden", kind)


def list_partners(overview: Overview, positions: Positions) -> pd.DataFrame:
    """Return what a network holds of some partners, one row each in the order of `positions`, every value a text."""
    network = overview.network
    labels = dict(zip(network.sectors["id"], network.sectors["label"], strict=True))
    themes = network.themes["label"].reindex(network.partner_themes["theme"]).to_numpy()
    parents = network.partners["name"].reindex(network.memberships["parent"]).to_numpy()
    whole = network.partners[["id", "name", "description", "place", "website"]].assign(
        sector=network.partners["sector"].map(labels),
        seeks=_joined(network, network.phrases[network.phrases["side"] == "seeks"], "partner", "text"),
        offers=_joined(network, network.phrases[network.phrases["side"] == "offers"], "partner", "text"),
        themes=_joined(network, network.partner_themes.assign(label=themes), "partner", "label"),
        part_of=_joined(network, network.memberships.assign(name=parents), "member", "name"),
    )
    return whole.iloc[positions].fillna("")


def _joined(network: Network, table: pd.DataFrame, partner: str, text: str) -> "pd.Series[str]":
    texts: pd.Series[str] = table.groupby(partner)[text].agg(BETWEEN.join).astype(str)
    return texts.reindex(network.partners.index).fillna("")


def _named() -> Columns:
    return [("id", _("Id")), ("name", _("Name")), ("sector", _("Sector")), ("place", _("Place"))]


def _told() -> Columns:
    return [
        ("seeks", _("Seeks")),
        ("offers", _("Offers")),
        ("themes", _("Themes")),
        ("part_of", _("Belongs to")),
        ("website", _("Website")),
    ]


def _respond(table: pd.DataFrame, columns: Columns, name: str, kind: Kind) -> Response:
    rows: list[list[Any]] = table[[key for key, _label in columns]].to_numpy(dtype=object).tolist()
    return table_response(rows, [label for _key, label in columns], name, kind)
