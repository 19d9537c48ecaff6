"""The polite client against a real server on loopback: what it refuses, how it waits, what it keeps."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from world import Answer, World, asking, policy, served

from curbside.model import FetchError
from curbside.settings import Settings
from curbside.sources import fetching
from curbside.sources.fetching import Policy, Reply, Request, client, paced, policy_of, tried_again


@pytest.fixture(name="world")
def _world() -> Iterator[World]:
    with served() as world:
        yield world


def fetched(world: World, rules: Policy, path: str = "/here", **params: str) -> Reply:
    with client(rules) as send:
        return send(asking(world.address + path, **params))


def refusal(rules: Policy, request: Request) -> FetchError:
    with client(rules) as send, pytest.raises(FetchError) as caught:
        send(request)
    return caught.value


def test_a_reply_comes_with_its_words(world: World) -> None:
    world.always("/here", Answer(body=b"good words"))
    reply = fetched(world, policy(contact="keeper@hospital.example"), id="1")
    assert (reply.status, reply.body, reply.held) == (200, b"good words", False)
    assert world.questions("/here") == [{"id": "1"}]
    assert world.agents[0].startswith("curbside/")
    assert "keeper@hospital.example" in world.agents[0]


def test_nothing_is_asked_while_the_network_is_off(world: World) -> None:
    error = refusal(policy(network=False), asking(f"{world.address}/here"))
    assert "CURBSIDE_NETWORK=true" in str(error)
    assert not world.asked


def test_the_network_is_off_until_a_setting_turns_it_on() -> None:
    rules = policy_of(Settings(), lambda _: ())
    assert not rules.network
    assert not rules.private


def test_words_about_a_patient_are_stopped_before_any_call(world: World) -> None:
    request = Request(service="Somewhere", url=f"{world.address}/here", words={"term": "Mrs Muster has gout"})
    assert "the words hold a name; nothing was sent" in str(refusal(policy(), request))
    assert not world.asked


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://elsewhere.example/here", "not among CURBSIDE_NETWORK_HOSTS"),
        ("ftp://127.0.0.1/here", "only https"),
        ("http://user:word@127.0.0.1/here", "a password"),
    ],
)
def test_only_the_hosts_of_the_settings_are_asked(url: str, reason: str) -> None:
    assert reason in str(refusal(policy(), asking(url)))


def test_without_the_setting_for_tests_plain_http_is_refused(world: World) -> None:
    assert "only https" in str(refusal(policy(private=False), asking(f"{world.address}/here")))
    assert not world.asked


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.0.0.1", "169.254.169.254", "[::1]"])
def test_a_private_address_is_refused_whatever_it_is_called(host: str) -> None:
    rules = policy(private=False, hosts=frozenset({host.strip("[]")}))
    assert "private address" in str(refusal(rules, asking(f"https://{host}/here")))


def test_a_redirect_to_another_host_is_not_followed(world: World) -> None:
    world.always("/here", Answer(status=302, headers={"Location": "http://elsewhere.example/there"}))
    assert "not among" in str(refusal(policy(), asking(f"{world.address}/here")))


def test_a_redirect_on_the_same_host_is_followed_but_not_for_ever(world: World) -> None:
    world.always("/here", Answer(status=301, headers={"Location": "/there"}))
    world.always("/there", Answer(body=b"moved"))
    assert fetched(world, policy()).body == b"moved"
    world.always("/there", Answer(status=301, headers={"Location": "/here"}))
    assert "redirects" in str(refusal(policy(), asking(f"{world.address}/here")))


@pytest.mark.parametrize(
    "bad",
    [
        Answer(status=429),
        Answer(status=500),
        Answer(status=503),
        Answer(body=b"half of", cut=True),
        Answer(body=b""),
        Answer(body=b"too late", slow=0.5),
    ],
    ids=["429", "500", "503", "truncated", "empty", "slow"],
)
def test_a_failure_that_may_pass_is_tried_again(world: World, bad: Answer) -> None:
    world.first("/here", bad, bad)
    world.always("/here", Answer(body=b"good words"))
    told: list[str] = []
    with client(policy(silence=0.2), told.append) as send:
        assert send(asking(f"{world.address}/here")).body == b"good words"
    assert len(world.asked) == 3
    assert len(told) == 2


def test_a_failure_that_stays_is_named_after_five_tries(world: World) -> None:
    world.always("/here", Answer(status=500))
    error = refusal(policy(), asking(f"{world.address}/here", id="7"))
    assert (error.service, error.status) == ("Somewhere", 500)
    assert "id=7: HTTP 500; given up after 5 tries" in str(error)
    assert len(world.asked) == 5


def test_what_the_service_refuses_is_not_asked_again(world: World) -> None:
    world.always("/here", Answer(status=400, body=b"Invalid uid"))
    assert "HTTP 400 (Invalid uid)" in str(refusal(policy(), asking(f"{world.address}/here")))
    assert len(world.asked) == 1


def test_a_server_that_is_not_there_is_named() -> None:
    assert "connection broke" in str(refusal(policy(), asking("http://127.0.0.1:9/here")))


def answering(*replies: Reply) -> tuple[fetching.Send, list[float]]:
    line, waits = list(replies), list[float]()
    return tried_again(policy(first_wait=1), lambda _: line.pop(0), sleep=waits.append), waits


GOOD = Reply(status=200, body=b"good")


def test_each_wait_is_twice_the_one_before() -> None:
    send, waits = answering(*[Reply(status=500, body=b"")] * 4, GOOD)
    send(asking("https://somewhere.example"))
    assert waits == [1, 2, 4, 8]


def test_the_service_says_how_long_to_wait() -> None:
    send, waits = answering(Reply(status=429, body=b"", headers={"retry-after": "7"}), GOOD)
    send(asking("https://somewhere.example"))
    assert waits == [7]


def test_it_may_name_a_time_instead() -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    send, waits = answering(Reply(status=503, body=b"", headers={"retry-after": until}), GOOD)
    send(asking("https://somewhere.example"))
    assert 50 < waits[0] <= 60


def test_a_service_that_asks_for_an_hour_is_given_up_at_once() -> None:
    send, waits = answering(Reply(status=429, body=b"", headers={"retry-after": "3600"}))
    with pytest.raises(FetchError, match=r"it asks to wait 3,600 s.; given up after 1 try"):
        send(asking("https://somewhere.example"))
    assert not waits


def test_requests_to_a_host_keep_their_distance() -> None:
    now, waits = [100.0], list[float]()

    def sleep(seconds: float) -> None:
        waits.append(round(seconds, 3))
        now[0] += seconds

    rules = policy(pauses={"slow.example": 0.35, "fast.example": 0.0})
    send = paced(rules, lambda _: GOOD, now=lambda: now[0], sleep=sleep)
    for host in ("slow.example", "slow.example", "fast.example", "fast.example", "slow.example"):
        send(asking(f"https://{host}/"))
    assert waits == [0.35, 0.35]


def test_three_requests_a_second_to_ncbi_and_ten_with_a_key() -> None:
    host = "eutils.ncbi.nlm.nih.gov"
    assert policy_of(Settings(), lambda _: ()).pauses[host] >= 1 / 3
    keyed = Settings.model_validate({"ncbi_key": "k"})
    assert 1 / 10 <= policy_of(keyed, lambda _: ()).pauses[host] < 1 / 3


def test_the_pause_holds_on_a_real_wire(world: World) -> None:
    world.always("/here", Answer(body=b"good"))
    with client(policy(pauses={"127.0.0.1": 0.1})) as send:
        for number in range(4):
            send(asking(f"{world.address}/here", n=str(number)))
    gaps = [after - before for before, after in zip(world.times, world.times[1:], strict=False)]
    assert min(gaps) > 0.08


def test_a_reply_is_kept_until_it_expires(world: World, tmp_path: Path) -> None:
    world.always("/here", Answer(body=b"good words"))
    rules = policy(tmp_path / "cache")
    assert not fetched(world, rules, id="1").held
    assert fetched(world, rules, id="1").held
    assert not fetched(world, rules, id="2").held
    assert len(world.asked) == 2
    assert not fetched(world, policy(tmp_path / "cache", keep_seconds=1e-9), id="1").held
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_a_fresh_request_passes_the_cache_by(world: World, tmp_path: Path) -> None:
    world.always("/here", Answer(body=b"good words"))
    with client(policy(tmp_path)) as send:
        for _ in range(2):
            send(Request(service="Somewhere", url=f"{world.address}/here", fresh=True))
    assert len(world.asked) == 2


def test_a_damaged_reply_in_the_cache_is_fetched_anew(world: World, tmp_path: Path) -> None:
    world.always("/here", Answer(body=b"good words"))
    fetched(world, policy(tmp_path))
    [kept] = tmp_path.iterdir()
    kept.write_bytes(kept.read_bytes()[:-3])
    reply = fetched(world, policy(tmp_path))
    assert (reply.body, reply.held) == (b"good words", False)


def test_a_failure_is_not_kept(world: World, tmp_path: Path) -> None:
    world.always("/here", Answer(status=404))
    refusal(policy(tmp_path), asking(f"{world.address}/here"))
    assert not list(tmp_path.iterdir())


def test_a_key_is_sent_and_neither_kept_nor_shown(world: World, tmp_path: Path) -> None:
    world.first("/here", Answer(body=b"good words"))
    request = Request(service="Somewhere", url=f"{world.address}/here", secrets={"api_key": "s3cret"}, post=True)
    with client(policy(tmp_path)) as send:
        send(request)
    assert world.questions("/here") == [{"api_key": "s3cret"}]
    assert "s3cret" not in request.shown
    assert all(b"s3cret" not in path.read_bytes() for path in tmp_path.iterdir())
    assert "s3cret" not in repr(Settings.model_validate({"ncbi_key": "s3cret"}))


def test_a_reply_that_is_too_large_is_cut_off(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MOST_BYTES", 100_000)
    bomb = gzip.compress(b"0" * 10_000_000)
    world.always("/here", Answer(body=bomb, headers={"Content-Encoding": "gzip"}))
    assert "larger than" in str(refusal(policy(), asking(f"{world.address}/here")))


def test_a_reply_that_drips_is_given_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MOST_SECONDS", -1.0)
    world.always("/here", Answer(body=b"drip"))
    began = time.monotonic()
    assert "took more than" in str(refusal(policy(), asking(f"{world.address}/here")))
    assert time.monotonic() - began < 5
