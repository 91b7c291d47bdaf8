from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.fishbone import (
    CATEGORIES,
    CAUSE_LINES,
    CAUSE_WIDTH,
    columns_of,
    fishbone,
    wrapped,
)

CAUSES = st.lists(st.tuples(st.sampled_from(CATEGORIES), st.text(max_size=200)), max_size=12)


@given(st.text(max_size=300))
def test_lines_are_no_wider_and_no_more_than_allowed(text):
    lines = wrapped(text, CAUSE_WIDTH, CAUSE_LINES)
    assert len(lines) <= CAUSE_LINES
    assert all(columns_of(line) <= CAUSE_WIDTH for line in lines)


def test_short_texts_are_whole():
    assert wrapped("Nobody is told to take it down.", 20, 3) == ("Nobody is told to", "take it down.")
    assert wrapped("没有人负责回收旧版本文件", 12, 3) == ("没有人负责回", "收旧版本文件")
    assert wrapped("one two three four", 5, 2)[-1].endswith("…")


@given(st.text(max_size=100), CAUSES, st.sampled_from(CATEGORIES))
def test_everything_lies_within_the_picture(effect, causes, root):
    drawn = fishbone(effect, causes, (root, "The root"))
    assert [bone.category for bone in drawn.bones] == list(CATEGORIES)
    for bone in drawn.bones:
        assert min(bone.y1, bone.y2) > 0 and max(bone.y1, bone.y2) < drawn.height
        heights = [line.y for twig in bone.causes for line in twig.lines]
        assert heights == sorted(heights)
        assert all(0 < line.x < bone.x2 and 0 < line.y < drawn.height for twig in bone.causes for line in twig.lines)


def test_root_cause_is_marked_once():
    drawn = fishbone("It broke", [("Method", "The root"), ("People", "New")], ("Method", "The root"))
    roots = [twig for bone in drawn.bones for twig in bone.causes if twig.is_root]
    assert [twig.whole for twig in roots] == ["The root"]
    assert [bone.category for bone in drawn.bones if bone.is_root] == ["Method"]
    assert [twig.whole for bone in drawn.bones for twig in bone.causes if bone.category == "Method"] == ["The root"]
