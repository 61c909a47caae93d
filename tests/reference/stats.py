"""Expected values for src/core/stats, from SciPy and scikit-learn. Run: /usr/bin/python3 tests/reference/stats.py

Writes stats.json beside itself. Inputs are written out too, so that the TypeScript tests need no generator in common.
"""
import json
import pathlib

import numpy as np
import scipy
import scipy.special as sp
import scipy.stats as st
import sklearn
import sklearn.metrics as skm

from bins import counts_of, edges_of

rng = np.random.default_rng(20240501)


def rounded(values, digits=4):
    return [round(float(v), digits) for v in values]


out = {
    "command": "/usr/bin/python3 tests/reference/stats.py",
    "versions": {"scipy": scipy.__version__, "numpy": np.__version__, "scikit-learn": sklearn.__version__},
}

# Special functions: rows are arguments followed by the value.
out["logGamma"] = [[x, float(sp.gammaln(x))] for x in (1e-8, 0.1, 0.5, 1.5, 3.0, 11.9, 12.0, 171.5, 1e4, 1e8)]
grid = [(a, x) for a in (0.3, 0.5, 1, 4.5, 50, 600) for x in (1e-6, 0.2, 1, 4.4, 40, 55, 610, 900)]
out["gamma"] = [[a, x, float(sp.gammainc(a, x)), float(sp.gammaincc(a, x))] for a, x in grid]
out["betaI"] = [
    [a, b, x, float(sp.betainc(a, b, x))]
    for a in (0.5, 1, 3, 40, 2500)
    for b in (0.5, 2, 30, 2400)
    for x in (0.001, 0.3, 0.5, 0.9, 0.999)
]
out["normal"] = [[z, float(st.norm.cdf(z))] for z in (-30, -8, -3, -1.96, -0.1, 0, 0.5, 2, 6)]
out["normalQuantile"] = [
    [p, float(st.norm.ppf(p))] for p in (1e-300, 1e-20, 1e-6, 0.001, 0.025, 0.3, 0.5, 0.8, 0.975, 0.999999)
]
out["chiSquareSf"] = [[x, df, float(st.chi2.sf(x, df))] for x in (0, 0.5, 3.84, 20, 100, 800) for df in (1, 2, 9, 100)]
out["binomialCdf"] = [
    [k, n, p, float(st.binom.cdf(k, n, p))]
    for k, n, p in ((0, 10, 0.5), (3, 10, 0.5), (9, 10, 0.2), (410, 500, 0.87), (380, 500, 0.87), (-1, 5, 0.5), (5, 5, 0.5))
]

# Kolmogorov
out["kolmogorovSf"] = [
    [d, n, float(st.kstwo.sf(d, n))]
    for n in (1, 2, 5, 17, 60, 140, 141, 250, 454, 2000, 5000)
    for d in (0.002, 0.01, 0.02, 0.03, 0.045, 0.06, 0.08, 0.11, 0.15, 0.2, 0.3, 0.45, 0.6, 0.9)
]
out["smirnovSf"] = [[d, n, float(sp.smirnov(n, d))] for n in (1, 7, 60, 454) for d in (0.01, 0.1, 0.2, 0.5, 0.95)]
out["kolmogorovLimitSf"] = [[z, float(sp.kolmogorov(z))] for z in (0.2, 0.5, 0.9, 1.0, 1.36, 2.5, 5)]

# Two samples: continuous of unequal size, with ties, and equal
pairs = [
    (rng.normal(0, 1, 60), rng.normal(0.5, 1.3, 35)),
    (rng.integers(0, 6, 80) / 4, rng.integers(1, 7, 41) / 4),
    (rng.gamma(2, 1, 250), rng.gamma(2, 1.6, 90)),
    (np.arange(12.0), np.arange(12.0)),
    (np.array([1.0]), np.array([0.0, 2.0, 3.0])),
]
out["samples"] = []
for a, b in pairs:
    a, b = np.round(a, 4), np.round(b, 4)
    asymptotic = st.ks_2samp(a, b, method="asymp")
    # SciPy's exact method for d < 1 counts paths at the sample sizes alone, as ours does, ties or not.
    exact = st.ks_2samp(a, b, method="exact")
    edges = edges_of(a, 10)
    count = lambda v: counts_of(v, edges).tolist()
    ca, cb = np.array(count(a)), np.array(count(b))
    pa, pb = np.maximum(1e-4, ca / ca.sum()), np.maximum(1e-4, cb / cb.sum())
    out["samples"].append(
        {
            "a": rounded(a),
            "b": rounded(b),
            "ks": {"statistic": float(asymptotic.statistic), "asymptotic": float(asymptotic.pvalue), "exact": float(exact.pvalue)},
            "wasserstein": float(st.wasserstein_distance(a, b)),
            "quantiles": [[q, float(np.quantile(a, q))] for q in (0, 0.1, 0.25, 0.333, 0.5, 0.9, 1)],
            "edges": [float(e) for e in edges],
            "counts": {"a": count(a), "b": count(b)},
            "psi": float(np.sum((pb - pa) * np.log(pb / pa))),
        }
    )

