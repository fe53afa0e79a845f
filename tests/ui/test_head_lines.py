"""Rows above a list or below it: a word for what is said, and what is said."""

from mailtui.ui.tones import Run
from mailtui.ui.widgets.head_lines import labelled
from mailtui.ui.words import Tone

SAID: Run = ("/var/log/exim4", Tone.PLAIN)


def test_a_long_label_does_not_run_into_what_is_said():
    said = {
        label: "".join(text for text, _ in labelled(label, SAID)[0]) for label in ("queue", "sendgrid_events")
    }
    assert said == {"queue": "queue    /var/log/exim4", "sendgrid_events": "sendgrid_events /var/log/exim4"}
