"""A number → the news item of that number, always the same bytes: plausible news of an institute.

Each has 300 to 700 words in paragraphs, with headings, a list, links and a quotation; every third has a
table, every fifth a footnote. An item does not depend on how many there are.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from tests.lay_out import PROJECT, lay_out

LAST_DAY, DAYS = date(2026, 11, 20), 3_800  # the days that the items are spread over
FEWEST_WORDS, MOST_WORDS = 300, 700

TOPICS = (
    "Training",
    "Trust",
    "Youth",
    "Officer Wellness",
    "Data",
    "Partnerships",
    "Recruitment",
    "Leadership",
)
TOWNS = (
    "Harbor Falls,Mill Creek,Ashford,Riverton,Cedar Grove,Northfield,Lakemont,Granite Bay,Fairview,Oakdale,"
    "Brookside,Stonebridge,Elm Springs,Westhaven,Maple Ridge,Clearwater"
).split(",")
EVENTS = (
    "a listening session,a youth academy,a neighborhood walk,a training day,a wellness workshop,"
    "a town meeting,a recruitment fair,a round table,an open house,a mentoring program"
).split(",")
VERBS = "opens,hosts,plans,reviews,extends,celebrates,begins,shares lessons from".split(",")
PEOPLE = (
    "officers,residents,recruits,teachers,shopkeepers,students,faith leaders,supervisors,parents,dispatchers,"
    "volunteers,city staff"
).split(",")
PLACES = "library,high school,community center,academy,town hall,fire station,parish hall,park".split(",")
SUBJECTS = (
    "response times,traffic stops,hiring,victim services,mental health calls,school safety,language access,"
    "body cameras,complaints,foot patrols"
).split(",")
SPEAKERS = "the chief,a sergeant,a teacher,the mayor,a resident,a recruit,a mentor,the coordinator".split(",")
MONTHS = "January,March,May,June,September,October".split(",")
SENTENCES = (
    "In {town}, {people} and {others} met at the {place} to talk about {subject}.",
    "More than {number} {people} took part, and many of them stayed until the doors closed.",
    "The Institute helped to prepare {event}, and will publish what was learned in {month}.",
    "What began with {subject} soon turned to *trust*, which has to be earned every day.",
    "Nobody expected that {subject} would matter so much to the {people} of {town}.",
    "A survey of {number} households shows that {people} want to be heard before a policy changes.",
    "The department now reports on {subject} every month, in plain language.",
    "Since {month}, {people} have walked the same streets with {others}, twice a week.",
    "Such work takes patience: it took {town} {number} days to agree on a plan for {subject}.",
    "Where {people} know the {others} of their district by name, small disputes rarely grow.",
    "The next step is {event}, to which all {others} are invited.",
    "Supervisors were asked to listen first, to explain **why** a rule exists, and to come back.",
    "Several {others} offered to translate, so that {subject} could be discussed in three languages.",
    "The agenda was short, the conversation was not, and the coffee was gone within {number} minutes.",
    "The {people} of {town} have asked for clear rules on {subject}, and for someone to call.",
)
SPOKEN = (
    "We did not agree on everything, but we listened to each other, and that is where it starts.",
    "My son asked the officer about {subject}, and he got an honest answer.",
    "If people only see us on their worst day, they will never know who we are.",
    "I came because of {subject}; I stayed because of the people of {town}.",
)
HEADINGS = (
    "What was said,What the figures show,How it began,Who took part,What other towns can learn,"
    "What residents asked for,The role of the Institute"
).split(",")
LAST_HEADING = "What comes next"
STEPS = (
    "Publish the notes of the meeting by {month}.",
    "Invite the {people} who could not come.",
    "Report on {subject} at the next council meeting.",
    "Train {number} {others} as mentors.",
    "Walk through {town} together once a month.",
    "Ask again in a year, with the same questions.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A news item; its values can be written in YAML without quotation marks."""

    number: int
    slug: str
    title: str
    date: date
    summary: str
    topics: tuple[str, ...]
    body: str

    def markdown(self) -> str:
        """Return the file that an editor would have written."""
        head = (
            f"title: {self.title}\ndate: {self.date}\nsummary: {self.summary}\nslug: {self.slug}\n"
            f"topics: [{', '.join(self.topics)}]"
        )
        return f"---\n{head}\n---\n{self.body}"


