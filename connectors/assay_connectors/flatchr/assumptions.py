"""What the connector rests on although Flatchr does not document it.

``rests`` names the clauses that fall with the assumption. Source: the [A] marks of the flatchr sheet, above
all sections 1, 2, 3, 4, 7 and 9.
"""

from assay.connector import Assumption

ASSUMPTIONS: tuple[Assumption, ...] = ()
