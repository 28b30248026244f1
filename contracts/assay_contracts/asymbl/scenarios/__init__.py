"""Scenarios and proofs of Asymbl, by topic."""
