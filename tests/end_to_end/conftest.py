"""The people who walk the whole way: a counsellor at a desk, one partner with script, one without."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fixtures.house import House
from fixtures.visitors import Counsellor, Partner

DESK = {"width": 1280, "height": 900}


@pytest.fixture
def counsellor(new_context: Callable, house: House) -> Counsellor:
    """The demo's counsellor, signed in at a wide screen."""
    found = Counsellor(house, new_context(viewport=DESK).new_page())
    found.sign_in()
    return found


@pytest.fixture
def ada(new_context: Callable, house: House) -> Partner:
    """A partner on a phone."""
    return Partner(house, new_context().new_page(), "Ada")


@pytest.fixture
def bo(new_context: Callable, house: House) -> Partner:
    """A partner on a phone whose browser runs no script."""
    return Partner(house, new_context(java_script_enabled=False).new_page(), "Bo")


@pytest.fixture
def meet(ada: Partner, bo: Partner) -> Callable[[str], None]:
    """Lets both begin at a link: one makes the couple, the other claims; both keep and try their way back."""

    def begin(link: str) -> None:
        ada.begin(link)
        invitation = ada.invite()
        ada.keep_way_back()
        bo.claim(invitation)
        bo.keep_way_back()

    return begin


@pytest.fixture
def later(house: House, ada: Partner, bo: Partner) -> Callable[..., None]:
    """Lets time go by; after it both come back by their private links."""

    def wait(**time: float) -> None:
        house.clock.move(**time)
        ada.come_back()
        bo.come_back()

    return wait
