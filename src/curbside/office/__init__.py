"""The editorial office: joins the desk, the accounts and the archive to the house, for pages and commands alike."""

from curbside.office.accounts import Reception, otp_address, otp_secret, require_libraries
from curbside.office.living import Recall, refresh
from curbside.office.opening import Change, Office, has_office, make_place, open_office, token
from curbside.office.signing import days_between, moment_of, provider_of, seconds
from curbside.office.words import case_of, digest

__all__ = [
    "Change",
    "Office",
    "Recall",
    "Reception",
    "case_of",
    "days_between",
    "digest",
    "has_office",
    "make_place",
    "moment_of",
    "open_office",
    "otp_address",
    "otp_secret",
    "provider_of",
    "refresh",
    "require_libraries",
    "seconds",
    "token",
]
