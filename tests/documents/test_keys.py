from __future__ import annotations

import pytest

from kg.documents.keys import article_key, canonical_url, publisher_domain, slug, version
from kg.model import Document

PAGE = "https://nasional.kabar.com/read/2025/04/11/gubernur-terima-bnn"


@pytest.mark.parametrize(
    "same",
    [
        "http://nasional.kabar.com/read/2025/04/11/gubernur-terima-bnn",
        PAGE + "/",
        PAGE + "?page=all",
        PAGE + "?utm_source=x&utm_medium=y",
        PAGE + "?single=1#komentar",
        PAGE + "/amp",
        "https://nasional.kabar.com:443/read/2025/04/11/gubernur-terima-bnn?fbclid=1",
        "https://NASIONAL.kabar.com//read/2025/04/11/gubernur-terima-bnn",
    ],
)
def test_addresses_of_one_article_have_one_canonical_form(same: str) -> None:
    assert canonical_url(same) == PAGE


def test_layout_hosts_are_dropped() -> None:
    assert canonical_url("https://www.kabar.com/a") == canonical_url("https://m.kabar.com/a") == "https://kabar.com/a"
    assert canonical_url("https://amp.kabar.com/a") == "https://kabar.com/a"


@pytest.mark.parametrize("other", [PAGE + "?page=2", PAGE + "-2", PAGE + "?id=7", PAGE.replace("nasional", "bola")])
def test_what_tells_articles_apart_stays(other: str) -> None:
    assert canonical_url(other) != PAGE


@pytest.mark.parametrize("nothing", ["", "bukan alamat", "mailto:redaksi@kabar.com", "http://", "https://[::1"])
def test_what_is_no_address_has_no_canonical_form(nothing: str) -> None:
    assert canonical_url(nothing) is None


def test_key_is_address_then_publisher_and_id() -> None:
    assert article_key(Document(id="1", text="t", url=PAGE)) == PAGE
    assert article_key(Document(id="1", text="t", publisher="Suara.com")) == "suara.com#1"
    assert article_key(Document(id="1", text="t")) != article_key(Document(id="2", text="t"))


def test_key_without_id_is_a_hash_of_publisher_title_and_text() -> None:
    one = Document(id="", text="t", title="J", publisher="Suara.com")
    assert article_key(one) != article_key(Document(id="", text="lain", title="J", publisher="Suara.com"))
    assert article_key(one) == article_key(Document(id="", text="t", title="J", publisher="suara"))


def test_version_covers_a_corrected_date() -> None:
    one = Document(id="1", text="t", published="2025-04-11")
    assert version(one) == version(Document(id="2", text="t", published="2025-04-11"))
    assert version(one) != version(Document(id="1", text="t", published="2025-04-12"))


@pytest.mark.parametrize(
    ("document", "domain"),
    [
        (Document(id="1", text="t", url="https://tekno.kompas.com/a", publisher="Kompas"), "kompas.com"),
        (Document(id="1", text="t", url="http://bisnis.news.viva.co.id/a"), "viva.co.id"),
        (Document(id="1", text="t", publisher="CNN Indonesia"), "cnnindonesia.com"),
        (Document(id="1", text="t", publisher="beritajatim.com"), "beritajatim.com"),
        (Document(id="1", text="t", publisher="Warta Désa"), "warta-desa"),
        (Document(id="1", text="t"), None),
    ],
)
def test_publisher_domain(document: Document, domain: str | None) -> None:
    assert publisher_domain(document) == domain


def test_slug_keeps_whole_words_within_the_length() -> None:
    assert slug("Pramono Anung") == "pramono-anung"
    assert slug("H. M. Prasetyo, S.H.") == "h-m-prasetyo-sh"
    long = slug("kementerian " * 20)
    assert len(long) <= 60
    assert long.endswith("kementerian")
