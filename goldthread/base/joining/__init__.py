"""How people, groups and organisations join, change and leave."""
