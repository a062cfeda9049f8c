"""Where something of an application is mended: one value for problems, changes, comments and steps, so that each leads to
the right page and comes back to where it was pressed."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from .addresses import address
from .words import W


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a draft, what it is about, and a field of it.

    `step` is a step of the draft: the name of its page (items, fast, contact, check), or of an item's page
    "item/<procedure>/<page>". `page` is the page of one row behind such a step and `row` what that page is about (a user
    code, a router, the ref of an addition); both '' for the step itself. `field` is the id of the field on the page.
    """

    where: str
    """What problems, stored comments and the API call it: "contact.phone", "user_id:123", the key of an item."""
    words: W | str
    step: str
    page: str = ""
    row: str = ""
    field: str = ""

    def step_url(self, draft: int) -> str:
        """The page of the step, of a draft by its key."""
        name, *parts = self.step.split("/")
        return address(f"office:{name}", draft, *parts)

    def url(self, draft: int, back: str = "") -> str:
        """The page where it is mended; `back` is where its button and its back link lead then."""
        name, *parts = self.step.split("/")
        if self.page:
            parts = [*parts[:-1], self.page, *([self.row] if self.row else [])]
        found = and_back(address(f"office:{name}", draft, *parts), back)
        return f"{found}#{self.field}" if self.field else found


def and_back(url: str, back: str, query: str = "") -> str:
    """An address of a page that leads back to `back` when its work is done; '' for wherever it leads by itself.
    `query` is what else the address says."""
    said = "&".join(x for x in (query, urlencode({"next": back}, safe="/") if back else "") if x)
    return f"{url}?{said}" if said else url
