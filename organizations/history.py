"""Reading the trail: acts as sentences, with old and new, for the pages on which they happened.

Each app names its own verbs and keys in a module `trail_words` (its `WORDS`); this module only knows where to look.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from importlib import import_module

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.module_loading import module_has_submodule

from ita_portal.text_difference import Passage, difference
from ita_portal.thai_dates import long_date
from organizations.models import TrailEntry

SERVER = "คำสั่งบนเครื่องแม่ข่าย"  # who acted where no person did
LONGEST_VALUE = 60  # letters; longer values, and those of several lines, are shown as a difference


@dataclass(frozen=True)
class TrailWords:
    """How one app says its acts.

    `verbs` says each verb as a sentence without a subject ("ยืนยันคะแนน"). `keys` names what stands in the changes
    and is no field of the row; `name_of_key` names keys by a rule and returns "" for those it does not know.
    `hidden` are keys that tell people nothing (file keys, sums); they stay on the trail.
    """

    verbs: dict[str, str]
    keys: dict[str, str] = field(default_factory=dict)
    name_of_key: Callable[[str], str] = lambda key: ""
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Change:
    """One thing that changed; old and new are "" where there was nothing.

    `passages` tell word by word how one long text became another.
    """

    key: str
    name: str
    old: str
    new: str
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True)
class Act:
    """One entry of the trail as people read it."""

    at: datetime
    who: str
    verb: str
    title: str
    subject_type: str
    subject: str
    changes: tuple[Change, ...]

    def only(self, keys):
        """The same act with the changes of these keys alone."""
        return replace(self, changes=tuple(change for change in self.changes if change.key in keys))


def history_of(rows, *, user, keys=None, limit=None):
    """The acts on rows in hand that the person may read, latest first, in one query however many they are.

    `keys` keeps the changes of these alone and the acts that have some; `limit` keeps the latest acts.
    """
    entries = TrailEntry.objects.visible_to(user).about_any(rows).select_related("by").order_by("-pk")
    if keys is None:
        return acts_of(entries[:limit])
    acts = acts_of(entries.filter(changes__has_any_keys=list(keys))[:limit])
    return [act.only(keys) for act in acts]


def acts_of(entries):
    """Entries (with `by` at hand) as acts, in their order."""
    return [_act(entry) for entry in entries]


def name_of_verb(verb, app_label=""):
    """What a verb says, in the words of its app where it has some; a plain word for one that nobody named."""
    ours = _words_by_app()
    for words in ([ours[app_label]] if app_label in ours else []) + list(ours.values()):
        if verb in words.verbs:
            return words.verbs[verb]
    return "แก้ไขข้อมูล"


@cache
def _words_by_app():
    """{app label: TrailWords} of the apps that have some."""
    return {
        config.label: import_module(f"{config.name}.trail_words").WORDS
        for config in apps.get_app_configs()
        if module_has_submodule(config.module, "trail_words")
    }


def _act(entry):
    app_label, _, _ = entry.subject_type.partition(".")
    words = _words_by_app().get(app_label, TrailWords({}))
    model = _model_of(entry)
    return Act(
        at=entry.at,
        who=str(entry.by) if entry.by else SERVER,
        verb=entry.verb,
        title=name_of_verb(entry.verb, app_label),
        subject_type=entry.subject_type,
        subject=entry.subject_name or str(model._meta.verbose_name if model else ""),
        changes=tuple(
            _change(key, old, new, words, model)
            for key, (old, new) in entry.changes.items()
            if key not in words.hidden
        ),
    )


def _model_of(entry):
    """The model of the entry's subject; None when the portal no longer has it."""
    try:
        return apps.get_model(entry.subject_type)
    except LookupError:
        return None


def _change(key, old, new, words, model):
    stored = _field_of(model, key)
    name = words.keys.get(key) or words.name_of_key(key) or (str(stored.verbose_name) if stored else key)
    old, new = _shown(stored, old), _shown(stored, new)
    is_long = any("\n" in text or len(text) > LONGEST_VALUE for text in (old, new))
    return Change(key, name, old, new, tuple(difference(old, new)) if is_long and old and new else ())


def _field_of(model, key):
    """The field a key speaks of: of the row itself, else of another model of its app (what was deleted of it)."""
    if model is None:
        return None
    for candidate in (model, *model._meta.app_config.get_models()):
        try:
            found = candidate._meta.get_field(key)
        except FieldDoesNotExist:
            continue
        if isinstance(found, models.Field):
            return found
    return None


def _shown(stored, text):
    """A kept value as people read it: the label of a choice, a date in words."""
    if not text:
        return ""
    if stored is None:
        return text
    if stored.choices:
        return str(dict(stored.flatchoices).get(text, text))
    if isinstance(stored, models.BooleanField):
        return {"True": "ใช่", "False": "ไม่ใช่"}.get(text, text)
    if isinstance(stored, models.DateField) and not isinstance(stored, models.DateTimeField):
        return long_date(date.fromisoformat(text))
    return text
