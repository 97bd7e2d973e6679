"""The work model, for vendors whose keys state only some models and whose places have no label."""

from __future__ import annotations

from orchestration.simulator import words
from orchestration.simulator.posting import Posting

_SENTENCES = {
    "remote": words.REMOTE[0],
    "hybrid": words.HYBRID_ANY,
    "onsite": words.ONSITE_ANY,
}


def work_model(posting: Posting) -> str | None:
    """The work model in the structured keys and the first label: remote, hybrid, onsite or None."""
    label = posting.labels[0] if posting.labels else ""
    said = (model for model in ("remote", "hybrid") if label.lower().startswith(model))
    return posting.flag or next(said, None)


def work_model_paragraph(posting: Posting, *keys: str) -> str:
    """A paragraph that states the work model when the vendor's `keys` cannot."""
    model = work_model(posting)
    return f"<p>{_SENTENCES[model]}</p>" if model and model not in keys else ""
