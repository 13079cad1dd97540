from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string

from tess.kernel.interface.forms import choice_groups, counts, kind_of
from tess.kernel.interface.pieces import Event, Progress, Step, Steps, Tab
from tess.kernel.interface.toasts import undo_url, undoable

NAMES = ["Les lignes", "Les horaires", "L’équipe"]


def test_tabs_say_which_one_is_open_and_how_many_wait():
    html = render_to_string(
        "kernel/tabs.html", {"label": "Vues", "tabs": [Tab("A", "/a/", True), Tab("B", "/b/", count=0)]}
    )
    assert '<a href="/a/" aria-current="page">A</a>' in html
    assert '<span class="tab-count">0</span>' in html


def test_steps_before_the_current_one_can_be_gone_back_to():
    steps = Steps.at(1, NAMES, urls=["/1/", "/2/"])
    assert [step.state for step in steps.all] == ["done", "current", "todo"]
    assert steps.said == "Étape 2 sur 3\u00a0: Les horaires"
    html = render_to_string("kernel/steps.html", {"steps": steps})
    assert 'href="/1/"' in html
    assert 'href="/2/"' not in html
    assert html.count('aria-current="step"') == 1


def test_steps_all_done():
    assert Steps(all=[Step("Une", "done")]).said == "Toutes les étapes sont faites"


def test_work_under_way_asks_again_and_work_done_leads_on():
    going = Progress("/ou/", "Import", "On lit", share=0.5)
    html = render_to_string("kernel/progress.html", {"progress": going})
    assert 'hx-get="/ou/"' in html
    assert 'value="0.5"' in html
    done = Progress("/ou/", "Import", "Fini", under_way=False, next_url="/la/", next_label="Voir")
    html = render_to_string("kernel/progress.html", {"progress": done})
    assert "hx-get" not in html
    assert 'href="/la/"' in html
    assert Progress("", "", "", under_way=False, failed=True).state == "failed"


def test_the_timeline_says_when_who_and_what():
    event = Event(datetime(2026, 9, 7, 14, 3, tzinfo=ZoneInfo("Europe/Paris")), "Admise", "Ana", "Sept <voix>")
    html = render_to_string("kernel/timeline.html", {"events": [event]})
    assert "7 septembre 2026, 14:03" in html
    assert "Sept &lt;voix&gt;" in html


@pytest.mark.parametrize("url", ["https://ailleurs.example/", "//ailleurs.example/", "javascript:1", "relatif/"])
def test_a_way_back_never_leads_elsewhere(url):
    with pytest.raises(ValueError, match="this host"):
        undoable(None, "Fait", url)


def test_a_message_carries_its_way_back():
    assert undo_url(Message(25, "Fait", extra_tags="undo:/fiches/1/rouvrir/")) == "/fiches/1/rouvrir/"
    assert undo_url(Message(25, "Fait", extra_tags="autre")) == ""


class Sample(forms.Form):
    themes = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        choices=[("a", "Seul"), ("b", "Peur"), ("Santé", [("c", "Deuil")]), ("d", "Autre")],
    )
    note = forms.CharField(max_length=40, widget=forms.Textarea(attrs={"data-counter": ""}))
    file = forms.FileField()
    name = forms.CharField(max_length=9)


def test_choices_stand_under_the_names_of_their_groups():
    found = [(name, [option.choice_label for option in options]) for name, options in choice_groups(Sample()["themes"])]
    assert found == [("", ["Seul", "Peur"]), ("Santé", ["Deuil"]), ("", ["Autre"])]


def test_a_field_that_counts_says_its_limit_without_scripts():
    form = Sample()
    assert (counts(form["note"]), counts(form["name"])) == (40, 0)
    assert "40 signes au plus" in form["note"].as_field_group()


def test_a_file_has_room_to_be_dropped():
    assert kind_of(Sample()["file"]) == "file"
    assert 'class="drop"' in Sample()["file"].as_field_group()
