"""osmose team: partners that could do something together, the part of each, and what is still missing."""
# ruff: noqa: PLC0415 -- what is heavy is imported when the command runs: `osmose --help` needs none of it

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from service.commands.options import AtOption, Format, FormatOption
from service.commands.telling import BadUsage

if TYPE_CHECKING:
    from graph.network import Network
    from matching.teams.team import Answer, Gap, Member, Team
    from service.commands.printing import Cell

COLUMNS = ("team", "part", "partner_id", "name", "score", "needs", "phrases", "way", "alternatives")
_SIZE = re.compile(r"([1-9])(?:-([1-9]))?")


def team(  # noqa: PLR0913 -- every argument is an option
    text: Annotated[str | None, typer.Argument(metavar="[TEXT]", help="What somebody wants to do.")] = None,
    *,
    theme: Annotated[str | None, typer.Option(metavar="ID", help="A theme that the team is for.")] = None,
    draft: Annotated[
        str | None, typer.Option(metavar="COLLABORATION", help="Who could join this collaboration, by its id.")
    ] = None,
    joining: Annotated[
        str, typer.Option("--with", metavar="A,B", help="Partners that join in already, by their ids.")
    ] = "",
    asker: Annotated[
        str | None, typer.Option("--for", metavar="PARTNER", help="Who asks; the team is to be near it.")
    ] = None,
    size: Annotated[str, typer.Option(metavar="3-6", help="How many partners, as 4 or as 3-6.")] = "3-6",
    sectors: Annotated[str, typer.Option(metavar="A,B", help="Sectors that are to be in it, by their ids.")] = "",
    top: Annotated[int, typer.Option(min=1, help="How many different teams at most.")] = 3,
    chosen: FormatOption = Format.TABLE,
    at: AtOption = None,
) -> None:
    """Find teams for a text, a theme or a draft: one row per member, and one per need that nobody answers."""
    if not (text and text.strip()) and not theme and not draft:
        raise BadUsage("say what the team is for: a text, --theme or --draft")
    from dataclasses import replace

    from matching.suggest import Matcher
    from matching.teams.finder import TeamFinder, of_draft
    from matching.teams.missing import MissingMember
    from matching.teams.team import TeamAsked
    from service.commands.opening import read_history, read_network
    from service.commands.printing import print_rows
    from service.commands.progress import showing_progress
    from service.encoding import read_encoder
    from service.settings import read_settings
    from service.snapshot import load_ranker

    least, most = _read_size(size)
    settings = read_settings()
    with showing_progress("reading the network") as tell:
        network = read_network(settings, at)
        asked = of_draft(read_history(settings), draft) if draft else TeamAsked()
        asked = replace(
            asked,
            text=(text or "").strip() or asked.text,
            theme_ids=(theme,) if theme else asked.theme_ids,
            given_ids=(*(each for each in asked.given_ids if each in network.positions), *_ids(joining)),
            asker_id=asker or "",
            sectors=_ids(sectors),
            least=least,
            most=most,
        )
        matcher = Matcher(network, load_ranker(settings.model_path), encoder=read_encoder(settings))
        finder = TeamFinder(matcher, MissingMember.load(settings.team_path))
        tell("looking for teams", 0, 1)
        teams = finder.find(asked, top)
        rows = [row for number, one in enumerate(teams, start=1) for row in _rows(number, one, network)]
        rows = rows or [_gap_row(0, gap) for gap in finder.gaps(asked)]
    print_rows(COLUMNS, rows, chosen)
    if not teams:
        typer.echo("no team was found: nobody answers this, or there are not enough partners with room", err=True)


def _ids(text: str) -> tuple[str, ...]:
    """Return the ids of a list with commas.

    >>> _ids("muzelinck, vanderlande,")
    ('muzelinck', 'vanderlande')
    """
    return tuple(each.strip() for each in text.split(",") if each.strip())


def _read_size(text: str) -> tuple[int, int]:
    """Return how many members at least and at most.

    >>> _read_size("4"), _read_size("3-6")
    ((4, 4), (3, 6))
    """
    found = _SIZE.fullmatch(text.strip())
    least, most = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if least > most:
        raise BadUsage(f"the size is a number or two, such as 4 or 3-6, not '{text}'")
    return least, most


def _rows(number: int, team: "Team", network: "Network") -> Iterator[tuple["Cell", ...]]:
    for member in team.members:
        yield _member_row(number, member, team, network)
    for gap in team.gaps:
        yield _gap_row(number, gap)


def _member_row(number: int, member: "Member", team: "Team", network: "Network") -> tuple["Cell", ...]:
    name = network.names[network.position(member.partner_id)]
    answers: tuple[Answer, ...] = (*member.answers, *member.also)
    return (
        number,
        "given" if member.is_given else "member",
        member.partner_id,
        name,
        member.score,
        [answer.need.text for answer in answers],
        [answer.phrase for answer in answers],
        None if member.way is None else list(member.way),
        [other.partner_id for other in team.alternatives[member.partner_id]],
    )


def _gap_row(number: int, gap: "Gap") -> tuple["Cell", ...]:
    """Return a need that nobody answers: what would, and in which sectors that may be found."""
    return number, "missing", None, None, None, [gap.need.text], list(gap.answered_by), None, list(gap.sectors)
