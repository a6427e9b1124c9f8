"""What do we already know that answers a question?"""
