"""Floods of wrong sign-ins at the real server: whoever is at work goes on, and the owner of a number gets in."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import timedelta
from time import monotonic, sleep
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa

from app.database import writer
from app.people.models import SignInFailure
from tests.cast import PASSWORD, PHONES
from tests.client import form_token
from tests.conftest import ENGINES, Databases, dispose, make_app
from tests.served import HOST, Server, free_port
from tests.serving.conftest import TIMEOUT, Client, status_of

HOME, OFFICE = "198.51.100.4", "203.0.113.250"
WRONG = "mot cau sai"
SOON = 10  # seconds, of a machine with other things to do: a place in the queue, and two or three hashes


@pytest.fixture(scope="module", params=ENGINES)
def server(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server that takes the client's address from its proxy, which here is the test."""
    port, log = free_port(), tmp_path_factory.mktemp("flood") / "log"
    with Server(databases.fresh(request.param), log, port=port, public_origin=f"http://{HOST}:{port}") as server:
        yield server


class Device:
    """A browser at an address, which keeps its cookies."""

    def __init__(self, server: Server, address: str) -> None:
        self._port = server.port
        self.address = address
        self._cookies: dict[str, str] = {}
        self._token = ""

    def open_page(self) -> Device:
        """Open the sign-in page."""
        self._token = form_token(self._answer(Client(self._port).send("GET /login", *self._headers())))
        return self

    def guess(self, phone: str, password: str = WRONG) -> Client:
        """Send the sign-in page; its answer has still to be read."""
        body = urlencode({"phone": phone, "password": password, "csrf_token": self._token}).encode()
        form = "Content-Type: application/x-www-form-urlencoded"
        headers = (*self._headers(), form, f"Content-Length: {len(body)}")
        return Client(self._port).send("POST /login", *headers, body=body)

    def sign_in(self, phone: str) -> tuple[int, int]:
        """Sign in with the right password; return the status and after how many seconds one is asked to come again."""
        answer = self._answer(self.guess(phone, PASSWORD))
        again = re.search(r"(?i)\r\nretry-after: (\d+)", answer)
        return status(answer), int(again[1]) if again else 0

    def _headers(self) -> Sequence[str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        own = (f"Cookie: {cookies}",) if cookies else ()
        return (*own, f"X-Forwarded-For: {self.address}", "Sec-Fetch-Site: same-origin", "Connection: close")

    def _answer(self, client: Client) -> str:
        with client:
            answer = client.received().decode()
        self._cookies |= dict(re.findall(r"(?i)\r\nset-cookie: ([^=]+)=([^;]*)", answer))
        return answer


def status(answer: str) -> int:
    return int(answer.split(" ", 2)[1])


def known_device(server: Server, name: str) -> Device:
    """Return a device on which somebody has signed in before; the session is over."""
    device = Device(server, OFFICE).open_page()
    assert device.sign_in(PHONES[name]) == (302, 0)
    device._cookies = {name: value for name, value in device._cookies.items() if name != "session"}
    return device.open_page()


def signed_in_within(device: Device, phone: str, seconds: float) -> bool:
    """Return whether somebody gets in who does as the page asks when it says that many sign in just now."""
    deadline = monotonic() + seconds
    while True:
        answered, wait = device.sign_in(phone)
        if answered == 302 or monotonic() + wait > deadline:
            return answered == 302
        sleep(wait)


def let_a_minute_pass(server: Server) -> None:
    """Make all failures a minute older."""
    app = make_app(server.environ["DATABASE_URL"])
    with app.app_context():
        for id, at in writer().execute(sa.select(SignInFailure.id, SignInFailure.at)).all():
            older = {"at": at - timedelta(minutes=1)}
            writer().execute(sa.update(SignInFailure).where(SignInFailure.id == id).values(older))
        writer().commit()
    dispose(app)


def test_200_wrong_sign_ins_at_once_from_one_address(server: Server) -> None:
    ana, new = known_device(server, "ana"), Device(server, HOME).open_page()
    ana.address = HOME
    guesser = Device(server, HOME).open_page()
    with ExitStack() as stack:
        clients = [stack.enter_context(guesser.guess(f"09111{number:05}")) for number in range(200)]
        begun = monotonic()
        assert status_of(server.port, "GET /api/v1/session") == 200
        assert status_of(server.port, "GET /log/") == 200
        assert monotonic() - begun < 5, "who is at work goes on"
        assert ana.sign_in(PHONES["ana"])[0] == 302, "her device is known, also behind the same address"
        assert monotonic() - begun < SOON
        assert status_of(server.port, "GET /api/v1/session") == 200
        answers = [client.received().decode() for client in clients]
    statuses = Counter(map(status, answers))
    assert statuses.keys() == {422, 429}
    assert statuses[422] <= 100
    assert all("etry-" in answer.lower() for answer in answers if status(answer) == 429)
    let_a_minute_pass(server)
    assert signed_in_within(new, PHONES["leo"], TIMEOUT), "nobody behind the address waits longer than a minute"


def test_60_guesses_at_one_number_from_ten_addresses(server: Server) -> None:
    known, new = known_device(server, "bruno"), Device(server, OFFICE).open_page()
    behind = Device(server, "203.0.113.0").open_page()
    guessers = [Device(server, f"203.0.113.{number}").open_page() for number in range(10)]
    with ExitStack() as stack:
        clients = [stack.enter_context(guessers[each % 10].guess(PHONES["bruno"])) for each in range(60)]
        begun = monotonic()
        assert known.sign_in(PHONES["bruno"])[0] == 302
        assert monotonic() - begun < SOON
        assert signed_in_within(new, PHONES["bruno"], TIMEOUT), "on a new device within a minute"
        statuses = Counter(status(client.received().decode()) for client in clients)
    assert statuses.keys() == {422, 429}
    assert statuses[422] <= 10 + 10, "ten at once, and one for each address"
    assert signed_in_within(Device(server, "203.0.113.0").open_page(), PHONES["leo"], TIMEOUT)
    let_a_minute_pass(server)
    assert signed_in_within(behind, PHONES["bruno"], TIMEOUT), "behind the address of a guesser after a minute"


def log_without_times(log: str) -> str:
    """Return the lines of a log without when they were written, whose digits are any by chance."""
    return "\n".join(map(_line_without_time, log.splitlines()))


def _line_without_time(line: str) -> str:
    try:
        fields = json.loads(line)
    except ValueError:
        return re.sub(r"^\[\d{4}-[^]]*\] ", "", line)  # The server itself writes no JSON.
    return json.dumps({name: value for name, value in fields.items() if name != "timestamp"}, ensure_ascii=False)


def test_the_log_names_no_number_and_no_password(server: Server) -> None:
    guesser, mistyped = Device(server, HOME).open_page(), "0911199999"
    for number in (PHONES["vera"], f"not a number {mistyped}"):
        with guesser.guess(number) as client:
            assert status(client.received().decode()) == 422
    log = log_without_times(server.log_text())
    assert "/login" in log
    for number in (*PHONES.values(), mistyped):
        assert number[1:] not in re.sub(r"[ .-]", "", log), "also with +84, or in groups"
    for secret in ("+84", WRONG, PASSWORD):
        assert secret not in log
