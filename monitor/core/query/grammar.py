"""The grammar of the topic language, for lark's LALR(1) parser. ``docs/reference/topic-language.md`` explains it.

From loosest to tightest: OR, AND (or nothing between two parts), NOT, proximity (NEAR/n PRE/n /s /p), primaries.
"""

from __future__ import annotations

# A word, with the vowel signs of Indic scripts, which `re` does not count as word characters
_LETTERS = r"\w[\w\u0300-\u036f\u0900-\u0dff]*"
_WORD = rf"{_LETTERS}(?:['.&@\-]{_LETTERS})*"
_RESERVED = r"(?!(?:and|or|not|near|pre|atleast)(?![\w*'.&@\-]))"

GRAMMAR = rf"""
start: either
?either: both (_OR both)*
?both: unary (_AND? unary)*
?unary: _NOT unary -> negation
      | close
?close: primary
      | close NEAR primary -> near
      | close PRE primary -> pre
      | close SENTENCE primary -> same_sentence
      | close PARAGRAPH primary -> same_paragraph
?primary: WORD -> word
        | EXACT -> exact
        | PHRASE -> phrase
        | CONCEPT -> concept
        | COMPARE -> compare
        | ATLEAST "(" either ")" -> at_least
        | FIELD primary -> in_field
        | "(" either ")"

_OR.5: /OR(?![\w*])/i
_AND.5: /AND(?![\w*])/i
_NOT.5: /NOT(?![\w*])/i
NEAR.5: /NEAR\/\d{{1,4}}/i
PRE.5: /PRE\/\d{{1,4}}/i
SENTENCE.5: /\/s(?!\w)/i
PARAGRAPH.5: /\/p(?!\w)/i
ATLEAST.5: /ATLEAST\/\d{{1,4}}/i
FIELD.6: /(title|lead|body|source|lang|url|rank):/i
CONCEPT: /\{{[^{{}}\s]+\}}/
PHRASE: /"[^"]*"/
COMPARE: /<=\s*[1-4]/
EXACT: /={_WORD}/
WORD: /{_RESERVED}\*?{_WORD}(?:\.(?!\w)|\*)?/i
%ignore /[\s\u200b\ufeff]+/
"""
