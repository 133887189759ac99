"""All pages in one router."""

from fastapi import APIRouter

from service.pages import (
    about,
    claiming,
    colleagues,
    find,
    looking,
    network,
    openid,
    partners,
    persons,
    signing_in,
    tokens,
)

router = APIRouter()
for page in (
    network,
    partners,
    find,
    about,
    # signing in, persons, tokens
    openid,
    signing_in,
    looking,
    claiming,
    tokens,
    colleagues,
    persons,
    # links in mails, the outbox
    #
    # the workbench: queue, introductions
    #
    # the workbench: care for partners, search, lists
    #
    # the workbench: bringing in, doubles, registers
    #
    # a partner's own pages
    #
    # privacy, the log, downloads
    #
):
    router.include_router(page.router)
