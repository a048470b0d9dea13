"""The RO-Crate of a publication, by the validator of its community, without internet."""

from __future__ import annotations

from importlib import resources
from io import BytesIO
from pathlib import Path

import pytest

from kg.build import build_records
from kg.bundle import bundle
from tests.news import first, second

CONTEXT = "https://w3id.org/ro/crate/1.2/context"
MISSING = "roc-validator is not installed; it is in the group dev"


@pytest.fixture
def crate(tmp_path: Path) -> Path:
    build_records([first(), second()], tmp_path / "news.kg", base="https://kabar.example.org/")
    bundle(tmp_path / "news.kg", tmp_path / "crate", title="Kabar", creators=["Sari Wulan"], license="CC-BY-4.0")
    return tmp_path / "crate"


def cache(file: Path) -> Path:
    """The validator's cache with the context of RO-Crate 1.3, which the package rocrate brings, in place of that of 1.2:
    the terms that we use are the same in both."""
    import requests
    from urllib3 import HTTPResponse

    sessions = pytest.importorskip("requests_cache", reason=MISSING)
    content = resources.files("rocrate").joinpath("data/ro-crate.jsonld").read_bytes()
    response = requests.Response()
    response.status_code, response.url = 200, CONTEXT
    response._content = content
    response.headers["Content-Type"] = "application/ld+json"
    response.raw = HTTPResponse(BytesIO(content), status=200, request_url=CONTEXT, preload_content=False)
    response.request = requests.Request("GET", CONTEXT).prepare()
    with sessions.CachedSession(str(file)) as session:
        session.cache.save_response(response)
    return file


@pytest.mark.filterwarnings("ignore")
def test_the_crate_by_roc_validator(crate: Path, tmp_path: Path) -> None:
    services, models = (
        pytest.importorskip(f"rocrate_validator.{name}", reason=MISSING) for name in ("services", "models")
    )
    settings = models.ValidationSettings(
        rocrate_uri=str(crate),
        profile_identifier="ro-crate-1.2",
        requirement_severity=models.Severity.REQUIRED,
        offline=True,
        cache_path=cache(tmp_path / "cache.sqlite"),
    )
    assert [f"{issue.check.identifier} {issue.message}" for issue in services.validate(settings).get_issues()] == []
    (crate / "codebook.md").unlink()
    assert not services.validate(settings).passed()
