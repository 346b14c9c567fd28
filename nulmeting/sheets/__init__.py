"""Sheets: Excel out and in. Workbooks are made with xlsxwriter and read with openpyxl; what a person typed is never a formula.

`questionnaire` is what is asked as a workbook to fill in, `answered` reads it back; `existing` takes in an earlier measurement by a mapping;
`preparation` is what to talk about and collect, `figures` what came of a round; `book` and `grid` are how any workbook is made and read.
Everybody else imports from here.
"""

from nulmeting.sheets.answered import Handed, Taken, Wrong, handed, taken
from nulmeting.sheets.existing import Earlier, Found, existing
from nulmeting.sheets.figures import Column, Sheet, figures
from nulmeting.sheets.grid import LARGEST
from nulmeting.sheets.preparation import preparation
from nulmeting.sheets.questionnaire import questionnaire

__all__ = [
    "LARGEST", "Column", "Earlier", "Found", "Handed", "Sheet", "Taken", "Wrong", "existing", "figures", "handed", "preparation", "questionnaire",
    "taken",
]
