"""An example extractor: what somebody said, between quotation marks.

claimsnap starts it once, writes one article a line to its standard input, and reads one answer a
line from its standard output. Offsets of Python strings are code points, just what spans count.
"""

import json
import re
import sys

QUOTE = r"[“\"](?P<quote>[^“”\"]+?),?[”\"]"
NAME = r"(?P<source>[A-ZÀ-Þ][\w’-]*(?: [A-ZÀ-Þ][\w’-]*)*)"
CUE = r"(?P<cue>said|says|added|warned)"
PATTERNS = [f"{QUOTE},? {CUE} {NAME}", f"{QUOTE},? {NAME} {CUE}", f"{NAME} {CUE},? {QUOTE}"]


def claims(text):
    """The claims of an article: each quotation that a name and a verb stand beside."""
    for match in (match for pattern in PATTERNS for match in re.finditer(pattern, text)):
        at = {part: {"quote": match[part], "spans": [match.span(part)]} for part in match.groupdict()}
        category = "prediction" if re.search(r"\b(will|would)\b", match["quote"]) else "other"
        yield at["quote"] | {"category": category, "attribution": "direct",
                             "source": at["source"], "cue": at["cue"]}  # fmt: skip


sys.stdin.reconfigure(encoding="utf-8")
sys.stdout.reconfigure(encoding="utf-8")
for line in sys.stdin:
    article = json.loads(line)
    answer = {"id": article["id"], "claims": list(claims(article["text"]))}
    print(json.dumps(answer), flush=True)  # without flush, claimsnap would wait for the answer
