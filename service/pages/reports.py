"""The yearly reports: which there are, one on the screen, and the same as a file."""

from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import select
from starlette.exceptions import HTTPException

from graph.frozen import FrozenReport
from service.audit import note
from service.house import InHouse, ReadingSession, WritingSession
from service.pages.reader import Pages
from service.pages.rendering import render
from service.pages.saying import say
from service.recognising import Asking
from service.report.freezing import Report, report_of
from service.report.writing import as_html, as_pdf
from service.texts import gettext as _

router = APIRouter(include_in_schema=False)

Year = Annotated[int, Path(ge=1000, le=9999)]


def _today() -> date:
    return date.today()  # noqa: DTZ011 -- the day where the service is


def read_report(year: Year, session: ReadingSession, house: InHouse) -> Report:
    """Lend the report of the year in the address, as it was made or as it would be now."""
    return report_of(session, house.settings, year, _today(), keep=False)


ReportOfYear = Annotated[Report, Depends(read_report)]


@router.get("/verslag")
def list_reports(request: Request, pages: Pages, session: ReadingSession) -> HTMLResponse:
    """List the years with their reports, made or not."""
    made = {row.year: row.made_on for row in session.execute(select(FrozenReport.year, FrozenReport.made_on))}
    this_year, known = _today().year, pages.overview.years
    years = sorted({*made, *(range(known[0], this_year + 1) if known else ())}, reverse=True)
    return render(request, "reports.html", years=[(year, made.get(year)) for year in years], this_year=this_year)


@router.get("/verslag/{year}.pdf")
def download_report(year: Year, report: ReportOfYear) -> Response:
    """Return a report as a PDF."""
    name = {"Content-Disposition": f'attachment; filename="verslag-{year}.pdf"'}
    return Response(as_pdf(report), media_type="application/pdf", headers=name)


@router.get("/verslag/{year}")  # noqa: FAST003 -- ReportOfYear reads it
def show_report(report: ReportOfYear) -> HTMLResponse:
    """Show a report as the page that it also is as a file."""
    return HTMLResponse(as_html(report, is_alone=False))


@router.post("/verslag/{year}")
def keep_report(
    year: Year, request: Request, asker: Asking, session: WritingSession, house: InHouse
) -> RedirectResponse:
    """Make the report of a year that is over, and keep its figures."""
    if year >= _today().year:
        raise HTTPException(HTTPStatus.CONFLICT)
    report_of(session, house.settings, year, _today(), keep=True)
    note(session, asker, "keep report", f"report {year}")
    say(request, _("The report of %(year)s is made. Its figures stay as they are.") % {"year": year})
    return RedirectResponse("/verslag", HTTPStatus.SEE_OTHER)
