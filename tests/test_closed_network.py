"""The tests themselves reach nothing but this machine."""

import socket

import pytest

CLOSED = "reach nothing but this machine"


def test_no_other_machine_can_be_reached():
    with pytest.raises(Exception, match=CLOSED):
        socket.create_connection(("192.0.2.1", 80), timeout=1)  # an address kept for documentation (RFC 5737)


def test_no_name_of_another_machine_can_be_looked_up():
    with pytest.raises(Exception, match=CLOSED):
        socket.getaddrinfo("example.org", 443)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_can_be_reached(host):
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()

        with socket.create_connection((host, address[1])) as reached:
            assert reached.getpeername() == address
