"""`python -m nss …`; see `nss.runtime.commands`."""

import sys

from nss.runtime.commands import main

sys.exit(main())
