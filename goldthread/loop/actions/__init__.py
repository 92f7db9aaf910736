"""Who will do what by when, and how we shall know it is done."""
