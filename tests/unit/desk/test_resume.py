"""Who resumes by number gets what no fact has numbered too: a site that is lost, and one that is back."""

from __future__ import annotations

from palabre.desk.model.board import Board
from palabre.desk.model.entities import TILES, LostSite
from palabre.desk.model.screen import Screen
from palabre.desk.model.views import wall, wall_part
from palabre.foundations.decision import World, receive
from palabre.processes.rooms import ROOMS
from palabre.routing import facts
from palabre.routing.facts import Capacity

LOST_AT = 90_000
NEAR, FAR = None, "partner"


def floor(people: int = 6) -> Board:
    """Everybody of one site, half of them a partner's, and all of them silent."""
    world = World(ROOMS, partition=7)
    for n in range(people):
        id = f"advisor-{n}"
        configured = facts.AdvisorConfigured(0, id, (), "town", FAR if n % 2 else NEAR, (Capacity("chat", 1),))
        receive(world, (configured,), 1_000)
        advisor = world["routing"].advisors[id]
        advisor.signed_in, advisor.present = True, False
    return Board(world)


def told(screen: Screen, number: int) -> list[LostSite]:
    missed = screen.since(number)
    assert missed is not None
    return missed.set[TILES].sites_lost


def test_a_page_at_the_last_number_hears_of_a_site_lost_and_back_since() -> None:
    board = floor()
    screen = Screen(wall(board, None), 40)
    assert board.lose_sites(["town"], LOST_AT)
    assert screen.update(wall_part(board, None, [], []), 40), "no fact since, and yet a change"
    assert told(screen, 40) == [LostSite("town", 6, LOST_AT)]
    assert board.lose_sites([], LOST_AT + 60_000)
    assert screen.update(wall_part(board, None, [], []), 40)
    assert told(screen, 40) == [], "a page that still shows it is told that it is over"


def test_a_wall_made_anew_tells_it_as_well() -> None:
    """Another gateway's, begun at the number that the page knows."""
    board = floor()
    board.lose_sites(["town"], LOST_AT)
    assert told(Screen(wall(board, None), 40), 40) == [LostSite("town", 6, LOST_AT)]


def test_its_number_grows_and_does_not_shrink_and_a_partner_counts_its_own() -> None:
    board = floor()
    advisors = list(board.world["routing"].advisors.values())
    advisors[0].present = advisors[1].present = True
    board.lose_sites(["town"], LOST_AT)
    assert board.sites_lost["town"].lost == {"*": 4, "": 2, FAR: 2}
    assert not board.lose_sites(["town"], LOST_AT + 1_000), "nothing new, nothing sent"
    advisors[0].present = False
    assert board.lose_sites(["town"], LOST_AT + 2_000)
    for advisor in advisors:
        advisor.signed_in = False
    assert not board.lose_sites(["town"], LOST_AT + 3_000)
    seen = [wall(board, partner)[TILES].sites_lost for partner in (None, FAR, "another")]
    assert seen == [[LostSite("town", 5, LOST_AT)], [LostSite("town", 2, LOST_AT)], []]
