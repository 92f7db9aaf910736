"""Many rows leave as a file only when a second person agrees (ADR 19).

A list calls nothing: `govuk.pages` asks whoever registered in `LEAVING` before rows go,
and this app does. What one person takes in 24 hours is counted together.
"""
