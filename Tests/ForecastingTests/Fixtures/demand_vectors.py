"""Reference vectors of the demand forecaster: prints demand-vectors.json.

An implementation of its own in NumPy, written from the definitions: whole arrays and slices instead
of running sums, dense least squares instead of elimination, no caches. Times are UTC.

    python3 demand_vectors.py > demand-vectors.json
"""
import json

import numpy as np

PRIOR = np.array([0.1, 0.05, -0.05, 0.3, 0.1, 0.1, -0.1, 0.35, 0.2, 0.05, 0.3, 0.25, 0.1, 0.1])
DECILES = np.arange(1, 10) / 10


def tame(values, per_day):
    days = len(values) // per_day
    if days < 3:
        return values.copy()
    table = values[len(values) - days * per_day:].reshape(days, per_day)
    profile = np.median(table, axis=0)
    expected = profile + np.median(table - profile, axis=1)[:, None]
    deviation = table - expected
    scale = max(1.4826 * np.median(abs(deviation)), 0.25 * np.sqrt((deviation**2).mean()), 1e-9)
    weeks = np.full((2, days, per_day), np.nan)
    weeks[0, 7:], weeks[1, :-7] = table[:-7], table[7:]
    low = np.fmin(expected - 6 * scale, np.fmin(*weeks))
    high = np.fmax(expected + 6 * scale, np.fmax(*weeks))
    clipped = np.clip(table, low, high)
    return np.concatenate([values[:len(values) - days * per_day], clipped.ravel()])


class Frame:
    """counts: NaN where unknown. start: minutes since the epoch."""

    def __init__(self, counts, width, start, holidays=()):
        self.counts = np.array(counts, float)
        self.per_day = 1440 // width
        first = start // width
        self.first_day, self.offset = divmod(first, self.per_day)
        self.holidays = set(holidays)
        self.known = ~np.isnan(self.counts)
        self.values = np.sqrt(self.counts)
        for slot in np.flatnonzero(~self.known):
            self.values[slot] = self.substitute(slot)
        self.tamed = tame(self.values, self.per_day)

    def day_class(self, slot):
        day = self.first_day + (self.offset + slot) // self.per_day
        return 6 if day in self.holidays else (day + 3) % 7

    def phase(self, slot):
        return (self.offset + slot) % self.per_day

    def substitute(self, slot):
        before = range(slot - self.per_day, -1, -self.per_day)
        after = range(slot + self.per_day, len(self.counts), self.per_day)
        like = [s for s in before if self.day_class(s) == self.day_class(slot)]
        for candidates in (like, before, after):
            known = [s for s in candidates if self.known[s]][:2]
            if known:
                return np.sqrt(self.counts[known]).mean()
        return 0.0


