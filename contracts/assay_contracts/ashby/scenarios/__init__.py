"""Scenarios of Ashby with their proofs, by what they are about."""
