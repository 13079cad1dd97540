"""Who may edit what in Wagtail's admin: groups that follow the memberships of the collective, never given by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Page

from tess.identity.models import Membership
from tess.identity.roles import Role

if TYPE_CHECKING:
    from tess.identity.models import User

COORDINATION = "Coordination du collectif"
TRAINING = "Formation du collectif"
GROUP_OF_ROLE: dict[str, str] = {Role.COORDINATOR: COORDINATION, Role.COLLECTIVE_TRAINER: TRAINING}
# a coordinator writes and publishes every page; trainers get the pages of modules with the shared catalogue
PAGE_RIGHTS = {COORDINATION: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"), TRAINING: ()}


def derive_rights(user: User) -> None:
    """Put `user` in the editors' groups that their roles in the collective call for, and take them out of the others.

    Called on every sign-in and whenever such a membership is granted or withdrawn, in that transaction.
    """
    membership = Membership.objects.filter(user=user, organisation=None, active=True).first()
    held = {GROUP_OF_ROLE[role] for role in membership.roles if role in GROUP_OF_ROLE} if membership else set()
    standing = set(user.groups.filter(name__in=GROUP_OF_ROLE.values()).values_list("name", flat=True))
    if standing - held:
        user.groups.remove(*Group.objects.filter(name__in=standing - held))
    if held - standing:
        user.groups.add(*[_group(name) for name in sorted(held - standing)])


def _group(name: str) -> Group:
    """The group of that name, with its rights, made when first needed."""
    group, created = Group.objects.get_or_create(name=name)
    if created:
        group.permissions.add(
            Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin"),
        )
        root = Page.objects.get(depth=1)
        wanted = Permission.objects.filter(codename__in=PAGE_RIGHTS[name], content_type__app_label="wagtailcore")
        GroupPagePermission.objects.bulk_create(
            GroupPagePermission(group=group, page=root, permission=permission) for permission in wanted
        )
    return group
