"""What the ways to send messages say of themselves, in the language of whoever chooses one."""

from dataclasses import replace

import pytest
from fixtures import trial
from fixtures.installation import AGREED, Person

from nearer.languages import speaking
from nearer_plugins.channels.console import Console
from nearer_plugins.channels.mail import Mail

MAIL = Mail("smtp://127.0.0.1:25?from=notes@example.org")


@pytest.fixture
def installation(installation):
    return replace(installation, channels={"console": Console(), "mail": MAIL})


@pytest.fixture
def reader(new_client, publish):
    """Somebody whose place speaks Spanish."""
    link = publish(trial.program(languages=["es"])).link
    client = new_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "es"
    start = client.post(f"/p/{link}/begin", data=AGREED | {"partner": "no", "name": "Bo"})
    person = Person(client, start.location.split("/")[2])
    person.come_back()
    person.post("quickly", {"do": "known"})
    return person


def test_their_titles_are_said_in_the_language_of_the_page(reader):
    page = reader.get("reminders").text
    assert "A ti no te llega ningún mensaje." in page
    assert "Dirección de correo</label>" in page
    assert "No message reaches you" not in page
    assert reader.post("reminders", {"do": "address", "channel": "console"}).status_code == 303
    assert "A ti no te llega ningún mensaje." in reader.get("reminders").text


def test_a_wrong_address_is_told_in_the_language_that_is_spoken():
    with speaking("es"):
        assert MAIL.address_problem("nobody") == "Esto no es una dirección de correo. Mírala otra vez, por favor."
