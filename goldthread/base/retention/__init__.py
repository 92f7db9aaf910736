"""How long each class of record is kept, and what is due for destruction.

The schedule is data: `data/classes.yaml`, and an installation's own file over it. What is
due only stands in a list; `base/disposal` destroys, and that takes two people.
"""
