"""The one catalogue of what users read: Chinese first, English beside it.

Each entry is ``key: (中文, English)``. Placeholders are named. Rooms keep their
entries under their own heading; nothing user-facing stands anywhere else.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from string import Formatter

LANGUAGES = ("zh", "en")

_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


def language() -> str:
    """The language in force: ``DANGHE_LANG``, else ``LANG``; Chinese unless that is English.

    ``--lang`` sets the first, which so reaches worker processes. ``speaking`` goes before both.
    """
    if spoken := _spoken.get():
        return spoken
    stated = os.environ.get("DANGHE_LANG") or os.environ.get("LANG") or ""
    return "en" if stated.lower().startswith("en") else "zh"


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Another language within a context, such as one answer of a server to one person.

    Args:
        language: One of ``LANGUAGES``.
    """
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def translate(key: str, /, **values: object) -> str:
    """The sentence for a key in the language in force.

    Args:
        key: Entry of the catalogue; an unknown key is a programming error.
        values: Fills the placeholders.

    Raises:
        KeyError: The catalogue has no such entry.
    """
    return CATALOGUE[key][LANGUAGES.index(language())].format(**values)


def outline(key: str) -> str:
    """The sentence for a key with … in the place of its values."""
    sentence = CATALOGUE[key][LANGUAGES.index(language())]
    return "".join(
        text + ("…" if name is not None else "") for text, name, *_ in Formatter().parse(sentence)
    )


