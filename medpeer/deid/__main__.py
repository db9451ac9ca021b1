"""Entry point of ``python -m medpeer.deid``."""

import sys

from medpeer.deid.command import main

if __name__ == "__main__":
    sys.exit(main())
