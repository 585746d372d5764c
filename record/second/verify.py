#!/usr/bin/env python3
"""Verify a bundle of a record, with nothing but Python.

    verify.py FILE            says what came of it; exit code 0: verified, 1: not
    verify.py --json FILE...  prints a line of JSON for each file

This is a second verifier, written from the format alone and sharing no code
with the first: that both say the same is tested. It has its own Ed25519, tree,
notes and base64. It is slower, and short enough to be read before it is
trusted.
"""
import base64
import bisect
import datetime
import functools
import hashlib
import hmac
import json
import re
import sys

# Ed25519 (RFC 8032), points in extended coordinates (X, Y, Z, T).

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT = pow(2, (P - 1) // 4, P)
NEUTRAL = (0, 1, 1, 0)


def add(a, b):
    m, n = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    t, z = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = n - m, z - t, z + t, n + m
    return e * f % P, g * h % P, f * g % P, e * h % P


def point(data):
    """The point of 32 bytes; y may be P or more, as in most implementations."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, (y & (2**255 - 1)) % P
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P == -u % P:
        x = x * ROOT % P
    if v * x * x % P != u:
        return None
    if x & 1 != sign:
        x = -x % P
    return x, y, 1, x * y % P


BASE = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def ed25519(key, message, sig):
    """Whether sig is a signature by key: [s]B - [k]A is written as R."""
    a = point(key) if len(key) == 32 and len(sig) == 64 else None
    s = int.from_bytes(sig[32:], "little")
    if a is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(sig[:32] + key + message).digest(), "little") % L
    minus = (-a[0] % P, a[1], 1, -a[3] % P)
    table = (None, BASE, minus, add(BASE, minus))
    r = NEUTRAL
    for i in range(max(s, k).bit_length() - 1, -1, -1):
        r = add(r, r)
        if chosen := table[s >> i & 1 | (k >> i & 1) << 1]:
            r = add(r, chosen)
    z = pow(r[2], -1, P)
    x, y = r[0] * z % P, r[1] * z % P
    return (y | (x & 1) << 255).to_bytes(32, "little") == sig[:32]


def weak(key):
    """Whether eight times the key is nothing: anybody can sign with such a key."""
    a = point(key)
    for _ in range(3):
        a = a and add(a, a)
    return a is None or a[0] == 0 and a[1] == a[2]


@functools.lru_cache(maxsize=100_000)
def verifies(key, message, sig):
    return not weak(key) and ed25519(key, message, sig)


# Base64 and numbers with one spelling, hashes, and the tree (RFC 6962, 2.1).


class Wrong(Exception):
    """What cannot be read."""


def b64(data):
    return base64.b64encode(data)


def unbase64(text, size):
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        data = b""
    if len(data) != size or b64(data) != text:
        raise Wrong("base64 of %d bytes is expected" % size)
    return data


def number(text, least):
    if not re.fullmatch(rb"0|[1-9][0-9]{0,18}", text) or not least <= int(text) < 2**63:
        raise Wrong("%r is no number" % text)
    return int(text)


def sha256(data):
    return hashlib.sha256(data).digest()


def root(leaves):
    """The root of the tree over the leaves' hashes, level by level."""
    if not leaves:
        return sha256(b"")
    while len(leaves) > 1:
        pairs = [sha256(b"\1" + leaves[i] + leaves[i + 1]) for i in range(0, len(leaves) - 1, 2)]
        leaves = pairs + leaves[len(leaves) & ~1:]
    return leaves[0]


# Keys and signed notes (C2SP signed-note, tlog-checkpoint, tlog-cosignature).

SPACE = re.compile("[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000+]")
PLAIN, COSIGNING = b"\1", b"\4"


def fit(name):
    return name != b"" and not SPACE.search(name.decode("utf-8", "replace"))


class Key:
    def __init__(self, text):
        parts = text.split(b"+", 2)
        if len(parts) != 3:
            raise Wrong("%r is no key" % text)
        raw = unbase64(parts[2], 33)
        self.text, self.name, self.kind, self.key = text, parts[0], raw[:1], raw[1:]
        self.id = sha256(self.name + b"\n" + raw)[:4]
        if not fit(self.name) or self.kind not in (PLAIN, COSIGNING) or parts[1] != self.id.hex().encode():
            raise Wrong("%r is no key that is known here" % text)

    def verifies(self, text, sig):
        if self.kind == PLAIN:
            return verifies(self.key, text, sig)
        at = int.from_bytes(sig[:8], "big")
        return len(sig) == 72 and at < 2**63 and verifies(self.key, b"cosignature/v1\ntime %d\n" % at + text, sig[8:])


class Signed:
    """A checkpoint, and who signed it: (key, time of the cosignature or None)."""

    def __init__(self, note, keys):
        try:
            bad = any(c < " " and c != "\n" for c in note.decode("utf-8"))
        except UnicodeDecodeError:
            bad = True
        text, empty, sigs = note.rpartition(b"\n\n")
        if bad or not empty or not sigs.endswith(b"\n"):
            raise Wrong("no signed note")
        text += b"\n"
        self.by, lines = [], []
        for count, line in enumerate(sigs[:-1].split(b"\n")):
            name, _, b = line.removeprefix("— ".encode()).partition(b" ")
            try:
                sig = base64.b64decode(b, validate=True)
            except ValueError:
                sig = b""
            if not line.startswith("— ".encode()) or not fit(name) or len(sig) < 5 or len(b) % 4 or count >= 100:
                raise Wrong("no signed note")
            key = next((k for k in keys if k.name == name and k.id == sig[:4]), None)
            if key is None or any(k is key for k, _ in self.by):
                continue
            if not key.verifies(text, sig[4:]):
                raise Wrong("the signature of %s is not by its key" % name.decode())
            self.by.append((key, int.from_bytes(sig[4:12], "big") if key.kind == COSIGNING else None))
            lines.append("— ".encode() + name + b" " + b64(sig) + b"\n")
        if not self.by:
            raise Wrong("no key that is known here signed it")
        parts = text.split(b"\n")
        if len(parts) < 4 or b"" in parts[:-1]:
            raise Wrong("a checkpoint has three lines")
        self.origin, self.size, self.root = parts[0], number(parts[1], 0), unbase64(parts[2], 32)
        self.canonical = b"\n".join(parts[:3]) + b"\n\n" + b"".join(lines)

    def has(self, key):
        return any(k.text == key.text for k, _ in self.by)


# What an entry says.


def constant(name):
    raise ValueError(name)


JSON = json.JSONDecoder(parse_constant=constant, parse_int=lambda s: int(s) if len(s) < 25 else 0.5)
BETWEEN = re.compile(r"[ \t\r\n]*[,:{]?[ \t\r\n]*")


def fields(data, **defaults):
    """The values of a JSON object's fields, each of the type of its default;
    of a field with the default b"", the text as it is spelt."""
    try:
        text = data.decode("utf-8")
        if not isinstance(JSON.decode(text), dict):
            raise Wrong("a JSON object is expected")
        out, at = dict(defaults), BETWEEN.match(text).end()
        seen = set()
        while text[at] != "}":
            name, end = JSON.raw_decode(text, at)
            spelt, at = text[at + 1:end - 1], BETWEEN.match(text, end).end()
            value, end = JSON.raw_decode(text, at)
            if spelt in seen or spelt not in defaults and name.casefold() in defaults:
                raise Wrong("%s stands twice, or is spelt otherwise" % name)
            if spelt in defaults:
                seen.add(spelt)
                out[spelt] = text[at:end].encode() if defaults[spelt] == b"" else value
            at = BETWEEN.match(text, end).end()
    except (ValueError, RecursionError) as e:
        raise Wrong("this is not JSON: %s" % e) from e
    for name, value in out.items():
        if type(value) is not type(defaults[name]) or type(value) is int and not -2**63 <= value < 2**63:
            raise Wrong("%s is of another type" % name)
        if type(value) is str:
            out[name] = re.sub("[\ud800-\udfff]", "\ufffd", value)
    return out


def nanoseconds(text):
    m = re.fullmatch(r"([0-9-]{10}T[0-9:]{8})(\.[0-9]{0,8}[1-9])?(Z|(?!.00:00)[+-][0-9]{2}:[0-9]{2})", text)
    try:
        at = datetime.datetime.strptime(m[1] + m[3], "%Y-%m-%dT%H:%M:%S%z")
    except (TypeError, ValueError) as e:
        raise Wrong("%r is no time" % text) from e
    since = at - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    return (since.days * 86400 + since.seconds) * 10**9 + int(((m[2] or ".0")[1:] + "0" * 9)[:9])


def envelope(content):
    s = fields(content, seq=0, at="0001-01-01T00:00:00Z", by="", kind="", after=0, body=b"")
    return s | {"at": nanoseconds(s["at"])}


def body(said, **defaults):
    """The fields of the body, or None."""
    try:
        return list(fields(said["body"], **defaults).values())
    except Wrong:
        return None


def message(origin, member, after, kind, data):
    return b"parley act v1\n%s\n%s\n%d\n%s\n%s\n" % (origin, member.encode(), after, kind.encode(), b64(sha256(data)))


SKEW = 600 * 10**9  # how far clocks may be apart, in ns


class Verifier:
    def __init__(self, bundle):
        self.problems, self.line, self.origin, self.host = [], 0, b"", None
        self.hashes, self.times, self.notes, self.heads = [], [], [], []
        self.keys, self.parties, self.former = {}, {}, []  # in force; witnesses by party; replaced
        self.erased, self.struck, self.used = {}, set(), set()
        self.signed = self.sealed = 0
        self.need = 0  # how many witnesses are a quorum
        if self.read(bundle):
            self.finish()

    def problem(self, seq, text, line=None):
        self.problems.append((self.line if line is None else line, seq, text))

    def read(self, bundle):
        """Takes in the lines; false if they cannot be read to the end."""
        at, ended = 0, False
        while at < len(bundle):
            self.line += 1
            end = bundle.find(b"\n", at)
            line = bundle[at:end]
            if ended or end < 0 or self.line == 1 and line != b"parley bundle v1":
                self.problem(0, "it goes on behind its end, is cut off, or is no bundle")
                return False
            if line.startswith(b"end "):
                ended = True
                if line[4:] != hashlib.sha256(bundle[:at]).hexdigest().encode():
                    self.problem(0, "the lines before were changed")
            elif line.startswith(b"checkpoint "):
                end = self.checkpoint(line, bundle, end)
            elif self.line > 1:
                self.plain(line)
            at = end + 1
        if not ended:
            self.line += 1
            self.problem(0, "the end is missing")
        return True

    def checkpoint(self, line, bundle, end):
        begin, first = end + 1, self.line
        try:
            n = number(line[11:], 5)
        except Wrong:
            n = 0
        if not 5 <= n <= 1000:
            self.problem(0, "the number of the checkpoint's lines is expected")
            return end
        for _ in range(n):
            end = bundle.find(b"\n", end + 1)
            if end < 0:
                self.problem(0, "the checkpoint is cut off")
                return len(bundle)
            self.line += 1
        self.notes.append((first, bundle[begin:end + 1]))
        return end

    def plain(self, line):
        if self.line == 2:
            try:
                self.host = Key(line.removeprefix(b"host "))
                self.origin = self.host.name
                if not line.startswith(b"host ") or self.host.kind != PLAIN:
                    raise Wrong("it is no host's")
            except Wrong as e:
                self.problem(0, "the host's key: %s" % e)
        elif self.notes:
            self.problem(0, "this line is not expected behind a checkpoint")
        else:
            want = len(self.hashes) + 1
            self.hashes.append(bytes(32))
            try:
                self.entry(line, want)
            except Wrong as e:
                self.problem(want, str(e))

    def entry(self, line, want):
        word, *f = line.split(b" ", 7)
        more = {b"sealed": 2, b"erased": 6, b"entry": 7}.get(word)
        if more is None:
            raise Wrong("this is not the line of an entry")
        given, f = len(f), f + [b""] * 7
        seq, leaf = number(f[0], 1), unbase64(f[1], 32)
        self.hashes[-1] = leaf
        if given != more or word != b"sealed" and f[2] == b"" or word == b"entry" and f[6] == b"":
            raise Wrong("a field is missing, or there are too many")
        key = sig = content = None
        if word != b"sealed":
            if f[3:5] != [b"-", b"-"]:
                key, sig = unbase64(f[3], 32), unbase64(f[4], 64)
            salt = unbase64(f[5], 32)
        if word == b"entry":
            content = f[6]
        if seq != want:
            self.problem(seq, "entry %d is expected here" % want)
        if word == b"sealed":
            self.sealed += 1
            return
        if word == b"erased":
            self.erased[seq] = self.line
        commitment = salt if content is None else hmac.digest(salt, content, "sha256")
        if sha256(b"\0parley leaf v1\n%s\n%d\n%s\n%s\n%s\n%s\n" % (self.origin, seq, f[2], b64(commitment), f[3], f[4])) != leaf:
            self.problem(seq, "it is not what its leaf commits to")
        elif content is not None:
            try:
                self.content(seq, key, sig, envelope(content))
            except Wrong as e:
                self.problem(seq, str(e))

    def content(self, seq, key, sig, s):
        if s["seq"] != seq:
            self.problem(seq, "it calls itself entry %d" % s["seq"])
        if self.times and s["at"] < self.times[-1][2]:
            self.problem(seq, "it was dated back: it is before entry %d" % self.times[-1][0])
        self.times.append((seq, self.line, s["at"]))
        registered = body(s, member="", key="", by="") if s["kind"] == "key registered" else None
        if registered and not re.fullmatch("[A-Za-z0-9+/]{43}=", registered[1]):
            registered = None
        if s["kind"] == "key registered":
            mine = registered and key is not None and registered[:2] == [s["by"], b64(key).decode()]
        else:
            mine = key is not None and self.keys.get(s["by"]) == key
        if sig is not None:
            self.signed += 1
            if sig in self.used:
                self.problem(seq, "its signature is that of another entry")
            elif s["after"] >= seq:
                self.problem(seq, "its author says to have seen what did not exist")
            elif not verifies(key, message(self.origin, s["by"], s["after"], s["kind"], s["body"]), sig):
                self.problem(seq, "the signature is not by the key that it names")
            elif not mine:
                self.problem(seq, "the key was not in force for %s" % s["by"])
            self.used.add(sig)
        self.take(s, mine, key)

    def take(self, s, mine, key):
        """Notes what the entry says about keys, witnesses and erasure."""
        if s["kind"] == "key registered" and mine:
            self.keys[s["by"]] = key
        elif s["kind"] == "key revoked" and (b := body(s, member="", key="", by="")):
            if b[0] in self.keys and b64(self.keys[b[0]]).decode() == b[1]:
                del self.keys[b[0]]
        elif s["kind"] == "witness named" and (b := body(s, party="", key="")):
            try:
                named = Key(b[1].encode())
            except (Wrong, UnicodeEncodeError):
                return
            if named.kind == COSIGNING:
                self.former += [self.parties[b[0]]] if b[0] in self.parties else []
                self.parties[b[0]] = named
        elif s["kind"] == "content erased" and (b := body(s, entry=0)):
            self.struck.add(b[0])

    def finish(self):
        keys = {k.text: k for k in [self.host] + self.former + list(self.parties.values()) if k}
        for self.line, note in self.notes:
            try:
                self.head(note, list(keys.values()))
            except Wrong as e:
                self.problem(0, "checkpoint: %s" % e)
        if not self.heads or self.heads[-1].size < len(self.hashes):
            self.problem(0, "no checkpoint covers the last entries", 0)
        for seq in self.erased.keys() - self.struck:
            self.problem(seq, "its content is missing, and no entry says that it was erased", self.erased[seq])
        self.need = len(self.parties) * 2 // 3 + 1
        self.problems.sort(key=lambda p: p[:2])

    def head(self, note, keys):
        s = Signed(note, keys)
        if s.origin != self.origin:
            raise Wrong("it is of another log")
        largest = max((h.size for h in self.heads), default=-1)
        if s.size <= largest or s.size > len(self.hashes):
            self.problem(0, "checkpoint: it is not larger than the one before, or entries are missing")
            return
        if not s.has(self.host) or s.canonical != note:
            self.problem(0, "checkpoint: its signatures are not as they must be")
        if root(self.hashes[:s.size]) != s.root:
            self.problem(0, "checkpoint: the entries are not those that the host signed")
        for key, at in s.by:
            if at is not None:
                self.timely(s, at * 10**9)
        self.heads.append(s)

    def timely(self, s, at):
        """Compares the time of a cosignature with those of the entries around."""
        i = bisect.bisect_right(self.times, s.size, key=lambda t: t[0])
        if i > 0 and self.times[i - 1][2] > at + SKEW:
            self.problem(self.times[i - 1][0], "a witness cosigned it before its time", self.times[i - 1][1])
        if i < len(self.times) and self.times[i][2] < at - SKEW:
            self.problem(self.times[i][0], "it was dated back: a witness cosigned the record without it", self.times[i][1])

    def report(self):
        confirmed = [h.size for h in self.heads if sum(h.has(k) for k in self.parties.values()) >= self.need]
        return {
            "ok": not self.problems, "problems": [{"line": l, "entry": s, "problem": t} for l, s, t in self.problems],
            "origin": self.origin.decode("utf-8", "replace"), "entries": len(self.hashes), "sealed": self.sealed,
            "erased": len(self.erased), "signed": self.signed, "received": self.heads[-1].size if self.heads else 0,
            "confirmed": max(confirmed, default=0), "need": self.need,
            "witnesses": {party: k.text.decode() for party, k in self.parties.items()},
        }


def main(args):
    files = args[1:] if args[:1] == ["--json"] else args
    if not files or files is args and len(files) > 1:
        sys.exit(__doc__)
    reports = []
    for name in files:
        with open(name, "rb") as f:
            reports.append(Verifier(f.read()).report())
    for r in reports if files is not args else []:
        print(json.dumps(r))
    if files is args:
        tell(files[0], reports[0])
    sys.exit(0 if all(r["ok"] for r in reports) else 1)


def tell(name, r):
    for p in r["problems"]:
        print("line %(line)d, entry %(entry)d: %(problem)s" % p if p["entry"] else "line %(line)d: %(problem)s" % p)
    print("%s: %s" % (name, "verified" if r["ok"] else "NOT verified, %d problems" % len(r["problems"])))
    print("%(origin)s: %(entries)d entries, %(sealed)d of them sealed, %(erased)d erased; %(signed)d are signed by their authors." % r)
    print("The host signed %(received)d; %(need)d witnesses are a quorum, and cosigned %(confirmed)d. They are:" % r)
    for party, key in r["witnesses"].items():
        print("  %s: %s" % (party, key))


if __name__ == "__main__":
    main(sys.argv[1:])
