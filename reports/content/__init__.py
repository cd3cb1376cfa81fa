"""What a printed page says: frozen dataclasses made from rows, one module per family of documents.

Content holds numbers as numbers and texts as written; templates format, the printer prints.
"""
