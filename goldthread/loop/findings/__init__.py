"""One thing learned, agreed, checked for identifying words, released."""
