"""Who signed what, and how does anyone check it without us?"""
