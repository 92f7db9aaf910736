"""Whether it changed anything, and what goes into next year's plan."""
