"""All pages in one router."""

from fastapi import APIRouter

from service.pages import about, care, contacts, find, list_files, network, partner_file, partners, searching

router = APIRouter()
for page in (
    network,
    list_files,  # before partners: a file is no partner
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
    care,
    contacts,
    partner_file,
    searching,
    # the workbench: bringing in, doubles, registers
    #
    # a partner's own pages
    #
    # privacy, the log, downloads
    #
):
    router.include_router(page.router)
