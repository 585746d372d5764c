#!/usr/bin/env python3
"""Verify bundles of a record: verify.py [--json] FILE... (exit code 0: verified).

A second verifier, from the format alone, that shares no code with the first and
needs nothing but Python: short enough to be read before it is trusted.
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

def times(n, p):
    q = 0, 1, 1, 0
    for bit in bin(n)[2:]:
        q = add(q, q)
        q = add(q, p) if bit == "1" else q
    return q

@functools.lru_cache(maxsize=100_000)
def ed25519(key, message, sig):
    """Whether sig is by key: [s]B - [k]A is R, and [8]A not nothing (anybody's)."""
    a, s = point(key), int.from_bytes(sig[32:], "little")
    if a is None or s >= L or times(8, a)[0] == 0:
        return False
    k = int.from_bytes(hashlib.sha512(sig[:32] + key + message).digest(), "little") % L
    x, y, z, _ = add(times(s, BASE), times(k, (-a[0] % P, a[1], 1, -a[3] % P)))
    inverse = pow(z, -1, P)
    return (y * inverse % P | (x * inverse % P & 1) << 255).to_bytes(32, "little") == sig[:32]

# Base64 and numbers with one spelling, and the tree (RFC 6962, 2.1).
class Wrong(Exception): "What cannot be read."

def need(holds, what):
    if not holds:
        raise Wrong(what)

def decoded(text):
    try:
        return base64.b64decode(text, validate=True)
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
UNFIT = re.compile("^$|[\0-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufffd+]")
PLAIN, COSIGNING = b"\1", b"\4"

class Key:
    def __init__(self, text):
        self.text, (self.name, number, data) = text, (text.split(b"+", 2) + [b"", b""])[:3]
        raw = unbase64(data, 33)
        self.kind, self.key, self.id = raw[:1], raw[1:], sha256(self.name + b"\n" + raw)[:4]
        fit = not UNFIT.search(self.name.decode("utf-8", "replace")) and self.kind in (PLAIN, COSIGNING)
        need(fit and number == self.id.hex().encode(), "%r is no key that is known here" % text)

    def verifies(self, text, sig):
        at = int.from_bytes(sig[4:-64], "big")
        signed = b"cosignature/v1\ntime %d\n" % at * (self.kind == COSIGNING) + text
        return len(sig) == (68 if self.kind == PLAIN else 76) and at < 2**63 and ed25519(self.key, signed, sig[-64:])

class Signed:
    """A checkpoint; odd when there are signatures by others, twice, or otherwise spelt."""
    def __init__(self, note, origin, keys):
        text, sigs, self.by, self.odd = b"\n".join(note[1:4]) + b"\n", note[5:], {}, False
        whole = note[0] == b"checkpoint %d" % (len(note) - 1) and note[4:5] == [b""] and 0 < len(sigs) <= 100
        need(whole and note[1] == origin, "this is no checkpoint of the log, or not as many lines as it says")
        self.size, self.root = number(note[2], 0), unbase64(note[3], 32)
        for head, _, data in (line.rpartition(b" ") for line in sigs):
            sig = decoded(data)
            need(not UNFIT.search(head[4:].decode("utf-8", "replace")) and head[:4] == "— ".encode() and len(sig) > 4, "this is no signature")
            by = [k for k in keys if k.name == head[4:] and k.id == sig[:4] and k.text not in self.by]
            self.odd |= not by or base64.b64encode(sig) != data
            for k in by:
                need(k.verifies(text, sig), "the signature of %r is not by its key" % k.name)
                self.by[k.text] = sig[4:-64]  # when it signed; the host says nothing

# What an entry says: JSON that every program reads alike.
SKEW = 600 * 10**9  # how far clocks may be apart, in ns
# int refuses the constants, as NaN; a long number is none that a field may have.
JSON = json.JSONDecoder(object_pairs_hook=tuple, parse_constant=int, parse_int=lambda s: int(s) if len(s) < 25 else 0.5)

def parsed(data):
    try:
        return JSON.decode(data.decode("utf-8"))
    except (ValueError, RecursionError) as e:
        raise Wrong("this is not JSON: %s" % e) from e

def fields(data, **defaults):
    """The values of an object's fields, each of the type of its default."""
    pairs = parsed(data)
    need(type(pairs) is tuple and pairs, "a JSON object with fields is expected")
    known = [name for name, _ in pairs if name.casefold() in defaults]
    need(len(known) == len({name.casefold() for name in known}) and defaults.keys() >= set(known), "a field stands twice, or is spelt otherwise")
    out = defaults | {name: value for name, value in pairs if name in defaults}
    for name, value in out.items():
        need(type(value) is type(defaults[name]) and (type(value) is not int or -2**63 <= value < 2**63), "%s is of another type" % name)
        out[name] = re.sub("[\ud800-\udfff]", "\ufffd", value) if type(value) is str else value
    return out

def nanoseconds(text):
    m = re.fullmatch(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]{0,8}[1-9])?Z", text)
    try:
        since = datetime.datetime.strptime(m[1], "%Y-%m-%dT%H:%M:%S") - datetime.datetime(1970, 1, 1)
    except (TypeError, ValueError) as e:
        raise Wrong("%r is no time" % text) from e
    return (since.days * 86400 + since.seconds) * 10**9 + int((m[2] or ".")[1:].ljust(9, "0"))

