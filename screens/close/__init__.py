"""The closure of a pair."""
