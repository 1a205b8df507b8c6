"""A clinic's site in a real WordPress, and the checker as it is shipped on another site, both over TLS."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.certificate import certify
from tests.running import Running, free_port, listens, running, started, until
from tests.tools import missing, needed

CLINIC, CHECKER = "clinic.test", "localhost"
"""Two sites that have nothing to do with each other. PHP finds the second one by itself."""
ADMIN, PASSWORD = "admin", "a-long-password"
CONFIGURATION = """<?php
define( 'DB_NAME', 'wordpress' );
define( 'DB_DIR', __DIR__ . '/wp-content/database/' );
define( 'WP_HOME', '{address}' );
define( 'WP_SITEURL', '{address}' );
define( 'DISABLE_WP_CRON', true );
define( 'AUTOMATIC_UPDATER_DISABLED', true );
define( 'WP_HTTP_BLOCK_EXTERNAL', true );
define( 'WP_ACCESSIBLE_HOSTS', 'localhost' );
define( 'FS_METHOD', 'direct' );
define( 'WP_DEBUG', true );
define( 'WP_DEBUG_DISPLAY', false );
define( 'WP_DEBUG_LOG', 'cli' === PHP_SAPI ? 'php://stderr' : __DIR__ . '/../warnings.log' );
foreach ( array( 'AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE' ) as $name ) {{
	define( $name . '_KEY', $name );
	define( $name . '_SALT', $name );
}}
$_SERVER['HTTPS'] = 'on';
$table_prefix     = 'wp_';
if ( ! defined( 'ABSPATH' ) ) {{
	define( 'ABSPATH', __DIR__ . '/' );
}}
require_once ABSPATH . 'wp-settings.php';
"""
DATABASE = """<?php
define( 'DB_ENGINE', 'sqlite' );
require __DIR__ . '/sqlite/wp-includes/sqlite/db.php';
"""
ON_THIS_MACHINE = """<?php
add_filter( 'http_request_host_is_external', '__return_true' );
add_filter( 'http_allowed_safe_ports', fn() => array( {port} ) );
add_filter( 'http_request_args', fn( $args ) => array( 'sslcertificates' => '{certificate}' ) + $args );
add_filter( 'pre_wp_mail', '__return_true' );
"""
"""A plugin of the test's: WordPress asks no address of this machine, and trusts no authority made for a test."""
INSTALLING = """
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install( 'City Clinic', 'admin', 'admin@clinic.test', true, '', $given['password'] );
update_option( 'show_avatars', 0 );
"""
STRICT = """
error_reporting( E_ALL );
set_error_handler( function ( $level, $message, $file, $line ) {
	throw new ErrorException( $message, 0, $level, $file, $line );
} );
"""
CALLED = """
$given = json_decode( $argv[1], true );
$found = ( function () use ( $given ) { CODE } )();
echo "\\n" . json_encode( $found );
"""
ON_ADMIN_PAGES = """
require_once ABSPATH . 'wp-admin/includes/admin.php';
wp_set_current_user( 1 );
condition_checker_settings();
"""
FRONT = """
pid {folder}/nginx.pid;
daemon off;
user root;
events {{}}
http {{
  access_log off;
  client_max_body_size 20m;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  proxy_read_timeout 90s;
  proxy_set_header Host $http_host;
  server {{
    listen 127.0.0.1:{port} ssl;
    server_name {clinic};
    ssl_certificate {folder}/certificate.pem;
    ssl_certificate_key {folder}/certificate.pem;
    location / {{ proxy_pass http://127.0.0.1:{php}; }}
  }}
  server {{
    listen 127.0.0.1:{port} ssl;
    server_name {checker};
    ssl_certificate {folder}/certificate.pem;
    ssl_certificate_key {folder}/certificate.pem;
    location / {{ proxy_pass http://127.0.0.1:{served}; }}
    location /other/ {{ return 200 "another program"; }}
    location /moved/ {{ return 301 https://new.example/; }}
    location /broken/ {{ return 502; }}
  }}
  server {{
    listen 127.0.0.1:{untrusted} ssl;
    ssl_certificate {folder}/untrusted.pem;
    ssl_certificate_key {folder}/untrusted.pem;
    location / {{ return 200; }}
  }}
}}
"""


