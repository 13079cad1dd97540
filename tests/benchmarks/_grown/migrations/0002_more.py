from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns, a plain index, a table."""

    dependencies = [("grown", "0001_initial")]
    operations = [
        migrations.AddField("thing", "city", models.CharField(max_length=100, default="")),
        migrations.AddField("thing", "seats", models.IntegerField(default=1)),
        migrations.AddIndex("thing", models.Index(fields=["city"], name="grown_city")),
        migrations.CreateModel(
            "Part",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("thing", models.ForeignKey("grown.Thing", models.CASCADE)),
            ],
        ),
    ]
