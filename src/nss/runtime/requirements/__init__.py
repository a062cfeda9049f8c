"""docs/requirements.md: the numbers that code, tests and docs cite, what each asks for, and where it is met.

`table` puts the sections together, `scan` finds who cites a number, `page` writes the page. The rules themselves stand in
one module a subject: `office_screens`, `center_screens`, `letters`, `trade`, `usability`, `faults`.
"""
