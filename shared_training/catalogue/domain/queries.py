"""The modules as plain values: nothing of Wagtail goes further than here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _
from wagtail.rich_text import RichText

from shared_training.catalogue.models import ModulePage
from tess.kernel.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Lesson:
    """One sitting. `minutes` is the most that is counted for it; `body` is HTML already made safe."""

    id: UUID
    title: str
    minutes: int
    body: str
    dos: tuple[str, ...]
    donts: tuple[str, ...]
    exercise: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing to tick."""

    id: str
    text: str
    right: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a quiz."""

    id: str
    text: str
    answers: tuple[Answer, ...]
    explanation: str

    @property
    def right(self) -> frozenset[str]:
        """The ids of all right answers."""
        return frozenset(answer.id for answer in self.answers if answer.right)

    @property
    def has_several(self) -> bool:
        """Whether more than one answer is right: the page then offers boxes to tick."""
        return len(self.right) > 1


@dataclass(frozen=True, slots=True)
class Module:
    """A published module."""

    id: int
    slug: str
    title: str
    mode: str
    objectives: tuple[str, ...]
    prerequisites: str
    lessons: tuple[Lesson, ...]
    questions: tuple[Question, ...]
    pass_mark: int

    @property
    def minutes(self) -> int:
        """The most it can count for."""
        return sum(lesson.minutes for lesson in self.lessons)

    @property
    def right_needed(self) -> int:
        """How many right answers pass the quiz."""
        return -(-len(self.questions) * self.pass_mark // 100)

    def lesson(self, lesson_id: UUID) -> Lesson:
        """One of its lessons. Raises NotFound."""
        for lesson in self.lessons:
            if lesson.id == lesson_id:
                return lesson
        raise NotFound(_("This module has no such lesson."))


def modules() -> list[Module]:
    """Every published module, by title; one statement."""
    return [_module(page) for page in ModulePage.objects.live().order_by("title", "pk")]


def module_called(slug: str) -> Module:
    """The published module at this address. Raises NotFound."""
    return _only(ModulePage.objects.live().filter(slug=slug))


def module_numbered(module_id: int) -> Module:
    """One module, published or withdrawn since: who has begun may finish. Raises NotFound."""
    return _only(ModulePage.objects.filter(pk=module_id))


def titles(module_ids: Iterable[int]) -> dict[int, str]:
    """The titles of these modules; one statement."""
    return dict(ModulePage.objects.filter(pk__in=set(module_ids)).values_list("pk", "title"))


def _only(pages: Any) -> Module:
    page = pages.first()
    if page is None:
        raise NotFound(_("There is no such module."))
    return _module(page)


def _module(page: ModulePage) -> Module:
    return Module(
        id=page.pk,
        slug=page.slug,
        title=page.title,
        mode=page.get_mode_display(),
        objectives=tuple(line.strip() for line in page.objectives.splitlines() if line.strip()),
        prerequisites=page.prerequisites,
        lessons=tuple(_lesson(block) for block in page.lessons),
        questions=tuple(_question(block) for block in page.questions),
        pass_mark=page.pass_mark,
    )


def _lesson(block: Any) -> Lesson:
    value = block.value
    return Lesson(
        id=UUID(block.id),
        title=value["title"],
        minutes=value["minutes"],
        body=str(RichText(value["body"].source)),
        dos=tuple(value["dos"]),
        donts=tuple(value["donts"]),
        exercise=value["exercise"],
    )


def _question(block: Any) -> Question:
    value = block.value
    answers = value["answers"].bound_blocks
    return Question(
        id=block.id,
        text=value["text"],
        answers=tuple(Answer(answer.id, answer.value["text"], bool(answer.value["right"])) for answer in answers),
        explanation=value["explanation"],
    )
