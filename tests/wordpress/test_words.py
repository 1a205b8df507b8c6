"""The plugin's words: all of them are there for translators, and WordPress speaks what these wrote."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.wordpress.site import WordPress
from tests.wordpress.words import CALL, DOMAIN, FOLDER, PLUGIN, compiled, for_scripts, said, template, translation

FILES = sorted(FOLDER.glob("*.po"))


def test_every_call_that_says_something_is_read() -> None:
    """Whatever names the plugin's words is a call of the known kinds, with its words whole in it."""
    for pattern in ("*.php", "*.js"):
        source = "".join(path.read_text(encoding="utf-8") for path in PLUGIN.rglob(pattern))
        calls = re.findall(r"\b_+[a-z]*\(|\besc_(?:html|attr)_[_a-z]+\(", source)
        read = CALL.findall(source)
        assert len(read) == len(calls) > 0 and {words.replace("\\'", "'") for _, words in read} == {
            words for words, _ in said(pattern)
        }


def test_the_template_has_all_words_and_no_other() -> None:
    with (FOLDER / f"{DOMAIN}.pot").open("rb") as file:
        kept = read_po(file)
    assert {(each.id, each.context) for each in kept} == {(each.id, each.context) for each in template()}


def test_there_is_a_translation() -> None:
    assert [file.stem for file in FILES] == [f"{DOMAIN}-es_ES"]


def _marks(words: object) -> list[str]:
    return sorted(re.findall(r"%[sd]|CHECKER_\w+|frame_origins", str(words)))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_translation_is_whole_and_compiled(file: Path) -> None:
    catalog = translation(file)
    for message in catalog:
        if message.id:
            assert message.string, message.id
            assert _marks(message.id) == _marks(message.string), message.id
    assert file.with_suffix(".mo").read_bytes() == compiled(catalog), "run python -m tests.wordpress.words"
    scripts = FOLDER / f"{file.stem}-{DOMAIN}-editor.json"
    assert scripts.read_text(encoding="utf-8") == for_scripts(catalog), "run python -m tests.wordpress.words"


def test_wordpress_speaks_spanish_on_the_settings_page_in_the_block_and_in_the_editor(wordpress: WordPress) -> None:
    wordpress.php("update_option( 'WPLANG', 'es_ES' );")
    fields, words, block, script = wordpress.as_administrator("""
    ob_start();
    do_settings_sections( 'condition-checker' );
    $fields = ob_get_clean();
    $folder = WP_PLUGIN_DIR . '/condition-checker/languages';
    return array(
        $fields,
        __( 'Test the connection', 'condition-checker' ),
        WP_Block_Type_Registry::get_instance()->get_registered( 'condition-checker/checker' )->description,
        load_script_textdomain( 'condition-checker-editor', 'condition-checker', $folder ),
    );
    """)
    assert "Dirección de su chequeo" in fields and words == "Probar la conexión"
    assert block.startswith("Muestra el chequeo") and "Cómo se muestra" in script
