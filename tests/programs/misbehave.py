"""A program that breaks the extractor protocol, each time in the way that its argument names.

It answers every article with no claims, but article "bad" as the mode has it (see the functions
named after the modes), so that a test sees what comes before and after. Standard library only.
"""

import json
import os
import subprocess
import sys
import time


def write(text):
    sys.stdout.buffer.write(text if isinstance(text, bytes) else text.encode())
    sys.stdout.buffer.flush()


def say(text):
    print(text, file=sys.stderr, flush=True)


def answer(id, **rest):
    write(json.dumps({"id": id} | (rest or {"claims": []})) + "\n")


def sleep():
    time.sleep(600)


def read():
    """The requests; read unbuffered, so that what is not read stays in the pipe."""
    for line in sys.stdin.buffer:
        yield json.loads(line)


def each(bad):
    """Answers every article well, but "bad" with `bad(id)`."""
    for article in read():
        if article["id"] == "bad":
            bad(article["id"])
        else:
            answer(article["id"])


def hang(id):
    say("thinking about " + id)
    sleep()


def crash(id):
    say("no rule for " + id)
    sys.exit(3)


def killed(id):
    os.kill(os.getpid(), 9)


def half_line(id):
    write('{"id":"%s","cla' % id)
    sys.exit(0)


def unended_line(id):
    write('{"id":"%s","claims":[]}' % id)
    sys.exit(0)


def garbage(id):
    write("loading \x1b[1mmodel\n")


def long_garbage(id):
    write("x" * 5000 + "\n")


def invalid_utf8(id):
    write(b'{"id":"\xff","claims":[]}\n')


def wrong_id(id):
    answer(id + "?")


def neither(id):
    write('{"id":"%s"}\n' % id)


def both(id):
    answer(id, claims=[], error="x")


def unknown_key(id):
    answer(id, claims=[{"quote": "a", "span": [0, 1]}])


def error(id):
    answer(id, error="too \x1b[31mlong")


def huge(id):
    write('{"id":"%s","claims":[' % id)
    while True:
        write("{}," * 20_000)


def blank_lines(id):
    write("\n \r\n")
    answer(id)


def stderr_flood(id):
    for number in range(20_000):
        print("line", number, file=sys.stderr)
    sys.exit(1)


def stderr_flood_and_answer(id):
    for number in range(20_000):
        print("line", number, file=sys.stderr)
    answer(id)


def closed_output(id):
    os.close(1)
    sleep()


# Holds a port, so that a test can see whether it lives; inherits standard error.
CHILD = """
import socket, time
with socket.create_server(("127.0.0.1", 0)) as server:
    print(server.getsockname()[1], flush=True)
    time.sleep(600)
"""


def with_child(bad):
    """Starts a child and answers "before" with its port; then "bad" is done by `bad`."""
    child = subprocess.Popen([sys.executable, "-c", CHILD], stdout=subprocess.PIPE)
    port = child.stdout.readline().decode().strip()
    for article in read():
        if article["id"] == "bad":
            bad(article["id"])
        answer(article["id"], claims=[{"text": port}])


def leave_child_with_output(id):
    """Starts a child that keeps standard output open, and ends."""
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    sys.exit(4)


def pid(id):
    answer(id, claims=[{"text": str(os.getpid())}])


def main(mode, *arguments):
    if mode == "twice":
        # Every article is answered twice.
        for article in read():
            answer(article["id"])
            answer(article["id"], error="again")
    elif mode == "exit-early":
        # Ends after its first article, though it should read on.
        for article in read():
            answer(article["id"])
            sys.exit(0)
    elif mode == "never-reads":
        sleep()
    elif mode == "crash-at-start":
        say("no module named model")
        sys.exit(1)
    elif mode == "crash-at-end":
        for article in read():
            answer(article["id"])
        say("cannot save the cache")
        sys.exit(5)
    elif mode == "garbage-at-end":
        for article in read():
            answer(article["id"])
        write("done\n")
    elif mode == "hang-at-end":
        for article in read():
            answer(article["id"])
        sleep()
    elif mode == "slow-start":
        time.sleep(float(arguments[0]))
        each(answer)
    elif mode == "out-of-order":
        # Answers in pairs, the second first.
        for article in (articles := read()):
            second = next(articles)
            answer(second["id"], claims=[{"text": second["id"]}])
            answer(article["id"], claims=[{"text": article["id"]}])
    elif mode == "in-flight":
        # Says how many requests have come by the time it looks.
        while requests := os.read(0, 1 << 16).splitlines():
            for request in requests:
                answer(json.loads(request)["id"], claims=[{"text": str(len(requests))}])
            time.sleep(0.05)
    elif mode == "pair-crash":
        next(articles := read())
        next(articles)
        say("two are too many")
        sys.exit(3)
    elif mode == "pair-hang":
        answer(next(articles := read())["id"])
        next(articles)
        next(articles)
        sleep()
    elif mode == "child-hang":
        with_child(hang)
    elif mode == "child-crash":
        with_child(crash)
    elif mode == "child":
        with_child(answer)
    elif mode == "echo":
        for article in read():
            answer(article["id"], claims=[{"quote": article["text"]}])
    else:
        each(globals()[mode.replace("-", "_")])


main(*sys.argv[1:])
