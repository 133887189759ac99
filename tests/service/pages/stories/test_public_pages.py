"""What everybody reads of stories: list, story, theme, feed, card, pictures and the piece for other sites."""

import json
import re

import pytest

from graph.stories import Story
from service.access import OPERATOR
from service.headers import MAY_BE_FRAMED
from service.stories.agreeing import take_down
from tests.builders import collaboration, partner, theme
from tests.service.serving import ELSEWHERE, HERE, copy_database, serving, writing
from tests.service.stories.telling import make_public, tell


@pytest.fixture
def settings(sqlite_template, tmp_path):
    partners = [partner("bieb", name="Bibliotheek", themes="taal"), partner("school", name="De Lindeschool")]
    collaborations = [
        collaboration("lezen", "2019", ["bieb", "school"], lead="bieb", themes="taal", title="Leesweek"),
        collaboration("sport", "2021", ["bieb", "school"], title="Sportmaand"),
    ]
    return copy_database(
        sqlite_template,
        tmp_path,
        partners,
        collaborations,
        [theme("taal", label="taal", description="Lezen en schrijven")],
        base_url="https://osmose.example/",
        allowed_hosts=("localhost",),
    )


@pytest.fixture
def client(settings):
    with serving(settings, ELSEWHERE) as client:
        yield client


def publish(settings, collaboration_id="lezen", **told):
    with writing(settings) as session:
        return make_public(session, collaboration_id, **told).slug


def test_without_stories_the_list_says_what_to_do_and_the_menu_names_it_not(client):
    page = client.get("/verhalen").text

    assert "Er zijn nog geen verhalen" in page
    assert 'href="/aanmelden"' in page
    assert '<a href="/verhalen"' not in page


def test_the_menu_leads_to_stories_as_soon_as_and_as_long_as_there_is_one(client, settings):
    slug = publish(settings)
    with_story = client.get("/over").text
    with writing(settings) as session:
        take_down(session, OPERATOR, session.query(Story).filter_by(slug=slug).one())

    assert '<a href="/verhalen"' in with_story
    assert '<a href="/verhalen"' not in client.get("/over").text


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Sportmaand!", "Voorleesdagen"]),
        ("?thema=taal", ["Voorleesdagen"]),
        ("?jaar=2021", ["Sportmaand!"]),
        ("?thema=taal&jaar=2021", []),
        ("?thema=xyzzy&jaar=drie", ["Sportmaand!", "Voorleesdagen"]),
    ],
)
def test_the_list_is_chosen_by_theme_and_year(client, settings, query, titles):
    publish(settings)
    publish(settings, "sport", title="Sportmaand!")

    page = client.get(f"/verhalen{query}").text

    assert re.findall(r'href="/verhalen/[\w-]+">([^<]+)</a></h2>', page) == titles


def test_a_story_is_told_in_plain_text_whatever_was_typed(client, settings):
    slug = publish(settings, done="<script>alert(1)</script>\n\nTweede alinea.", title="A & </script> B")

    page = client.get(f"/verhalen/{slug}").text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert page.count('<p class="utrecht-paragraph story__text">') == 3
    (linked,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert json.loads(linked)["headline"] == "A & </script> B"


def test_it_says_by_open_graph_how_it_is_shared(client, settings):
    slug = publish(settings)

    page = client.get(f"/verhalen/{slug}").text
    told = dict(re.findall(r'<meta property="(og:[\w:]+)" content="([^"]*)"', page))

    assert told["og:title"] == told["og:image:alt"] == "Voorleesdagen"
    assert told["og:url"] == f"https://osmose.example/verhalen/{slug}"
    assert told["og:image"] == f"https://osmose.example/verhalen/{slug}/kaart.png"
    assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
    assert '<meta name="twitter:card" content="summary_large_image">' in page
    card = client.get(f"/verhalen/{slug}/kaart.png")
    assert (card.headers["Content-Type"], card.content[:4]) == ("image/png", b"\x89PNG")


def test_pictures_are_kept_by_who_saw_them_and_only_the_sizes_there_are(client, settings):
    slug = publish(settings, pictures=1)
    page = client.get(f"/verhalen/{slug}").text

    (source, others) = re.findall(r'<img src="(/verhalen/[^"]+)" srcset="([^"]+)"', page)[0]
    answer = client.get(source)

    assert 'alt="Twee cirkels, 0"' in page
    assert [part.split()[1] for part in others.split(", ")] == ["480w", "600w"]
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get(source.replace("-480.", "-1600.")).status_code == 404
    assert client.get(source.replace("/1-", "/2-")).status_code == 404


def test_a_piece_may_be_shown_by_any_site_and_carries_nothing_along(client, settings):
    slug = publish(settings, pictures=1)

    piece = client.get(f"/verhalen/{slug}/stukje")
    policy = piece.headers["Content-Security-Policy"]

    assert MAY_BE_FRAMED in policy
    assert "script-src" not in policy
    assert policy.startswith("default-src 'none'")
    assert "X-Frame-Options" not in piece.headers
    assert "Set-Cookie" not in piece.headers
    assert "<script" not in piece.text
    assert set(re.findall(r'(?:src|href)="([^/"]*//[^/"]+)', piece.text)) == {"https://osmose.example"}
    assert piece.headers["Referrer-Policy"] == "no-referrer"


def test_no_other_page_may_be_framed(client, settings):
    slug = publish(settings)

    for path in ("/verhalen", f"/verhalen/{slug}", f"/verhalen/{slug}/wij-ook", "/over"):
        headers = client.get(path).headers
        assert headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_the_code_to_copy_is_the_piece(client, settings):
    slug = publish(settings, title='Met "aanhaling"')

    page = client.get(f"/verhalen/{slug}").text

    assert f'&lt;iframe src="https://osmose.example/verhalen/{slug}/stukje"' in page
    assert "Met &#34;aanhaling&#34;" in page


def test_what_is_not_released_is_nowhere(client, settings):
    with writing(settings) as session:
        slug = tell(session, "lezen", pictures=1).slug

    for path in ("", "/kaart.png", "/stukje", "/wij-ook", "/foto/1-480.webp"):
        assert client.get(f"/verhalen/{slug}{path}").status_code == 404


def test_a_theme_tells_what_it_is_and_what_was_done(client, settings):
    publish(settings)

    page = client.get("/themas/taal").text

    assert "Lezen en schrijven" in page
    assert "1 partner is hiermee bezig" in page
    assert "1 samenwerking ging hierover, in 2019" in page
    assert "Voorleesdagen" in page
    assert client.get("/themas/xyzzy").status_code == 404


def test_a_theme_without_anything_says_what_to_do(settings):
    with writing(settings) as session:
        session.add_all(theme("leeg", label="leeg"))
    with serving(settings, HERE) as client:
        page = client.get("/themas/leeg").text

    assert "Geen partner zegt hiermee bezig te zijn" in page
    assert "Geen samenwerking die wij kennen ging hierover" in page
    assert 'href="/vinden?vraag=leeg"' in page


def test_the_feed_is_sent_as_atom(client, settings):
    publish(settings)

    feed = client.get("/verhalen/feed.atom")

    assert feed.headers["Content-Type"].startswith("application/atom+xml")
    assert b"<title>Voorleesdagen</title>" in feed.content
