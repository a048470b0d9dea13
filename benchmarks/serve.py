"""How fast a graph is served, and whether runaway queries hold others up.

    python benchmarks/serve.py news.kg [SECONDS]

Starts `kg serve` on the graph and asks it from this machine: the first screens of the feed, filtered and not, search, pages
of what is named most, questions of the catalogue, and the same while four queries that never end run in parallel. Then a
question under `wrk`, which must be installed, from `kg serve` and from Oxigraph's own server over a copy of the store.
"""

from __future__ import annotations

import http.client
import math
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from kg.ask import ask
from kg.catalogue import question
from kg.engines import sparql

PORT = 8747
RUNAWAY = "/sparql?query=" + quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
PATHS = {
    "feed, first screen": "/",
    "feed, speaker": "/?speaker=Joko+Widodo",
    "feed, said in a place": "/?said_at=Jakarta",
    "feed, about a place": "/?about_place=Indonesia",
    "feed, words": "/?text=anggaran",
    "feed, outlet": "/?publisher=detik.com",
    "feed, days": "/?since=2016-05&until=2016-06",
    "feed, all of these": "/?speaker=Joko+Widodo&said_at=Jakarta&since=2016&publisher=detik.com",
    "search": "/?q=joko",
    "place page": "/place/31",
    "country page": "/place/ID",
    "outlet page": "/publisher/detik.com",
    "question": "/api/most-quoted?limit=10",
    "question, one name": "/api/who-met-whom?person=Prabowo%20Subianto",
}


def of_the_most_quoted(graph: Path) -> str:
    """The page of who is quoted most."""
    answer = ask("most-quoted", {"limit": 1}, graph)
    return "/" + str(answer.rows[0][answer.columns.index("speaker_uri")]).split("/", 3)[3]


@contextmanager
def server(graph: Path) -> Iterator[None]:
    """`kg serve` on the graph, with free queries ended after five seconds."""
    command = [
        Path(sys.executable).with_name("kg"),
        "serve",
        graph,
        "--port",
        str(PORT),
        "--seconds",
        "5",
        "--rate",
        "0",
    ]
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE)
    try:
        for _ in range(200):
            try:
                get("/ns")
                break
            except OSError:
                time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait()


def get(path: str) -> tuple[int, float]:
    """Status and seconds of a request."""
    start = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    connection.request("GET", path, headers={"Accept": "text/html" if "/api" not in path else "*/*"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, time.perf_counter() - start


def measure(path: str, seconds: float) -> str:
    """First time, median, 95th percentile in milliseconds, and requests per second of one client."""
    first = get(path)[1]
    times: list[float] = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times) < 3:
        times.append(get(path)[1])
    p95 = statistics.quantiles(times, n=20)[-1]
    median = statistics.median(times)
    return (
        f"first {first * 1000:6.0f} ms  median {median * 1000:6.1f} ms  p95 {p95 * 1000:6.1f} ms  {1 / median:6.0f}/s"
    )


def under_wrk(graph: Path, name: str, seconds: float) -> str:
    """Requests per second of a question's query from kg serve, which runs, and from Oxigraph's server over a copy."""
    text = sparql(question(name), {}) + "LIMIT 10"
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(graph / "rdf", Path(folder, "rdf"))
        program = str(Path(sys.executable).with_name("oxigraph"))
        address = f"127.0.0.1:{PORT + 1}"
        words = [program, "serve-read-only", "--location", f"{folder}/rdf", "--bind", address]
        with subprocess.Popen(words, stderr=subprocess.DEVNULL) as other:
            time.sleep(1)
            own, again = (
                wrk(f"http://127.0.0.1:{PORT}/sparql?query={quote(text, safe='')}", seconds, anew=anew)
                for anew in (True, False)
            )
            bare = wrk(f"http://{address}/query?query={quote(text, safe='')}", seconds)
            other.terminate()
    ratios = [each / bare if bare else math.nan for each in (own, again)]
    return f"{own:.0f}/s (asked again {again:.0f}/s), Oxigraph's server {bare:.0f}/s, ratio {ratios[0]:.2f} ({ratios[1]:.2f})"


# Puts a comment that is always another behind the query, so that no answer has been given before.
_ANEW = "n = 0 request = function() n = n + 1 return wrk.format(nil, wrk.path .. '%23' .. n) end"


def wrk(url: str, seconds: float, *, anew: bool = True) -> float:
    """Requests per second of eight connections; no number if any was refused, as where a query takes longer than it may."""
    header = "Accept: application/sparql-results+json"
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_ANEW if anew else "")
        script.flush()
        words = ["wrk", "-t1", "-c8", f"-d{seconds:.0f}s", "-s", script.name, "-H", header, url]
        told = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in told:
        return math.nan
    return float(told.partition("Requests/sec:")[2].split()[0])


def main(graph: Path, seconds: float) -> None:
    """Print the table."""
    with server(graph):
        for name, path in {**PATHS, "page of a person": of_the_most_quoted(graph)}.items():
            print(f"{name:<24}{measure(path, seconds)}", flush=True)
        for name in ("most-quoted", "who-met-whom"):
            print(f"{name:<24}{under_wrk(graph, name, seconds)}", flush=True)
        ends: list[tuple[int, float]] = []
        runaways = [threading.Thread(target=lambda: ends.append(get(RUNAWAY))) for _ in range(4)]
        for each in runaways:
            each.start()
        time.sleep(0.5)
        print(f"{'beside 4 runaways':<24}{measure(PATHS['question, one name'], min(seconds, 3))}", flush=True)
        for each in runaways:
            each.join()
        print("runaways ended: " + ", ".join(f"{status} after {took:.1f} s" for status, took in ends))


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 3.0)
