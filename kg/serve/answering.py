"""Answers that a client need not fetch twice."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response


def tag(*parts: object) -> str:
    """A weak entity tag of whatever an answer depends on."""
    return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def known(request: Request, etag: str) -> bool:
    """Whether the client has the answer of that tag already."""
    given = request.headers.get("if-none-match", "")
    return etag in (each.strip() for each in given.split(","))


def tagged(
    request: Request,
    content: str | bytes,
    media_type: str,
    headers: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    """The content with a tag of its own; 304 without content where the client has it."""
    etag = tag(content, media_type)
    found = {**(headers or {}), "ETag": etag}
    if status == 200 and known(request, etag):
        return Response(status_code=304, headers=found)
    return Response(content, status, found, media_type)
