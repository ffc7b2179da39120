"""Words that carry no subject: the closed classes of Chinese grammar."""

from __future__ import annotations

PARTICLES = frozenset(
    (
        "的 地 得 了 着 过 之 所 者 等 等等 们 吗 呢 吧 啊 呀 嘛 么 哦 "
        "和 与 及 以及 或 或者 并 并且 而 而且 且 则 但 但是 若 如 如果 要是 假如 虽然 因为 "
        "所以 因此 在 从 自 由 于 对 对于 关于 按 按照 依 依照 根据 为 为了 以 把 将 被 让 给 向 "
        "往 到 至 跟 同 比 是 就是 也 都 就 还 又 再 才 只 很 太 更 最 挺 非常 已 已经 正 正在 曾 "
        "这 那 这个 那个 这些 那些 此 其 该 各 每 某 本 我 你 您 他 她 它 我们 你们 他们 她们 "
        "自己 人家 上 下 里 中 内 外 前 后 时 时候 之后 之前 以后 以前 以上 以下 一个 一下 一些 "
        "个 有 没 没有 会 能 要 想 去 来 做 搞 弄 用 请 请问 应 应该 应当 可 可以 需要 必须 得到 "
        "进行 有关 相关"
    ).split()
)
"""Function words, pronouns and auxiliaries: passed over where words stand for a subject."""

ASKING_SIGNS = tuple(
    sorted(
        (
            "怎么 怎么办 怎么样 怎样 怎么算 怎么处理 怎么赔 怎么做 怎么弄 怎么交 怎么罚 怎么写 "
            "怎么领 该怎么办 咋 咋办 如何 什么 啥 为什么 为啥 为何 何时 何地 多少 多少钱 多久 多长 "
            "多大 几个 几天 几年 几次 几岁 几倍 谁 找谁 哪 哪里 哪儿 哪个 哪些 哪种 是否 能否 可否 "
            "能不能 可不可以 是不是 有没有 要不要 会不会 该不该 行不行 合不合法 算不算 吗 请问 ?"
        ).split(),
        key=lambda sign: (-len(sign), sign),
    )
)
"""Strings that make a query a question, the longest first; folded. None stands in an answer."""
