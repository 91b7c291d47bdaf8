"""Seals and the hash chain."""

import copy

from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.chain import SEALED_KEYS, START, broken_link, link_hash
from sms_iso20000.rules.sealing import canonical, content_hash

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
    max_leaves=10,
)
texts = st.text(max_size=20)


def chain_of(reasons: list[str]) -> list[dict]:
    chain, previous = [], START
    for number, reason in enumerate(reasons, start=1):
        entry = dict.fromkeys(SEALED_KEYS, "") | {"sequence": number, "reason": reason, "previous_hash": previous}
        entry["chain_hash"] = previous = link_hash(entry)
        chain.append(entry)
    return chain


@given(plain)
def test_hash_follows_content_alone(content):
    assert content_hash(content) == content_hash(copy.deepcopy(content))
    assert len(content_hash(content)) == 64


@given(st.dictionaries(texts, texts, min_size=2))
def test_order_of_keys_does_not_matter(content):
    assert canonical(content) == canonical(dict(reversed(list(content.items()))))


def test_known_hash():
    """A pack made today is verified in years: the text that is hashed must never change."""
    assert canonical({"b": "服务", "a": [1, None]}) == '{"a":[1,null],"b":"服务"}'
    assert content_hash({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@given(st.lists(texts, max_size=6))
def test_a_whole_chain_holds(reasons):
    assert broken_link(chain_of(reasons)) is None


@given(st.lists(texts, min_size=1, max_size=6), st.data())
def test_any_change_is_found(reasons, data):
    chain = chain_of(reasons)
    index = data.draw(st.integers(0, len(chain) - 1))
    key = data.draw(st.sampled_from([key for key in SEALED_KEYS if key not in ("sequence", "previous_hash")]))
    chain[index][key] = f"{chain[index][key]}!"
    decision, code = broken_link(chain)
    assert (decision["sequence"], code) == (index + 1, "decision_changed")


@given(st.lists(texts, min_size=2, max_size=6), st.data())
def test_any_removal_but_the_last_is_found(reasons, data):
    chain = chain_of(reasons)
    index = data.draw(st.integers(0, len(chain) - 2))
    del chain[index]
    assert broken_link(chain)[1] == "decision_missing_before"


@given(st.lists(texts, min_size=2, max_size=6), st.data())
def test_a_rewritten_link_breaks_the_next(reasons, data):
    """Who changes a decision and its hash is found at the one after it."""
    chain = chain_of(reasons)
    index = data.draw(st.integers(0, len(chain) - 2))
    chain[index]["reason"] += "!"
    chain[index]["chain_hash"] = link_hash(chain[index])
    decision, code = broken_link(chain)
    assert (decision["sequence"], code) == (index + 2, "decision_chain_broken")
