"""Reports as files."""

from datetime import date

import pytest

from graph.database import open_engine, transaction
from service.report.freezing import report_of
from service.report.writing import UnknownFormat, as_html, write_report
from tests.builders import collaboration, partner
from tests.service.serving import make_database


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    rows = [partner("a"), partner("b"), partner("c", name="School & <Co>")], [collaboration("c", "2021", ["a", "b"])]
    engine = open_engine(make_database(folder, *rows).database_url)
    with transaction(engine) as session:
        made = report_of(session, 2021, date(2022, 1, 1), keep=True)
    engine.dispose()
    return made


def test_a_pdf_is_tagged_and_in_dutch(report, tmp_path):
    write_report(report, tmp_path / "report.pdf", "Het bureau")

    written = (tmp_path / "report.pdf").read_bytes()
    assert written.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in written
    assert b"/Lang" in written


def test_a_page_needs_nothing_else_and_escapes_what_partners_wrote(report, tmp_path):
    write_report(report, tmp_path / "report.html", "Het bureau")

    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<svg" in page
    assert "School &amp; &lt;Co&gt;" in page
    assert "<Co>" not in page
    assert "<style>" in page
    assert "/static/" not in page
    assert "/static/report.css" in as_html(report, "Het bureau", is_alone=False)


def test_another_format_is_refused(report, tmp_path):
    with pytest.raises(UnknownFormat, match=r"\.pdf, \.html"):
        write_report(report, tmp_path / "report.docx", "Het bureau")
    assert list(tmp_path.iterdir()) == []
