"""Reading people of pasted lines."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from flask import Flask

from app.permissions import Role
from app.roster.pasted_people import PastedList, read_people
from app.roster.pasted_posts import ListRules
from app.roster.person_page import WARD_ROLES
from tests.growth import grows_at_most
from tests.roster.named_teams import NAMES

RULES = ListRules(NAMES, WARD_ROLES, Role.MEMBER, 1, None, "tổ dân phố")
AN = ("Nguyễn Văn An", "+84912345678")
HEADER = "STT\tHọ và tên\tSố điện thoại\tChức danh\tTổ\n"
M, L, C, V = Role.MEMBER, Role.LEADER, Role.COORDINATOR, Role.VIEWER


def _read(app: Flask, text: str, rules: ListRules = RULES) -> PastedList:
    with app.test_request_context():
        return read_people(text, rules)


@pytest.mark.parametrize(
    ("text", "role", "team_id"),
    [
        ("Nguyễn Văn An; 0912345678", M, 1),
        ("Nguyễn Văn An\t0912 345 678", M, 1),
        ("1\tNguyễn Văn An\t0912.345.678\tTổ 2", M, 2),
        ("1. \tNguyễn Văn An\t912345678", M, 1),
        ("0912345678, Nguyễn Văn An", M, 1),
        ("Nguyễn Văn An 0912345678", M, 1),
        ("Nguyễn Văn An - +84 912 345 678", M, 1),
        ("  Nguyễn  Văn An ;;0912345678; ", M, 1),
        ("Nguyễn Văn An | ０９１２３４５６７８", M, 1),
        (unicodedata.normalize("NFD", "Nguyễn Văn An; 0912345678; Tổ trưởng; Tổ 2"), L, 2),
        ("Nguyễn Văn An; 0912345678; to truong; to 12", L, 12),
        ("Tổ 12; tổ trưởng; Nguyễn Văn An; 0912345678", L, 12),
        ("Nguyễn Văn An, 0912345678, 2", M, 2),
        ("Nguyễn Văn An, tổ trưởng, Tổ 2, 0912345678", L, 2),
        ("Nguyễn Văn An - tổ trưởng - Tổ 2 - 0912345678", L, 2),
        ("1. Nguyễn Văn An 0912345678 tổ trưởng tổ 2", L, 2),
        ("1) Nguyễn Văn An (tổ trưởng): 0912345678", L, 1),
        ("Nguyễn Văn An tổ viên tổ 2; 0912345678", M, 2),
        ("Nguyễn Văn An; 0912345678; Tổ trưởng tổ 12", L, 12),
        ("Nguyễn Văn An; 0912345678; Tổ trưởng tổ 2; Tổ số 2", L, 2),
        ("Nguyễn Văn An\t0912345678\tTổ 4, Hòa Bình", M, 4),
        ("Nguyễn Văn An; 0912345678; TDP 1", M, 2),
        ("Nguyễn Văn An; 0912345678; Trung", M, 12),
        ("Nguyễn Văn An; 0912345678; Cán bộ phường", C, None),
        ("Nguyễn Văn An; 0912345678; Lãnh đạo phường; UBND phường", V, None),
        (HEADER + "1\tNguyễn Văn An\t912345678\tTổ phó\tTổ 2", M, 2),
        (HEADER + "1\tNguyễn Văn An\t912345678\t\t", M, 1),
        (HEADER + "1\tNguyễn Văn An\t912345678\t-\t12", M, 12),
        (HEADER + "1\tNguyễn Văn An\t0912345678\tcán bộ\tPhường", C, None),
        (HEADER + "Nguyễn Văn An; 0912345678; Tổ 12", M, 12),
        ("Tổ\tSĐT\tChức vụ\tHọ tên\n2\t0912345678\tTổ trưởng\tNguyễn Văn An", L, 2),
        ("TT;Họ và chữ đệm;Tên;Điện thoại;Vai trò;TDP\n1;Nguyễn Văn;An;0912345678;thành viên;1", M, 2),
        ('STT\t"Họ và\r\ntên"\tSĐT\tTổ\r\n1\tNguyễn Văn An\t0912345678\t"Tổ\r\n2"', M, 2),
        ("NO.\tFull name\tPhone number\tRole\tTeam\n1\tNguyễn Văn An\t+84912345678\tTeam leader\tTổ 2", L, 2),
        ("TT\tHọ và tên\t\tSĐT\tTổ\n1\tNguyễn Văn\tAn\t0912345678\t2", M, 2),
        ("Họ và tên tổ viên CNSCĐ\tSố điện thoại di động (Zalo)\tTổ\nNguyễn Văn An\t912345678\t2", M, 2),
        ("Họ tên, SĐT, Tổ\nNguyễn Văn An, 0912345678, Tổ 2", M, 2),
    ],
)
def test_a_person_is_read(sqlite_app: Flask, text: str, role: Role, team_id: int | None) -> None:
    [person] = _read(sqlite_app, text).people
    assert (person.name, person.phone, person.role, person.team_id, person.problem) == (*AN, role, team_id, "")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("Nguyễn Văn An", "Dòng này không có số điện thoại."),
        ("Nguyễn Văn An; 12", "“12”: số điện thoại phải đủ 10 số, ví dụ 0912 345 678."),
        ("Nguyễn Văn An; 090000020", "“090000020”: số điện thoại phải đủ 10 số, ví dụ 0912 345 678."),
        ("0912345678", "Dòng này không có tên."),
        (
            "Nguyễn Văn An 038123456789; 0912345678",
            "“Nguyễn Văn An 038123456789” không phải họ tên. Hãy ghi họ tên không có chữ số và không quá dài.",
        ),
        (
            "x" * 200 + "; 0912345678",
            f"“{'x' * 40}” không phải họ tên. Hãy ghi họ tên không có chữ số và không quá dài.",
        ),
        ("An; 0912345678; 0987654321", "Dòng này có nhiều số điện thoại"),
        ("An; 0912345678; Tổ 99", "Không có tổ “Tổ 99”."),
        ("An; 0912345678; Tổ 3", "Không có tổ “Tổ 3”."),
        ("An; 0912345678; Tổ 8", "“Tổ 8” có thể là nhiều tổ: Tổ Đông 8, Tổ Tây 8."),
        ("An; 0912345678; TDP 3", "Có nhiều tổ phụ trách tổ dân phố “TDP 3”: Tổ 1, Tổ 2."),
        ("An; 0912345678; TDP 9", "Chưa có tổ nào phụ trách tổ dân phố “TDP 9”."),
        ("An; 0912345678; Tổ 1; Tổ 2", "Dòng này ghi nhiều tổ"),
        ("An; 0912345678; Tổ trưởng tổ 2; Tổ 1", "Dòng này ghi nhiều tổ"),
        ("An; 0912345678; tổ viên; tổ trưởng", "Dòng này ghi nhiều vai trò"),
        ("An; 0912345678; Bí thư", "“Bí thư” không phải vai trò, cũng không phải tên tổ."),
        ("An; 0912345678; 12 Lê Lợi", "“12 Lê Lợi” không phải vai trò, cũng không phải tên tổ."),
        ("An; 0912345678; Cán bộ phường; Tổ 2", "Cán bộ phường không thuộc tổ nào: hãy bỏ “Tổ 2”"),
        ("An; 0912345678; Tổ trưởng kiêm bí thư", "“Tổ trưởng kiêm bí thư” không phải vai trò ở đây."),
        ("Tổ 2", "Dòng này chỉ có tên tổ."),
        (HEADER + "1\tAn\t0912345678\tBí thư\tTổ 1", "“Bí thư” không phải vai trò ở đây."),
        (HEADER + "1\tAn\t0912345678\ttổ viên\tUBND phường", "Không có tổ “UBND phường”."),
        (HEADER + "1\tAn\t0912345678/0987654321\t\t", "“0912345678/0987654321”: số điện thoại phải đủ 10 số"),
    ],
)
def test_a_wrong_line_says_why(sqlite_app: Flask, line: str, problem: str) -> None:
    [person] = _read(sqlite_app, line).people
    assert person.problem.startswith(problem)


def test_lines_keep_their_numbers_and_a_number_counts_once(sqlite_app: Flask) -> None:
    people = _read(sqlite_app, "An; 0912345678\n\n ; \nBình; 0912 345 678\nChi; 0912345679").people
    assert [(each.number, each.name, each.problem) for each in people] == [
        (1, "An", ""),
        (4, "", "Số này đã có ở dòng 1."),
        (5, "Chi", ""),
    ]
    text = 'Họ tên\tSĐT\tTổ\nAn\t0912345678\t"Tổ\n2"\nBình\t0912345679\t1'
    assert [each.number for each in _read(sqlite_app, text).people] == [2, 4]


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        (
            "STT\tHọ tên\tSĐT\tNgày sinh\tSố CCCD\tGhi chú\n1\tAn\t0912345678\t2/9/1985\t038123456789\t",
            "Ngày sinh, Số CCCD",
        ),
        ("Họ tên\tSĐT\tTổ\tTDP\nAn\t0912345678\t1\t9", "TDP"),
        ("Họ tên\tSĐT\t\nAn\t0912345678\tgì đó", "cột 3"),
        ("Họ tên\tSĐT\tHọ tên chủ hộ\nAn\t0912345678\tLê Bình", "Họ tên chủ hộ"),
        ("Họ tên\tSĐT\tZalo\nAn\t0912345678\t0987654321", "Zalo"),
        ("An\t0912345678\t1985\t038123456789\tNam", "ngày sinh, năm sinh, số căn cước, email, giới tính"),
        ("An\t0912345678\t38123456789", "số căn cước"),
        ("An\t0912345678\t0237 3852 123", "số không phải số di động"),
    ],
)
def test_what_is_not_asked_for_is_named(sqlite_app: Flask, text: str, unread: str) -> None:
    found = _read(sqlite_app, text)
    assert [(each.name, each.phone, each.team_id, each.problem) for each in found.people] == [("An", AN[1], 1, "")]
    assert ", ".join(found.unread) == unread


@pytest.mark.parametrize(
    ("numbers", "teams"),
    [((1, 2, 4), [1, 1, 1]), ((1, 2, 1, 2), [1, 1, 1, 1]), ((2, 2, 12), [2, 2, 12]), ((1, 1, 2), [1, 1, 2])],
)
def test_first_numbers_are_running_ones_unless_they_repeat(
    sqlite_app: Flask, numbers: tuple[int, ...], teams: list[int]
) -> None:
    text = "\n".join(f"{number}\tAn\t091234567{row}" for row, number in enumerate(numbers))
    assert [each.team_id for each in _read(sqlite_app, text).people] == teams


def test_each_header_names_the_columns_below_it(sqlite_app: Flask) -> None:
    text = "Họ tên\tSĐT\tTổ\nAn\t0912345678\t2\n\nTổ\tHọ tên\tSĐT\n12\tBình\t0912345679"
    assert [(each.name, each.team_id) for each in _read(sqlite_app, text).people] == [("An", 2), ("Bình", 12)]


def test_somebody_may_be_called_as_a_team_is(sqlite_app: Flask) -> None:
    people = _read(
        sqlite_app, "An Phú; 0912345678; Tổ 2\nTô Ba; 0912345679\nHoa; 0912345670; Trung\nPhương Xã; 0912345671"
    ).people
    assert [(each.name, each.team_id, each.problem) for each in people] == [
        ("An Phú", 2, ""),
        ("Tô Ba", 1, ""),
        ("Hoa", 12, ""),
        ("Phương Xã", 1, ""),
    ]


def test_a_team_is_chosen_or_named(sqlite_app: Flask) -> None:
    rules = replace(RULES, team_id=None)
    assert _read(sqlite_app, "An; 0912345678\nBình; 0912345679; tổ trưởng", rules).lacks_team
    mixed = _read(sqlite_app, "An; 0912345678\nBình; 0912345679; Tổ 2\nChi; 0912345670; cán bộ", rules)
    assert not mixed.lacks_team
    assert [each.problem.partition(".")[0] for each in mixed.people] == ["Dòng này không ghi tổ", "", ""]
    assert not _read(sqlite_app, "Chi; 0912345670; cán bộ", rules).lacks_team
    assert _read(sqlite_app, "An; 0912345678; Tổ 2", replace(rules, role=Role.VIEWER)).people[0].problem


def test_a_leader_invites_members_to_the_own_team(sqlite_app: Flask) -> None:
    rules = replace(RULES, roles=[Role.MEMBER], own_team_id=1)
    text = "An; 0912345678; Tổ 1\nBình; 0912345679; Tổ 2\nChi; 0912345670; tổ trưởng\nDung; 0912345671"
    assert [each.problem.partition(".")[0] for each in _read(sqlite_app, text, rules).people] == [
        "",
        "Anh/chị chỉ mời được vào Tổ 1",
        "Không có quyền giao vai trò này",
        "",
    ]


@pytest.mark.parametrize(
    ("piece", "times"),
    [
        ("-", 15_000),
        ("a, ", 5_000),
        ("a;\n", 5_000),
        ("a," * 900 + "\n", 8),
        ("0 ", 7_500),
        ("a(", 7_500),
        ("Tổ trưởng ", 1_500),
        ('"', 15_000),
        ("(", 50),
    ],
)
def test_lines_of_any_kind_take_a_time_that_grows_with_them(sqlite_app: Flask, piece: str, times: int) -> None:
    def read(line: str) -> None:
        assert all(each.problem for each in _read(sqlite_app, line).people)

    # What is linear takes four times as long, and what is quadratic 16 times.
    assert grows_at_most(8, read, piece * times, piece * times * 4)
