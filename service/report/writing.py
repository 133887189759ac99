"""A report written: as one page of HTML with everything in it, or as a tagged PDF."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from graph.errors import GraphError
from service.figures.charts import draw
from service.report.content import CONTENT, FIRST_PAGE
from service.report.freezing import Report
from service.texts import gettext as _
from service.texts import say_cell, say_date

TEMPLATE = Path(__file__).parents[1] / "templates" / "report.typ"
STYLE = Path(__file__).parents[1] / "static" / "report.css"
FORMATS = ("pdf", "html")


class UnknownFormat(GraphError):
    """A report is not written in this format."""


def write_report(report: Report, path: Path, office: str) -> None:
    """Write a report to a file; its ending says how. Raise `UnknownFormat` for one that is neither .pdf nor .html."""
    ending = path.suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        raise UnknownFormat(f"'{path.name}' ends in none of .{', .'.join(FORMATS)}")
    path.write_bytes(as_pdf(report, office) if ending == "pdf" else as_html(report, office).encode())


def as_pdf(report: Report, office: str) -> bytes:
    """Return a report as PDF/UA-1: tagged, in Dutch, its charts told by their sentences."""
    with TemporaryDirectory() as folder:
        for figure in report.content.figures:
            if figure.spec:
                Path(folder, f"{figure.key}.svg").write_text(draw(figure.spec), encoding="utf-8")
        Path(folder, "content.json").write_text(json.dumps(_told(report, office)), encoding="utf-8")
        source = Path(folder, "report.typ")
        source.write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
        written: bytes = typst.compile(source, format="pdf", pdf_standards=["ua-1"])
        return written


def as_html(report: Report, office: str, *, is_alone: bool = True) -> str:
    """Return a report as a page; alone it needs nothing else, its style is in it as its charts are."""
    from service.pages.rendering import environment  # noqa: PLC0415 -- pages show reports too

    charts = {figure.key: draw(figure.spec) for figure in report.content.figures if figure.spec}
    return (
        environment()
        .get_template("report.html")
        .render(told=_told(report, office), charts=charts, style=STYLE.read_text(encoding="utf-8") if is_alone else "")
    )


def _told(report: Report, office: str) -> dict[str, object]:
    """Return everything that a template shows, in words."""
    content = report.content
    kept: dict[str, object] = CONTENT.dump_python(content, mode="json")
    return kept | {
        "office": office,
        "first_page": list(FIRST_PAGE),
        "changes": report.changes,
        "measures": [
            [each.label, say_cell(each.value), say_cell(each.by_chance), say_cell(each.p), each.definition, each.source]
            for each in content.measures
        ],
        "words": {
            "title": _("The network in %(year)s") % {"year": content.year},
            "lead": _("Report of %(office)s, made on %(day)s.")
            % {"office": office, "day": say_date(content.made_on.isoformat())},
            "provisional": "" if content.is_final else _("The year is not over: these figures are provisional."),
            "summary": _("In short"),
            "caveats": _("What these figures do not tell"),
            "changes": _("What is known since"),
            "annex": _("Annex: all figures"),
            "measures": _("All measures"),
            "how": _("How it is counted:"),
            "header": [_("Measure"), _("Value"), _("By chance"), "p", _("What it means"), _("Source")],
            "chance": _(
                "By chance: the mean of networks in which every partner takes part as often and every collaboration is "
                "as large. p: the share of such networks whose figure lies as far from their mean."
            ),
        },
    }
