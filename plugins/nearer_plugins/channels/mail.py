"""E-mail by SMTP, over TLS; only a mail server on this machine itself may be spoken to in the clear."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid, parseaddr
from ipaddress import ip_address
from urllib.parse import parse_qs, unquote, urlsplit

from email_validator import EmailNotValidError, validate_email

from nearer import N_, Channel, ChannelSettingError, Message, NotSentError, translations

SECONDS = 20
_AS_SENT = SMTP.clone(cte_type="7bit")  # not every server takes eight bits
LONGEST = 254
_words = translations(__name__)
NO_SENDER = "Say who sends: smtp://user:password@host:587?from=notes@example.org."


class Mail(Channel):
    """``smtp://user:password@host:587?from=Notes%20<notes@example.org>``; ``smtps://`` for TLS from the first byte on.

    The sender's name is what people read first: let it be neutral.
    """

    name = "mail"
    title = N_("E-mail")
    address = {"type": "string", "format": "email", "title": N_("E-mail address"), "maxLength": LONGEST}

    def __init__(self, url: str, context: ssl.SSLContext | None = None) -> None:
        """Read the URL; nothing is connected.

        Raises:
            ChannelSettingError: it can't be right; the sentence repeats nothing of it.
        """
        try:
            parts = urlsplit(url)
            self.host, self.port = parts.hostname or "", parts.port or (465 if parts.scheme == "smtps" else 587)
        except ValueError:
            raise ChannelSettingError("This is no address of a mail server. " + NO_SENDER) from None
        self.user, self.password = unquote(parts.username or ""), unquote(parts.password or "")
        self.sender = parse_qs(parts.query).get("from", [""])[0]
        self.is_tls_from_start = parts.scheme == "smtps"
        self.context = context or ssl.create_default_context()
        if not self.host:
            raise ChannelSettingError("The host of the mail server is missing. " + NO_SENDER)
        if _address_problem(parseaddr(self.sender)[1]):
            raise ChannelSettingError(NO_SENDER)

    def address_problem(self, address: str) -> str | None:
        """Whether mail can go there at all; nobody is asked over the network."""
        return _address_problem(address)

    def send(self, message: Message) -> None:
        """Hand it to the server; until the server has all of it, nothing was sent."""
        mail = self._mail(message)
        with self._connected() as server:
            with _certainly_not():
                server.ehlo_or_helo_if_needed()
                _accepted(server.mail(parseaddr(self.sender)[1]))
                _accepted(server.rcpt(message.to))
            try:
                code, _ = server.data(mail.as_bytes())
            except smtplib.SMTPDataError as error:
                raise _refused(error.smtp_code) from None
            _accepted((code, b""))

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        with _certainly_not():
            server = self._connect()
        try:
            yield server
        finally:
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
            server.close()

    def _connect(self) -> smtplib.SMTP:
        if self.is_tls_from_start:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=self.context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        try:
            if not self.is_tls_from_start and not _is_this_machine(self.host):
                server.starttls(context=self.context)
            if self.user:
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server

    def _mail(self, message: Message) -> EmailMessage:
        mail = EmailMessage(_AS_SENT)
        mail["From"], mail["To"], mail["Subject"] = self.sender, message.to, message.subject
        mail["Date"] = formatdate(usegmt=True)
        mail["Message-ID"] = make_msgid(domain=parseaddr(self.sender)[1].rpartition("@")[2])
        mail["Auto-Submitted"] = "auto-generated"
        for name, value in message.headers.items():
            mail[name] = value
        mail.set_content(message.text)
        return mail


@contextmanager
def _certainly_not() -> Iterator[None]:
    """Inside, whatever goes wrong means that nothing was sent."""
    try:
        yield
    except smtplib.SMTPResponseException as error:
        raise _refused(error.smtp_code) from None
    except smtplib.SMTPNotSupportedError:
        raise NotSentError("the mail server offers no TLS or no sign-in") from None
    except (smtplib.SMTPException, OSError) as error:
        raise NotSentError(f"the mail server was not reached ({type(error).__name__})") from None


def _accepted(reply: tuple[int, bytes]) -> None:
    if not 200 <= reply[0] < 300:
        raise _refused(reply[0])


def _refused(code: int) -> NotSentError:
    # 5xx says never; signing in and TLS are the operator's to mend, and worth another try.
    return NotSentError(f"the mail server said {code}", again=not 500 <= code < 600 or code in (530, 534, 535, 538))


def _address_problem(address: str) -> str | None:
    try:
        validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return _words._("This is no e-mail address. Please look at it again.")
    return None


def _is_this_machine(host: str) -> bool:
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"
