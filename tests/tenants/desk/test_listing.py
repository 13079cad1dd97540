"""The themes an organisation's listeners see first."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenants.desk.domain import listing
from tenants.desk.domain.contacts import Answers, save_draft
from tenants.desk.models import ListedTheme
from tenants.desk.themes import THEMES
from tess.identity.roles import Role
from tess.kernel.errors import DomainError
from tess.kernel.models import AuditEntry

PAGE = "/fiches/themes/"


def text(answer):
    return answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def shown(answer):
    """(themes seen first, those under “Autres thèmes”) on a record."""
    first, _details, others = text(answer).partition('<details class="pick-others">')
    themes = [re.findall(r'name="themes" value="(\w+)"', part) for part in (first, others)]
    return themes[0], themes[1]


@pytest.fixture
def manager(organisation, actor_of):
    return actor_of(organisation, Role.MANAGER)


def test_without_a_choice_all_are_seen(web, draft):
    assert shown(web.get(f"/fiches/{draft.pk}/")) == (list(THEMES), [])


def test_what_is_chosen_is_seen_first_and_the_rest_stays_reachable(web_of, web, draft):
    director = web_of(Role.DIRECTOR)
    answer = director.post(PAGE, {"themes": ["grief", "suicide"]}, follow=True)
    assert "Vos écoutant·es voient 2 thèmes en premier ; les autres sont sous « Autres thèmes »." in text(answer)
    first, others = shown(web.get(f"/fiches/{draft.pk}/"))
    assert first == ["suicide", "grief"]
    assert len(others) == len(THEMES) - 2
    typed = {
        "version": 1,
        "what": "support",
        "line": draft.line_id,
        "channel": "phone",
        "note": "",
        "themes": ["money"],
    }
    assert web.post(f"/fiches/{draft.pk}/enregistrer/", typed).status_code == 302
    assert shown(web.get(f"/fiches/{draft.pk}/"))[0] == ["suicide", "grief", "money"]


def test_a_record_keeps_showing_a_theme_that_is_not_listed(web, draft, listener, manager):
    save_draft(draft, Answers(themes=("housing",), line_id=draft.line_id), version=1, actor=listener)
    listing.choose(["grief"], actor=manager)
    first, others = shown(web.get(f"/fiches/{draft.pk}/"))
    assert first == ["grief", "housing"]
    assert "housing" not in others


def test_a_slip_elsewhere_keeps_what_was_ticked_in_sight(web, draft, manager):
    listing.choose(["grief"], actor=manager)
    typed = {
        "version": 1,
        "what": "support",
        "line": draft.line_id,
        "channel": "phone",
        "note": "",
        "themes": ["money"],
    }
    answer = web.post(f"/fiches/{draft.pk}/enregistrer/", typed | {"departement": "999"})
    assert answer.status_code == 422
    assert shown(answer)[0] == ["grief", "money"]


@pytest.mark.parametrize("codes", [[], list(THEMES)])
def test_none_and_all_are_the_same(manager, codes):
    listing.choose(["grief"], actor=manager)
    assert listing.choose(codes, actor=manager) == listing.listed() == frozenset(THEMES)
    assert not ListedTheme.objects.exists()


def test_each_change_is_audited_and_the_same_choice_is_none(manager):
    listing.choose(["grief", "money"], actor=manager)
    listing.choose(["grief", "work"], actor=manager)
    listing.choose(["grief", "work"], actor=manager)
    trail = AuditEntry.objects.filter(action="desk.themes.chosen").order_by("at", "pk")
    assert [entry.fields for entry in trail] == [["grief", "money"], ["money", "work"]]


def test_what_is_no_theme_is_refused(web_of, manager):
    with pytest.raises(DomainError):
        listing.choose(["weather"], actor=manager)
    assert web_of(Role.MANAGER).post(PAGE, {"themes": ["weather"]}).status_code == 400
    assert not ListedTheme.objects.exists()


def test_a_theme_retired_since_counts_for_nothing(organisation):
    ListedTheme.objects.create(code="retired_since")
    assert listing.listed() == frozenset(THEMES)


@pytest.mark.parametrize("role", [Role.LISTENER, Role.SUPERVISOR, Role.DISPATCHER, Role.TRAINER, Role.TRAINEE])
def test_it_is_the_direction_s_to_choose(web_of, role):
    assert web_of(role).get(PAGE).status_code == 403
    assert web_of(role).post(PAGE, {"themes": ["grief"]}).status_code == 403


def test_an_organisation_chooses_for_itself_alone(other_organisation, acting_for, manager):
    with acting_for(other_organisation):
        ListedTheme.objects.create(code="grief")
    assert listing.listed() == frozenset(THEMES)


@pytest.mark.parametrize("codes", [[], ["grief"], ["grief", "money", "work"]])
def test_a_record_asks_once_for_the_choice_whatever_it_is(web, draft, manager, codes):
    listing.choose(codes, actor=manager)
    with CaptureQueriesContext(connection) as queries:
        web.get(f"/fiches/{draft.pk}/")
    assert len([q for q in queries if "desk_listedtheme" in q["sql"]]) == 1


def test_saving_as_one_types_does_not_ask(web, draft):
    typed = {"version": 1, "what": "support", "line": draft.line_id, "channel": "phone", "note": ""}
    with CaptureQueriesContext(connection) as queries:
        web.post(f"/fiches/{draft.pk}/enregistrer/", typed, headers={"X-Requested-With": "XMLHttpRequest"})
    assert not [q for q in queries if "desk_listedtheme" in q["sql"]]
