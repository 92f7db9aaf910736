from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activities", "0006_case_files")]

    operations = [
        migrations.RemoveField(model_name="activity", name="named"),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("restricted", False),
                    ("case_file__isnull", False),
                    _connector="OR",
                ),
                name="activity_restricted_by_a_case_file",
            ),
        ),
    ]
