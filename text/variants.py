"""Characters that count as one in matching, beyond Unicode's compatibility forms.

A variant is folded wherever it stands, so that a search for part of a text folds like the text
around it: 薄 becomes 簿 in 薄弱 too, which harms nothing because the query's 薄 does the same.
"""

from __future__ import annotations

# What clerks, old code pages and input methods write for one another.
_WRITINGS = {
    "置": "臵",
    "账": "帐帳賬",
    "簿": "薄",
    "征": "徵",
    # OpenCC keeps 瞭 for the sake of 瞭望; 瞭解 is far more frequent.
    "了": "瞭",
    "〇": "○◯",
}
# Marks that differ between keyboards, fonts and converters but not in meaning.
_MARKS = {
    '"': "“”„‟〝〞〟「」『』",
    "'": "‘’‚‛",
    "[": "〔【〖",
    "]": "〕】〗",
    "-": "‐‑‒–—―−",
    "·": "•‧∙⋅・･",
}
# Text layers of PDF files hold radicals in place of the characters that look the same; unlike
# the Kangxi radicals these have no decomposition. After Unicode's EquivalentUnifiedIdeograph.txt.
_RADICALS = {
    "厂": "⺁",
    "几": "⺇",
    "小": "⺌⺍",
    "兀": "⺎",
    "尢": "⺐",
    "巳": "⺒",
    "幺": "⺓",
    "民": "⺠",
    "疋": "⺪",
    "示": "⺬",
    "羊": "⺸",
    "虎": "⻁",
    "西": "⻄",
    "见": "⻅",
    "角": "⻆⻇",
    "贝": "⻉",
    "足": "⻊",
    "车": "⻋",
    "长": "⻑⻓",
    "门": "⻔",
    "雨": "⻗",
    "青": "⻘",
    "韦": "⻙",
    "页": "⻚",
    "风": "⻛",
    "飞": "⻜",
    "食": "⻝⻞",
    "首": "⻡",
    "马": "⻢",
    "骨": "⻣",
    "鬼": "⻤",
    "鱼": "⻥",
    "鸟": "⻦",
    "卤": "⻧",
    "麦": "⻨",
    "黄": "⻩",
    "黾": "⻪",
    "齐": "⻫⻬",
    "齿": "⻭⻮",
    "龙": "⻯⻰",
    "龟": "⻱⻲",
}

VARIANTS: dict[str, str] = {
    variant: plain
    for table in (_WRITINGS, _MARKS, _RADICALS)
    for plain, variants in table.items()
    for variant in variants
}
"""Variant → the character that stands for it in folded text."""
