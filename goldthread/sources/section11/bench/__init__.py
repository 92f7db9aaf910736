"""What is measured of section 11, on how much: for `python3 dev.py bench section11`.

Its boards, organisations and people are there when `prepare` is called. Nothing of the
product imports this.
"""

from goldthread.sources.section11.bench.asking import operations
from goldthread.sources.section11.bench.filling import SIZES, prepare

__all__ = ["SIZES", "operations", "prepare"]
