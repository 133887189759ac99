"""The pulse: one question per running collaboration per quarter, answered for a partner and shown for groups alone.

After the scales of PARTNER, the Program to Analyze, Record and Track Networks to Enhance Relationships (Varda and
Retrum 2012, Journal of Public Health Research 1:170-176, doi 10.4081/jphr.2012.e27; Visible Network Labs, PARTNER Trust
and Value Metrics, 2021). Three aspects make trust, three make value, each on the same four steps. PARTNER asks all six
at once and of every other member; here each partner gets one of them a quarter, of the others in a collaboration
together.
"""
