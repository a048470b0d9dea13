"""Time of extraction for texts of one pattern: python -m benchmarks.hostile [CHARACTERS].

CPU seconds at a quarter of the length and at the whole, a million characters unless told otherwise: what is linear
takes four times as long.
"""

from __future__ import annotations

import sys
import time

from kg.extract import extract_article
from kg.model import Document

UNITS = {
    "tiny quotations": '"a," kata Budi. ',
    "titles": "Gubernur Bupati Wali Kota Ketua Direktur ",
    "lines of titles": "Ketua\n",
    "titles and names": "kata Ketua Umum Budi, Ketua Umum Ani ",
    "meetings": "Anies bertemu Budi. ",
    "meetings in a row": "Anies bertemu Budi ",
    "accounts": "@budi @ani_x ",
    "accounts in a row": "@a",
    "names": "Budi Santoso ",
    "names and commas": "Budi Santoso, ",
    "initials": "A. B. C. ",
    "reporting words": "kata ujar menurut bahwa ",
    "according to": "menurut Budi, ",
    "quotation marks": '" ',
    "opening marks": "“",
    "brackets": "((( ",
    "digits": "1234567890",
    "dots": ".",
    "blank lines": "\n \n",
    "dates": "Senin (12/5/2025) ",
    "capitals": "A",
    "places": "di Kota Bandung, Jawa Barat ",
    "acronyms": "Badan Narkotika Nasional (BNN) ",
}


def text(unit: str, length: int) -> str:
    """A text of that many characters that repeats the unit."""
    return (unit * (length // len(unit) + 1))[:length]


def seconds(words: str) -> float:
    """CPU seconds of the extraction of a text."""
    start = time.process_time()
    extract_article(Document(id="x", text=words))
    return time.process_time() - start


def main(length: int = 1_000_000) -> None:
    """Print the table."""
    seconds("Budi Santoso bertemu Ani Lestari. " * 20)  # word lists and models are read
    for name, unit in UNITS.items():
        quarter, whole = seconds(text(unit, length // 4)), seconds(text(unit, length))
        print(f"{name:<18}{quarter:6.2f} s{whole:6.2f} s", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
