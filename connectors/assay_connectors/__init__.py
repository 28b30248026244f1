"""Connectors: one package per vendor, plus the vendor-neutral parts they share."""
