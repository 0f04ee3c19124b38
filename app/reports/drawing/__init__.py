"""Drawing a document as Word, PDF and workbook. It knows no figures: it draws what a Document holds."""
