"""A bare signed-in Django page with 50 rows: what any Django product pays before it does anything."""

import os

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from nss.contract.rows.ids import UserId

TEMPLATE = engines["django"].from_string(
    "<html><head><title>floor</title></head><body><p>{{ user.username }}</p><table>{% for r in rows %}<tr><td>{{ r.code }}</td>"
    "<td>{{ r.number }}</td><td>{{ r.method }}</td><td>{{ r.business }}</td><td>{{ r.starts }}</td><td>{{ r.ends }}</td></tr>{% endfor %}</table></body></html>"
)


def page(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    rows = list(UserId.objects.order_by("id")[:50])
    answer = HttpResponse(TEMPLATE.render({"user": request.user, "rows": rows}))
    answer["X-Process"] = str(os.getpid())
    return answer


urlpatterns = [path("floor", page)]
