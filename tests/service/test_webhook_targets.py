"""Webhooks lead out to the internet and nowhere else."""

import pytest

from service.settings import Settings
from service.webhook_targets import RefusedTarget, check_target, is_reachable_by_everybody

SETTINGS = Settings(home="unused", webhook_hosts=("hook.intern.example",))
PUBLIC_IP = "93.184.216.34"


def leading_to(*addresses):
    return lambda _host: list(addresses)


def nowhere(_host):
    raise OSError


@pytest.mark.parametrize(
    "address",
    [
        "10.1.2.3",
        "127.0.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 -- an address to be refused
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
    ],
)
def test_an_address_of_some_network_is_not_reached_by_everybody(address):
    assert not is_reachable_by_everybody(address)
    with pytest.raises(RefusedTarget):
        check_target("https://hook.example.org/", SETTINGS, leading_to(PUBLIC_IP, address))


@pytest.mark.parametrize("address", [PUBLIC_IP, "2606:2800:220:1::1"])
def test_the_call_goes_to_the_address_that_was_checked(address):
    target = check_target("https://hook.example.org:8443/a?b=1", SETTINGS, leading_to(address))

    assert (str(target.url), target.address) == ("https://hook.example.org:8443/a?b=1", address)


@pytest.mark.parametrize(
    "url",
    [
        "http://hook.example.org/",
        "ftp://hook.example.org/",
        "https:///hook",
        "https://a@hook.example.org/",
        "https://hook.example.org/#a",
        "https://hook.example.org/" + 2000 * "a",
        "https://hook.example.org:port/",
        "//hook.example.org/",
        "",
    ],
)
def test_what_is_no_address_to_call_is_refused(url):
    with pytest.raises(RefusedTarget):
        check_target(url, SETTINGS, leading_to(PUBLIC_IP))


def test_a_name_that_leads_nowhere_is_refused():
    with pytest.raises(RefusedTarget):
        check_target("https://hook.example.org/", SETTINGS, nowhere)


@pytest.mark.parametrize("url", ["http://hook.intern.example/", "https://hook.intern.example/"])
def test_a_host_that_the_settings_name_may_be_inside(url):
    assert check_target(url, SETTINGS, leading_to("10.0.0.1")).address == "10.0.0.1"


def test_in_a_demo_this_machine_may_be_called():
    demo = SETTINGS.model_copy(update={"demo": True})

    assert check_target("http://[::1]:8000/", demo, leading_to("::1")).address == "::1"
    with pytest.raises(RefusedTarget):
        check_target("http://[::1]:8000/", SETTINGS, leading_to("::1"))


@pytest.mark.parametrize(
    "address", ["::7f00:1", "fec0::1", "64:ff9b:1::7f00:1", "::ffff:0:7f00:1", "5f00::1", "192.0.0.8", "192.88.99.1"]
)
def test_what_python_calls_global_and_is_not_of_the_open_internet_is_refused(address):
    assert not is_reachable_by_everybody(address)


@pytest.mark.parametrize("address", ["2a00:1450:400e:80f::2004", "2606:4700::1111", "145.97.39.155"])
def test_the_open_internet_is_reached(address):
    assert is_reachable_by_everybody(address)
