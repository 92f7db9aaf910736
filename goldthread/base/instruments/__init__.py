"""Question sets, what is answered, and what the answers come to.

Surveys, self-assessments, audits and threshold exercises ask through this: a set is a
plain file in `sets/` (or in `instruments/` of GOLDTHREAD_VAR), its published versions
never change, and a cross-walk says what became of each question in the next one.
`docs/instruments.md` says how to write one.
"""
