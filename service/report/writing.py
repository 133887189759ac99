"""A report written: as one page of HTML with everything in it, or as a tagged PDF."""

import json
import re
from datetime import UTC, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from graph.errors import UnknownFormat, UnwritableFile
from graph.writing.replacing import replacing
from service.figures.charts import draw
from service.figures.figure import Spec
from service.report.content import ON_FIRST_PAGE
from service.report.freezing import Report
from service.report.kept import CONTENT, Content, ReportedFigure
from service.report.wording import say_words, tabulate
from service.texts import gettext as _

TEMPLATE = Path(__file__).parents[1] / "templates" / "report.typ"
STYLE = Path(__file__).parents[1] / "static" / "report.css"
FORMATS = ("pdf", "html")
SMALL = {"width": 350, "height": 190}
"""A chart on the first page, drawn small so that its letters are not."""


def write_report(report: Report, path: Path) -> None:
    """Write a report to a file; its ending says how. Raise what `require_target` does."""
    require_target(path)
    content = as_pdf(report) if path.suffix.lower() == ".pdf" else as_html(report).encode()
    with replacing(path) as temporary:
        temporary.write_bytes(content)


def require_target(path: Path) -> None:
    """Tell before the work whether a report can be written to a file.

    Raise `UnknownFormat` for an ending other than .pdf and .html, or `UnwritableFile` where no file can stand.
    """
    if path.suffix.lower().removeprefix(".") not in FORMATS:
        raise UnknownFormat(
            f"'{path.name}' does not say how to write; expected a name ending in .{' or .'.join(FORMATS)}"
        )
    if not path.parent.is_dir():
        raise UnwritableFile(f"'{path}' cannot be written: there is no folder '{path.parent}'")
    if path.is_dir():
        raise UnwritableFile(f"'{path}' is a folder; say which file to write")


def as_pdf(report: Report) -> bytes:
    """Return a report as PDF/UA-1: tagged, in Dutch, its pictures told in words; the same bytes for the same report."""
    with TemporaryDirectory() as folder:
        for name, drawing in _drawings(report.content).items():
            Path(folder, f"{name}.svg").write_text(drawing, encoding="utf-8")
        Path(folder, "content.json").write_text(json.dumps(_told(report)), encoding="utf-8")
        source = Path(folder, "report.typ")
        source.write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
        made_at = int(datetime.combine(report.content.made_on, time(), UTC).timestamp())
        # No fonts but typst's own: those of a machine would make another file of the same report.
        written: bytes = typst.compile(
            source, format="pdf", pdf_standards=["ua-1"], timestamp=made_at, ignore_system_fonts=True
        )
        return written


def as_html(report: Report, *, is_alone: bool = True) -> str:
    """Return a report as a page; alone it needs nothing else, its style is in it as its charts are."""
    from service.pages.rendering import environment  # noqa: PLC0415 -- pages show reports too

    return (
        environment()
        .get_template("report.html")
        .render(
            told=_told(report),
            drawings=_drawings(report.content),
            style=STYLE.read_text(encoding="utf-8") if is_alone else "",
        )
    )


def _drawings(content: Content) -> dict[str, str]:
    """Return every chart and picture as SVG, by name."""
    drawn = {}
    for figure in content.figures:
        if figure.spec:
            drawn[figure.key] = _draw(figure.spec, figure.key)
            if figure.key in ON_FIRST_PAGE:
                drawn[f"{figure.key}-small"] = _draw(figure.spec | SMALL, f"{figure.key}-small")
        drawn |= {f"{figure.key}-{at}": picture.svg for at, picture in enumerate(figure.pictures)}
    return drawn


def _draw(spec: Spec, name: str) -> str:
    """Draw a chart whose parts are named after it: the names that drawing gives count on, and would change."""
    names: dict[str, str] = {}
    return re.sub(
        r"\b(?:gradient_|clip)\d+", lambda found: names.setdefault(found[0], f"{name}-{len(names)}"), draw(spec)
    )


def _told(report: Report) -> dict[str, object]:
    """Return everything that a template shows, in words."""
    content = report.content
    kept: dict[str, object] = CONTENT.dump_python(content, mode="json")
    small = [figure for figure in content.figures if figure.key in ON_FIRST_PAGE and figure.spec]
    return (
        kept
        | tabulate(content)
        | {
            "small": [
                {"name": f"{each.key}-small", "title": each.title, "words": _alternative(each)} for each in small
            ],
            "alternatives": {figure.key: _alternative(figure) for figure in content.figures},
            "changes": report.changes,
            "words": say_words(report),
        }
    )


def _alternative(figure: ReportedFigure) -> str:
    """Return what whoever does not see a chart is told of it."""
    return _("Chart: %(title)s. %(sentence)s The table in the annex has every number.") % {
        "title": figure.title,
        "sentence": figure.sentence,
    }
