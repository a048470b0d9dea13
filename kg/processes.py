"""Processes that share the work of a build: forked from one that has loaded the models, and gone when the build is."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_all_start_methods, get_context, parent_process
from multiprocessing.context import BaseContext
from threading import Thread


def pool(workers: int) -> ProcessPoolExecutor:
    """So many processes that take work; they end when this one does, even if it is killed."""
    return ProcessPoolExecutor(workers, mp_context=_context(), initializer=_end_with_parent)


def _context() -> BaseContext:
    """Processes forked from one that has loaded what extraction needs, where the system can do that."""
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["kg.extract.ready"])
    return context


def _end_with_parent() -> None:
    Thread(target=_end_after_parent, daemon=True).start()


def _end_after_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)
