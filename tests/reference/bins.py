"""Bins of equal share that are the same for x and -x: the rule of src/core/stats/distance.ts, written a second time in NumPy.

Imported by the scripts beside it.
"""
from fractions import Fraction

import numpy as np


def edges_of(values, bins):
    """Inner edges; one that stands twice marks the bin of a single value."""
    values = np.sort(np.asarray(values, float))
    n = len(values)
    points, cuts = set(), {}
    for k in range(1, bins):
        place = Fraction((n - 1) * k, bins)
        low = values[int(place)]
        high = values[min(int(place) + 1, n - 1)]
        edge = low if place.denominator == 1 else np.quantile([low, high], float(place - int(place)))
        below, up_to = int((values < edge).sum()), int((values <= edge).sum())
        if below == up_to:
            cuts.setdefault(below, []).append(edge)
            continue
        if Fraction(up_to - below, n) >= Fraction(1, bins):
            points.add(edge)
            continue
        wanted = Fraction(k * n, bins)
        if wanted - below == up_to - wanted:
            gaps = [edge - values[below - 1] if below > 0 else np.inf, values[up_to] - edge if up_to < n else np.inf]
            if gaps[0] == gaps[1]:
                points.add(edge)
                continue
            rank = below if gaps[0] > gaps[1] else up_to
        else:
            rank = below if wanted - below < up_to - wanted else up_to
        if 0 < rank < n:
            cuts.setdefault(rank, []).extend([None, None])
    for point in points:
        cuts.pop(int((values < point).sum()), None)
        cuts.pop(int((values <= point).sum()), None)
    single = [e[0] if len(e) == 1 else (values[rank - 1] + values[rank]) / 2 for rank, e in cuts.items()]
    return np.sort(np.array(single + [p for point in points for p in (point, point)], float))


def counts_of(values, edges):
    """Counts of values in the bins; a value on an edge that stands once counts half on either side."""
    values = np.asarray(values, float)
    low, high = np.searchsorted(edges, values, side="left"), np.searchsorted(edges, values, side="right")
    counts = np.zeros(len(edges) + 1)
    for first, last in zip(low, high):
        if last - first == 1:
            counts[first] += 0.5
            counts[last] += 0.5
        else:
            counts[(first + last) // 2] += 1
    return counts


def bins_of(values, edges):
    """The bin of each value of the sample that the edges were made of."""
    low, high = np.searchsorted(edges, values, side="left"), np.searchsorted(edges, values, side="right")
    return (low + high) // 2
