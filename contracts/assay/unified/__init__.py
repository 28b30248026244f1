"""The unified catalogue: records, actions and ids of the unified API, independent of any vendor."""
