"""What should have arrived, said in the user's words; a missing and a surplus message both fail."""

from dataclasses import dataclass


@dataclass
class Want:
    """One message that should arrive. A field that is None is not looked at. at: scenario minutes."""

    to: str
    at: float = None
    kind: str = None
    rung: int = None
    repeat: int = None
    level: str = None
    ask: bool = None
    topic: str = None

    def fits(self, arrival):
        n, matter = arrival.notification, arrival.matter
        return (
            self.to == arrival.to
            and (self.at is None or abs(self.at - arrival.minute) < 1e-6)
            and (self.kind is None or self.kind == n.get("kind"))
            and (self.rung is None or self.rung == n.get("step"))
            and (self.repeat is None or self.repeat == n.get("repeat"))
            and (self.level is None or self.level == matter.get("level"))
            and (self.topic is None or matter.get("key", "").endswith("/" + self.topic))
        )

    def __str__(self):
        parts = [f"+{self.at:g}" if self.at is not None else "at any time", f"to {self.to}:"]
        parts.append(self.kind or "a message")
        for word, value in (("rung", self.rung), ("repeat", self.repeat), ("level", self.level), ("topic", self.topic)):
            if value is not None:
                parts.append(f"{word} {value}")
        return " ".join(parts)

    def weight(self):
        return sum(v is not None for v in (self.at, self.kind, self.rung, self.repeat, self.level, self.topic))


def everyone(names, **common):
    return [Want(to=name, **common) for name in names]


def compare(wants, arrivals):
    """Pairs wants with arrivals, the most specific wants first; returns (missing, surplus)."""
    left = list(arrivals)
    missing = []
    for want in sorted(wants, key=Want.weight, reverse=True):
        hit = next((a for a in left if want.fits(a)), None)
        if hit is None:
            missing.append(want)
        else:
            left.remove(hit)
    return missing, left


def report(missing, surplus, arrivals):
    lines = []
    if missing:
        lines += ["should have been told and was not:"] + [f"  {w}" for w in missing]
    if surplus:
        lines += ["was told and should not have been:"] + [f"  {a}" for a in surplus]
    lines += ["everything that arrived:"] + [f"  {a}" for a in arrivals]
    return "\n".join(lines)
