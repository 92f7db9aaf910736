"""Whatever the board does to learn, whom it asked, and what came back."""
