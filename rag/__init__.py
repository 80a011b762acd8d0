"""Question time, in rooms that stand on one another; `import dalil` is the way in for others.

text        letters, words, sentences, names
values      numbers, dates, hours, money: found in a text, compared, said in a language
types       what every room speaks: Article, Passage, Claim, Answer
question    what is asked: its kind, its names, what a follow-up leans on
search      how passages are found; index/ does the finding
reader      whether a passage answers, and with which words
claims      what each source says: one claim a source, grouped, labelled
answer      sentences out of claims, each with its citations
verify      what the cited words do not bear is taken away; it knows none of the rooms above types
pipeline    the order of it all

Each room imports what stands above it in this list, as `tests/test_architecture.py` has it.
`errors` and `settings` may be imported anywhere.
"""
