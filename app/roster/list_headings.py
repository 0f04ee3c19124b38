"""How the columns of lists are headed: of lists of people, and those of which nothing is ever stored. Pure rules."""

from __future__ import annotations

import re
from enum import StrEnum
from itertools import chain

from app.text import fold

_WORD = re.compile(r"[^\W_]+")


def heading_key(heading: str) -> str:
    """Return what headings have in common that name one thing: folded, one space between words, without brackets."""
    return " ".join(_WORD.findall(fold(heading.partition("(")[0])))


class ListColumn(StrEnum):
    """What a column of a list of people holds."""

    RUNNING = "running"
    """The running number, which nobody asks for."""

    NAME = "name"
    PHONE = "phone"
    ROLE = "role"
    TEAM = "team"
    AREA = "area"
    OTHER = "other"
    """What is neither read nor stored, such as an address."""


class PersonalType(StrEnum):
    """What a column says of single people that no list here may bring in. The values are stored."""

    IDENTITY = "identity"
    """Numbers of citizens, old identity cards, health insurance and tax."""

    BIRTH = "birth"
    CONTACT = "contact"
    """Phone numbers and addresses of electronic mail, but those of the people whom a list invites."""

    HEALTH = "health"
    ACCOUNT = "account"
    RESIDENT = "resident"
    """Names of residents, such as the heads of households: a household here is its address."""


# fmt: off
PERSONAL_HEADINGS = {
    PersonalType.IDENTITY: (
        "cccd", "so cccd", "cmnd", "so cmnd", "cmnd cccd", "cccd cmnd", "so cmnd cccd", "so cccd cmnd", "cmt", "so cmt",
        "cmtnd", "can cuoc", "so can cuoc", "the can cuoc", "so the can cuoc", "can cuoc cong dan",
        "so can cuoc cong dan", "chung minh nhan dan", "so chung minh nhan dan", "chung minh thu", "ho chieu",
        "so ho chieu", "so dinh danh", "so dinh danh ca nhan", "dinh danh ca nhan", "ma dinh danh",
        "ma dinh danh ca nhan", "ma so thue", "ma so thue ca nhan", "mst", "the bhyt", "so the bhyt", "bhyt", "so bhyt",
        "ma bhyt", "ma so bhyt", "ma so bhxh", "so bhxh", "bhxh", "the bao hiem y te", "so the bao hiem y te",
        "so giay to", "giay to tuy than", "citizen id", "citizen number", "id number", "identity number",
        "identity card", "id card", "passport", "passport number", "tax code", "tax number", "social insurance number",
        "health insurance number",
    ),
    PersonalType.BIRTH: (
        "ngay sinh", "nam sinh", "ngay thang nam sinh", "ngay thang sinh", "sinh ngay", "sinh nam", "tuoi", "do tuoi",
        "date of birth", "dob", "birth date", "birthday", "birth year", "year of birth", "age",
    ),
    PersonalType.CONTACT: ("email", "mail", "thu dien tu", "dia chi email", "facebook", "e mail"),
    PersonalType.HEALTH: (
        "benh", "benh nen", "benh ly", "benh tat", "benh man tinh", "tien su benh", "tinh trang suc khoe", "suc khoe",
        "tinh hinh suc khoe", "chan doan", "nhom mau", "khuyet tat", "dang khuyet tat", "muc do khuyet tat",
        "loai khuyet tat", "tiem chung", "thai san", "hiv", "health", "health status", "illness", "disease",
        "diagnosis", "disability", "blood type",
    ),
    PersonalType.ACCOUNT: (
        "so tai khoan", "so tk", "stk", "tai khoan ngan hang", "so tai khoan ngan hang", "so the ngan hang",
        "so the atm", "account", "account number", "bank account", "bank account number", "card number",
    ),
    PersonalType.RESIDENT: (
        "chu ho", "ten chu ho", "ho ten chu ho", "ho va ten chu ho", "ho ten chu ho khau", "chu ho gia dinh",
        "nguoi dai dien", "dai dien ho", "ten nguoi dai dien", "ho ten nguoi dai dien", "ho va ten nguoi dai dien",
        "nguoi dai dien ho", "chu co so", "ten chu co so", "ho ten chu co so", "ho va ten chu co so",
        "head of household", "householder", "name of householder", "owner", "name of owner", "representative",
    ),
}
# fmt: on
"""Of phone numbers the headings are those of :attr:`ListColumn.PHONE`."""


# fmt: off
HEADINGS = {
    ListColumn.RUNNING: ("stt", "tt", "so tt", "so thu tu", "no", "no."),
    ListColumn.NAME: (
        "ho va ten", "ho ten", "ho", "ten", "ten dem", "ho dem", "ho lot", "ho va dem", "ho va ten dem",
        "ho va ten lot", "ho va chu dem", "ho va chu lot", "ho ten dem", "ho va ten to vien",
        "ho va ten thanh vien", "ho ten thanh vien", "ho ten to vien", "ho va ten can bo",
        "name", "full name", "names", "first name", "last name",
    ),
    ListColumn.PHONE: (
        "so dien thoai", "dien thoai", "sdt", "dt", "dtdd", "so dt", "so dtdd", "di dong", "so di dong",
        "dien thoai di dong", "so dien thoai di dong", "dien thoai lien he", "so dien thoai lien he", "sdt lien he",
        "lien he", "lien lac", "so dien thoai lien lac", "so lien he", "so may", "zalo", "so zalo", "sdt zalo",
        "so dien thoai zalo", "phone", "phone number", "phones", "mobile", "tel", "telephone",
    ),
    ListColumn.ROLE: (
        "chuc danh", "chuc vu", "vai tro", "nhiem vu", "chuc danh trong to", "chuc vu trong to", "vai tro trong to",
        "nhiem vu trong to", "nhiem vu phan cong", "role", "position",
    ),
    ListColumn.TEAM: (
        "to", "ten to", "to so", "so to", "thuoc to", "to cong nghe so", "to cong nghe so cong dong", "to cnscd",
        "to cns", "to cnsc", "nhom", "doi", "team", "teams",
    ),
    ListColumn.AREA: (
        "to dan pho", "tdp", "khu pho", "khu dan cu", "kdc", "khoi pho", "khoi", "khu", "pho", "thon", "xom", "ap",
        "khom", "ban", "buon", "lang", "dia ban", "dia ban phu trach", "khu vuc", "khu vuc phu trach", "phu trach",
        "don vi", "area", "neighbourhood",
    ),
    ListColumn.OTHER: (
        "dia chi", "noi o", "cho o", "cho o hien nay", "thuong tru", "noi thuong tru", "ho khau", "que quan", "ghi chu",
        "gioi tinh", "nam nu", "nam", "nu", "dan toc", "ton giao", "trinh do", "nghe nghiep", "noi cong tac",
        "don vi cong tac", "dang vien", "ky nhan", "ky ten", "chu ky", "address", "note", "notes",
        *chain.from_iterable(PERSONAL_HEADINGS.values()),
    ),
}
# fmt: on
