"""Words that deny, in the languages of the press."""

from __future__ import annotations

from typing import Final

NEGATIONS: Final = frozenset(
    """not no never none neither nor cannot isnt wasnt didnt doesnt dont wont hasnt havent without
    ne pas jamais aucun aucune sans nicht kein keine keinen keiner nie ohne nunca ningún ningun ninguna sin
    niet geen nooit zonder non mai nessun nessuna senza não nao nem sem nenhum nenhuma
    не ні ни нет никогда ніколи нема без bez لا لم لن ليس""".split()
)
"""Lower-case; those with accents also without, as some texts are folded."""
