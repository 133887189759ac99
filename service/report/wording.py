"""The words of a report that are the same every year, and its figures as rows of tables."""

from service.report.freezing import Report
from service.report.indicators import say_values
from service.report.kept import Content
from service.texts import gettext as _
from service.texts import ngettext, say_cell, say_date, say_number

MOST_ROWS = 40
"""Rows of a table on paper; the page has all of them."""


def say_words(report: Report) -> dict[str, object]:
    """Return titles, heads and all that stands around the figures of a report."""
    content, made_on = report.content, say_date(report.content.made_on.isoformat())
    return {
        "title": _("The network in %(year)s") % {"year": content.year},
        "lead": _("Yearly report of %(office)s. Figures up to %(day)s, as they were known on %(made_on)s.")
        % {"office": content.office, "day": say_date(content.day.isoformat()), "made_on": made_on},
        "provisional": _provisional(report),
        "aims": _("What did we want to achieve?"),
        "done": _("What did we do?"),
        "results": _("What did it bring?"),
        "indicators": _("Indicators"),
        "caveats": _("What these figures do not tell"),
        "changed": _changed(len(report.changes)),
        "changes": _("What is known since"),
        "annex": _("Annex: all figures"),
        "annex_lead": _(
            "Each figure with what it says, its picture, its table, and how it is counted. The number of the "
            "definition goes up when it is counted otherwise."
        ),
        "contents": _("In this annex"),
        "meanings": _("What the indicators mean"),
        "measures": _("All measures"),
        "how": _("How it is counted:"),
        "definition": _("Definition"),
        "more": _("The first %(n)s of %(all)s rows; the report as a web page has all of them."),
        "most_rows": MOST_ROWS,
        "chance": _(
            "n: the partners that were there. By chance: the mean of networks in which every partner takes part as "
            "often and every collaboration is as large. p: the share of such networks whose figure lies as far from "
            "their mean."
        ),
        "dash": _("–: of that year nothing is written down."),
        "back": _("Yearly reports"),
        "file": _("This report as a PDF"),
    }


def _provisional(report: Report) -> str:
    if not report.content.is_final:
        return _("The year is not over: these figures are provisional.")
    return "" if report.is_kept else _("This report is not made yet: these figures may still change.")


def _changed(n: int) -> str:
    if not n:
        return ""
    return ngettext(
        "Since this report was made something changed; the annex tells in %(n)s line what would be other now.",
        "Since this report was made something changed; the annex tells in %(n)s lines what would be other now.",
        n,
    ) % {"n": say_number(n)}


def tabulate(content: Content) -> dict[str, object]:
    """Return the indicators, what they mean, and the measures, each as a head and rows of texts."""
    indicators, years = content.first_page.indicators, content.first_page.years
    return {
        "indicators": {
            "header": [_("Indicator"), *map(str, years), _("n in %(year)s") % {"year": content.year}],
            "rows": [[each.label, *say_values(each), each.base] for each in indicators],
            "is_gapped": any(value is None for each in indicators for value in each.values),
        },
        "meanings": {
            "header": [_("Indicator"), _("What it means"), _("Source"), _("Definition")],
            "rows": [[each.label, each.definition, each.source, str(each.version)] for each in indicators],
        },
        "measured": {
            "header": [
                *(_("Measure"), _("Value"), "n", _("By chance"), "p"),
                *(_("What it means"), _("Source"), _("Definition")),
            ],
            "rows": [
                [
                    *(each.label, say_cell(each.value), say_number(each.n), say_cell(each.by_chance), say_cell(each.p)),
                    *(each.definition, each.source, str(each.version)),
                ]
                for each in content.measures
            ],
        },
    }
