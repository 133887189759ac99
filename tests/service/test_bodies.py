"""Requests that bring more than any form of ours holds."""

import re

import pytest
from fastapi.routing import iter_route_contexts

from service.bodies import LARGEST_BODY, UPLOADS
from tests.builders import partner
from tests.service.serving import ELSEWHERE, copy_database, serving


@pytest.fixture(scope="module")
def client(sqlite_template, tmp_path_factory):
    settings = copy_database(sqlite_template, tmp_path_factory.mktemp("bodies"), [partner("muzelinck")])
    with serving(settings, ELSEWHERE) as asking:
        yield asking


def in_pieces(n_bytes):
    """Yield a body whose length no head tells."""
    for _ in range(0, n_bytes, 50_000):
        yield b"a" * 50_000


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/v1/users", "application/json"),
        ("/aanmelden", "application/x-www-form-urlencoded"),
        ("/werkbank/invoer/opslaan", "application/x-www-form-urlencoded"),
    ],
)
@pytest.mark.parametrize("makes", [pytest.param(lambda n: b"a" * n, id="whole"), pytest.param(in_pieces, id="pieces")])
def test_more_than_a_form_holds_is_refused_before_it_is_read(client, path, kind, makes):
    answer = client.post(path, content=makes(LARGEST_BODY + 50_000), headers={"Content-Type": kind})

    assert answer.status_code == 413
    assert answer.headers["Content-Type"].startswith("application/problem+json" if "v1" in path else "text/html")


def test_where_more_is_taken_nothing_is_read_before_the_asker_is_known(client):
    uploads = [
        context.route
        for context in iter_route_contexts(client.app.routes)
        if "POST" in (getattr(context.route, "methods", None) or ())
        and UPLOADS.fullmatch(re.sub(r"\{[^}]+\}", "1", context.path))
    ]

    assert len(uploads) == 4  # tables, registers, pictures by staff and by partners
    assert [route.path for route in uploads if route.body_field is not None] == []


def test_a_file_that_is_put_in_a_form_without_files_is_refused(client):
    answer = client.post("/aanmelden", files={"adres": ("x", b"a" * (LARGEST_BODY + 1))})

    assert answer.status_code == 413


def test_what_a_form_holds_is_taken(client):
    assert client.post("/aanmelden", data={"adres": "a" * 10_000}).status_code == 400


@pytest.mark.parametrize("encoding", ["unicode_escape", "UTF-7", "punycode", "undefined", "bogus"])
@pytest.mark.parametrize("path", ["/aanmelden", "/werkbank/invoer"])
def test_a_form_in_another_encoding_is_refused(client, path, encoding):
    body = b'--x\r\nContent-Disposition: form-data; name="adres"\r\n\r\n\\ud800@voorbeeld.example\r\n--x--\r\n'
    kind = f"multipart/form-data; boundary=x; charset={encoding}"

    assert client.post(path, content=body, headers={"Content-Type": kind}).status_code == 415


@pytest.mark.parametrize("kind", ["", ";;", "multipart/form-data", 'text/plain; charset="UTF-8"', "a" * 5000])
def test_a_kind_that_says_nothing_of_an_encoding_is_taken(client, kind):
    assert client.post("/aanmelden", content=b"", headers={"Content-Type": kind}).status_code == 400


@pytest.mark.parametrize(
    ("method", "path", "heads"),
    [
        ("GET", "/partners", {"HX-Request": "true", "HX-Current-URL": "http://["}),
        ("POST", "/afmelden", {"Origin": "http://["}),
    ],
)
def test_a_head_that_is_no_address_is_no_error_of_ours(client, method, path, heads):
    assert client.request(method, path, headers=heads, follow_redirects=False).status_code < 500
