"""What the text stage costs at a size that this machine does not hold: some of its parts.

`python -m benchmarks.text_stage --listings N --of P --parts K` draws the market of N listings,
takes K of P openings by a hash of their numbers, writes their texts as a raw night, and builds the
text stage (the tables split by `text_id`, with what is above them) in K parts, gates included. So
each part holds as many texts, of as many companies, as one of the P parts of a build of all N.
With `--of 1` the market is built whole, as without parts.

Measured are CPU seconds of the parts, and of everything beside them: staging, splitting, suites,
dbt. Of the latter a build of all N has P / K times as much, or less. Not here: whole nights
(`scale`).
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from itertools import batched
from pathlib import Path
