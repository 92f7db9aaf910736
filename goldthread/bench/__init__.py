"""How fast it is: a made-up region of twelve boards, and the figures of `dev.py bench`.

It has a database of its own beside the real one. Nothing else imports it.
"""
