"""Who is it: taxpayers, accounts, rights to act for others, staff."""