@dataclass(frozen=True)
class WordPress:
    """A site while it is served."""

    folder: Path
    """Where its files are."""
    port: int
    untrusted: int
    """A port of the checker's name at which somebody else answers, whom nobody vouches for."""
    spki: str
    """The mark of the certificate's key, by which a browser knows it."""
    checker: Running

    @property
    def address(self) -> str:
        """Where the clinic's site is."""
        return f"https://{CLINIC}:{self.port}"

    @property
    def checker_address(self) -> str:
        """Where the check begins."""
        return f"https://{CHECKER}:{self.port}/"

    @property
    def plugin(self) -> Path:
        """Where the plugin is once it is installed."""
        return self.folder / "wp-content" / "plugins" / "condition-checker"

    @property
    def warnings(self) -> list[str]:
        """What PHP warned of in the plugin while pages were served."""
        file = self.folder.parent / "warnings.log"
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        return [line for line in lines if "condition-checker" in line or "condition_checker" in line]

    @property
    def compiled(self) -> list[str]:
        """What lets PHP read WordPress's files once and for all."""
        folder = self.folder.parent / "compiled"
        folder.mkdir(exist_ok=True)
        options = {"enable_cli": 1, "file_cache": folder, "file_cache_only": 1, "revalidate_freq": 0}
        return [f"-dopcache.{name}={value}" for name, value in options.items()]

    @property
    def flags(self) -> list[str]:
        """How a browser finds the sites and no other, and trusts their certificate."""
        rules = f"MAP *.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE {CHECKER}"
        return [f"--host-resolver-rules={rules}", f"--ignore-certificate-errors-spki-list={self.spki}"]

    def php(self, code: str, before: str = "", **given: Any) -> Any:
        """Run some lines within WordPress, and return what they return; ``$given`` holds what is given.

        Whatever PHP warns of is an error. Lines that shall run before WordPress is there can define constants.
        """
        script = f"{STRICT} {before} require '{self.folder}/wp-load.php'; {CALLED.replace('CODE', code)}"
        command = [str(needed("php")), *self.compiled, "-r", script, "--", json.dumps(given)]
        done = subprocess.run(command, capture_output=True, timeout=90)
        assert done.returncode == 0, done.stderr.decode()[:2000] or done.stdout.decode()[:2000]
        return json.loads(done.stdout.decode().rpartition("\n")[2])

    def as_administrator(self, code: str, before: str = "", **given: Any) -> Any:
        """Run some lines as on a page of wp-admin."""
        return self.php(ON_ADMIN_PAGES + code, f"define( 'WP_ADMIN', true ); {before}", **given)


def source() -> Path:
    """Return the folder that ``tests/wordpress/fetch`` filled; skip the test where there is none, fail it in CI."""
    folder = os.environ.get("CHECKER_WORDPRESS")
    return Path(folder) if folder else missing("$CHECKER_WORDPRESS is no folder that tests/wordpress/fetch has filled")


@contextmanager
def clinic(folder: Path) -> Iterator[WordPress]:
    """Serve a new WordPress and a checker that it may frame, for a while. The plugin is not in it yet."""
    port, php, untrusted = free_port(), free_port(), free_port()
    spki = certify(folder / "certificate.pem", [CLINIC, CHECKER])
    certify(folder / "untrusted.pem", [CHECKER])
    root = folder / "wordpress"
    _copy(root)
    settings = folder / "clinic.yaml"
    looks = "themes: [{id: day}, {id: night, color_scheme: dark}]"
    settings.write_text(f"name: City Clinic\nframe_origins: [https://{CLINIC}:{port}]\n{looks}\n")
    serving = running(folder, "--clinic", str(settings), CHECKER_SITE=f"https://{CHECKER}:{port}", CHECKER_UNSIGNED="1")
    with serving as checker:
        wordpress = WordPress(root, port, untrusted, spki, checker)
        _write(wordpress, folder / "certificate.pem")
        wordpress.php(INSTALLING, "define( 'WP_INSTALLING', true );", password=PASSWORD)
        front = FRONT.format(
            folder=folder, port=port, php=php, served=checker.port, untrusted=untrusted, clinic=CLINIC, checker=CHECKER
        )
        (folder / "nginx.conf").write_text(front)
        nginx = [
            str(needed("nginx")),
            "-p",
            str(folder),
            "-e",
            str(folder / "error.log"),
            "-c",
            str(folder / "nginx.conf"),
        ]
        built_in = [str(needed("php")), "-S", f"127.0.0.1:{php}", "-t", str(root)]
        with (
            started(built_in, folder / "php.out"),
            started(nginx, folder / "nginx.out"),
        ):
            until(lambda: listens(php) and listens(port), lambda: (folder / "nginx.out").read_text())
            yield wordpress


def _copy(root: Path) -> None:
    found = source()
    left_out = shutil.ignore_patterns("akismet", ".htaccess")  # the second leads out of the folder
    shutil.copytree(found / "usr/share/wordpress", root, ignore=left_out)
    shutil.copytree(found / "plugin-sqlite-database-integration", root / "wp-content/sqlite")


def _write(wordpress: WordPress, certificate: Path) -> None:
    content = wordpress.folder / "wp-content"
    (wordpress.folder / "wp-config.php").write_text(CONFIGURATION.format(address=wordpress.address))
    (content / "db.php").write_text(DATABASE)
    (content / "mu-plugins").mkdir()
    helping = ON_THIS_MACHINE.format(port=wordpress.port, certificate=certificate)
    (content / "mu-plugins" / "on-this-machine.php").write_text(helping)
