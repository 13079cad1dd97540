"""The collective's budgets, at its own host."""

from django.urls import path

from billing.budgets.views import budget, item, sharing

app_name = "budgets"
urlpatterns = [
    path("", budget.budgets, name="budgets"),
    path("nouveau/", budget.create, name="create"),
    path("<int:pk>/", budget.show, name="budget"),
    path("<int:pk>/modifier/", budget.change, name="change"),
    path("<int:pk>/postes/<int:item_pk>/", item.change, name="item"),
    path("<int:pk>/postes/<int:item_pk>/retirer/", item.remove, name="remove_item"),
    path("<int:pk>/repartir/", sharing.allocate, name="allocate"),
    path("<int:pk>/calcul/", sharing.working, name="working"),
    path("<int:pk>/calcul.csv", sharing.table, name="table"),
]
