from django.db import models
from django.db.models import F, Q

from tess.observatory.domain.indicators import Form, Kind, codes
from tess.observatory.domain.secrecy import SMALLEST


class PublishedFigure(models.Model):
    """A number an organisation lets the collective know. Append-only: a correction is a new revision, the latest counts.

    Whole numbers and days only: both texts are names from a closed list, so nothing of a record can be written here.
    `value` is the count or the numerator, `denominator` is empty for counts. Statistical figures are of one day, so
    that no two periods overlap and can be subtracted.
    """

    id = models.BigAutoField(primary_key=True)
    organisation_id = models.UUIDField()
    indicator = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=11, choices=Kind)
    period_start = models.DateField()
    period_end = models.DateField()
    value = models.BigIntegerField()
    denominator = models.BigIntegerField(null=True, blank=True)
    revision = models.PositiveIntegerField()
    published_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        indexes = [
            models.Index(
                fields=["period_start", "organisation_id", "indicator", "-revision"], name="observatory_figure_by_day"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "indicator", "version", "period_start", "period_end", "revision"],
                name="observatory_figure_one_of_each_revision",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.STATUTORY, indicator__in=codes(kind=Kind.STATUTORY))
                | Q(kind=Kind.STATISTICAL, indicator__in=codes(kind=Kind.STATISTICAL)),
                name="observatory_figure_of_a_known_indicator",
            ),
            models.CheckConstraint(
                condition=Q(indicator__in=codes(form=Form.COUNT), denominator=None)
                | Q(indicator__in=codes(form=Form.SHARE), denominator__isnull=False, denominator__gte=F("value"))
                | Q(indicator__in=codes(form=Form.MEAN), denominator__isnull=False, denominator__gte=0),
                name="observatory_figure_has_its_form",
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0, period_end__gte=F("period_start"), revision__gte=1, version__gte=1),
                name="observatory_figure_is_sound",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.STATUTORY)
                | Q(
                    Q(denominator__gte=F("value") + SMALLEST, value__gte=SMALLEST)
                    | Q(indicator__in=codes(form=Form.MEAN), denominator__gte=SMALLEST),
                    period_end=F("period_start"),
                ),
                name="observatory_figure_has_no_small_cell",
            ),
        ]
