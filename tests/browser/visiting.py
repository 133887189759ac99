"""Somebody with a browser of its own, and the mails that arrive at a mail server."""

import os
import re
import time
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.findings import findings, overflow
from tests.service.smtp import Mailbox

PICTURES = os.environ.get("OSMOSE_TEST_PICTURES", "")
"""A folder for a picture of each page that the play looks at; none is taken otherwise."""


@dataclass
class Visitor:
    """Somebody with a browser of its own: what it read, and how often it clicked."""

    name: str
    page: Page
    read: list[str] = field(default_factory=list)
    n_clicks: int = 0

    def look(self, what: str, *, is_new: bool = False) -> None:
        """Read the page, which has to fit; axe looks as well at one that no other test shows in a browser."""
        self.page.wait_for_load_state()  # a click waits for an answer, and not for all of it
        self.read.append(self.page.content())
        if PICTURES:
            self.page.screenshot(path=Path(PICTURES) / f"{what}.png", full_page=True)
        assert overflow(self.page) <= 0, what
        if is_new:
            found = findings(self.page)
            assert found == [], (what, found)

    def wait_for(self, text: str) -> None:
        """Open the page anew until it says something: what was stored a moment ago may still be taken in."""
        until = time.monotonic() + 20
        while text not in self.page.get_by_role("main").inner_text() and time.monotonic() < until:
            self.page.wait_for_timeout(250)
            self.page.reload()

    def press(self, name: str, *, role: str = "button") -> None:
        """Press what bears a name."""
        self.page.get_by_role(role, name=name, exact=True).click()
        self.n_clicks += 1

    def write(self, **fields: str) -> None:
        """Fill in fields by their ids."""
        for name, text in fields.items():
            self.page.fill(f"#{name}", text)


@dataclass
class Post:
    """The mails that arrived, by whom they are for."""

    mailbox: Mailbox
    port: int

    def to(self, address: str) -> list[EmailMessage]:
        """Return what somebody got up to now."""
        return [mail for mail in list(self.mailbox.taken) if mail["To"].addresses[0].addr_spec == address]

    def wait(self, address: str, subject: str, seconds: float = 20) -> EmailMessage:
        """Return the mail to an address with a subject, as soon as it is there."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for mail in self.to(address):
                if mail["Subject"] == subject:
                    return mail
            time.sleep(0.05)
        pytest.fail(f"no mail '{subject}'; there are {[mail['Subject'] for mail in self.to(address)]}")


def words_of(mail: EmailMessage) -> str:
    """Return all that stands in a mail: its heads, its text and its HTML."""
    bodies = [mail.get_body((kind,)).get_content() for kind in ("plain", "html")]
    return "\n".join([*(f"{name}: {value}" for name, value in mail.items()), *bodies])


def link_in(mail: EmailMessage, ending: str) -> str:
    """Return the one link of a mail whose address ends so: the same one in its text and in its HTML."""
    links = [
        set(re.findall(rf"http://127\.0\.0\.1:\d+/[\w./-]+{re.escape(ending)}(?![\w./?-])", body.replace("&amp;", "&")))
        for body in (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    ]
    assert len(links[0]) == 1
    assert links[0] == links[1]
    return links[0].pop()
