"""Word lists that more than one rule asks."""

from __future__ import annotations

ABBREVIATIONS = frozenset(
    """
    al approx art assn ave blvd bros ca capt cf ch co col corp dept dist dr ed eds esp est etc excl
    ext fig figs gen gov govt hon hr inc incl intl inv jr km lb lt ltd max mi min mr mrs ms mt no
    nos nr oz p para pl pp pres prof pt rep resp rev sec sen sgt sq sr st tel univ vers viz vol
    vols vs yr yrs
    """.split()
)
"""Words, in lower case and without their period, after which a period may end no sentence."""

NAME_ABBREVIATIONS = frozenset(
    """
    Ala Apr Ariz Ark Aug Calif Colo Conn Dec Del Feb Fla Fri Ga Ill Ind Jan Jul Jun Kan Ky La Mar
    Mass Md Mich Minn Miss Mo Mon Mont Neb Nev Nov Oct Okla Ore Pa Penn Sat Sept Sun Tenn Tex Thu
    Tue Va Wash Wed Wis Wyo
    """.split()
)
"""Short forms of months, weekdays and American states; some are words in lower case."""


def is_abbreviation(word: str) -> bool:
    """Whether a period right after ``word`` may belong to it, as far as that can be looked up.

    >>> [w for w in ("approx", "p.m", "J", "Sept", "harbor") if is_abbreviation(w)]
    ['approx', 'p.m', 'J', 'Sept']
    """
    bare = word.rstrip(".")
    return (
        (len(bare) == 1 and bare.isalpha())
        or "." in bare
        or bare.lower() in ABBREVIATIONS
        or bare in NAME_ABBREVIATIONS
    )


PREPOSITIONS = frozenset(
    """
    about above across after against along amid among amongst around at before behind below beneath
    beside between beyond by despite during for from in inside into like near of off on onto
    opposite outside over past per regarding since than through throughout till to toward towards
    under until upon via with within without
    """.split()
)
"""Words that take a noun, or a verb's infinitive, after them."""

DETERMINERS = frozenset(
    """
    a an another any both each either every her his its my neither no our some that the their these
    this those whose your
    """.split()
)
"""Words that open the group of a noun."""

SUBJECTS = frozenset("he i it she there they we you".split())
"""Pronouns, and ``there``, that are the subject of what follows."""

AUXILIARIES = frozenset(
    """
    am are be been being can could did do does had has have is may might must shall should was were
    will would
    """.split()
)
"""Verbs that help another, or join a subject to what is said of it."""

NUMBERS = frozenset(
    """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred
    thousand million billion
    """.split()
)
"""Numbers in words."""

BEHEADED = frozenset(
    """
    ain at bout bove cause cept cos coz cuz d deed em f fraid frisco gainst gratulate isn kase
    lection lizabeth ll lowed m mid mongst n nd neath nother nough nuff pon prentice re round s
    scuse spec spect spected spose stead sturb t til till tis tude twarn twas tween twere twill
    twixt twon twould ud um un uns uz ve wasn weren
    """.split()
)
"""Words that English writes without their beginning: an apostrophe stands before them."""

DROPPED_H = frozenset(
    """
    a ad alf am and ands ard arf at ave avin e ead ear eard eart ee ell elp er ere erself igh im
    imself is it ome ope orse orses ot our ours ouse ow undred urt usband
    """.split()
)
"""Words as speech without an h has them, which as they stand may be words of their own too."""

CLIPPED = frozenset(
    """
    ain an aroun befo couldn d didn doan don en fo ha hadn i islan jes jis kep lan las los mo mos n
    o ol po raf roun sho t th tha ther wi wouldn yo
    """.split()
)
"""Words that dialect writes without their end, beside those that have lost the g of -ing."""
