"""Whether the menu leads to the stories: only where there are any."""

from fastapi import Request
from sqlalchemy.exc import SQLAlchemyError

from graph.database import reading
from graph.errors import GraphError
from service.house import InHouse
from service.stories.reading import are_public


def notice_stories(request: Request, house: InHouse) -> None:
    """Tell the pages of a request whether there is a public story; before they hold a session of their own."""
    try:
        house.snapshots.ready()
        with reading(house.engine) as session:
            request.state.tells_stories = are_public(session)
    except (GraphError, SQLAlchemyError):  # a page that needs no database is shown without it
        request.state.tells_stories = False
