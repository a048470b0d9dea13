"""What XML allows."""

from __future__ import annotations

import re

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def legal(text: str) -> str:
    """The text without the control characters that XML 1.0 has no way to write."""
    return _ILLEGAL.sub("", text)
