"""osmose growth: measures of the network per year."""
# ruff: noqa: PLC0415 -- what is heavy is imported when the command runs: `osmose --help` needs none of it

from service.commands.options import AtOption, Format, FormatOption


def growth(chosen: FormatOption = Format.TABLE, at: AtOption = None) -> None:
    """Tell how the network grew: its measures at the end of each year, the last one up to today."""
    from dataclasses import astuple, fields
    from datetime import date

    from graph.growth import YearOfGrowth
    from graph.growth import growth as measure
    from service.commands.opening import read_history
    from service.commands.printing import print_rows
    from service.commands.progress import showing_progress
    from service.settings import read_settings

    with showing_progress("measuring"):
        until = at or date.today()  # noqa: DTZ011 -- the day where the user is
        years = measure(read_history(read_settings()), until)
    print_rows([field.name for field in fields(YearOfGrowth)], [astuple(year) for year in years], chosen)
