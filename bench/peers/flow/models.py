"""The one record: the engine's process, whose data are kept in its JSON column as its documentation has it."""

from viewflow import jsonstore
from viewflow.workflow.models import Process

ITEMS = [
    ("code", "User code"),
    ("terminal", "Terminal"),
    ("line", "Line"),
    ("mailbox", "Mailbox"),
    ("billing", "Billing"),
]
BUSINESSES = [(f"{n:02d}", f"Business {n}") for n in range(1, 25)]
METHODS = [("net", "Over the net"), ("line", "Over a line")]


class Filing(Process):
    item = jsonstore.CharField(max_length=20, choices=ITEMS)
    has_other = jsonstore.BooleanField(default=False, blank=True)
    wish_day = jsonstore.DateField()
    reason = jsonstore.CharField(max_length=200)
    family_name = jsonstore.CharField(max_length=40)
    given_name = jsonstore.CharField(max_length=40)
    phone = jsonstore.CharField(max_length=20)
    email = jsonstore.EmailField()
    email_again = jsonstore.EmailField()
    business = jsonstore.CharField(max_length=2, choices=BUSINESSES)
    method = jsonstore.CharField(max_length=10, choices=METHODS)
    count = jsonstore.IntegerField()
    remark = jsonstore.TextField(blank=True)
    right = jsonstore.BooleanField(default=False)
    approved = jsonstore.BooleanField(default=False)

    class Meta:
        proxy = True
