"""New passages are found; order and ticking noise are not new."""

from __future__ import annotations

from monitor.core.text.diff import new_passages, word_diff

PAGE = """Status of the amendments
Chile 23 September 2016
The Assembly meets in December in New York.
Contact us by letter or telephone."""


def test_a_new_row_of_a_table_is_told() -> None:
    assert new_passages(PAGE, PAGE + "\nMongolia 4 May 2026") == ("Mongolia 4 May 2026",)


def test_a_new_sentence_in_an_old_line_is_told_alone() -> None:
    new = PAGE.replace("New York.", "New York. Mongolia has ratified the amendments.")
    assert new_passages(PAGE, new) == ("Mongolia has ratified the amendments.",)


def test_order_spacing_quotes_and_case_are_not_new() -> None:
    shuffled = "\n".join(reversed(PAGE.replace("Contact", "  CONTACT").splitlines()))
    assert new_passages(PAGE, shuffled) == ()


def test_clocks_counters_dates_and_nonces_are_not_new() -> None:
    noise = "\nLast updated: 3 March 2026 14:05\n12,031 readers online\nToday is Tuesday\nsession 9f8a7b6c5d4e3f\nMenu"
    assert new_passages(PAGE + "\nLast updated: 1 March 2026 09:00", PAGE + noise) == ()


def test_a_changed_number_in_a_real_sentence_is_told() -> None:
    old = "There are now 125 States Parties to the Statute."
    assert new_passages(old, old.replace("125", "126")) == ("There are now 126 States Parties to the Statute.",)


def test_words_taken_out_and_put_in_are_paired() -> None:
    old, new = "The court sanctioned nine judges.", "The court sanctioned eleven senior judges."
    assert [(change.removed, change.added) for change in word_diff(old, new)] == [("nine", "eleven senior")]
    assert word_diff("“One” word", '"one" WORD') == ()
