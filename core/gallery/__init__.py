"""The gallery: every component in every state, on demonstration and test machines only.

It shows the very templates that pages use, with invented samples: for who makes a page, and
for the tests that look at them with axe. A component that it does not show fails a test.
"""
