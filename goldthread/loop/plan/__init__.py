"""The year: the framework we adopted, what we mean to look at and why."""
