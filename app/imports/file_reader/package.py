"""The zip archive that a workbook is, looked at before anything in it is used. Pure."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from app.imports.file_reader.limits import HIGHEST_RATIO, MOST_MEMBERS, MOST_UNPACKED, SURELY_HARMLESS
from app.imports.file_reader.refusals import Refusal, UnreadableFileError

_CHUNK = 64 * 1024  # bytes
_LOCAL_HEADER = struct.Struct("<4s22x2H")
_IS_ENCRYPTED = 1


class Package:
    """The members of a zip archive, whose sizes were added up as the archive says them."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        """Open a file of ``size`` bytes; raises :class:`UnreadableFileError`."""
        self._file = file
        self._most = max(min(MOST_UNPACKED, size * HIGHEST_RATIO), SURELY_HARMLESS)
        self._unpacked = 0
        try:
            members = zipfile.ZipFile(file).infolist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as error:
            raise UnreadableFileError(Refusal.DAMAGED) from error
        self._members = {member.filename: member for member in members}
        if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > self._most:
            raise UnreadableFileError(Refusal.UNPACKS_TOO_LARGE)
        is_doubled = len({name.lower() for name in self._members}) < len(members)
        if is_doubled or any(member.header_offset < 0 for member in members):
            # Of two members of one name each program may read another one.
            raise UnreadableFileError(Refusal.DAMAGED)
        if any(member.flag_bits & _IS_ENCRYPTED for member in members):
            raise UnreadableFileError(Refusal.ENCRYPTED)

    def names(self) -> list[str]:
        """Return the names of all members."""
        return list(self._members)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def unpacked(self, name: str) -> Iterator[bytes]:
        """Yield a member as it really unpacks; raises :class:`UnreadableFileError` where it is not as written."""
        member = self._members.get(name)
        if member is None:
            raise UnreadableFileError(Refusal.DAMAGED, name)
        size = 0
        for piece in self._pieces(member):
            size += len(piece)
            self._unpacked += len(piece)
            if self._unpacked > self._most:
                raise UnreadableFileError(Refusal.UNPACKS_TOO_LARGE)
            yield piece
        if size != member.file_size:
            raise UnreadableFileError(Refusal.DAMAGED, name)

    def check_all(self) -> None:
        """Unpack every member once, so that no program that reads them finds more than was allowed."""
        for name in self._members:
            for _piece in self.unpacked(name):
                pass
        self._unpacked = 0

    def _pieces(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        packed = self._packed(member)
        if member.compress_type == zipfile.ZIP_STORED:
            yield from packed
            return
        if member.compress_type != zipfile.ZIP_DEFLATED:
            raise UnreadableFileError(Refusal.DAMAGED, member.filename)
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for chunk in packed:
                while chunk:
                    yield inflater.decompress(chunk, _CHUNK)
                    chunk = inflater.unconsumed_tail
            yield inflater.flush()
        except zlib.error as error:
            raise UnreadableFileError(Refusal.DAMAGED, member.filename) from error
        if not inflater.eof or inflater.unused_data:
            raise UnreadableFileError(Refusal.DAMAGED, member.filename)

    def _packed(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        self._file.seek(member.header_offset)
        header = self._file.read(_LOCAL_HEADER.size)
        if len(header) < _LOCAL_HEADER.size:
            raise UnreadableFileError(Refusal.DAMAGED, member.filename)
        _signature, name_length, extra_length = _LOCAL_HEADER.unpack(header)
        position, end = self._file.tell() + name_length + extra_length, 0
        end = position + member.compress_size
        while position < end:
            # Members are read in turns, so that each piece is looked up again.
            self._file.seek(position)
            chunk = self._file.read(min(_CHUNK, end - position))
            if not chunk:
                raise UnreadableFileError(Refusal.DAMAGED, member.filename)
            position += len(chunk)
            yield chunk
