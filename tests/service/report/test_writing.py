"""Reports as files."""

import re
from datetime import date

import pytest

from graph.database import open_engine, transaction
from graph.errors import UnknownFormat, UnwritableFile
from service.report.content import make_content
from service.report.freezing import Report, report_of
from service.report.indicators import record
from service.report.writing import as_html, as_pdf, write_report
from service.settings import Settings
from tests.builders import collaboration, network, partner
from tests.service.figures.looking import NO_PULSE, NO_STEPS
from tests.service.serving import make_database

HARD_NAME = "School & <Co> #let *x* [y]"


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    rows = [partner("a"), partner("b"), partner("c", name=HARD_NAME)], [collaboration("c", "2021", ["a", "b"])]
    engine = open_engine(make_database(folder, *rows).database_url)
    with transaction(engine) as session:
        made = report_of(session, Settings(office_name="Het bureau"), 2021, date(2022, 1, 1), keep=True)
    engine.dispose()
    return made


@pytest.fixture(scope="module")
def pdf(report):
    return as_pdf(report)


def content_of(built, **settings):
    return make_content(
        record(built, NO_STEPS, NO_PULSE, date(2021, 12, 31)), date(2022, 1, 1), Settings(**settings), n_draws=0
    )


def structure(pdf):
    """Return the kinds of elements that a screen reader meets, in order of the file."""
    return re.findall(rb"/S\s*/(\w+)", pdf)


def test_a_pdf_is_tagged_and_in_dutch_with_its_title_and_bookmarks(pdf):
    assert pdf.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in pdf
    assert b"/Marked true" in pdf
    assert b"/Lang(nl-NL)" in re.sub(rb"/Lang\s+", b"/Lang", pdf)
    assert b"/DisplayDocTitle true" in pdf
    assert b"/Title(Het netwerk in 2021)" in re.sub(rb"/Title\s+", b"/Title", pdf)
    assert b"/Type/Outlines" in re.sub(rb"\s+", b"", pdf)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert {b"H1", b"H2", b"P", b"L", b"Table", b"TH", b"TD", b"Figure"} <= set(structure(pdf))


def test_each_picture_of_a_pdf_is_told_in_words_and_each_font_is_in_it(pdf, report):
    figures = report.content.figures
    n_pictures = sum(bool(each.spec) + len(each.pictures) for each in figures) + 2  # two charts on the first page too

    assert structure(pdf).count(b"Figure") == n_pictures
    assert len(re.findall(rb"/Alt\s*[(<]", pdf)) >= n_pictures
    fonts = len(re.findall(rb"/Type\s*/FontDescriptor", pdf))
    assert fonts > 0
    assert len(re.findall(rb"/FontFile[23]? ", pdf)) == fonts


def test_the_same_report_is_the_same_bytes(pdf, report):
    assert as_pdf(report) == pdf


def annex_page(pdf):
    """Return the number of the page that the bookmark of the annex leads to."""
    objects = dict(re.findall(rb"(?m)^(\d+) 0 obj\n(.*?)\nendobj", pdf, re.DOTALL))
    tree = next(body for body in objects.values() if re.search(rb"/Type\s*/Pages\b", body))
    pages = re.findall(rb"(\d+) 0 R", re.search(rb"/Kids\s*\[(.*?)\]", tree, re.DOTALL)[1])
    bookmark = next(body for body in objects.values() if b"(Bijlage: alle cijfers)" in body and b"/Dest" in body)
    place = objects[re.search(rb"/Dest\s*(\d+) 0 R", bookmark)[1]]
    return pages.index(re.search(rb"(\d+) 0 R", place)[1]) + 1


@pytest.mark.parametrize("n_years", [1, 30])
def test_the_first_page_is_one_page(n_years):
    aims = "Scholen, bedrijven en verenigingen werken samen aan leren, een leven lang. " * (1 if n_years == 1 else 12)
    rows = [collaboration(f"c{year}", str(year), ["a", "b"], themes="taal") for year in range(2022 - n_years, 2022, 3)]
    built = network([partner("a"), partner("b")], [*rows, collaboration("last", "2021", ["a", "b"])])
    content = content_of(built, report_aims=aims)

    changes = ["Banden: 1 in dit verslag; 2 met wat vandaag bekend is."]
    assert annex_page(as_pdf(Report(content, changes, is_kept=True))) == 2


def test_a_page_needs_nothing_else_and_escapes_what_partners_wrote(report, tmp_path):
    write_report(report, tmp_path / "report.HTML")

    page = (tmp_path / "report.HTML").read_text(encoding="utf-8")
    assert "<svg" in page
    assert "School &amp; &lt;Co&gt; #let *x* [y]" in page
    assert "<Co>" not in page
    assert "<style>" in page
    assert not re.search(r"""(?:href|src)=["'](?!#)""", page)
    assert "/static/report.css" in as_html(report, is_alone=False)


def test_a_gap_is_told_on_the_first_page_and_over_all_figures():
    rows = [collaboration("c1", "2019", ["a", "b"]), collaboration("c2", "2021", ["a", "b"])]
    content = content_of(network([partner("a"), partner("b")], rows))

    assert as_html(Report(content, [], is_kept=True)).count("Er is niets opgeschreven dat begon in 2020.") == 2


def test_a_page_tells_no_number_that_is_none(report):
    page = as_html(report)

    assert not re.search(r"\b(nan|inf|None)\b", re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL), re.IGNORECASE)


def test_a_page_has_all_rows_of_a_long_table():
    sectors = [partner(f"p{at}", sector=f"sector {at:02}") for at in range(8)]
    built = network(sectors, [collaboration("c", "2021", [f"p{at}" for at in range(8)])])
    content = content_of(built)

    rows = content.figure("sectoren").rows
    page = as_html(Report(content, [], is_kept=True))

    assert len(rows) > 40
    assert all(page.count(f'<th scope="row">{row[0]}</th>') >= 8 for row in rows)


@pytest.mark.parametrize(
    ("name", "error", "sentence"),
    [
        pytest.param("report.docx", UnknownFormat, r"expected a name ending in \.pdf or \.html", id="unknown-format"),
        pytest.param("report", UnknownFormat, "does not say how to write", id="no-ending"),
        pytest.param("nowhere/report.pdf", UnwritableFile, "there is no folder", id="no-folder"),
    ],
)
def test_what_cannot_be_written_is_told(report, tmp_path, name, error, sentence):
    with pytest.raises(error, match=sentence):
        write_report(report, tmp_path / name)
    assert list(tmp_path.iterdir()) == []
