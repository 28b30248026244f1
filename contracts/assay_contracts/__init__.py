"""One folder per vendor: the contract (YAML), and its scenarios and proofs (Python)."""
