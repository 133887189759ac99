"""What changed since a report was made: a line for each of its figures that would be another today, and why."""

from collections.abc import Iterator

from service.report.indicators import say_values
from service.report.kept import Content, Indicator, ReportedMeasure
from service.texts import gettext as _
from service.texts import say_cell
from service.wording import join


def tell_changes(kept: Content, now: Content) -> list[str]:
    """Say which figures would be others by what is known today, or by a newer definition."""
    return [*_of_indicators(kept, now), *_of_measures(kept, now), *_of_figures(kept, now)]


def _of_indicators(kept: Content, now: Content) -> Iterator[str]:
    today = {each.name: each for each in now.first_page.indicators}
    years = kept.first_page.years
    for then in kept.first_page.indicators:
        if then.name in today:
            pairs = zip(years, say_values(then), say_values(today[then.name]), strict=True)
            for year, before, after in pairs:
                label = f"{then.label} ({year})"
                yield from _compared(label, before, after, then, today[then.name])


def _of_measures(kept: Content, now: Content) -> Iterator[str]:
    today = {each.name: each for each in now.measures}
    for then in kept.measures:
        if then.name in today:
            other = today[then.name]
            # As they are told: the last digit of a computer is no news.
            yield from _compared(then.label, say_cell(then.value), say_cell(other.value), then, other)


def _compared(
    label: str, before: str, after: str, then: Indicator | ReportedMeasure, now: Indicator | ReportedMeasure
) -> Iterator[str]:
    said = {"label": label, "then": before, "now": after}
    if then.version != now.version:
        yield _("%(label)s: %(then)s in this report; %(now)s by a newer definition.") % said
    elif before != after:
        yield _("%(label)s: %(then)s in this report; %(now)s by what is known today.") % said


def _of_figures(kept: Content, now: Content) -> Iterator[str]:
    today = {each.key: each for each in now.figures}
    pairs = [(then, today[then.key]) for then in kept.figures if then.key in today]
    redefined = [then.title for then, other in pairs if then.version != other.version]
    changed = [then.title for then, other in pairs if then.version == other.version and then.rows != other.rows]
    if redefined:
        yield _("By a newer definition these tables are made otherwise: %(titles)s.") % {"titles": join(redefined)}
    if changed:
        yield _("By what is known today these tables are others: %(titles)s.") % {"titles": join(changed)}
