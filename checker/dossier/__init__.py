"""What does a clinic's compliance ask for? Documents made of the file, its proofs, its cases and the tests.

``facts`` is all that they are made from; ``suite_report`` reads what the tests of this program said, and ``materials``
what is installed. Each document gathers its own: ``intended_use``, ``safety_case``, ``accessibility`` (by the criteria
in ``wcag``), ``privacy`` and ``unverified``; the hazard log is that of the review. ``documents`` draws them as pages
and as PDF.
"""
