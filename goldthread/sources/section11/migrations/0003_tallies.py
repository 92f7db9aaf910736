"""How many organisations are in each band, kept by triggers on the grades."""

from django.db import migrations, models
from django.db.models import CASCADE

COUNT = """
INSERT INTO section11_tally (cycle_id, standard, band, organisations)
SELECT cycle_id, standard, shown, sum(each) FROM (
    SELECT cycle_id, standard, coalesce(nullif(moderated_band, ''), band) AS shown, each
    FROM (CHANGES) AS changed
    JOIN section11_selfassessment ON contribution_id = assessment_id
) AS counted
WHERE shown <> '' GROUP BY 1, 2, 3 HAVING sum(each) <> 0 ORDER BY 1, 2, 3
ON CONFLICT (cycle_id, standard, band) DO UPDATE
SET organisations = section11_tally.organisations + excluded.organisations;
"""
GRADES = "SELECT assessment_id, standard, band, moderated_band, "
GONE, COME = GRADES + "-1 AS each FROM before", GRADES + "1 AS each FROM after"
WAYS = {
    "INSERT": ("REFERENCING NEW TABLE AS after", COME),
    "UPDATE": (
        "REFERENCING OLD TABLE AS before NEW TABLE AS after",
        " UNION ALL ".join((GONE, COME)),
    ),
    "DELETE": ("REFERENCING OLD TABLE AS before", GONE),
}


def _create(way: str) -> str:
    tables, changes = WAYS[way]
    name = f"section11_tally_{way.lower()}"
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {COUNT.replace("CHANGES", changes)}
    RETURN NULL;
END $$;
CREATE TRIGGER {name} AFTER {way} ON section11_grade
    {tables} FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""


def _drop(way: str) -> str:
    name = f"section11_tally_{way.lower()}"
    return f"DROP TRIGGER {name} ON section11_grade; DROP FUNCTION {name}();"


THERE = COUNT.replace("CHANGES", GRADES + "1 AS each FROM section11_grade")
CREATE = "".join(map(_create, WAYS)) + THERE
DROP = "".join(map(_drop, WAYS))


class Migration(migrations.Migration):
    dependencies = [("section11", "0002_several")]
    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("standard", models.CharField(max_length=100)),
                ("band", models.CharField(max_length=40)),
                ("organisations", models.IntegerField()),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=CASCADE,
                        related_name="tallies",
                        to="section11.cycle",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=["cycle", "standard", "band"],
                        name="section11_one_band_each",
                    )
                ],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
