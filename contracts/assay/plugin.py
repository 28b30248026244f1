"""The pytest plugin: collects contracts, one item per clause. Imports the harness only when asked."""
