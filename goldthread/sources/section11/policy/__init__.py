"""Who may do what in section 11.

An organisation writes its own return; its colleagues write the standards they were
given. A board reads what was submitted and released to it, and nobody moderates the
return of her own organisation. A cycle is never restricted: it is about arrangements.
"""

from goldthread.sources.section11.policy import challenges, local, returns

__all__ = ["challenges", "local", "returns"]
