"""Parts 2 to 4 of the exploration with NumPy, pandas and SciPy: what the Explore cell works out of all 70,000 images.

Run: python3 bench/explore/statistics.py FOLDER   (Debian: python3-numpy, python3-scipy, python3-pandas)
Prints one line of JSON with a few of the numbers, so that both sides can be seen to have done the same.
"""
import gzip
import hashlib
import json
import sys

import numpy as np
import pandas as pd
import scipy
from scipy import stats
from scipy.cluster.hierarchy import leaves_list, linkage
from scipy.spatial.distance import squareform

FOLDER = sys.argv[1]
LEVELS = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]
FEATURES = ["mean", "contrast", "inkArea", "centroidX", "centroidY", "width", "height", "symmetryLR", "symmetryTB",
            "entropy", "sharpness", "edgeDensity"]
files = {}


def read(name, header):
    with gzip.open(f"{FOLDER}/{name}-ubyte.gz") as file:
        raw = file.read()
    files[name] = (len(raw), hashlib.sha256(raw).hexdigest())
    return np.frombuffer(raw, np.uint8, offset=header)


def images_of(part):
    return read(f"{part}-images-idx3", 16).reshape(-1, 784), read(f"{part}-labels-idx1", 8)


train, train_labels = images_of("train")
test, test_labels = images_of("t10k")
images = np.concatenate([train, test])
labels = np.concatenate([train_labels, test_labels])

# Splits of the training file, stratified, 8:1:1:2.
rng = np.random.default_rng(1)
split = np.full(len(images), 4)
for label in range(10):
    members = rng.permutation(np.flatnonzero(train_labels == label))
    for at, part in enumerate(np.split(members, np.round(len(members) * np.array([8, 9, 10]) / 12).astype(int))):
        split[part] = at
scope = split < 4


def level_statistics(counts):
    """Mean, deviation, quantiles, skewness and kurtosis of values given by their 256 counts."""
    x, n = np.arange(256), counts.sum()
    mean = (counts * x).sum() / n
    second, third, fourth = (((x - mean) ** k * counts).sum() / n for k in (2, 3, 4))
    ranks = np.searchsorted(counts.cumsum(), (n - 1) * np.array(LEVELS), side="right")
    return [mean, second**0.5, *ranks, third / second**1.5, fourth / second**2 - 3, counts[0] / n]


# Pixels: counts of the values, by class and by split.
intensity_by_class = np.array([np.bincount(images[scope & (labels == c)].ravel(), minlength=256) for c in range(10)])
intensity_by_split = np.array([np.bincount(images[split == s].ravel(), minlength=256) for s in range(5)])
pixel_statistics = [level_statistics(counts) for counts in intensity_by_split]
whole = level_statistics(intensity_by_class.sum(0))
per_class = np.array([np.bincount(labels[split == s], minlength=10) for s in range(5)])
blank = [int((images[split == s].max(1) == 0).sum()) for s in range(5)]

# Mean, median, deviation and entropy image of each class; mode share of each pixel.
means, medians, deviations, entropies = [], [], [], []
mode = np.zeros((784, 256), np.int64)
offsets = np.arange(784) * 256
for c in range(10):
    members = train[train_labels == c]
    counts = np.bincount((members.astype(np.int64) + offsets).ravel(), minlength=784 * 256).reshape(784, 256)
    mode += counts
    means.append(members.mean(0))
    deviations.append(members.std(0))
    medians.append(np.median(members, axis=0))
    entropies.append(stats.entropy(counts, base=2, axis=1))
mode_share = mode.max(1) / len(train)


def named_features(batch):
    """Twelve features of images; vectorised over a batch."""
    n = len(batch)
    x = batch.reshape(n, 28, 28).astype(np.float32)
    flat = x.reshape(n, 784)
    total = flat.sum(1)
    safe = np.where(total > 0, total, 1)
    ink = batch.reshape(n, 28, 28) > 25
    columns, rows = ink.any(1), ink.any(2)

    def extent(flags):
        has = flags.any(1)
        return np.where(has, 28 - flags[:, ::-1].argmax(1) - flags.argmax(1), 0)

    levels = np.bincount((batch.astype(np.int64) + 256 * np.arange(n)[:, None]).ravel(), minlength=256 * n)
    shares = levels.reshape(n, 256) / 784
    logs = np.log2(shares, out=np.zeros_like(shares), where=shares > 0)
    laplacian = (x[:, :-2, 1:-1] + x[:, 2:, 1:-1] + x[:, 1:-1, :-2] + x[:, 1:-1, 2:] - 4 * x[:, 1:-1, 1:-1]) / 255
    across = (x[:, :-2, 2:] + 2 * x[:, 1:-1, 2:] + x[:, 2:, 2:]) - (x[:, :-2, :-2] + 2 * x[:, 1:-1, :-2] + x[:, 2:, :-2])
    down = (x[:, 2:, :-2] + 2 * x[:, 2:, 1:-1] + x[:, 2:, 2:]) - (x[:, :-2, :-2] + 2 * x[:, :-2, 1:-1] + x[:, :-2, 2:])
    return np.stack([
        flat.mean(1) / 255,
        flat.std(1) / 255,
        ink.mean((1, 2)),
        np.where(total > 0, x.sum(1) @ np.arange(28, dtype=np.float32) / safe, 13.5),
        np.where(total > 0, x.sum(2) @ np.arange(28, dtype=np.float32) / safe, 13.5),
        extent(columns),
        extent(rows),
        np.where(total > 0, 1 - np.abs(x - x[:, :, ::-1]).sum((1, 2)) / (2 * safe), 1),
        np.where(total > 0, 1 - np.abs(x - x[:, ::-1]).sum((1, 2)) / (2 * safe), 1),
        -(shares * logs).sum(1),
        laplacian.reshape(n, -1).var(1),
        (across**2 + down**2 > 255**2).mean((1, 2)),
    ], axis=1)


