"""Synthetic: made-up boards, always the same ones. Nothing in them comes from a real board.

`sector` draws every habit evenly, to see whether the model tells boards apart at all; `believable` draws boards as one may meet them, for
tests, benches and demonstrations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from random import Random

from nulmeting.answers import UNKNOWN, Answer, Decision, Evidence, Given, GroupDecision, Respondent, Round, Scan, Settings, copied
from nulmeting.framework import SIDES, BoardType, Framework, Item
from nulmeting.words import Words

MOST_SCHOOLS = 40
"""The largest made-up board, in schools."""


def sector(framework: Framework, boards: int) -> list[Round]:
    """`boards` made-up rounds for a look at the model itself: one person a board, every item answered on both sides.

    Each board has its own habit on each side, anywhere on the scale up to just above the target, and each item lies around it; so the
    four types are all there, and no board is alike on all items.
    """
    return [_board(framework, number) for number in range(boards)]


def _board(framework: Framework, number: int) -> Round:
    random = Random(number)
    reach = framework.target + 1 - framework.levels[0]
    habit = {side: framework.levels[0] + random.random() * reach for side in SIDES}

    def level(side: str) -> int:
        return min(framework.top, max(framework.levels[0], round(random.gauss(habit[side], 0.9))))

    answers = {item: Answer(paper=level("paper"), practice=level("practice")) for item in framework.items}
    person = Respondent("respondent", next(role.id for role in framework.choices.roles if role.board), answers=answers)
    settings = Settings(framework.edition, f"synthetic-{number}", "2027-01", schools=1 + number % 40)
    return Round(f"synthetic-{number}", "1", settings, (person,))


# ---- boards as one may meet them -----------------------------------------------------------------------------------------------

_BOARD_APART, _DOMAIN_APART, _ITEM_APART, _PEOPLE_APART = 0.3, 0.5, 0.55, 0.45
"""How far boards of a type lie around its habit, domains and items around that of their board, and people around the item; in levels."""

_BOARD_RATES_HIGHER = 0.3
"""How much higher who decides rates an item than who carries it out, in levels."""

_WHOLE, _PART, _SCAN = 0.72, 0.16, 0.1
"""Shares of boards that answer everything, a part, or the snelscan alone; the few others have hardly begun."""

_SECOND_ROUND, _MET, _DECIDED = 0.15, 0.6, 0.45
"""Shares of boards that measure again, that settle together where people differ (of those with several), and that decide on actions."""

_NOTED, _EVIDENCED, _NOT_APPLICABLE, _OUTSOURCED, _DISCUSSED = 0.08, 0.45, 0.25, 0.4, 0.03
"""Shares of answers with a note, of high ones with evidence, of items that can be n.v.t. or outsourced and are, and marked to discuss."""


def believable(framework: Framework, words: Words, number: int, seed: int = 0) -> tuple[Round, ...]:
    """The rounds of one made-up board as one may meet it, oldest first; the same number and seed give the same board.

    Types, levels and domains as `Choices.synthetic` says. One to four people in different roles who do not always agree; things nobody
    knows, that are n.v.t., or that are left to a supplier without a real name; notes and evidence; boards that answered a part, the
    snelscan alone or hardly anything; obstacles, decisions, 1–40 schools, and for some a second round.
    """
    return _MadeUp(framework, words, number, Random(f"{seed}/{number}")).rounds()


@dataclass
class _MadeUp:
    """One board in the making: `random` is asked in one fixed order, so that it always becomes the same board."""

    framework: Framework
    words: Words
    number: int
    random: Random

    def rounds(self) -> tuple[Round, ...]:
        framework, random, rules = self.framework, self.random, self.framework.choices.synthetic
        kinds = framework.choices.types.list
        self.kind: BoardType = random.choices(kinds, [float(rules.shares[kind.id]) for kind in kinds])[0]
        self.habit = {
            side: float(rules.high if self.kind.high[side] else rules.low) + random.gauss(0, _BOARD_APART) for side in SIDES
        }
        # Few boards are large: half of them have at most a handful of schools.
        self.schools = min(MOST_SCHOOLS, 1 + int(random.expovariate(1 / 7)))
        self.not_knowing = random.choice((0.01, 0.03, 0.05, 0.15))
        self.supplier = self.words("sector.made-up.supplier", letter=random.choice("ABCDEFGH"))
        self.lean = {domain: random.gauss(0, _DOMAIN_APART) for domain in framework.domain}
        self.truth = {item.id: {side: self._truth(item, side) for side in SIDES} for item in framework.items.values()}
        self.not_applicable = {item.id for item in framework.items.values() if item.not_applicable and random.random() < _NOT_APPLICABLE}
        self.outsourced = {item.id for item in framework.items.values() if item.outsourceable and random.random() < _OUTSOURCED}
        first = self._round("2026" if random.random() < _SECOND_ROUND else "2027")
        return (first,) if first.id == "2027" else (first, self._again(first))

    def _truth(self, item: Item, side: str) -> float:
        rules = self.framework.choices.synthetic
        lean = float(rules.ahead.get(item.domain, 0)) - float(rules.behind.get(item.domain, 0))
        return self.habit[side] + lean + self.lean[item.domain] + self.random.gauss(0, _ITEM_APART)

    def _level(self, at: float) -> int:
        return min(self.framework.top, max(self.framework.levels[0], round(at)))

    def _some(self, sentences: str) -> str:
        return self.random.choice(self.words.lines(f"sector.made-up.{sentences}"))

    # ---- a round ------------------------------------------------------------------------------------------------------------

    def _round(self, id_: str) -> Round:
        framework, random = self.framework, self.random
        board = f"synthetisch-{self.number:04d}"
        settings = Settings(
            framework.published, self.words("sector.made-up.name", number=f"{self.number:04d}"), f"{id_}-01", self.schools,
            capacity=random.choice((None, 4, 8, 16, 24, 40)), example=True,
        )
        depth = random.choices(("whole", "part", "scan", "begun"), (_WHOLE, _PART, _SCAN, 1 - _WHOLE - _PART - _SCAN))[0]
        people = tuple(self._person(role, place, depth) for place, role in enumerate(self._roles()))
        made = Round(board, id_, settings, people)
        group = self._settled(people) if len(people) > 1 and random.random() < _MET else {}
        decisions = self._decisions() if depth in ("whole", "part") and random.random() < _DECIDED else {}
        return replace(made, group=group, decisions=decisions)

    def _roles(self) -> Sequence[str]:
        """Who answers: always who carries out the most, then who decides, then others who carry out a good deal."""
        framework = self.framework
        carries = {role.id: sum(role.id in item.carried_out_by for item in framework.items.values()) for role in framework.choices.roles}
        able = sorted((role for role in framework.choices.roles if not role.external), key=lambda role: -carries[role.id])
        boards = [role.id for role in able if role.board]
        others = [role.id for role in able if not role.board]
        return list(islice((others[0], *boards[:1], *others[1:]), self.random.choices((1, 2, 3, 4), (45, 25, 20, 10))[0]))

    def _person(self, role: str, place: int, depth: str) -> Respondent:
        framework, random = self.framework, self.random
        board = framework.role[role].board
        scan = {}
        if place == 0 or random.random() < 0.5:
            scan = {domain.id: self._scan(domain.items, board) for domain in framework.domains}
        asked = [item for item in framework.items.values() if place == 0 or role in item.roles]
        asked = asked[:{"whole": len(asked), "part": int(len(asked) * random.uniform(0.2, 0.8)), "scan": 0, "begun": 3}[depth]]
        if depth == "begun":
            scan = {}
        questions = [question for obstacle in framework.choices.obstacles for question in obstacle.questions]
        obstacles = {question: self._obstacle() for question in questions} if place == 0 or random.random() < 0.3 else {}
        return Respondent(
            f"{role}-1", role, consents=random.random() < 0.3, answers={item.id: self._answer(item, board) for item in asked}, scan=scan,
            obstacles=obstacles,
        )

    def _obstacle(self) -> int:
        """Hours and people are short nearly everywhere; who has a good practice is less short of what it takes."""
        levels = self.framework.choices.obstacle_levels
        lack = sum(not high for high in self.kind.high.values()) / len(SIDES)
        middle = levels[0] + (levels[-1] - levels[0]) * (0.62 - 0.3 * lack)
        return min(levels[-1], max(levels[0], round(self.random.gauss(middle, 0.9))))

    def _said(self, truth: float, board: bool) -> Given:
        if self.random.random() < self.not_knowing:
            return UNKNOWN
        return self._level(self.random.gauss(truth + (_BOARD_RATES_HIGHER if board else 0), _PEOPLE_APART))

    def _scan(self, items: Sequence[str], board: bool) -> Scan:
        return Scan(*(self._said(sum(self.truth[item][side] for item in items) / len(items), board) for side in SIDES))

    def _answer(self, item: Item, board: bool) -> Answer:
        random = self.random
        if item.id in self.not_applicable:
            return Answer(not_applicable=True, reason=self._some("reason"))
        paper, practice = (self._said(self.truth[item.id][side], board) for side in SIDES)
        answer = Answer(paper, practice)
        high = max((side for side in (answer.paper, answer.practice) if isinstance(side, int)), default=self.framework.levels[0])
        if item.id in self.outsourced:
            answer = replace(answer, outsourced=True, supplier=self.supplier if random.random() < 0.8 else "")
        if random.random() < _NOTED:
            answer = replace(answer, note=self._some("note"))
        if high >= self.framework.choices.scores.evidence_from and random.random() < _EVIDENCED:
            answer = replace(answer, evidence=(Evidence(self._some("evidence"), self._some("place"), f"2026-{random.randint(1, 9):02d}"),))
        rule = self.framework.choices.coverage
        level = getattr(answer, rule.side)
        if self.schools > 1 and isinstance(level, int) and level >= rule.from_level:
            some = [option for option in rule.options if option not in rule.complete]
            answer = replace(answer, schools=random.choice(some) if random.random() < 0.15 else rule.complete[0])
        return replace(answer, discuss=random.random() < _DISCUSSED)

    def _settled(self, people: Sequence[Respondent]) -> Mapping[str, GroupDecision]:
        """What they settle together: some of the items on which they differ."""
        settled = {}
        for item in self.framework.items:
            said = [person.answers[item] for person in people if item in person.answers and not person.answers[item].not_applicable]
            levels = {side: [level for answer in said if isinstance(level := getattr(answer, side), int)] for side in SIDES}
            if all(levels.values()) and any(len(set(given)) > 1 for given in levels.values()) and self.random.random() < 0.4:
                paper, practice = (self.random.choice(levels[side]) for side in SIDES)
                settled[item] = GroupDecision(paper, practice, comment=self._some("comment"))
        return settled

    def _decisions(self) -> Mapping[str, Decision]:
        able = [action.id for action in self.framework.actions.values() if self.framework.startable(action)]
        decisions = {}
        for action in self.random.sample(able, min(len(able), self.random.randint(1, 6))):
            status = self.random.choices(("planned", "declined", "done"), (60, 15, 25))[0]
            month = f"2027-{self.random.randint(1, 6):02d}-{self.random.randint(1, 28):02d}"
            decisions[action] = (
                Decision(status, reason=self._some("declined")) if status == "declined"
                else Decision(status, date=month if status == "planned" else f"2026-{self.random.randint(9, 12)}")
            )
        return decisions

    def _again(self, first: Round) -> Round:
        """A year later: everything of last year goes along, a third of it is judged again, mostly a little higher."""
        made = copied(self.framework, self.framework, first).round
        people = tuple(
            replace(person, answers={item: self._judged_again(answer) for item, answer in person.answers.items()}) for person in made.respondents
        )
        settings = replace(first.settings, start_month="2027-01", previous=first.id)
        return replace(made, id="2027", settings=settings, respondents=people, decisions=self._decisions())

    def _judged_again(self, answer: Answer) -> Answer:
        if not answer.carried or answer.not_applicable or self.random.random() > 1 / 3:
            return answer
        step = self.random.choice((0, 0, 1, 1, 1, -1))
        paper, practice = (
            self._level(level + step) if isinstance(level := getattr(answer, side), int) else level for side in SIDES
        )
        return replace(answer, paper=paper, practice=practice, carried=False)
