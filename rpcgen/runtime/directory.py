"""Which object a path names right now, through the memo of objects that callers have named."""

from collections.abc import Sequence

from rpcgen.runtime.errors import UnknownObject
from rpcgen.runtime.kind import FolderKind, Kind, Setting
from rpcgen.runtime.memo import HeaderMemo, ObjectRef
from rpcgen.runtime.tree import Folder, Place, Tree


class Directory:
    """All places of a service."""

    def __init__(self, places: Sequence[Place], setting: Setting, memo_bytes_max: int) -> None:
        self.memo = HeaderMemo(memo_bytes_max)
        self._report = setting.report
        self._tree: Tree[Kind | FolderKind] = Tree(
            (
                place.pattern,
                FolderKind(place) if isinstance(place, Folder) else Kind(place, setting),
            )
            for place in places
        )

    def resolve(self, path: str) -> tuple[Kind | FolderKind, ObjectRef]:
        """The object or folder at the path. Raises UnknownObject."""
        match = self._tree.match(path)
        if match is None:
            raise UnknownObject(path)
        kind, captured = match
        ref = self.memo.find(path) or kind.resolve(path, captured)
        if ref is None:
            raise UnknownObject(path)
        return kind, ref

    def kind(self, path: str) -> tuple[Kind, tuple[str, ...]] | None:
        """The kind of objects whose paths look like this one, whether it is there or not."""
        match = self._tree.match(path)
        if match is None or isinstance(match[0], FolderKind):
            return None
        return match[0], match[1]

    def managed_content(self, path: str) -> bytes | None:
        """The object's interfaces as ObjectManager shows them; None when there is no object.
        Properties that cannot be shown are reported and left out."""
        match = self.kind(path)
        if match is None:
            return None
        kind, captured = match
        try:
            return kind.managed_content(captured)
        except Exception as error:  # One faulty object never hides the others.
            self._report(f"managed={path}", error)
            return kind.shown.content({})
