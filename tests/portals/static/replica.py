"""Plain portals of no known make: the pager zoo, an old one in frames and GBK, one whose pages must be guessed.

Source: the CMS reference, sections 2, 2e, 8 and 9.
"""

from portals.static import guessed, old, placed, shapes, subsites, zoo


def sites():
    return [zoo.city(), old.county(), placed.district(), shapes.county(), subsites.county(), *guessed.counties()]
