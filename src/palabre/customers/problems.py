"""What customers refuse."""

from __future__ import annotations

from palabre.foundations.problems import Problem


class AddressRefused(Problem):
    """It joins nothing: withheld, short or not valid in this country. `kind`: what it was taken for."""

    code, status = "customers.address_refused", 422


class CustomerErased(Problem):
    code, status = "customers.erased", 410


class CustomerChangedMeanwhile(Problem):
    """Somebody else changed it: read it again. `version`: the one in force."""

    code, status = "customers.changed_meanwhile", 409
