"""Which new passwords are refused: those that are tried first, one's own number, and what follows a pattern."""

from __future__ import annotations

import subprocess
import sys

import pytest
from flask import Flask
from zxcvbn import matching
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from app.demo.accounts import ACCOUNTS
from app.demo.accounts import PASSWORD as DEMONSTRATED
from app.people.password_rules import _ALTERNATIVES, ADVICE, Weakness, weakness_of
from app.people.passwords import MAX_LENGTH, MIN_LENGTH
from tests.cast import PASSWORD, PHONES
from tests.client import Visitor
from tests.terminal import run

STORED = "+84" + PHONES["ana"][1:]
COMMON = FREQUENCY_LISTS["passwords"][:10_000]

OWN_NUMBERS = (
    "0900000101",
    "0900 000 101",
    "090.000.0101",
    "(090) 000-0101",
    "+84900000101",
    "+84 900 000 101",
    "84-900-000-101",
    "0084900000101",
    "900000101",
    "0900000101a",
    "ab0900000101",
    "0900 000 101 nha",
    "0900000101!@#",
    "matkhau0900000101",
    "0900000101 0900000101",
    "０９０００００１０１",
)
PATTERNS = (
    "aaaaaaaaaa",
    "aaaaaaaaab",
    "1111111111",
    "1212121212",
    "abcabcabcabc",
    "abcabcabcabca",
    "matkhaumatkhau",
    "x" * MAX_LENGTH,
    "abcdefghij",
    "zyxwvutsrq",
    "0123456789",
    "9876543210",
    "asdfghjkl;",
    "!@#$%^&*()",
)
FIRST = (
    "1234567890",
    "0987654321",
    "qwertyuiop",
    "QwErTyUiOp",
    "poiuytrewq",
    "Password123!",
    "matkhau123",
    "iloveyou123",
)
GOOD = (
    PASSWORD,
    DEMONSTRATED,
    "mot cau khac han",
    "một câu dễ nhớ",
    "Hà Nội 36 phố",
    "nha toi so 0900000101",
    "phuong dong quang",
    "correct horse battery",
    "kX9#mQ2$vL",
    "đi từng ngõ, gõ từng nhà, hướng dẫn từng người " * 4,
)


@pytest.mark.parametrize("password", OWN_NUMBERS)
def test_ones_own_number_is_refused_however_it_is_written(password: str) -> None:
    assert weakness_of(password, STORED) is Weakness.OWN_NUMBER
    assert weakness_of("nguoi khac van dung duoc", STORED) is None


def test_number_of_another_user_is_allowed_in_a_password() -> None:
    assert weakness_of("0912345987", STORED) is not Weakness.OWN_NUMBER
    assert weakness_of("6581234567", "+6581234567") is Weakness.OWN_NUMBER


@pytest.mark.parametrize(
    "password",
    [
        "Nguyễn Ví Dụ Ana",
        "nguyen vi du ana",
        "NguyenViDuAna",
        "nguyenviduana1990",
        "Nguyen.Vi.Du.Ana!",
        "1 nguyễnviduana",
    ],
)
def test_ones_own_name_is_refused_however_it_is_written(password: str) -> None:
    assert weakness_of(password, STORED, "Nguyễn Ví Dụ Ana") is Weakness.OWN_NAME
    assert weakness_of("nguyen vi du ana thich hoa sen", STORED, "Nguyễn Ví Dụ Ana") is None


def test_a_short_name_may_stand_in_a_sentence() -> None:
    assert weakness_of("phuong dong quang", STORED, "Đông") is None


@pytest.mark.parametrize("password", PATTERNS)
def test_repetitions_and_runs_are_refused(password: str) -> None:
    assert weakness_of(password, STORED) is Weakness.PATTERN


@pytest.mark.parametrize("password", FIRST)
def test_common_passwords_are_refused(password: str) -> None:
    assert weakness_of(password, STORED) is Weakness.COMMON


def test_the_commonest_passwords_are_refused_in_small_and_capital_letters() -> None:
    long_enough = [each for each in COMMON if len(each) >= MIN_LENGTH]
    assert len(COMMON) == 10_000
    assert len(long_enough) > 200
    accepted = [each for each in long_enough for one in (each, each.upper()) if weakness_of(one, STORED) is None]
    assert accepted == []


