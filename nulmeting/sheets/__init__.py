"""Sheets: Excel out and in. Workbooks are made with xlsxwriter and read with openpyxl; what a person typed is never a formula.

`questionnaire` is what is asked as a workbook to fill in, `answered` reads it back; `existing` takes in an earlier measurement by a mapping;
`preparation` is what to talk about and collect; `book` and `grid` are how any workbook is made and read. Everybody else imports from here.
"""

from nulmeting.sheets.answered import Handed, Taken, Wrong, handed, taken
from nulmeting.sheets.existing import Earlier, Found, existing
from nulmeting.sheets.grid import LARGEST
from nulmeting.sheets.preparation import preparation
from nulmeting.sheets.questionnaire import questionnaire

__all__ = ["LARGEST", "Earlier", "Found", "Handed", "Taken", "Wrong", "existing", "handed", "preparation", "questionnaire", "taken"]
