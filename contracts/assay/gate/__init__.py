"""May this change ship? Compares the results of now with those that were last accepted."""
