"""Reference values for what the data profile says of classes and splits, from NumPy, SciPy and scikit-learn.

Run: /usr/bin/python3 tests/reference/relations.py   (Debian: python3-numpy, python3-scipy, python3-sklearn,
dataset-fashion-mnist). Writes relations.json beside itself. Images are those of the real files: train is the first 1,500 of
the training file, validation the next 500, test the first 400 of the test file.
"""
import importlib.util
import json
import os
import sys

import numpy as np
import scipy
import sklearn
from scipy import stats
from sklearn.metrics import mutual_info_score

from bins import bins_of, edges_of

HERE = os.path.dirname(os.path.abspath(__file__))
# By its path: the standard library has a module of the same name.
spec = importlib.util.spec_from_file_location("reference_profile", os.path.join(HERE, "profile.py"))
reference_profile = importlib.util.module_from_spec(spec)
spec.loader.exec_module(reference_profile)

LEVELS = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]
BINS = 32
CLASS = 3

train, train_labels = reference_profile.images_of("train"), reference_profile.labels_of("train")
test, test_labels = reference_profile.images_of("t10k"), reference_profile.labels_of("t10k")
splits = {
    "train": (train[:1500], train_labels[:1500]),
    "validation": (train[1500:2000], train_labels[1500:2000]),
    "test": (test[:400], test_labels[:400]),
}
# float32, as the application keeps the features, so that ties are ties.
features = {
    name: np.array([reference_profile.features_of(image) for image in images]).astype(np.float32).astype(np.float64)
    for name, (images, _) in splits.items()
}
fit, fit_labels = features["train"], splits["train"][1]


def described(columns):
    return {
        "mean": columns.mean(axis=0).tolist(),
        "std": columns.std(axis=0).tolist(),
        "min": columns.min(axis=0).tolist(),
        "max": columns.max(axis=0).tolist(),
        "skewness": stats.skew(columns, axis=0).tolist(),
        "kurtosis": stats.kurtosis(columns, axis=0).tolist(),
        "quantiles": np.quantile(columns, LEVELS, axis=0).T.tolist(),
        "zeros": (columns == 0).sum(axis=0).tolist(),
    }


def eta_squared(values):
    groups = [values[fit_labels == label] for label in range(10)]
    # From the F statistic: eta squared = F (k - 1) / (F (k - 1) + n - k).
    f = stats.f_oneway(*groups).statistic * (len(groups) - 1)
    return f / (f + len(values) - len(groups))


def information(values):
    binned = bins_of(values, edges_of(values, BINS))
    return len(np.unique(binned)), mutual_info_score(fit_labels, binned) / np.log(2)


def split_tests():
    tests = []
    for name in ("validation", "test"):
        table = np.array([np.bincount(splits[split][1], minlength=10) for split in (name, "train")])
        chi = stats.chi2_contingency(table, correction=False)
        cramer = stats.contingency.association(table, method="cramer", correction=False)
        tests.append({"split": name, "field": "class", "statistic": chi.statistic, "p": chi.pvalue, "effect": cramer})
        for column in range(fit.shape[1]):
            one, base = features[name][:, column], fit[:, column]
            ks = stats.ks_2samp(one, base, method="asymp")
            pooled = np.sqrt((one.size * one.var() + base.size * base.var()) / (one.size + base.size))
            shift = (one.mean() - base.mean()) / pooled
            tests.append({"split": name, "field": column, "statistic": ks.statistic, "p": ks.pvalue, "effect": ks.statistic, "shift": shift})
    p = np.array([one["p"] for one in tests])
    order = np.argsort(p, kind="stable")
    adjusted = np.ones(len(p))
    adjusted[order] = np.minimum(1, np.maximum.accumulate(p[order] * (len(p) - np.arange(len(p)))))
    return [{**one, "adjusted": value} for one, value in zip(tests, adjusted)]


def histogram(column):
    values = fit[:, column]
    # Columns 5 and 6, width and height, are whole numbers of pixels: a bin each.
    if column in (5, 6):
        edges = np.arange(values.min() - 0.5, values.max() + 1)
    else:
        edges = np.linspace(values.min(), values.max(), 41)
    return np.histogram(values, bins=edges)[0].tolist()


of_class = splits["train"][0][fit_labels == CLASS].reshape(-1, 784)
flat = splits["train"][0].reshape(-1, 784).astype(np.float64)
varying = np.flatnonzero(flat.std(axis=0) > 0)
correlations = np.corrcoef(flat[:, varying].T)
above = [
    [int(varying[a]), int(varying[b]), correlations[a, b]]
    for a, b in zip(*np.nonzero(np.triu(np.abs(correlations) > 0.93, 1)))
]
entropies = [
    float(stats.entropy(np.bincount(of_class[:, pixel], minlength=256), base=2)) for pixel in range(784)
]
variances = np.linalg.eigvalsh(np.cov(flat.T, ddof=0))[::-1]

result = {
    "made by": {
        "command": "/usr/bin/python3 tests/reference/relations.py",
        "python": sys.version.split()[0],
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "scikit-learn": sklearn.__version__,
    },
    "calls": {
        "described": "numpy mean, std, min, max, quantile; scipy.stats.skew, kurtosis (biased, Fisher)",
        "etaSquared": "scipy.stats.f_oneway",
        "mutualInformation": "sklearn.metrics.mutual_info_score / ln 2, bins of equal share (bins.py)",
        "tests": "scipy.stats.ks_2samp(method='asymp'), chi2_contingency(correction=False), contingency.association('cramer'); Holm by definition",
        "histograms": "numpy.histogram",
        "classMedian": "numpy.median",
        "classEntropy": "scipy.stats.entropy(base=2)",
        "pixelPairs": "numpy.corrcoef",
        "variances": "numpy.linalg.eigvalsh of numpy.cov(ddof=0)",
    },
    "class": CLASS,
    "bySplit": {name: described(columns) for name, columns in features.items()},
    "byClass": described(fit[fit_labels == CLASS]),
    "etaSquared": [eta_squared(fit[:, column]) for column in range(fit.shape[1])],
    "bins": [information(fit[:, column])[0] for column in range(fit.shape[1])],
    "mutualInformation": [information(fit[:, column])[1] for column in range(fit.shape[1])],
    "tests": split_tests(),
    "histograms": [histogram(column) for column in range(fit.shape[1])],
    "classMedian": np.median(of_class, axis=0).tolist(),
    "classEntropy": entropies,
    "constantPixels": int(784 - len(varying)),
    "pixelPairs": above,
    "variances": (variances[:10] / variances.sum()).tolist(),
}

with open(os.path.join(HERE, "relations.json"), "w") as file:
    json.dump(result, file, indent=1)
    file.write("\n")
print(len(above), result["etaSquared"], result["bins"], [one["p"] for one in result["tests"]][:5], result["variances"][:3])
