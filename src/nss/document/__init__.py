"""PDFs (F-09): the application form (P01), the approval notice (P02), and the page that verifies them (X-17).

`data` says what a paper holds, `render` turns it into bytes, `store` issues and verifies. Nothing here knows what an
application is; who issues a paper fills in a `Paper`.
"""
