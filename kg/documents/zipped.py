"""Office files are ZIP archives: how much they may hold."""

from __future__ import annotations

from io import BufferedReader, BytesIO
from zipfile import ZipFile

from kg.documents.damaged import parsing
from kg.documents.decode import LONGEST, whole
from kg.errors import InputError


def checked(stream: BufferedReader) -> bytes:
    """The archive's bytes. Raises InputError if it is none, or if it would grow beyond measure."""
    data = whole(stream)
    with parsing("Office"):
        size = sum(part.file_size for part in ZipFile(BytesIO(data)).infolist())
    if size > 8 * LONGEST:
        raise InputError(f"would unpack to {size // 1024**2} MB, which no article needs")
    return data
