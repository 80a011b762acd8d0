"""What people would use instead of Dalil, in an environment of their own.

Nothing here is imported by Dalil, but for `command`; each `with_…` module is run by the peers'
own Python and knows only its library and `exchange`.
"""
