"""Scenarios and proofs, one module per topic."""
