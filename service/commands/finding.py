"""osmose find: partners that could answer a question in free words, or many questions at once."""
# ruff: noqa: PLC0415 -- what is heavy is imported when the command runs: `osmose --help` needs none of it

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.commands.options import AtOption, Format, FormatOption, TopOption
from service.commands.telling import BadUsage

if TYPE_CHECKING:
    from graph.network import Network
    from matching.suggest import Finding
    from service.commands.printing import Cell
    from service.commands.queries import Query

COLUMNS = ("query_id", "partner_id", "rank", "score")
FULL_COLUMNS = ("query_id", "rank", "partner_id", "name", "score", "phrase")


def find(
    text: Annotated[str | None, typer.Argument(metavar="TEXT", help="The question, in your own words.")] = None,
    *,
    queries_path: Annotated[
        Path | None,
        typer.Option("--queries", metavar="FILE", help="CSV with query_id, text and perhaps partner_id, who asks."),
    ] = None,
    top: TopOption = 10,
    chosen: FormatOption = Format.TABLE,
    at: AtOption = None,
) -> None:
    """Find partners that could answer a question, best first; who asks is never an answer."""
    if (text is None) == (queries_path is None):
        raise BadUsage("say what to look for: a text, or a file of them with --queries")
    if text is not None and not text.strip():
        raise BadUsage("the text is empty; say what to look for")
    from matching.suggest import Matcher
    from service.commands.opening import read_network
    from service.commands.printing import print_rows
    from service.commands.progress import showing_progress
    from service.commands.queries import Query, read_queries
    from service.encoding import read_encoder
    from service.settings import read_settings
    from service.snapshot import load_ranker

    queries = read_queries(queries_path) if queries_path else [Query("1", text or "", None)]
    settings = read_settings()
    rows: list[tuple[Cell, ...]] = []
    with showing_progress("reading the network") as tell:
        network = read_network(settings, at)
        matcher = Matcher(network, load_ranker(settings.model_path), encoder=read_encoder(settings))
        for done, query in enumerate(queries, start=1):
            rows += [_row(query, finding, network, chosen) for finding in matcher.find(query.text, top, query.asker)]
            tell("finding", done, len(queries))
    print_rows(COLUMNS if chosen is Format.CSV else FULL_COLUMNS, rows, chosen)


def _row(query: "Query", found: "Finding", network: "Network", chosen: Format) -> tuple["Cell", ...]:
    if chosen is Format.CSV:
        return query.id, found.partner_id, found.rank, found.score
    name = network.names[network.position(found.partner_id)]
    return query.id, found.rank, found.partner_id, name, found.score, found.phrase
