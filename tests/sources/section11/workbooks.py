"""A return's workbook in the hands of whoever answers it."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from goldthread.sources.section11 import columns

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def address(assessment, name):
    return reverse(f"section11:{name}", args=[assessment.pk])


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


class Returning:
    """Somebody downloads, answers in the spreadsheet, and brings it back."""

    def __init__(self, browser, assessment):
        self.browser, self.assessment = browser, assessment
        self.answer = browser.get(address(assessment, "workbook"))
        self.book = load_workbook(io.BytesIO(self.answer.content))
        self.sheet = self.book[columns.ANSWERS]

    def cell(self, key, heading=columns.ANSWER):
        return self.sheet.cell(self.row(key), self.column(heading))

    def row(self, key):
        return next(c.row for c in self.sheet["A"] if c.value == key)

    def column(self, heading):
        return next(c.column for c in self.sheet[1] if c.value == heading)

    def write(self, key, value, heading=columns.ANSWER):
        self.cell(key, heading).value = value

    def bring(self, data=None, name="return.xlsx"):
        """The page that shows what it changes, or what is wrong with it."""
        file = SimpleUploadedFile(name, data or saved(self.book), XLSX)
        there = address(self.assessment, "bring_back")
        carries = self.browser.get(there).context["form"].carries()
        return self.browser.post(there, carries | {"file": file})

    def save(self, page, **more):
        there = address(self.assessment, "bring_back")
        return self.browser.post(there, page.context["form"].carries() | more)


def differences(page):
    return [
        (d.change.key, d.what, d.online, d.workbook) for d in page.context["form"].found
    ]


def sentences(page):
    """What is to be put right, and what is refused of the file."""
    form = page.context["form"]
    return [p.sentence for p in form.brought.problems] or [
        said for errors in form.errors.values() for said in errors
    ]
