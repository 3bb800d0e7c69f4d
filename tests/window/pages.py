"""Writes projects whose pages are hard to paint, with invented text: python3 pages.py FOLDER."""

import random
import sys
import uuid
from pathlib import Path

folder = Path(sys.argv[1])
dice = random.Random(4)

ACTORS = [("harbour", "Harbour board", "#b8413b"), ("mayor", "Mayor of Sandhaven", "#3b7ab8"), ("union", "Dockers’ union", "#d9a02f"),
          ("ferry", "Ferry company", "#5a953a"), ("council", "Town council", "#8a5bb5"), ("fishers", "Fishing families of the outer islands", "#2f8f8a")]
ISSUES = [("quay", "New quay", "#3b7ab8"), ("fees", "Mooring fees", "#b8413b"), ("jobs", "Jobs and hours", "#d9a02f"),
          ("noise", "Noise at night", "#5a953a"), ("water", "Depth of the water", "#2f8f8a")]
STANCES = [("supports", "supports", 1.0), ("conditional", "conditional", 0.0), ("opposes", "opposes", -1.0)]
WORDS = """the harbour board says that a new quay would bring work to the town while the union wants the hours settled first
and the mayor hopes for both before the winter when boats lie still and nobody pays mooring fees because the water is
too shallow for the ferry which anchors outside and rings its bell at night until the lamps on the pier are out""".split()


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def codes(entries, indent):
    return "\n".join(f'{indent}(id: "{i}", name: "{name}", colour: "{colour}"),' for i, name, colour in entries)


def article(number, title, outlet, language, text, spans):
    """`spans` are (start, end, actor, issue, stance). No two articles share a number: the window keeps where each was scrolled to."""
    lines = []
    for n, (start, end, actor, issue, stance) in enumerate(sorted(spans, key=lambda span: span[:2])):
        tags = f'actor: "{actor}", issue: "{issue}"' + (f', stance: "{stance}"' if stance else "")
        lines.append(f'                (id: "019a0000-0000-7{number:03x}-8000-{n:012x}", span: ({start}, {end}), '
                     f'quote: {quoted(text[start:end])}, {tags}, coder: "AK", created: "2026-01-12T09:14:00Z"),')
    return f'''        (
            id: "019a0000-0000-7000-8000-{number:012x}",
            details: (title: {quoted(title)}, outlet: {quoted(outlet)}, date: Some("2026-01-12"), language: "{language}", status: Reading),
            text: {quoted(text)},
            highlights: [
{chr(10).join(lines)}
            ],
        ),'''


def project(name, title, articles, actors=ACTORS, issues=ISSUES):
    (folder / f"{name}.ron").write_text(f'''(
    format: 2,
    id: "{uuid.uuid5(uuid.NAMESPACE_URL, name)}",
    title: {quoted(title)},
    codebook: (
        actors: [
{codes(actors, "            ")}
        ],
        issues: [
{codes(issues, "            ")}
        ],
        stances: [{", ".join(f'(id: "{i}", name: "{n}", weight: {w})' for i, n, w in STANCES)}],
    ),
    articles: [
{chr(10).join(articles)}
    ],
)
''', encoding="utf-8")


def sentence():
    words = [dice.choice(WORDS) for _ in range(dice.randint(8, 18))]
    return " ".join(words).capitalize() + "."


def paragraph(n):
    return " ".join(sentence() for _ in range(n))


def tags():
    return dice.choice(ACTORS)[0], dice.choice(ISSUES)[0], dice.choice(["supports", "conditional", "opposes", None])


def words_of(text, start=0):
    """Where the words of a text begin and end."""
    spans, at = [], start
    while at < len(text):
        if text[at].isalnum():
            end = at
            while end < len(text) and text[end].isalnum():
                end += 1
            spans.append((at, end))
            at = end
        else:
            at += 1
    return spans


