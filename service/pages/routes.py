"""All pages in one router."""

from fastapi import APIRouter

from service.pages import about, downloads, find, inspected, log, network, own_person, partners, privacy

router = APIRouter()
for page in (
    own_person,  # before /mijn/{partner_id}
    network,
    partners,
    find,
    about,
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
    downloads,
    privacy,
    inspected,
    log,
):
    router.include_router(page.router)
