"""Addresses of the Center's pages."""

from django.urls import path

from . import billing as m
from . import desk as d
from . import figures as f
from . import masters as s
from . import meti as x
from . import offices as o
from . import operation as q
from . import record as r
from . import register as e
from . import views as v
from . import works as w

app_name = "center"
urlpatterns = [
    path("center/", d.desk, name="desk"),
    path("center/deadlines/", v.deadlines, name="deadlines"),
    path("center/deadlines/sweep/", v.sweep, name="sweep"),
    path("center/calendar/", v.calendar, name="calendar"),
    path("center/files/<int:pk>/", v.attachment, name="attachment"),
    path("center/consents/<int:pk>/answer/", v.proxy, name="proxy"),
    path("center/billing/", m.listing, name="billing"),
    path("center/billing/<int:pk>/", m.month, name="billing-month"),
    path("center/billing/<int:pk>/fix/", m.fix, name="billing-fix"),
    path("center/figures/", f.page, name="figures"),
    path("center/figures/<slug:name>.csv", f.table_csv, name="figures-csv"),
    path("center/record/", r.record, name="record"),
    path("center/record.csv", r.record_csv, name="record-csv"),
    path("center/mails/", q.mails, name="mails"),
    path("center/mails/<int:pk>/", q.mail, name="mail"),
    path("center/mails/<int:pk>/again/", q.mail_again, name="mail-again"),
    path("center/jobs/", q.jobs, name="jobs"),
    path("center/jobs/<int:pk>/again/", q.job_again, name="job-again"),
    path("center/masters/", s.index, name="masters"),
    path("center/masters/<slug:key>/", s.listing, name="master"),
    path("center/masters/<slug:key>.csv", s.sheet_csv, name="master-csv"),
    path("center/masters/<slug:key>/import/", s.sheet_import, name="master-import"),
    path("center/masters/<slug:key>/<int:pk>/", s.row, name="master-row"),
    path("center/masters/<slug:key>/<int:pk>/remove/", s.remove, name="master-remove"),
    path("center/offices/", o.offices, name="offices"),
    path("center/offices/<str:code>/", o.office, name="office"),
    path("center/offices/<str:code>/register/", e.register, name="register"),
    path("center/offices/<str:code>/register/<slug:kind>/<int:version>/", e.row, name="register-row"),
    path("center/corrections/<int:pk>/confirm/", e.confirm, name="correction-confirm"),
    path("center/corrections/<int:pk>/drop/", e.drop, name="correction-drop"),
    path("center/offices/<str:code>/people/", o.office_people, name="office-people"),
    path("center/offices/<str:code>/view/", o.view_begin, name="view-begin"),
    path("center/people/<int:pk>/act/", o.person_act, name="person-act"),
    path("center/view/end/", o.view_end, name="view-end"),
    path("center/meti/", x.listing, name="meti"),
    path("center/meti/export/", x.export, name="meti-export"),
    path("center/works/", w.listing, name="works"),
    path("center/works/<int:pk>/propose/", w.propose, name="work-propose"),
    path("center/works/<int:pk>/fix/", w.fix, name="work-fix"),
    path("center/works/<int:pk>/finish/", w.finish, name="work-finish"),
    path("center/works/<int:pk>.ics", w.work_calendar, name="work-calendar"),
    path("center/tests/<int:pk>/answer/", w.answer_test, name="test-answer"),
    path("center/applications/<str:number>/drawing.pdf", v.application_drawing, name="application-drawing"),
    path("center/applications/<str:number>/", v.application, name="application"),
    path("center/applications/<str:number>/take/", v.take, name="take"),
    path("center/applications/<str:number>/approve/", v.approve, name="approve"),
    path("center/applications/<str:number>/here/", d.here, name="here"),
    path("center/applications/<str:number>/confirm/", v.confirm, name="confirm"),
    path("center/applications/<str:number>/unpropose/", v.unpropose, name="unpropose"),
    path("center/applications/<str:number>/query/", v.query, name="query"),
    path("center/applications/<str:number>/refuse/", v.refuse, name="refuse"),
    path("center/applications/<str:number>/withdraw/", v.withdraw, name="withdraw"),
    path("center/applications/<str:number>/revoke/", v.revoke, name="revoke"),
    path("center/applications/<str:number>/invalidate/", v.invalidate, name="invalidate"),
    path("center/applications/<str:number>/setting/", v.setting_done, name="setting-done"),
    path("center/applications/<str:number>/extend/", v.extend, name="extend"),
    path("center/applications/<str:number>/memo/", v.memo, name="memo"),
    path("center/applications/<str:number>/comments/<int:comment>/resolve/", v.resolve, name="resolve"),
    path("center/applications/<str:number>/<slug:kind>.pdf", v.paper, name="paper"),
]
