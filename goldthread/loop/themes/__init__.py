"""What findings from different sources say together."""