@pytest.mark.parametrize("password", GOOD)
def test_a_sentence_is_good(password: str) -> None:
    assert weakness_of(password, STORED) is None


HOSTILE = (
    "@4{([<3960!1|7$5+%2",
    "4@8({[<3690!|1$57+%2z",
    "!|1l7$5+%2@48",
    "1!|7+0$5",
    "p4@s5$w0rd1!",
    "({[<4@69",
    "0900000101 @4{([<3960!1|7$5+%2",
    "@4{([<3960!1|7$5+%2 0900000101 @4{([<3960!1|7$5+%2",
    "a1",
)


@pytest.mark.parametrize("password", HOSTILE)
def test_signs_that_may_be_many_letters_take_no_longer(password: str, monkeypatch: pytest.MonkeyPatch) -> None:
    work, look_up = [], matching.dictionary_match

    def counted(text: str, *arguments: object, **options: object) -> object:
        work.append(len(text) ** 2)
        return look_up(text, *arguments, **options)

    monkeypatch.setattr(matching, "dictionary_match", counted)
    weakness_of((password * MAX_LENGTH)[:MAX_LENGTH], STORED)
    assert 0 < sum(work) < 200_000, "a quarter of a second; without a bound it is up to four million"


def test_the_signs_of_letters_are_those_of_the_estimate() -> None:
    several = ["".join(sorted(signs)) for signs in matching.L33T_TABLE.values() if len(signs) > 1]
    assert sorted(several) == sorted("".join(sorted(signs)) for signs in _ALTERNATIVES)


@pytest.mark.parametrize("number", [account.phone for account in ACCOUNTS])
def test_the_demonstration_has_a_good_password(number: str) -> None:
    assert weakness_of(DEMONSTRATED, "+84" + number[1:]) is None


def _change(app: Flask, new: str) -> tuple[int, str]:
    form = {"current": PASSWORD, "new": new, "again": new}
    response = Visitor(app, "ana").post("/account/password", **form)
    return response.status_code, response.text


@pytest.mark.parametrize(
    ("new", "message_text"),
    [
        ("0900.000.101", "Số điện thoại rất dễ đoán"),
        ("abcabcabcabc", "Những ký tự lặp lại hoặc nối tiếp nhau rất dễ đoán"),
        ("Password123", "quá dễ đoán"),
        ("nguyen vi du ana", "Họ tên rất dễ đoán"),
        ("x" * (MAX_LENGTH + 1), f"nhiều nhất {MAX_LENGTH} ký tự"),
        ("ngắn quá", f"ít nhất {MIN_LENGTH} ký tự"),
    ],
)
def test_the_account_page_says_what_to_do(sqlite_app: Flask, new: str, message_text: str) -> None:
    status, page = _change(sqlite_app, new)
    assert (status, message_text in page) == (422, True)
    assert Visitor(sqlite_app).sign_in(PHONES["ana"], PASSWORD).headers["Location"] == "/"


@pytest.mark.parametrize(
    ("password", "message_text"),
    [
        ("090-0000-101", "phone number is easy to guess"),
        ("1212121212", "Use a sentence of several words"),
        ("qwertyuiop", "too easy to guess"),
        ("ngan", f"at least {MIN_LENGTH} characters"),
        ("x" * (MAX_LENGTH + 1), f"at most {MAX_LENGTH}"),
        ("mot cau \udcff khac", "nobody can type"),
    ],
)
def test_the_command_line_says_what_to_do(sqlite_app: Flask, password: str, message_text: str) -> None:
    new = ("--name", "Ví Dụ", "--role", "admin")
    for command in (("password", "--phone", PHONES["ana"]), ("add", "--phone", PHONES["ana"], *new)):
        status, output = run(sqlite_app, "user", *command, "--password", password)
        assert (status, message_text in " ".join(output.split())) == (2, True), output
    assert Visitor(sqlite_app).sign_in(PHONES["ana"], PASSWORD).headers["Location"] == "/"


def test_each_weakness_has_its_advice() -> None:
    assert ADVICE.keys() == set(Weakness)


def test_the_lists_are_read_only_when_a_password_is_set() -> None:
    program = "import sys, app; app.create_app; print('zxcvbn' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "False"
