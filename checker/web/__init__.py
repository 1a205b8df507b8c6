"""The pages in a browser.

Read ``app`` (how it is put together), ``mounts`` (what a request is served), ``many_clinics`` (whose page it is),
``token`` (how answers travel sealed), ``journeys`` (whose journey it is, and whether it may be shown), ``flow``
(where a person goes next, pure), ``patient_views`` and ``forms``, ``check_again`` (how one comes back), ``leaving``
(Clear, Exit, more time); then ``question_page``, ``result_page``, ``record_views`` and ``score_bar`` (what a page
shows), ``doctor_link`` (what a doctor's system scans) and ``short_token`` (how answers fit in it), ``rendering``,
``our_words``, ``links``, ``theme_choice``, ``language_choice``, ``headers``, ``compression``, ``prefix``,
``error_pages``; beside them ``embed_page``, ``counts_page``, ``wordpress_plugin``, ``standing``, ``review_pages``,
``health`` and ``proof_status``.
``desk_app`` is another app, for a reviewer's own machine; ``desk`` is what is reviewed there, ``desk_pages`` judge it,
``change_pages`` try changes of it, ``passkey_pages`` sign it.
"""

from checker.review.signoff import SignoffError
from checker.web.app import create_app, mount

__all__ = ["SignoffError", "create_app", "mount"]
