"""What the environment says about the terminal."""

import pytest

from mailtui.ui.terminal import prepare, survey

UTF8 = {"LANG": "de_DE.UTF-8", "TERM": "xterm-256color"}


def test_over_ssh_in_tmux():
    found = survey({**UTF8, "SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22", "TMUX": "/tmp/x,1,0"}, (80, 24))
    assert found.verdict == "80x24, 256 colours, over ssh, in tmux"
    assert found.clipboard.startswith("tmux load-buffer")
    assert found.hints == ()


def test_a_small_window_without_unicode():
    found = survey({"TERM": "linux"}, (60, 20))
    assert found.verdict == "60x20, 16 colours, no Unicode"
    assert len(found.hints) == 2


@pytest.mark.parametrize(
    ("environ", "colours"),
    [
        ({"COLORTERM": "truecolor", "TERM": "xterm"}, "16 million"),
        ({"NO_COLOR": "", "COLORTERM": "truecolor"}, "no"),
        ({"TERM": "dumb"}, "no"),
        ({"TERM": "screen"}, "16"),
        ({}, "16"),
    ],
)
def test_colours(environ, colours):
    assert survey(environ, (80, 24)).colours == colours


@pytest.mark.parametrize(
    ("environ", "route"),
    [
        ({"STY": "1.pts"}, "OSC 52 through screen"),
        ({"SSH_TTY": "/dev/pts/1", "DISPLAY": ":10"}, "OSC 52, if"),
        ({"DISPLAY": ":0"}, "the clipboard of this desktop"),
        ({}, "OSC 52, if"),
    ],
)
def test_the_way_of_a_copy(environ, route):
    assert survey(environ, (80, 24)).clipboard.startswith(route)


def test_lc_all_wins_over_lang():
    assert not survey({"LC_ALL": "C", "LANG": "en_GB.UTF-8"}, (80, 24)).unicode
    assert survey({"LC_ALL": "", "LANG": "en_GB.utf8"}, (80, 24)).unicode


def test_what_the_user_has_set_stays():
    environ = {"TEXTUAL_ANIMATIONS": "full"}
    prepare(environ)
    assert environ["TEXTUAL_ANIMATIONS"] == "full"
    assert environ["ESCDELAY"] == "50"
