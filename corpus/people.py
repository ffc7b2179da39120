"""Invented people and rows, from fixed seeds.

Nothing here can be anybody's: the ID numbers begin with 99, which no region has, and end in a wrong
check character unless ``valid`` is asked for; mobile numbers begin with 154 0000, landlines with
0100.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜谢邹喻柏窦章苏潘葛"
    "范彭鲁韦马苗方俞任袁柳鲍史唐费廉岑薛雷贺倪汤"
)
FEMALE = (
    "秀兰|桂英|丽娟|雪梅|晓燕|慧敏|玉洁|春霞|文静|海燕|红英|美玲|佳怡|素芳|冬梅|艳萍"
    "|凤琴|思雨|云霞|小丽|爱华|金凤|瑞芳|淑珍|婷婷|倩|莉|蓉|静怡|彩云"
)
MALE = (
    "建国|志强|海涛|卫东|文斌|永刚|俊杰|德明|立新|国庆|长江|春生|少华"
    "|学军|振华|金龙|小军|伟|磊|鹏飞|家旺|兴华|立群|大勇|耀辉|明|浩|松林|玉柱|广才"
)
ESTATES = (
    "桂花新村",
    "湖滨苑",
    "纺织厂家属院",
    "望湖小区",
    "柳荫里",
    "荷塘巷",
    "东堤街",
    "安居公寓",
)
HOMETOWNS = ("青垛县柳林镇", "苇塘市白杨乡", "南坞县双桥镇", "大汊县曲水乡", "云墩县石门镇")
METHODS = ("宫内节育器", "宫内节育器", "宫内节育器", "避孕套", "避孕套", "口服药", "结扎")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


@dataclass(frozen=True)
class Person:
    """An invented person."""

    name: str
    spouse: str
    birth: str
    id: str
    phone: str
    address: str
    hometown: str
    child: str
    child_birth: str
    child_sex: str
    children: int
    method: str


def id_number(random: Random, birth: str, female: bool, *, valid: bool = False) -> str:
    """Eighteen characters of the right form; the check character is wrong unless ``valid``."""
    order = random.randrange(0, 499) * 2 + (0 if female else 1)
    body = f"99010{random.randrange(1, 6)}{birth.replace('-', '')}{order:03d}"
    right = _CHECKS[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]
    if valid:
        return body + right
    return body + random.choice([c for c in "0123456789" if c != right])


def day(random: Random, first_year: int, last_year: int) -> str:
    """A day as 1990-01-31."""
    year = random.randint(first_year, last_year)
    return f"{year}-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}"


def people(
    seed: str,
    count: int,
    *,
    female: bool = True,
    born: tuple[int, int] = (1980, 2000),
    valid: bool = False,
) -> list[Person]:
    """Invented people; the same seed gives the same people."""
    random = Random(seed)
    return [_person(random, female, born, valid) for _ in range(count)]


def _person(random: Random, female: bool, born: tuple[int, int], valid: bool) -> Person:
    own, other = (FEMALE, MALE) if female else (MALE, FEMALE)
    birth = day(random, *born)
    surname = random.choice(SURNAMES)
    husband = surname if not female else random.choice(SURNAMES)
    first_child = min(2023, int(birth[:4]) + random.randint(23, 29))
    return Person(
        name=surname + random.choice(own.split("|")),
        spouse=random.choice(SURNAMES) + random.choice(other.split("|")),
        birth=birth,
        id=id_number(random, birth, female, valid=valid),
        phone=f"1540000{random.randint(0, 9999):04d}",
        address=f"{random.choice(ESTATES)}{random.randint(1, 18)}号楼{random.randint(1, 6)}单元"
        f"{random.randint(1, 6)}0{random.randint(1, 4)}",
        hometown=random.choice(HOMETOWNS),
        child=husband + random.choice((FEMALE + "|" + MALE).split("|")),
        child_birth=day(random, first_child, first_child),
        child_sex=random.choice("男女"),
        children=random.choice((1, 1, 1, 2, 2)),
        method=random.choice(METHODS),
    )


def register(
    header: str,
    seed: str,
    count: int,
    *columns: str,
    female: bool = True,
    born: tuple[int, int] = (1980, 2000),
    valid: bool = False,
) -> list[list[str]]:
    """Numbered rows about invented people.

    Args:
        header: Column names joined by ``|``; the first is the number.
        columns: For each further column a field of ``Person``, or choices joined by ``/``, or
            ``date:2023-03`` (a day in that month or year), or ``int:1-9``.
    """
    random = Random(seed + "|rows")
    rows = [header.split("|")]
    for number, person in enumerate(people(seed, count, female=female, born=born, valid=valid), 1):
        cells = [_cell(random, person, column) for column in columns]
        rows.append([str(number), *cells])
    return rows


def _cell(random: Random, person: Person, column: str) -> str:
    if column.startswith("date:"):
        return _day_in(random, column[5:])
    if column.startswith("int:"):
        low, high = column[4:].split("-")
        return str(random.randint(int(low), int(high)))
    if column in Person.__dataclass_fields__:
        return str(getattr(person, column))
    return random.choice(column.split("/"))


def _day_in(random: Random, span: str) -> str:
    if len(span) == 4:
        return day(random, int(span), int(span))
    return f"{span}-{random.randint(1, 28):02d}"


def counts(
    header: str,
    names: list[str],
    seed: str,
    *ranges: tuple[int, int],
    total: str = "合计",
    summed: int = 0,
) -> list[list[str]]:
    """A table of counts by place, with a row of sums.

    Args:
        header: Column names joined by ``|``; the first names the place.
        ranges: Lowest and highest count of each column.
        summed: Put the sum of so many columns before them, as a column of its own.
    """
    random = Random(seed)
    body = [[random.randint(*r) for r in ranges] for _ in names]
    if summed:
        body = [[sum(row[:summed]), *row] for row in body]
    rows = [header.split("|")]
    rows += [[name, *map(str, row)] for name, row in zip(names, body, strict=True)]
    rows.append([total, *(str(sum(column)) for column in zip(*body, strict=True))])
    return rows


COMMUNITIES = ["桂花社区", "湖滨社区", "东堤社区", "柳荫社区", "荷塘社区", "纺织路社区"]
WORKSHOPS = ["纺纱一车间", "纺纱二车间", "织布车间", "整理车间", "机修车间", "机关科室"]
