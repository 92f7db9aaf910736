"""The spreadsheet of findings that a board keeps today, brought in as it is.

It lives with themes because a register holds findings, where they came from and the
themes they belong to, and this is the first place that can write all three. States:
uploaded → matched → imported, or abandoned.
"""
