"""Who did what, when and on whose behalf; written once and never changed."""
