"""Whether a posting that is written otherwise gets the same answers. No label is needed.

`python -m benchmarks.rewritten --help`. Rules that hold for sentences that somebody has seen are
told from rules that hold: `rewrites` writes a posting in other markup, signs or words that mean the
same, `beside` adds a sentence that says nothing of the job. What is read must not change.
"""
