"""What a clinic may set: its words, its looks and the sites that frame it. Nothing here can reach the advice.

``models`` is what its file says; ``colors`` tells whether two colours can be told apart, ``themes`` makes a stylesheet
of a clinic's own, ``legibility`` says which of its colours cannot be read, ``wording_limits`` which of its words could
keep somebody from help, ``frame_origins`` which sites are too many people's, ``files`` whether its logo and fonts may
be sent, ``host_page`` what on a page of the clinic's own site stands in the way of the check.
"""
