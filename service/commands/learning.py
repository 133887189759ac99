"""osmose fit: weights from the network's own history."""
# ruff: noqa: PLC0415 -- what is heavy is imported when the command runs: `osmose --help` needs none of it

from dataclasses import replace
from datetime import date

import typer


def fit() -> None:
    """Learn from the history that the database holds which evidence counts."""
    from matching import suggest
    from matching.teams.missing import MissingMember
    from matching.texts import TextSpace
    from service.commands.opening import read_network
    from service.commands.progress import showing_progress
    from service.encoding import read_encoder
    from service.settings import read_settings

    settings = read_settings()
    with showing_progress("learning from the history"):
        network, encoder = read_network(settings, None), read_encoder(settings)
        ranker = suggest.fit(network, encoder=encoder)
        of_teams = MissingMember.fit(network, TextSpace(network))  # an encoder would read hundreds of drafts
        card = ranker.card | {"fitted_on": date.today().isoformat()}  # noqa: DTZ011 -- the day where the user is
        of_teams.save(settings.team_path)
        replace(ranker, card=card).save(settings.model_path)
    teams = f", and {of_teams.n_cases} members of teams" if of_teams.n_cases else ""
    typer.echo(f"learned from {_tell_source(ranker.card)}{teams}; kept in {settings.model_path}")


def _tell_source(card: dict[str, str | int | float | list[str]]) -> str:
    if "n_came_true" not in card:
        return str(card["learned_from"])
    encoder = f", texts read by {card['encoder']}" if "encoder" in card else ""
    return f"{card['learned_from']}: {card['n_came_true']} new ties among {card['n_pairs']} pairs{encoder}"
