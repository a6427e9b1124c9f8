from django.db import migrations

from zhishui.journal.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [("facts", "0001_initial")]

    operations = [forbid_changes("facts_fact")]
