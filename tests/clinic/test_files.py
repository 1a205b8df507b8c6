"""A logo draws and does nothing else, and a file that is not fit is named with what to do."""

from pathlib import Path

import pytest

from checker.clinic.files import FileError, read
from tests.logos import SVG, png
from tests.logos import chunk as _chunk


def _read(folder: Path, name: str, content: str | bytes) -> bytes:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return read(folder / name).content


def test_a_picture_says_its_size_and_is_what_it_was(tmp_path: Path) -> None:
    drawn = _read(tmp_path, "city.svg", SVG)
    assert b"<rect" in drawn and b"City" in drawn and b"ns0" not in drawn
    assert (read(tmp_path / "city.svg").width, read(tmp_path / "city.svg").height) == (120, 40)
    assert _read(tmp_path, "city.png", png(30, 20)) == png(30, 20)
    assert (read(tmp_path / "city.png").width, read(tmp_path / "city.png").height) == (30, 20)


def test_notes_of_where_and_when_it_was_made_are_left_out(tmp_path: Path) -> None:
    assert _read(tmp_path, "city.png", png(30, 20, b"Author\0Jane Roe")) == png(30, 20)
    noted = SVG.replace("<rect", "<!-- Jane --><metadata>Jane Roe</metadata><rect", 1).replace(
        "<svg ", '<svg xmlns:draw="https://draw.example" draw:by="Jane" '
    )
    spoken = SVG.replace("City", 'Ci<draw:note xmlns:draw="https://draw.example"/>ty')
    assert b">City<" in _read(tmp_path, "city.svg", spoken)
    assert b"Jane" not in _read(tmp_path, "city.svg", noted)


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ("<script>fetch('/')</script>", "has a <script>"),
        ('<g onload="fetch(1)"/>', "has the script `onload`"),
        ("<foreignObject><p/></foreignObject>", "has a <foreignObject>"),
        ('<image href="https://a.example/x.png"/>', "has a <image>"),
        ('<a href="javascript:1"><rect/></a>', "has a <a>"),
        ('<use href="https://a.example/x.svg#a"/>', "loads something else by `href`"),
        ('<use xmlns:x="http://www.w3.org/1999/xlink" x:href="data:,a"/>', "loads something else by `href`"),
        ('<rect fill="url(https://a.example/x)"/>', "loads something else in its style"),
        ('<rect style="fill:u\\72l(x)"/>', "loads something else in its style"),
        ("<style>@import 'https://a.example/x.css';</style>", "loads something else in its style"),
        ("<animate/>", "has a <animate>"),
        ("<style><g/>@import 'https://a.example/x.css';</style>", "loads something else in its style"),
        ('<rect style="fill:src(x)"/>', "loads something else in its style"),
        ("<rect>", "is no SVG: mismatched tag"),
        ("<g>" * 2000 + "</g>" * 2000, "is nested too deeply"),
    ],
)
def test_an_svg_that_does_more_than_draw_is_refused(part: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(FileError) as refused:
        _read(tmp_path, "city.svg", SVG.replace("</svg>", f"{part}</svg>"))
    assert str(refused.value).startswith("city.svg ") and says in str(refused.value), refused.value


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("city.svg", f"<!DOCTYPE svg [<!ENTITY a 'b'>]>{SVG}", "defines entities"),
        ("city.svg", SVG.encode("utf-16"), "is not UTF-8"),
        ("city.svg", "<html/>", "is no SVG: it begins with <html>"),
        ("city.svg", SVG.replace('viewBox="0 0 120 40"', ""), "says no width and height"),
        ("city.svg", SVG + " " * 70_000, "has more than 64 KB"),
        ("city.png", png(2001, 4), "is 2001 by 4 pixels"),
        ("city.png", b"\x89PNG\r\n\x1a\n" + b"a" * 200_000, "has more than 128 KB"),
        ("city.png", png(4, 4)[:-20], "is damaged"),
        ("city.png", png(4, 4).replace(b"IDAT", b"IDAU"), "is damaged"),
        ("city.png", "GIF89a", "is no PNG"),
        ("city.png", png(4, 4)[:8] + _chunk(b"IHDR", b"") + png(4, 4)[33:], "says no width and height"),
        ("city.png", png(4, 4)[:33] + _chunk(b"IEND", b""), "is damaged"),
        ("city.svg", SVG.replace("<svg ", f'<svg width="{"9" * 400}" height="1" '), "says no width and height"),
        ("city.woff2", "true", "is no WOFF2 font"),
    ],
)
def test_a_file_that_is_not_fit_is_named(name: str, content: str | bytes, says: str, tmp_path: Path) -> None:
    with pytest.raises(FileError, match=f"^{name} {says}"):
        _read(tmp_path, name, content)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"^city\.svg cannot be read: no such file"):
        read(tmp_path / "city.svg")
