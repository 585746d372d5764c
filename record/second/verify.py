#!/usr/bin/env python3
"""Verify a bundle of a record, with nothing but Python.

    verify.py FILE            says what came of it; exit code 0: verified, 1: not
    verify.py --json FILE...  prints a line of JSON for each file

This is a second verifier, written from the format alone and sharing no code
with the first; a test has both judge the same bundles. It has its own Ed25519,
tree, notes and base64, and is short enough to be read before it is trusted.
"""
import base64, bisect, datetime, functools, hashlib, hmac, json, re, sys

# Ed25519 (RFC 8032), points in extended coordinates (X, Y, Z, T).
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P

def add(a, b):
    m, n = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    t, z = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = n - m, z - t, z + t, n + m
    return e * f % P, g * h % P, f * g % P, e * h % P

def point(data):
    """The point of 32 bytes; y may be P or more, as in most implementations."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number % 2**255 % P
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P == -u % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if v * x * x % P != u:
        return None
    x = x if x & 1 == sign else -x % P
    return x, y, 1, x * y % P

BASE = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))

def ed25519(key, message, sig):
    """Whether sig is a signature by key: [s]B - [k]A is written as R."""
    a, s = point(key), int.from_bytes(sig[32:], "little")
    if a is None or s >= L or len(key) != 32 or len(sig) != 64:
        return False
    k = int.from_bytes(hashlib.sha512(sig[:32] + key + message).digest(), "little") % L
    minus = (-a[0] % P, a[1], 1, -a[3] % P)
    table, r = (None, BASE, minus, add(BASE, minus)), (0, 1, 1, 0)
    for i in range(252, -1, -1):
        r = add(r, r)
        if chosen := table[s >> i & 1 | (k >> i & 1) << 1]:
            r = add(r, chosen)
    z = pow(r[2], -1, P)
    return (r[1] * z % P | (r[0] * z % P & 1) << 255).to_bytes(32, "little") == sig[:32]

def weak(key):
    """Whether eight times the key is nothing: anybody can sign with such a key."""
    a = point(key)
    for _ in range(3):
        a = a and add(a, a)
    return a is None or a[0] == 0 and a[1] == a[2]

@functools.lru_cache(maxsize=100_000)
def verifies(key, message, sig):
    return not weak(key) and ed25519(key, message, sig)

# Base64 and numbers with one spelling, and the tree (RFC 6962, 2.1).
class Wrong(Exception):
    """What cannot be read."""

def need(holds, what):
    if not holds:
        raise Wrong(what)

def decoded(text):
    try:
        return base64.b64decode(text, validate=True) if len(text) % 4 == 0 else b""
    except ValueError:
        return b""

def unbase64(text, size):
    data = decoded(text)
    need(len(data) == size and base64.b64encode(data) == text, "base64 of %d bytes is expected" % size)
    return data

def number(text, least):
    need(re.fullmatch(rb"0|[1-9][0-9]{0,18}", text) and least <= int(text) < 2**63, "%r is no number" % text)
    return int(text)

def sha256(data):
    return hashlib.sha256(data).digest()

def root(hashes):
    while len(hashes) > 1:
        pairs = [sha256(b"\1" + a + b) for a, b in zip(hashes[::2], hashes[1::2])]
        hashes = pairs + hashes[len(hashes) & ~1:]
    return hashes[0] if hashes else sha256(b"")

# Keys and signed notes (C2SP signed-note, tlog-checkpoint, tlog-cosignature).
UNFIT = re.compile("^$|[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000+]")
PLAIN, COSIGNING = b"\1", b"\4"

class Key:
    def __init__(self, text):
        self.text, (self.name, number, data) = text, (text.split(b"+", 2) + [b"", b""])[:3]
        raw = unbase64(data, 33)
        self.kind, self.key, self.id = raw[:1], raw[1:], sha256(self.name + b"\n" + raw)[:4]
        fit = not UNFIT.search(self.name.decode("utf-8", "replace")) and self.kind in (PLAIN, COSIGNING)
        need(fit and number == self.id.hex().encode(), "%r is no key that is known here" % text)

    def verifies(self, text, sig):
        if self.kind == PLAIN:
            return verifies(self.key, text, sig)
        at = int.from_bytes(sig[:8], "big")
        return len(sig) == 72 and at < 2**63 and verifies(self.key, b"cosignature/v1\ntime %d\n" % at + text, sig[8:])

class Signed:
    """A checkpoint, and who signed it: (key, time of the cosignature or None)."""
    def __init__(self, note, keys):
        try:
            need(not re.search("[\0-\x09\x0b-\x1f]", note.decode("utf-8")), "no signed note")
        except UnicodeDecodeError as e:
            raise Wrong("no signed note") from e
        text, _, sigs = note.rpartition(b"\n\n")
        need(text + sigs != note and sigs.endswith(b"\n") and sigs.count(b"\n") <= 100, "no signed note")
        text += b"\n"
        self.by, lines = [], []
        for line in sigs[:-1].split(b"\n"):
            name, _, data = line[4:].partition(b" ")
            sig = decoded(data)
            need(line[:4] == "— ".encode() and not UNFIT.search(name.decode()) and len(sig) > 4, "no signed note")
            key = next((k for k in keys if k.name == name and k.id == sig[:4]), None)
            if key is None or self.has(key):
                continue
            need(key.verifies(text, sig[4:]), "the signature of %s is not by its key" % name.decode())
            self.by.append((key, int.from_bytes(sig[4:12], "big") if key.kind == COSIGNING else None))
            lines.append(line[:5 + len(name)] + base64.b64encode(sig) + b"\n")
        need(self.by, "no key that is known here signed it")
        parts = text.split(b"\n")
        need(len(parts) >= 4 and b"" not in parts[:-1], "a checkpoint has three lines")
        self.origin, self.size, self.root = parts[0], number(parts[1], 0), unbase64(parts[2], 32)
        self.canonical = b"\n".join(parts[:3]) + b"\n\n" + b"".join(lines)

    def has(self, key):
        return any(k.text == key.text for k, _ in self.by)

# What an entry says: JSON that every program reads alike.
def fail(name):
    raise ValueError(name)

JSON = json.JSONDecoder(parse_constant=fail, parse_int=lambda s: int(s) if len(s) < 25 else 0.5)
BETWEEN = re.compile(r"[ \t\r\n]*[,:{]?[ \t\r\n]*")

def fields(data, **defaults):
    """The values of an object's fields, each of the type of its default; with
    the default b"", the text as it is spelt. None stands twice."""
    out, seen = dict(defaults), set()
    try:
        text = data.decode("utf-8")
        need(isinstance(JSON.decode(text), dict), "a JSON object is expected")
        at = BETWEEN.match(text).end()
        while text[at] != "}":
            name, end = JSON.raw_decode(text, at)
            spelt, at = text[at + 1:end - 1], BETWEEN.match(text, end).end()
            value, end = JSON.raw_decode(text, at)
            known = spelt in defaults
            need(spelt not in seen and (known or name.casefold() not in defaults), "%s is spelt otherwise or stands twice" % name)
            if known:
                seen.add(spelt)
                out[spelt] = text[at:end].encode() if defaults[spelt] == b"" else value
            at = BETWEEN.match(text, end).end()
    except (ValueError, RecursionError) as e:
        raise Wrong("this is not JSON: %s" % e) from e
    for name, value in out.items():
        need(type(value) is type(defaults[name]) and (type(value) is not int or -2**63 <= value < 2**63), "%s is of another type" % name)
        out[name] = re.sub("[\ud800-\udfff]", "\ufffd", value) if type(value) is str else value
    return out

def nanoseconds(text):
    m = re.fullmatch(r"([0-9-]{10}T[0-9:]{8})(\.[0-9]{0,8}[1-9])?(Z|(?!.00:00)[+-][0-9]{2}:[0-9]{2})", text)
    try:
        at = datetime.datetime.strptime(m[1] + m[3], "%Y-%m-%dT%H:%M:%S%z")
    except (TypeError, ValueError) as e:
        raise Wrong("%r is no time" % text) from e
    since = at - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    return (since.days * 86400 + since.seconds) * 10**9 + int((m[2] or ".")[1:].ljust(9, "0"))

def body(said, **defaults):
    """The fields of the body, or None."""
    try:
        return list(fields(said["body"], **defaults).values())
    except Wrong:
        return None

SKEW = 600 * 10**9  # how far clocks may be apart, in ns

class Verifier:
    def __init__(self, bundle):
        self.problems, self.line, self.host, self.origin = [], 0, None, b""
        self.hashes, self.times, self.notes, self.heads = [], [], [], []
        self.keys, self.parties, self.former = {}, {}, []  # in force; witnesses by party; replaced
        self.erased, self.struck, self.used = {}, set(), set()
        self.signed = self.sealed = self.quorum = 0
        if self.read(bundle):
            self.finish()

    def problem(self, seq, text, line=None):
        self.problems.append((self.line if line is None else line, seq, text))

    def attempt(self, seq, what, *args):
        try:
            what(*args)
        except Wrong as e:
            self.problem(seq, str(e))

    def read(self, bundle):
        """Takes in the lines; false if they cannot be read to the end."""
        lines, before, ended = bundle.split(b"\n"), hashlib.sha256(), False
        while self.line < len(lines) - (lines[-1] == b""):
            self.line, line, first = self.line + 1, lines[self.line], self.line
            if ended or self.line == len(lines) or self.line == 1 and line != b"parley bundle v1":
                self.problem(0, "it goes on behind its end, is cut off, or is no bundle")
                return False
            if line.startswith(b"end "):
                ended = True
                if line[4:] != before.hexdigest().encode():
                    self.problem(0, "the lines before were changed")
            elif line.startswith(b"checkpoint "):
                self.attempt(0, self.checkpoint, line[11:], lines)
            elif self.line == 2:
                self.attempt(0, self.take_host, line)
            elif self.line > 2 and self.notes:
                self.problem(0, "this line is not expected behind a checkpoint")
            elif self.line > 2:
                self.hashes.append(bytes(32))
                self.attempt(len(self.hashes), self.entry, line)
            before.update(b"\n".join(lines[first:self.line]) + b"\n")
        if not ended:
            self.line += 1
            self.problem(0, "the end is missing")
        return True

    def checkpoint(self, count, lines):
        n, first = number(count, 5), self.line
        need(n <= 1000, "a checkpoint has fewer lines")
        self.line = min(first + n, len(lines) - 1)
        if self.line < first + n:
            lines[-1] = b""  # what is left of a line is not read
            raise Wrong("the checkpoint is cut off")
        self.notes.append((first, b"\n".join(lines[first:self.line]) + b"\n"))

    def take_host(self, line):
        self.host = Key(line.removeprefix(b"host "))
        self.origin = self.host.name
        need(line.startswith(b"host ") and self.host.kind == PLAIN, "the host's key is expected")

    def entry(self, line):
        word, *f = line.split(b" ", 7)
        given, more = len(f), {b"sealed": 2, b"erased": 6, b"entry": 7}.get(word, 0)
        f += [b""] * 7
        seq, self.hashes[-1] = number(f[0], 1) * bool(more), unbase64(f[1], 32) if more else bytes(32)
        need(given == more and b"" not in f[:more], "this is not the line of an entry")
        key = sig = None
        if word != b"sealed":
            if f[3:5] != [b"-", b"-"]:
                key, sig = unbase64(f[3], 32), unbase64(f[4], 64)
            commitment = salt = unbase64(f[5], 32)
        if seq != len(self.hashes):
            self.problem(seq, "entry %d is expected here" % len(self.hashes))
        if word == b"sealed":
            self.sealed += 1
            return
        if word == b"erased":
            self.erased[seq] = self.line
        else:
            commitment = hmac.digest(salt, f[6], "sha256")
        leaf = b"parley leaf v1\n%s\n%d\n%s\n%s\n%s\n%s\n" % (self.origin, seq, f[2], base64.b64encode(commitment), f[3], f[4])
        if sha256(b"\0" + leaf) != self.hashes[-1]:
            self.problem(seq, "it is not what its leaf commits to")
        elif word == b"entry":
            self.attempt(seq, self.content, seq, key, sig, f[6])

    def content(self, seq, key, sig, content):
        s = fields(content, seq=0, at="0001-01-01T00:00:00Z", by="", kind="", after=0, body=b"")
        at = nanoseconds(s["at"])
        if s["seq"] != seq:
            self.problem(seq, "it calls itself entry %d" % s["seq"])
        if self.times and at < self.times[-1][2]:
            self.problem(seq, "it was dated back: it is before entry %d" % self.times[-1][0])
        self.times.append((seq, self.line, at))
        mine = key is not None and self.keys.get(s["by"]) == key
        if s["kind"] == "key registered":
            b = body(s, member="", key="", by="")
            mine = key is not None and b is not None and b[:2] == [s["by"], base64.b64encode(key).decode()]
        if sig is not None:
            self.signed += 1
            act = b"parley act v1\n%s\n%s\n%d\n%s\n%s\n" % (
                self.origin, s["by"].encode(), s["after"], s["kind"].encode(), base64.b64encode(sha256(s["body"])))
            if sig in self.used or s["after"] >= seq:
                self.problem(seq, "it has the signature of another entry, or its author saw what did not exist")
            elif not mine or not verifies(key, act, sig):
                self.problem(seq, "it is not signed by its author with a key that was in force")
            self.used.add(sig)
        self.take(s, mine, key)

    def take(self, s, mine, key):
        """Notes what the entry says about keys, witnesses and erasure."""
        if s["kind"] == "key registered" and mine:
            self.keys[s["by"]] = key
        elif s["kind"] == "key revoked" and (b := body(s, member="", key="", by="")):
            if b[0] in self.keys and base64.b64encode(self.keys[b[0]]).decode() == b[1]:
                del self.keys[b[0]]
        elif s["kind"] == "witness named" and (b := body(s, party="", key="")):
            try:
                named = Key(b[1].encode())
            except Wrong:
                return
            if named.kind == COSIGNING:
                self.former += [self.parties[b[0]]] if b[0] in self.parties else []
                self.parties[b[0]] = named
        elif s["kind"] == "content erased" and (b := body(s, entry=0)):
            self.struck.add(b[0])

    def finish(self):
        keys = {k.text: k for k in [self.host, *self.former, *self.parties.values()] if k}
        for self.line, note in self.notes:
            self.attempt(0, self.head, note, keys.values())
        if not self.heads or self.heads[-1].size < len(self.hashes):
            self.problem(0, "no checkpoint covers the last entries", 0)
        for seq in self.erased.keys() - self.struck:
            self.problem(seq, "its content is missing, and no entry says that it was erased", self.erased[seq])
        self.quorum = len(self.parties) * 2 // 3 + 1
        self.problems.sort(key=lambda p: p[:2])

    def head(self, note, keys):
        s = Signed(note, keys)
        need(s.origin == self.origin, "checkpoint: it is of another log")
        need(not self.heads or s.size > self.heads[-1].size, "checkpoint: it is not larger than the one before")
        need(s.size <= len(self.hashes), "checkpoint: entries are missing")
        if not s.has(self.host) or s.canonical != note:
            self.problem(0, "checkpoint: its signatures are not as they must be")
        if root(self.hashes[:s.size]) != s.root:
            self.problem(0, "checkpoint: the entries are not those that the host signed")
        i = bisect.bisect_right(self.times, s.size, key=lambda t: t[0])
        for at in [at * 10**9 for _, at in s.by if at is not None]:
            if i > 0 and self.times[i - 1][2] > at + SKEW:
                self.problem(self.times[i - 1][0], "a witness cosigned it before its time", self.times[i - 1][1])
            if i < len(self.times) and self.times[i][2] < at - SKEW:
                self.problem(self.times[i][0], "it was dated back: a witness cosigned the record without it", self.times[i][1])
        self.heads.append(s)

    def report(self):
        confirmed = [h.size for h in self.heads if len({k.text for k in self.parties.values() if h.has(k)}) >= self.quorum]
        return {
            "ok": not self.problems, "problems": [{"line": l, "entry": s, "problem": t} for l, s, t in self.problems],
            "origin": self.origin.decode("utf-8", "replace"), "entries": len(self.hashes), "sealed": self.sealed,
            "erased": len(self.erased), "signed": self.signed, "received": self.heads[-1].size if self.heads else 0,
            "confirmed": max(confirmed, default=0), "need": self.quorum,
            "witnesses": {party: k.text.decode() for party, k in self.parties.items()}}

def main(*args):
    if not args or args == ("--json",) or args[0] != "--json" and len(args) > 1:
        sys.exit(__doc__)
    verified = True
    for name in args[args[0] == "--json":]:
        with open(name, "rb") as f:
            r = Verifier(f.read()).report()
        verified = verified and r["ok"]
        print(json.dumps(r) if args[0] == "--json" else told(r))
    sys.exit(0 if verified else 1)

def told(r):
    return "\n".join([
        *("line %(line)d, entry %(entry)d: %(problem)s" % p for p in r["problems"]),
        "VERIFIED" if r["ok"] else "NOT VERIFIED, %d problems" % len(r["problems"]),
        "%(origin)s: %(entries)d entries, %(sealed)d of them sealed, %(erased)d erased; %(signed)d are signed by their authors." % r,
        "The host signed %(received)d; %(need)d witnesses are a quorum, and cosigned %(confirmed)d. They are:" % r,
        *("  %s: %s" % w for w in r["witnesses"].items())])

if __name__ == "__main__":
    main(*sys.argv[1:])
