"""Who is asking, told from the request."""

import pytest

from tests.builders import partner
from tests.service.serving import make_database, serving


@pytest.mark.parametrize(
    ("host", "status"),
    [
        pytest.param("127.0.0.1", 200, id="this-machine"),
        pytest.param("::1", 200, id="this-machine-ipv6"),
        pytest.param("192.0.2.7", 401, id="another-machine"),
        pytest.param("10.0.0.1", 401, id="the-same-building"),
        pytest.param("unix", 401, id="no-address"),
    ],
)
def test_until_staff_are_added_this_machine_is_staff_and_everybody_else_the_public(tmp_path, host, status):
    with serving(make_database(tmp_path, [partner("a")]), host) as client:
        assert client.get("/v1/partners/a/suggestions").status_code == status
