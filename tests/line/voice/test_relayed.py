"""Nothing that one browser tells the other shows where it is."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beside.line.core import relayed

RELAY = (
    "candidate:3098 1 udp 41885439 203.0.113.9 49170 typ relay raddr 198.51.100.77 rport 50111 "
    "generation 0 ufrag Xy9z network-cost 999"
)
HOST = "candidate:1 1 udp 2122260223 198.51.100.77 50111 typ host generation 0 ufrag Xy9z"
MDNS = "candidate:1 1 udp 2122260223 9b36eaac-bb2e-49bb-bb78-21c41c499900.local 50111 typ host"
SRFLX = "candidate:2 1 udp 1686052607 198.51.100.77 50111 typ srflx raddr 192.168.1.5 rport 50111"
PRFLX = SRFLX.replace("srflx", "prflx")

SDP = "\r\n".join([
    "v=0", "o=mozilla 46117317 2 IN IP4 198.51.100.77", "s=Jo's phone", "i=12 Elm Street",
    "t=0 0", "a=group:BUNDLE 0", "a=ice-options:trickle", "a=msid-semantic: WMS stream",
    "m=audio 50111 UDP/TLS/RTP/SAVPF 111", "c=IN IP6 2001:db8::77", "a=rtcp:9 IN IP4 198.51.100.77",
    f"a={RELAY}", f"a={HOST}", f"a={MDNS}", f"a={SRFLX}", f"a={PRFLX}",
    "a=ice-ufrag:Xy9z", "a=ice-pwd:Y8/abcdefghijklmnopqrstu", "a=setup:actpass", "a=mid:0",
    "a=fingerprint:sha-256 7B:8B:F0:65:5F:78:E2:51:3B:AC:6F:F3:3F:46:1B:35:DC:B8:5F:64:1A:24:C2:43",
    "a=sendrecv", "a=rtcp-mux", "a=rtpmap:111 opus/48000/2",
    "a=fmtp:111 minptime=10;useinbandfec=1",
    "a=source-filter: incl IN IP4 * 198.51.100.77", "a=x-where:198.51.100.77",
    "a=mid:198.51.100.77", "a=ssrc:1 cname:abc",
]) + "\r\n"  # fmt: skip


def test_a_description_keeps_what_sound_needs_and_no_address_but_the_relays() -> None:
    passed = relayed.description(SDP)
    assert "198.51.100.77" not in passed
    assert "2001:db8" not in passed
    assert "Elm" not in passed
    assert "Jo" not in passed
    assert re.findall(r"typ (\w+)", passed) == ["relay"]
    assert "203.0.113.9 49170" in passed
    for needed in (
        "a=ice-pwd:",
        "a=fingerprint:sha-256 7B",
        "a=setup:actpass",
        "a=rtpmap:111 opus",
    ):
        assert needed in passed


@pytest.mark.parametrize("text", [HOST, MDNS, SRFLX, PRFLX])
def test_a_candidate_that_is_not_on_a_relay_is_refused(text: str) -> None:
    with pytest.raises(relayed.NotRelayed):
        relayed.candidate(text)


def test_a_relayed_candidate_forgets_where_it_came_from() -> None:
    assert "198.51.100.77" not in relayed.candidate(RELAY)
    assert relayed.candidate(RELAY).startswith(
        "candidate:3098 1 udp 41885439 203.0.113.9 49170 typ relay raddr 0.0.0.0 rport 0"
    )


def test_a_relay_named_and_not_numbered_is_refused() -> None:
    with pytest.raises(relayed.NotRelayed):
        relayed.candidate(RELAY.replace("203.0.113.9", "jo.local"))


def test_the_end_of_candidates_is_passed_on() -> None:
    assert relayed.candidate("") == ""


@pytest.mark.parametrize("text", ["", "hello", "v=1\r\n", "v=0\r\n" + "a=mid:0\r\n" * 3000])
def test_what_is_no_description_or_far_too_long_is_refused(text: str) -> None:
    with pytest.raises(relayed.NotRelayed):
        relayed.description(text)


WORD = st.sampled_from(["198.51.100.77", "2001:db8::77", "[2001:db8::77]"])


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # cores are shared
@given(
    st.lists(
        st.one_of(
            st.builds("a={}:{}".format, st.sampled_from(sorted(relayed.ATTRIBUTES)), WORD),
            st.builds("a={}: 1 {} x".format, st.sampled_from(sorted(relayed.ATTRIBUTES)), WORD),
            st.builds("{}={}".format, st.sampled_from("abceiklmoprstuvz"), WORD),
            st.builds("a={} {}".format, st.sampled_from(sorted(relayed.ATTRIBUTES)), WORD),
            st.builds("o={0} 1 2 IN IP4 {0}".format, WORD),
            st.builds("a=candidate:1 1 udp 1 {} 9 typ host".format, WORD),
            st.builds(
                "a=candidate:1 1 udp 1 203.0.113.9 9 typ relay raddr {} rport 7".format, WORD
            ),
        ),
        max_size=12,
    )
)
def test_wherever_an_address_is_put_it_does_not_come_through(lines: list[str]) -> None:
    passed = relayed.description("\r\n".join(["v=0", *lines]))
    assert "198.51.100.77" not in passed
    assert "2001:db8" not in passed
