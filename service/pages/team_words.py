"""A team put into words: the part of each, why it fits, how it is reached, who else could, and what is missing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matching.teams.team import Alternative, Answer, Gap, Member, Team
from service.pages.details import Describer, PartnerBrief
from service.pages.team_asked import TeamQuestion
from service.texts import gettext as _
from service.texts import ngettext

KINDS: dict[str, Callable[[], str]] = {
    "answers": lambda: _("answers the needs"),
    "worked_together": lambda: _("worked with who is in it"),
    "text": lambda: _("tells of the same things"),
    "similar_work": lambda: _("did such work before"),
    "like_the_team": lambda: _("is like who is in it"),
    "sectors": lambda: _("is of a sector that joins in readily"),
    "belongs": lambda: _("belongs to who is in it"),
    "place": lambda: _("is of the same place"),
    "near": lambda: _("is near the one who asks"),
    "usual": lambda: _("began much lately"),
}


@dataclass(frozen=True)
class PartView:
    """A need that a member answers, and by which words."""

    need: str
    words: str


@dataclass(frozen=True)
class SwapView:
    """Somebody who could take a place, and the address of the team with it."""

    partner: PartnerBrief
    where: str
    needs: str


@dataclass(frozen=True)
class MemberView:
    """A member of a team as its card shows it."""

    partner: PartnerBrief
    is_given: bool
    is_usual: bool
    parts: list[PartView]
    also: str
    way: str
    """"" where nobody asks."""
    contributions: list[tuple[str, float]]
    """Kind in words and what it adds, as the table shows them."""
    score: float
    swaps: list[SwapView]


@dataclass(frozen=True)
class TeamView:
    """A team as a card."""

    number: int
    members: list[MemberView]
    new_ids: list[str]
    """Of its members but those who are in it already: they make its address."""
    member_ids: list[str]
    """Of those who would be introduced to the one who asks."""
    to_meet: list[PartnerBrief]
    """Those of them that do not work with the one who asks, and are not in it already."""
    gaps: list[str]
    covered: str
    """How many of the needs somebody in it answers."""
    where: str
    """Address of this team alone."""
    is_proven: bool
    """Whether it was shown that no other team does better; of one put together by hand it was not."""


class Speaker:
    """Puts teams into words for one question."""

    def __init__(self, describer: Describer, question: TeamQuestion) -> None:
        self._describer, self._question = describer, question
        sectors = describer.network.sectors
        self._sectors = dict(zip(sectors["id"], sectors["label"], strict=True))

    def view(self, number: int, team: Team, n_needs: int) -> TeamView:
        """Put a team into words; `n_needs` were asked for."""
        ids = [member.partner_id for member in team.members if not member.is_given]
        return TeamView(
            number=number,
            members=[self._member(member, ids, team.alternatives[member.partner_id]) for member in team.members],
            new_ids=ids,
            member_ids=[member.partner_id for member in team.members],
            to_meet=[self._brief(each.partner_id) for each in team.members if not each.is_given and each.way != ()],
            gaps=[self.gap(gap) for gap in team.gaps],
            covered=_covered(n_needs - len(team.gaps), n_needs),
            where=self._question.where(lid=ids),
            is_proven=bool(team.proofs) and all(proof.is_proven for proof in team.proofs),
        )

    def gap(self, gap: Gap) -> str:
        """Say what is missing, and what kind of partner would bring it."""
        told = [gap.need.text]
        if gap.answered_by:
            told.append(_("would help: %(what)s") % {"what": ", ".join(gap.answered_by)})
        if gap.sectors:
            named = ", ".join(self._sectors[each] for each in gap.sectors)
            told.append(_("who comes nearest is of: %(sectors)s") % {"sectors": named})
        return " – ".join(told)

    def _member(self, member: Member, ids: Sequence[str], alternatives: Sequence[Alternative]) -> MemberView:
        ordered = sorted(member.contributions.items(), key=lambda one: -one[1])
        return MemberView(
            partner=self._brief(member.partner_id),
            is_given=member.is_given,
            is_usual=member.is_usual,
            parts=[_part(answer) for answer in member.answers],
            also=", ".join(answer.need.text for answer in member.also),
            way=self._way(member),
            contributions=[(KINDS[kind](), round(value, 2)) for kind, value in ordered if abs(value) >= 0.005],  # noqa: PLR2004 -- what is 0.00
            score=round(member.score, 2),
            swaps=[self._swap(member.partner_id, other, ids) for other in alternatives],
        )

    def _way(self, member: Member) -> str:
        if not self._question.asker_id or member.is_given:
            return ""
        if member.way is None:
            return _("No short way is known: nobody in between knows both.")
        if not member.way:
            is_named = self._question.names_asker
            return _("Works with the one who asks, or did.") if is_named else _("Works with you, or did.")
        names = " – ".join(self._brief(each).name for each in member.way)
        return _("Can be reached by way of %(names)s.") % {"names": names}

    def _swap(self, leaving_id: str, other: Alternative, ids: Sequence[str]) -> SwapView:
        swapped = [other.partner_id if each == leaving_id else each for each in ids]
        needs = ", ".join(answer.need.text for answer in other.answers)
        return SwapView(self._brief(other.partner_id), self._question.where(lid=swapped), needs)

    def _brief(self, partner_id: str) -> PartnerBrief:
        return self._describer.brief(self._describer.network.position(partner_id))


def _part(answer: Answer) -> PartView:
    if answer.side == "theme":
        return PartView(answer.need.text, _("names the theme %(theme)s") % {"theme": answer.phrase})
    return PartView(answer.need.text, f"“{answer.phrase}”")


def _covered(n_covered: int, n_needs: int) -> str:
    return ngettext("%(n)s of %(all)s need is answered.", "%(n)s of %(all)s needs are answered.", n_needs) % {
        "n": n_covered,
        "all": n_needs,
    }
