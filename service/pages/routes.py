"""All pages in one router."""

from fastapi import APIRouter

from service.pages import (
    about,
    accessibility,
    answering,
    bringing,
    care,
    claiming,
    colleagues,
    confirming,
    contacts,
    doubles,
    downloads,
    find,
    growth,
    inspected,
    introduction,
    introductions,
    list_files,
    log,
    looking,
    mail,
    meetings_answered,
    network,
    openid,
    outcome,
    own_match,
    own_person,
    partner_file,
    partners,
    persons,
    privacy,
    pulse,
    queue,
    registers,
    reports,
    searching,
    security_txt,
    sending,
    signing_in,
    team,
    tokens,
    unsubscribing,
    what_if,
)
from service.pages.activities import agenda
from service.pages.activities import desk as activity_desk
from service.pages.activities import guests as activity_guests
from service.pages.activities import linked as linked_activity
from service.pages.activities import own as own_activities
from service.pages.grants import came_of as grants_came_of
from service.pages.grants import deciding as grants_deciding
from service.pages.grants import desk as grants_desk
from service.pages.grants import linked as grants_linked
from service.pages.grants import own as own_grants
from service.pages.grants import public as grants_public
from service.pages.learning_path import page as learning_path
from service.pages.learning_path import suggested as learning_path_suggested
from service.pages.own import asked as own_asked
from service.pages.own import collaborations as own_collaborations
from service.pages.own import data as own_data
from service.pages.own import home as own_home
from service.pages.own import profile as own_profile
from service.pages.own import pulse as own_pulse
from service.pages.own import team as own_team
from service.pages.rounds import adding as round_adding
from service.pages.rounds import day as round_day
from service.pages.rounds import files as round_files
from service.pages.rounds import guests as round_guests
from service.pages.rounds import making as round_making
from service.pages.rounds import own as own_rounds
from service.pages.rounds import planning as round_planning
from service.pages.rounds import plans as round_plans
from service.pages.rounds import signing_up as round_signing_up
from service.pages.rounds import suggested as round_suggested
from service.pages.stories import desk as story_desk
from service.pages.stories import desk_list as story_list
from service.pages.stories import joining as story_joining
from service.pages.stories import linked as story_linked
from service.pages.stories import own as own_stories
from service.pages.stories import public as stories
from service.pages.stories import themes
from service.pages.year_themes import desk as year_theme_desk
from service.pages.year_themes import public as year_theme

router = APIRouter()
for page in (
    own_person,  # before /mijn/{partner_id}
    network,
    meetings_answered,
    list_files,  # before partners: a file is no partner
    partners,
    find,
    about,
    reports,
    what_if,
    growth,  # after what_if: that is no figure
    # signing in, persons, tokens
    openid,
    signing_in,
    looking,
    claiming,
    tokens,
    colleagues,
    persons,
    # links in mails, the outbox
    answering,
    outcome,
    confirming,
    pulse,
    unsubscribing,
    mail,
    # the workbench: queue, introductions
    queue,
    sending,
    introductions,
    introduction,
    own_match,
    # teams
    team,
    own_team,
    # the workbench: care for partners, search, lists
    care,
    contacts,
    partner_file,
    searching,
    # the workbench: bringing in, doubles, registers
    bringing,
    doubles,
    registers,
    # a partner's own pages
    own_home,
    own_asked,
    own_profile,
    own_collaborations,
    own_pulse,
    own_data,
    # stories
    stories,
    story_joining,
    themes,
    story_linked,
    story_list,  # before one story: new is none
    story_desk,
    own_stories,
    # rounds
    round_making,
    round_files,  # before plans: a file is no page
    round_planning,
    round_plans,
    round_guests,
    round_adding,
    round_day,
    round_signing_up,
    round_suggested,
    own_rounds,
    # the theme of the year
    year_theme_desk,
    year_theme,
    # the week and its activities
    agenda,
    activity_desk,
    activity_guests,
    linked_activity,
    own_activities,
    # grants
    grants_came_of,  # before one scheme: what came of all is none
    grants_public,
    grants_linked,
    own_grants,
    grants_desk,
    grants_deciding,
    # the educational agenda
    learning_path,
    learning_path_suggested,
    # privacy, the log, downloads
    downloads,
    accessibility,
    privacy,
    security_txt,
    inspected,
    log,
):
    router.include_router(page.router)
router.include_router(round_files.own_router)
