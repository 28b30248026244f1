"""What an org calls what the connector needs: names as data, checked against what the org shows.

Source: asymbl sheet 7.0, 1.5 (describe).
"""

from assay_connectors.asymbl.schema.book import Book, FieldNames, ObjectNames, book
from assay_connectors.asymbl.schema.described import Described, DescribedField
from assay_connectors.asymbl.schema.shape import Org, Shape

__all__ = ["Book", "Described", "DescribedField", "FieldNames", "ObjectNames", "Org", "Shape", "book"]
