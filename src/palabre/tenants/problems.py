"""What tenants refuse."""

from __future__ import annotations

from palabre.foundations.problems import Problem


class SignInRefused(Problem):
    """One answer for a wrong password, an unknown account and a closed one."""

    code, status = "tenants.sign_in_refused", 401


class SignInThrottled(Problem):
    """`retry_after_seconds`: no try counts before."""

    code, status = "tenants.sign_in_throttled", 429


class TotpNeeded(Problem):
    """The password was right; the six digits are missing."""

    code, status = "tenants.totp_needed", 401


class TenantNeeded(Problem):
    """The same e-mail address and password open several organisations: `tenants` lists ids and names to choose from."""

    code, status = "tenants.tenant_needed", 409


class CsrfRefused(Problem):
    code, status = "tenants.csrf_refused", 403


class InvitationOver(Problem):
    """Used already, replaced by a later one, or older than a week."""

    code, status = "tenants.invitation_over", 410


class PasswordRefused(Problem):
    """`reason`: too_short, too_long, too_common, holds_name."""

    code, status = "tenants.password_refused", 422


class PasswordWrong(Problem):
    code, status = "tenants.password_wrong", 403


class CodeWrong(Problem):
    """These six digits are not of now, or were used."""

    code, status = "tenants.code_wrong", 422


class TotpNotBegun(Problem):
    code, status = "tenants.totp_not_begun", 409


class TotpAlreadyEnabled(Problem):
    """Disable it first: a second enrolment would quietly end the protection of the first."""

    code, status = "tenants.totp_already_enabled", 409


class EmailTaken(Problem):
    code, status = "tenants.email_taken", 409


class NameTaken(Problem):
    code, status = "tenants.name_taken", 409


class LastAdministrator(Problem):
    """A tenant keeps one active administrator."""

    code, status = "tenants.last_administrator", 409


class RolesNotGranted(Problem):
    """Nobody gives permissions that she does not hold."""

    code, status = "tenants.roles_not_granted", 403


class ChangedMeanwhile(Problem):
    """Somebody else changed it: read it again. `version`: the one in force."""

    code, status = "tenants.changed_meanwhile", 409


class AlreadyDone(Problem):
    """It was handled meanwhile: nothing is left to mend."""

    code, status = "tenants.parked_already_done", 409


class NothingParked(Problem):
    """The owner decides for this tenant as it should."""

    code, status = "tenants.nothing_parked", 409
