"""A copy takes the route that works in this terminal, and is always a file too."""

import re
from base64 import b64decode

import pytest

from mailtui.ui.clipboard import Route, best, carry
from mailtui.ui.clipboard.escapes import LONGEST, fits, osc52, through_screen
from mailtui.ui.clipboard.keeping import KEPT, keep

SSH = {"SSH_TTY": "/dev/pts/1"}
TMUX = {"TMUX": "/tmp/tmux-1/default,1,0"}


class Programs:
    """Stands for tmux: knows which of its options it has, and what it was given."""

    def __init__(self, *, knows_w=True, runs=True):
        self.knows_w, self.runs = knows_w, runs
        self.given = []

    def __call__(self, words, text):
        if not self.runs or ("-w" in words and not self.knows_w):
            return False
        self.given.append((tuple(words), text))
        return True


def no_desktop(text):
    raise RuntimeError("no clipboard program")


@pytest.mark.parametrize(
    ("env", "route"),
    [
        ({**TMUX, **SSH, "DISPLAY": ":0"}, Route.TMUX),
        ({"STY": "12.pts-0"}, Route.SCREEN),
        ({**SSH, "DISPLAY": "localhost:10.0"}, Route.OSC52),
        ({"WAYLAND_DISPLAY": "wayland-0"}, Route.DESKTOP),
        ({}, Route.OSC52),
    ],
)
def test_the_route_follows_from_the_terminal(env, route, monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    assert best(env) is route


def test_the_bytes_of_osc_52():
    assert osc52("bob@example.org") == "\x1b]52;c;Ym9iQGV4YW1wbGUub3Jn\x07"
    assert osc52("Grüße\n") == "\x1b]52;c;R3LDvMOfZQo=\x07"


def test_screen_gets_short_dcs_strings_that_make_one_osc_52():
    text = "line of the log\n" * 40
    sent = through_screen(text)
    strings = re.findall("\x1bP(.*?)\x1b\\\\", sent, re.DOTALL)
    assert "".join(f"\x1bP{string}\x1b\\" for string in strings) == sent
    assert max(map(len, strings)) < 256
    assert "".join(strings) == osc52(text)


def test_in_tmux_it_goes_through_tmux_and_nothing_is_written(tmp_path):
    tmux = Programs()
    done = carry("text", "ticket", tmp_path, TMUX, tmux)
    assert tmux.given == [(("tmux", "load-buffer", "-w", "-"), "text")]
    assert (done.how, done.escape, done.trouble) == ("by tmux", "", "")


def test_an_old_tmux_keeps_it_in_its_buffer_and_says_so(tmp_path):
    tmux = Programs(knows_w=False)
    done = carry("text", "ticket", tmp_path, TMUX, tmux)
    assert tmux.given == [(("tmux", "load-buffer", "-"), "text")]
    assert "prefix ]" in done.how
    assert "-w" in done.trouble


def test_a_tmux_that_does_not_answer_is_no_dead_end(tmp_path):
    done = carry("text", "ticket", tmp_path, TMUX, Programs(runs=False))
    assert done.escape == osc52("text")


def test_too_long_for_a_terminal_goes_to_tmux_or_to_the_file_alone(tmp_path):
    text = "x" * LONGEST
    assert not fits(text)
    tmux = Programs()
    done = carry(text, "lines", tmp_path, TMUX, tmux)
    assert tmux.given == [(("tmux", "load-buffer", "-"), text)]
    assert "too long" in done.trouble
    done = carry(text, "lines", tmp_path, SSH)
    assert (done.how, done.escape) == ("", "")
    assert done.file.read_text() == text + "\n"
    assert done.said("log lines").startswith("log lines is in ")


def test_the_longest_that_fits_is_sent():
    most = "x" * (LONGEST // 4 * 3)
    assert fits(most)
    assert len(osc52(most).encode()) - len("\x1b]52;c;\x07") <= LONGEST
    assert not fits(most + "xxx")


def test_a_desktop_without_a_clipboard_program_falls_back(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    done = carry("text", "ticket", tmp_path, {"DISPLAY": ":0"}, put=no_desktop)
    assert done.escape == osc52("text")
    put = []
    done = carry("text", "ticket", tmp_path, {"DISPLAY": ":0"}, put=put.append)
    assert (put, done.escape) == (["text"], "")
    assert "desktop" in done.how


def test_the_file_is_for_its_owner_alone_and_few_stay(tmp_path):
    folder = tmp_path / "state" / "yank"
    (tmp_path / "state").mkdir()
    files = [keep(f"copy {number}", "ticket", folder) for number in range(KEPT + 3)]
    assert files[-1].stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    left = list(folder.iterdir())
    assert len(left) == KEPT
    assert files[-1] in left
    (folder / "mine.txt").write_text("not a copy")
    keep("more", "reply", folder)
    assert (folder / "mine.txt").exists()


def test_a_folder_that_cannot_be_written_is_told_and_the_copy_still_goes_out(tmp_path):
    (tmp_path / "file").write_text("")
    done = carry("text", "ticket", tmp_path / "file" / "yank", {})
    assert done.file is None
    assert "no file" in done.said("ticket")
    assert b64decode(done.escape[len("\x1b]52;c;") : -1]) == b"text"


def test_the_toast_names_route_and_file(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    said = carry("text", "ticket", tmp_path / "yank", {}).said("Ticket text")
    assert re.fullmatch(r"Ticket text copied by OSC 52; ~/yank/\d{6}-ticket\.txt", said)
