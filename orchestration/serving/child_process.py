"""One process of the UI: it runs a module like `python -m`, and ends when its launcher has ended.

The launcher holds the other end of a pipe. However it ends, also by SIGKILL, the read here returns.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading
import time

GRACE = 2.0
"""Seconds from SIGTERM to SIGKILL of a process group."""


def main() -> None:
    """Run MODULE as the leader of its process group; the arguments are PIPE MODULE ARGUMENTS."""
    pipe, module, *arguments = sys.argv[1:]
    threading.Thread(target=_end_after, args=(int(pipe),), daemon=True).start()
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _end_after(pipe: int) -> None:
    os.read(pipe, 1)
    os.killpg(os.getpgrp(), signal.SIGTERM)
    time.sleep(GRACE)
    os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    main()
