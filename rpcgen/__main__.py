"""`python -m rpcgen`: the command line of the generator."""

from __future__ import annotations

import sys

from rpcgen.cli import main

if __name__ == "__main__":
    sys.exit(main())
