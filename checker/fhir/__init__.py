"""A questionnaire and its answers as FHIR R4 with Structured Data Capture, and the way back.

Out: ``reading`` (how FHIRPath reads a value), ``profiles`` (what differs between renderers), ``canonical`` (addresses
and codes), ``fhirpath`` (conditions), ``variables`` and ``known_text`` (what another engine must work out, each by
itself or all as one text), ``enable_when`` and ``calculated_items`` (what waits for it and shows it), ``carried_yaml``
(what FHIR cannot say), all put together by ``questionnaire_export``, and in a Bundle with its codes by
``code_systems``; ``response`` is one person's answers, which ``saved_file`` reads back, ``observations`` what a chart
keeps of them by itself, ``handover`` all that a doctor's system gets.

In: ``resource`` reads safely, ``questionnaire_import`` brings back our own. Others' come in by
``foreign_questionnaire``: ``form``, ``identifiers``, ``answer_options``, ``value_sets`` and ``enable_when_import``
understand items; ``score_import`` understands sums, by ``fhirpath_parser``, ``sums`` and ``abstract_values``;
``minimum`` is what we need and they do not have, ``unread_elements`` what was lost.
"""
