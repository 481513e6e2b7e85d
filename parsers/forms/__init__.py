"""The official forms as data: one module per edition; newest first, as most reports use it."""

from parsers.forms import form2014, form2019, form2021
from parsers.model import Form

FORMS: tuple[Form, ...] = (form2021.FORM, form2019.FORM, form2014.FORM)
