"""Mails to the members of a team: the question whether they agree, and what was decided."""

from sqlalchemy.orm import Session

from graph.grants import BEING_WRITTEN, WITH_GRANT, GrantApplicant, GrantApplication
from graph.outbox import Mail
from service.grants.applying import find_application, last_day
from service.grants.money import say_euros
from service.grants.schemes import find_scheme
from service.mail.desk import Block, Choice, Content, Desk
from service.texts import gettext as _
from service.texts import say_date

_STATES = {"granted": WITH_GRANT, "refused": ("refused",), "sent_back": BEING_WRITTEN}
"""The states of an application in which what a mail tells of is still so."""


def asked_about_grant(desk: Desk) -> Content:
    """Ask whether an application may be handed in."""
    application = find_application(desk.session, int(desk.mail.facts["application"]))
    scheme = find_scheme(desk.session, application.scheme_id)
    names = {"title": application.title, "own": desk.own_name, "scheme": scheme.title}
    until = say_date(last_day(scheme, application).isoformat())
    carried = {"application": application.id, "partner": desk.mail.partner_id, "n_asked": application.n_asked}
    url = desk.signed("/subsidie", "grant", **carried)
    opening = _("%(own)s is in a team that wants to apply for a grant: “%(title)s”, for %(amount)s from %(scheme)s.")
    return Content(
        _("Do you agree with this application? “%(title)s”") % names,
        (
            Block(opening % {**names, "amount": say_euros(application.asked_cents)}),
            Block(
                _("Please read it, and say whether you agree:"),
                choices=(Choice(_("Read the application and answer"), url),),
            ),
            Block(
                _("It can be handed in up to and including %(day)s, and only when every member of the team agrees.")
                % {"day": until}
            ),
        ),
    )


def news_about_grant(desk: Desk) -> Content:
    """Tell what was decided."""
    application, what = find_application(desk.session, int(desk.mail.facts["application"])), desk.mail.facts["what"]
    names = {"title": application.title}
    page = desk.page(f"/mijn/{desk.mail.partner_id}/subsidies/{application.id}")
    here = Block(choices=(Choice(_("See the application"), page),))
    if what == "granted":
        names["amount"] = say_euros(application.granted_cents or 0)
        blocks = (Block(_("Good news: your team gets %(amount)s for “%(title)s”.") % names), here)
        return Content(_("Granted: “%(title)s”") % names, blocks)
    reason = Block(_("The office says:"), quote=application.reason)
    if what == "refused":
        told = Block(_("Your team does not get a grant for “%(title)s”.") % names)
        return Content(_("Not granted: “%(title)s”") % names, (told, reason, here))
    until = {"day": say_date(last_day(find_scheme(desk.session, application.scheme_id), application).isoformat())}
    told = Block(
        _("The office sent “%(title)s” back to your team. You can change it and hand it in once more.") % names
    )
    by_then = Block(_("Please do so up to and including %(day)s. Every member has to agree again.") % until)
    return Content(_("Sent back: “%(title)s”") % names, (told, reason, by_then, here))


def is_past(session: Session, mail: Mail) -> bool:
    """Whether a mail about an application is no longer true: answered, changed, asked anew, or decided otherwise."""
    application = session.get(GrantApplication, int(mail.facts.get("application", 0)))
    member = session.get(GrantApplicant, (application.id, mail.partner_id)) if application else None
    if application is None or member is None:
        return True
    if mail.kind == "grant_news":
        return application.state not in _STATES[mail.facts["what"]]
    return application.state != "asked" or application.n_asked != mail.facts["n_asked"] or bool(member.said)
