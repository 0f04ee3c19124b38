"""The forms of the groups of procedures that a ward's phones offer, and of a group of the ward's own."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, ValidationError

from app.catalogue.models import ProcedureGroup
from app.catalogue.own_procedure_actions import OwnProcedureNames, own_procedure_version
from app.form_fields import AtMost, VersionedForm, cleaned, no_identity_digits
from app.settings.choice_forms import ChoiceForm, CodesField
from app.settings.service_choice_forms import MOST_NAME


class ProcedureChoiceForm(ChoiceForm):
    """The groups of procedures that phones offer."""

    procedures = CodesField(_l("Procedures"))
    shown_procedures = CodesField()

    def validate_procedures(self, field: CodesField) -> None:
        """Require one group that phones offer."""
        if not self.lists["procedures"].offered:
            raise ValidationError(_l("At least one group must stay on the phones."))


class OwnProcedureForm(VersionedForm):
    """The names of a ward's own group of procedures."""

    name_vi = StringField(
        _l("Name in Vietnamese"),
        [DataRequired(_l("Enter a name.")), AtMost(MOST_NAME), no_identity_digits],
        filters=[cleaned],
    )
    name_en = StringField(_l("Name in English"), [AtMost(MOST_NAME), no_identity_digits], filters=[cleaned])

    @classmethod
    def of(cls, group: ProcedureGroup | None) -> OwnProcedureForm:
        """Return the form of a group, or of a new one, or with what was sent."""
        if group is None:
            return cls()
        return cls(data={"name_vi": group.name_vi, "name_en": group.name_en, "version": own_procedure_version(group)})

    @property
    def names(self) -> OwnProcedureNames:
        """What was entered."""
        return OwnProcedureNames(self.name_vi.data or "", self.name_en.data or "")
