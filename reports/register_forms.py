"""Forms of the register of memo numbers."""

from django import forms

from ita_portal.fields import ThaiTextField


class NoteNumberForm(forms.Form):
    """A number of the series on the page that belongs to a letter the portal does not know."""

    number = ThaiTextField(label="เลขที่", max_length=20)
    note = ThaiTextField(label="ใช้กับหนังสือเรื่องใด", max_length=300, help_text="เช่น หนังสือถึงอำเภอ เรื่อง ส่งแผนพัฒนา")


class SeriesForm(forms.Form):
    """Which series an address asks for; what is unreadable asks for none."""

    prefix = forms.CharField(max_length=40, required=False)
    year = forms.IntegerField(min_value=2540, max_value=2600)

    @property
    def place(self):
        """(prefix, calendar year), or (None, None)."""
        return (self.cleaned_data["prefix"], self.cleaned_data["year"]) if self.is_valid() else (None, None)
