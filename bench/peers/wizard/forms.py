"""The four pages of the wizard."""

from django import forms

ITEMS = [
    ("code", "User code"),
    ("terminal", "Terminal"),
    ("line", "Line"),
    ("mailbox", "Mailbox"),
    ("billing", "Billing"),
]
BUSINESSES = [(f"{n:02d}", f"Business {n}") for n in range(1, 25)]
METHODS = [("net", "Over the net"), ("line", "Over a line")]


class What(forms.Form):
    item = forms.ChoiceField(choices=ITEMS, widget=forms.RadioSelect)
    has_other = forms.ChoiceField(choices=[("no", "No"), ("yes", "Yes")], widget=forms.RadioSelect)
    wish_day = forms.DateField()
    reason = forms.CharField(max_length=200)


class Contact(forms.Form):
    family_name = forms.CharField(max_length=40)
    given_name = forms.CharField(max_length=40)
    phone = forms.RegexField(r"\A\d{10,11}\Z")
    email = forms.EmailField()
    email_again = forms.EmailField()

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("email") != self.cleaned_data.get("email_again"):
            self.add_error("email_again", "The two addresses differ")


class Details(forms.Form):
    business = forms.ChoiceField(choices=BUSINESSES)
    method = forms.ChoiceField(choices=METHODS)
    count = forms.IntegerField(min_value=1, max_value=99)


class Confirm(forms.Form):
    remark = forms.CharField(required=False, widget=forms.Textarea)
    right = forms.BooleanField(label="What stands above is right")
