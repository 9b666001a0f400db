"""`python -m icpr_build` is the command `icpr`."""

import sys

from icpr_build.cli import main

sys.exit(main())
