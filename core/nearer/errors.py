"""Everything that core raises on purpose, each kind with the one HTTP status it means."""

from collections.abc import Sequence

from nearer.rules.problems import Problem


class NearerError(Exception):
    """Something a person or a caller can act on; its text says what is wrong and, where it can, what to do."""


class UnknownLinkError(NearerError):
    """No program link has this address."""


class ClosedLinkError(NearerError):
    """The link exists, but is closed, expired or not open yet."""


class UnknownSecretError(NearerError):
    """A link, code or invitation that opens nothing: unknown, wrong, expired, used or tried too often, all alike."""

    def __init__(self) -> None:
        super().__init__("This link or code does not open anything here. It may have been used or have run out.")


class NotSignedInError(NearerError):
    """The address names a seat that the cookie does not prove."""

    def __init__(self) -> None:
        super().__init__("You are not signed in here. Come back in with your own link or code.")


class LockedError(NearerError):
    """The session is locked; ``pin`` tells whether a PIN opens it, else it takes the person's link or code."""

    def __init__(self, *, pin: bool) -> None:
        super().__init__("This place is locked." + (" Your PIN opens it." if pin else " Your link or code opens it."))
        self.pin = pin


class OldDoorError(NearerError):
    """A link, code or session of before the seat began anew; nothing of the seat opens with it."""

    def __init__(self) -> None:
        super().__init__("This place has begun anew since. Your newer way back opens it.")


class FirstUseError(NearerError):
    """A device that is new here has not said yet whether its person made this place."""

    def __init__(self) -> None:
        super().__init__("Please answer the question on first use.")


class ConflictError(NearerError):
    """What was asked no longer fits what stands: already answered, already taken, already together."""


class NotReadyError(NearerError):
    """Something breaks its schema or a check objects; ``problems`` holds each with the path of its field."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)) or "This is not ready yet.")
        self.problems = tuple(problems)


class NotFoundError(NearerError):
    """There is no such thing, or it is not the asker's."""


class SealError(NearerError):
    """A box does not open: another key, moved, re-labelled or damaged."""

    def __init__(self) -> None:
        super().__init__("A sealed box does not open with this key at this place.")


class KeyringError(NearerError):
    """The keyring file is missing, damaged, open to others or lacks an epoch."""


class NewerDatabaseError(NearerError):
    """The database was made by a newer Nearer, or none made it yet."""


STATUS: dict[type[NearerError], int] = {
    UnknownLinkError: 404,
    NotFoundError: 404,
    UnknownSecretError: 404,
    ClosedLinkError: 404,  # safety: unknown, closed and expired are one page, one status
    NotSignedInError: 401,
    LockedError: 403,
    OldDoorError: 403,
    FirstUseError: 403,
    ConflictError: 409,
    NotReadyError: 422,
    SealError: 500,
    KeyringError: 503,
    NewerDatabaseError: 503,
}


def status_of(error: NearerError) -> int:
    """The HTTP status that *error* means; 500 for a kind the table does not know."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)
