"""What does it cost to show a result to a doctor, and how large are the code and what it leads to?"""

from collections.abc import Iterator
from functools import partial
from secrets import token_bytes

import segno

from checker.web.doctor_link import link, picture
from checker.web.short_token import shortened
from checker.web.token import ID, State, seal
from tests.benchmarks.measuring import Table, microseconds
from tests.kinds import SOON
from tests.pages import app_of, served_by
from tests.people import as_answers
from tests.seeds import SEED

SITE = "https://check.clinic.example"


def tables() -> Iterator[Table]:
    """Yield the sizes, and the times beside that of a result page."""
    app = app_of(keys=(SEED,))
    client, sealer = app.test_client(), served_by(app).sealer
    state = State(as_answers(SOON), page="result", journey=token_bytes(ID))
    here, short = f"/c/{seal(sealer, state)}/", shortened(sealer, state)
    with app.test_request_context("/", base_url=SITE):
        words = link(short)
    answered = f"/s/{short.token}"
    code = segno.make_qr(words, error="m", boost_error=False)
    yield Table(
        f"A SMART Health Link of {SITE}",
        ("what", "size"),
        (
            ("its address, letters of 128", str(len(f"{SITE}{answered}"))),
            ("the whole link, letters", str(len(words))),
            ("QR code", f"version {code.version}, error level {code.error}, {code.symbol_size(border=0)[0]} squares"),
            ("what is answered, bytes", f"{len(client.get(answered).data):,}"),
        ),
    )
    get = partial(client.get, headers={"Sec-Fetch-Site": "same-origin"})
    asked = {"the result page": here, "the page with the code": f"{here}doctor", "what the link answers": answered}
    drawing, *costs = microseconds(partial(picture, words), *(partial(get, path) for path in asked.values()))
    rows = [(name, f"{cost / 1000:.1f}", f"{cost / costs[0]:.2f}") for name, cost in zip(asked, costs, strict=True)]
    rows.append(("drawing the code alone", f"{drawing / 1000:.1f}", f"{drawing / costs[0]:.2f}"))
    yield Table("CPU milliseconds", ("what", "ms", "times a result page"), tuple(rows))
