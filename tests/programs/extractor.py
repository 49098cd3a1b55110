"""An example extractor: what somebody said, between quotation marks.

claimsnap starts it once, writes one article a line to its standard input, and reads one answer a
line from its standard output. Positions in Python strings are code points, just as in spans.
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
    for pattern in PATTERNS:
        for match in re.finditer(pattern, text):
            claim, source, cue = (
                {"quote": match[part], "spans": [match.span(part)]}
                for part in ("quote", "source", "cue")
            )
            category = "prediction" if re.search(r"\bwill\b", match["quote"]) else "other"
            yield {**claim, "category": category, "source": source, "cue": cue}


sys.stdin.reconfigure(encoding="utf-8")  # whatever the locale; json.dumps writes ASCII
for line in sys.stdin:
    article = json.loads(line)
    answer = {"id": article["id"], "claims": list(claims(article["text"]))}
    print(json.dumps(answer), flush=True)  # without flush, the answer would stay in a buffer
