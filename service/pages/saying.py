"""What one request leaves to say on the next page: that it worked, and how to take it back."""

from typing import Any

from fastapi import Request

KEY = "said"


def say(request: Request, text: str, *, undo: str = "") -> None:
    """Have the next page say something once; `undo` is the address to which a button posts that takes it back."""
    request.session[KEY] = {"text": text, "undo": undo}


def take_said(request: Request) -> dict[str, Any] | None:
    """Return what is to be said, and forget it."""
    if "session" not in request.scope:
        return None
    said: dict[str, Any] | None = request.session.pop(KEY, None)
    return said
