"""What does a clinic with WordPress install? The plugin in ``wordpress/`` with our script in it, as one file."""

from functools import cache
from io import BytesIO
from zipfile import ZipFile, ZipInfo

from checker.resources import shipped

NAME = "condition-checker"
"""The plugin's folder on a WordPress site."""


@cache
def plugin() -> bytes:
    """Return the plugin as a zip file: of the same files, always the same bytes."""
    root = shipped("wordpress")
    files = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    files["embed.js"] = shipped("static/embed.js")
    made = BytesIO()
    with ZipFile(made, "w") as archive:  # not compressed, since two versions of zlib may write two things
        for name, path in sorted(files.items()):
            entry = ZipInfo(f"{NAME}/{name}")
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, path.read_bytes())
    return made.getvalue()
