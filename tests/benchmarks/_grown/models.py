from django.db import models


class Thing(models.Model):
    word = models.CharField(max_length=100)
