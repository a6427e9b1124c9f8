"""What are people called? Plausible names made from common characters."""

from __future__ import annotations

from zhishui_city.dice import Dice


SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
WOMEN = "芳娜敏静秀娟英华慧巧美倩婷雪琳晶妍茜秋珊莎锦黛青婉颖露瑶怡婵雁蓓纨仪荷丹蓉眉君琴蕊薇菁梦岚苑"
MEN = "伟刚勇毅俊峰强军平保东文辉力明永健世广志义兴良海山仁波宁贵福生龙元全国胜学祥才发武新利清飞彬富"
EITHER = "一子思雨文佳欣嘉晨宇安若明泽诗可心亦乐"


class Namer:
    """Draws names; the same seed draws the same."""

    def __init__(self, rng: Dice) -> None:
        self._rng = rng

    def surname(self) -> str:
        """Draw a surname; the first in the list are the most common."""
        first = self._rng.randrange(len(SURNAMES))
        return SURNAMES[self._rng.randrange(first + 1)]

    def given(self, *, woman: bool) -> str:
        """Draw a given name of one or two characters."""
        own = WOMEN if woman else MEN
        last = self._rng.choice(own)
        return last if self._rng.randrange(4) == 0 else self._rng.choice(EITHER + own) + last

    def full(self, surname: str, *, woman: bool) -> str:
        """Give a full name under a surname."""
        return surname + self.given(woman=woman)
