"""Word lists that more than one rule asks."""

from __future__ import annotations

ABBREVIATIONS = frozenset(
    """
    al approx art assn ave blvd ca capt cf ch co col corp dept dist dr ed eds esp est etc excl ext
    fig figs gen gov govt hon hr inc incl intl jr km lb lt ltd max mi min mr mrs ms mt no nos nr oz
    p para pl pp pres prof pt rep resp rev sec sen sgt sq sr st tel univ vers viz vol vols vs yr yrs
    """.split()
)
"""Words, in lower case and without their period, after which a period may end no sentence."""
