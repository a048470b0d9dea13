"""Decisions taken on the page (`kg serve --review`): only by who has the token, and only from the server's own pages."""

from __future__ import annotations

import getpass
import hmac
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from starlette.requests import Request

from kg.decide import decide
from kg.decisions import Decision, Kind
from kg.errors import InputError
from kg.serve.sparql import RefusedError

COOKIE = "kg_review"
_WAIT = 30.0  # seconds for a build that writes at the moment


def may_review(request: Request, token: str | None) -> bool:
    """Whether the request brings the token in its cookie."""
    return bool(token) and hmac.compare_digest(request.cookies.get(COOKIE, "").encode(), str(token).encode())


def check_origin(request: Request, given: dict[str, str], token: str | None) -> None:
    """Raise RefusedError unless cookie and form bring the token, and the form stands on a page of this server."""
    if not may_review(request, token) or not hmac.compare_digest(given.get("token", "").encode(), str(token).encode()):
        raise RefusedError(403, "decisions need the address that kg serve --review printed")
    origin = urlsplit(request.headers.get("origin", ""))
    if origin.netloc != request.headers.get("host") or origin.scheme != request.url.scheme:
        raise RefusedError(403, "decisions are taken on the pages of this server only")


def take(folder: Path, given: dict[str, str]) -> Decision:
    """Take the decision of a form and bring the graph in line with it, as `kg decide` does; KabarError if it cannot be."""
    try:
        kind = msgspec.convert(given.get("decision"), Kind)
    except msgspec.ValidationError:
        raise InputError("no such decision") from None
    other = given.get("other", "").strip() or None
    return decide(folder, kind, given.get("about", ""), other, who=getpass.getuser(), wait=_WAIT)


def back(given: dict[str, str], root: str) -> str:
    """The page of this server to go to after a decision."""
    path = given.get("back", "")
    inside = path.startswith(root) and not path.startswith("//") and "\\" not in path
    return path if inside and path.isprintable() else f"{root}review"
