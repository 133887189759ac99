"""A public story as linked data in the terms of schema.org: an article about what partners did together."""

from typing import Any
from urllib.parse import quote

from graph.writing.jsonld import EVENTS, TERMS
from service.stories.reading import PublicStory

Node = dict[str, Any]


def article(story: PublicStory, base_url: str, office: str) -> Node:
    """Return a story as an Article; `base_url` is where people reach the service, `office` who publishes."""
    content, page = story.content, f"{base_url}{story.path}"
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "Article",
            "@id": page,
            "url": page,
            "headline": content.title,
            "inLanguage": "nl",
            "articleBody": "\n\n".join(content.paragraphs),
            "datePublished": story.first_released_at.isoformat(),
            "dateModified": story.released_at.isoformat(),
            "image": [_picture(story, each.id, each.alt, each.widths[-1], page) for each in content.pictures],
            "thumbnailUrl": f"{page}/kaart.png",
            "keywords": [
                {"@type": "DefinedTerm", "name": each.name, "url": _page(base_url, "themas", each.id)}
                for each in content.themes
            ],
            "about": _done_together(story, base_url),
            "publisher": {"@type": "Organization", "name": office, "url": base_url},
        }
    )


def _picture(story: PublicStory, picture_id: int, alt: str, width: int, page: str) -> Node:
    return {
        "@type": "ImageObject",
        "contentUrl": f"{page}/foto/{picture_id}-{width}.webp",
        "description": alt,
        "encodingFormat": "image/webp",
        "representativeOfPage": picture_id == story.content.pictures[0].id,
    }


def _done_together(story: PublicStory, base_url: str) -> Node:
    """Return the collaboration: an Event where it was one, else a Project, with those who took part."""
    content = story.content
    kind = "Event" if content.kind.casefold() in EVENTS else "Project"
    terms = TERMS[kind]
    return _filled(
        {
            "@type": kind,
            "name": content.collaboration,
            terms["start_date"]: content.start_date,
            terms["end_date"]: content.end_date,
            terms["participants"]: [
                {"@type": "Organization", "name": each.name, "url": _page(base_url, "partners", each.id)}
                for each in content.partners
            ],
        }
    )


def _page(base_url: str, kind: str, row_id: str) -> str:
    return f"{base_url}/{kind}/{quote(row_id, safe='')}"


def _filled(node: Node) -> Node:
    return {name: value for name, value in node.items() if value not in ("", [], {})}
