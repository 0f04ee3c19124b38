"""The roles of a ward by the words that people write for them. Pure rules."""

from __future__ import annotations

import re

from app.permissions import Role
from app.text import clean, fold

TEAM_ROLES = frozenset({Role.MEMBER, Role.LEADER})
"""The roles that are held in a team; the others are held in the whole ward."""

# fmt: off
_WORDS = {
    Role.LEADER: (
        "tổ trưởng", "trưởng tổ", "đội trưởng", "nhóm trưởng", "trưởng nhóm", "leader", "team leader",
    ),
    Role.MEMBER: (
        "tổ viên", "thành viên", "đội viên", "tổ phó", "phó tổ trưởng", "phó tổ", "tổ phó thường trực", "ủy viên",
        "member", "team member", "deputy leader", "deputy",
    ),
    Role.COORDINATOR: (
        "cán bộ phường", "cán bộ xã", "cán bộ", "cán bộ phụ trách", "coordinator", "ward coordinator",
    ),
    Role.VIEWER: (
        "lãnh đạo phường (chỉ xem)", "lãnh đạo phường", "lãnh đạo xã", "lãnh đạo", "viewer", "ward viewer",
    ),
}
# fmt: on
"""A deputy logs as a member does, and has no say over others."""

_WORD = re.compile(r"[^\W_]+")


def _key(text: str) -> str:
    return " ".join(_WORD.findall(fold(clean(text))))


_ROLES = {_key(word): role for role, words in _WORDS.items() for word in words}
_PHRASES = sorted(_ROLES, key=len, reverse=True)
_NAMES_NOTHING = frozenset(
    {"to", "cua to", "to cong nghe so cong dong", "to cong nghe so", "to cnscd", "to cns", "phuong"}
)
_BEHIND_A_NAME = re.compile(
    r"(?P<name>.+?)[\s(–-]+(?P<role>(?:phó )?(?:tổ|đội|nhóm) (?:trưởng|viên|phó)|thành viên|cán bộ|lãnh đạo)"
    r"(?P<rest> .*?)?\)?",
    re.IGNORECASE,
)


def read_role(text: str) -> tuple[Role, str] | None:
    """Return the role that a text names, and the words behind it, which may name the team; ``None`` where none is.

    "Tổ trưởng Tổ 3" is a leader, of "Tổ 3".
    """
    words = _WORD.findall(clean(text))
    key = _key(text)
    for phrase in _PHRASES:
        if key == phrase or key.startswith(phrase + " "):
            rest = words[len(phrase.split()) :]
            return _ROLES[phrase], "" if _key(" ".join(rest)) in _NAMES_NOTHING else " ".join(rest)
    return None


def behind_name(text: str) -> tuple[str, str]:
    """Return a name, and the role with what follows that stands behind it, written with its tones: else nothing."""
    found = _BEHIND_A_NAME.fullmatch(clean(text))
    return (found["name"], f"{found['role']}{found['rest'] or ''}") if found else (text, "")