# The exact two-sample distribution, from one value against eight to samples of some hundred.
out["ksExact"] = []
own = np.random.default_rng(7)
for m, n in ((1, 8), (1, 1), (2, 3), (3, 5000), (5, 7), (8, 8), (20, 35), (50, 5000), (300, 400)):
    a, b = np.round(own.normal(0.3, 1, m), 6), np.round(own.normal(0, 1, n), 6)
    if (m, n) == (1, 8):
        a, b = np.array([9.0]), np.arange(1.0, 9.0)
    r = st.ks_2samp(a, b, method="exact")
    out["ksExact"].append({"m": m, "n": n, "statistic": float(r.statistic), "p": float(r.pvalue)})

# Tables
tables = [[[10, 20, 30], [6, 9, 17]], [[500, 490, 0, 510], [40, 61, 0, 50]], [[5, 1], [2, 9], [7, 7]]]
out["contingency"] = []
for table in tables:
    kept = [column for column in zip(*table) if sum(column)]
    r = st.chi2_contingency(np.array(kept).T, correction=False)
    out["contingency"].append({"table": table, "statistic": float(r.statistic), "df": int(r.dof), "p": float(r.pvalue)})
out["goodnessOfFit"] = []
for counts, shares in (([16, 18, 16, 14, 12, 12], [1] * 6), ([90, 110, 300], [0.2, 0.2, 0.6])):
    r = st.chisquare(counts, np.array(shares) / sum(shares) * sum(counts))
    out["goodnessOfFit"].append({"counts": counts, "shares": shares, "statistic": float(r.statistic), "p": float(r.pvalue)})
out["fisherLess"] = [
    [a, n, b, m, float(st.fisher_exact([[a, n - a], [b, m - b]], alternative="less").pvalue)]
    for a, n, b, m in ((3, 10, 8, 10), (410, 500, 4350, 5000), (380, 500, 4350, 5000), (440, 500, 4350, 5000), (0, 5, 0, 9))
]

# Families of p-values. Holm and Bonferroni follow their definition; SciPy 1.10 has no function for them.
p = [0.001, 0.2, 0.03, 0.03, 0.9, 0.0004, 1.0, 0.011]
order = np.argsort(p, kind="stable")
m = len(p)
holm, hochberg = np.ones(m), np.ones(m)
holm[order] = np.minimum(1, np.maximum.accumulate(np.array(p)[order] * (m - np.arange(m))))
scaled = np.array(p)[order] * m / np.arange(1, m + 1)
hochberg[order] = np.minimum(1, np.minimum.accumulate(scaled[::-1])[::-1])
out["adjust"] = {"p": p, "bonferroni": [min(1, v * m) for v in p], "holm": holm.tolist(), "benjaminiHochberg": hochberg.tolist()}

# Bootstrap: SciPy's own replicates, so that the interval can be compared without its generator.
data = np.round(rng.exponential(2, 40), 4)
out["bootstrap"] = {"data": rounded(data)}
for method in ("percentile", "BCa"):
    r = st.bootstrap((data,), np.mean, n_resamples=499, method=method, random_state=np.random.default_rng(7))
    out["bootstrap"][method] = {
        "replicates": [float(v) for v in r.bootstrap_distribution],
        "low": float(r.confidence_interval.low),
        "high": float(r.confidence_interval.high),
    }

out["mcNemar"] = []
for b, c in ((0, 0), (5, 12), (40, 41), (210, 160), (3, 0)):
    exact = 1.0 if b + c == 0 else float(st.binomtest(min(b, c), b + c, 0.5).pvalue)
    statistic = 0.0 if b + c == 0 else max(0, abs(b - c) - 1) ** 2 / (b + c)
    out["mcNemar"].append({"b": b, "c": c, "exact": exact, "statistic": statistic, "continuity": float(st.chi2.sf(statistic, 1))})

# A classifier of 4 classes, of which the last is never predicted
labels = rng.integers(0, 4, 60)
logits = rng.normal(0, 1, (60, 4)) + 1.5 * np.eye(4)[labels]
logits[:, 3] -= 4
probabilities = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
predicted = probabilities.argmax(1)
precision, recall, f1, support = skm.precision_recall_fscore_support(labels, predicted, labels=range(4), zero_division=0)
confidence = probabilities.max(1)
ece = 0.0
for low in np.arange(15) / 15:
    inside = (confidence > low) & (confidence <= low + 1 / 15)
    if inside.any():
        ece += inside.mean() * abs((predicted == labels)[inside].mean() - confidence[inside].mean())
out["classifier"] = {
    "labels": labels.tolist(),
    "probabilities": probabilities.ravel().tolist(),
    "accuracy": float(skm.accuracy_score(labels, predicted)),
    "logLoss": float(skm.log_loss(labels, probabilities, labels=range(4))),
    "brier": float(np.mean(np.sum((probabilities - np.eye(4)[labels]) ** 2, axis=1))),
    "ece": float(ece),
    "confusion": skm.confusion_matrix(labels, predicted, labels=range(4)).ravel().tolist(),
    "precision": precision.tolist(),
    "recall": recall.tolist(),
    "f1": f1.tolist(),
    "support": support.tolist(),
}

path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(out, indent=1) + "\n")
print(path.name, path.stat().st_size, "bytes")
