"""Scenarios of Avionté: each says what it does, its proofs say what that shows."""