CATALOGUE: dict[str, tuple[str, str]] = {
    # --- archive, importing ---
    "archive.missing": ("{path} 不是档案库。", "{path} is not an archive."),
    "archive.missing.remedy": (
        "用 --archive 指定档案库目录，或先导入以新建。",
        "Name the archive's directory with --archive, or import something to make one.",
    ),
    "archive.exists": ("{path} 已经是档案库。", "{path} is an archive already."),
    "archive.exists.remedy": ("直接使用它，或另选目录。", "Use it, or choose another directory."),
    "archive.not_empty": (
        "{path} 不是空目录，不能在其中新建档案库。",
        "{path} is not empty, so no archive can be made in it.",
    ),
    "archive.not_empty.remedy": ("请选一个新目录。", "Choose a new directory."),
    "archive.damaged": ("{path} 已损坏：{error}", "{path} is damaged: {error}"),
    "archive.damaged.remedy": (
        "从备份恢复该文件；原始文件仍在 originals 目录中。",
        "Restore that file from a backup; the original papers are still in originals.",
    ),
    "archive.newer": (
        "{path} 由更新版本的程序建立（版本 {version}，本程序最高 {newest}）。",
        "{path} was made by a newer program (version {version}; this one knows {newest}).",
    ),
    "archive.newer.remedy": ("请升级 danghe。", "Upgrade danghe."),
    "archive.busy": (
        "另一个程序正在写入档案库 {path}。",
        "Another process is writing to the archive {path}.",
    ),
    "archive.busy.remedy": ("等它结束后再试。", "Try again when it is done."),
    "archive.disk_full": (
        "磁盘已满，无法写入 {path}；已完成的部分已保存。",
        "The disk is full: cannot write to {path}; what was done is kept.",
    ),
    "archive.disk_full.remedy": (
        "腾出空间后重新运行同一命令，会从停下的地方继续。",
        "Make room and run the same command again; it goes on where it stopped.",
    ),
    "archive.unwritable": ("无法写入 {path}：{reason}", "Cannot write to {path}: {reason}"),
    "archive.unwritable.remedy": (
        "检查该目录的权限和磁盘状态。",
        "Check the directory's permissions and the disk.",
    ),
    "archive.no_box": ("规范中没有编号为 {box} 的盒。", "The norms know no box {box}."),
    "archive.no_box.remedy": (
        "用 danghe schema show 查看编号。",
        "danghe schema show lists the ids.",
    ),
    "archive.no_item": ("该盒没有材料“{item}”。", "That box has no item “{item}”."),
    "archive.no_item.remedy": ("可用的材料：{known}。", "Its items: {known}."),
    "archive.by_hand": ("由{who}指定", "decided by {who}"),
    "archive.no_box_by_hand": ("{who}认定不归任何盒", "{who} decided that no box takes it"),
    "archive.reopened": ("{who}退回未归盒", "taken back by {who}"),
    "archive.period_year": (
        "期间 {period} 不在 {year} 年。",
        "The period {period} is not of the year {year}.",
    ),
    "archive.period_year.remedy": (
        "只写期间，年度随它而定。",
        "Give the period alone; the year follows from it.",
    ),
    "decision.who": (
        "“{who}”是规则的名称，不能作为经办人。",
        "“{who}” is the name of the rules, not of a person.",
    ),
    "decision.who.remedy": ("用 --who 写明经办人姓名。", "Name the person with --who."),
    "decision.none": ("没有可以撤销的人工决定。", "There is no decision by hand to undo."),
    "decision.none.remedy": ("用 danghe log 查看操作日志。", "danghe log shows what was done."),
    "decision.changed": (
        "{record} 之后又有新的决定，不能撤销这一次。",
        "{record} was decided anew since; this decision cannot be undone.",
    ),
    "decision.changed.remedy": (
        "先用 danghe undo 撤销后来的决定。",
        "Undo the later decision first, with danghe undo.",
    ),
    "decision.open": ("{record} 本来就未归盒。", "{record} is open already."),
    "decision.open.remedy": (
        "用 danghe review 逐件审定，或用 danghe assign 归盒。",
        "Decide it with danghe review, or file it with danghe assign.",
    ),
    "archive.unknown_unit": ("不知道“{unit}”属于哪个层级。", "The level of “{unit}” is not known."),
    "archive.unknown_unit.remedy": (
        "用 --level 指定层级；已知单位：{known}。",
        "Give it with --level; known units: {known}.",
    ),
    "import.no_path": ("路径不存在：{path}", "No such path: {path}"),
    "import.no_path.remedy": ("检查路径的写法。", "Check how the path is written."),
    "import.own_archive": (
        "{path} 在档案库之内，不能导入。",
        "{path} lies in the archive itself and cannot be imported.",
    ),
    "import.own_archive.remedy": (
        "指定档案库以外的文件。",
        "Name files outside the archive.",
    ),
    "import.no_level": ("规范中没有层级“{level}”。", "The norms know no level “{level}”."),
    "import.no_level.remedy": ("可用的层级：{known}。", "Known levels: {known}."),
    "import.duplicate": ("与 {path} 内容相同", "same bytes as {path}"),
    "import.system_file": (
        "操作系统或办公软件的辅助文件",
        "a helper file of the system or of an office program",
    ),
    "import.directory_link": ("指向目录的链接，未进入", "a link to a directory, not followed"),
    "import.not_regular": (
        "不是普通文件（管道、设备或套接字）",
        "not a regular file (a pipe, device or socket)",
    ),
    "import.unreadable": ("无法读取：{reason}", "cannot be read: {reason}"),
    "import.unreadable.remedy": (
        "检查权限和磁盘后再次导入。",
        "Check permissions and disk, then import again.",
    ),
    "import.changed": ("读取过程中文件被改动", "the file changed while it was read"),
    "import.changed.remedy": ("文件写完后再次导入。", "Import it again when it is finished."),
    "import.no_text": ("没有读出文字", "no text could be read"),
    "import.left_out": (
        "{count} 字不属于任何一件（网页标记、封面、目录），原件中仍在：“{start}…”",
        "{count} characters belong to no paper (marks of a site, cover, contents); the original "
        "keeps them: “{start}…”",
    ),
    "import.died": (
        "读取该文件的进程意外终止（代码 {code}）",
        "the process that read it died (code {code})",
    ),
    "import.internal": ("程序内部错误：{reason}", "an error of the program: {reason}"),
    "import.died.remedy": (
        "用其它软件打开并另存后再导入，或把该文件发给开发者。",
        "Open it with another program, save it anew and import that, or send us the file.",
    ),
    "import.internal.remedy": (
        "升级后用 --retry-failed 再试，或把该文件发给开发者。",
        "Try --retry-failed after an update, or send us the file.",
    ),
    "import.no_text.remedy": (
        "核对原件：空白件、照片没有文字；不清楚的可重新扫描。",
        "Look at the original: blanks and photos have no text; scan unclear ones again.",
    ),
    "import.not_regular.remedy": ("只导入普通文件。", "Import regular files only."),
    "import.catalogue_unreadable": (
        "移交目录 {path} 不能用：{reason}",
        "The catalogue {path} cannot be used: {reason}",
    ),
    "import.catalogue_unreadable.remedy": (
        "检查文件能否打开；目录应是表格（XLSX、XLS、ET、ODS、CSV）。",
        "Check that the file opens; a catalogue is a table (XLSX, XLS, ET, ODS, CSV).",
    ),
    "cli.option.catalogue": (
        "移交目录（XLSX、CSV …），按 档号 与图像对应",
        "catalogue of a delivery (XLSX, CSV …), matched with images by 档号",
    ),
    "cli.option.mapping": (
        "移交目录的列对应文件（YAML）",
        "a file that says which column holds what (YAML)",
    ),
    "cli.option.deviations": (
        "把移交目录与图像不符之处逐行写成 CSV",
        "write the deviations of a delivery, row by row, as CSV",
    ),
    "cli.delivery.rows": (
        "移交目录 {file}：{rows} 行，不符 {problems} 处",
        "catalogue {file}: {rows} rows, {problems} deviations",
    ),
    "cli.delivery.problem": ("  {where}  {message}", "  {where}  {message}"),
    "cli.delivery.line": ("第 {line} 行 {archival_no}", "line {line} {archival_no}"),
    "import.page_of": ("{place} 的第 {page} 页", "page {page} of {place}"),
    "import.unpacked": ("压缩包，内有 {count} 个文件", "a container of {count} files"),
    "import.contains_itself": (
        "压缩包里又是它自己，未再解开",
        "a container that holds itself; not unpacked again",
    ),
    "import.contains_itself.remedy": (
        "核对这个压缩包的来历。",
        "Find out where this container comes from.",
    ),
    "import.pages_missing": ("图像编号不连续，缺第 {pages} 号", "image numbers skip {pages}"),
    "import.pages_missing.remedy": (
        "补扫或改正文件名后再次导入。",
        "Scan the missing pages or mend the names, then import again.",
    ),
    "extract.limit.depth": (
        "压缩包套得太深（超过 {limit} 层）",
        "containers within containers, more than {limit} deep",
    ),
    "extract.limit.depth.remedy": (
        "先解开内层压缩包，或放宽 --limit max_depth。",
        "Unpack the inner containers first, or raise --limit max_depth.",
    ),
    "extract.loss.pages_not_recognised": (
        "第 {pages} 页未能识别",
        "pages {pages} could not be recognised",
    ),
    "reason.delivered": ("移交目录 {row}", "catalogue of the delivery, {row}"),
    "import.id_clash": (
        "编号 {record} 已被另一份文件占用",
        "the record id {record} belongs to another file",
    ),
    # --- extract ---
    "extract.limits_unknown": ("不是一项限制：{pair}", "no limit: {pair}"),
    "extract.limits_unknown.remedy": (
        "写成 名称=数值，如 max_bytes=1GB、max_seconds=10min。名称：{known}。",
        "Write name=value, as in max_bytes=1GB or max_seconds=10min. Names: {known}.",
    ),
    "extract.passwords": (
        "密码文件 {path} 不能用：{reason}",
        "The password file {path} cannot be used: {reason}",
    ),
    "extract.passwords.remedy": (
        "一行写一个密码，最多 100 个。",
        "Write one password a line, 100 at most.",
    ),
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
        "把密码写进文件，用 --password-file 给出，再用 --retry-failed 导入。",
        "Write the password into a file, give it with --password-file, and use --retry-failed.",
    ),
    "extract.unsupported.convert": (
        "暂不支持的格式：{type}。",
        "Format not supported yet: {type}.",
    ),
    "extract.unsupported.convert.remedy": (
        "请另存为 .docx 或带文字层的 PDF 后再导入。",
        "Save it as .docx or as a PDF with a text layer, and import that.",
    ),
    "extract.unsupported.old_office": (
        "本机不能读取这种旧格式：{type}。",
        "An old format that cannot be read on this machine: {type}.",
    ),
    "extract.unsupported.old_office.remedy": (
        "安装 LibreOffice（或用环境变量 DANGHE_SOFFICE 指明 soffice 的位置）后用 --retry-failed 导入；"
        "或在 Word/WPS 中另存为 .docx、.xlsx、.pptx。",
        "Install LibreOffice (or name its soffice in DANGHE_SOFFICE) and use --retry-failed, "
        "or save it as .docx, .xlsx or .pptx in Word or WPS.",
    ),
    "extract.unsupported.image": (
        "图像中没有可读取的文字层：{type}。",
        "An image without a text layer: {type}.",
    ),
    "extract.unsupported.image.remedy": (
        "请以 --ocr auto 导入，由本程序识别文字；或者先做文字识别，另存为双层 PDF 后再导入。",
        "Import it with --ocr auto to have its text recognised, or save a searchable PDF first.",
    ),
    "extract.unsupported.heif": (
        "暂不支持这种照片格式：{type}。",
        "Photo format not supported: {type}.",
    ),
    "extract.unsupported.heif.remedy": (
        "请在手机或电脑上另存为 JPEG 后再导入。",
        "Save it as JPEG on the phone or computer, and import that.",
    ),
    "extract.unsupported.archive": (
        "压缩包不能直接导入：{type}。",
        "A packed archive cannot be imported as it is: {type}.",
    ),
    "extract.unsupported.archive.remedy": (
        "请先解压缩，再导入其中的文件。",
        "Unpack it and import the files inside.",
    ),
    "extract.unsupported.compression": (
        "压缩方法 {type} 不能解开。",
        "A compression that cannot be undone: method {type}.",
    ),
    "extract.unsupported.compression.remedy": (
        "用压缩软件解开后再导入，或重新压缩成普通 ZIP。",
        "Unpack it with an archiver and import that, or pack it anew as a plain ZIP.",
    ),
    "extract.unsupported.sevenzip": (
        "本机不能解开这个 7z。",
        "This 7z container cannot be unpacked here.",
    ),
    "extract.unsupported.sevenzip.remedy": (
        "安装 py7zr（pip install py7zr），或先用压缩软件解开。",
        "Install py7zr (pip install py7zr), or unpack it with an archiver first.",
    ),
    "extract.unsupported.rar": (
        "本机没有解开 RAR 的程序。",
        "No program that unpacks RAR on this machine.",
    ),
    "extract.unsupported.rar.remedy": (
        "安装 unar、bsdtar（libarchive-tools）、7zip 或 unrar 之一，再用 --retry-failed 导入。",
        "Install one of unar, bsdtar (libarchive-tools), 7zip or unrar, then use --retry-failed.",
    ),
    "extract.later_volume": (
        "分卷压缩包的后续卷，不是第一卷。",
        "A later volume of a container in parts.",
    ),
    "extract.later_volume.remedy": (
        "先合并各卷，或用压缩软件解开后再导入。",
        "Join the volumes, or unpack them with an archiver first.",
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
    "extract.no_ocr": ("本机不能识别扫描件：{reason}", "no recognition on this machine: {reason}"),
    "extract.no_ocr.remedy": (
        "安装 rapidocr 和 onnxruntime，或用 --ocr never。",
        "Install rapidocr and onnxruntime, or use --ocr never.",
    ),
    "extract.limit.pixels": (
        "图像 {found} 像素，超过上限 {limit}",
        "an image of {found} pixels, more than {limit}",
    ),
    "extract.limit.pixels.remedy": (
        "缩小图像，或放宽 --limit max_pixels。",
        "Make the image smaller, or raise --limit max_pixels.",
    ),
    "extract.loss.doubtful_pages": (
        "第 {pages} 页识别得不可靠，请核对",
        "pages {pages} were read with little confidence; please check",
    ),
    "extract.loss.doubtful_pages.remedy": (
        "用 300 dpi 重新扫描，或对照原件核对。",
        "Scan again at 300 dpi, or compare with the original.",
    ),
    "extract.no_page_image": (
        "该页（{type}）没有可显示的图像。",
        "The page ({type}) has no image that can be shown.",
    ),
    "extract.no_page_image.remedy": (
        "请用原软件打开查看。",
        "Open it in its own program.",
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
    "extract.loss.cut_pages": (
        "第 {pages} 页的图像不完整，只读出了其中一部分。",
        "The images of these pages are incomplete and were read in part: {pages}.",
    ),
    "extract.loss.truncated": (
        "文件末尾缺失，可能不完整。",
        "The end of the file is missing; it may be incomplete.",
    ),
    "extract.loss.formulas": (
        "有 {count} 个公式没有保存结果，未读取。",
        "{count} formulas were saved without their results and were not read.",
    ),
    "extract.limit.cells": (
        "一张工作表有 {found} 个单元格，超过上限 {limit}。",
        "One sheet spans {found} cells; the limit is {limit}.",
    ),
    "extract.limit.cells.remedy": (
        "删去工作表外围的空行空列，或另存为 .xlsx。",
        "Delete the empty rows and columns around the table, or save it as .xlsx.",
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
    "catalogue.no_record": ("没有编号为 {record} 的文件。", "There is no record {record}."),
    "catalogue.no_record.remedy": (
        "用 danghe search 查出编号。",
        "Find its id with danghe search.",
    ),
    "catalogue.bare_waiver": (
        "豁免“{target}”须写明理由、经办人和日期。",
        "The waiver for “{target}” needs a reason, a person and a date.",
    ),
    "catalogue.bare_waiver.remedy": ("补全后再试。", "Give all three."),
    "catalogue.no_unit": ("没有可用的单位 {unit}。", "No such unit within your reach: {unit}."),
    "catalogue.no_unit.remedy": (
        "请选择您有权管理的单位。",
        "Choose a unit that you have been given.",
    ),
    # --- users of the pages ---
    "user.unknown": ("没有用户 {name}。", "There is no user {name}."),
    "user.unknown.remedy": (
        "用 danghe user list 查看有哪些用户。",
        "See who there is with danghe user list.",
    ),
    "user.name": (
        "用户名须为 1 至 {limit} 个可见字符，首尾不留空格。",
        "A user name has 1 to {limit} visible characters and no space at its ends.",
    ),
    "user.name.remedy": ("请换一个用户名。", "Choose another name."),
    "user.exists": ("已有用户 {name}。", "There is a user {name} already."),
    "user.exists.remedy": (
        "请换一个用户名；改密码用 danghe user password。",
        "Choose another name; danghe user password changes a password.",
    ),
    "user.role": ("没有角色 {role}。", "There is no role {role}."),
    "user.role.remedy": ("可选角色：{known}", "Roles: {known}"),
    "user.no_units": ("没有写明单位。", "No unit is named."),
    "user.no_units.remedy": (
        "写明至少一个单位，或允许查看全部单位。",
        "Name at least one unit, or allow all of them.",
    ),
    "user.not_first": ("档案库已经有用户。", "The archive has users already."),
    "user.not_first.remedy": ("请用已有的账号登录。", "Sign in with an account that exists."),
    "user.last": (
        "这样就没有能管理整个档案库的档案员了。",
        "That would leave no archivist for the whole archive.",
    ),
    "user.last.remedy": (
        "先添加另一名不限单位的档案员。",
        "Add another archivist without a restriction to units first.",
    ),
    "user.password": (
        "密码太短：至少 {least} 个字符。",
        "The password is too short: at least {least} characters.",
    ),
    "user.password.remedy": (
        "可以用几个词连成一句容易记的话。",
        "A few words that make an odd sentence are easy to remember.",
    ),
    "user.password_long": (
        "密码太长：至多 {most} 个字符。",
        "The password is too long: at most {most} characters.",
    ),
    "user.password_long.remedy": ("请换一个短些的密码。", "Choose a shorter one."),
    "user.password_file": (
        "无法从 {path} 读出密码：{reason}",
        "No password can be read from {path}: {reason}",
    ),
    "user.password_file.remedy": (
        "文件第一行写密码，编码 UTF-8。",
        "Write the password on the first line of the file, in UTF-8.",
    ),
    # --- schemas ---
    "schema.missing": ("找不到规范文件：{file}", "No such norms file: {file}"),
    "schema.missing.remedy": (
        "检查路径，或去掉 --schema 使用内置规范。",
        "Check the path, or leave out --schema to use the built-in norms.",
    ),
    "schema.syntax": (
        "{file} 第 {line} 行：不是有效的 YAML（{problem}）",
        "{file} line {line}: not valid YAML ({problem})",
    ),
    "schema.syntax.remedy": ("改正该行的写法。", "Mend that line."),
    "schema.too_large": ("{file} 过大，不像规范文件", "{file} is too large for a norms file"),
    "schema.too_large.remedy": ("规范文件不超过 5 MB。", "A norms file has at most 5 MB."),
    "schema.unknown_key": (
        "{file} 第 {line} 行：{path} 里没有“{key}”这个键",
        "{file} line {line}: {path} has no key “{key}”",
    ),
    "schema.unknown_key.remedy": ("可用的键：{known}。", "Known keys: {known}."),
    "schema.value": (
        "{file} 第 {line} 行：{path}：{problem}",
        "{file} line {line}: {path}: {problem}",
    ),
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
    "schema.problem.needs": (
        "{kind} 类要求必须写明 {value}",
        "a duty of kind {kind} needs {value}",
    ),
    "schema.problem.pair": (
        "成对的材料必须写明两方",
        "a pair needs both of its sides",
    ),
    "schema.problem.short": ("“{value}”不足两个字", "“{value}” is shorter than two characters"),
    "schema.problem.relation": (
        "“{value}”不是“名称 = 名称 ± 名称”的关系",
        "“{value}” is no relation of the form name = name ± name",
    ),
    "schema.problem.months": ("月份必须在 1 到 12 之间", "months lie between 1 and 12"),
    "schema.problem.stated": (
        "写明 {stated} 个盒，列出 {listed} 个",
        "{stated} boxes stated, {listed} listed",
    ),
    "schema.valid": (
        "{file}：有效。{levels} 个层级，{sections} 个条线，{boxes} 个盒（有名 {given}，佚名 {name_lost}，佚失 {lost}），{items} 种材料，{duties} 项要求",
        "{file}: valid. {levels} levels, {sections} sections, {boxes} boxes ({given} given, {name_lost} without name, {lost} lost), {items} items, {duties} duties",
    ),
    # --- schemas: drafts and differences ---
    "draft.nothing": ("没有认出条线、工作职责或档案盒", "no sections, clauses or boxes were found"),
    "draft.nothing.remedy": (
        "确认这是规范正文；认得“第N章”“第N节”“工作职责”“工作要求”“档案资料”“盒N名称：”“内容：”等写法。",
        "Make sure that this is the norms' text: 第N章, 第N节, 工作职责, 工作要求, 档案资料, 盒N名称：, 内容： are known.",
    ),
    "draft.too_large": ("文字超过 {count} 字，不像规范", "more than {count} characters: not norms"),
    "draft.too_large.remedy": ("只取规范部分再试。", "Take the part with the norms alone."),
    "draft.exists": ("{file} 已经存在", "{file} exists already"),
    "draft.exists.remedy": (
        "换一个文件名，或加 --force 覆盖。",
        "Give another name, or --force to write over it.",
    ),
    "draft.read": (
        "读出 {levels} 个层级，{sections} 个条线，{boxes} 个盒，{items} 种材料，{duties} 项要求；待核 {doubts} 处",
        "{levels} levels, {sections} sections, {boxes} boxes, {items} items, {duties} duties read; {doubts} doubts",
    ),
    "draft.unusable": ("草稿还不能直接使用：{problem}", "the draft cannot be used yet: {problem}"),
    "draft.lines": ("第 {lines} 行", "line {lines}"),
    "draft.doubt.outside": ("没有读：这一篇里没有档案盒", "not read: a part without boxes"),
    "draft.doubt.preface": ("没有读：前言", "not read: a preface"),
    "draft.doubt.level_inferred": (
        "章名佚失，从“本{name}”等用语推断为 {name}",
        "the chapter's heading is lost; the text speaks of its {name}",
    ),
    "draft.doubt.level_lost": (
        "章名佚失，层级不明",
        "the chapter's heading is lost; level unknown",
    ),
    "draft.doubt.level_unknown": (
        "“{name}”属于哪一类单位没有写明",
        "“{name}”: what kind of unit is not told",
    ),
    "draft.doubt.heading_lost": ("节名佚失", "the heading is lost"),
    "draft.doubt.heading_inferred": (
        "节名佚失，按别的层级的同类条线推断为“{name}”",
        "the heading is lost; named “{name}” after its counterpart at another level",
    ),
    "draft.doubt.section_lost": ("整节佚失", "the whole section is lost"),
    "draft.doubt.stated": (
        "写明 {stated} 个盒，印出 {printed} 个",
        "states {stated} boxes, prints {printed}",
    ),
    "draft.doubt.box_lost": ("盒佚失", "the box is lost"),
    "draft.doubt.box_name_lost": (
        "盒名佚失，有内容",
        "the box's name is lost, its contents are not",
    ),
    "draft.doubt.box_twice": ("盒号重复", "the box's number occurs twice"),
    "draft.doubt.boxes_lost": ("没有印出档案盒", "no boxes are printed"),
    "draft.doubt.listed": ("列有材料，没有分盒", "materials are listed without boxes"),
    "draft.doubt.contents_lost": ("盒内材料没有印全", "the box's contents are not printed in full"),
    "draft.doubt.gap": ("此前有缺文", "text is lost before this"),
    "draft.doubt.stray": ("放不到任何地方", "fits nowhere"),
    "draft.doubt.truncated": ("条文没有写完", "the clause breaks off"),
    "draft.doubt.upper_bound": (
        "上限指标没有对应的要求类别",
        "no kind of duty holds an upper bound",
    ),
    "schema.diff.same": ("两份规范没有差别", "the norms do not differ"),
    "schema.sort.level": ("层级", "level"),
    "schema.sort.section": ("条线", "section"),
    "schema.sort.box": ("盒", "box"),
    "schema.sort.item": ("材料", "item"),
    "schema.sort.duty": ("要求", "duty"),
    "schema.field.name": ("名称", "name"),
    "schema.field.heading_lost": ("标题佚失", "heading lost"),
    "schema.field.stated_boxes": ("写明盒数", "boxes stated"),
    "schema.field.boxes_lost": ("盒目佚失", "boxes lost"),
    "schema.field.state": ("状态", "state"),
    "schema.field.contents_lost": ("内容佚失", "contents lost"),
    "schema.field.retention": ("保管期限", "retention"),
    "schema.field.each": ("周期", "cadence"),
    "schema.field.optional": ("可缺", "optional"),
    "schema.field.what": ("内容", "what"),
    "schema.field.kind": ("类别", "kind"),
    "schema.field.every": ("周期", "cadence"),
    "schema.field.months": ("月份", "months"),
    "schema.field.due_day": ("截止日", "due day"),
    "schema.field.due_in": ("截止月", "due month"),
    "schema.field.days": ("天数", "days"),
    "schema.field.op": ("比较", "comparison"),
    "schema.field.percent": ("百分比", "percent"),
    "schema.field.since": ("起算日期", "day it runs from"),
    "schema.field.until": ("截止日期", "day it ends with"),
    "schema.field.least": ("至少", "at least"),
    "schema.field.also": ("指标别名", "other names of the indicator"),
    "schema.field.pair": ("成对材料", "pair"),
    "schema.field.indicator": ("指标", "indicator"),
    "schema.field.order": ("装订顺序", "order of binding"),
    "schema.field.minimum": ("至少", "at least"),
    # --- classify (reasons) ---
    "why.title.head": ("标题印在开头", "the title is printed at the head"),
    "why.title.running": ("标题取自页眉", "the title stands in the page header"),
    "why.title.path": ("正文没有标题，取自文件名", "no printed title; taken from the file name"),
    "why.title.body": ("没有标题，取自正文首句", "no title; made from the first sentence"),
    "why.title.contents": (
        "标题取自汇编的目录或篇名",
        "the title stands in the contents or headings of the compilation",
    ),
    "why.doctype": ("文种由“{seen}”看出", "type shown by “{seen}”"),
    "why.date": ("日期读自“{seen}”", "date read from “{seen}”"),
    "why.author": ("责任者读自“{seen}”", "author read from “{seen}”"),
    "why.retention": (
        "规范给{box}定的期限（{clause}）",
        "the norms give it for {box} ({clause})",
    ),
    "why.unit": ("单位读自“{seen}”", "unit read from “{seen}”"),
    "why.year": ("年度读自“{seen}”", "year read from “{seen}”"),
    "why.box.word": ("“{word}”指向{box}", "“{word}” points to {box}"),
    "why.box.subject": ("主题词“{word}”属于{box}", "subject word “{word}” belongs to {box}"),
    "why.box.learned": (
        "与已确认的 {count} 件相似：{words}；指向{box}",
        "like {count} confirmed papers: {words}; points to {box}",
    ),
    "why.item": ("最像材料“{item}”", "most like the item “{item}”"),
    "why.neighbours": ("同夹材料多在{most}", "papers of the same folder lie mostly in {most}"),
    "why.open.nothing": ("没有可归的盒", "no box to file into"),
    "why.open.weak": (
        "证据不足，未归盒；最接近：{boxes}",
        "left open: too little evidence; nearest: {boxes}",
    ),
    "why.open.tie": ("几个盒难分，未归盒：{boxes}", "left open: boxes too close to tell: {boxes}"),
    "why.doc_no": ("文号印在文首", "the number is printed at the head"),
    "why.level.unit": ("随单位“{unit}”", "that of the unit “{unit}”"),
    "why.level.box": ("随所归的盒", "that of the box"),
    "why.period.year": ("与年度相同", "the whole year"),
    "why.period.finer": (
        "读自年度所见的文字，或由报送周期推得",
        "read with the year, or by the cadence of the box",
    ),
    # --- why ---
    "cli.why.help": (
        "为什么这样归：见到哪些词、在哪里、各重多少，第二名输在哪里",
        "why a paper is filed as it is: words, places, weights, and why the runner-up lost",
    ),
    "cli.option.top": ("比较前几个盒", "boxes to weigh against each other"),
    "why.filed": ("归入：{box}", "filed into: {box}"),
    "why.left_open": ("未归盒", "left open"),
    "why.confidence": (
        "把握 {confidence}（满 {threshold} 归盒）",
        "confidence {confidence} (filed from {threshold})",
    ),
    "why.by.rules": ("{at} 由规则决定", "decided by the rules, {at}"),
    "why.by.person": ("{at} 由{who}决定", "decided by {who}, {at}"),
    "why.former": ("此前：", "Before:"),
    "why.fields": ("著录：", "Description:"),
    "why.boxes": ("归盒：", "Boxes:"),
    "why.sought.all": ("各层级的盒都比过", "boxes of all levels were weighed"),
    "why.sought.firm": (
        "立档单位的层级是{level}，只比这一层的盒",
        "the unit's level is {level}: its boxes only",
    ),
    "why.sought.soft": (
        "看来是{level}的材料，别的层级的盒减分",
        "it looks like {level}: boxes of other levels count less",
    ),
    "why.as_item": ("作为“{item}”", "as “{item}”"),
    "why.changed": (
        "注意：规范或程序在归盒后变了，今天规则会{today}；以下是今天的理由。",
        "Note: norms or program changed since; the rules would {today} today. What follows is today's.",
    ),
    "why.other_scores": (
        "注意：各盒得分与归盒时不同（已知单位、规范或程序有变），结论相同。",
        "Note: the scores differ from those at filing (known units, norms or program changed); the decision does not.",
    ),
    "why.rules_say": ("规则自己会{today}。", "The rules by themselves would {today}."),
    "why.today.filed": ("归入{box}", "file it into {box}"),
    "why.today.open": ("不归盒", "leave it open"),
    "why.line.word": ("{words}", "{words}"),
    "why.line.type": ("文种“{type}”", "the type “{type}”"),
    "why.line.type.none": ("文种不明，按一半计", "no type to be seen: counts half"),
    "why.line.subject": ("主题词{words}", "subject {words}"),
    "why.line.neighbours": ("同一文件夹的材料也在这里", "papers of the same folder lie here too"),
    "why.line.author": ("由制发单位看出", "by who issued it"),
    "why.line.sign": ("栏目{words}", "columns and labels {words}"),
    "why.line.untold": ("题名另说{words}", "the title also speaks of {words}"),
    "why.line.untold.none": ("没有题名可依", "there is no title to go by"),
    "why.line.name": ("只像盒名，不像其中材料", "like the box's name only, no item of it"),
    "why.line.field": ("只提到本行业，没有别的", "names the field of work and nothing else"),
    "why.line.level": ("层级不同", "of another level"),
    "why.line.learned": ("与已确认的材料相似：{words}", "like confirmed papers: {words}"),
    "why.line.learned.none": ("与已确认的材料相似", "like confirmed papers"),
    "why.rival": ("第二名输在：领先 {lead}", "Why the runner-up lost: a lead of {lead}"),
    "why.difference": ("{line} {first}，对方 {second}", "{line} {first}, the other {second}"),
    "why.difference.none": ("{line} {first}，对方没有", "{line} {first}, the other has none"),
    "why.rival.best": ("对方最强的是{line} {weight}", "its strongest is {line} {weight}"),
    "why.rival.equal": ("两者所据相同", "both rest on the same evidence"),
    "why.rule.nothing": ("没有可归的盒。", "There is no box to file into."),
    "why.rule.weak": (
        "未归，因为证据不足：最高分 {score}，按现在的领先要 {needed}。",
        "Left open for want of evidence: the best has {score}; with this lead {needed} would do.",
    ),
    "why.rule.margin": (
        "未归，因为两盒难分：只领先 {lead}，按现在的得分要领先 {needed}。",
        "Left open as too close to tell: a lead of {lead}; with this score {needed} would do.",
    ),
    "why.would.level": (
        "知道立档单位就能定：这两盒属于不同层级。",
        "The unit would decide: these two boxes are of different levels.",
    ),
    "why.would.words": (
        "题名或文首若有{words}，得分会更高。",
        "{words} in the title or head would raise the score.",
    ),
    "zone.title": ("标题", "title"),
    "zone.head": ("文首", "head"),
    "zone.table": ("表头", "table head"),
    "zone.folder": ("文件夹名", "folder name"),
    "zone.stem": ("文件名", "file name"),
    "zone.body": ("正文", "body"),
    "zone.signature": ("落款", "signature"),
    "zone.letterhead": ("版头", "letterhead"),
    "zone.label": ("填写栏", "label"),
    "zone.running": ("页眉页脚", "header or footer"),
    "zone.party": ("甲方", "first party"),
    "zone.second party": ("乙方", "second party"),
    "zone.mention": ("行文", "mention"),
    "zone.recipient": ("主送", "recipient"),
    "zone.path": ("路径", "path"),
    "zone.option": ("导入时给定", "given at import"),
    "zone.neighbours": ("同夹材料", "papers in the same folder"),
    "zone.contents": ("目录或篇名", "contents"),
    "zone.tail": ("文末", "end"),
    "zone.event": ("所记之事", "event"),
    "zone.person": ("人工", "by hand"),
    "zone.unit": ("单位", "unit"),
    "zone.box": ("盒", "box"),
    # --- learning ---
    "learn.missing": ("学习需要 scikit-learn，本机没有安装。", "Learning needs scikit-learn."),
    "learn.missing.remedy": (
        "运行 pip install 'danghe[learn]'；不学习也能归盒。",
        "Run pip install 'danghe[learn]'; filing works without it.",
    ),
    "learn.few": (
        "归入盒的已确认材料只有 {count} 件，至少要 {minimum} 件，分属两个盒。",
        "Only {count} papers are confirmed in a box; it takes {minimum}, in two boxes at least.",
    ),
    "learn.few.remedy": (
        "先用 danghe assign 确认更多材料的盒。",
        "Confirm the boxes of more papers with danghe assign.",
    ),
    "learn.truth": (
        "文件 {path} 不能用：{reason}",
        "The file {path} cannot be used: {reason}",
    ),
    "learn.truth.remedy": (
        "每行一个 JSON：record 或 path，以及 box_id。",
        "One JSON object a line: record or path, and box_id.",
    ),
    "learn.other_norms": (
        "学到的模型属于另一规范（{norms}），未使用",
        "the model was learned for other norms ({norms}) and is not used",
    ),
    "learn.damaged": (
        "学到的模型文件不可读或版本不同，未使用",
        "the model cannot be read, or is of another version, and is not used",
    ),
    "cli.learn.help": (
        "从已确认的归盒学习；不比规则好就不采用",
        "learn from confirmed filings; a model no better than the rules is refused",
    ),
    "cli.learn.confirmed": (
        "已确认 {count} 件，分属 {boxes} 个盒：",
        "{count} papers are confirmed, in {boxes} boxes:",
    ),
    "cli.learn.box": ("  {count:>4}  {box}", "  {count:>4}  {box}"),
    "cli.learn.figures": (
        "交叉验证，{papers} 件：",
        "cross-validated on {papers} papers:",
    ),
    "cli.learn.rules": ("规则", "rules"),
    "cli.learn.together": ("规则+模型", "rules+model"),
    "cli.learn.row": (
        "  {name}：已归的正确率 {accuracy:.1%}，错归 {wrong:.1%}，未归 {open:.1%}",
        "  {name}: right of those filed {accuracy:.1%}, wrong {wrong:.1%}, open {open:.1%}",
    ),
    "cli.learn.installed": (
        "模型已采用；又归盒 {filed} 件原先未归的材料。",
        "The model is in use; {filed} papers that were open are filed.",
    ),
    "cli.learn.refused": (
        "模型未采用：错归更多，或没有多归对。先前的模型不变。",
        "The model is refused: it files more wrongly, or no more rightly. A former one stays.",
    ),
    "cli.learn.none": ("没有学到的模型。", "There is no model."),
    "cli.learn.status": (
        "模型：{made}，由 {papers} 件学得，{boxes} 类",
        "model: {made}, from {papers} papers, {boxes} kinds",
    ),
    "cli.learn.removed": (
        "已删除模型；借它归盒的材料不变。",
        "The model is removed; what was filed with its help stays filed.",
    ),
    "cli.learn.no_box": ("不入盒", "no box"),
    "cli.option.truth": (
        "改用 JSON 行文件里的盒（评测用）",
        "boxes from a file of JSON lines instead (for benchmarks)",
    ),
    "cli.option.learn_status": ("只显示现有模型", "only show the model"),
    "cli.option.learn_remove": ("删除模型", "remove the model"),
    # --- index and query ---
    "query.empty": ("查询是空的", "the query is empty"),
    "query.empty.remedy": (
        "写出要找的词；要列出全部材料，用 *",
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
        "第 {position} 个字符：括号或否定嵌套超过 {limit} 层",
        "character {position}: parentheses or negations are nested deeper than {limit}",
    ),
    "query.deep.remedy": ("去掉多余的括号", "leave out needless parentheses"),
    "query.terms": ("查询超过 {limit} 个词", "the query has more than {limit} terms"),
    "query.terms.remedy": (
        "分成几次查询；要找一整段文字，给它加引号",
        "split it into several queries; quote a passage that belongs together",
    ),
    "query.field": (
        "第 {position} 个字符：没有名为“{name}”的字段",
        "character {position}: there is no field named “{name}”",
    ),
    "query.field.remedy": (
        "可用字段：{known}。如果冒号是要找的文字，给整个词加引号",
        "fields: {known}. If the colon is part of the text sought, quote the whole term",
    ),
    "query.value": (
        "第 {position} 个字符：字段“{name}”后面没有值",
        "character {position}: the field “{name}” has no value",
    ),
    "query.value.remedy": (
        "值紧接在冒号后面，中间不留空格，例如 年度:2023",
        "write the value right after the colon, without a space, such as year:2023",
    ),
    "query.year": (
        "第 {position} 个字符：“{value}”不是年度",
        "character {position}: “{value}” is not a year",
    ),
    "query.year.remedy": (
        "写四位年份或范围，例如 年度:2023、年度:2021..2023、年度:2021..",
        "write four digits or a range, such as year:2023, year:2021..2023, year:2021..",
    ),
    "query.period": (
        "第 {position} 个字符：“{value}”不是期间",
        "character {position}: “{value}” is not a period",
    ),
    "query.period.remedy": (
        "写成 2023、2023-H1、2023-Q2、2023-05 或范围 2023-01..2023-06",
        "write 2023, 2023-H1, 2023-Q2, 2023-05 or a range 2023-01..2023-06",
    ),
    "query.date": (
        "第 {position} 个字符：“{value}”不是日期，或没有这一天",
        "character {position}: “{value}” is no date, or there is no such day",
    ),
    "query.date.remedy": (
        "写成 2023-05-06、2023-05、2023、2023年5月6日、20230506，或范围 2023-05-01..2023-06-30",
        "write 2023-05-06, 2023-05, 2023, 2023/5/6, 20230506 or a range 2023-05-01..2023-06-30",
    ),
    "query.range": (
        "第 {position} 个字符：范围“{value}”不成立",
        "character {position}: the range “{value}” does not hold",
    ),
    "query.range.remedy": (
        "至少写一端，前端不晚于后端，例如 年度:2021..2023",
        "give at least one end, the earlier first, such as year:2021..2023",
    ),
    "query.status": (
        "第 {position} 个字符：归盒状态没有“{value}”",
        "character {position}: “{value}” is not a filing status",
    ),
    "query.status.remedy": (
        "写 归盒：已归 或 归盒：未归",
        "write status:filed or status:open",
    ),
    "query.quote": (
        "第 {position} 个字符：引号 {sign} 不成对",
        "character {position}: the quotation mark {sign} has no partner",
    ),
    "query.quote.remedy": (
        "补上另一半引号，或去掉它",
        "add the other quotation mark, or leave this one out",
    ),
    "query.parenthesis": (
        "第 {position} 个字符：括号 {sign} 不成对",
        "character {position}: the parenthesis {sign} has no partner",
    ),
    "query.parenthesis.remedy": (
        "补上另一半括号；如果括号是要找的文字，给整个词加引号",
        "add the other parenthesis; if it is part of the text sought, quote the whole term",
    ),
    "query.nothing": (
        "第 {position} 个字符：“{term}”里没有可查的字",
        "character {position}: there is nothing to look for in “{term}”",
    ),
    "query.nothing.remedy": (
        "写出至少一个看得见的字，或去掉这一项",
        "write at least one visible character, or leave the term out",
    ),
    "query.operator": (
        "第 {position} 个字符：运算符 {sign} 前后缺少要找的词",
        "character {position}: the operator {sign} lacks a term",
    ),
    "query.operator.remedy": (
        "在它前后写上词；如果它本身是要找的文字，给它加引号",
        "write terms around it; if it is itself the text sought, quote it",
    ),
    "query.star": (
        "第 {position} 个字符：星号只能放在词尾一次(“{term}”)",
        "character {position}: a star can only stand once, at the end of a term (“{term}”)",
    ),
    "query.star.remedy": (
        "写成 词*;中间任意内容用两个词代替；要找星号本身，加引号",
        "write word*; use two terms for a gap; quote the term to find a star",
    ),
    "query.field_star": (
        "第 {position} 个字符：字段的值不用星号(“{value}”)",
        "character {position}: the value of a field takes no star (“{value}”)",
    ),
    "query.field_star.remedy": (
        "去掉星号：写名称的一部分就能找到",
        "leave the star out: a part of the name is enough",
    ),
    "query.tilde": (
        "第 {position} 个字符：{sign} 放在这里不成立；容错号 ~ 只在词尾写一次",
        "character {position}: {sign} cannot stand here; a tilde stands once, at the end of a word",
    ),
    "query.tilde.remedy": (
        "写成 词~，不加引号，不与 * 同用；要找波浪号本身，给整个词加引号",
        "write word~, without quotes and without a star; quote the term to find a tilde",
    ),
    "query.tilde_short": (
        "第 {position} 个字符：“{term}”太短，不能容错",
        "character {position}: “{term}” is too short to be matched with tolerance",
    ),
    "query.tilde_short.remedy": (
        "容错的词至少两个字；单个字去掉 ~ 再查",
        "a term with a tilde has two characters or more; leave the tilde out for a single one",
    ),
    "query.field_tilde": (
        "第 {position} 个字符：字段的值不用容错号(“{value}”)",
        "character {position}: the value of a field takes no tilde (“{value}”)",
    ),
    "query.field_tilde.remedy": (
        "去掉 ~：写名称的一部分就能找到",
        "leave the tilde out: a part of the name is enough",
    ),
    "query.near_terms": (
        "第 {position} 个字符：近(…) 里要有 {least} 到 {most} 个词，现在是 {count} 个",
        "character {position}: NEAR(…) takes {least} to {most} terms, not {count}",
    ),
    "query.near_terms.remedy": (
        "词之间空格，例如 近(消防 演练, 10)；要找“近”字和括号，给它们加引号",
        'put spaces between terms, such as NEAR(消防 演练, 10); quote the text "near(" to find it',
    ),
    "query.near_number": (
        "第 {position} 个字符：距离“{value}”不是 0 到 {limit} 的整数",
        "character {position}: the distance “{value}” is not a whole number from 0 to {limit}",
    ),
    "query.near_number.remedy": (
        "逗号只写一个，后面是字数，例如 近(消防 演练, 10)；词之间用空格，不用逗号",
        "one comma, then a number of characters, such as NEAR(消防 演练, 10); spaces part the terms",
    ),
    "query.near_operator": (
        "第 {position} 个字符：近(…) 里只能放词和引号里的文字，不能有 {sign}",
        "character {position}: NEAR(…) holds words and quoted text only, no {sign}",
    ),
    "query.near_operator.remedy": (
        "把它移到 近(…) 外面；如果它是要找的文字，给它加引号",
        "move it out of NEAR(…); if it is part of the text sought, quote it",
    ),
    "query.touching": (
        "第 {position} 个字符：“{signs}”之间没有空格，看不出是一段文字还是两个词",
        "character {position}: no space within “{signs}”, so it may be one text or two terms",
    ),
    "query.touching.remedy": (
        '两个词之间加空格；一整段文字用另一种引号括起来，例如 "通知(试行)"',
        'put a space between two terms; quote one text with other marks, such as "通知(试行)"',
    ),
    "index.missing": ("{path} 中没有索引", "there is no index in {path}"),
    "index.missing.remedy": (
        "运行 danghe reindex 建立索引",
        "build it with danghe reindex",
    ),
    "list.unreadable": ("无法读取 {path}：{reason}", "Cannot read {path}: {reason}"),
    "list.unreadable.remedy": ("检查该文件的权限。", "Check the file's permissions."),
    "list.too_large": ("{path} 超过 {limit} 字节。", "{path} is larger than {limit} bytes."),
    "list.too_large.remedy": ("删去不用的行。", "Take out lines that are not needed."),
    "list.long_line": (
        "{path} 第 {line} 行超过 {limit} 字。",
        "{path}, line {line}, is longer than {limit} characters.",
    ),
    "list.long_line.remedy": ("把这一行分成几行。", "Divide that line."),
    "list.encoding": (
        "{path} 既不是 UTF-8 也不是 GB18030 编码。",
        "{path} is neither UTF-8 nor GB18030.",
    ),
    "list.encoding.remedy": ("另存为 UTF-8 编码的文本。", "Save it as text in UTF-8."),
    "synonyms.line": ("{path} 第 {line} 行：{problem}", "{path}, line {line}: {problem}"),
    "synonyms.line.remedy": (
        "改正或删去这一行。写法：词 = 词 = 词（同义）；俗称 > 官方词、官方词（单向）；# 开头的是说明。",
        "Mend or remove that line. Write: word = word = word (the same); lay word > official, "
        "official (one way); # begins a comment.",
    ),
    "synonyms.unfit": ("不能作同义词：{problem}", "This makes no synonyms: {problem}"),
    "synonyms.unfit.remedy": (
        "写法：danghe synonym add 词 词；或 danghe synonym add --lay 俗称 官方词。",
        "Write: danghe synonym add WORD WORD; or danghe synonym add --lay LAY OFFICIAL.",
    ),
    "synonyms.alone": ("至少要有两个不同的词", "it takes two different words"),
    "synonyms.short": (
        "“{word}”只有一个字，作同义词会找出不相干的材料",
        "“{word}” is a single character, which would find papers that have nothing to do with it",
    ),
    "synonyms.empty": ("有一处没有词", "a word is missing"),
    "synonyms.long": ("“{word}…”超过 {limit} 字", "“{word}…” is longer than {limit} characters"),
    "synonyms.many": ("一行超过 {limit} 个词", "a line has more than {limit} words"),
    "synonyms.signs": (
        "= > # 和逗号、顿号是分隔用的，不能是词的一部分，= 和 > 也不能同在一行",
        "= > # and commas divide words: they cannot be part of one, nor = and > share a line",
    ),
    "synonyms.not_own": (
        "本档案库自己的同义词里没有“{word}”。",
        "The archive's own synonyms do not have “{word}”.",
    ),
    "synonyms.not_own.remedy": (
        "danghe synonym list 列出来源；规范和程序自带的不能删除，检索时给词加引号就不扩展。",
        "danghe synonym list tells their origin; those of the norms and of danghe stay, and a "
        "word in quotes is searched without them.",
    ),
    "saved.name": (
        "名称要有 1 到 {limit} 个字。",
        "A name has 1 to {limit} characters.",
    ),
    "saved.name.remedy": ("换一个名称。", "Choose another name."),
    "saved.exists": ("已有名为“{name}”的检索。", "There is a search named “{name}” already."),
    "saved.exists.remedy": (
        "换一个名称，或先用 danghe saved remove 删除它。",
        "Choose another name, or remove it first with danghe saved remove.",
    ),
    "saved.unknown": ("没有名为“{name}”的检索。", "There is no search named “{name}”."),
    "saved.unknown.remedy": ("danghe saved list 列出全部。", "danghe saved list shows them all."),
    "saved.sort": ("不能按“{sort}”排序。", "Hits cannot be sorted by “{sort}”."),
    "saved.sort.remedy": ("可用 relevance 或 date。", "Use relevance or date."),
    "words.line": (
        "{path} 第 {line} 行“{word}”不能作词。",
        "{path}, line {line}: “{word}” cannot be a word.",
    ),
    "words.line.remedy": (
        "一行一个词，2 到 20 个字、字母或数字；改正或删去这一行。",
        "One word a line, of 2 to 20 characters, letters or digits; mend or remove that line.",
    ),
    "words.many": ("{path} 超过 {limit} 个词。", "{path} has more than {limit} words."),
    "words.many.remedy": ("删去不用的词。", "Take out words that are not needed."),
    "words.unfit": ("“{word}”不能作词。", "“{word}” cannot be a word."),
    "words.unfit.remedy": (
        "词由 2 到 {limit} 个字、字母或数字组成，中间没有空格和标点。",
        "A word has 2 to {limit} characters, letters or digits, without blanks and punctuation.",
    ),
    "words.full": ("词典超过 {limit} 个词。", "The dictionary has more than {limit} words."),
    "words.full.remedy": (
        "先用 danghe word remove 删去不用的词。",
        "Take out some first, with danghe word remove.",
    ),
    "words.unknown": ("词典里没有“{word}”。", "The dictionary does not have “{word}”."),
    "words.unknown.remedy": (
        "danghe word list 列出词典。",
        "danghe word list shows the dictionary.",
    ),
    "index.stale": (
        "索引 {path} 与现在的程序不符({part}：索引是 {found}，现在是 {wanted})",
        "the index {path} does not fit this program ({part}: index {found}, now {wanted})",
    ),
    "index.stale.remedy": (
        "运行 danghe reindex 重建索引；归档数据不受影响",
        "rebuild it with danghe reindex; the filed records are not touched",
    ),
    "index.damaged": (
        "索引 {path} 打不开：{why}",
        "the index {path} cannot be opened: {why}",
    ),
    "index.damaged.remedy": (
        "运行 danghe reindex 重建索引；归档数据不受影响",
        "rebuild it with danghe reindex; the filed records are not touched",
    ),
    "index.locked": (
        "另一个 danghe 正在写索引 {path}(已等待 {seconds} 秒)",
        "another danghe is writing to the index {path} (waited {seconds} seconds)",
    ),
    "index.locked.remedy": (
        "等它结束后再运行；之前提交的内容都在",
        "run this again when it has finished; everything committed before is kept",
    ),
    "index.engine": (
        "没有名为“{engine}”的检索引擎",
        "there is no search engine named “{engine}”",
    ),
    "index.engine.remedy": ("可用引擎：{known}", "engines: {known}"),
    "index.engine_missing": (
        "检索引擎 {engine} 没有安装",
        "the search engine {engine} is not installed",
    ),
    "index.engine_missing.remedy": (
        "运行 pip install {engine}，或用 {other} 重建索引:danghe reindex --engine {other}",
        "pip install {engine}, or rebuild with the other: danghe reindex --engine {other}",
    ),
    # --- check ---
    "check.error.level": ("规范中没有层级 {level}", "The norms have no level {level}"),
    "check.error.level.remedy": (
        "可用的层级：{known}。用 --level 指明单位的层级",
        "Known levels: {known}. Name the unit's level with --level",
    ),
    "check.status.complete": ("齐全", "complete"),
    "check.status.partial": ("不全", "partial"),
    "check.status.missing": ("缺失", "missing"),
    "check.status.waived": ("免缺", "waived"),
    "check.status.not_checked": ("不可检查", "not checked"),
    "check.every.day": ("每日", "daily"),
    "check.every.week": ("每周", "weekly"),
    "check.every.month": ("每月", "monthly"),
    "check.every.two_months": ("每两个月", "every two months"),
    "check.every.quarter": ("每季度", "quarterly"),
    "check.every.half_year": ("每半年", "half-yearly"),
    "check.every.year": ("每年", "yearly"),
    "check.every.three_years": ("每三年", "every three years"),
    "check.every.given_months": ("按规定月份", "in given months"),
    "check.every.window": ("每年规定时段", "in a window each year"),
    "check.period.joint": ("、", ", "),
    "check.period.range": ("{first}—{last}", "{first}–{last}"),
    "check.period.month_names": (
        "1 2 3 4 5 6 7 8 9 10 11 12",
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    ),
    "check.period.half_names": ("上半年 下半年", "H1 H2"),
    "check.period.months": ("{list}月", "{list}"),
    "check.period.quarters": ("第{list}季度", "Q{list}"),
    "check.period.halves": ("{list}", "{list}"),
    "check.period.years": ("{list}年", "{list}"),
    "check.period.of_year": ("{year}年{list}", "{list} {year}"),
    "check.what.norms": ("规范：{title}", "norms: {title}"),
    "check.what.year": ("{year}年度", "year {year}"),
    "check.what.papers": ("{count} 件材料", "{count} papers"),
    "check.what.waiver": ("免缺说明：{target}", "waiver: {target}"),
    "check.what.section": ("{section}", "{section}"),
    "check.what.box": ("{section} · {box}", "{section} · {box}"),
    "check.what.item": ("{section} · {box} · {item}", "{section} · {box} · {item}"),
    "check.what.duty": ("{section} · {duty}", "{section} · {duty}"),
    "check.what.fragment": ("{section} · “{fragment}”", "{section} · “{fragment}”"),
    "check.inside.section": ("", ""),
    "check.inside.box": ("{box}", "{box}"),
    "check.inside.item": ("{box} · {item}", "{box} · {item}"),
    "check.inside.duty": ("{duty}", "{duty}"),
    "check.inside.fragment": ("“{fragment}”", "“{fragment}”"),
    "check.why.not_in_force": (
        "规范施行期为 {first} 至 {last}，本年度不在其内",
        "these norms are in force from {first} to {last}, which leaves this year out",
    ),
    "check.why.year_open": (
        "截至 {day} 年度未结束；未到期的不算缺",
        "the year had not ended on {day}; what is not yet due is not counted as missing",
    ),
    "check.why.year_ahead": ("年度尚未开始", "the year has not begun"),
    "check.why.unfiled": (
        "尚未归盒；所缺材料可能在其中",
        "not yet filed in a box; what is missing may be among them",
    ),
    "check.why.elsewhere": (
        "归入了本层级没有的档案盒",
        "filed in boxes that this level does not have",
    ),
    "check.why.undated": ("年度未定，未计入任何年度", "their year is open; counted in no year"),
    "check.why.waiver_void": (
        "缺少理由、经办人或日期，不予采用",
        "lacks a reason, a person or a date, and is not honoured",
    ),
    "check.why.waiver_target": (
        "本层级的规范中没有这一编号，不予采用",
        "names nothing in this level's norms, and is not honoured",
    ),
    "check.why.boxes_lost": (
        "规范节录中本节的档案盒清单缺失，盒数不明",
        "the excerpt lost this section's list of boxes; even their number is unknown",
    ),
    "check.why.box_lost": (
        "规范节录中此盒内容缺失",
        "the excerpt of the norms lost this box",
    ),
    "check.why.fewer_printed": (
        "规范写明 {stated} 个档案盒，节录只印出 {printed} 个",
        "the norms state {stated} boxes, the excerpt prints {printed}",
    ),
    "check.why.fragment": (
        "规范残句，无法对应到档案盒或工作要求",
        "a scrap of the norms that cannot be tied to a box or duty",
    ),
    "check.why.optional": ("有此情况才需要", "asked for only if the case occurred"),
    "check.why.not_yet_due": ("截至 {day} 未到期：{periods}", "not yet due on {day}: {periods}"),
    "check.why.not_searched": (
        "三年一次；档案库中没有 {first} 年以来各年的材料，不能断定缺失",
        "due once in three years; the archive lacks papers of each year since {first}",
    ),
    "check.why.uncountable": (
        "节奏过密或未写明月份，不能按件核对",
        "cannot be counted paper by paper: too frequent, or its months are not stated",
    ),
    "check.why.no_cadence": ("规范未写明周期", "the norms do not state how often"),
    "check.why.no_evidence_named": (
        "规范未写明以哪种材料为凭",
        "the norms do not say which paper evidences it",
    ),
    "check.why.evidence_lost": (
        "凭证所在的档案盒在规范节录中缺失",
        "its evidence lies in a box that the excerpt of the norms lost",
    ),
    "check.why.conduct": (
        "属工作行为，不以材料为凭",
        "a matter of conduct, not evidenced by paper",
    ),
    "check.reason.periods": ("缺 {periods}", "nothing for {periods}"),
    "check.reason.absent": ("缺 {names}", "lacks {names}"),
    "check.reason.waived": ("已说明免缺", "waived"),
    "check.note.continuous": ("以连续登记的一册为凭", "one continuous register covers it"),
    "check.note.kin": ("以其整体或组成部分的材料为凭", "evidenced by its whole or by its parts"),
    "check.note.other_box": ("有材料归在别的盒", "some of it is filed in another box"),
    "check.note.contents_unknown": (
        "规范节录中盒内材料缺失，只检查有无",
        "the excerpt lost its contents; only checked for any paper at all",
    ),
    "check.note.contents_partly": (
        "规范节录中盒内材料不全，只按印出的检查",
        "the excerpt lost part of its contents; checked by what is printed",
    ),
    "check.note.unassigned": (
        "另有 {count} 件未对应到具体材料",
        "{count} papers more that no item could be named for",
    ),
    "check.note.misplaced": (
        "有 {count} 件属于别的盒",
        "{count} papers in it belong to other boxes",
    ),
    "check.problem.box": ("整盒没有材料；应有：{names}", "the box is empty; due: {names}"),
    "check.problem.empty": ("整盒没有材料", "the box is empty"),
    "check.problem.item": ("缺材料：{name}", "no paper: {name}"),
    "check.problem.item_periods": (
        "缺材料：{name}（{periods}）",
        "no paper: {name} ({periods})",
    ),
    "check.problem.periods": ("{name}：缺 {periods}", "{name}: nothing for {periods}"),
    "check.problem.duty": ("{duty}：{reason}", "{duty}: {reason}"),
    "check.section": ("第{no}节 {name}", "{no}. {name}"),
    "check.tally": (
        "{total}：齐全 {complete}，不全 {partial}，缺失 {missing}，免缺 {waived}，"
        "不可检查 {not_checked}",
        "{total}: {complete} complete, {partial} partial, {missing} missing, {waived} waived, "
        "{not_checked} not checked",
    ),
    "check.total.boxes": ("档案盒 {count}", "{count} boxes"),
    "check.total.items": ("材料 {count}", "{count} items"),
    "check.total.duties": ("工作要求 {count}", "{count} duties"),
    "check.and_more": ("等 {count} 项", "… {count} in all"),
    "check.phrase.periods": ("{name}（{periods}）", "{name} ({periods})"),
    "check.phrase.note": ("{name}：{note}", "{name}: {note}"),
    "check.phrase.waiver": (
        "{target}：{reason}（{person}，{date}）",
        "{target}: {reason} ({person}, {date})",
    ),
    "check.list_joint": ("；", "; "),
    "check.label.version": ("第 {version} 版", "version {version}"),
    "check.label.box": ("盒", "Box"),
    "check.label.name": ("名称", "Name"),
    "check.label.items": ("材料", "Items"),
    "check.label.papers": ("件", "Papers"),
    "check.label.lacks": ("缺少与说明", "Missing, remarks"),
    "check.label.boxes": ("档案盒", "Boxes"),
    "check.label.duties": ("工作要求", "Duties"),
    "check.page.problems": ("问题清单", "Findings"),
    "check.page.waivers": ("免缺说明", "Waivers"),
    "check.text.lacking_duties": ("未达到的工作要求", "Duties not met"),
    "check.text.not_checked": (
        "不可检查（不算合格，也不算缺失）",
        "Not checked (neither passed nor missing)",
    ),
    # --- check: duties judged by what papers say, observations, questions ---
    "check.why.figures_unread": (
        "材料中的数据尚未读取",
        "the papers' figures have not been read",
    ),
    "check.why.nothing_to_read": (
        "没有可供查看的材料",
        "there is no paper to look at",
    ),
    "check.why.not_stated": (
        "查看了 {count} 件材料，未写明“{indicator}”",
        "“{indicator}” is not stated in the {count} papers looked at",
    ),
    "check.why.figure_unclear": (
        "“{indicator}”的记载不明确或前后不一，不能断定",
        "what is stated of “{indicator}” is unclear or differs",
    ),
    "check.why.no_threshold": ("规范未写明标准", "the norms do not state a threshold"),
    "check.why.no_dates_named": (
        "规范未写明以哪两个日期核对",
        "the norms do not say between which dates",
    ),
    "check.why.dates_not_stated": (
        "查看了 {count} 件材料，没有可以对照的两个日期",
        "the {count} papers looked at do not state both dates",
    ),
    "check.why.rows_undated": (
        "有 {count} 处缺少其中一个日期，未核对",
        "one of the dates lacks in {count} places",
    ),
    "check.why.not_bound": (
        "没有装订成册的材料，不能核对顺序",
        "no bound file, so there is no order to compare",
    ),
    "check.why.nothing_counted": (
        "规范未写明清点哪些材料",
        "the norms do not say which papers to count",
    ),
    "check.why.people_unread": (
        "花名册、登记表中的人数尚未读取",
        "how many persons the rolls list has not been read",
    ),
    "check.why.count_open": (
        "截至 {day} 年度未结束，现有 {count}，要求 {minimum}",
        "the year is open on {day}: {count} so far, {minimum} asked for",
    ),
    "check.reason.rate": (
        "{name}（{periods}）为 {value}，要求 {asked}",
        "{name} ({periods}) is {value}, asked for is {asked}",
    ),
    "check.reason.rate_more": (
        "{name}（{periods}）为 {value}，要求 {asked}；未达到的共 {count} 处",
        "{name} ({periods}) is {value}, asked for is {asked}; {count} figures fall short",
    ),
    "check.reason.within": (
        "{count} 处超过 {days} 天，最长 {worst} 天",
        "{count} took longer than {days} days, the longest {worst}",
    ),
    "check.reason.at_least": (
        "{count} 处不足 {days} 天，最短 {worst} 天",
        "{count} fell short of {days} days, the shortest {worst}",
    ),
    "check.reason.bound": (
        "{count} 册装订不合要求，首册：{first}",
        "{count} bound files are not as asked, the first: {first}",
    ),
    "check.reason.per_person": (
        "应有 {against}，现有 {counted}，少 {lacking}",
        "{against} are due, {counted} are there, {lacking} lack",
    ),
    "check.reason.count": ("现有 {count}，要求 {minimum}", "{count} of the {minimum} asked for"),
    "check.reason.unpaired": (
        "有 {count} 件{of}没有对应的{needs}",
        "{count} of {of} without {needs}",
    ),
    "check.detail.rate": (
        "{name}（{periods}）为 {value}",
        "{name} ({periods}) is {value}",
    ),
    "check.detail.row": (
        "《{title}》第 {row} 行，相隔 {days} 天",
        "“{title}” row {row}: {days} days",
    ),
    "check.detail.row_at": (
        "《{title}》第 {page} 页第 {row} 行，相隔 {days} 天",
        "“{title}” page {page} row {row}: {days} days",
    ),
    "check.detail.paper_days": ("《{title}》相隔 {days} 天", "“{title}”: {days} days"),
    "check.detail.parts_absent": ("《{title}》缺 {names}", "“{title}” lacks {names}"),
    "check.detail.part_early": (
        "《{title}》{name}（第 {page} 页）应在{after}之后",
        "“{title}”: {name} (page {page}) belongs behind {after}",
    ),
    "check.detail.part_early_unpaged": (
        "《{title}》{name}应在{after}之后",
        "“{title}”: {name} belongs behind {after}",
    ),
    "check.detail.unpaired": ("《{title}》", "“{title}”"),
    "check.detail.late": (
        "{periods}应于 {due} 前，材料日期 {day}，迟 {days} 天",
        "{periods} was due by {due}; the paper is of {day}, {days} days late",
    ),
    "check.detail.duty": ("{duty}：{reason}", "{duty}: {reason}"),
    "check.close.other_year": (
        "{years} 年有同名材料",
        "the same is there for {years}",
    ),
    "check.close.open": (
        "待归盒的《{title}》与之相近（{score}）",
        "“{title}” in the review queue looks like it ({score})",
    ),
    "check.close.other_unit": (
        "归在{unit}名下的《{title}》提到本单位",
        "“{title}”, filed for {unit}, names this unit",
    ),
    "check.close.figures": (
        "写明的相近指标：{names}",
        "figures of similar kind that are stated: {names}",
    ),
    "check.remedy.import": (
        "找到或补做后用 danghe import 导入；本年未发生的，用 danghe waive 说明",
        "find or supply it and use danghe import; if nothing occurred, say so with danghe waive",
    ),
    "check.remedy.review": (
        "先看待归盒材料：danghe review",
        "look at the review queue first: danghe review",
    ),
    "check.remedy.supplement": (
        "补齐所缺时段的材料并导入",
        "supply and import the papers of these periods",
    ),
    "check.remedy.figures": (
        "核实数据；有其他依据的补充导入，确未达到的整改",
        "verify the figure; import what else evidences it, or make good",
    ),
    "check.remedy.dates": (
        "核实所列各处日期；有其他依据的补充导入",
        "verify the dates; import what else evidences them",
    ),
    "check.remedy.bind": (
        "按规定补齐并重新装订，再导入",
        "supply what lacks, bind anew as asked, and import",
    ),
    "check.remedy.on_time": ("今后按期上报", "report on time from now on"),
    "check.remedy.partner": (
        "查找对应材料并导入",
        "look for the paper that belongs to it and import it",
    ),
    "check.remedy.continue": (
        "说明停做的原因，或补充材料",
        "say why it ended, or supply the papers",
    ),
    "check.remedy.part": ("分开装订，分别归盒", "bind them apart and file each in its box"),
    "check.observe.late": (
        "{duty}：{periods}应于 {due} 前，材料日期 {day}，迟 {days} 天",
        "{duty}: {periods} was due by {due}; the paper is of {day}, {days} days late",
    ),
    "check.observe.unpaired": (
        "《{title}》等 {count} 件{of}没有找到对应的材料（{needs}）",
        "nothing of {needs} was found for {count} of {of}, such as “{title}”",
    ),
    "check.observe.attachment": (
        "《{title}》写明的附件没有找到：{names}",
        "attachments that “{title}” names were not found: {names}",
    ),
    "check.observe.ceased": (
        "{name}：{years} 年有，{year} 年没有",
        "{name}: held in {years}, none for {year}",
    ),
    "check.observe.mixed_year": (
        "《{path}》一册中有 {values} 年度的材料",
        "“{path}” binds papers of {values} together",
    ),
    "check.observe.mixed_unit": (
        "《{path}》一册中有 {values} 的材料",
        "“{path}” binds papers of {values} together",
    ),
    "check.observe.mixed_retention": (
        "《{path}》一册中保管期限不同：{values}",
        "“{path}” binds papers to be kept for {values} together",
    ),
    "check.severity.grave": ("严重", "grave"),
    "check.severity.ordinary": ("一般", "ordinary"),
    "check.severity.minor": ("轻微", "minor"),
    "check.doubt.other": (
        "以下记载看来不一致，请核对并说明。",
        "These statements do not seem to agree; please look and explain.",
    ),
    "check.cite": ("《{title}》", "“{title}”"),
    "check.cite_at": ("《{title}》第 {page} 页", "“{title}” page {page}"),
    "check.quote": ("{where}：“{passage}”", "{where}: “{passage}”"),
    "check.label.observation": ("情况", "Observation"),
    "check.label.question": ("问题", "Question"),
    "check.label.passages": ("依据", "Passages"),
    "check.page.observations": ("提示", "Observations"),
    "check.page.questions": ("请单位说明", "Questions to the unit"),
    "check.page.questions_hint": (
        "以下记载彼此不一致，不作结论，请单位核对后说明。",
        "These statements disagree. Nothing is concluded from it; the unit is asked to explain.",
    ),
    "check.text.more": (
        "另有 {count} 项，见 --html 或 --json",
        "{count} more, see --html or --json",
    ),
    # --- reports for signature ---
    "report.title.check": ("档案检查情况表", "Inspection report"),
    "report.title.problems": ("档案检查问题清单", "List of findings"),
    "report.title.notice": ("档案检查整改通知书", "Notice of what is to be mended"),
    "report.subtitle": ("{unit} · {year} 年度", "{unit} · {year}"),
    "report.day": ("{year}年{month}月{day}日", "{year}-{month:02d}-{day:02d}"),
    "report.by": ("{day}前", "by {day}"),
    "report.part.summary": ("总体情况", "Summary"),
    "report.part.boxes": ("逐盒情况", "Box by box"),
    "report.part.problems": ("问题清单", "Findings"),
    "report.part.questions": ("需要说明的疑问", "Questions to the unit"),
    "report.part.observations": ("提示", "Observations"),
    "report.part.duties": ("工作要求", "Duties"),
    "report.part.waivers": ("免缺说明", "Waivers"),
    "report.part.unchecked": ("未检查事项", "Not checked"),
    "report.sheet.boxes": ("检查情况", "Boxes"),
    "report.sheet.questions": ("疑问", "Questions"),
    "report.sheet.observations": ("提示", "Observations"),
    "report.sheet.unchecked": ("未检查", "Not checked"),
    "report.no_problems": ("在可检查的范围内未发现问题。", "Nothing found lacking."),
    "report.unchecked_hint": (
        "下列各项未作判断，既不算合格，也不算缺失。",
        "Not judged: neither passed nor missing.",
    ),
    "report.questions_hint": (
        "下列各处请被检查单位核对说明；是提问，不是结论。",
        "For the unit to explain: questions, not conclusions.",
    ),
    "report.observations_hint": (
        "下列情况不作为问题，不计入检查结果，供被检查单位自查。",
        "No findings, and counted nowhere: for the unit to look at.",
    ),
    "report.column.no": ("序号", "No."),
    "report.column.place": ("条线、盒", "Section, box"),
    "report.column.problem": ("问题", "Finding"),
    "report.column.severity": ("程度", "Weight"),
    "report.column.clause": ("依据（条款）", "Clause"),
    "report.column.evidence": ("证据（件、页）", "Evidence (paper, page)"),
    "report.column.demand": ("整改要求", "To be done"),
    "report.column.deadline": ("整改期限", "Deadline"),
    "report.column.result": ("整改结果", "Result"),
    "report.column.box": ("盒号", "Box"),
    "report.column.name": ("盒名", "Name"),
    "report.column.status": ("状态", "Status"),
    "report.column.items": ("材料", "Items"),
    "report.column.papers": ("件数", "Papers"),
    "report.column.lacks": ("缺少内容", "Missing"),
    "report.column.remarks": ("备注", "Remarks"),
    "report.column.section": ("条线", "Section"),
    "report.column.duty": ("工作要求", "Duty"),
    "report.column.every": ("周期", "Cadence"),
    "report.column.reason": ("说明", "Remarks"),
    "report.column.why": ("原因", "Why"),
    "report.column.what": ("事项", "What"),
    "report.column.count": ("项数", "Count"),
    "report.column.question": ("疑问", "Question"),
    "report.column.observation": ("情况", "Observation"),
    "report.column.advice": ("建议", "Advice"),
    "report.column.answer": ("单位说明", "The unit's answer"),
    "report.column.person": ("经办人", "Person"),
    "report.column.date": ("日期", "Date"),
    "report.column.kind": ("项目", "Checked"),
    "report.column.total": ("合计", "Total"),
    "report.label.unit": ("立档单位", "Unit"),
    "report.label.year": ("年度", "Year"),
    "report.label.level": ("层级", "Level"),
    "report.label.day": ("检查日期", "Day of the check"),
    "report.label.norms": ("检查依据", "Norms"),
    "report.label.inspectors": ("检查人", "Inspectors"),
    "report.label.issuer": ("检查单位", "Inspecting office"),
    "report.label.deadline": ("整改期限", "Deadline"),
    "report.norms": ("{title}（第 {version} 版）", "{title} (version {version})"),
    "report.cited": ("{title}（第 {page} 页起）", "{title} (from page {page})"),
    "report.cited_at": ("{title}（第 {page} 页）", "{title} (page {page})"),
    "report.passage": ("“{passage}”", "“{passage}”"),
    "report.searched": ("已查：{names}", "looked at: {names}"),
    "report.more_places": ("等 {count} 处", "… {count} in all"),
    "report.page_before": ("第 ", "Page "),
    "report.page_between": (" 页，共 ", " of "),
    "report.page_after": (" 页", ""),
    "report.more_papers": ("等 {count} 件", "… {count} in all"),
    "report.none_found": ("未见材料", "none found"),
    "report.sign.inspectors": ("检查人（签字）：", "Inspectors (signed):"),
    "report.sign.responsible": ("被检查单位负责人（签字）：", "For the unit (signed):"),
    "report.sign.day": ("日期：", "Date:"),
    "report.demand.box": (
        "收齐所列材料，整理装盒；本年确未发生的，书面说明原因。",
        "Bring these papers together and box them; state in writing what did not occur this year.",
    ),
    "report.demand.empty": (
        "查明本盒应有材料，收齐装盒；本年确未发生的，书面说明原因。",
        "Find out what the box must hold and box it; state in writing what did not occur.",
    ),
    "report.demand.item": (
        "补齐“{name}”并归入本盒；本年确未发生的，书面说明原因。",
        "File “{name}” in this box, or state in writing that it did not occur this year.",
    ),
    "report.demand.item_periods": (
        "补齐{periods}的“{name}”并归入本盒；确未发生的，书面说明原因。",
        "File “{name}” for {periods} in this box, or state in writing why there is none.",
    ),
    "report.demand.periods": (
        "补齐{periods}的“{name}”并归入本盒；确未发生的，书面说明原因。",
        "File “{name}” for {periods} in this box, or state in writing why there is none.",
    ),
    "report.demand.duty": (
        "补交能证明“{duty}”已落实的材料；未落实的，书面说明原因和补救办法。",
        "Hand in the papers that show “{duty}” was done, or state in writing why it was not.",
    ),
    "report.demand.duty_figures": (
        "核实“{duty}”的数据，补交其他依据；确未达到的，书面说明原因和补救办法。",
        "Verify the figures of “{duty}” and hand in what else shows it; "
        "if it was not reached, state in writing why, and how it is made good.",
    ),
    "report.demand.duty_dates": (
        "核实“{duty}”的各处日期，补交其他依据；确未按期的，书面说明原因。",
        "Verify the dates of “{duty}” and hand in what else shows it; "
        "if it was late, state in writing why.",
    ),
    "report.demand.duty_bind": (
        "补齐所缺内容，按规定的顺序重新装订。",
        "Supply what lacks and bind the file anew in the order asked.",
    ),
    "report.demand.duty_partner": (
        "查找并补交对应的材料；确未形成的，书面说明原因。",
        "Look for the papers that belong to these, or state in writing why there are none.",
    ),
    "report.demand.review": (
        "先核对所列相近材料是否应归入本盒；不在其中的，{rest}",
        "First see whether the papers named as close belong here; otherwise: {rest}",
    ),
    "report.remedy.import": (
        "找到材料归档；本年未发生的，书面说明",
        "find and file it; state in writing what did not occur",
    ),
    "report.remedy.partner": ("查找对应材料并归档", "look for the paper that belongs to it"),
    "report.demand.other": (
        "按所列条款补齐材料；确未发生的，书面说明原因。",
        "File what the clause asks for, or state in writing why there is none.",
    ),
    "report.notice.number": ("〔{year}〕　　号", "No.        / {year}"),
    "report.notice.blank": ("　　　　　　　　", "____________________"),
    "report.notice.blank_day": ("　　　　年　　月　　日", "____________________"),
    "report.notice.none": ("无。", "None."),
    "report.notice.sentence": ("{text}。", "{text}. "),
    "report.notice.sentence_joint": ("；", "; "),
    "report.notice.numbered": ("{no}．{text}", "{no}. {text}"),
    "report.notice.placed": ("{place}：{text}", "{place}: {text}"),
    "report.notice.bracketed": ("{text}（{aside}）", "{text} ({aside})"),
    "report.notice.summary": ("{tallies}。", "{tallies}."),
    "report.notice.unchecked": ("{no}．{why}（{count} 项）。", "{no}. {why} ({count})."),
    "report.notice.problem": (
        "{no}．{place}：{problem}。{more}整改要求：{demand}",
        "{no}. {place}: {problem}. {more}To be done: {demand}",
    ),
    "report.notice.dear": ("{unit}：", "To {unit}:"),
    "report.notice.opening": (
        "检查组依据《{norms}》，于{day}检查了你单位{year}年度的档案。{summary}"
        "现将发现的{count}个问题和整改要求通知如下。",
        "By the norms {norms}, your papers of {year} were checked on {day}. {summary} "
        "These are the {count} findings, and what is to be done.",
    ),
    "report.notice.part.problems": ("一、问题和整改要求", "1. Findings, and what is to be done"),
    "report.notice.part.terms": ("二、整改时限", "2. Time"),
    "report.notice.terms": (
        "请在{deadline}完成整改，并将整改结果逐项书面报送检查组。原始材料确已无法取得的，"
        "如实书面说明原因，不得事后补造。",
        "Please mend these {deadline} and report on each in writing. What can no longer be had is to be "
        "explained truthfully in writing; no paper may be made up afterwards.",
    ),
    "report.notice.part.questions": ("三、请说明的疑问", "3. Questions to the unit"),
    "report.notice.part.observations": ("四、提示", "4. Observations"),
    "report.notice.part.unchecked": ("五、未检查事项", "5. Not checked"),
    "report.notice.unchecked_hint": (
        "因下列原因未作判断的事项，既不算合格，也不算缺失，明细见检查情况表：",
        "For these reasons things were not judged, neither passed nor missing; see the report:",
    ),
    "report.notice.issuer": ("（检查单位盖章）", "(seal of the inspecting office)"),
    "report.error.suffix": (
        "不知道“{path}”要写成什么格式。",
        "It is not clear what kind of file “{path}” is to be.",
    ),
    "report.error.suffix.remedy": (
        "{kind} 可以写成：{known}；由文件名的后缀决定。",
        "{kind} can be written as: {known}; the ending of the file's name decides.",
    ),
    "report.error.missing": ("缺少选项 {options}。", "Options are missing: {options}."),
    "report.error.missing.remedy": (
        "例如：danghe report --unit 望湖街道 --year 2023 --out 报告.docx",
        "For example: danghe report --unit 望湖街道 --year 2023 --out report.docx",
    ),
    "report.error.deadline": ("整改期限“{written}”不能用。", "“{written}” is no deadline."),
    "report.error.deadline.remedy": (
        "写成日期（2024-05-31、2024年5月31日）或天数（30），且不早于检查当天 {day}。",
        "Write a date (2024-05-31) or a number of days (30), not before {day}, the day of the check.",
    ),
    "report.error.template_kind": (
        "模板 {template} 不能写成 {path}。",
        "The template {template} cannot be written as {path}.",
    ),
    "report.error.template_kind.remedy": (
        "模板只用于整改通知书（--kind notice）：.docx 模板写出 .docx，.txt 模板写出 .txt。",
        "Templates are for notices (--kind notice): .docx writes .docx, .txt writes .txt.",
    ),
    "report.error.exists": ("{path} 已经存在。", "{path} exists already."),
    "report.error.exists.remedy": (
        "里面可能有改过的内容；请换个文件名，或先移走它。",
        "It may hold changes of yours; choose another name, or move it away.",
    ),
    "report.error.placeholder": (
        "模板中有不认识的占位符：{unknown}",
        "The template has unknown placeholders: {unknown}",
    ),
    "report.error.placeholder.remedy": (
        "可用的占位符：{known}。只能用在表格行里的：{rows}。原样保留括号的，写成两层：【【附件】】。",
        "Known ones: {known}. In a row of a table only: {rows}. To keep brackets, double them: 【【附件】】.",
    ),
    "report.error.row_placeholder": (
        "占位符 {unknown} 只能用在表格的行里。",
        "The placeholders {unknown} can only stand in a row of a table.",
    ),
    "report.error.row_placeholder.remedy": (
        "放进表格的一行，每个问题会得到这样一行；正文里用【问题清单】。",
        "Put them into a row, which is repeated for each finding; in the text, use 【问题清单】.",
    ),
    "report.error.template": (
        "模板 {path} 不能用：{why}",
        "The template {path} cannot be used: {why}",
    ),
    "report.error.template.remedy": (
        "用 danghe report --template-out 新模板.docx 取得自带的模板，在 Word 或 WPS 里改好另存为 .docx。",
        "Get the shipped one by danghe report --template-out NEW.docx, edit it and save it as .docx.",
    ),
    "report.template.unreadable": ("读不出来", "it cannot be read"),
    "report.template.large": (
        "太大，或展开后太大",
        "it is too large, or would unpack into too much",
    ),
    "report.template.macros": ("含有宏", "it holds macros"),
    "report.template.part": (
        "含有不允许的部件 {part}",
        "it holds the part {part}, which is not allowed",
    ),
    "report.template.external": (
        "引用了外部内容 {target}",
        "it refers to outside content: {target}",
    ),
    "report.template.field": (
        "含有不允许的域 {field}",
        "it holds the field {field}, which is not allowed",
    ),
    "report.template.encoding": ("既不是 UTF-8，也不是 GB18030", "neither UTF-8 nor GB18030"),
    "cli.report.help": (
        "写出可签字的检查报告、问题清单或整改通知书",
        "write a report to be signed, a list of findings, or a notice",
    ),
    "cli.report.out": (
        "写到这个文件；后缀决定格式",
        "the file to write; its ending decides the format",
    ),
    "cli.report.kind": (
        "check 检查情况表；problems 问题清单；notice 整改通知书",
        "check: the whole report; problems: the findings; notice: what is to be mended",
    ),
    "cli.report.template": (
        "整改通知书的模板（.docx 或 .txt）",
        "template of the notice (.docx or .txt)",
    ),
    "cli.report.template_out": (
        "把自带的通知书模板写到这里，供修改",
        "write the shipped template here, to edit",
    ),
    "cli.report.inspectors": ("检查人，可用顿号隔开，可多次", "inspectors; may be repeated"),
    "cli.report.issuer": ("检查单位", "the inspecting office"),
    "cli.report.deadline": ("整改期限：日期或天数", "deadline: a date or a number of days"),
    # --- delivery (vendors' catalogues and page images) ---
    "delivery.no_header": (
        "目录中找不到列标题（如 档号、题名、页数）。",
        "The catalogue has no line of column titles (such as 档号, 题名, 页数).",
    ),
    "delivery.no_header.remedy": (
        "补上列标题，或在对照文件中用 header 指明其行号，并写明各项在哪一列。",
        "Add one, or name its line with header: in a mapping file, and say which column holds what.",
    ),
    "delivery.no_identity": (
        "目录中没有能对应图像的列（档号、路径、案卷号或件号）。",
        "No column of the catalogue tells which images belong to a row (档号, 路径, 案卷号 or 件号).",
    ),
    "delivery.no_identity.remedy": (
        "现有的列：{found}。可在对照文件中指明，如 档号: B。",
        "Its columns: {found}. Name the right one in a mapping file, as 档号: B.",
    ),
    "delivery.column_twice": (
        "不止一列可作“{field}”：{columns}。",
        "More than one column can be “{field}”: {columns}.",
    ),
    "delivery.column_twice.remedy": (
        "在对照文件中指明用哪一列，如 {field}: B。现有的列：{found}。",
        "Say which in a mapping file, as {field}: B. The columns: {found}.",
    ),
    "delivery.mapping_syntax": (
        "对照文件 {file} 第 {line} 行不是“项目: 列”的写法。",
        "The mapping file {file}, line {line}, does not read “field: column”.",
    ),
    "delivery.mapping_syntax.remedy": (
        "每行写一项，如 题名: 文件标题 或 页数: F。",
        "Write one a line, such as 题名: 文件标题 or 页数: F.",
    ),
    "delivery.mapping_field": (
        "对照文件 {file} 中的“{field}”不是已知项目、写了两次，或后面不是列标题。",
        "In the mapping file {file}, “{field}” is no known field, stands twice, or names no column.",
    ),
    "delivery.mapping_field.remedy": ("可用的项目：{known}。", "Known fields: {known}."),
    "delivery.mapping_header": (
        "对照文件中的 header: {header} 不是目录的行号。",
        "header: {header} in the mapping file is no line of the catalogue.",
    ),
    "delivery.mapping_header.remedy": (
        "写列标题所在的行号，没有列标题写 0。",
        "Give the line of the column titles, or 0 where there are none.",
    ),
    "delivery.mapping_column": (
        "目录中没有“{column}”这一列（{field}）。",
        "The catalogue has no column “{column}” ({field}).",
    ),
    "delivery.mapping_column.remedy": (
        "写列标题或列号。现有的列：{found}。",
        "Give its title or its letter. The columns: {found}.",
    ),
    "delivery.csv": ("不是可读的 CSV：{reason}", "Not a CSV that can be read: {reason}"),
    "delivery.csv.remedy": (
        "用表格软件打开并另存为 XLSX 或 CSV。",
        "Open it in a spreadsheet program and save it as XLSX or CSV.",
    ),
    "delivery.too_many_rows": (
        "目录超过 {most} 行。",
        "The catalogue has more than {most} rows.",
    ),
    "delivery.too_many_rows.remedy": ("分成几批移交。", "Deliver it in several parts."),
    "delivery.sheet_skipped": (
        "工作表“{sheet}”没有列标题，未读取",
        "the sheet “{sheet}” has no column titles and was not read",
    ),
    "delivery.start_pages_unclear": (
        "“{sheet}”中的页号不是逐件递增，未据以推算页数",
        "page numbers in “{sheet}” do not rise from item to item; no page counts taken from them",
    ),
    "delivery.totals": (
        "目录 {rows} 行，图像 {sets} 组共 {images} 幅，单个文件 {files} 个",
        "{rows} rows in the catalogue; {images} images in {sets} sets; {files} single files",
    ),
    "delivery.page_totals": (
        "目录写明页数的 {rows} 行合计 {pages} 页，图像共 {images} 幅",
        "{pages} pages stated by {rows} rows; {images} images in all",
    ),
    "delivery.formats_mixed": (
        "一批中图像格式不一：{formats}",
        "more than one image format in the batch: {formats}",
    ),
    "delivery.items_missing": (
        "{above} 下件号不连续，缺 {numbers}",
        "item numbers under {above} are not continuous: {numbers} missing",
    ),
    "delivery.pages_not_checked": (
        "目录没有页数，未核对",
        "not checked: the catalogue states no page counts",
    ),
    "delivery.dates_not_checked": (
        "目录没有日期，未核对",
        "not checked: the catalogue states no dates",
    ),
    "delivery.pattern_not_checked": (
        "档号没有多数一致的格式，未核对其格式",
        "not checked: the 档号 follow no common pattern",
    ),
    "delivery.row_without_images": ("没有对应的图像或文件", "no images or file for this row"),
    "delivery.images_without_row": (
        "“{name}”有图像 {images} 幅，目录中没有对应的行",
        "“{name}” holds {images} images; no row of the catalogue names it",
    ),
    "delivery.file_without_row": (
        "目录中没有“{name}”对应的行",
        "no row of the catalogue names “{name}”",
    ),
    "delivery.already_matched": (
        "“{name}”与第 {line} 行（{archival_no}）相符，但该行已有图像",
        "“{name}” fits line {line} ({archival_no}), which has its images elsewhere",
    ),
    "delivery.place_doubled": (
        "另有相符的图像或文件，未并入：{place}",
        "further images or files fit this row and were not joined: {place}",
    ),
    "delivery.pages_differ": (
        "目录写 {stated} 页，实有 {found} 页",
        "{stated} pages stated, {found} found",
    ),
    "delivery.sheets_differ": (
        "目录写 {stated} 张，实有图像 {found} 幅",
        "{stated} sheets stated, {found} images found",
    ),
    "delivery.pages_missing": (
        "图像编号不连续，缺 {numbers}",
        "image numbers are not continuous: {numbers} missing",
    ),
    "delivery.pages_doubled": ("图像重复：{names}", "images that repeat a page: {names}"),
    "delivery.format_differs": (
        "图像格式 {formats}，本批多为 {usual}",
        "image format {formats}; most of the batch is {usual}",
    ),
    "delivery.archival_no_empty": ("档号为空", "the 档号 is empty"),
    "delivery.archival_no_doubled": (
        "档号重复，另见第 {lines} 行",
        "the 档号 is doubled: see line {lines}",
    ),
    "delivery.archival_no_malformed": (
        "档号“{archival_no}”与多数行的格式（如 {example}）不同",
        "the 档号 “{archival_no}” is not of the form that most rows have, as {example}",
    ),
    "delivery.title_empty": ("题名为空", "the title is empty"),
    "delivery.date_unreadable": ("日期无法识别：{written}", "not a date: {written}"),
    "delivery.cell_unreadable": (
        "“{field}”无法识别：{written}",
        "{field} cannot be read: {written}",
    ),
    "delivery.column.sheet": ("工作表", "sheet"),
    "delivery.column.line": ("行", "line"),
    "delivery.column.archival_no": ("档号", "archival no."),
    "delivery.column.title": ("题名", "title"),
    "delivery.column.place": ("位置", "place"),
    "delivery.column.property": ("性质", "property"),
    "delivery.column.problem": ("问题代码", "problem"),
    "delivery.column.message": ("问题", "message"),
    # --- pages ---
    "web.name": ("档盒", "danghe"),
    "web.home": ("回到首页", "To the first page"),
    "web.skip": ("跳到正文", "Skip to the content"),
    "web.nav": ("主导航", "Main navigation"),
    "web.nav.search": ("检索", "Search"),
    "web.theme.switch": ("切换明暗", "Switch light and dark"),
    "web.theme.auto": ("随系统", "Auto"),
    "web.theme.light": ("浅色", "Light"),
    "web.theme.dark": ("深色", "Dark"),
    "web.foot": (
        "只在本机与本单位网内运行，不向外发送任何内容",
        "Runs on your own machines only; nothing is sent anywhere",
    ),
    "web.error": ("办不到", "This cannot be done"),
    "web.user": ("用户名", "User name"),
    "web.role": ("角色", "Role"),
    "web.units": ("单位", "Units"),
    "web.all_units": ("全部单位", "all units"),
    "web.password": ("密码", "Password"),
    "web.password.again": ("再输一遍密码", "Password again"),
    "web.password.current": ("现在的密码", "Current password"),
    "web.password.new": ("新密码", "New password"),
    "web.password.least": ("至少 {least} 个字符。", "At least {least} characters."),
    "web.sign_in": ("登录", "Sign in"),
    "web.sign_in.title": ("登录档案库", "Sign in to the archive"),
    "web.sign_in.wrong": ("用户名或密码不对。", "The user name or the password is wrong."),
    "web.sign_in.wait": (
        "失败次数太多，请 {minutes} 分钟后再试。",
        "Too many failures; try again in {minutes} minutes.",
    ),
    "web.sign_in.nobody": (
        "还没有用户。请打开运行 danghe serve 的终端里给出的一次性链接，或用 danghe user add 添加。",
        "There are no users yet. Open the link that danghe serve printed in its terminal, or add one with danghe user add.",
    ),
    "web.sign_out": ("退出登录", "Sign out"),
    "web.set_up": ("设立第一位用户", "The first user"),
    "web.set_up.intro": (
        "第一位用户是管理整个档案库的档案员，以后由他添加别人。",
        "The first user is an archivist for the whole archive, who can add others.",
    ),
    "web.set_up.go": ("设立并登录", "Create and sign in"),
    "web.set_up.over": (
        "这个链接已经失效：已有用户，或链接不完整。",
        "This link is of no use any more: there are users, or it is incomplete.",
    ),
    "web.account": ("我的账号", "My account"),
    "web.account.password": ("修改密码", "Change the password"),
    "web.account.change": ("修改", "Change"),
    "web.account.wrong": ("现在的密码不对。", "The current password is wrong."),
    "web.account.wrong.remedy": ("请重新输入。", "Type it again."),
    "web.account.wait": ("失败次数太多。", "Too many failures."),
    "web.account.wait.remedy": ("请一刻钟后再试。", "Try again in a quarter of an hour."),
    "web.account.differ": ("两遍密码不一样。", "The two passwords differ."),
    "web.account.differ.remedy": ("请重新输入。", "Type them again."),
    "role.reader": ("查阅员", "reader"),
    "role.inspector": ("检查员", "inspector"),
    "role.archivist": ("档案员", "archivist"),
    "web.refused.host": (
        "不接受以这个名称访问；用 danghe serve --name 写明可用的名称。",
        "This server is not called by that name; danghe serve --name adds one.",
    ),
    "web.refused.origin": (
        "请求来自别的网站，未予处理。",
        "The request came from another site and was not honoured.",
    ),
    "web.refused.token": (
        "页面已过期，请返回刷新后再提交。",
        "The page is out of date: go back, reload it, and send the form again.",
    ),
    "web.refused.role": ("您的角色不能做这件事。", "Your role does not allow this."),
    "web.refused.guest": ("请先登录。", "Sign in first."),
    "web.refused.size": ("提交的内容太大。", "What was sent is too large."),
    "web.refused.form": ("提交的内容无法读取。", "What was sent cannot be read."),
    "web.refused.fields": ("参数不对。", "The parameters are wrong."),
    "web.refused.json": ("内容不是 JSON。", "The body is no JSON."),
    "web.refused.path": ("没有这个页面。", "There is no such page."),
    "web.refused.method": ("这个页面不能这样访问。", "This page cannot be asked in that way."),
    "web.refused.broken": (
        "程序出错，详情见运行日志。",
        "Something went wrong; the server's log has the details.",
    ),
    "web.search.motto": (
        "每一页归其盒，每一字见其页",
        "Every sheet in its box, every word on its sheet",
    ),
    "web.search.ways": ("不写检索式也可以从这里看起", "Ways in without a query"),
    "web.search.label": ("检索式", "Query"),
    "web.search.placeholder": (
        "词、文号、单位，或一句问话",
        "Words, a document number, a unit, or a question",
    ),
    "web.search.go": ("检索", "Search"),
    "web.search.suggestions": ("名称建议", "Suggested names"),
    "web.search.help": ("怎样写检索式", "How to write a query"),
    "web.search.help.and": ("两个词都有", "both words"),
    "web.search.help.or": ("至少有一个", "one of them at least"),
    "web.search.help.not": ("有前者，没有后者", "the first without the second"),
    "web.search.help.phrase": ("原文就是这样连着的", "exactly this text"),
    "web.search.help.prefix": ("以此开头", "starts with this"),
    "web.search.help.fuzzy": ("容一处错字", "allows one slip"),
    "web.search.help.near": ("相隔不超过 10 个字", "at most 10 characters apart"),
    "web.search.help.field": ("单位名里有这几个字", "units whose name holds this"),
    "web.search.help.range": ("从哪年到哪年", "from one year to another"),
    "web.search.help.open": ("还没有归盒的", "not filed yet"),
    "web.search.total": ("共 {total} 件", "{total} papers"),
    "web.search.loosely": (
        "没有完全相符的，以下 {total} 处含有这些词中的大部分：{words}",
        "Nothing matches in full; {total} passages hold most of these words: {words}",
    ),
    "web.search.took": ("{took} 毫秒", "{took} ms"),
    "web.search.order": ("排序", "Order"),
    "web.search.by_relevance": ("按相关", "by relevance"),
    "web.search.by_date": ("按日期", "by date"),
    "web.search.alone": (
        "这些词没有同时出现；分别有：",
        "The words do not occur together; each alone:",
    ),
    "web.search.did_you_mean": ("您要找的是不是：", "Did you mean:"),
    "web.search.siblings": ("同一文件中的其他件", "Other papers of the same file"),
    "web.pages": ("翻页", "Pages"),
    "web.pages.before": ("上一页", "Previous page"),
    "web.pages.after": ("下一页", "Next page"),
    "web.facets": ("缩小范围", "Narrow down"),
    "web.facets.clear": ("取消全部筛选", "Clear all choices"),
    "web.facets.more": ("另有 {count} 项", "{count} more"),
    "web.kind.item": ("材料", "item"),
    "web.kind.box": ("盒", "box"),
    "web.kind.section": ("条线", "section"),
    "web.kind.unit": ("单位", "unit"),
    "web.saved": ("我的检索", "Saved searches"),
    "web.saved.name": ("把这次检索存为", "Save this search as"),
    "web.saved.keep": ("保存", "Save"),
    "web.saved.forget": ("删除“{name}”", "Remove “{name}”"),
    "web.saved.none": ("还没有保存的检索。", "No saved searches yet."),
    "web.saved.shared": ("共用", "shared"),
    "web.done.saved": ("已保存检索“{name}”。", "The search “{name}” is saved."),
    "web.done.forgotten": ("已删除检索“{name}”。", "The search “{name}” is removed."),
    "web.done.filed": ("已归盒。", "Filed."),
    "web.done.reopened": ("已退回未归盒。", "The paper is open again."),
    "web.paper.back": ("回到检索“{query}”", "Back to “{query}”"),
    "web.paper.toolbar": ("看图工具", "Viewer"),
    "web.paper.goto": ("到第几页", "Go to page"),
    "web.paper.of": ("/ {last}", "/ {last}"),
    "web.paper.hits": ("命中 {count} 处", "{count} hits"),
    "web.paper.smaller": ("缩小", "Smaller"),
    "web.paper.larger": ("放大", "Larger"),
    "web.paper.fit": ("适合", "Fit"),
    "web.paper.turn": ("向右转", "Turn right"),
    "web.paper.find": ("在本件中找", "Find in this paper"),
    "web.paper.image": ("原件页面", "Page of the original"),
    "web.paper.page_image": ("第 {page} 页的图像", "Image of page {page}"),
    "web.paper.image_hidden": (
        "这一页没有可识别的文字，无法遮盖个人号码；有权限的人写明理由后可以查看。",
        "No text was read on this page, so personal numbers cannot be covered; those who may see them give a reason first.",
    ),
    "web.paper.text": ("提取的文字", "Extracted text"),
    "web.paper.no_text": ("这一页没有文字。", "No text on this page."),
    "web.paper.filing": ("归盒", "Filing"),
    "web.paper.by_rules": ("按规则归盒，把握 {share}%", "Filed by the rules, confidence {share}%"),
    "web.paper.by_nobody": (
        "规则没有把握，留待审定",
        "The rules were not sure; it waits for review",
    ),
    "web.paper.by_person": ("{who} 决定", "Decided by {who}"),
    "web.paper.confirm": ("确认归在这一盒", "Confirm this box"),
    "web.paper.elsewhere": ("改归别处", "File elsewhere"),
    "web.paper.into": ("归入……", "File it"),
    "web.paper.more": ("别的盒，或改单位、年度", "Another box, unit or year"),
    "web.paper.undo": ("撤销我的决定", "Undo my decision"),
    "web.paper.passages": ("据此判断的文字 {count} 处", "{count} places it was judged by"),
    "web.paper.candidates": ("也可能是", "It may also be"),
    "web.paper.correct": ("更正", "Correct"),
    "web.paper.file_so": ("照此归盒", "File it so"),
    "web.paper.reopen": ("退回未归盒", "Open it again"),
    "web.paper.reasons": ("依据", "Reasons"),
    "web.paper.why": ("全部依据与得失", "All that was weighed"),
    "web.paper.data": ("著录", "Description"),
    "web.paper.file": ("文件名", "File"),
    "web.paper.id": ("件号", "Record"),
    "web.paper.reason": ("查看号码或下载原件的理由", "Reason to see numbers or take the original"),
    "web.paper.reason_why": (
        "页面与原件含个人号码；理由会记入操作日志。",
        "Pages and originals show personal numbers; the audit log keeps the reason.",
    ),
    "web.paper.unmask": ("显示号码", "Show numbers"),
    "web.paper.unmasked": (
        "号码已显示，一刻钟后重新遮盖。",
        "Numbers are shown for a quarter of an hour.",
    ),
    "web.paper.download": ("下载原件", "Download the original"),
    "web.paper.neighbours": ("同盒前后", "Beside it in the box"),
    "web.paper.no_neighbours": ("还没有归盒。", "Not filed yet."),
    "web.paper.similar": ("内容相近", "Similar papers"),
    "web.paper.no_similar": ("没有相近的文件。", "No similar papers."),
    "web.why.title": ("归盒依据", "Why it is filed so"),
    "web.why.decision": ("结论", "Decision"),
    "web.why.history": ("经过", "History"),
    "web.why.rules": ("规则", "rules"),
    "web.why.fields": ("各项著录", "Fields"),
    "web.why.field": ("项", "Field"),
    "web.why.value": ("值", "Value"),
    "web.why.between": ("第一与第二之间", "Between the first and the second"),
    "web.filing.changed": (
        "这一件刚刚被别人改动过。",
        "Somebody else has changed this paper meanwhile.",
    ),
    "web.filing.changed.remedy": (
        "请返回刷新，看过现状再决定。",
        "Go back, reload, and decide on what is there now.",
    ),
    "web.filing.year": ("“{year}”不是年度。", "“{year}” is no year."),
    "web.filing.year.remedy": ("请写四位数字。", "Write four digits."),
    "web.reason": (
        "请写明理由（至少 {least} 个字）。",
        "Give a reason (at least {least} characters).",
    ),
    "web.reason.remedy": ("理由会记入操作日志。", "The audit log keeps it."),
    # --- pages: remedies in the words of pages (see web/remedies.py) ---
    "web.remedy": (
        "请在装有档盒的机器上处理：{remedy}",
        "To be done on the machine that danghe runs on: {remedy}",
    ),
    "web.remedy.catalogue.no_record": (
        "请从检索或档案盒打开；它可能已被移除，或不在您可看的单位。",
        "Open it from the search or its box; it may have been removed, or be of a unit that you do not see.",
    ),
    "web.remedy.archive.no_box": (
        "请刷新页面，从列表中选择。",
        "Reload the page and choose from its list.",
    ),
    "web.remedy.archive.no_item": (
        "请刷新页面，从列表中选择：{known}。",
        "Reload the page and choose from its list: {known}.",
    ),
    "web.remedy.archive.unknown_unit": (
        "请从列表中选择单位；已知单位：{known}。",
        "Choose a unit from the list; known units: {known}.",
    ),
    "web.remedy.decision.none": (
        "每件的经过见“全部依据与得失”。",
        "“All that was weighed” tells the history of a paper.",
    ),
    "web.remedy.decision.changed": (
        "请打开该件，先撤销后来的决定。",
        "Open the paper and undo the later decision first.",
    ),
    "web.remedy.decision.open": (
        "请在审定页决定，或在该件页面归盒。",
        "Decide it in the review queue, or file it on its page.",
    ),
    "web.remedy.archive.original_gone": (
        "请把原件放回原处，或重新导入该文件。",
        "Put the original back where it was, or import the file again.",
    ),
    "web.remedy.learn.few": (
        "先在审定页或各件页面确认更多材料的盒。",
        "Confirm the boxes of more papers first, in the review queue or on their pages.",
    ),
    "web.remedy.saved.exists": (
        "换一个名称，或先在“我的检索”中删除它。",
        "Choose another name, or remove it first under “Saved searches”.",
    ),
    "web.remedy.saved.unknown": (
        "它可能已被删除，请刷新页面。",
        "It may be gone: reload the page.",
    ),
    "web.remedy.waive.expired": (
        "请改正日期或有效期。",
        "Mend the date or the last day.",
    ),
    "web.remedy.waive.none": (
        "它可能已被撤回，请刷新页面。",
        "It may be withdrawn already: reload the page.",
    ),
    "web.remedy.check.remedy.import": (
        "找到或补做后导入；本年未发生的，在下面“免缺”中说明",
        "find or supply it and import it; if nothing occurred, say so under “Waive” below",
    ),
    "web.remedy.check.remedy.review": (
        "先看审定页中的待归盒材料",
        "look at the papers in the review queue first",
    ),
    # --- boxes and completeness ---
    "web.nav.boxes": ("档案盒", "Boxes"),
    "web.nav.check": ("完整性", "Completeness"),
    "web.no_unit": ("没有单位“{unit}”。", "There is no unit “{unit}”."),
    "web.no_unit.remedy": ("请从列表中选择单位和年度。", "Choose unit and year from the list."),
    "web.no_box": ("没有盒“{box}”。", "There is no box “{box}”."),
    "web.no_box.remedy": ("请从档案盒页面打开。", "Open it from the boxes."),
    "web.no_level": ("没有层级“{level}”。", "There is no level “{level}”."),
    "web.no_level.remedy": ("请从列表中选择。", "Choose one from the list."),
    "web.no_report": ("没有这种报告：{kind}，{form}。", "No such report: {kind}, {form}."),
    "web.no_report.remedy": ("请用页面上的链接。", "Use the links of the page."),
    "web.no_units": (
        "还没有归入年度和层级明确的单位的材料。",
        "No papers are filed yet under a unit of known level and year.",
    ),
    "web.waive.dates": ("有效期早于日期。", "The waiver would end before it begins."),
    "web.waive.dates.remedy": ("请改正日期或有效期。", "Mend the date or the last day."),
    "web.show": ("查看", "Show"),
    "web.print": ("打印", "Print"),
    "web.strip.there": ("有：{months}", "there: {months}"),
    "web.strip.missing": ("缺：{months}", "missing: {months}"),
    "web.strip.open": ("未能检查：{months}", "not judged: {months}"),
    "web.strip.none": ("没有按月的材料", "no papers by month"),
    "web.strip.legend.there": ("该月有材料", "papers of that month"),
    "web.strip.legend.missing": ("该月缺", "missing that month"),
    "web.strip.legend.open": ("未能检查", "not judged"),
    "web.strip.legend.none": ("没有该月的材料", "no paper of that month"),
    "web.boxes.no_papers": (
        "这个单位这一年没有材料；下面是规范要求的盒。",
        "There are no papers of this unit and year; below are the boxes that the norms ask for.",
    ),
    "web.boxes.list": ("档案盒清单", "List of boxes"),
    "web.boxes.spines": ("脊背标签", "Spine labels"),
    "web.boxes.sections": ("条线", "Sections"),
    "web.boxes.no": ("盒 {no}", "Box {no}"),
    "web.boxes.papers": ("{count} 件", "{count} papers"),
    "web.boxes.unfiled": ("另有 {count} 件未归盒", "{count} more in no box yet"),
    "web.boxes.optional": ("有此情况才需要", "only if it occurred"),
    "web.boxes.others": ("未对应材料的件", "Papers of no item"),
    "web.boxes.empty": ("没有材料", "no paper"),
    "web.boxes.months": ("月份", "Months"),
    "web.boxes.before": ("上一盒", "Previous box"),
    "web.boxes.after": ("下一盒", "Next box"),
    "web.boxes.thick": ("盒厚（毫米）", "Thickness (mm)"),
    "web.boxes.no_spines": ("没有装有材料的盒。", "No box holds papers."),
    "web.boxes.status": ("状态", "Status"),
    "web.spine.fonds": ("全宗号", "Fonds"),
    "web.spine.year": ("年度", "Year"),
    "web.spine.retention": ("保管期限", "Retention"),
    "web.spine.numbers": ("起止件号", "Papers"),
    "web.spine.box": ("盒号", "Box"),
    "web.check.all_years": ("全部年度", "all years"),
    "web.check.all_levels": ("全部层级", "all levels"),
    "web.check.legend": ("图例", "Legend"),
    "web.check.export": ("导出", "Export"),
    "web.check.report": ("报告与通知书", "Report and notice"),
    "web.check.inspectors": ("检查人", "Inspectors"),
    "web.check.issuer": ("检查单位", "Inspecting office"),
    "web.check.deadline": ("整改期限（日期或天数）", "Deadline (date or days)"),
    "web.check.kind": ("种类", "Kind"),
    "web.check.format": ("格式", "Format"),
    "web.check.download": ("生成文件", "Make the file"),
    "web.check.no_problems": ("没有发现问题。", "Nothing was found lacking."),
    "web.check.clause": ("条款", "Clause"),
    "web.check.evidence": ("已有材料", "Papers found"),
    "web.check.close": ("相近", "Near it"),
    "web.check.remedy": ("处理", "To do"),
    "web.check.page": ("第 {page} 页", "page {page}"),
    "web.check.waive": ("免缺", "Waive"),
    "web.check.target": ("对象", "What"),
    "web.check.reason": ("理由", "Reason"),
    "web.check.person": ("责任人", "Who answers for it"),
    "web.check.date": ("日期", "Date"),
    "web.check.expires": ("有效期至（可不填）", "Last day (optional)"),
    "web.check.withdraw": ("撤回", "Withdraw"),
    "web.check.no_waivers": ("没有。", "None."),
    "web.check.to_box": ("看这一盒", "See the box"),
    "web.check.whole": ("看全部 {count} 项", "See all {count}"),
    "web.check.keys": (
        "点一格看它缺什么；键盘用方向键移动，回车打开",
        "A cell leads to what it lacks; arrow keys move, Enter opens",
    ),
    "web.check.to_boxes": ("看档案盒", "See the boxes"),
    "web.check.to_matrix": ("回到总表", "Back to the matrix"),
    "web.done.waived": ("已记录免缺。", "The waiver is kept."),
    "web.done.withdrawn": ("已撤回免缺。", "The waiver is withdrawn."),
    # --- pages: review ---
    "web.review": ("审定", "Review"),
    "web.review.every_unit": ("全部单位", "every unit"),
    "web.review.every_year": ("全部年度", "every year"),
    "web.review.narrow": ("筛选", "Narrow"),
    "web.review.place": ("第 {place} 件，共 {total} 件", "{place} of {total}"),
    "web.review.where": ("归入哪一盒？", "Which box?"),
    "web.review.no_box": ("不归入任何盒", "No box takes it"),
    "web.review.other": ("归入别的盒", "Another box"),
    "web.review.skip": ("跳过", "Skip"),
    "web.review.undo": ("撤销上一个决定", "Undo the last answer"),
    "web.review.keys": ("用按键作答", "Answer by keys"),
    "web.review.elsewhere": ("单位、年度不对？", "Is the unit or year wrong?"),
    "web.review.whole": ("看全文", "Read the whole paper"),
    "web.review.alike": (
        "还有 {count} 件与刚才那件相似",
        "{count} more papers are like the last one",
    ),
    "web.review.as": ("刚才的决定：{answer}", "The last answer: {answer}"),
    "web.review.which": ("是哪些", "Which ones"),
    "web.review.more": ("另有 {count} 件", "{count} more"),
    "web.review.apply": ("照样决定这 {count} 件", "Give these {count} the same answer"),
    "web.review.end": (
        "已到队尾。跳过的可以从头再来。",
        "The end of the queue. What you skipped is still there.",
    ),
    "web.review.anew": ("从头开始", "Begin anew"),
    "web.review.no_answer": ("没有选定盒。", "No box was chosen."),
    "web.review.no_answer.remedy": (
        "请返回选一个盒，或选“不归入任何盒”。",
        "Go back and choose a box, or none.",
    ),
    "web.review.nothing": ("没有可以套用或撤销的决定。", "There is no answer to apply or to undo."),
    "web.review.nothing.remedy": ("请先在审定页上作出决定。", "Answer a paper of the queue first."),
    "web.done.reviewed": ("已决定，下一件。", "Decided; here is the next one."),
    "web.done.applied": ("已照样决定 {count} 件。", "{count} papers got the same answer."),
    "web.done.undone": ("已撤销，涉及 {count} 件。", "Taken back, for {count} papers."),
    # --- commands of the pages ---
    "cli.serve.help": ("打开网页", "serve the pages"),
    "cli.serve.host": ("监听的地址", "address to listen on"),
    "cli.serve.port": ("端口", "port"),
    "cli.serve.open": ("允许别的机器访问", "let other machines in"),
    "cli.serve.name": (
        "浏览器可用的主机名或地址，可写多次",
        "name or address that browsers may use; repeatable",
    ),
    "cli.serve.certificate": ("https 证书（PEM）", "certificate for https (PEM)"),
    "cli.serve.key": ("证书的私钥（PEM）", "its private key (PEM)"),
    "cli.serve.root": (
        "允许从网页导入的文件夹，可写多次",
        "folder that pages may import from; repeatable",
    ),
    "cli.serve.network": (
        "{host} 不是本机地址：别的机器也能打开登录页。",
        "{host} is not this machine alone: other machines could reach the sign-in page.",
    ),
    "cli.serve.network.remedy": (
        "确要这样，请加 --open-to-network，并用 --certificate 和 --key 启用 https。",
        "If that is meant, add --open-to-network, and https with --certificate and --key.",
    ),
    "cli.serve.half": ("证书和私钥要一起给。", "A certificate needs its key."),
    "cli.serve.half.remedy": (
        "同时写 --certificate 和 --key。",
        "Give both --certificate and --key.",
    ),
    "cli.serve.no_name": (
        "监听 {host} 时不知道浏览器会用什么名称访问。",
        "Listening on {host} does not say by which name browsers will call.",
    ),
    "cli.serve.no_name.remedy": (
        "用 --name 写明主机名或地址。",
        "Name the host or address with --name.",
    ),
    "cli.serve.warning": (
        "注意：{host} 上的任何机器都能打开登录页。",
        "Note: every machine that reaches {host} can open the sign-in page.",
    ),
    "cli.serve.plain": (
        "注意：没有 https，密码和文件内容在网上不加密。",
        "Note: without https, passwords and papers cross the network unencrypted.",
    ),
    "cli.serve.set_up": (
        "还没有用户。用这个链接设立第一位档案员（只能用一次）：\n  {url}",
        "There are no users yet. Make the first archivist with this link (it works once):\n  {url}",
    ),
    "cli.serve.at": ("网页在 {url} ，按 Ctrl+C 停止", "The pages are at {url} , Ctrl+C stops"),
    "cli.user.help": ("网页的用户", "users of the pages"),
    "cli.user.add.help": ("添加用户", "add a user"),
    "cli.user.list.help": ("列出用户", "list users"),
    "cli.user.password.help": ("改密码", "change a password"),
    "cli.user.remove.help": ("删除用户", "remove a user"),
    "cli.user.role": ("角色", "role"),
    "cli.user.unit": (
        "只看这个单位，可写多次；不写就是全部",
        "only this unit; repeatable; all by default",
    ),
    "cli.user.password_file": ("从文件第一行读密码", "read the password from a file's first line"),
    "cli.user.ask": ("密码", "Password"),
    "cli.user.all": ("全部单位", "all units"),
    "cli.user.added": ("已添加{role} {name}", "{name} is added as {role}"),
    "cli.user.changed": ("已修改 {name} 的密码", "the password of {name} is changed"),
    "cli.user.removed": ("已删除用户 {name}", "{name} is removed"),
    # --- command line ---
    "cli.help": (
        "档盒：导入基层单位的文件材料，归盒、全文检索、对照规范检查缺什么。",
        "Import the papers of grass-roots offices, file them into boxes, search them, and check what is missing.",
    ),
    "cli.error": ("错误：", "Error: "),
    "cli.remedy": ("办法：", "Remedy: "),
    "cli.open": ("未归盒", "open"),
    "cli.page": ("第 {page} 页", "page {page}"),
    "cli.option.archive": ("档案库目录", "directory of the archive"),
    "cli.option.json": ("输出 JSON", "print JSON"),
    "cli.option.unit": ("这批材料的立档单位", "the unit whose papers these are"),
    "cli.option.level": (
        "单位的层级（street、community…）",
        "level of the unit (street, community…)",
    ),
    "cli.option.year": ("这批材料的年度", "the year these papers are about"),
    "cli.option.jobs": ("工作进程数，默认每核一个", "worker processes; one per core by default"),
    "cli.option.ocr": (
        "扫描件识别：自动、全部、不识别",
        "recognition of page images: where needed, everywhere, nowhere",
    ),
    "cli.option.limit": (
        "放宽或收紧一项限制，如 max_pages=50000、max_bytes=1GB；可多次给出",
        "change a limit, such as max_pages=50000 or max_bytes=1GB; repeatable",
    ),
    "cli.option.passwords": (
        "密码文件，一行一个，用来打开加密文件",
        "a file of passwords, one a line, for encrypted files",
    ),
    "cli.option.dry_run": ("只说会怎样，不导入", "say what would happen, and do nothing"),
    "cli.option.all_failures": ("也列出部分导入的文件", "list partly imported sources too"),
    "cli.option.page": (
        "一页上识别出的各行和可信度",
        "lines recognised on a page, with confidence",
    ),
    "cli.option.image": ("把这一页的图像存为 PNG", "save the image of that page as PNG"),
    "cli.option.settle": (
        "文件多少秒不再变化才算写完",
        "seconds without change after which a file counts as written",
    ),
    "cli.option.interval": ("每隔多少秒查看一次", "seconds between looks"),
    "cli.option.once": (
        "查看到没有新文件为止，然后退出",
        "import what is there and finished, then end",
    ),
    "cli.option.link": ("不复制原件，只记位置", "leave originals in place"),
    "cli.option.retry": ("重新读取失败和不支持的文件", "read failed and unsupported sources again"),
    "cli.option.schema": ("新建档案库时使用的规范文件", "norms for a new archive"),
    "cli.option.report": ("逐文件写出结果（JSONL）", "write one JSON line per source"),
    "cli.option.strict_import": ("有文件失败时退出码为 1", "exit with 1 if a source failed"),
    "cli.option.strict_check": ("有缺失时退出码为 1", "exit with 1 if something is missing"),
    "cli.option.unmask": (
        "显示完整的证件号、电话和账号（记入日志）",
        "show ID, phone and bank numbers in full (kept in the log)",
    ),
    "cli.option.check_unit": ("单位名称", "name of the unit"),
    "cli.option.norms": ("改用这份规范", "use these norms instead"),
    "cli.option.html": ("写出可打印的网页报告", "write a printable HTML report"),
    "cli.option.text": ("显示正文", "show the text"),
    "cli.option.item": ("材料编号或名称，可多次", "id or name of an item; may be repeated"),
    "cli.option.period": ("如 2023-Q2、2023-05", "such as 2023-Q2 or 2023-05"),
    "cli.option.who": ("经办人", "who decides"),
    "cli.option.reason": ("理由，如“本年未发生”", "the reason, such as 本年未发生"),
    "cli.option.person": ("确认人", "who states it"),
    "cli.option.date": ("日期，默认今天", "date; today by default"),
    "cli.option.alias": ("别名，可多次", "another name; may be repeated"),
    "cli.import.help": ("导入文件和文件夹", "import files and folders"),
    "cli.import.bar": ("导入", "import"),
    "cli.import.rate": ("{rate} 个/秒", "{rate} files/s"),
    "cli.import.sources": ("来源文件 {total} 个 = {parts}", "{total} sources = {parts}"),
    "cli.import.records": (
        "共 {total} 件：已归盒 {filed}，未归盒 {open}",
        "{total} records: {filed} filed, {open} open",
    ),
    "cli.import.known": (
        "其中 {known} 个以前已导入，未重复处理",
        "{known} of them were settled before",
    ),
    "cli.import.more": ("  …… 另有 {more} 个，见 --report", "  … {more} more, see --report"),
    "cli.import.paused": (
        "已暂停：正在处理的文件已完成并保存。再次运行同一命令继续。",
        "Paused: what was under way is finished and kept. Run the same command to go on.",
    ),
    "cli.import.foreseen": (
        "试运行，什么也没有写：{total} 个文件 = {parts}",
        "Dry run, nothing written: {total} files = {parts}",
    ),
    "foreseen.read": ("将读取", "to be read"),
    "foreseen.unpack": ("将解包", "to be unpacked"),
    "foreseen.known": ("以前已导入", "settled before"),
    "foreseen.duplicate": ("重复", "duplicates"),
    "foreseen.unsupported": ("不支持", "unsupported"),
    "foreseen.failed": ("读不了", "unreadable"),
    "cli.failures.help": (
        "没有读出来的文件，按原因列出，附办法",
        "sources that were not read, by cause, with remedies",
    ),
    "cli.failures.none": ("没有失败的文件。", "No source failed."),
    "cli.failures.cause": ("{cause}  {count} 个", "{cause}  {count}"),
    "cli.watch.help": (
        "守着一个文件夹，来一个导入一个",
        "import what arrives in a folder",
    ),
    "cli.watch.watching": (
        "守着 {path}，Ctrl-C 结束",
        "watching {path}; Ctrl-C ends it",
    ),
    "cli.watch.imported": ("{time}  {status}  {path}", "{time}  {status}  {path}"),
    "cli.watch.no_directory": ("{path} 不是文件夹", "{path} is no folder"),
    "cli.watch.no_directory.remedy": ("指定一个已有的文件夹。", "Name an existing folder."),
    "cli.watch.busy": (
        "另一个进程正在写档案库，稍后再试",
        "another process writes to the archive; trying again",
    ),
    "cli.search.help": (
        '全文检索。例：消防 演练、"合格率达98%"、单位:望湖街道 年度:2021..2023 -培训',
        'full-text search, e.g. 消防 演练, "合格率达98%", 单位:望湖街道 年度:2021..2023 -培训',
    ),
    "cli.search.total": ("共 {total} 件（{took} 毫秒）", "{total} records ({took} ms)"),
    "cli.search.alone": (
        "没有一件同时含有这些词。各词单独出现的件数：{counts}",
        "No record has all of these terms. Records with each of them alone: {counts}",
    ),
    "cli.search.loosely": (
        "按含有词语的多少列出 {total} 处，不要求全部出现：{words}（{took} 毫秒）",
        "{total} passages by how much they hold of: {words} ({took} ms)",
    ),
    "cli.search.near": (
        "以下没有全部出现，按含有词语的多少排列：{words}",
        "These do not match in full; by how much they hold of: {words}",
    ),
    "cli.search.mended": ("以下是“{query}”的结果：", "Results for “{query}”:"),
    "cli.search.passed_over": ("没有用来查找的词：{words}", "Words not searched for: {words}"),
    "cli.search.also": (
        "“{word}”同时查找：{others}（加引号则只查原词）",
        "“{word}” also searched for: {others} (quotes switch this off)",
    ),
    "cli.search.did_you_mean": ("您是不是要找：{query}", "Did you mean: {query}"),
    "cli.search.siblings": ("同一来源另有 {count} 件", "{count} more from the same source"),
    "cli.search.flat": (
        "逐件列出，不把同一汇编的各件归在一起",
        "list every record, do not group those of one compilation",
    ),
    # --- facts ---
    "check.doubt.sum": (
        "“{name}”写的是 {stated}，而各项相加（{parts}）是 {computed}，请核对哪个数字有误。",
        "“{name}” reads {stated}, but the items ({parts}) add up to {computed}: which is right?",
    ),
    "check.doubt.part": (
        "“{name}”{part}，多于所属的总数 {whole}，请核对。",
        "“{name}” is {part}, more than the whole of {whole}: which is right?",
    ),
    "check.doubt.rate": (
        "“{name}”写的是 {stated}，而按 {part} ÷ {whole} 计算是 {computed}，请核对。",
        "“{name}” reads {stated}, but {part} of {whole} is {computed}: which is right?",
    ),
    "check.doubt.direction": (
        "“{name}”从 {before} 到 {after}，与所写的升降方向不一致，请核对。",
        "“{name}” goes from {before} to {after}, not in the direction told: which is right?",
    ),
    "check.doubt.difference": (
        "“{name}”从 {before} 到 {after}，相差 {computed}，而写的是 {stated}，请核对。",
        "“{name}” goes from {before} to {after}, by {computed}, but {stated} is told: which is right?",
    ),
    "check.doubt.same_year": (
        "“{name}”从 {before} 到 {after}，前后写的是同一时间（{period}），请核对年份。",
        "“{name}” goes from {before} to {after}, both of {period}: is one of the times wrong?",
    ),
    "check.doubt.whole": (
        "同一总体的各部分占比相加为 {total}，超过 100%，请核对。",
        "The shares of one whole add up to {total}: which is right?",
    ),
    "check.doubt.relation": (
        "“{name}”写的是 {stated}，而“{formula}”得 {computed}，请核对。",
        "“{name}” reads {stated}, but “{formula}” gives {computed}: which is right?",
    ),
    "check.doubt.early_signature": (
        "落款日期 {signed} 早于文中已发生之事的日期 {day}，请核对。",
        "The paper is signed {signed}, before {day}, which it tells of as past: is a date wrong?",
    ),
    "check.doubt.figures": (
        "“{subject}{name}”（{period}）两份材料不一致：一份写 {first}，一份写 {second}，请核对。",
        "Two papers differ on “{subject}{name}” ({period}): {first} in one, {second} in the other.",
    ),
    "cli.figures.help": (
        "材料里写的数字、升降变化，以及互相对不上的地方",
        "the figures and changes that papers state, and what does not agree",
    ),
    "cli.figures.unit": ("这个单位的材料", "papers of this unit"),
    "cli.figures.year": ("这个年度的材料", "papers about this year"),
    "cli.figures.what": (
        "指定件号，或用 --unit 和 --year 指定一批材料。",
        "Name records, or papers by --unit and --year.",
    ),
    "cli.figures.what.remedy": (
        "例如：danghe figures --unit 望湖街道 --year 2023",
        "For instance: danghe figures --unit 望湖街道 --year 2023",
    ),
    "cli.figures.none": ("没有读到数字。", "No figures were found."),
    "cli.figures.goal": ("目标", "goal"),
    "cli.figures.rise": ("升", "rise"),
    "cli.figures.fall": ("降", "fall"),
    "cli.figures.level": ("平", "level"),
    "cli.figures.people": ("逐人登记 {count} 人", "{count} persons, one a row"),
    "cli.figures.between": ("材料之间", "between papers"),
    "cli.figures.page": ("第 {page} 页", "page {page}"),
    "cli.similar.help": ("查找与某件内容相近的文件", "find papers like a given one"),
    "cli.similar.none": ("没有相近的文件", "No paper is like it."),
    "cli.similar.score": ("   相近程度 {score}", "   likeness {score}"),
    "cli.check.help": ("对照规范检查一个单位一年的档案", "check one unit's year against the norms"),
    "cli.check.written": ("已写出 {path}", "wrote {path}"),
    "cli.check.no_level": ("不知道“{unit}”属于哪个层级", "the level of “{unit}” is not known"),
    "cli.check.no_level.remedy": (
        "用 --level 指定，或先运行 danghe unit add {unit} --level …",
        "Give --level, or run danghe unit add {unit} --level … first.",
    ),
    "cli.check.no_unit": ("档案库里没有单位“{unit}”", "the archive knows no unit “{unit}”"),
    "cli.check.no_unit.remedy": (
        "已有单位：{known}。新单位用 danghe unit add 登记。",
        "Known: {known}. Declare a new one with danghe unit add.",
    ),
    "cli.boxes.help": ("各盒有多少件", "how many records each box holds"),
    "cli.status.help": ("档案库概况", "what the archive holds"),
    "cli.status.no_box": (
        "人工认定不归任何盒 {count} 件",
        "{count} belong to no box, as persons decided",
    ),
    "cli.status.norms": ("规范：{title}", "norms: {title}"),
    "cli.status.units": ("单位：{units}", "units: {units}"),
    "cli.status.running": (
        "正在导入：{done}/{found}，{rate} 个/秒，约剩 {left}",
        "importing: {done}/{found}, {rate} files/s, about {left} left",
    ),
    "cli.status.ended": (
        "上次导入：{at}，{done}/{found}，{rate} 个/秒，{how}",
        "last import: {at}, {done}/{found}, {rate} files/s, {how}",
    ),
    "run.finished": ("已完成", "finished"),
    "run.paused": ("已暂停", "paused"),
    "run.stopped": ("中途停止", "stopped"),
    "run.killed": ("被中断，再次运行即继续", "interrupted; run it again to go on"),
    "cli.status.causes": ("未读出的原因：", "Causes of failure:"),
    "cli.status.see": (
        "  逐个列出：danghe failures",
        "  one by one: danghe failures",
    ),
    "cli.show.no_scan": (
        "这一页有文字层，未经识别",
        "this page has a text layer; nothing recognised",
    ),
    "archive.no_page": (
        "{record} 没有第 {page} 页",
        "{record} has no page {page}",
    ),
    "archive.no_page.remedy": ("它的页：{pages}。", "Its pages: {pages}."),
    "archive.original_gone": ("{record} 的原件已不在", "the original of {record} is gone"),
    "archive.original_gone.remedy": (
        "把原件放回原处，或重新导入。",
        "Put the original back, or import it again.",
    ),
    "cli.show.help": ("一件的著录、归盒和理由", "one record with its filing and the reasons"),
    "cli.show.reasons": ("理由：", "Reasons:"),
    "cli.no_box": ("不归任何盒", "no box"),
    "cli.option.section": ("条线的编号或名称的一部分", "id of a section, or a part of its name"),
    "cli.option.review_limit": ("最多看几件", "most records to go through"),
    "cli.option.all_below": (
        "连同规则已归盒但把握低于此值（0–1）的",
        "also what the rules filed with less confidence than this (0 to 1)",
    ),
    "cli.option.log_record": ("只看这一件的经过", "only what happened to this record"),
    "cli.review.help": (
        "逐件审定未归盒的文件，一键一答",
        "decide what was left open, a key an answer",
    ),
    "cli.reopen.help": (
        "把归错的退回未归盒，以后导入也不再自动归",
        "take filings back; no later import files them again",
    ),
    "cli.undo.help": (
        "撤销最近的人工决定（默认一次），从新到旧",
        "take back the latest decisions by hand (one by default), newest first",
    ),
    "cli.undo.done": ("撤销 {at} {who}的{event}：", "undone: {event} by {who}, {at}:"),
    "event.assign": ("归盒", "filed"),
    "event.review": ("审定", "reviewed"),
    "event.apply": ("比照归盒", "filed like another"),
    "event.reopen": ("退回", "reopened"),
    "event.refile": ("改归", "refiled"),
    "event.undo": ("撤销", "undone"),
    "review.empty": ("没有待审定的文件。", "Nothing is left to decide."),
    "review.begin": ("待审定 {count} 件。", "{count} to decide."),
    "review.place_in_queue": ("── 第 {place} 件，共 {total} 件 ──", "── {place} of {total} ──"),
    "review.source": ("来源", "source"),
    "review.filed_here": ("（现在在此盒）", "(filed here now)"),
    "review.no_candidates": ("没有候选的盒。", "No box comes into question."),
    "review.joint": ("；", "; "),
    "review.reason": ("{said}（{where}）", "{said} ({where})"),
    "review.box_no": (" · 盒{no}", " · box {no}"),
    "review.place": ("{box}（{level} · {section}{number}）", "{box} ({level} · {section}{number})"),
    "review.keys": (
        "1-3 归入 b 另选 n 不归盒 y 年度 o 单位 p 全文 s 跳过 a 比照 u 撤销 q 退出",
        "1-3 file b other box n no box y year o unit p text s skip a apply u undo q quit",
    ),
    "review.no_key": ("没有这个键。", "There is no such key."),
    "review.ask_box": (
        "盒名、条线、材料或编号的一部分（空格分开几个词，回车放弃）：",
        "Part of a box's name, section, item or id (several words; Enter gives up): ",
    ),
    "review.ask_number": ("哪一个（回车放弃）：", "Which number (Enter gives up): "),
    "review.ask_items": (
        "哪几种材料（写序号，回车取带 * 的，0 表示不定）：",
        "Which items (numbers; Enter takes those marked *, 0 none): ",
    ),
    "review.ask_year": (
        "年度或期间，如 2023、2023-Q2、2023-05（回车不改）：",
        "Year or period, such as 2023, 2023-Q2, 2023-05 (Enter leaves it): ",
    ),
    "review.ask_unit": (
        "单位名称或其一部分（回车不改）：",
        "A unit's name or a part of it (Enter leaves it): ",
    ),
    "review.new_unit": ("没有这个单位。新增“{unit}”？y/n ", "No such unit. Add “{unit}”? y/n "),
    "review.no_match": ("没有与“{text}”相符的。", "Nothing matches “{text}”."),
    "review.more": ("  …… 另有 {more} 个", "  … {more} more"),
    "review.others_alike": (
        "另有 {count} 件与它相似，按 a 比照处理。",
        "{count} more are like it; press a to apply the same to them.",
    ),
    "review.nothing_to_undo": ("这次还没有可撤销的。", "Nothing was decided in this session yet."),
    "review.nothing_to_apply": ("还没有可以比照的决定。", "There is no decision to apply yet."),
    "review.none_alike": ("没有与上一件相似的未归盒文件。", "No open record is like the last one."),
    "review.alike": (
        "与上一件相似的 {count} 件 → {answer}：",
        "{count} like the last one → {answer}:",
    ),
    "review.agree": (
        "年度、期间、单位各按自己的。都这样处理？y/n ",
        "Each keeps its year, period and unit. Apply to all? y/n ",
    ),
    "review.paging": (
        "── {end}/{total} 行，空格或回车看下一页，其他键返回 ── ",
        "── {end}/{total} lines; space or Enter goes on, any other key returns ── ",
    ),
    "review.done": (
        "归盒 {filed} 件，不归盒 {no_box} 件，跳过 {skipped} 件，还剩 {left} 件。",
        "{filed} filed, {no_box} to no box, {skipped} skipped, {left} left.",
    ),
    "where.title": ("标题", "title"),
    "where.head": ("开头", "head"),
    "where.table": ("表头", "table"),
    "where.folder": ("文件夹", "folder"),
    "where.stem": ("文件名", "file name"),
    "where.body": ("正文", "body"),
    "cli.assign.help": (
        "人工归盒，可一次几件；盒写 - 表示退回未归盒，写 none 表示不归任何盒",
        "file records by hand; - as box leaves them open, none is no box at all",
    ),
    "cli.assign.done": ("{record} → {box}", "{record} → {box}"),
    "cli.assign.no_box": ("规范里没有盒“{box}”", "the norms have no box “{box}”"),
    "cli.assign.no_box.remedy": (
        "用 danghe schema show 查盒号。",
        "See danghe schema show for the ids.",
    ),
    "cli.assign.no_item": ("盒“{box}”里没有材料“{item}”", "box “{box}” has no item “{item}”"),
    "cli.assign.no_item.remedy": ("可选：{known}", "It has: {known}"),
    "cli.assign.period": ("“{period}”不是期间", "“{period}” is no period"),
    "cli.assign.period.remedy": (
        "写成 2023、2023-H1、2023-Q2 或 2023-05。",
        "Write 2023, 2023-H1, 2023-Q2 or 2023-05.",
    ),
    "cli.waive.help": (
        "登记某盒、某材料或某项要求本年不需要",
        "state that a box, item or duty need not be there",
    ),
    "cli.waive.done": ("已登记：{unit} {year} 年 {target}", "waived: {target}, {unit} {year}"),
    "cli.unit.help": ("单位", "units"),
    "cli.unit.add.help": ("登记一个单位", "declare a unit"),
    "cli.unit.list.help": ("列出单位", "list units"),
    "cli.unit.added": ("已登记 {name}", "declared {name}"),
    "cli.saved.help": ("保存的检索", "saved searches"),
    "cli.saved.add.help": ("以一个名称保存检索", "keep a query under a name"),
    "cli.saved.list.help": ("列出保存的检索", "list saved searches"),
    "cli.saved.run.help": ("执行保存的检索", "run a saved search"),
    "cli.saved.remove.help": ("删除保存的检索", "remove a saved search"),
    "cli.saved.added": ("已保存“{name}”：{query}", "saved “{name}”: {query}"),
    "cli.saved.removed": ("已删除“{name}”", "removed “{name}”"),
    "cli.synonym.help": (
        "同义词：检索一个词，也找出同义的词；立即生效",
        "synonyms: who searches for one word finds the others; in force at once",
    ),
    "cli.synonym.add.help": (
        "添加同义词；用 --lay 则是俗称对应的官方词",
        "add words that mean the same; with --lay, what papers say for a lay word",
    ),
    "cli.synonym.list.help": (
        "列出同义词及来源；可只列含某词的",
        "list synonyms with their origin; of one word, or all",
    ),
    "cli.synonym.remove.help": (
        "从本档案库自己的同义词中删去一些词",
        "take words out of the archive's own synonyms",
    ),
    "cli.synonym.added": ("已添加：{line}", "added: {line}"),
    "cli.synonym.removed": ("已删除：{words}", "removed: {words}"),
    "cli.synonym.none": ("没有同义词。", "There are no synonyms."),
    "cli.option.lay": (
        "俗称；后面的词是材料里的说法，只影响排序",
        "a lay word; the words given are what papers say for it, and only rank",
    ),
    "synonyms.origin.archive": ("本库", "archive"),
    "synonyms.origin.norms": ("规范", "norms"),
    "synonyms.origin.danghe": ("自带", "danghe"),
    "cli.word.help": (
        "用户词典：分词时不拆开的词；重建索引后生效",
        "the dictionary: words kept whole; in force once the index is built anew",
    ),
    "cli.word.add.help": ("把词加入词典", "put words into the dictionary"),
    "cli.word.list.help": ("列出词典", "list the dictionary"),
    "cli.word.remove.help": ("从词典删去词", "take words out of the dictionary"),
    "cli.word.added": (
        "词典现有 {count} 个词；运行 danghe reindex 后生效，此前检索照旧。",
        "The dictionary has {count} words; they take effect with danghe reindex, until then "
        "searches go on as before.",
    ),
    "cli.word.waiting": ("待重建索引", "with the next reindex"),
    "cli.word.leaving": ("已删，待重建索引", "removed with the next reindex"),
    "cli.schema.help": ("规范", "the norms"),
    "cli.schema.show.help": ("显示规范的全部内容", "show all that the norms state"),
    "cli.schema.path.help": (
        "随附规范所在的文件，供 import --schema 使用，或照着写自己的规范",
        "the file of norms that ship, for import --schema or as a pattern for your own",
    ),
    "cli.schema.validate.help": ("检查规范文件", "check a norms file"),
    "cli.schema.draft.help": (
        "把规范文件（DOCX、PDF、TXT……）读成规范草稿，并列出没读懂的地方",
        "read a norms document (DOCX, PDF, TXT …) into a schema draft; list what it leaves open",
    ),
    "cli.schema.diff.help": ("两份规范有什么差别", "what differs between two norms files"),
    "cli.option.draft_output": ("草稿写到这个文件", "write the draft to this file"),
    "cli.option.draft_force": ("覆盖已有的文件", "write over an existing file"),
    "cli.option.draft_id": ("规范的英文短名", "short English name of the norms"),
    "cli.option.draft_title": ("规范的名称", "title of the norms"),
    "cli.option.diff_exit_code": ("有差别时退出码为 1", "exit with 1 where they differ"),
    "cli.schema.heading_lost": ("节名佚失", "heading lost"),
    "cli.schema.boxes_lost": ("盒目佚失", "list of boxes lost"),
    "cli.schema.box": ("盒{no}", "box {no}"),
    "box.state.name_lost": ("盒名佚失", "name lost"),
    "box.state.lost": ("佚失", "lost"),
    "cli.reindex.help": ("重建索引", "build the index anew"),
    "cli.reindex.done": ("已重建索引：{count} 件", "index rebuilt: {count} records"),
    "cli.log.help": ("操作日志", "the audit log"),
    "status.imported": ("已导入", "imported"),
    "status.partial": ("部分导入", "partial"),
    "status.duplicate": ("重复", "duplicate"),
    "status.unsupported": ("不支持", "unsupported"),
    "status.failed": ("失败", "failed"),
    "field.unit": ("单位", "unit"),
    "field.year": ("年度", "year"),
    "field.level": ("层级", "level"),
    "field.section": ("条线", "section"),
    "field.no": ("盒号", "no"),
    "field.box": ("盒", "box"),
    "field.n": ("件数", "records"),
    "field.doctype": ("文种", "type"),
    "field.title": ("题名", "title"),
    "field.author": ("责任者", "author"),
    "field.archival_no": ("档号", "archival number"),
    "field.doc_no": ("文号", "document number"),
    "field.retention": ("保管期限", "retention"),
    "field.date": ("日期", "date"),
    "field.period": ("期间", "period"),
    "field.box_id": ("盒编号", "box id"),
    "field.box_name": ("盒名", "box"),
    "field.item": ("材料", "item"),
    "field.confidence": ("把握", "confidence"),
    # --- checks of many units, waivers, norms in time and place ---
    "archive.read_only": ("档案库 {path} 只读。", "The archive {path} is read-only."),
    "archive.read_only.remedy": (
        "把档案库复制到可以写入的地方。",
        "Copy the archive to where it can be written.",
    ),
    "catalogue.parent_circle": (
        "{unit} 不能隶属于 {parent}：{parent} 隶属于它。",
        "{unit} cannot belong to {parent}, which belongs to it.",
    ),
    "catalogue.parent_circle.remedy": (
        "用 danghe unit list 查看隶属关系。",
        "danghe unit list shows what belongs to what.",
    ),
    "waive.needs": ("缺少：{options}", "Missing: {options}"),
    "waive.needs.remedy": (
        "免缺须写明对象、单位、年度、理由和确认人。",
        "A waiver names its target, unit, year, reason and person.",
    ),
    "waive.unknown": ("规范里没有“{target}”", "the norms have no “{target}”"),
    "waive.unknown.remedy": (
        "用编号或完整名称；相近的：{near}",
        "Give the id or the whole name; near ones: {near}",
    ),
    "waive.ambiguous": ("“{target}”不止一处", "“{target}” stands in several places"),
    "waive.ambiguous.remedy": ("用编号指明：{ids}", "Name one by its id: {ids}"),
    "waive.date": ("“{date}”不是日期", "“{date}” is no date"),
    "waive.date.remedy": ("写成 2024-01-10。", "Write it as 2024-01-10."),
    "waive.expired": (
        "有效期 {expires} 早于登记日期 {date}",
        "it would expire on {expires}, before its date {date}",
    ),
    "waive.expired.remedy": ("改正 --expires 或 --date。", "Mend --expires or --date."),
    "waive.none": (
        "{unit} {year} 年没有登记过“{target}”的免缺",
        "“{target}” is not waived for {unit}, {year}",
    ),
    "waive.none.remedy": ("用 danghe waive --list 查看。", "See danghe waive --list."),
    "waive.did_not_occur": ("本年未发生", "did not occur this year"),
    "waive.until": ("有效至 {day}", "until {day}"),
    "waive.expired_mark": ("（已失效）", " (expired)"),
    "cli.waive.withdrawn": (
        "已撤回：{unit} {year} 年 {target}",
        "withdrawn: {target}, {unit} {year}",
    ),
    "cli.option.did_not_occur": (
        "本年未发生（可不另写理由）",
        "it did not occur that year (a reason by itself)",
    ),
    "cli.option.expires": ("有效期最后一天", "last day on which it holds"),
    "cli.option.waive_list": ("列出已登记的免缺", "list what is waived"),
    "cli.option.withdraw": ("撤回一项免缺", "take a waiver back"),
    "cli.option.parent": ("隶属的单位，如社区所属的街道", "the unit that it belongs to"),
    "check.why.waiver_expired": (
        "免缺已于 {day} 失效，不予采用",
        "the waiver expired on {day} and is not honoured",
    ),
    "check.why.no_level": ("层级不明", "its level is not known"),
    "check.why.level_unknown": (
        "所用规范没有它的层级",
        "the norms that judge it do not have its level",
    ),
    "check.why.no_papers": ("没有归盒的材料", "no papers of it lie in boxes"),
    "check.which_units": (
        "请指定一种范围：--unit、--under 或 --all-units",
        "name the units in one way: --unit, --under or --all-units",
    ),
    "check.which_units.remedy": (
        "例如 danghe check --unit 望湖街道 --year 2023。",
        "Such as danghe check --unit 望湖街道 --year 2023.",
    ),
    "check.which_years": (
        "请指定一种年度：--year、--years 或 --all-years",
        "name the years in one way: --year, --years or --all-years",
    ),
    "check.which_years.remedy": (
        "例如 --year 2023，或 --years 2021-2023。",
        "Such as --year 2023, or --years 2021-2023.",
    ),
    "check.years": ("看不懂年度“{years}”", "“{years}” names no years"),
    "check.years.remedy": ("写成 2021-2023 或 2019,2021。", "Write 2021-2023 or 2019,2021."),
    "check.no_run": ("没有第 {run} 次检查", "there is no run {run} of the check"),
    "check.no_run.remedy": (
        "用 danghe check --history 查看；last 是上一次。",
        "See danghe check --history; last is the last one.",
    ),
    "check.no_former": (
        "那时还没有检查过 {unit} {year} 年",
        "{unit}, {year} had not been checked by then",
    ),
    "check.no_former.remedy": (
        "先检查一次；用 danghe check --history 查看以往检查。",
        "Check it once; danghe check --history lists former checks.",
    ),
    "check.run.several": ("多个单位或年度", "several units or years"),
    "check.run.counts": (
        "{unit_years} 个单位年度，其中 {lacking} 个有缺，{changed} 个与前不同",
        "{unit_years} unit-years, {lacking} of them lacking, {changed} changed",
    ),
    "check.run.none": ("还没有检查过。", "Nothing has been checked yet."),
    "check.changes.head": (
        "与第 {run} 次检查相比（{at}，{who}）",
        "Since check {run} ({at}, {who})",
    ),
    "check.changes.other_norms": (
        "两次检查所用的规范不同。",
        "The two checks went by different norms.",
    ),
    "check.changes.now_there": ("已补齐 {count} 项", "now there: {count}"),
    "check.changes.still_missing": ("仍缺 {count} 项", "still missing: {count}"),
    "check.changes.newly_missing": ("新缺 {count} 项", "newly missing: {count}"),
    "check.changes.waived": ("已免缺 {count} 项", "waived: {count}"),
    "check.changes.no_longer_checked": ("不再检查 {count} 项", "no longer checked: {count}"),
    "check.changes.supplements": ("补充材料 {count} 件", "supplements: {count} papers"),
    "check.changes.gone": ("不再在内的材料 {count} 件", "papers no longer there: {count}"),
    "check.changes.first_time": ("首次检查", "checked for the first time"),
    "check.changes.unchanged": ("其余 {count} 个单位年度没有变化", "unchanged: {count} unit-years"),
    "check.matrix.title": ("档案盒检查总表", "Boxes of all units"),
    "check.matrix.total": (
        "{rows} 个单位年度，档案盒 {count}",
        "{rows} unit-years, {count} boxes",
    ),
    "check.matrix.legend": (
        "行末为齐全材料数/应有材料数",
        "at the end: materials there / materials required",
    ),
    "check.matrix.unit": ("单位", "Unit"),
    "check.matrix.year": ("年度", "Year"),
    "check.matrix.level": ("层级", "Level"),
    "check.matrix.share": ("齐全率", "Share"),
    "check.matrix.of": ("齐全/应有", "There / required"),
    "check.matrix.there": ("齐全", "There"),
    "check.matrix.required": ("应有", "Required"),
    "check.matrix.place": ("名次", "Place"),
    "check.matrix.boxes_missing": ("缺失盒数", "Boxes missing"),
    "check.matrix.trend": ("各年度齐全率", "Share by year"),
    "check.matrix.change": ("升降（百分点）", "change (points)"),
    "check.matrix.ranking": ("排名", "Ranking"),
    "check.matrix.formula": (
        "齐全率 = 齐全的材料 ÷（齐全 + 不全 + 缺失的应有材料）；规范未列内容的盒各算一项，"
        "可缺、免缺和不可检查的不计。多个年度合并计算；同级单位相比，齐全率相同名次相同；"
        "没有可检查材料的单位不排名。",
        "share = complete materials ÷ (complete + partial + missing required materials); a box "
        "whose contents the norms do not list counts as one; optional, waived and not checkable "
        "ones do not count. Years are added up; units of one level are compared, equal shares "
        "have the same place; units with nothing checkable have none.",
    ),
    "check.matrix.nothing": ("没有可检查的", "nothing checkable"),
    "check.matrix.missing_boxes": ("缺失盒 {count}", "boxes missing: {count}"),
    "check.matrix.unjudged": ("未检查：{unit}（{why}）", "not checked: {unit} ({why})"),
    "cli.check.not_kept": (
        "档案库只读或正在被写入，本次检查没有存入历史。",
        "The archive is read-only or being written to; this check is not kept.",
    ),
    "cli.check.progress": ("检查 {done}/{to_do}", "checking {done}/{to_do}"),
    "cli.check.looked_at": (
        "共 {total} 个单位年度：本次检查 {now}，材料未变沿用上次 {kept}",
        "{total} unit-years: {now} checked now, {kept} unchanged since they were last checked",
    ),
    "cli.option.under": ("该单位及其下属单位", "this unit and those that belong to it"),
    "cli.option.all_units": ("全部单位", "all units"),
    "cli.option.years": ("若干年度，如 2021-2023", "some years, such as 2021-2023"),
    "cli.option.all_years": (
        "每个单位有归盒材料的全部年度",
        "all years in which a unit has papers in boxes",
    ),
    "cli.option.check_level": (
        "单位的层级；检查多个单位时只看这一层级",
        "level of the unit; of many, only those of this level",
    ),
    "cli.option.xlsx": ("写出总表工作簿", "write the matrix as a workbook"),
    "cli.option.compare": (
        "与第几次检查相比；last 为上一次",
        "what changed since that run; last is the last one",
    ),
    "cli.option.history": ("列出以往检查", "list former runs"),
    "cli.option.keep": ("是否存入检查历史", "keep the run in the history, or not"),
    "cli.option.anew": ("全部重新检查，不沿用上次结果", "check even what has not changed"),
    "cli.norms.help": (
        "按时间和单位适用的规范",
        "norms in time and place: by which norms which year and unit is judged",
    ),
    "cli.norms.add.help": (
        "增加一份规范：在其施行年度按它检查",
        "judge by further norms the years in which they are in force",
    ),
    "cli.norms.list.help": ("列出规范；0 号为归盒所用", "list the norms; 0 files the papers"),
    "cli.norms.remove.help": ("不再按某份规范检查", "judge by added norms no more"),
    "cli.norms.added": ("已增加 {number} 号：{title}", "added as {number}: {title}"),
    "cli.norms.removed": ("已停用 {number} 号", "{number} is in use no more"),
    "cli.norms.all_units": ("全部单位", "all units"),
    "cli.option.norms_unit": ("只适用于这个单位", "they bind this unit alone"),
    "norms.unknown": ("没有 {number} 号规范", "there are no norms {number}"),
    "norms.unknown.remedy": ("用 danghe norms list 查看。", "See danghe norms list."),
    "schema.no_base": (
        "{file} 第 {line} 行：找不到要在其上修改的规范“{base}”",
        "{file} line {line}: no norms “{base}” to extend",
    ),
    "schema.no_base.remedy": (
        "写自带规范的名称（{known}），或同一目录下的文件名。",
        "Name norms that ship ({known}), or a file in the same folder.",
    ),
    "schema.base_circle": (
        "{file} 第 {line} 行：“{base}”又以本规范为基础",
        "{file} line {line}: “{base}” extends these norms in turn",
    ),
    "schema.base_circle.remedy": ("删去其中一处 extends。", "Take one of the extends out."),
    "schema.base_depth": (
        "{file} 第 {line} 行：extends 超过 {limit} 层（“{base}”）",
        "{file} line {line}: more than {limit} norms extend one another (“{base}”)",
    ),
    "schema.base_depth.remedy": ("把几层合并成一份。", "Make one file of several."),
    "schema.problem.day": (
        "“{value}”不是日期，应写成 2023-01-01",
        "“{value}” is no day such as 2023-01-01",
    ),
    "schema.problem.order": (
        "施行的最后一天 {last} 早于第一天 {first}",
        "the last day in force, {last}, is before the first, {first}",
    ),
    "schema.problem.not_there": (
        "要删去的“{value}”在基础规范里没有",
        "“{value}” is to be removed, but the base does not have it",
    ),
}
