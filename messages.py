"""The one catalogue of what users read: Chinese first, English beside it.

Each entry is ``key: (中文, English)``. Placeholders are named. Rooms keep their
entries under their own heading; nothing user-facing stands anywhere else.
"""

from __future__ import annotations

import os

LANGUAGES = ("zh", "en")


def language() -> str:
    """The language in force: ``DANGHE_LANG``, else Chinese.

    The environment variable is set by ``--lang`` and so reaches worker processes.
    """
    return "en" if os.environ.get("DANGHE_LANG", "zh").lower().startswith("en") else "zh"


def translate(key: str, /, **values: object) -> str:
    """The sentence for a key in the language in force.

    Args:
        key: Entry of the catalogue; an unknown key is a programming error.
        values: Fills the placeholders.

    Raises:
        KeyError: The catalogue has no such entry.
    """
    return CATALOGUE[key][LANGUAGES.index(language())].format(**values)


CATALOGUE: dict[str, tuple[str, str]] = {
    # --- archive, importing ---
    # --- extract ---
    "extract.not_a_file": (
        "{path} 不是普通文件（目录、管道或设备），未读取。",
        "{path} is not a regular file (a folder, pipe or device) and was not read.",
    ),
    "extract.not_a_file.remedy": (
        "请指定普通文件；目录请用导入命令。",
        "Name a regular file; folders go through the import command.",
    ),
    "extract.unreadable": (
        "无法打开 {path}：{reason}。",
        "Cannot open {path}: {reason}.",
    ),
    "extract.unreadable.remedy": (
        "请检查文件是否还在、是否有读取权限。",
        "Check that the file is still there and that you may read it.",
    ),
    "extract.empty": ("空文件（0 字节）。", "The file is empty (0 bytes)."),
    "extract.empty.remedy": (
        "请向提供者重新索取该文件。",
        "Ask whoever provided the file for it again.",
    ),
    "extract.no_text": ("文件（{type}）里没有文字。", "The file ({type}) holds no text."),
    "extract.no_text.remedy": (
        "请打开文件核对内容；若确为空白，可不导入。",
        "Open the file and look; if it really is blank, leave it out.",
    ),
    "extract.damaged": (
        "文件（{type}）已损坏，无法读取：{reason}。",
        "The file ({type}) is damaged and cannot be read: {reason}.",
    ),
    "extract.damaged.remedy": (
        "请用原软件打开并另存一份，或重新获取该文件。",
        "Open it in its own program and save it anew, or get the file again.",
    ),
    "extract.encrypted": (
        "文件（{type}）有打开密码，无法读取。",
        "The file ({type}) is protected by a password.",
    ),
    "extract.encrypted.remedy": (
        "请输入密码打开后另存为无密码的文件，再导入。",
        "Open it with the password, save it without one, and import that.",
    ),
    "extract.unsupported.convert": (
        "暂不支持的格式：{type}。",
        "Format not supported yet: {type}.",
    ),
    "extract.unsupported.convert.remedy": (
        "请另存为 .docx 或带文字层的 PDF 后再导入。",
        "Save it as .docx or as a PDF with a text layer, and import that.",
    ),
    "extract.unsupported.image": (
        "图像中没有可读取的文字层：{type}。",
        "An image without a text layer: {type}.",
    ),
    "extract.unsupported.image.remedy": (
        "请先做文字识别（OCR），另存为双层 PDF 后再导入。",
        "Run text recognition (OCR) on it, save a searchable PDF, and import that.",
    ),
    "extract.unsupported.archive": (
        "压缩包不能直接导入：{type}。",
        "A packed archive cannot be imported as it is: {type}.",
    ),
    "extract.unsupported.archive.remedy": (
        "请先解压缩，再导入其中的文件。",
        "Unpack it and import the files inside.",
    ),
    "extract.unsupported.unknown": (
        "无法识别的文件类型：{type}。",
        "The type of the file is not known: {type}.",
    ),
    "extract.unsupported.unknown.remedy": (
        "请用原软件打开，另存为 .docx、.txt 或 PDF 后再导入。",
        "Open it in its own program and save it as .docx, .txt or PDF.",
    ),
    "extract.limit.bytes": (
        "文件大小 {found} 字节，超过上限 {limit}。",
        "The file has {found} bytes; the limit is {limit}.",
    ),
    "extract.limit.bytes.remedy": (
        "请拆分文件，或调高上限。",
        "Split the file or raise the limit.",
    ),
    "extract.limit.pages": (
        "共 {found} 页，超过上限 {limit}。",
        "The file has {found} pages; the limit is {limit}.",
    ),
    "extract.limit.pages.remedy": (
        "请拆分文件，或调高上限。",
        "Split the file or raise the limit.",
    ),
    "extract.limit.seconds": (
        "读取超过 {limit} 秒，已停止。",
        "Reading took longer than {limit} seconds and was stopped.",
    ),
    "extract.limit.seconds.remedy": (
        "请拆分文件，或调高时间上限。",
        "Split the file or raise the time limit.",
    ),
    "extract.limit.memory": (
        "读取所需内存超过上限 {limit} 字节。",
        "Reading needed more memory than the limit of {limit} bytes.",
    ),
    "extract.limit.memory.remedy": (
        "请拆分文件，或调高内存上限。",
        "Split the file or raise the memory limit.",
    ),
    "extract.limit.text": (
        "文字超过 {limit} 字，已停止读取。",
        "The text is longer than {limit} characters; reading was stopped.",
    ),
    "extract.limit.text.remedy": (
        "请拆分文件，或调高上限。",
        "Split the file or raise the limit.",
    ),
    "extract.limit.expanded": (
        "解压后 {found} 字节，超过上限 {limit}（疑似压缩炸弹）。",
        "It would unpack to {found} bytes; the limit is {limit} (perhaps a zip bomb).",
    ),
    "extract.limit.expanded.remedy": (
        "请勿打开来源不明的文件；确认可信后可调高上限。",
        "Do not open files of unknown origin; raise the limit if you trust it.",
    ),
    "extract.limit.ratio": (
        "压缩比 {found} 倍，超过上限 {limit}（疑似压缩炸弹）。",
        "It is packed {found} to one; the limit is {limit} (perhaps a zip bomb).",
    ),
    "extract.limit.ratio.remedy": (
        "请勿打开来源不明的文件；确认可信后可调高上限。",
        "Do not open files of unknown origin; raise the limit if you trust it.",
    ),
    "extract.limit.members": (
        "压缩包内条目 {found} 个，超过上限 {limit}。",
        "It holds {found} packed entries; the limit is {limit}.",
    ),
    "extract.limit.members.remedy": (
        "请确认文件来源；确认可信后可调高上限。",
        "Check where the file comes from; raise the limit if you trust it.",
    ),
    "extract.limit.nesting": (
        "内容嵌套超过 {limit} 层。",
        "The contents are nested more than {limit} deep.",
    ),
    "extract.limit.nesting.remedy": (
        "请用原软件打开并另存一份。",
        "Open it in its own program and save it anew.",
    ),
    "extract.loss.characters": (
        "有 {count} 个字符无法按 {encoding} 解码，以“�”代替。",
        "{count} characters could not be decoded as {encoding}; they show as “�”.",
    ),
    "extract.loss.pages_without_text": (
        "第 {pages} 页没有文字层（扫描图像），其文字未读取。",
        "Pages without a text layer (scanned images) were not read: {pages}.",
    ),
    "extract.loss.garbled_pages": (
        "第 {pages} 页的文字层是乱码，不可靠。",
        "The text layer of these pages is garbled and not reliable: {pages}.",
    ),
    "extract.loss.failed_pages": (
        "第 {pages} 页无法读取。",
        "These pages could not be read: {pages}.",
    ),
    "extract.loss.failed_tables": (
        "第 {pages} 页的表格未能分格，文字已按行保留。",
        "Tables on these pages could not be divided into cells; their text is kept as lines: "
        "{pages}.",
    ),
    "extract.loss.truncated": (
        "文件末尾缺失，可能不完整。",
        "The end of the file is missing; it may be incomplete.",
    ),
    "extract.loss.attachments": (
        "内嵌的 {count} 个附件未读取。",
        "{count} embedded attachments were not read.",
    ),
    "extract.loss.parts": (
        "有 {count} 个部件（页眉、脚注等）损坏或缺失，未读取。",
        "{count} parts (headers, notes …) are damaged or missing and were not read.",
    ),
    # --- catalogue ---
    # --- schemas ---
    "schema.missing": ("找不到规范文件：{file}", "No such norms file: {file}"),
    "schema.missing.remedy": (
        "检查路径，或去掉 --schema 使用内置规范。",
        "Check the path, or leave out --schema to use the built-in norms.",
    ),
    "schema.syntax": ("{file} 第 {line} 行：不是有效的 YAML（{problem}）", "{file} line {line}: not valid YAML ({problem})"),
    "schema.syntax.remedy": ("改正该行的写法。", "Mend that line."),
    "schema.too_large": ("{file} 过大，不像规范文件", "{file} is too large for a norms file"),
    "schema.too_large.remedy": ("规范文件不超过 5 MB。", "A norms file has at most 5 MB."),
    "schema.unknown_key": (
        "{file} 第 {line} 行：{path} 里没有“{key}”这个键",
        "{file} line {line}: {path} has no key “{key}”",
    ),
    "schema.unknown_key.remedy": ("可用的键：{known}。", "Known keys: {known}."),
    "schema.value": ("{file} 第 {line} 行：{path}：{problem}", "{file} line {line}: {path}: {problem}"),
    "schema.value.remedy": (
        "改正后用 danghe schema validate 再检查一次。",
        "Mend it, then run danghe schema validate again.",
    ),
    "schema.problem.duplicate": ("编号“{value}”重复", "id “{value}” occurs twice"),
    "schema.problem.reference": ("“{value}”没有定义", "“{value}” is not defined"),
    "schema.problem.name": ("给出的盒必须有名称", "a given box needs a name"),
    "schema.problem.label": ("名称佚失的盒必须有 label", "a box whose name is lost needs a label"),
    "schema.problem.lost_items": ("佚失的盒不能列材料", "a lost box cannot list items"),
    "schema.problem.no": ("盒号和 id 至少要有一个", "a box needs a number or an id"),
    "schema.problem.needs": ("{kind} 类要求必须写明 {value}", "a duty of kind {kind} needs {value}"),
    "schema.problem.months": ("月份必须在 1 到 12 之间", "months lie between 1 and 12"),
    "schema.problem.stated": (
        "写明 {stated} 个盒，列出 {listed} 个",
        "{stated} boxes stated, {listed} listed",
    ),
    "schema.valid": (
        "{file}：有效。{levels} 个层级，{sections} 个条线，{boxes} 个盒（有名 {given}，佚名 {name_lost}，佚失 {lost}），{items} 种材料，{duties} 项要求",
        "{file}: valid. {levels} levels, {sections} sections, {boxes} boxes ({given} given, {name_lost} without name, {lost} lost), {items} items, {duties} duties",
    ),
    # --- classify (reasons) ---
    # --- index and query ---
    "query.empty": ("查询是空的", "the query is empty"),
    "query.empty.remedy": (
        "写出要找的词;要列出全部材料,用 *",
        "write what to look for; * lists every record",
    ),
    "query.long": (
        "查询超过 {limit} 个字符",
        "the query is longer than {limit} characters",
    ),
    "query.long.remedy": (
        "只留最能区分的一段文字",
        "keep the most telling part of the text",
    ),
    "query.deep": (
        "第 {position} 个字符:括号或否定嵌套超过 {limit} 层",
        "character {position}: parentheses or negations are nested deeper than {limit}",
    ),
    "query.deep.remedy": ("去掉多余的括号", "leave out needless parentheses"),
    "query.terms": ("查询超过 {limit} 个词", "the query has more than {limit} terms"),
    "query.terms.remedy": (
        "分成几次查询;要找一整段文字,给它加引号",
        "split it into several queries; quote a passage that belongs together",
    ),
    "query.field": (
        "第 {position} 个字符:没有名为“{name}”的字段",
        "character {position}: there is no field named “{name}”",
    ),
    "query.field.remedy": (
        "可用字段:{known}。如果冒号是要找的文字,给整个词加引号",
        "fields: {known}. If the colon is part of the text sought, quote the whole term",
    ),
    "query.value": (
        "第 {position} 个字符:字段“{name}”后面没有值",
        "character {position}: the field “{name}” has no value",
    ),
    "query.value.remedy": (
        "值紧接在冒号后面,中间不留空格,例如 年度:2023",
        "write the value right after the colon, without a space, such as year:2023",
    ),
    "query.year": (
        "第 {position} 个字符:“{value}”不是年度",
        "character {position}: “{value}” is not a year",
    ),
    "query.year.remedy": (
        "写四位年份或范围,例如 年度:2023、年度:2021..2023、年度:2021..",
        "write four digits or a range, such as year:2023, year:2021..2023, year:2021..",
    ),
    "query.period": (
        "第 {position} 个字符:“{value}”不是期间",
        "character {position}: “{value}” is not a period",
    ),
    "query.period.remedy": (
        "写成 2023、2023-H1、2023-Q2、2023-05 或范围 2023-01..2023-06",
        "write 2023, 2023-H1, 2023-Q2, 2023-05 or a range 2023-01..2023-06",
    ),
    "query.range": (
        "第 {position} 个字符:范围“{value}”不成立",
        "character {position}: the range “{value}” does not hold",
    ),
    "query.range.remedy": (
        "至少写一端,前端不晚于后端,例如 年度:2021..2023",
        "give at least one end, the earlier first, such as year:2021..2023",
    ),
    "query.status": (
        "第 {position} 个字符:归盒状态没有“{value}”",
        "character {position}: “{value}” is not a filing status",
    ),
    "query.status.remedy": (
        "写 归盒:已归 或 归盒:未归",
        "write status:filed or status:open",
    ),
    "query.quote": (
        "第 {position} 个字符:引号 {sign} 不成对",
        "character {position}: the quotation mark {sign} has no partner",
    ),
    "query.quote.remedy": (
        "补上另一半引号,或去掉它",
        "add the other quotation mark, or leave this one out",
    ),
    "query.parenthesis": (
        "第 {position} 个字符:括号 {sign} 不成对",
        "character {position}: the parenthesis {sign} has no partner",
    ),
    "query.parenthesis.remedy": (
        "补上另一半括号;如果括号是要找的文字,给整个词加引号",
        "add the other parenthesis; if it is part of the text sought, quote the whole term",
    ),
    "query.nothing": (
        "第 {position} 个字符:“{term}”里没有可查的字",
        "character {position}: there is nothing to look for in “{term}”",
    ),
    "query.nothing.remedy": (
        "写出至少一个看得见的字,或去掉这一项",
        "write at least one visible character, or leave the term out",
    ),
    "query.operator": (
        "第 {position} 个字符:运算符 {sign} 前后缺少要找的词",
        "character {position}: the operator {sign} lacks a term",
    ),
    "query.operator.remedy": (
        "在它前后写上词;如果它本身是要找的文字,给它加引号",
        "write terms around it; if it is itself the text sought, quote it",
    ),
    "query.star": (
        "第 {position} 个字符:星号只能放在词尾一次(“{term}”)",
        "character {position}: a star can only stand once, at the end of a term (“{term}”)",
    ),
    "query.star.remedy": (
        "写成 词*;中间任意内容用两个词代替;要找星号本身,加引号",
        "write word*; use two terms for a gap; quote the term to find a star",
    ),
    "query.field_star": (
        "第 {position} 个字符:字段的值不用星号(“{value}”)",
        "character {position}: the value of a field takes no star (“{value}”)",
    ),
    "query.field_star.remedy": (
        "去掉星号:写名称的一部分就能找到",
        "leave the star out: a part of the name is enough",
    ),
    "query.touching": (
        "第 {position} 个字符:“{signs}”之间没有空格,看不出是一段文字还是两个词",
        "character {position}: no space within “{signs}”, so it may be one text or two terms",
    ),
    "query.touching.remedy": (
        '两个词之间加空格;一整段文字用另一种引号括起来,例如 "通知(试行)"',
        'put a space between two terms; quote one text with other marks, such as "通知(试行)"',
    ),
    "index.missing": ("{path} 中没有索引", "there is no index in {path}"),
    "index.missing.remedy": (
        "运行 danghe reindex 建立索引",
        "build it with danghe reindex",
    ),
    "index.stale": (
        "索引 {path} 与现在的程序不符({part}:索引是 {found},现在是 {wanted})",
        "the index {path} does not fit this program ({part}: index {found}, now {wanted})",
    ),
    "index.stale.remedy": (
        "运行 danghe reindex 重建索引;归档数据不受影响",
        "rebuild it with danghe reindex; the filed records are not touched",
    ),
    "index.damaged": (
        "索引 {path} 打不开:{why}",
        "the index {path} cannot be opened: {why}",
    ),
    "index.damaged.remedy": (
        "运行 danghe reindex 重建索引;归档数据不受影响",
        "rebuild it with danghe reindex; the filed records are not touched",
    ),
    "index.locked": (
        "另一个 danghe 正在写索引 {path}(已等待 {seconds} 秒)",
        "another danghe is writing to the index {path} (waited {seconds} seconds)",
    ),
    "index.locked.remedy": (
        "等它结束后再运行;之前提交的内容都在",
        "run this again when it has finished; everything committed before is kept",
    ),
    "index.engine": (
        "没有名为“{engine}”的检索引擎",
        "there is no search engine named “{engine}”",
    ),
    "index.engine.remedy": ("可用引擎:{known}", "engines: {known}"),
    "index.engine_missing": (
        "检索引擎 {engine} 没有安装",
        "the search engine {engine} is not installed",
    ),
    "index.engine_missing.remedy": (
        "运行 pip install {engine},或用 {other} 重建索引:danghe reindex --engine {other}",
        "pip install {engine}, or rebuild with the other: danghe reindex --engine {other}",
    ),
    # --- check ---
    # --- command line ---
}
