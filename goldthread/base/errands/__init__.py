"""Long work that somebody asked for: a worker does it, and a page says how far it is.

    bring_in_later = later(bring_in, saying="Importing {}", done="It is imported.")

    @errand("reports.paper", "export", saying="Drawing {}", done="It is drawn.")
    def draw(paper, *, by, tell): ...

See ADR 10. States: waiting → running → done, or failed.
"""
