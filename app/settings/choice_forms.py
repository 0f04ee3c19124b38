"""The frame of the forms by which a ward orders and hides what its phones offer of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

from wtforms import BooleanField, Field, StringField

from app.form_fields import VersionedForm
from app.settings.service_choice import ChoiceList

_MOVES = {"up": -1, "down": 1}


class CodesField(Field):
    """Some codes in the order in which a form sent them, each once."""

    data: list[str]

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take the codes; those that nobody knows are passed over by whoever reads them."""
        self.data = list(dict.fromkeys(valuelist))


class ChoiceForm(VersionedForm):
    """Lists of the catalogue in their order, and a box for each item that says whether phones offer it.

    A subclass has two fields for each list, such as ``topics`` and ``shown_topics``. Its buttons save it, or show it
    again with something moved, or as the catalogue has it, without saving.
    """

    move = StringField()
    reset = BooleanField()
    preview = BooleanField()

    lists: Mapping[str, ChoiceList[Any]]

    @classmethod
    def of(cls, lists: Mapping[str, ChoiceList[Any]], version: str) -> Self:
        """Return the form with the ward's lists, or with what was sent, moved or taken back as it was asked for."""
        form = cls(data={"version": version})
        form.lists = lists
        if form.is_submitted():
            form.lists = {name: form._sent(name, of_name) for name, of_name in lists.items()}
        return form

    def _sent(self, name: str, stored: ChoiceList[Any]) -> ChoiceList[Any]:
        if self.reset.data:
            return stored.as_usual()
        sent = stored.as_sent(self[name].data, self[f"shown_{name}"].data)
        moved_name, _space, rest = (self.move.data or "").partition(" ")
        direction, _space, code = rest.partition(" ")
        return sent.moved(code, _MOVES.get(direction, 0)) if moved_name == name else sent

    @property
    def is_to_be_saved(self) -> bool:
        """Whether the form was sent to be saved, and not only to be shown again."""
        return bool(self.is_submitted() and not (self.move.data or self.reset.data or self.preview.data))
