"""Looks at the heaviest bad files in a process of its own, and says what that took.

A child counts the memory of whoever starts it, too: here that is little.
"""

import resource
import sys

from goldthread.base.archives import Refused
from goldthread.base.uploads.checking import check
from tests.base.uploads.files import BAD

for case in ("docx bomb", "pdf bomb", "png of a million million dots"):
    name, made, _ = BAD[case]
    try:
        check(made(), name)
    except Refused:
        took = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
        sys.stdout.write(f"{took}\n")
