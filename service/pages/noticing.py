"""What the menu of every page leads to: the stories and the agenda, only where there are any."""

from datetime import UTC, datetime

from fastapi import Request
from sqlalchemy.exc import SQLAlchemyError

from graph.database import reading
from graph.errors import GraphError
from service.activities.reading import has_coming
from service.house import InHouse
from service.stories.reading import are_public


def notice_what_is_public(request: Request, house: InHouse) -> None:
    """Tell the pages of a request what the public finds; before they hold a session of their own."""
    try:
        house.snapshots.ready()
        with reading(house.engine) as session:
            request.state.tells_stories = are_public(session)
            request.state.has_agenda = has_coming(session, datetime.now(UTC))
    except (GraphError, SQLAlchemyError):  # a page that needs no database is shown without it
        request.state.tells_stories = request.state.has_agenda = False
