"""Something happens while a run is under way."""

from collections.abc import Callable, Iterator

from assay.connector import ActionResult, Connector, ReadItem, ReadRequest
from assay.unified.actions import ActionInput


class Interrupted:
    """A connector that is asked for something else as soon as the first item of a run has come.

    Args:
        inner: the connector.
        happens: what is done then, with what the run was asked for.
    """

    def __init__(self, inner: Connector, happens: Callable[[ReadRequest], None]) -> None:
        self.slug = inner.slug
        self._inner = inner
        self._happens = happens

    def read(self, request: ReadRequest) -> Iterator[ReadItem]:
        """The items of the inner connector; something happens behind the first."""
        for number, item in enumerate(self._inner.read(request)):
            if number == 0:
                self._happens(request)
            yield item

    def act(self, action: ActionInput) -> ActionResult:
        """Perform it with the inner connector."""
        return self._inner.act(action)
