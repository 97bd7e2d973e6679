"""The work model, for vendors whose keys can say some models and whose places have no label."""

from __future__ import annotations

from orchestration.simulator import words
from orchestration.simulator.posting import Posting

_SENTENCES = {
    "remote": words.REMOTE[0],
    "hybrid": words.HYBRID_ANY,
    "onsite": words.ONSITE_ANY,
}


def told(posting: Posting) -> str | None:
    """What the structured keys and the first label say: remote, hybrid, onsite or nothing."""
    label = posting.labels[0] if posting.labels else ""
    said = (model for model in ("remote", "hybrid") if label.lower().startswith(model))
    return posting.flag or next(said, None)


def spoken(posting: Posting, *keys: str) -> str:
    """A paragraph that says the work model when it is none of what the vendor's `keys` can say."""
    model = told(posting)
    return f"<p>{_SENTENCES[model]}</p>" if model and model not in keys else ""
