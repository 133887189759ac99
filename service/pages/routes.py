"""All pages in one router."""

from fastapi import APIRouter

from service.pages import about, find, growth, network, partners, reports

router = APIRouter()
for page in (
    network,
    partners,
    find,
    about,
    growth,
    reports,
    # signing in, persons, tokens
    #
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
