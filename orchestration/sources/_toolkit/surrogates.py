"""Surrogates, which JSON may escape and UTF-8 cannot hold."""

import json
from typing import Any


def fix_surrogates(value: Any) -> Any:
    """Parsed JSON with surrogates joined to characters; a lone surrogate is replaced."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.loads(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    return value
