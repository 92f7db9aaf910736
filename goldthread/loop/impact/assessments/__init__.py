"""The year’s assessment of how effective the help for children and families is."""
