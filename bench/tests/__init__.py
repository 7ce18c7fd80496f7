"""What the benches leave behind: nothing. Run by .ci/run: python3 -m unittest discover -s bench."""
