"""How often one client may ask: a token bucket for each address, so that nobody keeps the server from the others."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from functools import lru_cache
from ipaddress import IPv6Address, ip_address

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

MOST = 10_000


class Buckets:
    """A bucket for each client, filled with `rate` tokens a second up to `burst`; each request takes one."""

    def __init__(self, rate: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Every bucket is full at first; the least used ones are forgotten beyond `MOST`."""
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}

    def wait(self, client: str) -> float:
        """Take a token: 0 if there was one, else the seconds until there is."""
        now = self._clock()
        left, since = self._left.pop(client, (float(self._burst), now))
        left = min(self._burst, left + (now - since) * self._rate)
        taken = left >= 1
        self._left[client] = (left - taken, now)
        if len(self._left) > MOST:
            del self._left[next(iter(self._left))]
        return 0.0 if taken else (1 - left) / self._rate


class RateLimit:
    """Answers 429 with Retry-After to a client that asks too often; files of pages are free."""

    def __init__(self, app: ASGIApp, buckets: Buckets, free: str) -> None:
        """Paths that begin with `free` take no token."""
        self._app = app
        self._buckets = buckets
        self._free = free

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See RateLimit."""
        if scope["type"] == "http" and not scope["path"].startswith(self._free):
            wait = self._buckets.wait(_network(scope["client"][0] if scope.get("client") else ""))
            if wait:
                headers = {"Retry-After": str(math.ceil(wait))}
                refusal = PlainTextResponse("too many requests from this address: slow down", 429, headers)
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)


@lru_cache(1024)
def _network(address: str) -> str:
    """The address, of IPv6 its first half: who has one address there has them all."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(int(parsed) >> 64) if isinstance(parsed, IPv6Address) and not parsed.ipv4_mapped else address
