"""Replay: an httpx transport that answers from a cassette, strictly and offline.

A request costs the same however long the cassette is: recorded requests are indexed by
:func:`~assay.wire.matching.request_key`. Equal requests are answered in the order of the recording; one
more than was recorded, or one that was not recorded at all, raises CassetteMissError.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from weakref import WeakKeyDictionary

import httpx

from assay.wire import miss
from assay.wire.cassette import Cassette
from assay.wire.exchange import Exchange, Played, RecordedRequest, RecordedResponse
from assay.wire.matching import RequestKey, request_key
from assay.wire.redact import Redactor

Tamper = Callable[[int, Exchange], RecordedResponse | Exception | None]
"""Position and exchange about to be answered -> another answer, an exception to raise, or None: as it is."""

ERROR_HEADER = "x-assay-error"
"""Response header (with status 0) that names the httpx exception recorded in place of a response."""

_NO_RESPONSE = RecordedResponse(0)
_INDEXES: WeakKeyDictionary[Cassette, Mapping[RequestKey, Sequence[int]]] = WeakKeyDictionary()


class ReplayTransport(httpx.BaseTransport):
    """Answers every request from a cassette.

    Args:
        cassette: the recording.
        redactor: how requests were redacted when they were recorded; by default as the header says.
            Requests are redacted alike before they are compared.
        tamper: injects faults into the answers.
    """

    def __init__(
        self, cassette: Cassette, *, redactor: Redactor | None = None, tamper: Tamper | None = None
    ) -> None:
        self.cassette = cassette
        self.played: list[Played] = []
        """What was asked and answered so far; requests as really sent, answers as really given."""
        self.attempted: list[Exchange] = []
        """Requests that the recording did not hold; their responses are empty."""
        self._redactor = redactor or Redactor.for_header(cassette.header)
        self._tamper = tamper
        self._index = _index(cassette)
        self._turns: dict[RequestKey, int] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request. Raises CassetteMissError, or the httpx error that was recorded."""
        sent = RecordedRequest(request.method, str(request.url), dict(request.headers), request.read())
        compared = self.as_recorded(sent)
        key = request_key(compared)
        turn = self._turns.get(key, 0)
        positions = self._index.get(key, ())
        if turn >= len(positions):
            self.attempted.append(Exchange(sent, _NO_RESPONSE))
            raise miss.explain(self.cassette, compared, {played.index for played in self.played})
        self._turns[key] = turn + 1
        return self._answer(positions[turn], sent, request)

    def as_recorded(self, sent: RecordedRequest) -> RecordedRequest:
        """The request as it would stand in the recording, so that the two can be compared."""
        return self._redactor.comparable(sent)

    def unplayed(self) -> tuple[int, ...]:
        """Positions of the interactions that nothing asked for."""
        played = {entry.index for entry in self.played}
        return tuple(index for index in range(len(self.cassette)) if index not in played)

    def _answer(self, index: int, sent: RecordedRequest, request: httpx.Request) -> httpx.Response:
        exchange = self.cassette.exchange(index)
        answer: RecordedResponse | Exception | None = None
        if self._tamper is not None:
            answer = self._tamper(index, exchange)
        if answer is None:
            answer = exchange.response
        if isinstance(answer, RecordedResponse) and answer.status == 0:
            answer = _recorded_error(answer)
        response = _NO_RESPONSE if isinstance(answer, Exception) else answer
        self.played.append(Played(index=index, exchange=Exchange(sent, response)))
        if isinstance(answer, Exception):
            if isinstance(answer, httpx.RequestError):
                answer.request = request
            raise answer
        return httpx.Response(response.status, headers=response.headers, content=response.body)


def _recorded_error(response: RecordedResponse) -> Exception:
    kind = getattr(httpx, response.headers.get(ERROR_HEADER, ""), httpx.TransportError)
    error: Exception = kind(response.body.decode(errors="replace"))
    return error


def _index(cassette: Cassette) -> Mapping[RequestKey, Sequence[int]]:
    known = _INDEXES.get(cassette)
    if known is None:
        fresh: defaultdict[RequestKey, list[int]] = defaultdict(list)
        for index, request in enumerate(cassette.requests):
            fresh[request_key(request)].append(index)
        known = _INDEXES[cassette] = dict(fresh)
    return known
