from assay.connector import Assumption

ASSUMPTIONS: tuple[Assumption, ...] = ()
