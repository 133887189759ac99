"""Words of people stay words: on paper, in charts, in calendars and in what other programs read."""

import re
import shutil

import pytest
from icalendar import Calendar

from graph.database import open_engine, transaction
from service.activities.calendar import as_calendar
from service.activities.papers import programme
from service.activities.reading import tell_activity
from service.figures.charts import draw
from service.pages.rendering import environment
from service.stories import card
from tests.service.activities.holding import NOW, hold

CODE = '#panic("run") #read("/etc/passwd") $ \\ ` *a* <label> @ref [b] // c /* d'
"""In Typst's markup each of these does something; the first would stop the paper from being made."""


@pytest.fixture
def session(sqlite_template, tmp_path):
    engine = open_engine(f"sqlite:///{shutil.copy(sqlite_template, tmp_path)}")
    with transaction(engine) as session:
        yield session
    engine.dispose()


def test_code_in_an_agenda_is_printed_and_not_run(session):
    row = hold(session, title=CODE, description=f"{CODE}\n\n= {CODE}", place=CODE, capacity=3)

    assert programme([tell_activity(session, row, NOW)], CODE, CODE, NOW).startswith(b"%PDF")


def test_code_on_the_card_of_a_story_is_drawn_and_not_run():
    assert card._draw(CODE, CODE, CODE).startswith(b"\x89PNG")  # noqa: SLF001 -- with texts and without a story


@pytest.mark.parametrize("template", sorted(card.TEMPLATE.parent.glob("*.typ")), ids=lambda path: path.name)
def test_no_paper_reads_texts_as_markup_or_any_file_but_its_own(template):
    text = template.read_text(encoding="utf-8")

    assert re.findall(r"\b(?:eval|include|import|read|csv|yaml|plugin)\b\s*[(\"]", text) == []
    assert set(re.findall(r"\bjson\(([^)]*)\)", text)) <= {'"content.json"', '"card.json"'}


def test_a_name_in_a_chart_is_drawn_and_starts_no_script():
    evil = "</text></svg><script>alert(1)</script><img src=x onerror=alert(1)>"
    spec = {
        "data": {"values": [{"name": evil, "n": 1}]},
        "mark": "bar",
        "title": evil,
        "encoding": {"x": {"field": "n", "type": "quantitative"}, "y": {"field": "name", "type": "nominal"}},
    }

    drawing = draw(spec)

    assert "<script" not in drawing
    assert "<img" not in drawing
    assert "&lt;script" in drawing


def test_a_line_break_in_a_title_begins_no_line_of_a_calendar(session):
    row = hold(session, title="Feest\r\nATTENDEE:mailto:x@elders.example", description="a\r\nEND:VEVENT\nBEGIN:VALARM")

    written = as_calendar([tell_activity(session, row, NOW)], "Agenda\r\nX-EVIL:1", "https://osmose.example")

    calendar = Calendar.from_ical(written)
    (event,) = calendar.walk("VEVENT")
    assert not calendar.walk("VALARM")
    assert {"ATTENDEE", "X-EVIL"}.isdisjoint({*event, *calendar})


def test_every_template_escapes_what_it_shows():
    assert environment().autoescape is True
    text = environment().from_string("{{ name }}<a title='{{ name }}'>").render(name="'\"<script>")
    assert text == "&#39;&#34;&lt;script&gt;<a title='&#39;&#34;&lt;script&gt;'>"


def test_only_our_own_drawings_and_styles_are_shown_unescaped():
    loader = environment().loader
    shown = {
        (name, found)
        for name in loader.list_templates()
        if name.endswith(".html")
        for found in re.findall(r"\{\{\s*([^}]+?)\s*\|\s*safe\b", loader.get_source(environment(), name)[0])
    }

    assert shown == {("report.html", "drawings[name]"), ("report.html", "style")}
