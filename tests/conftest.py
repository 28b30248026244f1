"""What holds for all tests: no network, reproducible examples."""

import ipaddress
import os
import socket
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "assay",
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("assay")


class NetworkForbidden(RuntimeError):  # noqa: N818 -- says what is the matter
    """A test tried to reach the network."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "loopback: may talk to servers on this machine, and to nobody else")


@pytest.fixture(autouse=True)
def _no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    may_loop_back = request.node.get_closest_marker("loopback") is not None

    def guarded(connect: Callable[..., Any]) -> Callable[..., Any]:
        def check_first(self: socket.socket, address: Any) -> Any:
            if self.family != socket.AF_UNIX and not (may_loop_back and _is_loopback(address[0])):
                raise NetworkForbidden(f"{request.node.nodeid} tried to reach {address}")
            return connect(self, address)

        return check_first

    monkeypatch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
    monkeypatch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
