from django.db import migrations

from zhishui.journal.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [
        forbid_changes("journal_event"),
        forbid_changes("journal_leaf"),
        forbid_changes("journal_node"),
        forbid_changes("journal_checkpoint"),
    ]
