"""What those see who oversee organisations, and where one organisation stands among its peers.

Only what is confirmed, adopted, issued or published counts here; of work in progress nobody outside learns more than
that it is not finished. Sorting, filtering, ranks and quartiles are the database's work, in a fixed number of queries.

    year_rows.py      organisations with their result and how far they are with a year
    row_filter.py     what the address asks for: read, said in words, written back     form.py   the same as a sentence
    distribution.py   quartiles and ranges of totals
    page.py           the page of a province or the nation      sheet.py   the same rows as a sheet (openpyxl)
    place.py          one organisation among its peers
"""
