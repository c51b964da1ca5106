"""The data book: a workbook in which numbers are numbers."""
