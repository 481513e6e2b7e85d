"""Any bytes make a value or a documented exception; `make fuzz` asks the same of many more of them."""

import gzip

import pytest
from fuzzing.mutating import WORDS, chance_of, mutated
from fuzzing.targets import TARGETS, kept_for, seeds_of
from hypothesis import given, settings
from hypothesis import strategies as st

EXAMPLES = 40
SLOW = ("picture",)  # a second and more for each
KEPT = [(name, path) for name in TARGETS for path in kept_for(name)]

chinese = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=12)
words = st.lists(st.sampled_from(WORDS) | chinese | st.integers().map(str), max_size=12)
texts = st.lists(words.map("".join), max_size=5).map(lambda lines: "\n".join(lines).encode(errors="replace"))


@pytest.fixture(autouse=True)
def without_programs(monkeypatch):
    """Our own readers are tested, not LibreOffice."""
    monkeypatch.setenv("PATH", "")


@pytest.mark.parametrize("name", TARGETS)
def test_a_text_of_plausible_pieces_makes_a_value_or_a_documented_exception(name):
    @settings(max_examples=EXAMPLES, derandomize=True, deadline=None, database=None)
    @given(texts)
    def check(body):
        TARGETS[name](body)

    check()


@pytest.mark.parametrize("name", [name for name in TARGETS if name not in SLOW and seeds_of(name)])
def test_a_document_changed_in_few_places_makes_a_value_or_a_documented_exception(name):
    seeds = [path.read_bytes() for path in seeds_of(name)]

    @settings(max_examples=max(2, int(EXAMPLES * TARGETS[name].share)), derandomize=True, deadline=None, database=None)
    @given(st.sampled_from(seeds), st.lists(st.integers(0, 1 << 30), min_size=1, max_size=4))
    def check(body, changes):
        for change in changes:
            body = mutated(body, chance_of(change), lambda part, change=change: _overwritten(part, change))
        TARGETS[name](body)

    check()


@pytest.mark.parametrize(("name", "path"), KEPT, ids=[f"{name}-{path.name}" for name, path in KEPT])
def test_what_was_found_once_stays_mended(name, path):
    TARGETS[name](path.read_bytes())


def test_changes_reach_what_is_packed():
    body = gzip.compress(b"a plain text", mtime=0)
    changed = {mutated(body, chance_of(seed), lambda part: part[::-1]) for seed in range(20)}
    assert gzip.compress(b"a plain text"[::-1], mtime=0) in changed


def _overwritten(part, change):
    """A few bytes of other values."""
    chance, changed = chance_of(change), bytearray(part)
    for _ in range(chance.choice((1, 4, 30)) if part else 0):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)
