"""Who may show the pages in a frame? Sites that are the clinic's own, not all customers of a host or of a registry."""

import re
from collections.abc import Iterator

_OFFICES = "ac co com edu firm gen go gob gouv gov gub id ind ltd mil ne net nhs nom or org plc pvt sch school"
"""Words below a country under which anybody may have a name: co.uk, com.au, gob.mx."""
_HOSTS = """
    000webhostapp.com amplifyapp.com appspot.com azureedge.net azurefd.net azurestaticapps.net azurewebsites.net
    bitbucket.io blogspot.com bubbleapps.io carrd.co cloudfront.net cloudfunctions.net codeberg.page ddns.net
    deno.dev dreamhosters.com duckdns.org editorx.io eu.org firebaseapp.com fly.dev framer.app framer.website
    ghost.io github.io gitlab.io glitch.me godaddysites.com googleusercontent.com herokuapp.com hs-sites.com
    hubspotpagebuilder.com jimdofree.com jimdosite.com kinsta.cloud kinsta.page myftpupload.com myshopify.com
    neocities.org netlify.app ngrok-free.app ngrok.app ngrok.io no-ip.org notion.site ondigitalocean.app
    onrender.com pages.dev pantheonsite.io r2.dev railway.app readthedocs.io render.com repl.co replit.app
    replit.dev run.app sharepoint.com site123.me square.site squarespace.com strikingly.com surge.sh translate.goog
    trycloudflare.com tumblr.com typepad.com up.railway.app vercel.app web.app webflow.io weebly.com wixsite.com
    wixstudio.com wordpress.com workers.dev wpcomstaging.com wpengine.com wpenginepowered.com
"""
_SHARED = re.compile(
    rf"[^.]+|[\d.]+|({'|'.join(_OFFICES.split())})\.[a-z]{{2}}|([a-z0-9]+\.)?[a-z]{{2}}\.us|blogspot\.([a-z]+\.)?[a-z]{{2}}"
    rf"|(.+\.)?(amazonaws\.com|cloudapp\.net|cloudapp\.azure\.com|azurecontainer\.io|core\.windows\.net)"
    rf"|{'|'.join(map(re.escape, _HOSTS.split()))}"
)
"""Names below which different people have sites: the well-known ones, not all there are."""
_MOST_PORTS = 65535


def unfit(origin: str) -> Iterator[str]:
    """Yield why a site cannot be let in: it is no place, or it is many people's."""
    name, _, port = origin.partition("://")[2].partition(":")
    if port and not 1 <= int(port) <= _MOST_PORTS:
        yield f"a port is 1 to {_MOST_PORTS}, not {port}. Write the site's own, or leave it out"
    whole = name.removeprefix("*.")
    if whole != name and _SHARED.fullmatch(whole):
        yield f"'*.{whole}' lets in the sites of everybody who has a name below {whole}. Name your own site"
