"""The events of the audit log."""

from __future__ import annotations

from enum import StrEnum


class AuditEvent(StrEnum):
    """Something that a user did and may be asked about later. The values are stored."""

    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    DEVICE_REVOKED = "device_revoked"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    PASSWORD_CHANGE_FAILED = "password_change_failed"  # noqa: S105
    PERSON_ADDED = "person_added"
    PERSON_ENDED = "person_ended"
    PERSON_RENAMED = "person_renamed"
    PERSON_MOVED = "person_moved"
    PERSON_RESTORED = "person_restored"
    PHONE_CHANGED = "phone_changed"
    INVITED = "invited"
    INVITATION_WITHDRAWN = "invitation_withdrawn"
    INVITATION_ACCEPTED = "invitation_accepted"
    PASSWORD_RESET_ISSUED = "password_reset_issued"  # noqa: S105
    PASSWORD_RESET_USED = "password_reset_used"  # noqa: S105
    NAMES_SEEN = "names_seen"
    NAMES_EXPORTED = "names_exported"
    FIGURES_EXPORTED = "figures_exported"
    FILE_IMPORTED = "file_imported"
    LIST_IMPORTED = "list_imported"
    LIST_UNDONE = "list_undone"
    SETTINGS_CHANGED = "settings_changed"
    MONTH_FROZEN = "month_frozen"
    MONTH_CLOSED = "month_closed"
    MONTH_REOPENED = "month_reopened"
    EVERYBODY_SIGNED_OUT = "everybody_signed_out"
    BACKUP_RESTORED = "backup_restored"
    HOUSEHOLD_CHANGED = "household_changed"
    HOUSEHOLD_RETIRED = "household_retired"
    HOUSEHOLD_RESTORED = "household_restored"
    HOUSEHOLD_MERGED = "household_merged"
    HOUSEHOLD_MERGE_UNDONE = "household_merge_undone"
    HOUSEHOLDS_SET_APART = "households_set_apart"
    AREAS_MERGED = "areas_merged"
    AREA_SPLIT = "area_split"
    AREA_CHANGE_UNDONE = "area_change_undone"
    EVENT_CHANGED = "event_changed"
    DUTY_CHANGED = "duty_changed"
    CAMPAIGN_CHANGED = "campaign_changed"


GROUPS = {
    "access": (
        AuditEvent.SIGNED_IN,
        AuditEvent.SIGN_IN_FAILED,
        AuditEvent.SIGNED_OUT,
        AuditEvent.DEVICE_REVOKED,
        AuditEvent.EVERYBODY_SIGNED_OUT,
        AuditEvent.BACKUP_RESTORED,
    ),
    "accounts": (
        AuditEvent.PERSON_ADDED,
        AuditEvent.PERSON_ENDED,
        AuditEvent.PERSON_RENAMED,
        AuditEvent.PERSON_MOVED,
        AuditEvent.PERSON_RESTORED,
        AuditEvent.PHONE_CHANGED,
        AuditEvent.INVITED,
        AuditEvent.INVITATION_WITHDRAWN,
        AuditEvent.INVITATION_ACCEPTED,
        AuditEvent.PASSWORD_RESET_ISSUED,
        AuditEvent.PASSWORD_RESET_USED,
        AuditEvent.PASSWORD_CHANGED,
        AuditEvent.PASSWORD_CHANGE_FAILED,
    ),
    "names": (AuditEvent.NAMES_SEEN, AuditEvent.NAMES_EXPORTED, AuditEvent.FILE_IMPORTED),
    "figures": (AuditEvent.FIGURES_EXPORTED,),
    "households": (
        AuditEvent.HOUSEHOLD_CHANGED,
        AuditEvent.HOUSEHOLD_RETIRED,
        AuditEvent.HOUSEHOLD_RESTORED,
        AuditEvent.HOUSEHOLD_MERGED,
        AuditEvent.HOUSEHOLD_MERGE_UNDONE,
        AuditEvent.HOUSEHOLDS_SET_APART,
    ),
    "ward": (
        AuditEvent.SETTINGS_CHANGED,
        AuditEvent.LIST_IMPORTED,
        AuditEvent.LIST_UNDONE,
        AuditEvent.AREAS_MERGED,
        AuditEvent.AREA_SPLIT,
        AuditEvent.AREA_CHANGE_UNDONE,
        AuditEvent.EVENT_CHANGED,
        AuditEvent.DUTY_CHANGED,
        AuditEvent.CAMPAIGN_CHANGED,
        AuditEvent.MONTH_FROZEN,
        AuditEvent.MONTH_CLOSED,
        AuditEvent.MONTH_REOPENED,
    ),
}
"""The groups of events by which the audit log can be filtered; each event is in one of them."""
