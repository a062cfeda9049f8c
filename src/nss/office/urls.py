"""Addresses of the offices' pages."""

from django.urls import path, re_path

from .views import applications as a
from .views import beside as b
from .views import billing as m
from .views import check as k
from .views import contract as c
from .views import draft as d
from .views import items as i
from .views import lines as w
from .views import newcomers as o
from .views import news as n
from .views import shelf as s

app_name = "office"
urlpatterns = [
    path("", c.menu, name="menu"),
    path("new/", o.newcomer, name="newcomer"),
    path("contract/", c.contract, name="contract"),
    path("contract/csv/", c.contract_csv, name="contract-csv"),
    path("contract/abolish/", c.abolish, name="abolish"),
    path("apply/change/guide/", d.guide, name="guide"),
    path("apply/change/items/", d.start, name="start"),
    path("apply/calendar/", d.calendar, name="calendar"),
    path("apply/new-office/", d.new_office, name="new-office"),
    path("apply/<slug:key>/begin/", b.begin, name="begin"),
    path("apply/survey/<str:code>/<slug:kind>.xlsx", b.survey_form, name="survey-form"),
    path("billing/", m.listing, name="billing"),
    path("billing/debit-form.pdf", m.debit, name="debit-form"),
    path("billing/<str:month>/", m.detail, name="bill"),
    path("billing/<str:month>/invoice.pdf", m.paper, name="invoice"),
    path("billing/<str:month>/usage.csv", m.usage_csv, name="usage"),
    path("certificates/", b.certificate_list, name="certificates"),
    path("certificates/<int:pk>/fetched/", b.certificate_fetched, name="certificate-fetched"),
    path("drafts/", s.listing, name="drafts"),
    path("drafts/<int:pk>/", d.draft_top, name="draft"),
    path("drafts/<int:pk>/discard/", s.discard, name="discard"),
    path("drafts/<int:pk>/restore/", s.restore, name="restore"),
    path("drafts/<int:pk>/duplicate/", s.duplicate, name="duplicate"),
    path("drafts/<int:pk>/hand-over/", s.hand_over, name="hand-over"),
    path("drafts/<int:pk>/linked/", d.linked, name="linked"),
    path("drafts/<int:pk>/items/", d.items, name="items"),
    path("drafts/<int:pk>/day/", d.choose_day, name="choose-day"),
    path("drafts/<int:pk>/start/", d.fast, name="fast"),
    path("drafts/<int:pk>/contact/", d.contact, name="contact"),
    path("drafts/<int:pk>/check/", k.check, name="check"),
    path("drafts/<int:pk>/drawing/", i.drawing, name="drawing"),
    re_path(r"^drafts/(?P<pk>\d+)/drawing\.(?P<ending>pdf|xlsx)$", i.drawing_paper, name="drawing-paper"),
    path("drafts/<int:pk>/files/<int:file>/detach/", k.detach, name="detach"),
    path("drafts/<int:pk>/item/<slug:key>/<slug:slug>/", i.item, name="item"),
    path("drafts/<int:pk>/item/<slug:key>/<slug:slug>/<str:subject>/", i.item, name="item"),
    path("applications/", a.listing, name="applications"),
    path("applications/csv/", a.listing_csv, name="applications-csv"),
    path("applications/<str:number>/", a.application, name="application"),
    path("applications/<str:number>/received/", a.received, name="received"),
    path("applications/<str:number>/ids/", a.ids, name="ids"),
    path("applications/<str:number>/ids/<int:secret>/reveal/", a.reveal, name="reveal"),
    path("applications/<str:number>/ids/acknowledge/", a.acknowledge, name="acknowledge"),
    path("applications/<str:number>/answer/", a.answer, name="answer"),
    path("applications/<str:number>/withdraw/", a.withdraw, name="withdraw"),
    path("applications/<str:number>/copy/", a.copy, name="copy"),
    path("applications/<str:number>/works/", w.until_start, name="until-start"),
    path("applications/<str:number>/works/test/", w.tested, name="tested"),
    path("applications/<str:number>/works/<int:pk>/", w.choose_slot, name="choose-slot"),
    path("applications/<str:number>/works/<int:pk>.ics", w.work_calendar, name="work-calendar"),
    path("applications/<str:number>/drawing.pdf", w.application_drawing, name="application-drawing"),
    path("applications/<str:number>/<slug:kind>.pdf", a.paper, name="paper"),
    path("files/<int:pk>/", a.attachment, name="attachment"),
    path("consents/", a.consents, name="consents"),
    path("consents/<int:pk>/", a.consent, name="consent"),
    path("news/", n.news_list, name="news"),
    path("news/read/", n.read_all, name="news-read"),
    path("news/settings/", n.notices, name="notices"),
    path("news/<int:pk>/open/", n.news_open, name="news-open"),
]
