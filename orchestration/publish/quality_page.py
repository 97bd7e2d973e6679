"""The page of a release that shows every check of every table, what was set aside, and how right
the inferences are.

The checks are the gates'. The measures are those of `make quality` on labelled data, as they were
when the code was released: `data/measured_quality.json`, written by `python -m benchmarks.quality --json`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2

from orchestration import plain_text
from orchestration.settings import DATA

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Quality · Hiring Ledger {{ manifest.night }}</title>
<style>
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
.notice { background: #7a3b00; color: #fff; padding: .6rem 1rem; border-radius: .3rem; }
summary { cursor: pointer; padding: .3rem 0; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: .3rem 0 1rem; font-size: 13px; }
th, td { text-align: left; vertical-align: top; }
th, td { padding: .25rem .6rem; border-bottom: 1px solid #8884; }
td { overflow-wrap: anywhere; }
.failed { color: #b3261e; font-weight: 600; }
@media (prefers-color-scheme: dark) { .failed { color: #ff8a80; } }
</style></head><body>
{% if manifest.notice %}<p class="notice">{{ manifest.notice }}</p>{% endif %}
<h1>Quality of {{ manifest.night }}</h1>
<h2>How right the inferences are</h2>
<p>Measured on labelled data with this code's rules, not on the listings of this night. A figure
without a bar is shown for information.</p>
<div class="scroll"><table><thead><tr><th scope="col">Measure</th><th scope="col">n</th>
<th scope="col">Value</th><th scope="col">Bar</th><th scope="col">Met</th></tr></thead><tbody>
{% for name, m in measured.items() %}<tr><td>{{ name }}</td><td>{{ "{:,}".format(m.n) }}</td>
<td>{{ "{:.1%}".format(m.value) }}</td>
<td>{% if m.bar is not none %}{{ "{:.1%}".format(m.bar) }}{% endif %}</td>
<td class="{{ 'failed' if m.met == false else '' }}">
{{ "yes" if m.met else "no" if m.met == false else "" }}</td>
</tr>
{% endfor %}</tbody></table></div>
<h2 id="set-aside">What was set aside</h2>
{% if manifest.set_aside %}
<p>A value that cannot be what it says is set aside with the rule it broke, and the rest of its
listing counts. Where a source loses a field on more listings than its limit, nothing is published.
Each value is in <code>core.fct_set_aside</code>.</p>
<div class="scroll"><table><thead><tr><th scope="col">Source</th><th scope="col">Field</th>
<th scope="col">Rule</th><th scope="col">Listings</th><th scope="col">Of</th>
<th scope="col">Limit for the field</th><th scope="col">Example</th></tr></thead><tbody>
{% for row in manifest.set_aside %}<tr><td>{{ row.ats }}</td><td>{{ row.field }}</td>
<td>{{ row.rule }}</td><td>{{ "{:,}".format(row.listing_count) }}</td>
<td>{{ "{:,}".format(row.posting_count) }}</td>
<td>{{ "{:.0%}".format(row.max_share) }} and more than {{ "{:,}".format(row.min_count) }}</td>
<td>{{ row.example_value_text or "" }}</td></tr>
{% endfor %}</tbody></table></div>
{% else %}<p>Nothing: every value of every listing could be read.</p>{% endif %}
<h2>Tables of this night</h2>
<p>{{ tables|length }} tables, {{ total }} checks, {{ failed }} failed.
Nothing is published from a night in which a table below raw failed a check. A check on rows holds
because what one posting could break is set aside before; a check on the table can only fail by our
own error or a broken source.</p>
{% for table, checks in tables %}
{% set bad = checks|rejectattr("passed")|list|length %}
<details{{ " open" if bad }}><summary>{{ table }}: {{ checks|length }} checks
{% if bad %}<span class="failed">{{ bad }} failed</span>{% endif %}</summary>
<div class="scroll"><table><caption hidden>Checks of {{ table }}</caption>
<thead><tr><th scope="col">Check</th><th scope="col">On</th><th scope="col">Result</th>
<th scope="col">Observed</th></tr>
</thead><tbody>
{% for check in checks %}<tr><td>{{ check.name }}</td><td>{{ check.kind or "table" }}</td>
<td class="{{ '' if check.passed else 'failed' }}">{{ "passed" if check.passed else "failed" }}</td>
<td>{{ check.detail }}</td></tr>
{% endfor %}</tbody></table></div></details>
{% endfor %}
</body></html>
"""
MEASURED = DATA / "measured_quality.json"


def render(
    folder: Path, results: Mapping[str, Sequence[Mapping[str, Any]]], manifest: Mapping[str, Any]
) -> None:
    """Write `index.html` from checks by table (each has name, passed and detail), and the
    measures."""
    measured = json.loads(MEASURED.read_text("utf-8"))
    (folder / MEASURED.name).write_text(MEASURED.read_text("utf-8"), "utf-8")
    checks = [check for table in results.values() for check in table]
    page = jinja2.Environment(autoescape=True, finalize=plain_text.shown).from_string(PAGE)
    text = page.render(
        tables=list(results.items()),
        manifest=manifest,
        measured=measured,
        total=len(checks),
        failed=sum(not check["passed"] for check in checks),
    )
    (folder / "index.html").write_text(text, "utf-8")
