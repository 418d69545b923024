"""What this program is: the commit that it was made from, and the parts that it is made with.

May import: ``schemas``, ``paths``.
"""
