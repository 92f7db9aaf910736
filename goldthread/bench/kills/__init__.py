"""Whether anything that was acknowledged gets lost when processes are killed.

`goldthread bench kills` makes a PostgreSQL of its own for it, serves the product on that,
and kills, restarts and fills it while people save. Each harm has a control: the same,
with what protects taken away, where something must be found lost.
"""