class Verifier:
    def __init__(self, bundle):
        self.problems, self.line, self.host = [], 0, None
        self.hashes, self.times, self.notes, self.heads = [], [], [], []
        self.keys, self.parties, self.former = {}, {}, []  # in force; witnesses by party; replaced
        self.erased, self.struck, self.used, self.signed, self.sealed = {}, set(), set(), 0, 0
        self.attempt(0, self.read, bundle)
        self.problems.sort(key=lambda p: p[:2])

    def problem(self, seq, text):
        self.problems.append((self.line, seq, text))

    def attempt(self, seq, what, *args):
        try:
            what(*args)
        except Wrong as e:
            self.problem(seq, str(e))

    def read(self, bundle):
        *lines, rest = bundle.split(b"\n")
        before, ended = hashlib.sha256(), False
        for self.line, line in enumerate(lines + [rest] * bool(rest), 1):
            need(not ended and self.line <= len(lines), "the bundle goes on behind its end, or is cut off")
            need(self.line > 1 or line == b"parley bundle v1", "this is no bundle")
            if self.line == 2:
                self.host = Key(line.removeprefix(b"host "))
                need(line.startswith(b"host ") and self.host.kind == PLAIN, "the host's key is expected")
            elif line.startswith(b"end "):
                ended = True
                if line[4:] != before.hexdigest().encode():
                    self.problem(0, "the lines before were changed")
            elif line.startswith(b"checkpoint "):
                self.notes.append((self.line, [line]))
            elif self.notes:
                self.notes[-1][1].append(line)
            elif self.line > 2:
                self.hashes.append(bytes(32))
                self.attempt(len(self.hashes), self.entry, line)
            before.update(line + b"\n")
        self.line += 1
        need(ended, "the end is missing")
        self.finish()

    def entry(self, line):
        word, *f = line.split(b" ", 7)
        need(len(f) == {b"sealed": 2, b"erased": 6, b"entry": 7}.get(word) and all(f), "this is not the line of an entry")
        seq, leaf, key, sig, salt = number(f[0], 1), unbase64(f[1], 32), None, None, b""
        if word != b"sealed":
            salt = unbase64(f[5], 32)
            if f[3:5] != [b"-", b"-"]:
                key, sig = unbase64(f[3], 32), unbase64(f[4], 64)
        self.hashes[-1] = leaf
        if seq != len(self.hashes):
            self.problem(seq, "entry %d is expected here" % len(self.hashes))
        if word == b"sealed":
            self.sealed += 1
            return
        if word == b"erased":
            self.erased[seq] = self.line
        commitment = salt if word == b"erased" else hmac.digest(salt, f[6], "sha256")
        text = b"parley leaf v1\n%s\n%d\n%s\n%s\n%s\n%s\n" % (self.host.name, seq, f[2], base64.b64encode(commitment), f[3], f[4])
        if sha256(b"\0" + text) != leaf:
            self.problem(seq, "it is not what its leaf commits to")
        elif word == b"entry":
            self.attempt(seq, self.content, seq, key, sig, f[6])

    def content(self, seq, key, sig, content):
        head, _, rest = content.partition(b',"body":')
        s = fields(head + b"}", seq=0, at="0001-01-01T00:00:00Z", by="", kind="", after=0, body=...)
        parsed(rest[:-1])
        need(rest.endswith(b"}"), "its body is not the last of its fields")
        at = nanoseconds(s["at"])
        if s["seq"] != seq or self.times and at < self.times[-1][2]:
            self.problem(seq, "it calls itself entry %d, or was dated back" % s["seq"])
        self.times.append((seq, self.line, at))
        if sig is not None:
            self.signed += 1
            act = b"parley act v1\n%s\n%s\n%d\n%s\n%s\n" % (
                self.host.name, s["by"].encode(), s["after"], s["kind"].encode(), base64.b64encode(sha256(rest[:-1])))
            if sig in self.used or s["after"] >= seq:
                self.problem(seq, "it has the signature of another entry, or its author saw what did not exist")
            elif not ed25519(key, act, sig):
                self.problem(seq, "the signature is not by the key that it names")
            self.used.add(sig)
        self.take(seq, s["by"], s["kind"], rest[:-1], key and base64.b64encode(key).decode())

    def take(self, seq, by, kind, body, key):
        """Notes what the entry says about keys, witnesses and erasure."""
        mine = key == self.keys.get(by)
        if kind in ("key registered", "key revoked"):
            b = fields(body, member="", key="", by="")
            need(len(unbase64(b["key"].encode(), 32)) == 32, "a key is expected")
            if kind == "key revoked" and self.keys.get(b["member"]) == b["key"]:
                del self.keys[b["member"]]
            elif kind == "key registered":
                mine = (by, key) == (b["member"], b["key"])
                self.keys |= {by: key} if mine else {}
        elif kind == "witness named":
            b = fields(body, party="", key="")
            named = Key(b["key"].encode())
            need(named.kind == COSIGNING, "this is no key of a witness")
            self.former.append(self.parties.get(b["party"], named))
            self.parties[b["party"]] = named
        elif kind == "content erased":
            self.struck.add(fields(body, entry=0)["entry"])
        if key and not mine:
            self.problem(seq, "the key was not in force for its author")

    def finish(self):
        keys = {k.text: k for k in [self.host, *self.former, *self.parties.values()]}
        for self.line, note in self.notes:
            self.attempt(0, self.head, note, keys.values())
        for seq in self.erased.keys() - self.struck:
            self.line = self.erased[seq]
            self.problem(seq, "its content is missing, and no entry says that it was erased")
        self.line = 0
        need(self.heads and self.heads[-1].size == len(self.hashes), "no checkpoint covers the last entries")

    def head(self, note, keys):
        s = Signed(note, self.host.name, keys)
        need(self.host.text in s.by, "checkpoint: the host did not sign it")
        need(not self.heads or s.size > self.heads[-1].size, "checkpoint: it is not larger than the one before")
        need(s.size <= len(self.hashes), "checkpoint: entries are missing")
        if s.odd or root(self.hashes[:s.size]) != s.root:
            self.problem(0, "checkpoint: its entries, or signatures, are not those that it may have")
        i = bisect.bisect_right(self.times, s.size, key=lambda t: t[0])
        for at in [int.from_bytes(at, "big") * 10**9 for at in s.by.values() if at]:
            for seq, self.line, when in self.times[max(i - 1, 0):i + 1]:
                if when > at + SKEW if seq <= s.size else when < at - SKEW:
                    self.problem(seq, "a witness cosigned the record with or without it at another time: it was dated otherwise")
        self.heads.append(s)

    def report(self):
        quorum = len(self.parties) * 2 // 3 + 1
        confirmed = [h.size for h in self.heads if len({k.text for k in self.parties.values()} & h.by.keys()) >= quorum]
        return {
            "ok": not self.problems, "problems": [{"line": l, "entry": s, "problem": t} for l, s, t in self.problems],
            "origin": self.host and self.host.name.decode("utf-8", "replace"), "entries": len(self.hashes), "sealed": self.sealed,
            "erased": len(self.erased), "signed": self.signed, "received": self.heads[-1].size if self.heads else 0,
            "confirmed": max(confirmed, default=0), "need": quorum,
            "witnesses": {party: k.text.decode() for party, k in self.parties.items()},
        }

def main(*args):
    reports = [Verifier(open(name, "rb").read()).report() for name in args if name != "--json"]
    for r in reports:
        print(json.dumps(r) if "--json" in args else "%s\n%s" % ("VERIFIED" if r["ok"] else "NOT VERIFIED", json.dumps(r, indent=2)))
    sys.exit(__doc__ if not reports else not all(r["ok"] for r in reports))

if __name__ == "__main__":
    main(*sys.argv[1:])
