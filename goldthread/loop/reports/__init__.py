"""The paper for a meeting: drafted from the loop, issued, frozen."""
