"""Who may edit what in Wagtail's admin: groups that follow the memberships of the collective, never given by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Page, Site

from shared_training.catalogue.models import CataloguePage
from tess.identity.models import Membership
from tess.identity.roles import Role

if TYPE_CHECKING:
    from tess.identity.models import User

COORDINATION = "Coordination du collectif"
TRAINING = "Formation du collectif"
GROUP_OF_ROLE: dict[str, str] = {Role.COORDINATOR: COORDINATION, Role.COLLECTIVE_TRAINER: TRAINING}
RIGHTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")


def derive_rights(user: User) -> None:
    """Put `user` in the editors' groups that their roles in the collective call for, and take them out of the others.

    Called on every sign-in and whenever such a membership is granted or withdrawn, in that transaction.
    """
    membership = Membership.objects.filter(user=user, organisation=None, active=True).first()
    held = {GROUP_OF_ROLE[role] for role in membership.roles if role in GROUP_OF_ROLE} if membership else set()
    standing = set(user.groups.filter(name__in=GROUP_OF_ROLE.values()).values_list("name", flat=True))
    if standing - held:
        user.groups.remove(*Group.objects.filter(name__in=standing - held))
    for name in sorted(held):
        group = settle(name)
        if name not in standing:
            user.groups.add(group)


def settle(name: str) -> Group:
    """The group of that name, with its rights on its part of the site as it stands now."""
    group, created = Group.objects.get_or_create(name=name)
    if created:
        group.permissions.add(
            Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin"),
        )
    page = _part_of(name)
    if page is not None and not GroupPagePermission.objects.filter(group=group, page_id=page.pk).exists():
        GroupPagePermission.objects.filter(group=group).delete()
        wanted = Permission.objects.filter(codename__in=RIGHTS, content_type__app_label="wagtailcore")
        GroupPagePermission.objects.bulk_create(
            GroupPagePermission(group=group, page_id=page.pk, permission=permission) for permission in wanted
        )
    return group


def settle_all() -> None:
    """The same for the groups that exist: the site has got another beginning."""
    for name in Group.objects.filter(name__in=GROUP_OF_ROLE.values()).values_list("name", flat=True):
        settle(name)


def _part_of(name: str) -> Page | None:
    """Where the group writes: coordination the whole site, trainers the catalogue; None while there is no such page."""
    if name == TRAINING:
        return CataloguePage.objects.first()
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    return site.root_page if site else None