def smoothed_states(frame, origins):
    """Level, daily and weekly season, error and what is left of it after a slot, at each origin."""
    day, n = frame.per_day, len(frame.tamed)
    per_hour = day / 24
    kept = 0.95 ** (1 / per_hour)
    opening = frame.tamed[:min(7, min(origins) // day) * day]
    level, daily, weekly, error = opening.mean(), np.zeros(day), np.zeros((7, day)), 0.0
    phases = np.array([frame.phase(s) for s in range(len(opening))])
    for phase in range(day):
        daily[phase] = (opening[phases == phase] - level).mean()
    scale = abs(opening - level - daily[phases]).mean() + 1e-9
    states = {}
    for slot in range(n + 1):
        if slot in origins:
            states[slot] = (level, daily.copy(), weekly.copy(), error, kept)
        if slot == n:
            break
        if not frame.known[slot]:
            error *= kept
            continue
        phase, kind, limit = frame.phase(slot), frame.day_class(slot), 4 * scale
        deviation = frame.tamed[slot] - level - daily[phase] - weekly[kind, phase]
        surprise = np.clip(deviation - kept * error, -limit, limit)
        scale += 0.01 * (abs(surprise) - scale)
        error = np.clip(deviation, -limit, limit)
        level += 0.01 / per_hour * surprise
        daily[phase] += 0.1 * surprise
        weekly[kind, phase] += 0.1 * surprise
    return states


def lookback(frame, slot, ahead):
    """Days back of the last seven days, four like days and five days of the same kind."""
    own = frame.day_class(slot)
    backs = [b for b in range(ahead, slot // frame.per_day + 1) if slot - b * frame.per_day >= 0]
    past = {b: frame.day_class(slot - b * frame.per_day) for b in backs}
    like = [b for b in backs if past[b] == own][:4]
    kind = [b for b in backs if (past[b] >= 5) == (own >= 5)][:5]
    return backs[:7], like, kind


def features(frame, states, origin, step):
    """A row of the 14 columns, and the level that it is relative to."""
    day, x = frame.per_day, frame.tamed
    slot, ahead = origin + step, step // day + 1
    hour, six = max(1, day // 24), max(3, 3 * max(1, day // 12))
    level = x[origin - min(7, origin // day) * day:origin].mean()
    last_day = x[origin - day:origin].mean()
    week_ago = origin - 7 * day

    def at(back):
        return x[slot - back * day]

    def around(back):
        middle = slot - back * day
        return x[max(middle - hour, 0):min(middle + hour + 1, origin)].mean()

    def deviation(width):
        days = min(7, (origin - width) // day)
        if days < 1:
            return 0.0
        past = [x[origin - width - b * day:origin - b * day].mean() for b in range(1, days + 1)]
        return x[origin - width:origin].mean() - np.mean(past)

    week, like, kind = lookback(frame, slot, ahead)
    of_week = np.array([at(b) for b in week])
    like_or_week = like or week
    from_last_week = 0.0
    if week_ago >= six:
        from_last_week = x[origin - six:origin].mean() - x[week_ago - six:week_ago].mean()
    base, daily, weekly, error, kept = states[origin]
    phase, own = frame.phase(slot), frame.day_class(slot)
    smoothed = base + daily[phase] + weekly[own, phase] + error * kept ** (step + 1)
    hours = step * 24 / day
    growth = np.clip(last_day / max(level, 1e-6) - 1, -1, 2)
    row = [
        np.median(of_week) - level,
        np.mean([around(b) for b in week]) - level,
        np.mean([at(b) for b in like_or_week]) - level,
        np.mean([around(b) for b in like_or_week]) - level,
        last_day - level,
        (x[week_ago:week_ago + day].mean() if week_ago >= 0 else level) - level,
        (x[week_ago - day:week_ago].mean() if week_ago >= day else level) - level,
        deviation(six) * np.exp(-hours / 12),
        smoothed - level,
        at(kind[0]) - level if kind else 0.0,
        np.median([at(b) for b in kind]) - level if kind else 0.0,
        (of_week.mean() - level) * growth,
        deviation(hour) * np.exp(-hours),
        from_last_week * np.exp(-hours / 12),
    ]
    return np.array(row), level


def ridge(x, y, weight, shape, strength, floor, prior):
    mean_gram = shape.T @ shape / len(shape)
    pull = strength * (mean_gram + 0.1 * np.diag(np.diag(mean_gram) + floor))
    return np.linalg.solve(x.T @ (weight[:, None] * x) + pull, x.T @ (weight * y) + pull @ prior)


def weighted_deciles(values, weights):
    order = np.argsort(values, kind="stable")
    values, weights = np.asarray(values)[order], np.asarray(weights)[order]
    middles = np.cumsum(weights) - weights / 2
    return np.interp(DECILES * weights.sum(), middles, values)


class Regression:
    def __init__(self, frame):
        self.frame = frame
        day, n = frame.per_day, len(frame.counts)
        step = max(1, day // 3)
        last = n - day
        learned = max(21, min(48, 504 // day)) * day
        first = min(max(8 * day, last - learned), max(2 * day, last - 3 * day))
        self.origins = list(range(last, first - 1, -step))[::-1]
        self.stride = max(1, day // 48)
        self.states = smoothed_states(frame, set(self.origins) | {n})
        self.rows = [self.past(i, 1) for i in range(len(self.origins))]
        outcomes = np.concatenate([r["tamed"] for r in self.rows])
        self.spread = max(outcomes.std(), 0.3 * frame.values.std(), 1e-3)
        self.step = step
        newest = range(len(self.rows))
        self.weights = self.learn(newest, 1)
        lag = -(-day // step)
        honest, latest = [], PRIOR
        for i in newest:
            if i % 3 == 0:
                latest = self.learn(range(0, i - lag + 1), lag * step / day)
            honest.append(latest)
        self.judge(honest)

    def past(self, index, ahead):
        frame, origin, day = self.frame, self.origins[index], self.frame.per_day
        steps = range((ahead - 1) * day + index % self.stride, ahead * day, self.stride)
        steps = [s for s in steps if frame.known[origin + s]]
        made = [features(frame, self.states, origin, s) for s in steps]
        slots = np.array([origin + s for s in steps], int)
        level = made[0][1] if made else 0.0
        x = np.array([m[0] for m in made]).reshape(len(made), 14)
        return dict(origin=origin, x=x, slots=slots, level=level,
                    tamed=frame.tamed[slots] - level, value=frame.values[slots] - level)

    def learn(self, indices, newest_age):
        """newest_age: how many days ago the last of the origins was."""
        indices = list(indices)
        parts = [self.rows[i] for i in indices if len(self.rows[i]["x"])]
        if not parts:
            return PRIOR
        x, y = np.concatenate([p["x"] for p in parts]), np.concatenate([p["tamed"] for p in parts])
        ages = newest_age + (indices[-1] - np.array(indices)) * self.step / self.frame.per_day
        weight = np.repeat(np.exp(-ages / 20), [len(self.rows[i]["x"]) for i in indices])
        strength = 24 * len(x) / len(indices)
        return ridge(x, y, weight, x, strength, 0.01 * self.spread**2, PRIOR)

    def judge(self, honest):
        frame, day, n = self.frame, self.frame.per_day, len(self.frame.counts)
        fitted = unseen = 0.0
        errors = np.zeros((7, 3))
        for part, then in zip(self.rows, honest):
            weight = np.exp(-(n - part["origin"]) / day / 10)
            fitted += weight * abs(part["value"] - part["x"] @ self.weights).sum()
            unseen += weight * abs(part["value"] - part["x"] @ then).sum()
            for slot, guess in zip(part["slots"], part["x"] @ then + part["level"]):
                ago = (n - 1 - slot) // day
                if ago < 7 and frame.known[slot - day]:
                    came = frame.counts[slot]
                    errors[ago] += [abs(came - max(guess, 0) ** 2),
                                    abs(came - frame.counts[slot - day]), 1]
        self.stretch = min(max(unseen / fitted, 1), 1.6)
        self.last_week = None
        if (errors[:, 2] > 0).all():
            model, naive, _ = errors.sum(axis=0)
            self.last_week = [model / naive, int((errors[:, 0] > errors[:, 1]).sum())]

    def residuals(self, ahead):
        n, day = len(self.frame.counts), self.frame.per_day
        chosen = list(range(len(self.origins)))
        while ahead > 1:
            chosen = [i for i in chosen if i % 3 == 0]
            possible = [i for i in chosen if self.origins[i] + ahead * day <= n]
            if len(possible) >= 3:
                chosen = possible
                break
            ahead -= 1
        if ahead == 1:
            chosen = list(range(len(self.origins)))
        found = []
        for index in chosen:
            part = self.past(index, ahead)
            weight = np.exp(-(n - part["origin"]) / day / 10)
            fitted = part["x"] @ self.weights
            for slot, guess, value in zip(part["slots"], fitted, part["value"]):
                level = np.floor((guess + part["level"]) / self.spread * 16 + 0.5)
                found.append((value - guess, level, self.frame.phase(slot), weight))
        return np.array(found)

    def forecast(self, steps):
        n, day = len(self.frame.counts), self.frame.per_day
        result = []
        for step in range(steps):
            if step % day == 0:
                pool = self.residuals(step // day + 1)
            row, level = features(self.frame, self.states, n, step)
            value = row @ self.weights + level
            apart = abs(pool[:, 1] - np.floor(value / self.spread * 16 + 0.5))
            phases = abs(pool[:, 2] - self.frame.phase(n + step))
            phases = np.minimum(phases, day - phases) / (day / 4)
            near = np.exp(-(np.minimum(apart / 16, 6) ** 2) / 2) * np.exp(-(phases**2) / 2)
            weight = pool[:, 3] * near + 1e-12
            roots = np.maximum(value + pool[:, 0] * self.stretch, 0)
            deciles = weighted_deciles(pool[:, 0], weight) * self.stretch
            counts = np.maximum(value + deciles, 0) ** 2
            counts = np.where(counts < 3, np.floor(counts + 0.5), counts)
            result.append([np.average(roots**2, weights=weight), *counts])
        return np.array(result)


def explained_share(values, groups):
    """Adjusted R² of a one-way analysis of variance, by least squares on indicators."""
    indicators = (groups[:, None] == np.unique(groups)).astype(float)
    fitted = indicators @ np.linalg.lstsq(indicators, values, rcond=None)[0]
    n, k = len(values), indicators.shape[1]
    within, total = ((values - fitted) ** 2).sum(), ((values - values.mean()) ** 2).sum()
    return float(np.clip(1 - within / (n - k) / (total / (n - 1)), 0, 1))


def sample(seed, days, width, start):
    """Office-like traffic with a burst and a hole."""
    random = np.random.default_rng(seed)
    minutes = start + np.arange(days * 1440 // width) * width
    hour, weekday = minutes % 1440 / 60, (minutes // 1440 + 3) % 7
    rate = (20 + 60 * np.exp(-((hour - 14) / 4) ** 2)) * np.where(weekday >= 5, 0.4, 1)
    counts = random.poisson(rate).astype(float)
    counts[len(counts) // 2] = 900
    counts[len(counts) // 3:len(counts) // 3 + 3] = np.nan
    return counts


def forecast_vector(seed, days, width, start, steps, holidays):
    frame = Frame(sample(seed, days, width, start), width, start, holidays)
    model = Regression(frame)
    n = len(frame.counts)
    states = smoothed_states(frame, {n})
    rows = [features(frame, states, n, s)[0].tolist() for s in range(0, steps, 5)]
    day, phase = frame.per_day, np.array([frame.phase(s) for s in range(n)])
    hour = phase * min(day, 24) // day
    weekhour = np.array([frame.day_class(s) for s in range(n)]) * 24 + hour
    known = frame.known
    level, daily, weekly, error, _ = states[n]
    return dict(
        binMinutes=width, startMinute=start, holidays=list(holidays),
        counts=[None if np.isnan(c) else int(c) for c in frame.counts],
        tamed=frame.tamed.tolist(), rowEvery=5, rows=rows,
        smoothing=[level, error, *daily, *weekly.ravel()],
        dayShare=explained_share(frame.tamed[known], hour[known]),
        weekShare=explained_share(frame.tamed[known], weekhour[known]) if days >= 14 else None,
        lastWeek=model.last_week, forecast=model.forecast(steps).tolist())


def ridge_vector():
    random = np.random.default_rng(5)
    x = random.normal(size=(30, 14)) @ random.normal(size=(14, 14))
    x[:, 3] = 0
    y, weight = x @ PRIOR * 1.3 + random.normal(size=30), random.uniform(0.2, 1, 30)
    return dict(rows=x.tolist(), targets=y.tolist(), weights=weight.tolist(), strength=7.5,
                floor=0.02, estimate=ridge(x, y, weight, x, 7.5, 0.02, PRIOR).tolist())


def rounded(value):
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    if isinstance(value, list):
        return [rounded(v) for v in value]
    return float(f"{value:.12g}") if isinstance(value, float) else value


if __name__ == "__main__":
    vectors = dict(
        # Monday 2025-09-01 00:00, and Wednesday 2025-09-03 09:00 with a holiday on the 15th.
        forecasts=[forecast_vector(1, 11, 120, 29_278_080, 24, []),
                   forecast_vector(2, 24, 180, 29_281_500, 24, [20_346])],
        ridge=ridge_vector())
    print(json.dumps(rounded(vectors), separators=(",", ":")))
