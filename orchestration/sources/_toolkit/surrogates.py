"""Halves of surrogate pairs, which JSON may escape and UTF-8 cannot hold."""

import json
from typing import Any


def fix_surrogates(value: Any) -> Any:
    """Parsed JSON with the halves of surrogate pairs put together; a lone half, which cannot be
    stored as UTF-8, is replaced."""
    said = json.dumps(value, ensure_ascii=False)
    try:
        said.encode()
    except UnicodeEncodeError:
        return json.loads(said.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    return value
