"""Turns rows of Salesforce into unified records: pure functions, the only place that knows its words.

What a field is called in the org is data (:mod:`assay_connectors.asymbl.schema`); what its values mean is
said here. Source: asymbl sheet 7.1.
"""
