"""What each kind of mail about profiles, signing in and speaking for a partner says, as data."""

from sqlalchemy import select

from graph.model import Interest, Offering
from service.mail.desk import Block, Choice, Content, Desk
from service.texts import gettext as _

PROFILE_WORDS = {"confirm": "klopt", "change": "bijwerken", "archive": "archiveren"}
"""What one can do about a profile, as it stands in addresses."""


def profile_check(desk: Desk) -> Content:
    """Ask whether a profile is still right."""
    names = {"own": desk.own_name}
    partner_id = desk.mail.partner_id or ""
    seeks, offers = (
        tuple(desk.session.scalars(select(kind.text).where(kind.partner_id == partner_id).order_by(kind.position)))
        for kind in (Interest, Offering)
    )
    labels = {
        "confirm": _("It is still right"),
        "change": _("I want to change something"),
        "archive": _("We no longer take part"),
    }
    url = desk.signed("/klopt", "profile", partner=partner_id)
    choices = tuple(Choice(label, f"{url}?kies={PROFILE_WORDS[each]}") for each, label in labels.items())
    opening = _("It is a year since we last heard whether what we know of %(own)s is right. This is what we know:")
    return Content(
        _("Is the profile of %(own)s still right?") % names,
        (
            Block(opening % names),
            Block(_("You seek:"), seeks or (_("nothing on file"),)),
            Block(_("You offer:"), offers or (_("nothing on file"),)),
            Block(_("What would you like to do?"), choices=choices),
        ),
    )


def sign_in(desk: Desk) -> Content:
    """Give the link that signs a person in."""
    url = desk.secret("/aanmelden", desk.house.safe.open(str(desk.mail.facts.get("sealed_token", ""))))
    warning = _("Did you not ask for this? Then you need not do anything: nobody can sign in without this mail.")
    return Content(
        _("Your link to sign in"),
        (
            Block(_("With this link you sign in:"), choices=(Choice(_("Sign in"), url),)),
            Block(_("It works once, for a quarter of an hour, in the browser in which you asked for it.")),
            Block(warning),
        ),
    )


def invited(desk: Desk) -> Content:
    """Tell a person that somebody wants it to speak for a partner too."""
    names = {"own": desk.own_name, "office": desk.office}
    url = desk.signed("/uitnodiging", "invite", partner=_partner_id(desk))
    text = _(
        "A colleague invites you to speak for %(own)s too in the network of %(office)s: to see whom you could meet, to"
        " answer, and to keep the profile."
    )
    return Content(
        _("Invitation: speak for %(own)s") % names,
        (
            Block(text % names, choices=(Choice(_("See the invitation"), url),)),
            Block(_("If you would rather not, you need not do anything.")),
        ),
    )


def claim_waiting(desk: Desk) -> Content:
    """Tell staff that somebody says to speak for a partner."""
    text = _("Somebody says to speak for %(own)s, and waits until you have looked at it.") % {"own": desk.own_name}
    return Content(
        _("Somebody wants to speak for %(own)s") % {"own": desk.own_name},
        (Block(text, choices=(Choice(_("Look at it"), desk.page("/werkbank/personen")),)),),
    )


def claim_confirmed(desk: Desk) -> Content:
    """Tell a person that it speaks for a partner from now on."""
    names = {"own": desk.own_name, "office": desk.office}
    text = _("%(office)s has confirmed that you speak for %(own)s.") % names
    url = desk.page(f"/mijn/{_partner_id(desk)}")
    return Content(
        _("You now speak for %(own)s") % names,
        (Block(text, choices=(Choice(_("Go to the page of %(own)s") % names, url),)),),
    )


def claim_refused(desk: Desk) -> Content:
    """Tell a person that its claim was not taken over."""
    names = {"own": desk.own_name, "office": desk.office}
    text = _("%(office)s could not confirm that you speak for %(own)s. Do you? Then answer this mail.") % names
    return Content(_("Not confirmed: speaking for %(own)s") % names, (Block(text),))


def _partner_id(desk: Desk) -> str:
    return desk.mail.partner_id or str(desk.mail.facts.get("partner_id", ""))
