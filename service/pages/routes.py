"""All pages in one router."""

from fastapi import APIRouter

from service.pages import about, find, network, partners

router = APIRouter()
for page in (network, partners, find, about):
    router.include_router(page.router)
