"""What of a company an Asymbl org can hold, stated from the asymbl sheet alone (2, 7.1)."""
