"""What somebody wrote at length, given back where it could not be taken."""

from underpin.console.routes import forms


def test_by_what_it_is_and_not_by_its_fields_name() -> None:
    sentence = "All the printers in hall 3 stopped at noon, and nobody has touched them since then."
    given = {
        "subject": "Printers",
        "body_en": "One line\nand another",
        "hint": sentence,
        "note": "short",
        "csrf": "x" * 120,
        "began": '{"a": "written by a page for itself, however long it may become over the years"}',
        "password": f"{sentence} really",
    }
    assert forms.typed(given) == f"Printers\n\nOne line\nand another\n\n{sentence}"