def write_site(root: Path, number: int) -> Path:
    """Write the Institute's own site with so many news items."""
    return lay_out(root, "project", files={item_file(it): it.markdown() for it in items(number)})


def item_file(item: Item) -> str:
    """Return the path of an item's file in the project."""
    return f"content/news/{item.date}-{item.slug}.md"


def pages_of_the_institute() -> Iterator[Path]:
    """Yield the Institute's pages that are text, which every generator shows."""
    return (PROJECT / "content" / f"{name}.md" for name in ("about", "contact", "support"))


def items(number: int) -> Iterator[Item]:
    """Yield the first items."""
    return map(item, range(number))


def item(number: int) -> Item:
    """Make one item; its links lead only to items with a smaller number, and to the Institute's pages."""
    chance = _chance(f"text {number}")
    town, people, subject = chance.choice(TOWNS), chance.choice(PEOPLE), chance.choice(SUBJECTS)
    return Item(
        number=number,
        slug=_slug(number),
        title=f"{_headline(number)}, report {number}",
        date=LAST_DAY - timedelta(days=number % DAYS),
        summary=f"Report {number} on how {people} of {town} talked about {subject}.",
        topics=tuple(sorted(chance.sample(TOPICS, chance.randint(1, 3)))),
        body=_body(number, chance),
    )


def _headline(number: int) -> str:
    chance = _chance(f"headline {number}")
    return f"{chance.choice(TOWNS)} {chance.choice(VERBS)} {chance.choice(EVENTS)}"


def _slug(number: int) -> str:
    return f"{_headline(number).lower().replace(' ', '-')}-{number}"


def _chance(seed: str) -> Random:
    return Random(seed)  # noqa: S311 - the same text each time is what is wanted


def _body(number: int, chance: Random) -> str:
    def words(pattern: str) -> str:
        return _filled(pattern, chance)

    def paragraph() -> str:
        return " ".join(map(words, chance.sample(SENTENCES, chance.randint(3, 6))))

    linked = f"/news/{_slug(number // 2)}/" if number else "/about/"
    note = "[^1]" if number % 5 == 0 else ""
    speaker = chance.choice(SPEAKERS)
    blocks = [
        paragraph() + note,
        f"{paragraph()} Read more [about the Institute](/about/), or see [an earlier report]({linked}).",
    ]
    headings = chance.sample(HEADINGS, len(HEADINGS))
    blocks += [
        f"## {headings.pop()}",
        paragraph(),
        f"> {words(chance.choice(SPOKEN))}",
        f"So said {speaker}.",
    ]
    if number % 3 == 0:
        blocks += [f"## {headings.pop()}", _table(words)]
    blocks += [f"## {headings.pop()}", paragraph()]
    last = [f"## {LAST_HEADING}", paragraph(), _list(words, chance)]
    last.append("See the [calendar](https://www.example.org/calendar/) and [all news](/news/).")
    if note:
        last.append(f"[^1]: {words(chance.choice(SENTENCES))}")
    wanted = chance.randint(FEWEST_WORDS + 50, MOST_WORDS - 100)
    while _length(blocks) + _length(last) < wanted:
        blocks.append(paragraph())
    return "\n\n".join([*blocks, *last]) + "\n"


def _filled(pattern: str, chance: Random) -> str:
    people, others = chance.sample(PEOPLE, 2)
    return pattern.format(
        town=chance.choice(TOWNS),
        people=people,
        others=others,
        place=chance.choice(PLACES),
        subject=chance.choice(SUBJECTS),
        event=chance.choice(EVENTS),
        month=chance.choice(MONTHS),
        number=chance.randint(20, 400),
    )


def _list(words: Callable[[str], str], chance: Random) -> str:
    return "\n".join(f"- {words(step)}" for step in chance.sample(STEPS, 4))


def _table(words: Callable[[str], str]) -> str:
    rows = [words("| {town} | {subject} | {number} |") for _ in range(4)]
    return "\n".join(["| Town | Subject | Answers |", "| --- | --- | --- |", *rows])


def _length(blocks: list[str]) -> int:
    return sum(len(block.split()) for block in blocks)
