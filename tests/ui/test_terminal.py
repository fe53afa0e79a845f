"""What the environment says about the terminal."""

import pytest

from mailtui.errors import ConfigError
from mailtui.ui.starting import theme_name
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
        ({"TERM": "vt220"}, "no"),
        ({"TERM": "xterm-kitty"}, "16 million"),
        ({"TERM": "xterm-direct"}, "16 million"),
        ({"TERM": "screen-256color"}, "256"),
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


@pytest.mark.parametrize(
    ("environ", "system"),
    [
        ({"TERM": "alacritty"}, "truecolor"),
        ({"TERM": "xterm-256color"}, "256"),
        ({"TERM": "linux"}, "standard"),
    ],
)
def test_textual_is_told_how_many_colours_there_are(environ, system):
    prepare(environ)
    assert environ["TEXTUAL_COLOR_SYSTEM"] == system
    assert "NO_COLOR" not in environ


@pytest.mark.parametrize(("environ", "theme"), [({"TERM": "vt100"}, None), ({"TERM": "xterm"}, "none")])
def test_no_colour_where_there_is_none_or_none_is_wanted(environ, theme):
    prepare(environ, theme)
    assert environ["NO_COLOR"]


@pytest.mark.parametrize(
    ("environ", "wanted", "theme"),
    [
        ({"TERM": "xterm-256color"}, None, "night"),
        ({"TERM": "xterm-256color", "COLORFGBG": "0;15"}, None, "day"),
        ({"TERM": "xterm-256color", "COLORFGBG": "15;default;0"}, None, "night"),
        ({"TERM": "xterm"}, None, "ansi-dark"),
        ({"TERM": "rxvt", "COLORFGBG": "0;default;15"}, None, "ansi-light"),
        ({"TERM": "dumb"}, None, "night"),
        ({"TERM": "dumb"}, "ansi", "night"),
        ({"TERM": "xterm"}, "light", "day"),
        ({"TERM": "xterm-256color"}, "ansi", "ansi-dark"),
        ({"TERM": "xterm-256color"}, "nord", "nord"),
        ({"TERM": "xterm-256color"}, "none", "night"),
    ],
)
def test_the_theme(environ, wanted, theme):
    assert theme_name(wanted, survey(environ, (80, 24))) == theme


def test_an_unknown_theme_is_told_with_those_there_are():
    with pytest.raises(ConfigError, match="no theme 'lihgt'") as caught:
        theme_name("lihgt", survey({}, (80, 24)))
    assert "dark, light, ansi, none" in caught.value.hint
