from datetime import timedelta

from assay_sandboxes.core.clock import START
from assay_sandboxes.core.traffic import Traffic


def test_requests_are_counted_per_client_until_the_window_of_the_first_ends() -> None:
    traffic = Traffic(window_s=10)
    ends = START + timedelta(seconds=10)
    assert traffic.count("one", START) == (1, ends)
    assert traffic.count("one", START + timedelta(seconds=9)) == (2, ends)
    assert traffic.count("two", START + timedelta(seconds=9))[0] == 1
    assert traffic.count("one", ends) == (1, ends + timedelta(seconds=10))
