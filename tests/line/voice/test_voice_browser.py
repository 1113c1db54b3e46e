"""Two real browsers speak through a real relay, over the whole house; one of them is lost."""

import shutil
import time

import pytest

MISSING = [name for name in ("turnserver", "chromium") if not shutil.which(name)]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,  # a relay and two browsers with sound: a sixth of all browsers' time
    pytest.mark.skipif(bool(MISSING), reason=f"{', '.join(MISSING)} not installed"),
]


@pytest.fixture(scope="module")
def speaking():
    """A whole house with its relay, and two browsers as on two machines."""
    from benchmarks import line_4_voice, voice_house

    with voice_house.house() as inside, line_4_voice.browsers() as (caller, operator):
        yield inside, caller, operator


def test_both_hear_each_other_through_the_relay_alone_and_a_lost_voice_is_reported(
    speaking,
) -> None:
    from benchmarks import line_4_voice, voice_house

    inside, caller, operator = speaking
    with (
        voice_house.console(inside, operator) as ours,
        voice_house.call(inside, caller, ours) as (session, theirs),
    ):
        heard = line_4_voice.until_heard(theirs, ours)
        before = inside.ask("clock", session["id"])
        theirs.close()  # the tab, not the session
        ours.wait_for_selector("[data-line-voice][data-state=lost]", timeout=15_000)
        after = _until_down(inside, session["id"])

    texts = [text for each in heard for text in each["texts"]]
    kinds = {kind for text in texts for kind in line_4_voice.KINDS.findall(text)}
    assert kinds | {kind for each in heard for kind in each["pairs"]} == {"relay"}
    assert all(each["energy"] > 0 for each in heard)
    assert (before["up"], after["up"]) == (True, False)
    assert (after["state"], after["due"]) == (before["state"], before["due"])


def test_whoever_takes_over_from_a_console_that_died_is_heard_too(speaking) -> None:
    from benchmarks import line_4_voice, voice_house

    inside, caller, operator = speaking
    inside.cookie = inside.ask("operator", "Sue")
    with (
        voice_house.console(inside, operator) as first,
        caller.new_context(permissions=["microphone"]) as here,
    ):
        session, theirs = inside.ask("open"), here.new_page()
        theirs.add_init_script(voice_house.UNDER)
        theirs.goto(f"http://{inside.address}/en/line/s/{session['token']}/")
        first.locator(".ringing [data-press~=a]").click(timeout=20_000)
        assert all(each["energy"] > 0 for each in line_4_voice.until_heard(theirs, first))
        _muted_she_reads_that_nobody_hears_her(first)
        first.close()
        inside.cookie = inside.ask("operator", "Kai")
        with voice_house.console(inside, operator) as second:
            second.locator(".ringing [data-press~=a]").click(timeout=30_000)
            theirs.wait_for_selector("[data-line-voice][data-state=speaking]", timeout=20_000)
            heard = line_4_voice.until_heard(theirs, second)
            inside.ask("end", session["id"])
    assert all(each["firstAt"] and each["energy"] > 0 for each in heard)


def _muted_she_reads_that_nobody_hears_her(console) -> None:
    words = console.locator("[data-when=muted]")
    for is_muted in (True, False):
        console.click("[data-voice-mute]")
        words.wait_for(state="visible" if is_muted else "hidden")
        assert console.is_visible("[data-line-voice] [data-when=speaking] >> nth=0") != is_muted


def _until_down(inside, session_id: str) -> dict[str, object]:
    """The session, once the lost leg has reached the server."""
    for _ in range(50):
        if not (now := inside.ask("clock", session_id))["up"]:
            break
        time.sleep(0.2)
    return now
