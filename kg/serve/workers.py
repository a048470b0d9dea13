"""A pool of worker processes that can be killed: each answers one job at a time."""

from __future__ import annotations

import asyncio
import sys
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path

import msgspec

from kg.serve.jobs import Job, Reply, framed, to_reply
from kg.serve.limits import Limits
from kg.serve.store import written

_KEPT, _KEPT_SIZE = 128, 250_000  # replies, and bytes of each
BUSY = Reply(503, "text", b"too many queries are waiting: try again in a moment")
DIED = Reply(400, "text", b"the query could not be answered: it needs more memory or nesting than it may have")


class Workers:
    """`count` processes over one graph folder; `async with` starts and ends them."""

    def __init__(self, folder: Path, count: int, limits: Limits) -> None:
        """Say what to start; nothing is started yet."""
        self._folder = folder
        self._count = count
        self._limits = limits
        self._idle: asyncio.Queue[asyncio.subprocess.Process] = asyncio.Queue()
        self._all: set[asyncio.subprocess.Process] = set()
        self._waiting = 0
        self._kept: OrderedDict[tuple[str, bytes], Reply] = OrderedDict()

    async def __aenter__(self) -> Workers:
        """Start the processes."""
        for _ in range(self._count):
            await self._start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """End the processes."""
        for process in self._all:
            _kill(process)
        await asyncio.gather(*(process.wait() for process in self._all))

    async def _start(self) -> None:
        limits = msgspec.json.encode(self._limits).decode()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "kg.serve.worker",
            str(self._folder),
            limits,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=1 << 20,
            start_new_session=True,  # Ctrl-C in a terminal is for the server, which ends them
        )
        self._all.add(process)
        self._idle.put_nowait(process)

    async def run(self, job: Job) -> Reply:
        """The reply to the job: 504 when it takes too long (its process is killed), 503 when too many are waiting.

        A reply that is not large is kept, and given again to the same job until the store changes.
        """
        key = written(self._folder), framed(job)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        reply = await self._run(job)
        if reply.status == 200 and len(reply.content) <= _KEPT_SIZE:
            self._kept[key] = reply
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return reply

    async def _run(self, job: Job) -> Reply:
        if self._waiting >= self._limits.waiting:
            return BUSY
        self._waiting += 1
        try:
            process = await self._idle.get()
        finally:
            self._waiting -= 1
        try:
            async with asyncio.timeout(self._limits.seconds):
                reply = await _exchange(process, job)
        except TimeoutError:
            reply = Reply(504, "text", f"the query took longer than {self._limits.seconds:g} seconds".encode())
        except (asyncio.IncompleteReadError, ConnectionError):
            reply = DIED
        except BaseException:
            await self._replace(process)
            raise
        else:
            self._idle.put_nowait(process)
            return reply
        await self._replace(process)
        return reply

    async def _replace(self, process: asyncio.subprocess.Process) -> None:
        _kill(process)
        self._all.discard(process)
        await asyncio.shield(self._start())


def _kill(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()


async def _exchange(process: asyncio.subprocess.Process, job: Job) -> Reply:
    assert process.stdin
    assert process.stdout
    process.stdin.write(framed(job))
    await process.stdin.drain()
    size = int.from_bytes(await process.stdout.readexactly(8), "big")
    return to_reply.decode(await process.stdout.readexactly(size))