# Deep overlap: in each paragraph a dozen highlights within each other, and some that cross.
title = "Twelve readings of one sentence"
text = title + "\n\n" + "\n\n".join(paragraph(4) for _ in range(8)) + "\n"
spans, at = [], text.index("\n\n") + 2
for part in text[at:].strip().split("\n\n"):
    words = words_of(text[: at + len(part)], at)
    for depth in range(12):
        spans.append((words[depth][0], words[len(words) - 1 - 2 * depth][1], *tags()))
    for _ in range(3):
        first = dice.randrange(len(words) - 8)
        spans.append((words[first][0], words[first + dice.randint(3, 7)][1], *tags()))
    at += len(part) + 2
project("deep", "Deep overlap", [article(1, title, "The Sandhaven Bell", "en", text, spans)])

# Crowded margin: 500 words, 300 highlights.
title = "A short report with much to say"
text = title + "\n\n" + "\n\n".join(paragraph(4) for _ in range(10)) + "\n"
words = words_of(text, len(title))
spans = []
for _ in range(300):
    first = dice.randrange(len(words) - 6)
    spans.append((words[first][0], words[first + dice.randint(0, 5)][1], *tags()))
project("crowded", "Crowded margin", [article(2, title, "The Sandhaven Bell", "en", text, spans)])

# A long article: ten megabytes, 10,000 highlights.
title = "The minutes of a hundred years"
some = [paragraph(dice.randint(2, 7)) for _ in range(500)]
parts, size = [title], 0
while size < 10_000_000:
    parts.append(dice.choice(some))
    size += len(parts[-1]) + 2
text = "\n\n".join(parts) + "\n"
spans = []
for n in range(10_000):
    start = text.find(" ", n * (len(text) - 4000) // 10_000 + len(title)) + 1
    end = text.find(" ", start + dice.randint(20, 200))
    part = text[start:end].split("\n")[0]
    if part.strip():
        spans.append((start, start + len(part), *tags()))
project("long", "Long article", [article(3, title, "Archive of the port", "en", text, spans)])

# Arabic and Chinese, with names in their scripts.
actors = [("mayor-ar", "عمدة المدينة القديمة", "#3b7ab8"), ("port-ar", "سلطة الميناء", "#b8413b"), ("mayor-zh", "市长", "#5a953a"), ("port-zh", "港务局", "#d9a02f")]
issues = [("quay-ar", "الرصيف الجديد", "#2f8f8a"), ("quay-zh", "新码头", "#8a5bb5")]
arabic = ["قال عمدة المدينة القديمة إن الرصيف الجديد سيفتح قبل الشتاء.", "وردّت سلطة الميناء بأن المياه ضحلة جدًا للعبّارة.",
          "في عام 2026 وقّعت شركة Nordlinie اتفاقًا (من 12 صفحة) مع المدينة.", "ولم يأتِ أحد من الجزر البعيدة إلى الاجتماع، فأُجّل إلى الغد."]
chinese = ["市长说，新码头将在冬天之前开放。", "港务局回答说，那里的水对渡轮来说太浅了。", "2026年，Nordlinie公司与市政府签署了一份12页的协议。", "外岛没有人来开会，所以会议推迟到明天。"]


def in_script(number, title, outlet, language, sentences, who, about):
    gap = "" if language == "zh" else " "
    text = title + "\n\n" + "\n\n".join(gap.join(dice.sample(sentences, 4) + dice.sample(sentences, 2)) for _ in range(6)) + "\n"
    spans = []
    for _ in range(16):
        found = dice.choice(sentences)
        start = text.find(found, dice.randrange(len(title), len(text) // 2))
        if start >= 0:
            cut = dice.choice([len(found) - 1, len(found) // 2])
            spans.append((start, start + cut, dice.choice(who), about, dice.choice(["supports", "opposes", None])))
    return article(number, title, outlet, language, text, list(dict.fromkeys(spans)))


project("scripts", "Arabic and Chinese", [
    in_script(4, "عمدة المدينة القديمة يعد برصيف جديد قبل الشتاء", "جرس الميناء", "ar", arabic, ["mayor-ar", "port-ar"], "quay-ar"),
    in_script(5, "市长承诺在冬天之前建成新码头", "港口钟声", "zh", chinese, ["mayor-zh", "port-zh"], "quay-zh"),
], actors, issues)
