# SPDX-License-Identifier: Apache-2.0
"""What can go wrong, told as "Cannot <verb> <thing> '<name>': <why>; <what to do>"."""


class JoustError(Exception):
    """Anything that a user of this package can meet."""


class NotFoundError(JoustError):
    """A lake, table, version, split or column that does not exist."""


class InvalidRequestError(JoustError):
    """A request that does not fit the table."""


class BadRowError(JoustError):
    """A row whose image or annotations cannot be delivered."""


class FeederError(JoustError):
    """The feeder process could not start, or ended before its epoch did."""
