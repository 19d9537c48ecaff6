"""The editorial office: joins the desk, the accounts and the archive to the house, for pages and commands alike."""

from curbside.office.accounts import Reception, otp_address, otp_secret
from curbside.office.living import Recall, refresh
from curbside.office.opening import Change, Office, has_office, make_place, open_office, token
from curbside.office.words import case_of, digest

__all__ = [
    "Change",
    "Office",
    "Recall",
    "Reception",
    "case_of",
    "digest",
    "has_office",
    "make_place",
    "open_office",
    "otp_address",
    "otp_secret",
    "refresh",
    "token",
]