# Batches that stay in the cache: quicker than all images at once.
frame = pd.DataFrame(np.concatenate([named_features(images[at:at + 500]) for at in range(0, len(images), 500)]), columns=FEATURES)
frame["label"] = labels
frame["split"] = split


def describe(values):
    out = values[FEATURES].agg(["count", "mean", "min", "max"])
    out.loc["std"] = values[FEATURES].std(ddof=0)
    for level, row in zip(LEVELS, values[FEATURES].quantile(LEVELS).to_numpy()):
        out.loc[level] = row
    out.loc["skewness"] = stats.skew(values[FEATURES].to_numpy(), axis=0)
    out.loc["kurtosis"] = stats.kurtosis(values[FEATURES].to_numpy(), axis=0)
    out.loc["zeros"] = (values[FEATURES] == 0).sum()
    return out


described = frame[scope]
pooled = describe(described)
by_class = {c: describe(part) for c, part in described.groupby("label")}
by_split = {s: describe(part) for s, part in frame.groupby("split")}
edges = {f: np.histogram_bin_edges(described[f], 40) for f in FEATURES}
histograms = {f: [np.histogram(part[f], edges[f])[0] for _, part in described.groupby("label")] for f in FEATURES}
missing = frame.isna().sum()
hashes = {f: hashlib.sha256(frame[f].to_numpy(np.float32).tobytes()).hexdigest() for f in FEATURES}

# Every split against fit, corrected by Holm.
fit = frame[split == 0]
tests = []
for s in range(1, 5):
    other = frame[split == s]
    tests.append((s, "class", stats.chi2_contingency([per_class[s], per_class[0]], correction=False)[1], 0))
    for f in FEATURES:
        result = stats.ks_2samp(other[f], fit[f], method="asymp")
        shift = (other[f].mean() - fit[f].mean()) / fit[f].std()
        tests.append((s, f, result.pvalue, shift))
p = np.array([test[2] for test in tests])
order = np.argsort(p)
adjusted = np.empty(len(p))
adjusted[order] = np.minimum(1, np.maximum.accumulate(p[order] * (len(p) - np.arange(len(p)))))

# Features with each other and with the class.
values = described[FEATURES].to_numpy()
pearson = np.corrcoef(values.T)
spearman = stats.spearmanr(values).correlation
label = described["label"].to_numpy()
groups = described.groupby("label")[FEATURES]
between = ((groups.mean() - described[FEATURES].mean()) ** 2).mul(groups.size(), axis=0).sum()
eta_squared = between / ((described[FEATURES] - described[FEATURES].mean()) ** 2).sum()
information = {}
for f in FEATURES:
    cut = np.unique(np.quantile(described[f], np.arange(1, 32) / 32))
    table = np.zeros((10, len(cut) + 1))
    np.add.at(table, (label, np.searchsorted(cut, described[f], side="left")), 1)
    joint = table / table.sum()
    outer = joint.sum(1, keepdims=True) * joint.sum(0, keepdims=True)
    information[f] = (joint[joint > 0] * np.log2(joint[joint > 0] / outer[joint > 0])).sum()

# All pixels with each other: correlations, clustered order, pairs, principal components.
covariance = np.cov((train / 255).T, bias=True)
scale = np.sqrt(np.diag(covariance))
correlation = covariance / np.outer(scale, scale)
distance = 1 - correlation
np.fill_diagonal(distance, 0)
leaves = leaves_list(linkage(squareform(distance, checks=False), "average"))
upper = np.abs(correlation[np.triu_indices(784, 1)])
pairs = int((upper > 0.9).sum())
above = [(upper > t / 100).sum() for t in range(50, 101)]
variances = np.linalg.eigvalsh(covariance)[::-1]
shares = variances / variances.sum()
components = [int(np.searchsorted(shares.cumsum(), share) + 1) for share in (0.8, 0.9, 0.95, 0.99)]

# Exact duplicates.
seen = {}
for at, image in enumerate(images):
    seen.setdefault(hashlib.sha256(image.tobytes()).digest(), []).append(at)
duplicates = sum(len(group) - 1 for group in seen.values())

print(json.dumps({
    "version": f"NumPy {np.__version__}, pandas {pd.__version__}, SciPy {scipy.__version__}",
    "mean": whole[0] / 255, "std": whole[1] / 255, "zeros": whole[-1], "pairs": pairs, "components": components,
    "duplicates": duplicates, "width": information["width"], "etaSquared": float(eta_squared["width"]),
    "inkAreaEntropy": float(pearson[2, 9]), "tests": len(tests), "skewness": float(pooled.loc["skewness", "sharpness"]),
}))
