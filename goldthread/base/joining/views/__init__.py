"""The pages of people, boards, groups and organisations."""
