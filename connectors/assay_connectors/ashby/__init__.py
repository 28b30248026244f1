"""The Ashby connector. Facts: ashby sheet."""
