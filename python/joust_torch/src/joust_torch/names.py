# SPDX-License-Identifier: Apache-2.0
"""Names in messages: quoted, and those that somebody may have meant."""

import difflib
from collections.abc import Iterable

from joust_torch.errors import InvalidRequestError

_MOST = 5


def quoted(names: Iterable[str]) -> str:
    """Return names in single quotes, separated by commas."""
    return ", ".join(f"'{name}'" for name in names)


def nearest(name: str, existing: Iterable[str]) -> str:
    """Return what a message says of a name that is not among the existing ones."""
    names = list(existing)
    if not names:
        return "there are none"
    near = difflib.get_close_matches(name, names, _MOST, 0.5)
    if near:
        return f"the nearest {'is' if len(near) == 1 else 'are'} {quoted(near)}"
    return f"there {'is' if len(names) == 1 else 'are'} {quoted(names[:_MOST])}" + (
        f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    )


def first_line(error: BaseException) -> str:
    """Return what an error of a library says, without the place in its source."""
    text = (str(error).strip() or type(error).__name__).splitlines()[0]
    return text.split(", /")[0].rstrip(".")


def require_choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    """Check that the argument of this name is one of the choices."""
    if value not in choices:
        raise InvalidRequestError(f"Cannot use {name}='{value}': it is {quoted(choices)}; choose one of these")
