"""Leaf: a model field that keeps itself."""

from django.db import models

from ita_portal.thai_text import sort_key


class ThaiOrderField(models.CharField):
    """The Thai dictionary order of another text of the row (`of`), so that both databases sort by it alike.

    Written whenever the row is saved or created in bulk. A save of some fields only has to name this one too.
    """

    LONGEST = 640  # digits: three for each character of a name of 200, and some to spare

    def __init__(self, *args, of, **kwargs):
        self.of = of
        super().__init__(*args, **{"max_length": self.LONGEST, "editable": False, "default": "", **kwargs})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance, add):
        key = sort_key(getattr(model_instance, self.of))[: self.max_length]
        setattr(model_instance, self.attname, key)
        return key
