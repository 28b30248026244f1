"""What holds for all tests: no network, reproducible examples."""

import ipaddress
import os
import re
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

BY_VENDOR = ("tests/certification/", "tests/gate/planted/")
"""Where what is loaded and found out belongs to a vendor: its slug stands first in an id's parameters."""
_VENDOR = re.compile(r"\[(\w+)")


class NetworkForbidden(RuntimeError):  # noqa: N818 -- says what is the matter
    """A test tried to reach the network."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "loopback: may talk to servers on this machine, and to nobody else")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With ``--dist loadfile``, one worker has all tests of a file, or there all those of one vendor.

    Groups are made of ids here because marks for groups do not reach the scheduler with every pytest.
    """
    from xdist.scheduler import LoadScopeScheduling  # noqa: PLC0415 -- only where tests are spread

    if config.getvalue("dist") != "loadfile":
        return None

    class Together(LoadScopeScheduling):  # type: ignore[misc]
        def add_node_collection(self, node: Any, collection: Any) -> None:
            if len({*collection}) < len(collection):
                raise pytest.UsageError("several tests have one id, and all but one would not be run")
            super().add_node_collection(node, collection)

        def _split_scope(self, nodeid: str) -> str:
            file, _, name = nodeid.partition("::")
            vendor = _VENDOR.search(name) if file.startswith(BY_VENDOR) else None
            return f"{file} {vendor[1]}" if vendor else file

    return Together(config, log)


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
