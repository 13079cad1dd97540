import re

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError


class Record(forms.Form):
    nature = forms.ChoiceField(
        label="Nature",
        widget=forms.RadioSelect,
        choices=[("listen", "Écoute"), ("inform", "Information")],
        help_text="Ce qui domine.",
    )
    themes = forms.MultipleChoiceField(
        label="Thèmes", required=False, widget=forms.CheckboxSelectMultiple, choices=[("grief", "Deuil")]
    )
    agreed = forms.BooleanField(label="La personne est d’accord")
    note = forms.CharField(label="Note", widget=forms.Textarea)
    token = forms.CharField(widget=forms.HiddenInput)


def field(form, name):
    return str(form[name].as_field_group())


def test_choices_become_keys_with_their_digits():
    page = field(Record(), "nature")
    assert page.count("<input") == 2
    assert re.findall(r'<kbd aria-hidden="true">(\d)</kbd>', page) == ["1", "2"]
    assert "<legend>Nature" in page


def test_several_choices_are_boxes_to_tick_and_optional_says_so():
    page = field(Record(), "themes")
    assert 'class="tick"' in page
    assert "<kbd" not in page
    assert "(facultatif)" in page
    assert "(facultatif)" not in field(Record(), "note")


def test_a_form_that_only_narrows_a_list_calls_nothing_optional():
    class Narrowing(Record):
        narrows = True

    assert "(facultatif)" not in field(Narrowing(), "themes")


def test_help_and_errors_are_tied_to_their_field():
    form = Record({"note": "  "})
    page = field(form, "note")
    described = re.search(r'aria-describedby="([^"]+)"', page).group(1)
    assert all(f'id="{name}"' in page for name in described.split())
    assert 'aria-invalid="true"' in page
    page = field(form, "nature")
    described = re.search(r'<fieldset[^>]*aria-describedby="([^"]+)"', page).group(1)
    assert all(f'id="{name}"' in page for name in described.split())


def test_the_summary_counts_errors_and_leads_to_every_field():
    form = Record({"agreed": ""})
    page = str(form)
    assert "4 points à revoir" in page  # the hidden field counts too, but leads nowhere
    for target in re.findall(r'href="#([^"]+)"', page):
        assert f'id="{target}"' in page
    assert len(re.findall(r'href="#', page)) == 3


def test_a_form_in_order_shows_no_summary():
    assert "points à revoir" not in str(Record())


def test_what_was_typed_comes_back_escaped():
    assert "<b>" not in str(Record({"note": "<b>", "nature": "<b>"}))


def test_an_unknown_icon_is_a_mistake():
    with pytest.raises(TemplateSyntaxError, match="no icon"):
        Template("{% load interface %}{% icon 'unicorn' %}").render(Context())


def test_an_icon_alone_has_a_name_and_beside_words_is_silent():
    page = Template("{% load interface %}{% icon 'phone' %}|{% icon 'phone' 'Appeler' %}").render(Context())
    silent, named = page.split("|")
    assert 'aria-hidden="true"' in silent
    assert 'role="img" aria-label="Appeler"' in named


def test_the_trail_ends_where_one_is():
    page = Template("{% load interface %}{% trail 'Appels' '/appels/' 'Import' %}").render(Context())
    assert page.count("<li>") == 2
    assert '<a href="/appels/">Appels</a>' in page
    assert '<span aria-current="page">Import</span>' in page
