"""What the connector rests on although it is not documented."""

from assay.connector import Assumption

ASSUMPTIONS: tuple[Assumption, ...] = ()
