"""`python -m bench.peers.people 8`: makes the tables and so many applicants and reviewers; prints the keys of their sessions.

A session is as a sign-in leaves it, without the seconds that a password costs."""

import json
import sys

import django


def main(how_many: int) -> None:
    django.setup()
    from django.contrib.auth.models import Permission, User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    may_apply, may_review = (
        Permission.objects.filter(codename__in=names)
        for names in (
            ("view_filing", "can_start_filing"),
            ("view_filing", "can_approve_filing", "change_application"),
        )
    )
    sessions: dict[str, list[str]] = {"applicants": [], "reviewers": []}
    for n in range(how_many):
        for kind, rights in (("applicants", may_apply), ("reviewers", may_review)):
            user = User.objects.create(username=f"{kind}{n}", email=f"{kind}{n}@example.jp")
            user.set_unusable_password()
            user.save()
            user.user_permissions.set(rights)
            sessions[kind].append(signed_in(user))
    print(json.dumps(sessions))


def signed_in(user: "django.contrib.auth.models.User") -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return str(store.session_key)


if __name__ == "__main__":
    main(int(sys.argv[1]))
