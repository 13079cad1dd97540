from django.db import models
from django.db.models import Q


class ThemeWord(models.Model):
    """What this organisation called a theme elsewhere, so that its past records are read; `code` "": nothing of it is kept."""

    word = models.CharField(primary_key=True, max_length=80)  # as tenants.desk.domain.past.words.plain makes it
    code = models.CharField(max_length=40, blank=True)  # of tenants.desk.themes

    class Meta:
        ordering = ["word"]
        constraints = [
            models.CheckConstraint(condition=~Q(word=""), name="desk_theme_word_is_one"),
            models.CheckConstraint(
                condition=Q(code="") | Q(code__regex=r"^[a-z][a-z_]*$"), name="desk_theme_word_means_a_code"
            ),
        ]

    def __str__(self) -> str:
        return self.word
