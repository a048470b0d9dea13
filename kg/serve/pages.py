"""Pages for people: rendered on the server, everything from articles escaped by the template engine."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment, PackageLoader
from starlette.requests import Request
from starlette.responses import Response

from kg.catalogue import Question, questions
from kg.predicates import predicates
from kg.schema import NAMESPACE
from kg.serve.answering import tagged
from kg.serve.reviewing import may_review

FILTERS = ("speaker", "said_at", "about_place", "text", "publisher", "since", "until")
LANGUAGES = ("id", "en")
PER_PAGE = 20


@cache
def _environment() -> Environment:
    return Environment(loader=PackageLoader("kg.serve"), autoescape=True, trim_blocks=True, lstrip_blocks=True)


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """What the pages say, by language and key."""
    return tomllib.loads(resources.files("kg.serve").joinpath("words.toml").read_text(encoding="utf-8"))


def language(request: Request) -> str:
    """The language of a page: `lang` of its address, else the first that the browser asks for, else Indonesian."""
    asked = [request.query_params.get("lang", ""), *request.headers.get("accept-language", "").lower().split(",")]
    return next((code for each in asked if (code := each.strip()[:2]) in LANGUAGES), LANGUAGES[0])


def labels_of(code: str) -> dict[str, str]:
    """What the predicates are called in a language."""
    return {name: each[f"label_{code}"] for name, each in predicates().items()}


class Site:
    """Renders the pages of a graph whose uris begin with `base`."""

    def __init__(self, base: str, token: str | None = None) -> None:
        """Pages link below the path of the base; those who bring the token may take decisions on them."""
        self.base = base
        self.token = token
        self.root = urlsplit(base).path or "/"

    def here(self, uri: str) -> str:
        """The address of a uri: a path of this server for its own, else the uri if it is a web address, else `#`."""
        if uri.startswith(self.base):
            return self.root + uri[len(self.base) :]
        if uri.startswith(NAMESPACE):
            return f"{self.root}ns#{uri[len(NAMESPACE) :]}"
        return web_address(uri) or "#"

    def page(self, request: Request, template: str, status: int = 200, **values: Any) -> Response:
        """A page by its template."""
        code = language(request)
        other = LANGUAGES[1 - LANGUAGES.index(code)]
        context = {
            "w": SimpleNamespace(**words()[code]),  # not a dict, whose methods would hide words
            "lang": code,
            "review": self.token if may_review(request, self.token) else None,
            "path": request.url.path,
            "root": self.root,
            "base": self.base,
            "url": lambda path: self.root + path,
            "here": self.here,
            "fragment": fragment,
            "day": lambda date: day(date, code),
            "predicates": labels_of(code),
            "other": f"?{urlencode({**request.query_params, 'lang': other})}",
            "other_lang": other,
            "other_name": words()[other]["language"],
        }
        text = _environment().get_template(template).render({**context, **values})
        headers = {"Vary": "Accept, Accept-Language, Cookie", "Content-Language": code}
        return tagged(request, text, "text/html; charset=utf-8", headers, status)


def day(date: str | None, code: str) -> str:
    """An ISO date or time as its day is written in a language: `2025-06-04` is 4 Juni 2025, `2025-06` is Juni 2025."""
    if not date or not re.match(r"\d{4}(-\d\d){0,2}", date):
        return date or ""
    year, *rest = date[:10].split("-")
    months = words()[code]["months"].split()
    month = [months[int(rest[0]) - 1]] if rest and 1 <= int(rest[0]) <= 12 else []
    return " ".join([*(str(int(number)) for number in rest[1:]), *month, year])


def fragment(path: str) -> str:
    """The part of a page that shows the thing of a path: `statement/x` is `statement-x`."""
    return path.rsplit("/", 2)[-2] + "-" + path.rsplit("/", 1)[-1] if "/" in path else path


def web_address(url: str | None) -> str | None:
    """The url if it is one that a page may link to."""
    return url if url and urlsplit(url).scheme in ("http", "https") else None


def catalogue() -> list[Question]:
    """The questions, for their page."""
    return list(questions().values())
