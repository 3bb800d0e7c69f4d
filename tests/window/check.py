"""Checks what the window test left on disk: python3 check.py STANDPOINT FOLDER."""

import csv
import re
import subprocess
import sys
from pathlib import Path

import formats

binary, folder = sys.argv[1], Path(sys.argv[2])
project = folder / "talks.ron"
n_checks = 0


def check(what, found, expected):
    global n_checks
    if found != expected:
        sys.exit(f"window test: {what}: expected {expected!r}, found {found!r}")
    n_checks += 1


def standpoint(*arguments):
    return subprocess.run([binary, *arguments], capture_output=True, text=True, check=True).stdout


def rows_of(text):
    return list(csv.reader(text.splitlines(keepends=True), strict=True))


check("standpoint check", standpoint("check", project).strip(), "sound: 5 articles, 150 highlights")

header, *rows = rows_of((folder / "highlights.csv").read_text(encoding="utf-8"))
columns = "id,article_id,article,outlet,date,start,end,quote,actor,issue,stance,note,coder,created,actor_id,issue_id,stance_id,agency,updated,page,file"
check("the header of highlights.csv", ",".join(header), columns)
check("the number of highlights", len(rows), 150)
check("the length of each row", {len(row) for row in rows}, {len(header)})
highlights = [dict(zip(header, row)) for row in rows]

made = [highlight for highlight in highlights if highlight["coder"] == "tester"]
check("the highlights made in the window", len(made), 1)
new = made[0]
tags = (new["actor"], new["issue"], new["stance"], new["note"])
check("the tags and note typed", tags, ("Ukraine", "Territory", "opposes", "A red line, says Kyiv."))
# A letter more or less is the hand's business; that these words were meant is not.
check("the words dragged over", bool(re.fullmatch(r".{0,3}ed lines — no territory to be given.{0,4}", new["quote"])), True)

articles = [path.read_text(encoding="utf-8") for path in sorted(Path("seeds").glob("*.txt"))]
article = next(text for text in articles if text.startswith(new["article"]))
check("the quote", article[int(new["start"]) : int(new["end"])], new["quote"])
line = next(line for line in project.read_text(encoding="utf-8").splitlines() if new["id"] in line)
check("the highlight in the file", all(part in line for part in ("ukraine", "territory", "opposes", new["quote"])), True)

table = rows_of((folder / "comparison.csv").read_text(encoding="utf-8"))
# The window opens with the first view of the project, and exports what it shows.
whole = rows_of(standpoint("table", project, "--format", "csv", "--view", "Who wants what"))
codebook = list(csv.DictReader(standpoint("export", project, "codebook").splitlines()))
names = {kind: [row["name"] for row in codebook if row["kind"] == kind] for kind in ("actor", "issue")}
# Sides stand there with their members folded away.
sides = [row["name"] for row in codebook if row["kind"] == "actor" and not row["parent"]]
check("the header of comparison.csv", table[0], ["issue", *sides, "All"])
shown = [whole[0].index(name) for name in table[0]]
check("the comparison by command line", table, [[row[column] for column in shown] for row in whole])
check("the rows of comparison.csv", [row[0] for row in table[1:]], [*names["issue"], "All"])

# The cell that changed, counted anew: a code counts for what it belongs to as well.
parents = {(row["kind"], row["name"]): row["parent"] for row in codebook}


def lineage(kind, name):
    return [name, *lineage(kind, parents[kind, name])] if name else []


both = [h for h in highlights if "Ukraine" in lineage("actor", h["actor"]) and "Territory" in lineage("issue", h["issue"])]
cell = table[1 + names["issue"].index("Territory")][table[0].index("Ukraine")]
# The view counts the same actor, issue and stance once per article, and says the net stance.
said = {(h["article_id"], h["actor"], h["issue"], h["stance"]) for h in both}
weights = [{"supports": 1, "conditional": 0, "opposes": -1}[stance] for *_, stance in said if stance]
check("the cell Territory, Ukraine", float(cell), round(sum(weights) / len(weights), 3))

check("the long article", standpoint("check", folder / "long.ron").strip(), "sound: 1 article, 10,001 highlights")
rows = list(csv.DictReader(standpoint("export", folder / "long.ron", "highlights").splitlines(keepends=True)))
long = [row for row in rows if row["coder"] == "tester"]
check("the highlight made in it", [(row["actor"], row["issue"], row["stance"]) for row in long],
      [("Dockers’ union", "Mooring fees", "supports")])
check("its words", bool(re.fullmatch(r"[\w .]{20,80}", long[0]["quote"])), True)

saved = (folder / "formats.ron").read_text(encoding="utf-8")
n_articles = len(formats.files()) + 2 # the first one of the project, and the second report of a file
check("the articles of every format", standpoint("check", folder / "formats.ron").strip(), f"sound: {n_articles} articles, 0 highlights")
articles = saved.split("details: (")[1:]
for name, words in formats.files().items():
    found = [article for article in articles if words in article]
    check(f"the article of {name}", [f'file: "{name}"' in article for article in found], [True])
check("the broken file", "broken.docx" in saved, False)

print(f"window test: {n_checks} checks passed")
