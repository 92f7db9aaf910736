"""What is typed and not yet saved, and what was sent already: nothing lost, nothing twice.

`base.govuk.asking` uses both for every page that asks; no app calls them.
"""
