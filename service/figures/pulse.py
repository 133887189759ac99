"""The figure of the pulse: how far partners trust each other and value what they do together, quarter by quarter."""

import pandas as pd

from graph.pulse.tables import DIMENSIONS, Quarter
from service.figures.charts import lines
from service.figures.figure import Figure, Looked
from service.pulse.words import name_quarter, say_quarter
from service.texts import gettext as _
from service.texts import say_number


def show_pulse(looked: Looked) -> Figure:
    """Show trust and value of a part, quarter by quarter, as far as that may be shown."""
    table = _by_quarter(looked.pulse)
    series = [("trust", _("Trust")), ("value", _("Value"))]
    return Figure(
        key="polsslag",
        title=_("Trust and value"),
        sentence=say_quarter_told(looked.pulse) or _("Nothing can be shown for this part of the network yet."),
        definition=_(
            "Each quarter partners get one question about each of at most three running collaborations, on four steps "
            "from not at all to a great deal; 100 percent is a great deal from everybody. Trust: reliability, support "
            "of the aim, openness. Value: influence, involvement, what is brought in (PARTNER; Varda and Retrum 2012). "
            "A partner counts once, by the mean of its answers. From and to: 95 percent interval, Student’s t over "
            "partners; it says nothing of those who did not answer. Shown is a quarter that is over, and only what "
            "tells of five partners or more, also where figures are subtracted from each other; never for two filters "
            "at once."
        ),
        columns=[("quarter", _("Quarter")), *_columns()],
        table=table,
        spec=lines(table, ("quarter", _("Quarter")), series, _("Percent of the highest answer"))
        if len(table)
        else None,
    )


def say_quarter_told(told: pd.DataFrame) -> str:
    """Say what partners answered in the last of some quarters (`graph.pulse.counting.read_figures`); "" for none."""
    if told.empty:
        return ""
    last = told["quarter"].max()
    parts = []
    for row in told[told["quarter"] == last].to_dict("records"):
        facts = {name: say_number(_percent(row[name])) for name in ("mean", "low", "high")}
        facts["n"] = say_number(int(row["n_partners"]))
        text = {
            "trust": _("trust at %(mean)s %% of the highest answer (from %(low)s to %(high)s %%, %(n)s partners)"),
            "value": _("value at %(mean)s %% of the highest answer (from %(low)s to %(high)s %%, %(n)s partners)"),
        }[row["dimension"]]
        parts.append(text % facts)
    return _("In %(quarter)s partners put %(what)s.") % {
        "quarter": say_quarter(Quarter.parse(last)),
        "what": _(" and ").join(parts),
    }


def _by_quarter(told: pd.DataFrame) -> pd.DataFrame:
    """Return a row per quarter, with the figures of both dimensions side by side; shares in percent."""
    rows = []
    for quarter, of_it in told.groupby("quarter", sort=True):
        row: dict[str, object] = {"quarter": name_quarter(str(quarter))}
        for each in of_it.to_dict("records"):
            name = each["dimension"]
            row |= {name: _percent(each["mean"])}
            row |= {f"{name}_{end}": _percent(each[end]) for end in ("low", "high")}
            row |= {f"{name}_{count}": int(each[count]) for count in ("n_partners", "n_answers")}
        rows.append(row)
    return pd.DataFrame(rows, columns=["quarter", *(name for name, _label in _columns())])


def _columns() -> list[tuple[str, str]]:
    names = {"trust": _("Trust"), "value": _("Value")}
    parts = {
        "": "%s, %%",
        "_low": _("%s: from, %%"),
        "_high": _("%s: to, %%"),
        "_n_partners": _("%s: partners"),
        "_n_answers": _("%s: answers"),
    }
    return [(f"{each}{ending}", form % names[each]) for each in DIMENSIONS for ending, form in parts.items()]


def _percent(share: float) -> int:
    return round(100 * float(share))
