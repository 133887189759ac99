"""The table of what caches on the way may keep, and whether the head of an answer holds to it."""

from service.caching import VARIES

OPEN = {
    *("/", "/over", "/privacy", "/toegankelijkheid", "/vinden", "/vinden/bestand.{kind}"),
    *("/netwerk", "/netwerk/data.json", "/netwerk/maat/{size}.json", "/netwerk/bestand.{kind}"),
    *("/netwerk/bestand/{format}", "/partners", "/partners/{partner_id}", "/partners/{partner_id}/claimen"),
    *("/partners/bestand.{kind}", "/groei", "/groei/{key}", "/groei/{key}.svg", "/groei/{key}.json"),
    *("/groei/{key}/bestand.{kind}", "/verhalen", "/verhalen/feed.atom", "/verhalen/{slug}"),
    *("/verhalen/{slug}/kaart.png", "/verhalen/{slug}/stukje", "/verhalen/{slug}/foto/{picture_id}-{width}.webp"),
    *("/verhalen/{slug}/wij-ook", "/themas/{theme_id}", "/jaarthema/{year}", "/rondes/{round_id}"),
    *("/agenda", "/agenda.ics", "/agenda.pdf", "/agenda/{activity_id}", "/agenda/{activity_id}/agenda.ics"),
    *("/subsidies", "/subsidies/{scheme_id}", "/onderwijsagenda", "/onderwijsagenda/{table}/bestand.{kind}"),
    "/.well-known/security.txt",
    *("/v1/openapi.json", "/v1/partners", "/v1/partners/{partnerId}", "/v1/collaborations"),
    *("/v1/collaborations/{collaborationId}", "/v1/themes", "/v1/sectors", "/v1/network", "/v1/find"),
    *("/v1/measures", "/v1/measures/partners/definitions", "/v1/growth"),
}
"""What caches on the way may keep while nobody in particular asks; other routes are kept by the asker at most."""
DOCUMENT = "/v1/openapi.json"
"""Open to everybody, and the same for everybody."""


def is_kept_rightly(path, who, answer):
    """Whether only what is open is kept by others than who asked, and only where nobody in particular asked."""
    kept = answer.headers["Cache-Control"]
    if answer.status_code >= 400:
        return kept == "no-store"
    if path == DOCUMENT:
        return kept == "public, max-age=300"
    is_shared = path in OPEN and "Set-Cookie" not in answer.headers and who.startswith("public")
    says_who_asks = set(VARIES) <= set(answer.headers["Vary"].split(", "))
    return says_who_asks and ("public" in kept) <= is_shared and ("private" in kept or "no-store" in kept or is_shared)
