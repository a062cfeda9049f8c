"""Two small applications that do the like of the product's round with what everybody has: a form wizard and a workflow engine.

Each has signed-in applicants and reviewers, forms of several steps with a last look before they are sent, one durable record, a
reviewer's list, the record's page, the decision and the applicant's page of the result. They run on the server, the database
server and the processes that the product runs on, and know nothing of it. Their packages (`requirements/peers.txt`) are fetched
by `make bench` alone, into a folder that neither the product nor its tests look into.
"""
