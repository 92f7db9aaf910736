"""What is asked of whoever invites, appoints, or changes boards and bodies."""
