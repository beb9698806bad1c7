"""E-mail against a real server: what arrives, over TLS, and what is certain when something goes wrong."""

import socket
from email.headerregistry import Address
from urllib.parse import quote

import pytest
from fixtures.mailboxes import ELSEWHERE, PASSWORD, USER

from nearer import ChannelSettingError, Message, NotSentError
from nearer_plugins.channels.console import Console
from nearer_plugins.channels.mail import Mail

MESSAGE = Message(
    "ada@example.org",
    "Eine Notiz für später",
    "Something is here for you, when you like. Grüße\n",
    {"List-Unsubscribe": "<https://n.example.org/m/abc>"},
)
FROM = "?from=Notes%20<notes@example.org>"


def mail(box, scheme="smtp", host="127.0.0.1", user="", context=None):
    return Mail(f"{scheme}://{user}{host}:{box.port}{FROM}", context)


def test_a_message_arrives_as_it_was_given(open_mailbox):
    box = open_mailbox()
    mail(box).send(MESSAGE)
    [taken] = box.taken
    assert taken["Subject"] == MESSAGE.subject
    assert taken.get_content().replace("\r\n", "\n") == MESSAGE.text
    assert taken["List-Unsubscribe"] == "<https://n.example.org/m/abc>"
    assert taken["Auto-Submitted"] == "auto-generated"
    assert taken["From"].addresses == (Address("Notes", addr_spec="notes@example.org"),)
    assert str(taken["To"]) == "ada@example.org"
    assert taken["Message-ID"].endswith("@example.org>")


@pytest.mark.parametrize(("kind", "scheme", "host"), [("starttls", "smtp", ELSEWHERE), ("tls", "smtps", "localhost")])
def test_over_the_network_it_speaks_tls_and_signs_in(open_mailbox, trusting, kind, scheme, host):
    box = open_mailbox(kind)
    user = f"{quote(USER, safe='')}:{quote(PASSWORD, safe='')}@"
    mail(box, scheme, host, user, trusting).send(MESSAGE)
    assert box.secure == [True]


def test_without_tls_nothing_goes_over_the_network(open_mailbox):
    box = open_mailbox()
    with pytest.raises(NotSentError, match="offers no TLS"):
        mail(box, host=ELSEWHERE).send(MESSAGE)
    assert box.taken == []


def test_a_server_that_nobody_vouches_for_is_not_trusted(open_mailbox):
    box = open_mailbox("tls")
    with pytest.raises(NotSentError, match="SSLCertVerificationError"):
        mail(box, "smtps", "localhost").send(MESSAGE)


def test_a_wrong_password_is_certain_and_worth_another_try(open_mailbox, trusting):
    box = open_mailbox("tls")
    with pytest.raises(NotSentError, match="535") as told:
        mail(box, "smtps", "localhost", "somebody:wrong@", trusting).send(MESSAGE)
    assert told.value.again


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(("reply", "again"), [("451 later", True), ("550 never ada@example.org", False)])
def test_a_refusal_is_certain_and_says_whether_to_try_again_and_no_address(open_mailbox, command, reply, again):
    box = open_mailbox()
    box.replies[command] = reply
    with pytest.raises(NotSentError) as told:
        mail(box).send(MESSAGE)
    assert told.value.again is again
    assert "ada" not in str(told.value)
    assert box.taken == []


def test_a_server_that_is_not_there_is_certain():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(NotSentError, match="not reached"):
        Mail(f"smtp://127.0.0.1:{port}{FROM}").send(MESSAGE)


def test_a_server_that_hangs_up_after_everything_was_said_leaves_it_open(open_mailbox):
    box = open_mailbox()
    box.replies["DATA"] = ""
    with pytest.raises(Exception, match="unexpectedly") as told:
        mail(box).send(MESSAGE)
    assert not isinstance(told.value, NotSentError)


def test_nobody_smuggles_in_a_header(open_mailbox):
    box = open_mailbox()
    for bad in (
        Message("a@example.org\nBcc: b@example.org", "s", "t"),
        Message("a@example.org", "s\nBcc: b@example.org", "t"),
    ):
        with pytest.raises(ValueError):
            mail(box).send(bad)
    assert box.taken == []


@pytest.mark.parametrize(
    "url",
    [
        "smtp://",
        "smtp://mail.example.org",
        "smtp://user:s3cret@mail.example.org?from=nobody",
        "smtp://user:s3cret@host:x1?from=a@example.org",
    ],
)
def test_a_setting_that_can_not_be_right_says_so_and_repeats_nothing(url):
    with pytest.raises(ChannelSettingError) as told:
        Mail(url)
    assert "s3cret" not in str(told.value)


@pytest.mark.parametrize(
    ("address", "fits"),
    [
        ("ada@example.org", True),
        ("ada@exämple.org", True),
        ("ada", False),
        ("ada@example.org\r\nX: y", False),
        ("", False),
        ("a@b@c.org", False),
    ],
)
def test_an_address_is_one_that_mail_can_go_to(address, fits):
    assert (Mail(f"smtp://127.0.0.1{FROM}").address_problem(address) is None) is fits


def test_the_console_says_that_a_message_would_go_and_nothing_else(capsys):
    Console().send(MESSAGE)
    assert capsys.readouterr().err == "A message would go now.\n"
